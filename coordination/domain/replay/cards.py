"""What both sides say together of a card, and its publication. The keys end in a number."""

from collections.abc import Mapping

from coordination.domain.replay.told import Replay, Step, Thing, Told, number_of


def _commented(replay: Replay, told: Told) -> None:
    replay.things["comment", told.programme, number_of(told)] = dict(told.after)


def _proposed(replay: Replay, told: Told) -> None:
    facts = dict(told.after)
    replaced = facts.pop("replaces", None)
    if replaced is not None:
        before = replay.things["joint answer", told.programme, replaced]
        before |= {"state": "replaced", "version": before["version"] + 1}
    replay.things["joint answer", told.programme, number_of(told)] = facts


def _dissented(replay: Replay, told: Told) -> None:
    thing: Thing = ("dissent", told.programme, number_of(told), told.after["side"])
    replay.things[thing] = dict(told.after)


def _published_by(replay: Replay, told: Told) -> None:
    where = told.key.rsplit(" ", 1)[0]
    round_, structure = where.split(" ", 1)
    facts = dict(told.after) | {"round": round_, "structure": structure}
    facts["content"] = facts["content_hash"]
    replay.things["publication", told.programme, number_of(told)] = facts
    if facts["published_at"]:
        for number in replay.together.get((told.programme, where), ()):
            assessment = replay.things["assessment", number]
            if assessment.get("state") == "revealed":
                assessment["state"] = "published"
            elif assessment.get("state") == "sent":
                # What the other side did not submit is revealed by being published.
                assessment |= {"state": "published", "revealed_at": facts["published_at"]}


def _unpublished_by(replay: Replay, told: Told) -> None:
    del replay.things["publication", told.programme, number_of(told)]


STEPS: Mapping[tuple[str, str], Step] = {
    ("comment", "commented"): _commented,
    ("comment", "withdrawn"): _commented,
    ("joint answer", "proposed"): _proposed,
    ("joint answer", "confirmed"): _proposed,
    ("joint answer", "withdrawn"): _proposed,
    ("joint answer", "dissented"): _dissented,
    ("publication", "consented"): _published_by,
    ("publication", "published"): _published_by,
    ("publication", "took back"): _unpublished_by,
}
