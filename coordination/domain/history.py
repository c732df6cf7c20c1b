"""The journal as people read it: which entries both sides share, which a side reads of its own people, and who acted.

An entry names a person and no place; who acted in which role, for which side, follows from the entries about places.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What both sides read of each other, by role and side. An assessment, weights, and what is said of answers only once
#: they are revealed.
SHARED = (
    *("assessment", "round", "comment", "joint answer", "publication", "programme", "structure", "seat"),
    *("partner", "activity", "function", "standard", "statement", "observation", "finding", "commitment"),
    "fixture",
)
#: What a side reads of its own people besides, as far as each reader may.
OF_OWN_PEOPLE = ("assessor", "reminder", "contact", "person", "export")
#: What is said of the answers of both sides on a structure in a round → how much of its key follows those two.
OF_ANSWERS = {"comment": 2, "joint answer": 2, "publication": 1}
#: What is one person's alone, or of no programme: told on no page.
UNTOLD = ("API token", "calendar address", "first run", "identity", "instrument", "notice", "session", "tour")


@dataclass(frozen=True, slots=True)
class Actor:
    """In which role, and for which side, somebody acted; empty for neither."""

    role: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an entry about an assessment is about; no side and no number where both sides are revealed at once."""

    round: str
    structure: str
    side: str = ""
    number: int | None = None


def subject(verb: str, key: str) -> Subject:
    """Read the key of an entry about an assessment; codes of structures may hold spaces."""
    label, _space, rest = key.partition(" ")
    if verb == "revealed":
        return Subject(round=label, structure=rest)
    structure, side, number = rest.rsplit(" ", 2)
    return Subject(round=label, structure=structure, side=side, number=int(number))


def about_answers(noun: str, key: str) -> tuple[str, str]:
    """Return the label of the round and the code of the structure of an entry about one of ``OF_ANSWERS``."""
    label, _space, rest = key.partition(" ")
    return label, rest.rsplit(" ", OF_ANSWERS[noun])[0]


@dataclass(slots=True)
class PlaceHistory:
    """Who had which place when: entries about places, told in order, by the number of their entry."""

    known: dict[int, list[tuple[int, Actor]]] = field(default_factory=dict)

    def tell(self, sequence: int, verb: str, before: Mapping[str, Any] | None, after: Any) -> None:
        """Take an entry about a place; one that names nobody by number, as earlier versions wrote, says nothing."""
        user = (after or before or {}).get("user")
        if isinstance(user, int):
            self.known.setdefault(user, []).append((sequence, Actor() if verb == "ended" else _actor(after)))

    def at(self, user: int, sequence: int) -> Actor | None:
        """Return who this person was when an entry was written; None where nothing is known."""
        told = self.known.get(user, [])
        position = bisect_right([number for number, _actor in told], sequence)
        return told[position - 1][1] if position else None


def _actor(place: Mapping[str, Any]) -> Actor:
    """Return what a place gives: one that waits for its confirmation gives no side."""
    if place.get("confirmed", True):
        return Actor(place.get("role") or "", place.get("side") or "")
    return Actor("viewer")
