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
from coordination.queries import filters, instruments, latest, readable_cards, structure_rows
from coordination.queries.cards import Cell, Key, Stack
from coordination.queries.filters import Filters, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StatementValue, StructureValue, statement_value


@dataclass(frozen=True, slots=True)
class TrapSigns:
    """The signs of each trap in one structure."""

    substitution: SignsCounted
    without_partnership: SignsCounted


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One structure on the plane: what its answers allow, item by item, and separately what the source says.

    The answers are those of the ``round``.
    """

    structure: StructureValue
    round: RoundValue
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
    ``said_only`` are structures with signs stated by sources, on which the voice is not heard; ``without`` are all on
    which it is not heard, or only by another questionnaire than ``instrument``.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...] = ()
    voice: str
    said_only: tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]
    counted: QuadrantsCounted
    instrument: InstrumentValue | None = None
    placed: tuple[Placed, ...] = ()
    without: tuple[StructureValue, ...] = ()

    @property
    def round(self) -> RoundValue | None:
        """The round that all structures are shown at; None where each stands at its own."""
        return self.rounds[0] if self.asked.round and self.rounds else None

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
        """The rounds that structures are shown at, oldest first."""
        return self.rounds


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _VoiceHeard:
    """The voice's cards by one questionnaire, on structures and on the ``whole``; each structure's round by its id."""

    stack: Stack
    whole: Stack
    current: Mapping[int, RoundValue]
    rounds: tuple[RoundValue, ...]

    def key(self, structure: StructureValue) -> Key:
        """Return the key of a structure's card."""
        return self.current[structure.id].id, structure.id

    def has(self, structure: StructureValue) -> bool:
        """Whether the voice is heard on the structure."""
        return structure.id in self.current and self.key(structure) in self.stack


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice for an address without one, the same for every reader; empty where none is heard."""
    chosen = filters.latest(filters.select(asked, user=user, programme=programme).rounds, asked.round)
    return _opening(chosen) if chosen and chosen.voices else ""


def board(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Plane:
    """Return the plane of one voice: where all structures chosen stand, and one page of them or (whole) all.

    Defaults to the voice of ``opening``, and to each structure's latest round in which the voice is heard. Of several
    questionnaires it is that of the latest round shown.

    Raises:
        NoSuch: there is no such round, structure or page.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = filters.shown(asked, there.rounds)
    voice = asked.voice or (_opening(chosen) if chosen else "")
    heard = None if asked.round else _at_latest(there, voice, user, programme)
    if heard is None and chosen:
        heard = _in_round(there, chosen, voice, user)
    said = _statements(programme)
    present = [each for each in there.structures if heard and heard.has(each)]
    without = tuple(each for each in there.structures if each not in present)
    unplaced = Plane(
        asked=asked,
        offered=there.offered,
        voice=voice,
        said_only=_said_only(without, said),
        counted=QuadrantsCounted({}),
        without=without,
    )
    if heard is None:
        return unplaced
    stand = _positions(heard, present, there.whole)
    on_page = structure_rows.page(range(len(present)), asked.page)
    shown = present if is_whole else [present[at] for at in on_page]
    heard = _in_words(heard, shown, there.whole)
    of_whole = {each.id: _cells(heard.whole, each, there.whole) for each in heard.rounds}
    observed = observed_signs(programme)
    return replace(
        unplaced,
        rounds=heard.rounds,
        instrument=heard.stack.instrument,
        placed=tuple(
            _placed(
                each,
                stand[each.code],
                of_whole[heard.current[each.id].id],
                heard.current[each.id],
                heard.stack,
                said.get(each.id, ()),
                observed.get(each.id, {}),
            )
            for each in shown
        ),
        counted=QuadrantsCounted({code: each.quadrants for code, each in stand.items()}),
    )


def _at_latest(there: Selection, voice: str, user: User, programme: Programme) -> _VoiceHeard | None:
    """Return each structure at its own round; None where the voice is heard on none."""
    found = latest.load(user, programme, there.rounds, section=None, voices=(voice,), told=there.told)
    current = {each.id: found.rounds[each.id] for each in there.structures if each.id in found.rounds}
    if not current:
        return None
    newest = max(current.values(), key=lambda each: (each.reference_on, each.label))
    alike = {pk: each for pk, each in current.items() if each.instrument_id == newest.instrument_id}
    ids = {each.id for each in alike.values()}
    rounds = tuple(each for each in there.rounds if each.id in ids)
    return _VoiceHeard(
        stack=found.stacks[newest.instrument_id, voice],
        whole=_numbers([there.whole] if there.whole else [], rounds, voice, user),
        current=alike,
        rounds=rounds,
    )


def _in_round(there: Selection, chosen: RoundValue, voice: str, user: User) -> _VoiceHeard:
    """Return all structures at one round."""
    heard = readable_cards.heard(user, voice=voice, round_id=chosen.id)
    present = [each for each in there.structures if each.id in heard]
    stack = _numbers([*present, *([there.whole] if there.whole else [])], [chosen], voice, user)
    return _VoiceHeard(
        stack=stack, whole=stack, current={each.id: chosen for each in present}, rounds=(chosen,)
    )


def _in_words(
    heard: _VoiceHeard, shown: Sequence[StructureValue], whole: StructureValue | None
) -> _VoiceHeard:
    """Return the cards of the structures shown, and of the programme as a whole, with their words; one query."""
    of_whole = [(each.id, whole.id) for each in heard.rounds] if whole else []
    written = readable_cards.all_in_words(
        {(0, ""): heard.stack, (1, ""): heard.whole},
        {(0, ""): [heard.key(each) for each in shown], (1, ""): of_whole},
    )
    return replace(heard, stack=written[0, ""], whole=written[1, ""])


def _positions(
    heard: _VoiceHeard, present: Sequence[StructureValue], whole: StructureValue | None
) -> dict[str, Position]:
    """Return where each of these structures can stand, by its code: each with the programme as a whole in its round."""
    stack, conventions = heard.stack, heard.stack.instrument.conventions
    codes = [each.code for each in stack.criteria]
    found: dict[str, Position] = {}
    for round_ in heard.rounds:
        here = [each for each in present if heard.current[each.id].id == round_.id]
        grid = stack.envelope.take([stack.rows[heard.key(each)] for each in here])
        items = items_of(grid, codes, admitted_of_whole(heard.whole, round_, whole), conventions)
        found |= zip((each.code for each in here), positions(items, conventions), strict=True)
    return {each.code: found[each.code] for each in present}


def _said_only(
    unheard: Iterable[StructureValue], said: Mapping[int, tuple[StatementValue, ...]]
) -> tuple[tuple[StructureValue, tuple[StatementValue, ...]], ...]:
    return tuple((each, said[each.id]) for each in unheard if each.id in said)


def _numbers(
    structures: Sequence[StructureValue], rounds: Sequence[RoundValue], voice: str, user: User
) -> Stack:
    """Return the answers on these structures in rounds of one questionnaire, without words."""
    loaded = readable_cards.load(
        user,
        voices=[voice],
        rounds=rounds,
        instruments=instruments.of_rounds(rounds[:1]),
        structures=[each.id for each in structures],
    )
    return loaded[rounds[0].instrument_id, voice]


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
        round=round_,
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
