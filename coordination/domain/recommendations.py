"""What to do next: from each weak, incomplete, doubtful or unknown answer to the step that the source suggests.

Steps rest on what no assessor of the side denies. Source: METHOD.md, section 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from coordination.domain.answers import HIGHEST
from coordination.domain.bilingual import Text
from coordination.domain.criteria import CriterionValue
from coordination.domain.instruments import InstrumentValue
from coordination.domain.panels import WEAK, CellKind, PanelAnswer
from coordination.domain.scoring import MOSTLY

#: How the assessors of a side answered each criterion of a structure, by the criterion's code.
Panels = Mapping[str, PanelAnswer]
#: The certain and the possible shortfall, weighted and below zero; the criterion's place; the structure.
Order = tuple[Fraction, Fraction, int, str]


class StepKind(StrEnum):
    """What an answer asks for."""

    ACTION = "action"
    CLOSE_GAP = "close_gap"
    FIND_OUT = "find_out"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One next step about one criterion of one structure.

    The shortfalls are points short of Yes (0 to 100): certainly, and possibly on top of that; not weighted. `ideas`
    are codes of the source's ideas. ``assessors_differ``: not all of the side's assessors say the same. The criterion
    has this ``weight``, and this ``place`` in its questionnaire.
    """

    structure: str
    code: str
    kind: StepKind
    certain_shortfall: Fraction
    possible_shortfall: Fraction
    ideas: tuple[str, ...]
    assessors_differ: bool = False
    weight: int = 1
    place: int = 0

    @property
    def order(self) -> Order:
        """What steps are put in order by, whoever's answers they follow from: the most pressing is the least."""
        return (
            -self.weight * self.certain_shortfall,
            -self.weight * self.possible_shortfall,
            self.place,
            self.structure,
        )


def next_steps(
    structures: Mapping[str, Panels], weights: Mapping[str, int], instrument: InstrumentValue
) -> tuple[NextStep, ...]:
    """The next steps of these structures: certain shortfall first, then possible, both weighted, then in their order."""
    order = {criterion.code: place for place, criterion in enumerate(instrument.criteria)}
    listed = _ideas_by_criterion(instrument)
    steps = [
        replace(step, weight=weights[code], place=order[code])
        for structure, panels in structures.items()
        for code, panel in panels.items()
        if (step := _step(structure, code, panel, instrument, listed.get(code, ()))) is not None
    ]
    return tuple(sorted(steps, key=lambda step: step.order))


def step_of(structure: str, code: str, panel: PanelAnswer, instrument: InstrumentValue) -> NextStep | None:
    """The next step about one criterion; None where it asks for none."""
    return _step(structure, code, panel, instrument, _ideas_by_criterion(instrument).get(code, ()))


def _step(
    structure: str, code: str, panel: PanelAnswer, instrument: InstrumentValue, ideas: tuple[str, ...]
) -> NextStep | None:
    kind = kind_of(panel)
    if kind is None or panel.lo is None or panel.hi is None:
        return None
    values = instrument.conventions.values
    low, high = (Fraction(values[end]) for end in (panel.lo, panel.hi))
    return NextStep(
        structure=structure,
        code=code,
        kind=kind,
        certain_shortfall=values[HIGHEST] - high,
        possible_shortfall=high - low,
        ideas=ideas,
        assessors_differ=panel.kind is CellKind.DIFFER,
    )


def kind_of(panel: PanelAnswer) -> StepKind | None:
    """What a criterion asks for; None where it does not apply, and where all who say that it applies firmly say Yes."""
    if panel.lo is None or panel.hi is None:
        return None
    if panel.hi <= WEAK:
        return StepKind.ACTION
    if panel.lo <= WEAK:
        return StepKind.FIND_OUT
    if panel.lo == panel.hi == MOSTLY:
        return StepKind.CLOSE_GAP
    return StepKind.CONFIRM if panel.lo < panel.hi or not panel.is_complete else None


def text(step: NextStep, criterion: CriterionValue) -> Text | None:
    """What to do, in both languages; None where the instrument does not say."""
    if step.kind is StepKind.ACTION:
        return criterion.action
    if step.kind is StepKind.CLOSE_GAP:
        # Without a line of its own, the gap is what the anchor of Yes asks for.
        return criterion.gap or criterion.anchors[HIGHEST].text
    return criterion.find_out or criterion.ask


def ideas(instrument: InstrumentValue) -> Mapping[str, Text]:
    """The source's ideas by code: those on coordination, and the ownership items by their names."""
    found = {each.code: each.name for each in instrument.listed("coordination_ideas")}
    return found | {
        criterion.code: criterion.name
        for criterion in instrument.criteria
        if criterion.section == "ownership"
    }


def _ideas_by_criterion(instrument: InstrumentValue) -> Mapping[str, tuple[str, ...]]:
    """The ideas that the instrument recommends for a criterion; an ownership item is its own."""
    found = {entry["criterion"]: tuple(entry["ideas"]) for entry in instrument.entries("recommendations")}
    return {
        criterion.code: (criterion.code,)
        for criterion in instrument.criteria
        if criterion.section == "ownership"
    } | found
