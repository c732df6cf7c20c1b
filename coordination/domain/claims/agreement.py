"""Whether assessors agree across the sides: five different statements, of which one holds.

Agreement is claimed by the lower end of alpha's interval and denied by its upper end; between the two nothing is known.
Source: METHOD.md, section 5.3.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import numpy as np

from coordination.domain.agreement import Agreement, Agreements, Reason
from coordination.domain.answers import HIGHEST, LOWEST
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.domain.instruments import Conventions
from coordination.domain.vocabulary import SIDES
from coordination.domain.voices import RaterPairs


class AgreementFinding(StrEnum):
    """What may be said of agreement across the sides."""

    AGREE = "agree"
    SAME_ANSWER = "same_answer"
    TOO_FEW = "too_few"
    BETWEEN = "between"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossSides:
    """How far assessors agree across the sides, over the criteria of all structures in question.

    ``gaps`` counts the criteria on which the sides surely disagree. On those that both sides rated ``level`` is the one
    level that everyone gave, None where there are several, and ``unsure`` counts those on which somebody was unsure.
    ``needed`` is how many criteria alpha needs, ``ends`` where it is low and where it is high.
    """

    kind: ClassVar[str] = "across_sides"
    three: Agreements
    gaps: int
    level: int | None
    unsure: int
    needed: int
    ends: tuple[float, float]

    @property
    def between(self) -> Agreement:
        """The agreement of one side's assessors with the other's."""
        return self.three.between

    @property
    def finding(self) -> AgreementFinding:
        """What may be said."""
        low, high = self.ends
        if self.between.reason is Reason.NO_VARIATION:
            return AgreementFinding.SAME_ANSWER
        if self.between.units < self.needed or self.between.interval is None:
            return AgreementFinding.TOO_FEW
        if self.between.interval[0] >= high and not self.gaps:
            return AgreementFinding.AGREE
        return AgreementFinding.LOW if self.between.interval[1] < low else AgreementFinding.BETWEEN

    @property
    def is_of_sides(self) -> bool:
        """Whether agreement across is low though it is not within either side: the difference lies between the sides."""
        within = self.three.government.interval, self.three.partners.interval
        return self.finding is AgreementFinding.LOW and all(
            each is not None and each[0] >= self.ends[0] for each in within
        )


@dataclass(frozen=True, slots=True)
class WithinSide:
    """The assessors of one side agree little among themselves: the upper end of their alpha is low."""

    kind: ClassVar[str] = "within_side"
    side: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class OneLevel:
    """More than four in five ratings are the same level: alpha can be low then although assessors agree."""

    kind: ClassVar[str] = "one_level"
    found: Agreement


@dataclass(frozen=True, slots=True)
class AssessorPairs:
    """Every assessor of one side beside every one of the other, on each criterion that both answered."""

    kind: ClassVar[str] = "assessor_pairs"
    found: RaterPairs


def across_sides(
    three: Agreements, government: Grid, partners: Grid, conventions: Conventions
) -> AcrossSides:
    """Return what may be said across the sides; a grid has a row for each assessor, a column for each criterion."""
    rated = [(side.level != NO_LEVEL).any(0) for side in (government, partners)]
    both = rated[0] & rated[1]
    faces = np.concatenate([government.level, partners.level])[:, both]
    levels = np.unique(faces[faces != NO_LEVEL])
    unsure = [((side.lo < side.hi) & side.answered).any(0) for side in (government, partners)]
    return AcrossSides(
        three=three,
        gaps=_gaps(government, partners),
        level=int(levels[0]) if len(levels) == 1 else None,
        unsure=int(((unsure[0] | unsure[1]) & both).sum()),
        needed=conventions.min_units_alpha,
        ends=(float(conventions.alpha_words[0]), float(conventions.alpha_words[1])),
    )


def _gaps(government: Grid, partners: Grid) -> int:
    """Count the columns in which no assessor's range of one side meets one of the other's."""
    low, high = [], []
    for side in (government, partners):
        low.append(np.where(side.answered, side.lo, HIGHEST).min(0, initial=HIGHEST))
        high.append(np.where(side.answered, side.hi, LOWEST).max(0, initial=LOWEST))
    both = government.answered.any(0) & partners.answered.any(0)
    return int((both & ((low[0] > high[1]) | (low[1] > high[0]))).sum())


def within_sides(three: Agreements, conventions: Conventions) -> tuple[WithinSide, ...]:
    """Return the sides whose assessors agree little among themselves; not where one level says nearly all."""
    tentative = float(conventions.alpha_words[0])
    found = zip(SIDES, (three.government, three.partners), strict=True)
    return tuple(
        WithinSide(side, each)
        for side, each in found
        if each.interval is not None and each.interval[1] < tentative and not each.is_lopsided
    )
