"""What may be said of one structure between two rounds; how it is decided is ``claims/timeline.py``.

Source: METHOD.md, sections 6.1 to 6.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from coordination.domain.change import EXPLAINED, Cause, CellChange
from coordination.domain.criteria import CriterionValue
from coordination.domain.weightings import share
from coordination.domain.weights import Weights

#: Lowest and highest, in points.
Points = tuple[Fraction, Fraction]


class ChangeKind(StrEnum):
    """What is said of a structure; the first that holds."""

    NOT_COMPARABLE = "not-comparable"  # another questionnaire that does not follow the earlier one
    TOO_FEW_IN_COMMON = "too-few-in-common"
    NONE_HAS_WEIGHT = "none-has-weight"
    HIGHER_NEW_ASSESSORS = "higher-new-assessors"
    LOWER_NEW_ASSESSORS = "lower-new-assessors"
    BETTER = "better"
    WORSE = "worse"
    HIGHER_EXPLAINED = "higher-explained"
    LOWER_EXPLAINED = "lower-explained"
    UP_WITHOUT_WEIGHT = "up-without-weight"
    DOWN_WITHOUT_WEIGHT = "down-without-weight"
    MIXED = "mixed"
    NO_CLEAR_CHANGE = "no-clear-change"


VERDICTS = (ChangeKind.BETTER, ChangeKind.WORSE)
#: Nothing clear as a whole: shares and points say how far from it.
UNCLEAR = (ChangeKind.MIXED, ChangeKind.NO_CLEAR_CHANGE)
#: About the two rounds nothing is compared.
UNCOMPARED = (ChangeKind.NOT_COMPARABLE, ChangeKind.TOO_FEW_IN_COMMON, ChangeKind.NONE_HAS_WEIGHT)


class Scope(StrEnum):
    """What scores of the two rounds rest on, and so whether they may stand beside each other as they are."""

    WHOLE = "whole"  # the same criteria in both
    PART = "part"  # some apply in one of the rounds only
    VERSIONS = "versions"  # two questionnaires: some criteria are compared, some through a crosswalk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClaim:
    """What may be said of one structure between two rounds.

    The base are the criteria ``common`` of the ``of`` that the later questionnaire has; ``scores`` are those of both
    rounds on that base under the weights shown, the median of the assessors: None where it is not known, or the base
    weighs nothing. ``worst`` and ``best`` are the differences of the common criteria in points, 0 where the cell counts
    as unchanged; ``low`` and ``high`` their weighted means. ``rose`` and ``fell`` are the criteria named: those of a
    mixed change, or those that changed without weight. ``reasons`` explain what is higher or lower, ``unchanged`` are
    the criteria that may have moved and count as unchanged. ``is_one_way`` says that no answer, counted or not, can have
    risen beside one that fell.

    Where nothing is clear as a whole: ``up_under`` and ``down_under`` are the weights in question under which it would
    be better, or worse; ``median`` is 1 or −1 where the median rose or fell although the envelope does not show it, and
    ``differ`` says whether that is because assessors differ. ``cells`` has what happened to each criterion of the later
    questionnaire, None where it is not compared.
    """

    kind: ChangeKind
    common: tuple[CriterionValue, ...]
    of: int
    scope: Scope
    scores: tuple[Points | None, Points | None]
    worst: tuple[int, ...]
    best: tuple[int, ...]
    low: Fraction | None
    high: Fraction | None
    rose: tuple[CriterionValue, ...]
    fell: tuple[CriterionValue, ...]
    reasons: tuple[Cause, ...]
    unchanged: tuple[CriterionValue, ...]
    are_new: bool
    up_under: tuple[Weights, ...]
    down_under: tuple[Weights, ...]
    median: int
    differ: bool
    is_one_way: bool
    has_line: bool
    cells: tuple[CellChange | None, ...]

    @property
    def points(self) -> Points | None:
        """The change in points, where it says the same as the words."""
        if self.low is None or self.high is None:
            return None
        is_unclear = self.kind in UNCLEAR and self.low <= 0 <= self.high
        return (self.low, self.high) if self.kind in VERDICTS or is_unclear else None

    @property
    def shares(self) -> Points | None:
        """The shares of all weightings in which it is up, and down; None where that is not the question."""
        is_asked = self.kind in (*VERDICTS, *UNCLEAR) and not self.are_new
        if not is_asked or self.is_under_all_weights or self.rising or self.falling:
            return None
        found = self.share_up, self.share_down
        return None if max(found) == 1 else found

    @property
    def share_up(self) -> Fraction:
        """The share of all weightings in which what counts is up (0 where nothing is common)."""
        return _share(tuple(sorted(self.worst)))

    @property
    def share_down(self) -> Fraction:
        """The share of all weightings in which what counts is down (0 where nothing is common)."""
        return _share(tuple(sorted(-each for each in self.best)))

    @property
    def is_under_all_weights(self) -> bool:
        """Whether better, or worse, holds however the criteria are weighed: each of them changed."""
        return (self.kind is ChangeKind.BETTER and min(self.worst, default=0) > 0) or (
            self.kind is ChangeKind.WORSE and max(self.best, default=0) < 0
        )

    @property
    def rising(self) -> tuple[CriterionValue, ...]:
        """The criteria of which one needs weight for better to hold; empty where more is needed than that."""
        return self._named(self.worst, ChangeKind.BETTER)

    @property
    def falling(self) -> tuple[CriterionValue, ...]:
        """The criteria of which one needs weight for worse to hold; empty where more is needed than that."""
        return self._named([-each for each in self.best], ChangeKind.WORSE)

    def _named(self, changed: Sequence[int], kind: ChangeKind) -> tuple[CriterionValue, ...]:
        if self.kind is not kind or not self.is_one_way or min(changed, default=1) != 0:
            return ()
        return tuple(each for each, points in zip(self.common, changed, strict=True) if points > 0)

    @property
    def became_known(self) -> int:
        """How many answers became known, which is no change."""
        return self.cells.count(CellChange.NEW_INFORMATION)


@lru_cache(maxsize=65_536)  # The same few thousand come back in every structure and round.
def _share(differences: tuple[int, ...]) -> Fraction:
    return share(differences)


def not_comparable(of: int) -> ChangeClaim:
    """Return what is said between two questionnaires of which neither follows the other."""
    return ChangeClaim(
        kind=ChangeKind.NOT_COMPARABLE,
        common=(),
        of=of,
        scope=Scope.VERSIONS,
        scores=(None, None),
        worst=(),
        best=(),
        low=None,
        high=None,
        rose=(),
        fell=(),
        reasons=(),
        unchanged=(),
        are_new=False,
        up_under=(),
        down_under=(),
        median=0,
        differ=False,
        is_one_way=False,
        has_line=False,
        cells=(None,) * of,
    )


class CriterionKind(StrEnum):
    """What became of one answer, the next time it was answered; the first that holds."""

    NOT_YET_ANSWERED = "not-yet-answered"
    NOT_COMPARED = "not-compared"  # the questionnaires do not let it be
    APPLIES_ONCE = "applies-in-one-round"
    BECAME_KNOWN = "became-known"
    HIGHER_NEW_ASSESSORS = "criterion-higher-new-assessors"
    LOWER_NEW_ASSESSORS = "criterion-lower-new-assessors"
    HIGHER_EXPLAINED = "criterion-higher-explained"
    LOWER_EXPLAINED = "criterion-lower-explained"
    BETTER = "criterion-better"
    WORSE = "criterion-worse"
    NO_CLEAR_CHANGE = "criterion-no-clear-change"


@dataclass(frozen=True, slots=True)
class CriterionClaim:
    """What may be said of one criterion of one side; ``reasons`` explain what is higher or lower."""

    kind: CriterionKind
    reasons: tuple[Cause, ...] = ()


NOT_YET_ANSWERED = CriterionClaim(CriterionKind.NOT_YET_ANSWERED)


def criterion_claim(change: CellChange | None, causes: Sequence[Cause], *, are_new: bool) -> CriterionClaim:
    """Return what may be said of a criterion, given what happened to its envelope (None: it is not compared).

    ``causes`` are the reasons stated by any assessor of the later round; ``are_new`` says that most who answered it are
    new.
    """
    if change is None:
        return CriterionClaim(CriterionKind.NOT_COMPARED)
    if change not in (CellChange.UP, CellChange.DOWN):
        return CriterionClaim(_OTHERWISE.get(change, CriterionKind.NO_CLEAR_CHANGE))
    is_up = change is CellChange.UP
    if are_new:
        return CriterionClaim(
            CriterionKind.HIGHER_NEW_ASSESSORS if is_up else CriterionKind.LOWER_NEW_ASSESSORS
        )
    if reasons := tuple(each for each in causes if each in EXPLAINED):
        return CriterionClaim(
            CriterionKind.HIGHER_EXPLAINED if is_up else CriterionKind.LOWER_EXPLAINED, reasons
        )
    return CriterionClaim(CriterionKind.BETTER if is_up else CriterionKind.WORSE)


_OTHERWISE = {
    CellChange.BASE_CHANGED: CriterionKind.APPLIES_ONCE,
    CellChange.NEW_INFORMATION: CriterionKind.BECAME_KNOWN,
}
