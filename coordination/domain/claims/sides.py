"""Government and partners beside each other: where they disagree, and what cannot be compared.

Everything rests on the envelopes: the sides disagree only where no assessor of either denies it. Differences are
government over partners; a sentence says who is higher, and by how much at least. Source: METHOD.md, section 5.4.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from typing import ClassVar

from coordination.domain.panels import CellKind, PanelAnswer, Panels
from coordination.domain.scoring import Composite
from coordination.domain.vocabulary import SIDES

Ends = tuple[int, int]
Interval = tuple[Fraction, Fraction]


class SideGap(StrEnum):
    """How both sides stand on one criterion; exactly one holds.

    `same`: one level, firm for both; `may_differ`: the levels they admit meet; `one_answered`: the other side's answer
    is missing; `one_applies`: all assessors of one side say that the criterion does not apply, and the other's do not.
    """

    APART = "apart"
    SAME = "same"
    MAY_DIFFER = "may_differ"
    ONE_ANSWERED = "one_answered"
    NONE_ANSWERED = "none_answered"
    ONE_APPLIES = "one_applies"
    NONE_APPLIES = "none_applies"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionBySides:
    """One criterion as both sides answered it.

    ``gap`` is how they stand; ``ends`` government over partners in levels, at least and at most, None unless both
    answered. ``apart`` is by how many levels the higher side is higher, at least and at most; 0 where neither is. A page
    asks for them many times.
    """

    kind: ClassVar[str] = "criterion_by_sides"
    code: str
    government: PanelAnswer
    partners: PanelAnswer
    ends: Ends | None = field(init=False, compare=False)
    gap: SideGap = field(init=False, compare=False)
    apart: Ends = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ends", self._ends())
        object.__setattr__(self, "gap", self._gap())
        object.__setattr__(self, "apart", self._apart())

    def _gap(self) -> SideGap:
        both = self.government, self.partners
        applying = sum(each.applies for each in both)
        if applying < len(SIDES):
            return SideGap.ONE_APPLIES if applying else SideGap.NONE_APPLIES
        if self.ends is None:
            return SideGap.ONE_ANSWERED if any(each.answered for each in both) else SideGap.NONE_ANSWERED
        low, high = self.ends
        if low > 0 or high < 0:
            return SideGap.APART
        return SideGap.SAME if low == high else SideGap.MAY_DIFFER

    def _ends(self) -> Ends | None:
        if not (self.government.answered and self.partners.answered):
            return None
        ours, theirs = _admitted(self.government), _admitted(self.partners)
        return ours[0] - theirs[1], ours[1] - theirs[0]

    @property
    def higher(self) -> str | None:
        """The side that is higher whatever is open; None where neither is."""
        if self.gap is not SideGap.APART or self.ends is None:
            return None
        return SIDES[0] if self.ends[0] > 0 else SIDES[1]

    def _apart(self) -> Ends:
        if self.higher is None or self.ends is None:
            return 0, 0
        low, high = sorted(map(abs, self.ends))
        return low, high

    @property
    def common_ground(self) -> Ends | None:
        """The levels that both sides admit; None unless both answered and there are any."""
        if self.ends is None:
            return None
        ours, theirs = _admitted(self.government), _admitted(self.partners)
        low, high = max(ours[0], theirs[0]), min(ours[1], theirs[1])
        return (low, high) if low <= high else None

    def of(self, side: str) -> PanelAnswer:
        """Return one side's answer."""
        return self.government if side == SIDES[0] else self.partners


def _admitted(panel: PanelAnswer) -> Ends:
    # Both are levels wherever somebody answered.
    assert panel.lo is not None
    assert panel.hi is not None
    return panel.lo, panel.hi


class SidesOutcome(StrEnum):
    """What may be said of both sides on several criteria; exactly one holds."""

    DISAGREE = "disagree"
    SAME_ANSWERS = "same_answers"
    NO_SURE_GAP = "no_sure_gap"
    NOTHING_TO_COMPARE = "nothing_to_compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesCompared:
    """Both sides on the criteria of one structure; ``structure`` is its code.

    What only one side answered, or what applies to one side only, is counted apart and never a difference. ``outcome``
    is what may be said, ``compared`` the criteria that both sides answered, ``apart`` those on which they disagree.
    ``width`` is how far apart they are, to sort by: on how many criteria, and by how many levels at least.
    """

    kind: ClassVar[str] = "sides_compared"
    structure: str
    criteria: tuple[CriterionBySides, ...]
    compared: tuple[CriterionBySides, ...] = field(init=False, compare=False)
    apart: tuple[CriterionBySides, ...] = field(init=False, compare=False)
    outcome: SidesOutcome = field(init=False, compare=False)
    width: tuple[int, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Lists: a thousand structures are told of at once, and a generator takes as long again.
        compared = tuple([each for each in self.criteria if each.ends is not None])
        apart = tuple([each for each in compared if each.gap is SideGap.APART])
        object.__setattr__(self, "compared", compared)
        object.__setattr__(self, "apart", apart)
        object.__setattr__(self, "outcome", self._outcome())
        object.__setattr__(self, "width", (len(self.apart), sum(each.apart[0] for each in self.apart)))

    def _outcome(self) -> SidesOutcome:
        if not self.compared:
            return SidesOutcome.NOTHING_TO_COMPARE
        if self.apart:
            return SidesOutcome.DISAGREE
        if all(each.gap is SideGap.SAME for each in self.compared):
            return SidesOutcome.SAME_ANSWERS
        return SidesOutcome.NO_SURE_GAP

    @property
    def higher(self) -> str | None:
        """The side that is higher on each criterion on which they disagree; None where it is now one, now the other."""
        found = {each.higher for each in self.apart}
        return found.pop() if len(found) == 1 else None

    def having(self, *gaps: SideGap) -> tuple[CriterionBySides, ...]:
        """Return the criteria on which the sides stand like this."""
        return tuple(each for each in self.criteria if each.gap in gaps)

    def mean(self, values: Sequence[int]) -> "PointsApart | None":
        """Return how far the sides are apart in points, equal weights; None where nothing can be compared.

        ``values`` are the points of the levels.
        """
        if not self.compared:
            return None
        count = len(self.compared)
        low = high = 0
        for each in self.compared:
            ours, theirs = _admitted(each.government), _admitted(each.partners)
            low += values[ours[0]] - values[theirs[1]]
            high += values[ours[1]] - values[theirs[0]]
        return PointsApart(
            structure=self.structure, count=count, ends=(Fraction(low, count), Fraction(high, count))
        )


@lru_cache(maxsize=16_384)  # The same few come back at every request.
def _by_sides(code: str, government: PanelAnswer, partners: PanelAnswer) -> CriterionBySides:
    return CriterionBySides(code=code, government=government, partners=partners)


def sides_compared(
    structures: Sequence[str], codes: Sequence[str], government: Panels, partners: Panels
) -> tuple[SidesCompared, ...]:
    """Return structures, given by code, criterion by criterion; row i of both panels is structure i.

    What is said alike of a criterion is one value, so that a thousand structures take little more than the few different
    answers.
    """

    @cache
    def by_sides(column: int, ours: int, theirs: int) -> CriterionBySides:
        return _by_sides(codes[column], government.answers[ours], partners.answers[theirs])

    columns = range(len(codes))
    return tuple(
        SidesCompared(structure=structure, criteria=tuple(map(by_sides, columns, ours, theirs)))
        for structure, ours, theirs in zip(structures, government.places, partners.places, strict=True)
    )


@dataclass(frozen=True, slots=True)
class SidesCounted:
    """On how many structures the sides disagree about some criterion, of those with a criterion that both answered."""

    kind: ClassVar[str] = "sides_counted"
    apart: int
    compared: int


def sides_counted(found: Iterable[SidesCompared]) -> SidesCounted:
    """Return the count over these structures."""
    outcomes = [each.outcome for each in found]
    return SidesCounted(
        outcomes.count(SidesOutcome.DISAGREE),
        len(outcomes) - outcomes.count(SidesOutcome.NOTHING_TO_COMPARE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsApart:
    """Government over partners in points, the mean over the ``count`` criteria that both answered."""

    kind: ClassVar[str] = "points_apart"
    structure: str
    count: int
    ends: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsApart:
    """Government over partners on one criterion, in levels: the mean over the ``count`` structures that both answered.

    ``ends`` is None where there is none.
    """

    kind: ClassVar[str] = "levels_apart"
    code: str
    count: int
    ends: Interval | None


def levels_apart(code: str, by_structure: Sequence[CriterionBySides]) -> LevelsApart:
    """Return one criterion over structures."""
    ends = [each.ends for each in by_structure if each.ends is not None]
    count = len(ends)
    mean = (
        (Fraction(sum(low for low, _ in ends), count), Fraction(sum(high for _, high in ends), count))
        if count
        else None
    )
    return LevelsApart(code=code, count=count, ends=mean)


@dataclass(frozen=True, slots=True)
class BothTogether:
    """What both sides' answers on one structure allow together: its score over all that either side admits."""

    kind: ClassVar[str] = "both_together"
    structure: str
    composite: Composite


class Respondents(StrEnum):
    """Who has answered; exactly one holds.

    `elsewhere`: some structure is answered by both sides, but none of those chosen.
    """

    BOTH = "both"
    ELSEWHERE = "elsewhere"
    DIFFERENT = "different_structures"
    ONE_SIDE = "one_side"
    ANALYST = "analyst"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoAnswered:
    """Who has answered in the rounds shown: by voice what has at least one answer, anywhere; “?” and n/a are answers.

    It is told apart by whatever names a structure, and its round where there are several. ``chosen`` is what a page
    speaks of, drawn or not.
    """

    kind: ClassVar[str] = "who_answered"
    by_voice: Mapping[str, frozenset[Hashable]]
    chosen: frozenset[Hashable]

    @property
    def outcome(self) -> Respondents:
        """Who has answered."""
        sides = [self.by_voice.get(side, frozenset[Hashable]()) for side in SIDES]
        both = sides[0] & sides[1]
        if both:
            return Respondents.BOTH if both & self.chosen else Respondents.ELSEWHERE
        if all(sides):
            return Respondents.DIFFERENT
        if any(sides):
            return Respondents.ONE_SIDE
        return Respondents.ANALYST if self.by_voice.get("analyst") else Respondents.NOBODY

    @property
    def side(self) -> str | None:
        """The only side that has answered; None where it is both or neither."""
        found = [side for side in SIDES if self.by_voice.get(side)]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAssessors:
    """The assessors of one side on one structure: how many, and on which of the criteria that apply they differ."""

    kind: ClassVar[str] = "side_assessors"
    side: str
    assessors: int
    base: int
    differ: tuple[str, ...]


def side_assessors(side: str, assessors: int, panels: Mapping[str, PanelAnswer]) -> SideAssessors:
    """Return what may be said of a side's assessors by their answers on each criterion."""
    return SideAssessors(
        side=side,
        assessors=assessors,
        base=sum(each.applies for each in panels.values()),
        differ=tuple(code for code, each in panels.items() if each.kind is CellKind.DIFFER),
    )


def answered_by(panels: Iterable[PanelAnswer]) -> bool:
    """Whether anything was answered: “?” and not applicable are answers, a blank or a dash is none."""
    return any(each.answered or each.unknown or each.excluded for each in panels)
