"""The findings of the Compare page: who is ahead of whom, who cannot be placed, what is weak, what to find out.

Two words only are ever said of an order: certain (it holds in every completion of the open answers) and
possible. Source: METHOD.md, sections 4.3, 4.7 and 9.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from coordination.domain.answers import Reading, Status, answered
from coordination.domain.instruments import Conventions
from coordination.domain.robustness import Pair, doubts, pair
from coordination.domain.scoring import Composite, admissible
from coordination.domain.weightings import share

WEAK = 2  # A criterion is certainly weak when its best admissible level is Partly or below.
MOST_FINDINGS = 8
# How many of them are orders, unplaced structures and weak cells, when there are too many.
_SHARES = (4, 2, 2)


PlacementKey = tuple[bool, Fraction, Fraction, str, str]


def placement_key(c: Composite, name: str) -> PlacementKey:
    """A sort key: low end, then high end, both descending, then name; what has no composite comes last."""
    low, high = c.low, c.high
    if low is None or high is None:
        return True, Fraction(0), Fraction(0), name.casefold(), name
    return False, -low, -high, name.casefold(), name


class FindingKind(StrEnum):
    """What a finding says. Of two structures the first is ahead in more weightings, or else higher in the order."""

    DOMINATES = "dominates"
    AHEAD_SHARE = "ahead_share"
    UNDECIDED = "undecided"
    TIED = "tied"
    NOT_COMPARABLE = "not_comparable"
    CANNOT_BE_PLACED = "cannot_be_placed"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFinding:
    """One sentence of the Compare page, as a value.

    `structures` and `codes` (criteria) are what it is about. For two structures `certain` is the share of all
    weightings in which the first is ahead whatever the open answers, `reverse_possible` the share in which some
    open answers let the second be ahead, and `epsilon` how much of the weight may move away from the given weights
    before the first can lose; `holds` says of each named weight set whether the first is certainly ahead under it.

    DOMINATES: ahead on every criterion, whatever the weights, the scale and the open answers. AHEAD_SHARE:
    ahead in a share of all weightings, whatever the open answers. UNDECIDED: the open answers allow either order.
    TIED: the same answers, none open. NOT_COMPARABLE: too few common criteria. CANNOT_BE_PLACED: one structure
    that is not assessable; `codes` are the criteria to find out. WEAK: one structure; `codes` are the criteria
    certainly at Partly or below.
    """

    kind: FindingKind
    structures: tuple[str, ...]
    codes: tuple[str, ...] = ()
    certain: Fraction | None = None
    reverse_possible: Fraction | None = None
    epsilon: Fraction | None = None
    holds: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One structure's section in one round and voice; `readings` by criterion code."""

    code: str
    readings: Mapping[str, Reading]
    composite: Composite
    assessable: bool


def findings(
    cards: Sequence[Contender],
    conventions: Conventions,
    weights: Mapping[str, int] | None = None,
    named: Mapping[str, Mapping[str, int]] | None = None,
) -> tuple[ComparisonFinding, ...]:
    """At most eight findings, the most telling first.

    First the order of neighbouring assessable structures from the top, then the structures that cannot be
    placed (fewest open questions first), then certainly weak criteria (structures with most of them first).
    All cards have the same criteria. `weights` by criterion code are those of the composites; `named` are the
    weight sets under which an order is tried. Without either, all criteria count the same.
    """
    placed = _placed(cards)
    orders = [_order(a, b, conventions, weights, named) for a, b in pairwise(placed[: MOST_FINDINGS + 1])]
    unplaced = [
        ComparisonFinding(kind=FindingKind.CANNOT_BE_PLACED, structures=(card.code,), codes=_open(card))
        for card in cards
        if not card.assessable
    ]
    unplaced.sort(key=lambda finding: (len(finding.codes), finding.structures))
    weak = [
        ComparisonFinding(kind=FindingKind.WEAK, structures=(card.code,), codes=codes)
        for card in cards
        if (codes := _weak(card))
    ]
    weak.sort(key=lambda finding: (-len(finding.codes), finding.structures))
    return _selected(orders, unplaced, weak)


def _placed(cards: Sequence[Contender]) -> list[Contender]:
    return sorted(
        (card for card in cards if card.assessable), key=lambda card: placement_key(card.composite, card.code)
    )


def _selected(*groups: Sequence[ComparisonFinding]) -> tuple[ComparisonFinding, ...]:
    """Each group up to its share, then what is left over to the groups in order."""
    taken = [min(len(group), share) for group, share in zip(groups, _SHARES, strict=True)]
    for index, group in enumerate(groups):
        taken[index] += min(len(group) - taken[index], MOST_FINDINGS - sum(taken))
    return tuple(finding for group, count in zip(groups, taken, strict=True) for finding in group[:count])


def _order(
    a: Contender,
    b: Contender,
    conventions: Conventions,
    weights: Mapping[str, int] | None,
    named: Mapping[str, Mapping[str, int]] | None,
) -> ComparisonFinding:
    """The verdict on two structures, by METHOD.md 4.3: the first row that holds."""
    equal = dict.fromkeys(a.readings, 1)
    used = equal if weights is None else weights
    there, back = _pair(a, b, used, conventions), _pair(b, a, used, conventions)
    if there is None or back is None:
        return ComparisonFinding(kind=FindingKind.NOT_COMPARABLE, structures=(a.code, b.code))
    # The one that is ahead in more weightings stands first; of equals, the one that stands higher.
    if back.certain > there.certain:
        a, b, there, back = b, a, back, there
    return ComparisonFinding(
        kind=_kind(there),
        structures=(a.code, b.code),
        certain=there.certain,
        reverse_possible=back.possible,
        epsilon=there.epsilon,
        holds=tuple(
            (name, _is_ahead(_pair(a, b, each, conventions)))
            for name, each in ({"equal": equal} if named is None else named).items()
        ),
    )


def _kind(there: Pair) -> FindingKind:
    """What may be said of two comparable structures, the one ahead in more weightings against the other."""
    if there.dominates:
        return FindingKind.DOMINATES
    if there.certain:
        return FindingKind.AHEAD_SHARE
    if all(not worst and not best for worst, best in zip(there.worst, there.best, strict=True)):
        return FindingKind.TIED
    return FindingKind.UNDECIDED


def _pair(a: Contender, b: Contender, weights: Mapping[str, int], conventions: Conventions) -> Pair | None:
    return pair(
        list(a.readings.values()),
        [b.readings[code] for code in a.readings],
        [weights[code] for code in a.readings],
        conventions,
    )


def _is_ahead(against: Pair | None) -> bool:
    return against is not None and against.points is not None and against.points[0] > 0


def _open(card: Contender) -> tuple[str, ...]:
    return tuple(
        code for code, reading in card.readings.items() if reading.status in (Status.UNKNOWN, Status.NONE)
    )


def _weak(card: Contender) -> tuple[str, ...]:
    return tuple(
        code for code, reading in card.readings.items() if reading.hi is not None and reading.hi <= WEAK
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """An answer that is open or in doubt: `width` in points of the composite, and what it says of the order.

    `pair` is the structure beside it in the order, None where there is none or too few criteria apply to both.
    `now`, `worst` and `best` are the shares of weightings in which the structure is certainly ahead of that one:
    now, and with the answer settled at its lowest or highest admissible level; `behind_now` and `behind_worst`
    those in which it is certainly behind.
    """

    structure: str
    code: str
    width: Fraction
    pair: str | None = None
    now: Fraction = Fraction(0)
    worst: Fraction = Fraction(0)
    best: Fraction = Fraction(0)
    behind_now: Fraction = Fraction(0)
    behind_worst: Fraction = Fraction(0)

    @property
    def gain(self) -> Fraction:
        """How much more could be certain of the order, in shares of weightings."""
        return max(self.best - self.now, self.behind_worst - self.behind_now, Fraction(0))


def find_next(
    cards: Sequence[Contender], weights: Mapping[str, int], conventions: Conventions
) -> tuple[OpenQuestion, ...]:
    """The open and doubtful answers of these cards, the most telling first.

    First by the gain in certainty about the order with the neighbour (the next one below in the order, for the
    last the one above; for what cannot be placed, the last one placed), then by width, then by structure and
    criterion. Source: METHOD.md, section 4.7.
    """
    placed = _placed(cards)
    found: list[OpenQuestion] = []
    for card in cards:
        beside = _neighbour(card, placed)
        if beside is not None and _pair(card, beside, weights, conventions) is None:
            beside = None  # too few criteria apply to both
        found.extend(_questions(card, beside, weights, conventions))
    return tuple(sorted(found, key=lambda each: (-each.gain, -each.width, each.structure, each.code)))


def _neighbour(card: Contender, placed: Sequence[Contender]) -> Contender | None:
    others = [each for each in placed if each.code != card.code]
    if not others:
        return None
    if not card.assessable:
        return others[-1]
    place = [each.code for each in placed].index(card.code)
    return others[min(place, len(others) - 1)]


def _questions(
    card: Contender, other: Contender | None, weights: Mapping[str, int], conventions: Conventions
) -> Iterator[OpenQuestion]:
    codes = tuple(card.readings)
    mine = [card.readings[code] for code in codes]
    widths = doubts(mine, [weights[code] for code in codes], conventions)
    for at, (code, width) in enumerate(zip(codes, widths, strict=True)):
        ends = admissible(mine[at])
        if ends is None or ends[0] == ends[1]:
            continue
        if other is None:
            yield OpenQuestion(structure=card.code, code=code, width=width)
            continue
        lowest, highest = ([*mine[:at], answered(mine[at].verbatim, end), *mine[at + 1 :]] for end in ends)
        yours = [other.readings[each] for each in codes]
        yield OpenQuestion(
            structure=card.code,
            code=code,
            width=width,
            pair=other.code,
            now=_certain(mine, yours),
            worst=_certain(lowest, yours),
            best=_certain(highest, yours),
            behind_now=_certain(yours, mine),
            behind_worst=_certain(yours, lowest),
        )


def _certain(a: Sequence[Reading], b: Sequence[Reading]) -> Fraction:
    """The share of all weightings in which A is ahead of B in every completion."""
    ends = [(admissible(mine), admissible(yours)) for mine, yours in zip(a, b, strict=True)]
    return share([mine[0] - yours[1] for mine, yours in ends if mine and yours])


def percent_outward(value: Fraction, *, certain: bool) -> int | None:
    """A share in whole per cent: certain rounded down, possible up; 100 and 0 only where it is exactly that.

    None stands where no such number is true: a certain share between 0 and 1 per cent, a possible one between 99
    and 100. Source: METHOD.md, section 4.3.
    """
    whole = floor(100 * value) if certain else ceil(100 * value)
    is_said_of_all = whole == (0 if certain else 100)
    return None if is_said_of_all and value not in (0, 1) else whole
