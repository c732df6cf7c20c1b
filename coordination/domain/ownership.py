"""Ownership × partnership: where a structure can stand, and the signs of the two traps.

Source: METHOD.md, section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np

from coordination.domain.answers import Reading, Status
from coordination.domain.grids import Grid
from coordination.domain.instruments import Conventions, InstrumentValue, Text
from coordination.domain.scoring import blank, composites

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


def items(conventions: Conventions) -> tuple[str, ...]:
    """The codes of the items that place a structure: those of ownership, then those of partnership."""
    return (*conventions.ownership_items, *conventions.partnership_items)


def position(readings: Mapping[str, Reading], conventions: Conventions) -> Position:
    """Where a structure can stand by its readings, by criterion code; what is missing is not known."""
    row = [readings.get(code, blank()) for code in items(conventions)]
    return positions(Grid.of([row]), conventions)[0]


def positions(grid: Grid, conventions: Conventions) -> tuple[Position, ...]:
    """Where the structure of each row can stand; the columns are `items`."""
    own = len(conventions.ownership_items)
    figures = [
        composites(grid.columns(columns), (1,) * len(columns), conventions)
        for columns in (range(own), range(own, grid.width))
    ]
    ends = [each.tolist() for of in figures for each in (of.low, of.high, of.weight)]
    return tuple(
        _position(row[:3], row[3:], conventions.quadrant_threshold) for row in zip(*ends, strict=True)
    )


@lru_cache(maxsize=4096)  # The same few come back in every structure.
def _position(ownership: tuple[int, ...], partnership: tuple[int, ...], threshold: int) -> Position:
    """Return where a structure can stand by the lowest sum, the highest and what to divide them by, of each axis."""
    across, up = (
        (Fraction(low, weight), Fraction(high, weight)) if weight else None
        for low, high, weight in (ownership, partnership)
    )
    if across is None or up is None:
        return Position(across, up, ())
    possible = {_BY_SIDES[pair] for pair in product(_possible(across, threshold), _possible(up, threshold))}
    return Position(across, up, tuple(each for each in Quadrant if each in possible))


def items_of(
    grid: Grid, codes: Sequence[str], whole: Mapping[str, Reading], conventions: Conventions
) -> Grid:
    """The columns `items` of a grid whose columns are ``codes``, as `with_whole` gives them; not known if missing."""
    wanted = items(conventions)
    found = Grid.of([[blank()] * len(wanted)] * len(grid), len(wanted))
    at = [place for place, code in enumerate(wanted) if code in codes]
    found = found.put_at(
        np.arange(len(grid))[:, None],
        np.array(at, np.intp),
        grid.columns([codes.index(wanted[e]) for e in at]),
    )
    is_open = found.applicable & ~found.answered & ~found.unknown
    for place, code in enumerate(wanted):
        if code in whole and whole[code].status is not Status.NONE:
            rows = np.flatnonzero(is_open[:, place])
            given = Grid.of([[whole[code]]] * len(rows), 1)
            found = found.put_at(rows[:, None], np.array([place], np.intp), given)
    return found


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


def _possible(ends: Interval, threshold: int) -> list[bool]:
    """Return whether it can be high (at the threshold or above), whether it can be low."""
    return [
        is_high for is_high in (True, False) if (ends[1] >= threshold if is_high else ends[0] < threshold)
    ]


def sign_names(instrument: InstrumentValue) -> Mapping[str, Text]:
    """The signs of both traps by code, in the instrument's words."""
    return {each.code: each.name for key in SIGN_LISTS for each in instrument.listed(key)}
