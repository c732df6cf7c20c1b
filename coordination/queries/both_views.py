"""Comparing structures as both sides see them: each at its latest round that the reader may see, or all in one round.

What is said of each view comes from its board, as where only one view is shown; here they are put beside each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.claims import standings
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.vocabulary import BOTH, SIDES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import (
    cards,
    comparison,
    filters,
    instruments,
    latest,
    readable_cards,
    structure_rows,
    weightings,
)
from coordination.queries.cards import Stacks
from coordination.queries.changes import Weighing
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import DRAWN, Filters, Offered, Selection
from coordination.queries.instruments import KnownInstrument
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import Field, OrderedBy, StructureRow
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class BothRow:
    """One structure: the row of each side that is heard in its round; ``apart`` are the criteria they disagree on."""

    structure: StructureValue
    round: RoundValue
    sides: Mapping[str, StructureRow]
    apart: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BothViews:
    """Structures with both views in one row, one page of them; ``boards`` are the views of the sides heard.

    ``without`` are the structures asked for that no side is heard on, or only by another questionnaire than
    ``instrument``.
    """

    asked: Filters
    offered: Offered
    rounds: tuple[RoundValue, ...]
    sort: str
    weights: Weights
    instrument: InstrumentValue | None = None
    criteria: tuple[CriterionValue, ...] = ()
    rows: tuple[BothRow, ...] = ()
    boards: tuple[Scoreboard, ...] = ()
    total: int = 0
    without: tuple[StructureValue, ...] = ()

    @property
    def voice(self) -> str:
        """The view as addresses name it."""
        return BOTH

    @property
    def round(self) -> RoundValue | None:
        """The round that all structures are shown at; None where each stands at its own."""
        return self.rounds[0] if self.asked.round and self.rounds else None

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The rounds that structures are shown at, oldest first."""
        return self.rounds

    @property
    def pages(self) -> int:
        """How many pages the matrix has."""
        return structure_rows.pages(self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The cards of both sides, the round of each structure, and each side's round before, by (structure id, side)."""

    stacks: Stacks
    known: Mapping[int, KnownInstrument]
    current: Mapping[int, RoundValue]
    before: Mapping[tuple[int, str], RoundValue]

    def has(self, structure: int, side: str) -> bool:
        """Whether the side is heard on the structure in its round."""
        now = self.current.get(structure)
        return now is not None and (now.id, structure) in self.stacks[now.instrument_id, side]


def load(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> BothViews:
    """Return structures as both sides see them: one page of the matrix, or (whole) every row.

    Of several questionnaires it is that of the latest round shown: scores of different ones do not compare.

    Raises:
        NoSuch: there is no such round, structure, page, or weights.
        Refused: weights or importance are none for these criteria.
    """
    there = filters.select(asked, user=user, programme=programme)
    found = (
        _in_round(asked, there, user, programme) if asked.round else _at_latest(asked, there, user, programme)
    )
    heard = [each for each in there.structures if any(found.has(each.id, side) for side in SIDES)]
    if not heard:
        rounds = (filters.labelled(there.rounds, asked.round),) if asked.round else ()
        return _both(asked, there.offered, rounds, weights=Weights(filters.EQUAL, ()))
    newest = max((found.current[each.id] for each in heard), key=lambda each: (each.reference_on, each.label))
    present = [each for each in heard if found.current[each.id].instrument_id == newest.instrument_id]
    ids = {found.current[each.id].id for each in present}
    shown = tuple(each for each in there.rounds if each.id in ids)
    recorded = weightings.in_question(user, sorted(ids)) if asked.section == filters.SECTIONS[0] else {}
    return _beside(asked, there, found, present, shown, recorded, is_whole=is_whole)


def _at_latest(asked: Filters, there: Selection, user: User, programme: Programme) -> _Found:
    found = latest.load(user, programme, there.rounds, section=asked.section, told=there.told)
    return _Found(stacks=found.stacks, known=found.known, current=found.rounds, before=found.before)


def _in_round(asked: Filters, there: Selection, user: User, programme: Programme) -> _Found:
    """Return the cards of one round, and of each side's round before where it has the same questionnaire."""
    now = filters.labelled(there.rounds, asked.round or "")
    earlier = {side: comparison.round_before(now, side, there.heard) for side in SIDES}
    alike = {side: each for side, each in earlier.items() if each and each.instrument_id == now.instrument_id}
    known = instruments.of_rounds([now])
    stacks = readable_cards.load(
        user,
        section=asked.section,
        voices=SIDES,
        rounds=list(dict.fromkeys([now, *alike.values()])),
        instruments=known,
        structures=filters.read_of(asked, there),
        programme=programme,
        told=there.told,
    )
    return _Found(
        stacks=stacks,
        known=known,
        current={each.id: now for each in there.structures},
        before={(each.id, side): then for each in there.structures for side, then in alike.items()},
    )


def _beside(
    asked: Filters,
    there: Selection,
    found: _Found,
    present: Sequence[StructureValue],
    rounds: tuple[RoundValue, ...],
    recorded: Mapping[int, Sequence[Weights]],
    *,
    is_whole: bool,
) -> BothViews:
    instrument = found.known[rounds[-1].instrument_id].value
    criteria = cards.criteria_of(instrument, asked.section)
    # Weights that a side recorded are those of a round: only where all stand at one can they be chosen.
    offered = {each.kind: each for each in recorded.get(rounds[0].id, ())} if len(rounds) == 1 else {}
    weights = filters.weights_of(asked, offered, len(criteria))
    filters.check_importance(asked, [each.code for each in criteria])
    stacks = {
        (instrument_id, side): replace(stack, weights=weights.values)
        for (instrument_id, side), stack in found.stacks.items()
        if instrument_id == rounds[-1].instrument_id
    }
    sets = comparison.in_question_of(
        weights, [each for of in recorded.values() for each in of], asked.section
    )
    fields = {}
    for (_id, side), stack in stacks.items():
        heard = [each for each in present if found.has(each.id, side)]
        if heard:
            fields[side] = Field(
                stack,
                heard,
                current=found.current,
                before={each.id: then for each in heard if (then := found.before.get((each.id, side)))},
                sets=sets,
                weighing=Weighing(shown=weights, recorded=recorded),
            )
    view = _both(asked, replace(there.offered, weights=offered), rounds, weights=weights)
    view = replace(view, instrument=instrument, criteria=criteria, total=len(present))
    shown = {each.id for each in present}
    view = replace(view, without=tuple(each for each in there.structures if each.id not in shown))
    return _filled(view, present, fields, is_whole=is_whole)


def _both(asked: Filters, offered: Offered, rounds: Sequence[RoundValue], *, weights: Weights) -> BothViews:
    sort = asked.sort or filters.SORTS[0]
    return BothViews(asked=asked, offered=offered, rounds=tuple(rounds), sort=sort, weights=weights)


def _filled(
    view: BothViews, present: Sequence[StructureValue], fields: Mapping[str, Field], *, is_whole: bool
) -> BothViews:
    """Return the view with its rows and boards; one query for the words of all of them."""
    order = structure_rows.in_order(present, _standings(present, fields.values()), view.sort)
    on_page, drawn = structure_rows.page(order, view.asked.page), order[:DRAWN]
    shown = order if is_whole else on_page
    wanted = {present[at].id for at in (*shown, *drawn)}
    places = {
        side: {each.id: at for at, each in enumerate(field.present) if each.id in wanted}
        for side, field in fields.items()
    }
    written = readable_cards.all_in_words(
        {(0, side): field.stack for side, field in fields.items()},
        {(0, side): fields[side].keys(at.values()) for side, at in places.items()},
    )
    rows = {
        side: {
            fields[side].present[at].id: row
            for at, row in fields[side].rows(places[side].values(), written[0, side]).items()
        }
        for side in fields
    }
    apart = _apart(fields, [present[at].id for at in shown])
    return replace(
        view,
        rows=tuple(_row(present[at], rows, apart) for at in shown),
        boards=tuple(
            _board(view, side, fields[side], _of(rows[side], present, shown), _of(rows[side], present, drawn))
            for side in fields
        ),
    )


def _standings(present: Sequence[StructureValue], fields: Iterable[Field]) -> list[OrderedBy]:
    """What orders the structures: the lower of the sides' scores, where every side heard can be ranked."""
    found: dict[int, OrderedBy] = {}
    for field in fields:
        for structure, one in zip(field.present, field.standings, strict=True):
            other = found.get(structure.id)
            found[structure.id] = one if other is None else _lower(one, other)
    return [found[each.id] for each in present]


def _lower(one: OrderedBy, other: OrderedBy) -> OrderedBy:
    return OrderedBy(one.is_placed and other.is_placed, min(one.low, other.low), min(one.high, other.high))


def _of(
    rows: Mapping[int, StructureRow], present: Sequence[StructureValue], shown: Iterable[int]
) -> tuple[StructureRow, ...]:
    return tuple(rows[present[at].id] for at in shown if present[at].id in rows)


def _row(
    structure: StructureValue,
    rows: Mapping[str, Mapping[int, StructureRow]],
    apart: Mapping[int, frozenset[str]],
) -> BothRow:
    sides = {side: of[structure.id] for side, of in rows.items() if structure.id in of}
    first = next(iter(sides.values()))
    return BothRow(
        structure=structure, round=first.round, sides=sides, apart=apart.get(structure.id, frozenset())
    )


def _apart(fields: Mapping[str, Field], shown: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the criteria on which no level fits both sides, by structure id."""
    if len(fields) < len(SIDES):
        return {}
    at = [{each.id: place for place, each in enumerate(fields[side].present)} for side in SIDES]
    both = [each for each in shown if all(each in of for of in at)]
    grids = [
        fields[side].chosen.envelope.take([of[each] for each in both])
        for side, of in zip(SIDES, at, strict=True)
    ]
    found = standings.gaps_of(fields[SIDES[0]].chosen.codes, *grids)
    return {each: frozenset(gap.code for gap in gaps) for each, gaps in zip(both, found, strict=True)}


def _board(
    view: BothViews, side: str, field: Field, rows: tuple[StructureRow, ...], drawn: tuple[StructureRow, ...]
) -> Scoreboard:
    return Scoreboard(
        asked=view.asked,
        offered=view.offered,
        round=view.rounds[-1],
        voice=side,
        sort=view.sort,
        weights=view.weights,
        instrument=view.instrument,
        criteria=view.criteria,
        rows=rows,
        drawn=drawn,
        chosen=field.chosen,
        slugs={each.code: each.slug for each in field.present},
        labels={each.code: field.current[each.id].label for each in field.present},
        total=len(field.present),
    )
