"""Ownership × partnership: where each structure can stand, item by item, beside what the source says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.answers import Reading
from coordination.domain.claims.ownership import Quadrants, QuadrantsCounted, ThinOwnership
from coordination.domain.claims.signs import SignObserved, SignsCounted, signs_counted
from coordination.domain.instruments import InstrumentValue
from coordination.domain.ownership import Position, Quadrant, items_of, positions, with_whole
from coordination.domain.vocabulary import SIGNS, SUBSTITUTION_SIGNS, WITHOUT_PARTNERSHIP_SIGNS
from coordination.models import Observation, Programme, Statement, User
from coordination.queries import filters, instruments, readable_cards, structure_rows
from coordination.queries.cards import Cell, Stack
from coordination.queries.filters import Filters, Offered
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StatementValue, StructureValue, statement_value


@dataclass(frozen=True, slots=True)
class TrapSigns:
    """The signs of each trap in one structure."""

    substitution: SignsCounted
    without_partnership: SignsCounted


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One structure on the plane: what its answers allow, item by item, and separately what the source says."""

    structure: StructureValue
    corners: Quadrants
    thin: ThinOwnership
    ownership: tuple[Cell, ...]
    partnership: tuple[Cell, ...]
    signs: TrapSigns
    said: tuple[StatementValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """All that the page Ownership × partnership, its chart and its CSV show.

    ``counted`` is said of all structures of the filters, ``placed`` are those of the page, or all of a file.
    ``said_only`` are structures with signs stated by sources, on which the voice is not heard.
    """

    asked: Filters
    offered: Offered
    round: RoundValue | None
    voice: str
    said_only: tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]
    counted: QuadrantsCounted
    instrument: InstrumentValue | None = None
    placed: tuple[Placed, ...] = ()

    @property
    def total(self) -> int:
        """How many structures of the filters the voice is heard on."""
        return len(self.counted.quadrants)

    @property
    def pages(self) -> int:
        """How many pages they fill."""
        return structure_rows.pages(self.total)

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice for an address without one, the same for every reader; empty where none is heard."""
    there = filters.select(asked, user=user, programme=programme)
    chosen = filters.latest(there.rounds, asked.round)
    return _opening(chosen) if chosen and chosen.voices else ""


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Plane:
    """Return the plane of one round and voice: where all structures chosen stand, and one page of them or (whole) all.

    Defaults to the voice of ``opening``.

    Raises:
        NoSuch: there is no such round, structure or page.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = filters.shown(asked, there.rounds)
    voice = asked.voice or (_opening(chosen) if chosen else "")
    said = _statements(programme)
    heard = readable_cards.heard(user, voice=voice, round_id=chosen.id) if chosen else frozenset()
    present = [each for each in there.structures if each.id in heard]
    unplaced = Plane(
        asked=asked,
        offered=there.offered,
        round=chosen,
        voice=voice,
        said_only=_said_only([each for each in there.structures if each.id not in heard], said),
        counted=QuadrantsCounted({}),
    )
    if chosen is None:
        return unplaced
    on_page = structure_rows.page(range(len(present)), asked.page)
    shown = present if is_whole else [present[at] for at in on_page]
    numbers = _numbers(present, there.whole, chosen, voice, user)
    stand = _positions(numbers, chosen, present, there.whole)
    whole = [there.whole] if there.whole else []
    stack = readable_cards.in_words(numbers, [(chosen.id, each.id) for each in [*shown, *whole]])
    of_whole = _cells(stack, chosen, there.whole)
    observed = observed_signs(programme)
    placed = tuple(
        _placed(
            each,
            stand[each.code],
            of_whole,
            chosen,
            stack,
            said.get(each.id, ()),
            observed.get(each.id, {}),
        )
        for each in shown
    )
    counted = QuadrantsCounted({code: each.quadrants for code, each in stand.items()})
    return replace(unplaced, instrument=stack.instrument, placed=placed, counted=counted)


def _positions(
    stack: Stack, chosen: RoundValue, present: Sequence[StructureValue], whole: StructureValue | None
) -> dict[str, Position]:
    """Return where each of these structures can stand, by its code."""
    conventions = stack.instrument.conventions
    grid = stack.envelope.take([stack.rows[chosen.id, each.id] for each in present])
    codes = [each.code for each in stack.criteria]
    found = positions(
        items_of(grid, codes, admitted_of_whole(stack, chosen, whole), conventions), conventions
    )
    return dict(zip((each.code for each in present), found, strict=True))


def _said_only(
    unheard: Iterable[StructureValue], said: Mapping[int, tuple[StatementValue, ...]]
) -> tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]:
    return tuple((each, said[each.id]) for each in unheard if each.id in said)


def _numbers(
    present: Sequence[StructureValue],
    whole: StructureValue | None,
    chosen: RoundValue,
    voice: str,
    user: User,
) -> Stack:
    """Return the answers on these structures and on the programme as a whole, without words."""
    return readable_cards.load(
        user,
        voices=[voice],
        rounds=[chosen],
        instruments=instruments.of_rounds([chosen]),
        structures=[each.id for each in present] + ([whole.id] if whole else []),
    )[chosen.instrument_id, voice]


def _opening(chosen: RoundValue) -> str:
    """Prefer the analyst's coding, which is made for this page."""
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
    position: Position,
    whole: Mapping[str, Cell],
    round_: RoundValue,
    stack: Stack,
    said: Sequence[StatementValue],
    observed: Mapping[str, SignObserved],
) -> Placed:
    own = _cells(stack, round_, structure)
    readings = with_whole(_readings(own), _readings(whole))
    cells = {
        code: own[code] if code in own and own[code].reading is reading else whole[code]
        for code, reading in readings.items()
    }
    conventions = stack.instrument.conventions
    key = round_.id, structure.id
    ownership = tuple(cells[code] for code in conventions.ownership_items if code in cells)
    return Placed(
        structure=structure,
        corners=Quadrants(
            structure=structure.code,
            assessors=len(stack.raters(key)),
            position=position,
            stated=_stated(said),
        ),
        thin=ThinOwnership(
            structure=structure.code, panels={cell.criterion.code: cell.panel for cell in ownership}
        ),
        ownership=ownership,
        partnership=tuple(cells[code] for code in conventions.partnership_items if code in cells),
        signs=trap_signs(said, observed),
        said=tuple(said),
    )


def admitted_of_whole(
    stack: Stack, round_: RoundValue, whole: StructureValue | None
) -> Mapping[str, Reading]:
    """Return the envelope of the answers on the programme as a whole, empty where the voice is not heard on it."""
    key = (round_.id, whole.id) if whole else None
    return stack.admitted(key) if key and key in stack else {}


def _cells(stack: Stack, round_: RoundValue, structure: StructureValue | None) -> dict[str, Cell]:
    """Return the answers by criterion code, empty without a structure on which the voice is heard."""
    key = (round_.id, structure.id) if structure else None
    if key is None or key not in stack:
        return {}
    return {cell.criterion.code: cell for cell in stack.card(key).cells}


def _readings(cells: Mapping[str, Cell]) -> dict[str, Reading]:
    return {code: cell.reading for code, cell in cells.items()}


def _stated(said: Sequence[StatementValue]) -> Quadrant | None:
    """Return the quadrant whose signs the source states."""
    stated = {each.item for each in said}
    if stated & set(SUBSTITUTION_SIGNS):
        return Quadrant.SUBSTITUTION
    return Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP if stated & set(WITHOUT_PARTNERSHIP_SIGNS) else None


def trap_signs(said: Sequence[StatementValue], observed: Mapping[str, SignObserved]) -> TrapSigns:
    """Count the signs of each trap; every page takes its counts from here.

    ``observed`` are the latest observations by sign.
    """
    stated: dict[str, bool] = {}
    for each in said:
        # One quotation without a question mark is enough for a plain statement.
        stated[each.item] = stated.get(each.item, True) and each.quote.en.rstrip().endswith("?")
    return TrapSigns(
        substitution=signs_counted(SUBSTITUTION_SIGNS, stated, observed),
        without_partnership=signs_counted(WITHOUT_PARTNERSHIP_SIGNS, stated, observed),
    )


def observed_signs(
    programme: Programme, structure_id: int | None = None
) -> dict[int, dict[str, SignObserved]]:
    """Return the latest observation of each sign, by structure (one, or all); one query."""
    rows = Observation.objects.filter(programme=programme, structure__isnull=False, item__in=SIGNS)
    if structure_id is not None:
        rows = rows.filter(structure=structure_id)
    found: dict[int, dict[str, SignObserved]] = {}
    rows = rows.order_by("observed_on", "pk")
    for pk, item, status, origin in rows.values_list("structure_id", "item", "status", "origin"):
        found.setdefault(pk or 0, {})[item] = SignObserved(status, origin == "invented")
    return found
