"""Ownership × partnership: where each structure can stand, item by item, and what the source says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coordination.domain import ownership as plane
from coordination.domain.answers import Reading
from coordination.domain.instruments import InstrumentValue
from coordination.domain.ownership import Position, Quadrant
from coordination.domain.risks import SIGNS
from coordination.models import Observation, Programme, Statement, User
from coordination.queries import cards, filters, instruments
from coordination.queries.cards import Cell, Stack
from coordination.queries.filters import DRAWN, Filters
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StatementValue, StructureValue, statement_value


class SignSeen(NamedTuple):
    """The latest observation of a sign, as far as it counts."""

    status: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signs of each trap are there, [certainly, possibly]; None where nobody says anything of them."""

    substitution: tuple[int, int] | None
    without_partnership: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One structure on the plane: what its answers allow, item by item, and apart from it what the source says.

    ``stated`` is the quadrant whose signs the source states, ``is_alert`` that it is not among the possible ones.
    """

    structure: StructureValue
    position: Position
    ownership: tuple[Cell, ...]
    partnership: tuple[Cell, ...]
    signs: Counts
    said: tuple[StatementValue, ...]
    stated: Quadrant | None
    is_alert: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """All that the page Ownership × partnership, its chart and its CSV show."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    voice: str
    sector: str
    sectors: tuple[str, ...]
    chosen: tuple[str, ...]
    instrument: InstrumentValue | None
    placed: tuple[Placed, ...]
    said_only: tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]
    choosable: tuple[StructureValue, ...]
    total: int

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice that an address without one opens on, the same for every reader; empty where none is heard."""
    chosen = filters.select(asked, user=user, programme=programme).latest(asked.round)
    return _opening(chosen) if chosen and chosen.voices else ""


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Plane:
    """Return the plane of one round and voice: the structures chosen, or the first twelve, or (whole) all.

    Without a chosen voice that of ``opening`` is taken.

    Raises:
        NoSuch: there is no such round or structure.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = there.latest(asked.round)
    voice = asked.voice or (_opening(chosen) if chosen else "")
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
        whole = there.whole
        numbers = cards.load(
            user,
            voices=[voice],
            rounds=[chosen],
            instruments=known,
            structures=[each.id for each in drawn] + ([whole.id] if whole else []),
        )[chosen.instrument_id, voice]
        stack = cards.in_words(numbers, numbers.keys)
        of_whole = _readings(stack, chosen, whole) if whole else {}
        observed = observed_signs(programme)
        placed = [
            _placed(each, of_whole, chosen, stack, said.get(each.id, ()), observed.get(each.id, {}))
            for each in drawn
        ]
    return Plane(
        rounds=there.rounds,
        round=chosen,
        voice=voice,
        sector=asked.sector,
        sectors=there.sectors,
        chosen=asked.chosen,
        instrument=instrument,
        placed=tuple(placed),
        said_only=tuple(
            (each, said[each.id]) for each in there.structures if each.id in said and each not in present
        ),
        choosable=there.offered,
        total=len(present),
    )


def _opening(chosen: RoundValue) -> str:
    """Return the analyst's coding where there is one: it is made for this page; else as everywhere."""
    return "analyst" if "analyst" in chosen.voices else chosen.opening


def _statements(programme: Programme) -> dict[int, tuple[StatementValue, ...]]:
    """Return the signs that sources state, by structure id; one query."""
    rows = Statement.objects.filter(programme=programme, kind=Statement.Kind.SIGN, structure__isnull=False)
    found: dict[int, list[StatementValue]] = {}
    for row in rows:
        found.setdefault(row.structure_id or 0, []).append(statement_value(row))
    return {structure_id: tuple(said) for structure_id, said in found.items()}


def _placed(
    structure: StructureValue,
    whole: Mapping[str, Reading],
    round_: RoundValue,
    stack: Stack,
    said: Sequence[StatementValue],
    observed: Mapping[str, SignSeen],
) -> Placed:
    readings = plane.with_whole(_readings(stack, round_, structure), whole)
    cells = {each.code: Cell(each, readings[each.code]) for each in stack.criteria}
    position = plane.position(readings, stack.instrument.conventions)
    conventions = stack.instrument.conventions
    stated = _stated(said)
    return Placed(
        structure=structure,
        position=position,
        ownership=tuple(cells[code] for code in conventions.ownership_items if code in cells),
        partnership=tuple(cells[code] for code in conventions.partnership_items if code in cells),
        signs=counts(said, observed),
        said=tuple(said),
        stated=stated,
        is_alert=plane.is_alert(position, stated),
    )


def _readings(stack: Stack, round_: RoundValue, structure: StructureValue) -> dict[str, Reading]:
    """Return the answers by criterion code; none where the voice is not heard."""
    key = round_.id, structure.id
    return {cell.criterion.code: cell.reading for cell in stack.card(key).cells} if key in stack else {}


def _stated(said: Sequence[StatementValue]) -> Quadrant | None:
    """Return the quadrant whose signs the source states."""
    stated = {each.item for each in said}
    if stated & set(plane.SUBSTITUTION_SIGNS):
        return Quadrant.SUBSTITUTION
    return Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP if stated & set(plane.WITHOUT_PARTNERSHIP_SIGNS) else None


def counts(said: Sequence[StatementValue], observed: Mapping[str, SignSeen]) -> Counts:
    """Return how many signs of each trap are there, [certainly, possibly]; None where nobody says anything.

    Every page that counts signs asks here: ``observed`` are the latest observations, by sign. What is invented for
    the demonstration does not stand in place of what a source says.
    """
    stated: dict[str, bool] = {}
    for each in said:
        # One quotation without a question mark is enough for a plain statement.
        stated[each.item] = stated.get(each.item, True) and each.quote.en.rstrip().endswith("?")
    seen = {
        item: status
        for item, (status, is_invented) in observed.items()
        if not (is_invented and item in stated)
    }
    return Counts(
        substitution=plane.signs(plane.SUBSTITUTION_SIGNS, stated, seen),
        without_partnership=plane.signs(plane.WITHOUT_PARTNERSHIP_SIGNS, stated, seen),
    )


def observed_signs(programme: Programme, structure_id: int | None = None) -> dict[int, dict[str, SignSeen]]:
    """Return the latest observation of each sign, by structure (one, or all); one query."""
    rows = Observation.objects.filter(programme=programme, structure__isnull=False, item__in=SIGNS)
    if structure_id is not None:
        rows = rows.filter(structure=structure_id)
    found: dict[int, dict[str, SignSeen]] = {}
    rows = rows.order_by("observed_on", "pk")
    for pk, item, status, origin in rows.values_list("structure_id", "item", "status", "origin"):
        found.setdefault(pk or 0, {})[item] = SignSeen(status, origin == "invented")
    return found
