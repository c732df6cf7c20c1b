"""A structure's composite as an exact interval, the words for it, and several raters as one reading.

Every figure is the sharp range over all completions of the open answers. There is no midpoint anywhere, and
no path from “not known” to 0. Figures are exact fractions; rounding happens in `text` alone, for display.
Source: METHOD.md, sections 3.1 to 3.5 and 5.2.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.bilingual import alphabetical
from coordination.domain.grids import Grid
from coordination.domain.instruments import Conventions

YES, MOSTLY = 4, 3

Counts = NDArray[np.int64]


class Band(StrEnum):
    """The word for a stretch of the 0 to 100 scale."""

    WEAK = "weak"
    MIDDLING = "middling"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite:
    """What a set of readings says together.

    `low` and `high` are the ends of the weighted mean, in points of the value scale (0 to 100); `coverage` is
    the answered weight over the applicable weight (0 to 1). These three are None where no applicable
    criterion weighs anything. `base` counts applicable criteria, `answered` those of them that are answered,
    `not_applicable` the rest. `yes` and `mostly` are [certainly, possibly] how many criteria are at Yes, at
    Mostly or above; `weakest` is the lowest level, [at worst, at best]. These three are None where `base` is
    0.
    """

    low: Fraction | None
    high: Fraction | None
    base: int
    answered: int
    not_applicable: int
    coverage: Fraction | None
    yes: tuple[int, int] | None
    mostly: tuple[int, int] | None
    weakest: tuple[int, int] | None

    @property
    def width(self) -> Fraction | None:
        """How far apart the ends are, in points; None where there are none."""
        return None if self.low is None or self.high is None else self.high - self.low


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Composites:
    """The composites of the N rows of a grid, as whole numbers, so that nothing is rounded.

    ``low`` and ``high`` are weighted sums of points and ``weight`` what to divide them by; ``known`` is the
    answered weight; ``base`` and ``answered`` count criteria; ``yes``, ``mostly`` and ``weakest`` are N × 2, as
    in Composite, and mean nothing where ``base`` is 0. ``width`` is the number of criteria.
    """

    low: Counts
    high: Counts
    weight: Counts
    known: Counts
    base: Counts
    answered: Counts
    yes: Counts
    mostly: Counts
    weakest: Counts
    width: int

    def __len__(self) -> int:
        return len(self.low)

    def __getitem__(self, row: int) -> Composite:
        total, base = int(self.weight[row]), int(self.base[row])
        return Composite(
            low=Fraction(int(self.low[row]), total) if total else None,
            high=Fraction(int(self.high[row]), total) if total else None,
            base=base,
            answered=int(self.answered[row]),
            not_applicable=self.width - base,
            coverage=Fraction(int(self.known[row]), total) if total else None,
            yes=_ends(self.yes, row) if base else None,
            mostly=_ends(self.mostly, row) if base else None,
            weakest=_ends(self.weakest, row) if base else None,
        )

    @property
    def points(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Both ends in points (0 to 100), nan where there are none; equal fractions are equal numbers here."""
        with np.errstate(invalid="ignore"):
            return self.low / self.weight, self.high / self.weight

    def assessable(self, conventions: Conventions) -> NDArray[np.bool_]:
        """Which rows may enter rankings."""
        flags: NDArray[np.bool_] = _is_enough(
            self.answered, self.base, self.weight, self.width - self.base, conventions
        )
        return flags


def _ends(pairs: Counts, row: int) -> tuple[int, int]:
    return int(pairs[row, 0]), int(pairs[row, 1])


def composites(grid: Grid, weights: Sequence[int], conventions: Conventions) -> Composites:
    """The composites of every row, one weight (0 or more) for each criterion.

    Raises ValueError for a negative weight and for another number of weights than criteria. Source:
    METHOD.md, sections 3.1 and 3.2.
    """
    check_weights(weights, grid.width)
    values = np.array(conventions.values, dtype=np.int64)
    each = np.array(weights, dtype=np.int64)
    applied = grid.applicable * each

    def counted(level: int) -> Counts:
        return np.stack([((ends >= level) & grid.applicable).sum(1) for ends in (grid.lo, grid.hi)], axis=1)

    weakest = [
        np.where(grid.applicable, ends, HIGHEST).min(1, initial=HIGHEST) for ends in (grid.lo, grid.hi)
    ]
    return Composites(
        low=(applied * values[grid.lo]).sum(1),
        high=(applied * values[grid.hi]).sum(1),
        weight=applied.sum(1),
        known=(applied * grid.answered).sum(1),
        base=grid.applicable.sum(1),
        answered=grid.answered.sum(1),
        yes=counted(YES),
        mostly=counted(MOSTLY),
        weakest=np.stack(weakest, axis=1).astype(np.int64),
        width=grid.width,
    )


def composite(readings: Sequence[Reading], weights: Sequence[int], conventions: Conventions) -> Composite:
    """The composite of one structure's readings, one weight (0 or more) for each reading, in the same order.

    Raises ValueError for an unparsed reading, for a negative weight and for lists of different lengths.
    """
    check_weights(weights, len(readings))
    return composites(Grid.of([readings]), weights, conventions)[0]


def check_weights(weights: Sequence[int], count: int) -> None:
    """Raises ValueError unless there are `count` weights, none of them negative."""
    if len(weights) != count:
        raise ValueError(f"{count} readings need {count} weights, not {len(weights)}")
    if any(weight < 0 for weight in weights):
        raise ValueError(f"a weight is 0 or more: {tuple(weights)}")


def admissible(reading: Reading) -> tuple[int, int] | None:
    """The lowest and the highest admissible level; None where not applicable; ValueError where unparsed."""
    if reading.lo is not None and reading.hi is not None:
        return reading.lo, reading.hi
    if reading.status is Status.UNPARSED:
        raise ValueError(f"a person has to decide what this means before it counts: {reading.verbatim!r}")
    return None


def band(c: Composite, conventions: Conventions) -> tuple[Band, Band] | None:
    """The words for the low and the high end (the same one twice, or two); None means “not known”."""
    if c.low is None or c.high is None or not is_known(c, conventions):
        return None
    return band_at(c.low, conventions), band_at(c.high, conventions)


def is_known(c: Composite, conventions: Conventions) -> bool:
    """Whether the composite may be said in a headline.

    Not known: nothing applicable, an interval as wide as the convention says or wider, or less than half of
    the weight answered. Source: METHOD.md, section 3.3.
    """
    if c.low is None or c.high is None or c.coverage is None:
        return False
    # Half of the weight is the rule of METHOD.md 3.3; it is not among the instrument's conventions.
    return c.high - c.low < conventions.not_known_width and 2 * c.coverage >= 1


def band_at(points: Fraction, conventions: Conventions) -> Band:
    """The word for one place on the scale."""
    # One word for all that is under the second: the first divides nothing.
    _weak, middling, strong = conventions.bands
    return Band.STRONG if points >= strong else Band.MIDDLING if points >= middling else Band.WEAK


def is_assessable(c: Composite, conventions: Conventions) -> bool:
    """Whether the structure may enter rankings: most of what applies answered, few left out, some weight.

    By count: what counts more is not known better. Source: METHOD.md, section 3.4.
    """
    weight = 0 if c.coverage is None else 1
    return bool(_is_enough(c.answered, c.base, weight, c.not_applicable, conventions))


def _is_enough(answered: Any, base: Any, weight: Any, left_out: Any, conventions: Conventions) -> Any:
    """The rule of 3.4, for one card's numbers and for arrays of them alike."""
    return (
        (answered >= conventions.min_answered)
        & (2 * answered > base)
        & (weight > 0)
        & (left_out <= conventions.max_not_applicable)
    )


def blank() -> Reading:
    """What a criterion without a stored answer counts as: nothing written, every level admissible."""
    return Reading(verbatim="", status=Status.NONE, lo=LOWEST, hi=HIGHEST)


def side_reading(readings: Sequence[Reading]) -> Reading:
    """The readings of one criterion by the raters of one side, as one.

    One rater's reading stays as it is. Of several, those who answered count: lower median of their `lo`,
    upper median of their `hi`, so that two who differ are both inside and one outlier of three moves nothing.
    `verbatim` keeps every rater's words, in alphabetical order: the order of the raters would tell whose they are.
    Nobody answered: not known (a blank where every open answer is blank); everybody says not applicable: not
    applicable. Raises ValueError for an unparsed reading among several. Source: METHOD.md, section 5.2.
    """
    if not readings:
        return blank()
    if len(readings) == 1:
        return readings[0]
    verbatim = _words(readings)
    ends = [
        pair
        for reading in readings
        if (pair := admissible(reading)) is not None and reading.status is Status.ANSWERED
    ]
    if ends:
        lows, highs = sorted(lo for lo, _ in ends), sorted(hi for _, hi in ends)
        lo, hi = lows[(len(lows) - 1) // 2], highs[len(highs) // 2]
        return between(verbatim, lo, hi)
    return _unanswered(verbatim, {reading.status for reading in readings})


def _words(readings: Sequence[Reading]) -> str:
    words = (reading.verbatim for reading in readings if reading.verbatim)
    return " · ".join(sorted(words, key=alphabetical))


def _unanswered(verbatim: str, statuses: Set[Status]) -> Reading:
    """Return the reading of a criterion that none of the raters answered."""
    if statuses == {Status.NOT_APPLICABLE}:
        return Reading(verbatim=verbatim, status=Status.NOT_APPLICABLE)
    status = Status.UNKNOWN if Status.UNKNOWN in statuses else Status.NONE
    return Reading(verbatim=verbatim, status=status, lo=LOWEST, hi=HIGHEST)


@lru_cache(maxsize=4096)  # The same few intervals are written all over a page.
def text(low: Fraction, high: Fraction, language: str = "en") -> str:
    """An interval for people: “79”, “93–100”; nearest whole number, halves up.

    No rounding reaches 0 or 100, or crosses from one word into the next: there a decimal is cut off, “74.7”, “99.7”.
    An interval that is not degenerate never looks like one number: where both ends round to the same whole
    they are shown with one decimal, or with as many as it takes. Ends below 0 (differences) get a minus sign
    and words: “−4 to 7”, « −4 à 7 ». For people only: figures are compared as fractions.
    """
    if low == high:
        return _number(low, 0, language)
    decimals = 0
    while (ends := (_number(low, decimals, language), _number(high, decimals, language)))[0] == ends[1]:
        decimals += 1
    joiner = "–" if low >= 0 else (" à " if language.startswith("fr") else " to ")
    return joiner.join(ends)


#: Where a word for the score begins, and its two ends: rounding must not reach these from below, nor 0 from above.
_EDGES = (25, 50, 75, 100)


def _number(value: Fraction, decimals: int, language: str) -> str:
    # Halves away from 0, so that A over B and B over A show the same figures.
    size = abs(value)
    scaled = (2 * size * 10**decimals + 1) // 2
    while size and (not scaled or any(size < edge <= scaled / Fraction(10**decimals) for edge in _EDGES)):
        decimals = max(1, decimals + (not size * 10**decimals // 1))
        scaled = size * 10**decimals // 1
    whole, part = divmod(scaled, 10**decimals)
    sign = "\u2212" if value < 0 and scaled else ""
    if not decimals:
        return f"{sign}{whole}"
    return f"{sign}{whole}{',' if language.startswith('fr') else '.'}{part:0{decimals}d}"
