"""Ownership × partnership: where a structure can stand, and the signs of the two traps.

Source: METHOD.md, section 7.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

from coordination.domain.answers import LOWEST, Reading, Status, read
from coordination.domain.instruments import Conventions, InstrumentValue, Text
from coordination.domain.scoring import YES, blank, composite

Interval = tuple[Fraction, Fraction]

#: How an observation answers for a sign.
OBSERVED = {"observed": "Yes", "not_seen": "No", "unknown": "?"}
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


def signs(
    codes: Sequence[str], stated: Mapping[str, bool], observed: Mapping[str, str]
) -> tuple[int, int] | None:
    """How many of these signs are there, [certainly, possibly]; None where nobody says anything of them.

    ``stated`` are the signs that a source states, with whether it puts them with a question mark (“Yes?”).
    ``observed`` is the status of the latest observation, which stands in place of what a source states. Of a sign
    that nobody mentions nothing is known.
    """
    if not (stated.keys() | observed.keys()) & set(codes):
        return None
    return count_signs([_answer(code, stated, observed) for code in codes])


def _answer(code: str, stated: Mapping[str, bool], observed: Mapping[str, str]) -> Reading:
    if code in observed:
        return read(OBSERVED[observed[code]])
    return blank() if code not in stated else read("Yes?" if stated[code] else "Yes")


def count_signs(answers: Sequence[Reading]) -> tuple[int, int]:
    """How many signs are there, [certainly, possibly]: Yes counts, No does not, anything else may.

    Source: METHOD.md, section 9.
    """
    ends = [_sign(reading) for reading in answers]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _sign(reading: Reading) -> tuple[int, int]:
    if reading.status is Status.ANSWERED and reading.lo == reading.hi and reading.level in (YES, LOWEST):
        return (1, 1) if reading.level == YES else (0, 0)
    return 0, 1
