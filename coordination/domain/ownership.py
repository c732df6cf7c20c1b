"""Ownership × partnership: where a structure can stand, and the signs of the two traps.

Source: METHOD.md, section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

from coordination.domain.answers import Reading, Status
from coordination.domain.instruments import Conventions, InstrumentValue, Text
from coordination.domain.scoring import blank, composite

Interval = tuple[Fraction, Fraction]

SIGN_LISTS = ("substitution_signs", "ownership_without_partnership_signs")


class Quadrant(StrEnum):
    """A corner of the plane."""

    OWNED_PARTNERSHIP = "owned_partnership"
    SUBSTITUTION = "substitution"
    OWNERSHIP_WITHOUT_PARTNERSHIP = "ownership_without_partnership"
    NEITHER = "neither"


_BY_SIDES = {
    (True, True): Quadrant.OWNED_PARTNERSHIP,
    (False, True): Quadrant.SUBSTITUTION,
    (True, False): Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP,
    (False, False): Quadrant.NEITHER,
}


@dataclass(frozen=True, slots=True)
class Position:
    """Ownership and partnership in points (0 to 100), None where no item applies, and the possible quadrants.

    One quadrant is certain; none means that it cannot be assessed.
    """

    ownership: Interval | None
    partnership: Interval | None
    quadrants: tuple[Quadrant, ...]

    @property
    def is_certain(self) -> bool:
        """Whether only one quadrant is possible."""
        return len(self.quadrants) == 1


def position(readings: Mapping[str, Reading], conventions: Conventions) -> Position:
    """Where a structure can stand by its readings, by criterion code; what is missing is not known."""
    ownership = _figure(readings, conventions.ownership_items, conventions)
    partnership = _figure(readings, conventions.partnership_items, conventions)
    if ownership is None or partnership is None:
        return Position(ownership, partnership, ())
    across, up = (_possible(ends, conventions.quadrant_threshold) for ends in (ownership, partnership))
    possible = {_BY_SIDES[pair] for pair in product(across, up)}
    return Position(ownership, partnership, tuple(each for each in Quadrant if each in possible))


def with_whole(own: Mapping[str, Reading], whole: Mapping[str, Reading]) -> dict[str, Reading]:
    """A structure's readings, and those of the programme as a whole where the structure itself has none.

    Resources and united support are answered once for SSR as a whole, and count for every structure of that round
    and voice.
    """
    return dict(own) | {
        code: reading
        for code, reading in whole.items()
        if reading.status is not Status.NONE and (code not in own or own[code].status is Status.NONE)
    }


def _figure(
    readings: Mapping[str, Reading], codes: Sequence[str], conventions: Conventions
) -> Interval | None:
    found = composite([readings.get(code, blank()) for code in codes], (1,) * len(codes), conventions)
    return None if found.low is None or found.high is None else (found.low, found.high)


def _possible(ends: Interval, threshold: int) -> list[bool]:
    """Return whether it can be high (at the threshold or above), whether it can be low."""
    return [
        is_high for is_high in (True, False) if (ends[1] >= threshold if is_high else ends[0] < threshold)
    ]


def sign_names(instrument: InstrumentValue) -> Mapping[str, Text]:
    """The signs of both traps by code, in the instrument's words."""
    return {each.code: each.name for key in SIGN_LISTS for each in instrument.listed(key)}
