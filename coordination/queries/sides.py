"""Government and partners beside each other in one round: where they differ, and how far raters agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coordination.domain.agreement import Agreements, agreements_of
from coordination.domain.grids import Grid
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.scoring import Composite, composite
from coordination.domain.voices import RaterPairs, SideGap, criterion_gap, rater_pairs_of, side_gap
from coordination.models import Programme, User
from coordination.queries import cards, filters, instruments
from coordination.queries.cards import Card, Stack
from coordination.queries.filters import DRAWN, Filters
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

SIDES = ("government", "partners")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """One structure as each side sees it; ``gap`` and the joint composite (the hull) only where both are heard."""

    structure: StructureValue
    government: Card | None
    partners: Card | None
    gap: SideGap | None
    joint: Composite | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesBoard:
    """All that the page Two sides, its charts and its CSV show."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    section: str
    sector: str
    sectors: tuple[str, ...]
    chosen: tuple[str, ...]
    instrument: InstrumentValue | None
    criteria: tuple[CriterionValue, ...]
    rows: tuple[Sides, ...]
    agreement: Agreements | None
    pairs: RaterPairs | None
    by_criterion: tuple[tuple[CriterionValue, tuple[Fraction, Fraction] | None, int], ...]
    choosable: tuple[StructureValue, ...]
    total: int

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> SidesBoard:
    """Return both sides in one round: the structures chosen, or the first twelve, or (whole) all.

    Agreement is over every structure of the selection, the means by criterion over those shown. Without a chosen
    round the latest one in which both sides are heard is taken.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = filters.select(asked, user=user, programme=programme)
    both = [each for each in there.heard if set(SIDES) <= set(each.voices)]
    chosen = there.round(asked.round) if asked.round else (both[-1] if both else there.latest(None))
    known = instruments.known([chosen.instrument_id]) if chosen else {}
    instrument = known[chosen.instrument_id].value if chosen else None
    rows: list[Sides] = []
    stacks: dict[str, Stack] = {}
    present: list[StructureValue] = []
    if chosen and instrument:
        loaded = cards.load(
            user,
            section=asked.section,
            voices=SIDES,
            rounds=[chosen],
            instruments=known,
            structures=[each.id for each in there.structures] if asked.chosen else None,
        )
        stacks = {voice: loaded[chosen.instrument_id, voice] for voice in SIDES}
        present = [
            each for each in there.structures if any((chosen.id, each.id) in stacks[voice] for voice in SIDES)
        ]
        shown = present if is_whole else present[:DRAWN]
        keys = [(chosen.id, each.id) for each in shown]
        written = cards.all_in_words(loaded, dict.fromkeys(loaded, keys))
        stacks = {voice: written[chosen.instrument_id, voice] for voice in SIDES}
        rows = [_sides(each, chosen, stacks, instrument) for each in shown]
    ratings = {voice: _ratings(chosen, present, stack) for voice, stack in stacks.items()} if chosen else {}
    criteria = cards.criteria_of(instrument, asked.section) if instrument else ()
    return SidesBoard(
        rounds=there.rounds,
        round=chosen,
        section=asked.section,
        sector=asked.sector,
        sectors=there.sectors,
        chosen=asked.chosen,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(rows),
        agreement=agreements_of(
            ratings["government"].level, ratings["partners"].level, instrument.conventions
        )
        if ratings and instrument
        else None,
        pairs=rater_pairs_of(ratings["government"], ratings["partners"]) if ratings else None,
        by_criterion=tuple(_by_criterion(criteria, rows)),
        choosable=there.offered,
        total=len(present),
    )


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


def _by_criterion(
    criteria: Sequence[CriterionValue], rows: Sequence[Sides]
) -> list[tuple[CriterionValue, tuple[Fraction, Fraction] | None, int]]:
    found = []
    for at, criterion in enumerate(criteria):
        cells = [row.gap.cells[at] for row in rows if row.gap]
        found.append((criterion, criterion_gap(cells), sum(cell.ends is not None for cell in cells)))
    return found
