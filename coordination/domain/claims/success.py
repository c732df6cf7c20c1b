"""Success criteria by one voice: which are met, which are weak, and what is missing.

Met and weak rest on the envelope, so no assessor denies them. Source: METHOD.md, section 7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from coordination.domain.claims.change import CriterionClaim, CriterionKind
from coordination.domain.instruments import Conventions
from coordination.domain.panels import WEAK, CellKind, PanelAnswer
from coordination.domain.scoring import MOSTLY, Band, Composite, band


class CriterionStanding(StrEnum):
    """Where a criterion stands by one voice; exactly one holds.

    `met`: Mostly or Yes; `weak`: Partly or lower; `either`: answered, and may be one or the other.
    """

    MET = "met"
    WEAK = "weak"
    EITHER = "either"
    NOT_KNOWN = "not_known"
    NO_ANSWER = "no_answer"
    NOT_APPLICABLE = "not_applicable"


_UNANSWERED = {
    CellKind.NOT_KNOWN: CriterionStanding.NOT_KNOWN,
    CellKind.NO_ANSWER: CriterionStanding.NO_ANSWER,
    CellKind.NOT_APPLICABLE: CriterionStanding.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaStanding:
    """The criteria, by their codes, as one voice's ``assessors`` answered them."""

    kind: ClassVar[str] = "criteria_standing"
    voice: str
    assessors: int
    panels: Mapping[str, PanelAnswer]

    def having(self, standing: CriterionStanding) -> tuple[str, ...]:
        """Return the criteria that stand like this."""
        return tuple(code for code, each in self.panels.items() if standing_of(each) is standing)

    @property
    def base(self) -> int:
        """How many criteria apply: counts are over these."""
        return sum(each.applies for each in self.panels.values())

    @property
    def differ(self) -> tuple[str, ...]:
        """The criteria on which the assessors differ."""
        return tuple(code for code, each in self.panels.items() if each.kind is CellKind.DIFFER)

    @property
    def partly_answered(self) -> tuple[str, ...]:
        """The criteria that some of the assessors answered and others did not."""
        return tuple(code for code, each in self.panels.items() if 0 < each.answered < each.asked)


@dataclass(frozen=True, slots=True)
class CriteriaTogether:
    """Where each criterion, by its code, stands by all of these voices."""

    kind: ClassVar[str] = "criteria_together"
    voices: tuple[CriteriaStanding, ...]

    @property
    def base(self) -> int:
        """How many criteria are asked."""
        return len(self.voices[0].panels)

    def having(self, standing: CriterionStanding) -> tuple[str, ...]:
        """Return the criteria that stand like this by every voice."""
        found = [set(each.having(standing)) for each in self.voices]
        return tuple(code for code in self.voices[0].panels if all(code in each for each in found))


def standing_of(panel: PanelAnswer) -> CriterionStanding:
    """Return where a criterion stands."""
    if panel.kind in _UNANSWERED:
        return _UNANSWERED[panel.kind]
    if panel.lo is not None and panel.lo >= MOSTLY:
        return CriterionStanding.MET
    return CriterionStanding.WEAK if panel.hi is not None and panel.hi <= WEAK else CriterionStanding.EITHER


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaChanged:
    """What became of each criterion by one voice since its round before, by their codes.

    ``lost`` are those no longer known; where ``is_comparable`` is false, another questionnaire lets nothing be compared.
    """

    kind: ClassVar[str] = "criteria_changed"
    voice: str
    claims: Mapping[str, CriterionClaim]
    lost: tuple[str, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether any criterion can be compared."""
        return any(each.kind is not CriterionKind.NOT_COMPARED for each in self.claims.values())

    def groups(self) -> tuple[tuple[CriterionClaim, tuple[str, ...]], ...]:
        """Return what is said of some criteria, in the order of its kinds, with those of which it is said."""
        found: dict[CriterionClaim, tuple[str, ...]] = {}
        for code, claim in self.claims.items():
            found[claim] = (*found.get(claim, ()), code)
        told = [each for each in found.items() if each[0].kind in CHANGED]
        return tuple(sorted(told, key=lambda each: CHANGED.index(each[0].kind)))


#: What is said of a criterion since the round before, in this order; of the others there is nothing to say.
CHANGED = (
    *(CriterionKind.BETTER, CriterionKind.WORSE),
    *(CriterionKind.HIGHER_NEW_ASSESSORS, CriterionKind.LOWER_NEW_ASSESSORS),
    *(CriterionKind.HIGHER_EXPLAINED, CriterionKind.LOWER_EXPLAINED),
    *(CriterionKind.BECAME_KNOWN, CriterionKind.APPLIES_ONCE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreInWords:
    """What may be said of a score: how many criteria are Yes, and its word, by what no assessor denies."""

    kind: ClassVar[str] = "score_in_words"
    voice: str
    assessors: int
    composite: Composite
    bands: tuple[Band, Band] | None

    @property
    def is_known(self) -> bool:
        """Whether the score may be named."""
        return self.bands is not None


def score_in_words(voice: str, assessors: int, envelope: Composite, conventions: Conventions) -> ScoreInWords:
    """Return what may be said of the score whose envelope this is."""
    return ScoreInWords(
        voice=voice, assessors=assessors, composite=envelope, bands=band(envelope, conventions)
    )
