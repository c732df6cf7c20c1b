"""Programmes and places replayed: what was removed, who has a place, and the codes that things are named by."""

from collections.abc import Mapping
from typing import Any

from coordination.domain.replay.told import Facts, Replay, Step, Thing, Told

#: Kinds that are named by the number of their assessment.
_OF_ASSESSMENTS = ("correction", "correction dissent")


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


STEPS: Mapping[tuple[str, str], Step] = {
    ("person", "gave place"): _placed,
    ("person", "confirmed"): _placed,
    ("person", "ended"): _ended,
    ("person", "saved"): _renamed,
    ("membership", "saved"): _administered,
    ("programme", "removed"): _removed,
    ("structure", "saved"): _recoded,
    ("partner", "saved"): _recoded,
}
