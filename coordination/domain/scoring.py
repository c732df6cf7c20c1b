"""A structure's composite as an exact interval, the words for it, and several raters as one reading.

Every figure is the sharp range over all completions of the open answers. There is no midpoint anywhere, and
no path from “not known” to 0. Figures are exact fractions; rounding happens in `text` alone, for display.
Source: METHOD.md, sections 3.1 to 3.5 and 5.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.instruments import Conventions

YES, MOSTLY = 4, 3


class Band(StrEnum):
    """The word for a stretch of the 0 to 100 scale."""

    VERY_WEAK = "very_weak"
    WEAK = "weak"
    MEDIUM = "medium"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
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


def composite(readings: Sequence[Reading], weights: Sequence[int], conventions: Conventions) -> Composite:
    """The composite of one structure's readings, one weight (0 or more) for each reading, in the same order.

    Raises ValueError for an unparsed reading, for a negative weight and for lists of different lengths.
    """
    check_weights(weights, len(readings))
    values = conventions.values
    low = high = total = known = count = 0
    yes_low = yes_high = mostly_low = mostly_high = 0
    weakest_low = weakest_high = HIGHEST
    applicable = 0
    for reading, weight in zip(readings, weights, strict=True):
        ends = admissible(reading)
        if ends is None:
            continue
        lo, hi = ends
        applicable += 1
        total += weight
        low += weight * values[lo]
        high += weight * values[hi]
        if reading.status is Status.ANSWERED:
            count += 1
            known += weight
        yes_low += lo >= YES
        yes_high += hi >= YES
        mostly_low += lo >= MOSTLY
        mostly_high += hi >= MOSTLY
        weakest_low = min(weakest_low, lo)
        weakest_high = min(weakest_high, hi)
    return Composite(
        low=Fraction(low, total) if total else None,
        high=Fraction(high, total) if total else None,
        base=applicable,
        answered=count,
        not_applicable=len(readings) - applicable,
        coverage=Fraction(known, total) if total else None,
        yes=(yes_low, yes_high) if applicable else None,
        mostly=(mostly_low, mostly_high) if applicable else None,
        weakest=(weakest_low, weakest_high) if applicable else None,
    )


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
    """The words for the low and the high end (the same one twice, or two); None means “not known”.

    Not known: nothing applicable, an interval as wide as the convention says or wider, or less than half of
    the weight answered.
    """
    if c.low is None or c.high is None or c.coverage is None:
        return None
    # Half of the weight is the rule of METHOD.md 3.3; it is not among the instrument's conventions.
    if c.high - c.low >= conventions.not_known_width or 2 * c.coverage < 1:
        return None
    return _band_at(c.low, conventions), _band_at(c.high, conventions)


def _band_at(points: Fraction, conventions: Conventions) -> Band:
    return tuple(Band)[sum(points >= start for start in conventions.bands)]


def is_known(c: Composite, conventions: Conventions) -> bool:
    """Whether the composite may be said in a headline."""
    return band(c, conventions) is not None


def is_assessable(c: Composite, conventions: Conventions) -> bool:
    """Whether the structure may enter rankings: enough answered, over half the weight, few left out."""
    return (
        c.answered >= conventions.min_answered
        and c.coverage is not None
        and 2 * c.coverage > 1
        and c.not_applicable <= conventions.max_not_applicable
    )


def blank() -> Reading:
    """What a criterion without a stored answer counts as: nothing written, every level admissible."""
    return Reading("", Status.NONE, lo=LOWEST, hi=HIGHEST)


def side_reading(readings: Sequence[Reading]) -> Reading:
    """The readings of one criterion by the raters of one side, as one.

    One rater's reading stays as it is. Of several, those who answered count: lower median of their `lo`,
    upper median of their `hi`, so that two who differ are both inside and one outlier of three moves nothing.
    `verbatim` keeps every rater's words, in order. Nobody answered: not known (a blank where every open
    answer is blank); everybody says not applicable: not applicable. Raises ValueError for an unparsed reading
    among several. Source: METHOD.md, section 5.2.
    """
    if not readings:
        return blank()
    if len(readings) == 1:
        return readings[0]
    verbatim = " · ".join(reading.verbatim for reading in readings)
    ends = [
        pair
        for reading in readings
        if (pair := admissible(reading)) is not None and reading.status is Status.ANSWERED
    ]
    if ends:
        lows, highs = sorted(lo for lo, _ in ends), sorted(hi for _, hi in ends)
        lo, hi = lows[(len(lows) - 1) // 2], highs[len(highs) // 2]
        return between(verbatim, lo, hi)
    statuses = {reading.status for reading in readings}
    if statuses == {Status.NOT_APPLICABLE}:
        return Reading(verbatim, Status.NOT_APPLICABLE)
    status = Status.UNKNOWN if Status.UNKNOWN in statuses else Status.NONE
    return Reading(verbatim, status, lo=LOWEST, hi=HIGHEST)


def text(low: Fraction, high: Fraction, language: str = "en") -> str:
    """An interval for people: “79”, “93–100”; nearest whole number, halves up.

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


def _number(value: Fraction, decimals: int, language: str) -> str:
    # Halves away from 0, so that A over B and B over A show the same figures.
    scaled = (2 * abs(value) * 10**decimals + 1) // 2
    whole, part = divmod(scaled, 10**decimals)
    sign = "\u2212" if value < 0 and scaled else ""
    if not decimals:
        return f"{sign}{whole}"
    return f"{sign}{whole}{',' if language.startswith('fr') else '.'}{part:0{decimals}d}"
