"""What is replayed: an entry, as far as it says what stands, and what must stand after those told so far."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

#: A kind, and what makes one of it unmistakable.
Thing = tuple[str | int | None, ...]
Facts = dict[str, Any]

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


def number_of(told: Told) -> int:
    """Return the number with which the key of an entry ends."""
    return int(told.key.rsplit(" ", 1)[1])


#: What an entry of one kind makes of what stood before.
Step = Callable[[Replay, Told], None]
