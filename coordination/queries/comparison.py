"""Comparing structures side by side in one round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from coordination.domain.claims.chosen import Chosen, Places, WeightSet, chosen, places
from coordination.domain.claims.places import PlaceBound, place_bounds_of
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import cards, changes, filters, instruments, readable_cards, weightings
from coordination.queries.cards import Card, Stack
from coordination.queries.changes import Change, Weighing
from coordination.queries.filters import DRAWN, PAGE, Filters, NoSuch, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRow:
    """One structure in the matrix.

    ``is_placed``: it can be ranked under each set of weights in question. ``rank`` is its [best, worst] place under the
    weights of the page, ``any_weights`` that under any weights; both None where it has none, as where scores rest on
    different criteria. ``before`` is the voice's previous round; ``change`` is None where the structure was not heard in
    it, or by another version of the instrument.
    """

    structure: StructureValue
    card: Card
    is_placed: bool
    rank: Places | None
    any_weights: PlaceBound | None
    change: Change | None
    before: RoundValue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoreboard:
    """One round of one voice, in the order ``sort``; what may be said of it comes from `queries.claims`.

    ``rows`` are one page of the matrix, ``drawn`` those that charts take: all, or the first twelve. Claims are decided
    on ``chosen``: all structures of the filters that the voice was heard on; ``slugs`` are their names in addresses.
    """

    asked: Filters
    offered: Offered
    round: RoundValue | None
    voice: str
    sort: str
    weights: Weights
    instrument: InstrumentValue | None = None
    criteria: tuple[CriterionValue, ...] = ()
    rows: tuple[StructureRow, ...] = ()
    drawn: tuple[StructureRow, ...] = ()
    chosen: Chosen | None = None
    slugs: Mapping[str, str] = field(default_factory=dict)
    total: int = 0
    without: tuple[StructureValue, ...] = ()

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def pages(self) -> int:
        """How many pages the matrix has."""
        return _pages(self.total)

    @property
    def placed(self) -> int:
        """How many of all chosen structures can be ranked."""
        return len(self.chosen.placed) if self.chosen else 0

    @property
    def raters(self) -> int:
        """The largest number of raters behind one row."""
        return max((row.card.raters for row in self.rows), default=0)


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice for an address without one, the same for every reader; empty where none is heard."""
    there = filters.select(asked, user=user, programme=programme)
    chosen = filters.latest(there.rounds, asked.round)
    return chosen.opening if chosen and chosen.voices else ""


def scoreboard(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Scoreboard:
    """Return one round of one voice, structure by structure: one page of the matrix, or (whole) every row.

    Defaults to the latest round that is not invented, and to the voice of ``opening``.

    Raises:
        NoSuch: there is no such round, structure, page, or weights.
        Refused: weights or importance are none for these criteria.
    """
    there = filters.select(asked, user=user, programme=programme)
    latest = filters.latest(there.rounds, asked.round)
    if latest is None:
        return _empty(asked, there)
    voice = asked.voice or latest.opening
    known = instruments.known([latest.instrument_id])
    instrument = known[latest.instrument_id].value
    criteria = cards.criteria_of(instrument, asked.section)
    recorded = weightings.in_force(user, latest.id)
    weights = filters.weights_of(asked, recorded, len(criteria))
    filters.check_importance(asked, [criterion.code for criterion in criteria])
    before = _round_before(latest, voice, there.heard)
    stack = readable_cards.load(
        user,
        section=asked.section,
        voices=[voice],
        rounds=[each for each in (latest, before) if each and each.instrument_id == latest.instrument_id],
        instruments=known,
        structures=None if len(there.structures) > PAGE else [each.id for each in there.structures],
        weights=weights.values,
    )[latest.instrument_id, voice]
    sets = _in_question(weights, recorded, asked.section)
    in_question = {latest.id: tuple(recorded.values())} if asked.section == "coordination" else {}
    weighing = Weighing(shown=weights, recorded=in_question)
    arrays = _Field(stack, latest, before, there.structures, asked.sort or "score", sets, weighing)
    on_page, drawn = arrays.page(asked.page), arrays.order[:DRAWN]
    shown = arrays.order if is_whole else on_page
    rows = arrays.rows([*shown, *drawn])
    return replace(
        _empty(asked, there),
        offered=replace(there.offered, weights=recorded),
        round=latest,
        voice=voice,
        weights=weights,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(rows[at] for at in shown),
        drawn=tuple(rows[at] for at in drawn),
        chosen=arrays.chosen,
        slugs={each.code: each.slug for each in arrays.present},
        total=len(arrays.order),
        without=tuple(each for each in there.structures if (latest.id, each.id) not in stack),
    )


def _empty(asked: Filters, there: Selection) -> Scoreboard:
    """Return the board of a programme in which nothing is heard yet."""
    return Scoreboard(
        asked=asked,
        offered=there.offered,
        round=None,
        voice=asked.voice or "",
        sort=asked.sort or "score",
        weights=Weights(filters.EQUAL, (), ""),
    )


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _round_before(chosen: RoundValue, voice: str, heard: Sequence[RoundValue]) -> RoundValue | None:
    """Return the voice's previous round."""
    earlier = [
        each
        for each in heard
        if (each.reference_on, each.label) < (chosen.reference_on, chosen.label) and voice in each.voices
    ]
    return earlier[-1] if earlier else None


def _in_question(shown: Weights, recorded: Mapping[str, Weights], section: str) -> list[WeightSet]:
    """Return the weights under which claims are tried: those shown, then equal ones and those that a side recorded."""
    equal = Weights(filters.EQUAL, (1,) * len(shown.values), "")
    others = [equal, *recorded.values()] if section == "coordination" else [equal]
    return [
        WeightSet(each.kind, each.values)
        for each in (shown, *(other for other in others if other.kind != shown.kind))
    ]


class _Field:
    """The structures of one round as arrays, in the order of the page; only rows shown get their words."""

    def __init__(
        self,
        stack: Stack,
        round_: RoundValue,
        before: RoundValue | None,
        offered: Sequence[StructureValue],
        sort: str,
        sets: Sequence[WeightSet],
        weighing: Weighing,
    ) -> None:
        self.stack, self.round, self.before, self.weighing = stack, round_, before, weighing
        self.present = [each for each in offered if (round_.id, each.id) in stack]
        self.index = np.array([stack.rows[round_.id, each.id] for each in self.present], dtype=np.intp)
        self.low, self.high = (ends[self.index] for ends in stack.figures.points)
        self.chosen = chosen(
            names=[each.code for each in self.present],
            codes=[each.code for each in stack.criteria],
            sheets=stack.sheets,
            rows=[[stack.places[pk] for pk, _rater in stack.panels[row]] for row in self.index.tolist()],
            envelope=stack.envelope.take(self.index),
            sets=sets,
            conventions=stack.instrument.conventions,
        )
        self.ranks, self.bounds = places(self.chosen), place_bounds_of(self.chosen)
        self.placed = frozenset(self.chosen.placed)
        self.order = sorted(range(len(self.present)), key=self._key(sort))

    def _key(self, sort: str) -> Callable[[int], tuple[object, ...]]:
        codes = [each.code for each in self.present]
        if sort == "name":
            return lambda at: (codes[at],)
        if sort == "sector":
            return lambda at: (self.present[at].sector, codes[at])
        # What can be ranked first, then the higher low end, then the higher high end; without any, last.
        low, high = np.nan_to_num(self.low, nan=-1).tolist(), np.nan_to_num(self.high, nan=-1).tolist()
        return lambda at: (at not in self.placed, -low[at], -high[at], codes[at].casefold(), codes[at])

    def page(self, number: int) -> list[int]:
        """Return the places in ``present`` of one page of the matrix.

        Raises:
            NoSuch: the matrix has no such page.
        """
        if not 1 <= number <= _pages(len(self.order)):
            raise NoSuch("page", str(number))
        return self.order[(number - 1) * PAGE : number * PAGE]

    def rows(self, shown: Sequence[int]) -> dict[int, StructureRow]:
        """Return the rows of these structures, with their words; one query."""
        keys = {at: (self.round.id, self.present[at].id) for at in dict.fromkeys(shown)}
        written = readable_cards.in_words(self.stack, keys.values())
        changed = self._changes(list(keys))
        return {
            at: StructureRow(
                structure=self.present[at],
                card=written.card(key),
                is_placed=at in self.placed,
                rank=self.ranks.get(self.present[at].code),
                any_weights=self.bounds.get(self.present[at].code),
                change=changed.get(at),
                before=self.before,
            )
            for at, key in keys.items()
        }

    def _changes(self, shown: Sequence[int]) -> dict[int, Change]:
        before = self.before
        if before is None or before.instrument_id != self.round.instrument_id:
            return {}
        both = [at for at in shown if (before.id, self.present[at].id) in self.stack]
        steps = [(self.present[at].id, before, self.round) for at in both]
        found = changes.of_one_questionnaire(steps, self.stack, self.weighing)
        return {at: found[self.present[at].id, before.id, self.round.id] for at in both}
