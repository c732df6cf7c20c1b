"""Rounds replayed: their states and consents, who is asked, weights; and the questionnaires."""

from collections.abc import Mapping

from coordination.domain.replay.told import Facts, Replay, Step, Thing, Told


def opened(replay: Replay, programme: int | None, label: str, facts: Facts) -> Facts:
    """Take what a round asks about out of the facts of its opening, and return the rest of them."""
    for structure in facts.get("asked", ()):
        replay.things["asked", programme, label, structure] = {}
    return {name: fact for name, fact in facts.items() if name != "asked"}


def _round(replay: Replay, told: Told) -> None:
    facts = replay.things.setdefault(("round", told.programme, told.key), {})
    facts |= {"state": "open"} | opened(replay, told.programme, told.key, told.after)


def _closed(replay: Replay, told: Told) -> None:
    """Closing ends the consents, and says which sides had not sent what; earlier versions did not say it."""
    facts = dict(told.after)
    _forget(replay, told, "consent")
    for structure, *sides in facts.pop("not_submitted", ()):
        for side in sides:
            thing: Thing = ("not submitted", told.programme, told.key, structure, side)
            replay.things[thing] = {"told_at": facts["told_at"]}
    facts.pop("told_at", None)
    replay.things.setdefault(("round", told.programme, told.key), {}).update({"state": "closed"} | facts)


def _reopened(replay: Replay, told: Told) -> None:
    _forget(replay, told, "consent", "not submitted")
    _round(replay, told)


def _forget(replay: Replay, told: Told, *kinds: str) -> None:
    for thing in [
        each for each in replay.things if each[0] in kinds and each[1:3] == (told.programme, told.key)
    ]:
        del replay.things[thing]


def _consented(replay: Replay, told: Told) -> None:
    thing: Thing = ("consent", told.programme, told.key, told.after["side"])
    replay.things[thing] = {name: told.after[name] for name in ("to", "given_at")} | {"given_by": told.by}


def _took_back(replay: Replay, told: Told) -> None:
    del replay.things["consent", told.programme, told.key, told.before["side"]]


def _named(replay: Replay, told: Told) -> None:
    label, side = told.key.rsplit(" ", 1)
    for structure, people in told.after["named"]:
        thing: Thing = ("assessors", told.programme, label, side, structure)
        replay.things.pop(thing, None)
        if people:
            replay.things[thing] = {"people": people}


def _reminded(replay: Replay, told: Told) -> None:
    facts = told.after
    thing: Thing = ("request", told.programme, told.key, facts["side"], facts["asked"], facts["on"])
    replay.things[thing] = {"requested_by": told.by}


def _round_saved(replay: Replay, told: Told) -> None:
    replay.things.setdefault(("round", told.programme, told.key), {}).update(told.after)


def _weighed(replay: Replay, told: Told) -> None:
    weights: Thing = ("weights", told.programme, told.key, told.after["side"], told.after["version"])
    replay.things[weights] = {"recorded_by": told.by} | told.after


def _published(replay: Replay, told: Told) -> None:
    found = told.after["content_hash"]
    facts = {"status": "published", "content_hash": found, "content": found, "criteria": True}
    replay.things["instrument", told.key] = facts


STEPS: Mapping[tuple[str, str], Step] = {
    ("round", "opened"): _round,
    ("round", "closed"): _closed,
    ("round", "reopened"): _reopened,
    ("round", "consented"): _consented,
    ("round", "took back"): _took_back,
    ("round", "reminded"): _reminded,
    ("reminder", "reminded"): _reminded,
    ("assessor", "named"): _named,
    ("round", "saved"): _round_saved,
    ("round", "weighed"): _weighed,
    ("instrument", "published"): _published,
}
