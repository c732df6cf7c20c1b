"""Government and partners beside each other in one round: where they differ, and how far raters agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coordination.domain.agreement import AgreementFinding, Agreements, agreements_of, reading_of
from coordination.domain.grids import Grid
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.scoring import Composite, composite
from coordination.domain.vocabulary import SIDES
from coordination.domain.voices import RaterPairs, SideGap, criterion_gap, rater_pairs_of, side_gap
from coordination.models import Programme, User
from coordination.queries import cards, filters, instruments
from coordination.queries.cards import Card, Stack
from coordination.queries.filters import DRAWN, Filters, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One structure as each side sees it; ``gap`` and the joint composite (the hull) only where both are heard."""

    structure: StructureValue
    government: Card | None
    partners: Card | None
    gap: SideGap | None
    joint: Composite | None


@dataclass(frozen=True, slots=True)
class CriterionMean:
    """The mean difference on one criterion over so many structures; None where it is known of none."""

    criterion: CriterionValue
    ends: tuple[Fraction, Fraction] | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesBoard:
    """All that the page Two sides, its charts and its CSV show; ``finding`` is what the agreements say together."""

    asked: Filters
    offered: Offered
    round: RoundValue | None
    instrument: InstrumentValue | None = None
    criteria: tuple[CriterionValue, ...] = ()
    rows: tuple[Sides, ...] = ()
    agreement: Agreements | None = None
    finding: AgreementFinding | None = None
    pairs: RaterPairs | None = None
    by_criterion: tuple[CriterionMean, ...] = ()
    total: int = 0

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> SidesBoard:
    """Return both sides in one round: the structures chosen, or the first twelve, or (whole) all.

    Agreement is over every structure of the selection, the means by criterion over those shown. Defaults to the latest
    round in which both sides are heard.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = _round(asked, there)
    if chosen is None:
        return SidesBoard(asked=asked, offered=there.offered, round=None)
    known = instruments.known([chosen.instrument_id])
    instrument = known[chosen.instrument_id].value
    loaded = cards.load(
        user,
        section=asked.section,
        voices=SIDES,
        rounds=[chosen],
        instruments=known,
        structures=[each.id for each in there.structures] if asked.chosen else None,
    )
    present = [
        each for each in there.structures if any((chosen.id, each.id) in stack for stack in loaded.values())
    ]
    shown = present if is_whole else present[:DRAWN]
    written = cards.all_in_words(loaded, dict.fromkeys(loaded, [(chosen.id, each.id) for each in shown]))
    stacks = {voice: written[chosen.instrument_id, voice] for voice in SIDES}
    rows = tuple(_sides(each, chosen, stacks, instrument) for each in shown)
    criteria = cards.criteria_of(instrument, asked.section)
    government, partners = (_ratings(chosen, present, stacks[voice]) for voice in SIDES)
    agreement = agreements_of(government.level, partners.level, instrument.conventions)
    return SidesBoard(
        asked=asked,
        offered=there.offered,
        round=chosen,
        instrument=instrument,
        criteria=criteria,
        rows=rows,
        agreement=agreement,
        finding=reading_of(agreement, instrument.conventions),
        pairs=rater_pairs_of(government, partners),
        by_criterion=tuple(_means(criteria, rows)),
        total=len(present),
    )


def _round(asked: Filters, there: Selection) -> RoundValue | None:
    both = [each for each in there.heard if set(SIDES) <= set(each.voices)]
    if both and not asked.round:
        return both[-1]
    return filters.latest(there.rounds, asked.round)


def _sides(
    structure: StructureValue, round_: RoundValue, stacks: Mapping[str, Stack], instrument: InstrumentValue
) -> Sides:
    key = round_.id, structure.id
    government, partners = (stacks[voice].card(key) if key in stacks[voice] else None for voice in SIDES)
    if government is None or partners is None:
        return Sides(structure=structure, government=government, partners=partners, gap=None, joint=None)
    weights = (1,) * len(government.cells)
    gap = side_gap(government.readings, partners.readings, weights, instrument.conventions)
    return Sides(
        structure=structure,
        government=government,
        partners=partners,
        gap=gap,
        joint=composite(gap.hull, weights, instrument.conventions),
    )


def _ratings(round_: RoundValue, present: Sequence[StructureValue], stack: Stack) -> Grid:
    """Return one row for each rater of a side, one column for each criterion of each structure."""
    panels = {
        each.id: stack.panels[stack.rows[round_.id, each.id]]
        for each in present
        if (round_.id, each.id) in stack
    }
    raters = {
        rater: row for row, rater in enumerate(sorted({r for panel in panels.values() for _pk, r in panel}))
    }
    width = len(stack.criteria)
    found = Grid.blank(len(raters), width * len(present))
    sheets: list[int] = []
    rows: list[int] = []
    columns: list[int] = []
    for place, each in enumerate(present):
        for pk, rater in panels.get(each.id, ()):
            sheets.append(stack.places[pk])
            rows.append(raters[rater])
            columns.append(place * width)
    across = np.array(columns, dtype=np.intp)[:, None] + np.arange(width)
    return found.put_at(np.array(rows, dtype=np.intp)[:, None], across, stack.sheets.take(sheets))


def _means(criteria: Sequence[CriterionValue], rows: Sequence[Sides]) -> Iterator[CriterionMean]:
    for at, criterion in enumerate(criteria):
        cells = [row.gap.cells[at] for row in rows if row.gap]
        known = sum(cell.ends is not None for cell in cells)
        yield CriterionMean(criterion, criterion_gap(cells), known)
