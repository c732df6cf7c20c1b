"""Ownership × partnership: where each structure can stand, item by item, and what the source says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain import plane
from coordination.domain.answers import read
from coordination.domain.instruments import Instrument
from coordination.domain.plane import Position, Quadrant
from coordination.domain.scoring import blank
from coordination.models import Programme, Statement, User
from coordination.queries import cards, instruments, selection
from coordination.queries.cards import Cell, Stack
from coordination.queries.rounds import RoundValue
from coordination.queries.selection import DRAWN, Filters
from coordination.queries.structures import StatementValue, StructureValue, statement_value


@dataclass(frozen=True, slots=True)
class Placed:
    """One structure on the plane: what its answers allow, item by item, and apart from it what the source says.

    ``stated`` is the quadrant whose signs the source states, ``is_alert`` that it is not among the possible ones.
    """

    structure: StructureValue
    position: Position
    ownership: tuple[Cell, ...]
    partnership: tuple[Cell, ...]
    substitution: tuple[int, int] | None
    without_partnership: tuple[int, int] | None
    said: tuple[StatementValue, ...]
    stated: Quadrant | None
    is_alert: bool


@dataclass(frozen=True, slots=True)
class Plane:
    """All that the page Ownership × partnership, its chart and its CSV show."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    voice: str
    sector: str
    sectors: tuple[str, ...]
    chosen: tuple[str, ...]
    instrument: Instrument | None
    placed: tuple[Placed, ...]
    said_only: tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]
    choosable: tuple[StructureValue, ...]
    total: int

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def board(
    filters: Filters, *, user: User, programme: Programme, side: str | None, is_whole: bool = False
) -> Plane:
    """Return the plane of one round and voice: the structures chosen, or the first twelve, or (whole) all.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = selection.select(filters, user=user, programme=programme)
    chosen = there.latest(filters.round)
    voice = filters.voice or _voice(chosen, side)
    said = _statements(programme)
    placed: list[Placed] = []
    present: list[StructureValue] = []
    instrument = None
    if chosen:
        known = instruments.known([chosen.instrument_id])
        instrument = known[chosen.instrument_id].value
        heard = cards.heard(user, voice=voice, round_id=chosen.id)
        present = [each for each in there.structures if each.id in heard]
        drawn = present if is_whole else present[:DRAWN]
        numbers = cards.load(
            user,
            voices=[voice],
            rounds=[chosen],
            instruments=known,
            structures=[each.id for each in drawn],
        )[chosen.instrument_id, voice]
        stack = cards.in_words(numbers, numbers.keys)
        placed = [_placed(each, chosen, stack, said.get(each.id, ())) for each in drawn]
    return Plane(
        rounds=there.rounds,
        round=chosen,
        voice=voice,
        sector=filters.sector,
        sectors=there.sectors,
        chosen=filters.chosen,
        instrument=instrument,
        placed=tuple(placed),
        said_only=tuple(
            (each, said[each.id]) for each in there.structures if each.id in said and each not in present
        ),
        choosable=there.offered,
        total=len(present),
    )


def _voice(chosen: RoundValue | None, side: str | None) -> str:
    """Return the analyst's coding where there is one: it is made for this page; else as everywhere."""
    if chosen and "analyst" in chosen.voices:
        return "analyst"
    return selection.default_voice(chosen, side)


def _statements(programme: Programme) -> dict[int, tuple[StatementValue, ...]]:
    """Return the signs that sources state, by structure id; one query."""
    rows = Statement.objects.filter(programme=programme, kind=Statement.Kind.SIGN, structure__isnull=False)
    found: dict[int, list[StatementValue]] = {}
    for row in rows:
        found.setdefault(row.structure_id or 0, []).append(statement_value(row))
    return {structure_id: tuple(said) for structure_id, said in found.items()}


def _placed(
    structure: StructureValue, round_: RoundValue, stack: Stack, said: Sequence[StatementValue]
) -> Placed:
    card = stack.card((round_.id, structure.id))
    cells: Mapping[str, Cell] = {cell.criterion.code: cell for cell in card.cells}
    position = plane.position(
        {code: cell.reading for code, cell in cells.items()}, stack.instrument.conventions
    )
    conventions = stack.instrument.conventions
    stated = _stated(said)
    return Placed(
        structure=structure,
        position=position,
        ownership=tuple(cells[code] for code in conventions.ownership_items if code in cells),
        partnership=tuple(cells[code] for code in conventions.partnership_items if code in cells),
        substitution=_signs(said, plane.SUBSTITUTION_SIGNS),
        without_partnership=_signs(said, plane.WITHOUT_PARTNERSHIP_SIGNS),
        said=tuple(said),
        stated=stated,
        is_alert=plane.is_alert(position, stated),
    )


def _stated(said: Sequence[StatementValue]) -> Quadrant | None:
    """Return the quadrant whose signs the source states."""
    stated = {each.item for each in said}
    if stated & set(plane.SUBSTITUTION_SIGNS):
        return Quadrant.SUBSTITUTION
    return Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP if stated & set(plane.WITHOUT_PARTNERSHIP_SIGNS) else None


def _signs(said: Sequence[StatementValue], codes: Sequence[str]) -> tuple[int, int] | None:
    """Return how many of these signs the source states, [certainly, possibly]; None where it states none.

    What it puts with a question mark counts as “Yes?”, and of what it does not mention nothing is known.
    """
    stated = {each.item: each.quote.en.rstrip().endswith("?") for each in said}
    if not stated.keys() & set(codes):
        return None
    return plane.count_signs(
        [blank() if code not in stated else read("Yes?" if stated[code] else "Yes") for code in codes]
    )
