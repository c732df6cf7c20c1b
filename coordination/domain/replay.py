"""The journal replayed: its entries, told in order, to what must stand in the database today.

Whatever counts is a thing under its kind and key, with facts by name. A fact that no entry states is left out, because
journals of earlier versions state fewer; what is left out is not compared. Answers stand as digests: they are many,
and what they say is nobody's business here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

#: A kind, and what makes one of it unmistakable.
Thing = tuple[str | int | None, ...]
Facts = dict[str, Any]

#: What an entry about an assessment may state of it besides what follows from its verb.
STATED = ("rater", "origin", "state", "version", "started_at", "sent_at", "revealed_at")
#: What changed an answer that both sides had seen, by the verb that tells of it.
_KINDS = {"corrected": "correction", "revised": "revision"}
#: The kinds of record that can be withdrawn.
WITHDRAWABLE = ("partner", "structure", "seat", "activity", "commitment", "contact")
READING = ("verbatim", "status", "level", "lo", "hi", "certainty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry, as far as it says what stands; ``before`` and ``after`` are JSON values."""

    by: int | None
    programme: int | None
    verb: str
    noun: str
    key: str
    before: Any = None
    after: Any = None


@dataclass(slots=True)
class Replay:
    """What must stand after the entries told so far.

    ``people`` are the numbers of persons by e-mail: earlier versions told places by e-mail only.
    """

    people: Mapping[str, int] = field(default_factory=dict)
    things: dict[Thing, Facts] = field(default_factory=dict)
    #: The numbers of the assessments of one structure in one round: both sides are revealed by one entry.
    together: dict[tuple[int | None, str], list[int]] = field(default_factory=dict)

    def tell(self, told: Told) -> None:
        """Take the next entry; what it is about may not be replayed.

        Raises ValueError, LookupError, TypeError or AttributeError for one that the program cannot have written.
        """
        step = _STEPS.get((told.noun, told.verb))
        if step:
            step(self, told)


def digest(answer: Mapping[str, object]) -> bytes:
    """Return a digest of an answer with its sources, as the journal keeps it; equal ones have the same."""
    line = json.dumps(answer, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return blake2b(line.encode(), digest_size=16).digest()


def differences(told: Facts, stored: Facts) -> list[str]:
    """Return the names of the facts that are told and stored differently; what only one of them states is none."""
    return [name for name, fact in told.items() if name in stored and stored[name] != fact]


def is_begun_in_vain(thing: Thing, facts: Facts) -> bool:
    """Whether this is a draft without any answer: an earlier version stored such, and they were taken away."""
    return thing[0] == "assessment" and facts.get("state") == "draft" and not facts["answers"]


# --- assessments: their key is “round structure side number”


def _number(told: Told) -> int:
    return int(told.key.rsplit(" ", 1)[1])


def _assessment(replay: Replay, told: Told) -> Facts:
    """Return the assessment's facts; one that is told for the first time stands from now on."""
    number = _number(told)
    if ("assessment", number) not in replay.things:
        where, side, _number_ = told.key.rsplit(" ", 2)
        round_, structure = where.split(" ", 1)
        replay.things["assessment", number] = {
            "programme": told.programme,
            "round": round_,
            "structure": structure,
            "side": side,
            "answers": {},
        }
        replay.together.setdefault((told.programme, where), []).append(number)
    return replay.things["assessment", number]


def _started(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    facts |= {"rater_user": told.by, "state": "draft", "version": 1}
    facts |= {"sent_at": None, "sent_by": None, "revealed_at": None}
    _stated(facts, told)


def _loaded(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    facts |= {"rater_user": None, "sent_by": None, "version": 1}
    if isinstance(told.after.get("state"), str):
        _stated(facts, told)
        _answer(facts, told.after["answers"])
    else:
        _answer(facts, told.after)


def _answered(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    _answer(facts, told.after)


def _sent(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    facts.pop("sent_at", None)
    facts |= {"state": "sent", "sent_by": told.by}
    _stated(facts, told)


def _recalled(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    facts |= {"state": "draft", "sent_at": None, "sent_by": None}


def _set_aside(replay: Replay, told: Told) -> None:
    _put(replay, told, "set_aside")


def _restored(replay: Replay, told: Told) -> None:
    _put(replay, told, "draft")


def _put(replay: Replay, told: Told, state: str) -> None:
    facts = _assessment(replay, told)
    facts.pop("version", None)
    facts["state"] = state
    _stated(facts, told)


def _discarded(replay: Replay, told: Told) -> None:
    number = _number(told)
    if replay.things.pop(("assessment", number), None):
        replay.together[told.programme, told.key.rsplit(" ", 2)[0]].remove(number)


def _revealed(replay: Replay, told: Told) -> None:
    for number in replay.together.get((told.programme, told.key), ()):
        facts = replay.things["assessment", number]
        # Of one that an earlier version loaded the state is not known, and stays so.
        if facts.get("state") == "sent":
            facts.pop("revealed_at", None)
            facts["state"] = "revealed"
            _stated(facts, told)


def _corrected(replay: Replay, told: Told) -> None:
    facts = _assessment(replay, told)
    _count(facts)
    _answer(facts, told.after["answers"])
    for code, before in told.before["answers"].items():
        position = 0
        while ("correction", _number(told), code, position) in replay.things:
            position += 1
        correction = {name: before[name] for name in READING}
        correction |= {"kind": _KINDS[told.verb], "evidence": told.after["evidence"], "corrected_by": told.by}
        # Earlier versions kept no reason beside the evidence, and no time.
        correction |= {"reason": ""}
        correction |= {name: told.after[name] for name in ("corrected_at", "reason") if name in told.after}
        replay.things["correction", _number(told), code, position] = correction


def _agreed(replay: Replay, told: Told) -> None:
    """Take the card of both sides, begun or kept anew: it is of nobody, and says the answers told from now on."""
    facts = _assessment(replay, told)
    facts |= {"rater_user": None, "sent_by": None}
    _stated(facts, told)
    _answer(facts, told.after["answers"])


def _dissented_from_correction(replay: Replay, told: Told) -> None:
    criterion, position, side = (told.after[name] for name in ("criterion", "position", "side"))
    dissent = {name: told.after[name] for name in ("reason", "dissented_at")}
    replay.things["dissent", _number(told), criterion, position, side] = dissent | {"dissented_by": told.by}


def _answer(facts: Facts, answers: Mapping[str, Mapping[str, object]]) -> None:
    facts["answers"] |= {code: digest(answer) for code, answer in answers.items()}


def _count(facts: Facts) -> None:
    if "version" in facts:
        facts["version"] += 1


def _stated(facts: Facts, told: Told) -> None:
    facts |= {name: told.after[name] for name in STATED if name in (told.after or ())}


# --- comments and joint answers: their key ends in their number


def _commented(replay: Replay, told: Told) -> None:
    replay.things["comment", told.programme, _number(told)] = dict(told.after)


def _proposed(replay: Replay, told: Told) -> None:
    facts = dict(told.after)
    replaced = facts.pop("replaces", None)
    if replaced is not None:
        before = replay.things["joint answer", told.programme, replaced]
        before |= {"state": "replaced", "version": before["version"] + 1}
    replay.things["joint answer", told.programme, _number(told)] = facts


def _dissented(replay: Replay, told: Told) -> None:
    thing: Thing = ("dissent", told.programme, _number(told), told.after["side"])
    replay.things[thing] = dict(told.after)


# --- rounds, weights, instruments


def _round(replay: Replay, told: Told) -> None:
    facts = replay.things.setdefault(("round", told.programme, told.key), {})
    facts |= {"state": "open"} | dict(told.after)


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


# --- publications: their key is “round structure number”


def _published_by(replay: Replay, told: Told) -> None:
    where = told.key.rsplit(" ", 1)[0]
    round_, structure = where.split(" ", 1)
    facts = dict(told.after) | {"round": round_, "structure": structure}
    facts["content"] = facts["content_hash"]
    replay.things["publication", told.programme, _number(told)] = facts
    if facts["published_at"]:
        for number in replay.together.get((told.programme, where), ()):
            assessment = replay.things["assessment", number]
            if assessment.get("state") == "revealed":
                assessment["state"] = "published"


def _unpublished_by(replay: Replay, told: Told) -> None:
    del replay.things["publication", told.programme, _number(told)]


def _file(replay: Replay, told: Told) -> None:
    """What a file brought; an earlier version told only the names."""
    for noun, key in told.after["created"]:
        if noun in ("round", "commitment"):
            replay.things[noun, told.programme, key] = {}
    for noun in ("round", "commitment"):
        for key, facts in told.after.get(f"{noun}s", {}).items():
            replay.things[noun, told.programme, key] = dict(facts)


# --- commitments


def _promised(replay: Replay, told: Told) -> None:
    facts = {
        "state": "open",
        "settled_on": "",
        "outcome": "",
        "recorded_by": told.by,
        "moved": [],
    } | told.after
    if not facts["criterion"]:
        # Earlier versions wrote down a round and a side that are kept only with an answer.
        facts |= {"round": "", "voice": ""}
    replay.things["commitment", told.programme, told.key] = facts


def _settled(replay: Replay, told: Told) -> None:
    replay.things.setdefault(("commitment", told.programme, told.key), {}).update(told.after)


# --- withdrawals: of a record of any kind, by its number


def _withdrawn(replay: Replay, told: Told) -> None:
    replay.things[_withdrawal(told)] = {"withdrawn_by": told.by} | told.after


def _brought_back(replay: Replay, told: Told) -> None:
    replay.things.pop(_withdrawal(told), None)


def _withdrawal(told: Told) -> Thing:
    return "withdrawal", told.programme, f"{told.noun} {told.after['id']}"


def _merged(replay: Replay, told: Told) -> None:
    """What a partner promised, the one that it was merged into has promised from now on."""
    for thing, facts in replay.things.items():
        if thing[:2] == ("commitment", told.programme) and facts.get("owner") == told.key:
            facts["owner"] = told.after["into"]


# --- programmes

#: Kinds that are named by the number of their assessment.
_OF_ASSESSMENTS = ("correction", "dissent")


def _removed(replay: Replay, told: Told) -> None:
    """An example is gone with all that was in it; what was told of it before stays told."""
    gone = int(told.before["id"])
    numbers = {
        thing[1]
        for thing, facts in replay.things.items()
        if thing[0] == "assessment" and facts["programme"] == gone
    }
    for thing, facts in [*replay.things.items()]:
        is_of_it = thing[1] in numbers if thing[0] in _OF_ASSESSMENTS else _programme_of(thing, facts) == gone
        if is_of_it and thing[0] != "instrument":
            del replay.things[thing]
    replay.together = {where: each for where, each in replay.together.items() if where[0] != gone}


# --- places: one person in one programme


def _placed(replay: Replay, told: Told) -> None:
    replay.things[_place(replay, told, told.after)] = dict(told.after)


def _ended(replay: Replay, told: Told) -> None:
    replay.things.pop(_place(replay, told, told.before or {}), None)


def _place(replay: Replay, told: Told, facts: Facts) -> Thing:
    return "place", told.programme, facts.get("user") or replay.people.get(told.key, told.key)


def _administered(replay: Replay, told: Told) -> None:
    """A place that an earlier version let an administrator fill in as a form."""
    for facts in filter(None, (told.before, told.after)):
        replay.things.pop(("place", int(facts["programme"]), int(facts["user"])), None)
    place: Thing = ("place", int(told.after["programme"]), int(told.after["user"]))
    replay.things[place] = {"role": told.after["role"], "side": told.after.get("side")}


def _changed(told: Told, name: str) -> tuple[str, str] | None:
    """Return a fact before and after an entry that changes it; None where it stays, or one of them is not told."""
    old, new = (told.before or {}).get(name), (told.after or {}).get(name)
    return (old, new) if old and new and old != new else None


def _renamed(replay: Replay, told: Told) -> None:
    """Another e-mail is from now on the key of the places that were told by it."""
    changed = _changed(told, "email")
    if changed:
        old, new = changed
        former = replay.people.get(old, old)
        for thing in [each for each in replay.things if each[0] == "place" and each[2] == former]:
            replay.things["place", thing[1], replay.people.get(new, new)] = replay.things.pop(thing)


# --- codes that things are named by


def _programme_of(thing: Thing, facts: Facts) -> Any:
    return facts.get("programme") if thing[0] == "assessment" else thing[1]


def _recoded(replay: Replay, told: Told) -> None:
    """A structure or partner saved under another code: what names it, names it so from now on."""
    changed = _changed(told, "code")
    if not changed:
        return
    old, new = changed
    fact = "structure" if told.noun == "structure" else "owner"
    for thing, facts in replay.things.items():
        if _programme_of(thing, facts) == told.programme and facts.get(fact) == old:
            facts[fact] = new
    if told.noun == "structure":
        replay.together = {
            _recoded_place(place, (told.programme, old), new): numbers
            for place, numbers in replay.together.items()
        }


def _recoded_place(
    place: tuple[int | None, str], structure: tuple[int | None, str], new: str
) -> tuple[int | None, str]:
    """Return programme and “round structure”, with the structure under its new code if it is this one."""
    programme, where = place
    round_, code = where.split(" ", 1)
    return (programme, f"{round_} {new}") if (programme, code) == structure else place


_STEPS: Mapping[tuple[str, str], Callable[[Replay, Told], None]] = {
    ("assessment", "started"): _started,
    ("assessment", "loaded"): _loaded,
    ("assessment", "answered"): _answered,
    ("assessment", "sent"): _sent,
    ("assessment", "recalled"): _recalled,
    ("assessment", "set aside"): _set_aside,
    ("assessment", "restored"): _restored,
    ("assessment", "discarded"): _discarded,
    ("assessment", "revealed"): _revealed,
    ("assessment", "revised"): _corrected,
    ("assessment", "corrected"): _corrected,
    ("comment", "commented"): _commented,
    ("comment", "withdrawn"): _commented,
    ("joint answer", "proposed"): _proposed,
    ("joint answer", "confirmed"): _proposed,
    ("joint answer", "withdrawn"): _proposed,
    ("joint answer", "dissented"): _dissented,
    ("assessment", "agreed"): _agreed,
    ("assessment", "dissented"): _dissented_from_correction,
    ("publication", "consented"): _published_by,
    ("publication", "published"): _published_by,
    ("publication", "took back"): _unpublished_by,
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
    ("fixture", "loaded"): _file,
    ("commitment", "promised"): _promised,
    ("commitment", "settled"): _settled,
    ("commitment", "saved"): _settled,
    ("person", "gave place"): _placed,
    ("person", "confirmed"): _placed,
    ("person", "ended"): _ended,
    ("person", "saved"): _renamed,
    ("membership", "saved"): _administered,
    ("programme", "removed"): _removed,
    ("structure", "saved"): _recoded,
    ("partner", "saved"): _recoded,
    ("partner", "merged"): _merged,
    **{(noun, "withdrawn"): _withdrawn for noun in WITHDRAWABLE},
    **{(noun, "restored"): _brought_back for noun in WITHDRAWABLE},
}
