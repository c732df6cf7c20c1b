"""What may be said of where answers come from: how many assessments are invented, or transcribed from a source.

The mark belongs to an assessment, never to a round: a real answer is never called invented.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar

#: Where answers may come from besides people who entered them.
MARKED = ("invented", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrigin:
    """So many assessments of one structure (empty: of the programme) by one voice in a round come from ``origin``."""

    structure: str
    voice: str
    origin: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginShare:
    """Of the ``total`` assessments of a round that may be read, ``count`` come from ``origin``: those on ``cards``."""

    kind: ClassVar[str] = "origin-share"

    origin: str
    count: int
    total: int
    cards: tuple[CardOrigin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMark:
    """Of the ``total`` assessments behind one card, ``count`` (one or more) are invented."""

    kind: ClassVar[str] = "invented"

    count: int
    total: int


def says_all(own: str, origins: Collection[str]) -> bool:
    """Whether what a round says of its own origin holds for all of its assessments that may be read."""
    return set(origins) == {own}


def origin_shares(own: str, cards: Iterable[CardOrigin]) -> tuple[OriginShare, ...]:
    """Decide what is said of where the answers of a round come from, apart from what it says itself of all of them."""
    listed = list(cards)
    origins = {each.origin for each in listed}
    total = sum(each.count for each in listed)
    found = []
    for origin in MARKED:
        here = tuple(each for each in listed if each.origin == origin)
        if here and not (origin == own and says_all(own, origins)):
            found.append(
                OriginShare(origin=origin, count=sum(each.count for each in here), total=total, cards=here)
            )
    return tuple(found)


def card_mark(origins: Collection[str]) -> CardMark | None:
    """Decide the mark of one card by where each of its assessments comes from; None where none is invented."""
    count = sum(origin == "invented" for origin in origins)
    return CardMark(count=count, total=len(origins)) if count else None
