"""Structures beside each other: ranks, differences, and the findings of the Compare page.

Two words only are ever said of an order: certain (it holds in every completion of the open answers) and
possible. Source: METHOD.md, sections 4.1, 4.3, 4.6 and 9.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from coordination.domain.answers import Reading, Status
from coordination.domain.instruments import Conventions
from coordination.domain.scoring import Composite, admissible, check_weights

Interval = tuple[Fraction, Fraction]

WEAK = 2  # A criterion is certainly weak when its best admissible level is Partly or below.
MOST_FINDINGS = 8
# How many of them are orders, unplaced structures and weak cells, when there are too many.
_SHARES = (4, 2, 2)


def ranks(intervals: Sequence[Interval]) -> list[tuple[int, int]]:
    """The best and the worst rank (1 is first) each interval can take; sharp, in the order given.

    Best: one more than the intervals that lie wholly above. Worst: one more than the others that can reach
    above. Equal points share their rank.
    """
    lows, highs = sorted(low for low, _ in intervals), sorted(high for _, high in intervals)
    count = len(intervals)
    return [
        (
            1 + count - bisect_right(lows, high),
            # An interval that is not a point reaches above its own low end and must not count itself.
            1 + count - bisect_right(highs, low) - (high > low),
        )
        for low, high in intervals
    ]


PlacementKey = tuple[bool, Fraction, Fraction, str, str]


def placement_key(c: Composite, name: str) -> PlacementKey:
    """A sort key: low end, then high end, both descending, then name; what has no composite comes last."""
    low, high = c.low, c.high
    if low is None or high is None:
        return True, Fraction(0), Fraction(0), name.casefold(), name
    return False, -low, -high, name.casefold(), name


@dataclass(frozen=True, slots=True)
class Gap:
    """How far A is above B on their common applicable criteria: weighted points, summed and not yet divided.

    `low` and `high` are the sums at worst and at best for A, `weight` what to divide them by, `common` the
    number of criteria. Integers, so that the sign is exact without a division.
    """

    low: int
    high: int
    weight: int
    common: int

    @property
    def points(self) -> Interval | None:
        """The ends of the weighted mean, −100 to 100; None where the common criteria weigh nothing."""
        if not self.weight:
            return None
        return Fraction(self.low, self.weight), Fraction(self.high, self.weight)


def gap(a: Sequence[Reading], b: Sequence[Reading], weights: Sequence[int], conventions: Conventions) -> Gap:
    """The gap of A over B. Raises ValueError for lists of different lengths and for an unparsed reading."""
    check_weights(weights, len(a))
    values = conventions.values
    low = high = total = common = 0
    for mine, yours, weight in zip(a, b, weights, strict=True):
        my_ends, your_ends = admissible(mine), admissible(yours)
        if my_ends is None or your_ends is None:
            continue
        common += 1
        total += weight
        low += weight * (values[my_ends[0]] - values[your_ends[1]])
        high += weight * (values[my_ends[1]] - values[your_ends[0]])
    return Gap(low, high, total, common)


def difference(
    a: Sequence[Reading], b: Sequence[Reading], weights: Sequence[int], conventions: Conventions
) -> Interval | None:
    """How far A is above B, in points (−100 to 100), at worst and at best for A.

    On the criteria applicable to both; None (“not comparable”) where these are fewer than the convention's
    `min_common`, or weigh nothing. Raises ValueError as `gap` does.
    """
    found = gap(a, b, weights, conventions)
    return None if found.common < conventions.min_common else found.points


def dominates(a: Sequence[Reading], b: Sequence[Reading]) -> bool:
    """Whether A is at least as high as B on every common criterion and higher on one, in every completion.

    Then A is ahead whatever the weights, the scale and the open answers. On the criteria applicable to both:
    ask `difference` first whether these are enough to compare at all.
    """
    ahead = False
    for mine, yours in zip(a, b, strict=True):
        my_ends, your_ends = admissible(mine), admissible(yours)
        if my_ends is None or your_ends is None:
            continue
        if my_ends[0] < your_ends[1]:
            return False
        ahead = ahead or my_ends[0] > your_ends[1]
    return ahead


class FindingKind(StrEnum):
    """What a finding says. In the kinds about two structures, the first one stands higher in the order."""

    DOMINATES = "dominates"
    AHEAD_CERTAIN = "ahead_certain"
    UNDECIDED = "undecided"
    SAME_COMPOSITE = "same_composite"
    TIED = "tied"
    NOT_COMPARABLE = "not_comparable"
    CANNOT_BE_PLACED = "cannot_be_placed"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the Compare page, as a value.

    `structures` and `codes` (criteria) are what it is about; `value` is, for two structures, how far the
    first is above the second on their common criteria, in points, at worst and at best.

    DOMINATES: ahead on every criterion, whatever the weights, the scale and the open answers. AHEAD_CERTAIN:
    ahead under these weights, whatever the open answers. UNDECIDED: the intervals meet, the open answers
    decide. SAME_COMPOSITE: different answers without an open one, the same composite. TIED: the same answers,
    none open. NOT_COMPARABLE: too few common criteria (`value` None), or criteria that apply to one of the
    two only turn the order (`value` given). CANNOT_BE_PLACED: one structure that is not assessable; `codes`
    are the criteria to find out. WEAK: one structure; `codes` are the criteria certainly at Partly or below.
    """

    kind: FindingKind
    structures: tuple[str, ...]
    codes: tuple[str, ...] = ()
    value: Interval | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One structure's section in one round and voice; `readings` by criterion code."""

    code: str
    readings: Mapping[str, Reading]
    composite: Composite
    assessable: bool


def findings(
    cards: Sequence[Card], conventions: Conventions, weights: Mapping[str, int] | None = None
) -> tuple[Finding, ...]:
    """At most eight findings, the most telling first.

    First the order of neighbouring assessable structures from the top, then the structures that cannot be
    placed (fewest open questions first), then certainly weak criteria (structures with most of them first).
    All cards have the same criteria. `weights` by criterion code are those of the composites; equal weights
    without them.
    """
    placed = sorted(
        (card for card in cards if card.assessable), key=lambda card: placement_key(card.composite, card.code)
    )
    orders = [_order(a, b, conventions, weights) for a, b in pairwise(placed)]
    unplaced = [
        Finding(FindingKind.CANNOT_BE_PLACED, (card.code,), _open(card))
        for card in cards
        if not card.assessable
    ]
    unplaced.sort(key=lambda finding: (len(finding.codes), finding.structures))
    weak = [Finding(FindingKind.WEAK, (card.code,), codes) for card in cards if (codes := _weak(card))]
    weak.sort(key=lambda finding: (-len(finding.codes), finding.structures))
    return _selected(orders, unplaced, weak)


def _selected(*groups: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each group up to its share, then what is left over to the groups in order."""
    taken = [min(len(group), share) for group, share in zip(groups, _SHARES, strict=True)]
    for index, group in enumerate(groups):
        taken[index] += min(len(group) - taken[index], MOST_FINDINGS - sum(taken))
    return tuple(finding for group, count in zip(groups, taken, strict=True) for finding in group[:count])


def _order(a: Card, b: Card, conventions: Conventions, weights: Mapping[str, int] | None) -> Finding:
    codes = tuple(a.readings)
    mine, yours = tuple(a.readings.values()), tuple(b.readings[code] for code in codes)
    weighted = tuple(1 if weights is None else weights[code] for code in codes)
    value = difference(mine, yours, weighted, conventions)
    return Finding(_order_kind(a, b, mine, yours, value), (a.code, b.code), value=value)


def _order_kind(
    a: Card, b: Card, mine: Sequence[Reading], yours: Sequence[Reading], value: Interval | None
) -> FindingKind:
    if value is None or a.composite.low is None or b.composite.high is None:
        return FindingKind.NOT_COMPARABLE
    ends = [admissible(reading) for reading in mine]
    if ends == [admissible(reading) for reading in yours] and all(e is None or e[0] == e[1] for e in ends):
        return FindingKind.TIED
    # Where a criterion is applicable to one of the two only, composites and common criteria can disagree;
    # nothing is certain then, and it is not the open answers that will decide.
    is_ahead = value[0] > 0
    if value[1] < 0 or is_ahead != (a.composite.low > b.composite.high):
        return FindingKind.NOT_COMPARABLE
    if dominates(mine, yours):
        return FindingKind.DOMINATES
    if is_ahead:
        return FindingKind.AHEAD_CERTAIN
    return FindingKind.SAME_COMPOSITE if value[0] == value[1] == 0 else FindingKind.UNDECIDED


def _open(card: Card) -> tuple[str, ...]:
    return tuple(
        code for code, reading in card.readings.items() if reading.status in (Status.UNKNOWN, Status.NONE)
    )


def _weak(card: Card) -> tuple[str, ...]:
    return tuple(
        code for code, reading in card.readings.items() if reading.hi is not None and reading.hi <= WEAK
    )
