"""Government and partners beside each other in one round: where they differ, and how far raters agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coordination.domain.agreement import Agreements, agreements
from coordination.domain.answers import Reading
from coordination.domain.instruments import Criterion, Instrument
from coordination.domain.scoring import Composite, composite
from coordination.domain.voices import RaterPairs, SideGap, criterion_gap, rater_pairs, side_gap
from coordination.models import Programme, User
from coordination.queries import cards, instruments, selection
from coordination.queries.cards import Card, Stack
from coordination.queries.rounds import RoundValue
from coordination.queries.selection import DRAWN, PAGE, Filters
from coordination.queries.structures import StructureValue

SIDES = ("government", "partners")


@dataclass(frozen=True, slots=True)
class Sides:
    """One structure as each side sees it; ``gap`` and the joint composite (the hull) only where both are heard."""

    structure: StructureValue
    government: Card | None
    partners: Card | None
    gap: SideGap | None
    joint: Composite | None


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page Two sides, its charts and its CSV show."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    section: str
    sector: str
    sectors: tuple[str, ...]
    chosen: tuple[str, ...]
    instrument: Instrument | None
    criteria: tuple[Criterion, ...]
    rows: tuple[Sides, ...]
    agreement: Agreements | None
    pairs: RaterPairs | None
    by_criterion: tuple[tuple[Criterion, tuple[Fraction, Fraction] | None, int], ...]
    choosable: tuple[StructureValue, ...]
    total: int

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def board(
    filters: Filters, *, user: User, programme: Programme, side: str | None, is_whole: bool = False
) -> Board:
    """Return both sides in one round: the structures chosen, or the first twelve, or (whole) all.

    Agreement is over every structure of the selection, the means by criterion over those shown. Without a chosen
    round the latest one in which both sides are heard is taken; ``side`` makes no difference: both see the same.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = selection.select(filters, user=user, programme=programme)
    both = [each for each in there.heard if set(SIDES) <= set(each.voices)]
    chosen = there.round(filters.round) if filters.round else (both[-1] if both else there.latest(None))
    instrument = instruments.value(chosen.instrument_id) if chosen else None
    rows: list[Sides] = []
    stacks: dict[str, Stack] = {}
    present: list[StructureValue] = []
    if chosen and instrument:
        loaded = cards.load(
            user,
            section=filters.section,
            voices=SIDES,
            rounds=[chosen],
            instruments={chosen.instrument_id: instrument},
            structures=[each.id for each in there.structures] if filters.chosen else None,
        )
        stacks = {voice: loaded[chosen.instrument_id, voice] for voice in SIDES}
        present = [
            each for each in there.structures if any((chosen.id, each.id) in stacks[voice] for voice in SIDES)
        ]
        shown = present if is_whole else present[:DRAWN]
        rows = [_sides(each, chosen, stacks, instrument) for each in shown]
    ratings = _ratings(chosen, present, stacks) if chosen else {}
    criteria = cards.criteria_of(instrument, filters.section) if instrument else ()
    return Board(
        rounds=there.rounds,
        round=chosen,
        section=filters.section,
        sector=filters.sector,
        sectors=there.sectors,
        chosen=filters.chosen,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(rows),
        agreement=agreements(ratings, instrument.conventions) if instrument else None,
        pairs=rater_pairs(ratings["government"], ratings["partners"]) if ratings else None,
        by_criterion=tuple(_by_criterion(criteria, rows)),
        choosable=tuple(present[:PAGE]),
        total=len(present),
    )


def _sides(
    structure: StructureValue, round_: RoundValue, stacks: Mapping[str, Stack], instrument: Instrument
) -> Sides:
    key = round_.id, structure.id
    government, partners = (stacks[voice].card(key) if key in stacks[voice] else None for voice in SIDES)
    if government is None or partners is None:
        return Sides(structure, government, partners, None, None)
    weights = (1,) * len(government.cells)
    gap = side_gap(government.readings, partners.readings, weights, instrument.conventions)
    return Sides(structure, government, partners, gap, composite(gap.hull, weights, instrument.conventions))


def _ratings(
    round_: RoundValue, present: Sequence[StructureValue], stacks: Mapping[str, Stack]
) -> dict[str, list[list[Reading | None]]]:
    """Return each side's raters, one row for each, one column for each criterion of each structure."""
    blank: dict[str, Reading] = {}
    by_side: dict[str, list[list[Reading | None]]] = {}
    for voice, stack in stacks.items():
        given = {
            each.id: stack.by_rater((round_.id, each.id)) if (round_.id, each.id) in stack else {}
            for each in present
        }
        raters = sorted({rater for by_rater in given.values() for rater in by_rater})
        by_side[voice] = [
            [
                given[each.id].get(rater, blank).get(criterion.code)
                for each in present
                for criterion in stack.criteria
            ]
            for rater in raters
        ]
    return by_side


def _by_criterion(
    criteria: Sequence[Criterion], rows: Sequence[Sides]
) -> list[tuple[Criterion, tuple[Fraction, Fraction] | None, int]]:
    found = []
    for at, criterion in enumerate(criteria):
        cells = [row.gap.cells[at] for row in rows if row.gap]
        found.append((criterion, criterion_gap(cells), sum(cell.ends is not None for cell in cells)))
    return found
