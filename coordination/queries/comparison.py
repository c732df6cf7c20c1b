"""Comparing structures side by side in one round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.robustness import ranks, standings
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import cards, changes, filters, instruments, weightings
from coordination.queries.cards import Card, Stack
from coordination.queries.changes import Change, Weighing
from coordination.queries.filters import DRAWN, PAGE, Filters, NoSuch, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRow:
    """One structure in the matrix.

    ``rank`` is [best, worst] among the assessable under the weights of the page, ``any_weights`` under all weights;
    both None where not assessable. ``before`` is the voice's previous round; ``change`` is None where the structure was
    not heard in it, or by another version of the instrument.
    """

    structure: StructureValue
    card: Card
    rank: tuple[int, int] | None
    any_weights: tuple[int, int] | None
    change: Change | None
    before: RoundValue | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoreboard:
    """One round of one voice, in the order ``sort``; what may be said of it comes from `queries.claims`.

    ``rows`` are one page of the matrix, ``drawn`` those that charts and findings take: all, or the first twelve.
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
    total: int = 0
    assessable: int = 0
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
    chosen = filters.latest(there.rounds, asked.round)
    if chosen is None:
        return _empty(asked, there)
    voice = asked.voice or chosen.opening
    known = instruments.known([chosen.instrument_id])
    instrument = known[chosen.instrument_id].value
    criteria = cards.criteria_of(instrument, asked.section)
    recorded = weightings.in_force(user, chosen.id)
    weights = filters.weights_of(asked, recorded, len(criteria))
    filters.check_importance(asked, [criterion.code for criterion in criteria])
    before = _round_before(chosen, voice, there.heard)
    stack = cards.load(
        user,
        section=asked.section,
        voices=[voice],
        rounds=[each for each in (chosen, before) if each and each.instrument_id == chosen.instrument_id],
        instruments=known,
        structures=None if len(there.structures) > PAGE else [each.id for each in there.structures],
        weights=weights.values,
    )[chosen.instrument_id, voice]
    in_question = {chosen.id: tuple(recorded.values())} if asked.section == "coordination" else {}
    weighing = Weighing(shown=weights, recorded=in_question)
    field = _Field(stack, chosen, before, there.structures, asked.sort or "score", weighing)
    on_page, drawn = field.page(asked.page), field.order[:DRAWN]
    shown = field.order if is_whole else on_page
    rows = field.rows([*shown, *drawn])
    return replace(
        _empty(asked, there),
        offered=replace(there.offered, weights=recorded),
        round=chosen,
        voice=voice,
        weights=weights,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(rows[at] for at in shown),
        drawn=tuple(rows[at] for at in drawn),
        total=len(field.order),
        assessable=int(field.is_assessable.sum()),
        without=tuple(each for each in there.structures if (chosen.id, each.id) not in stack),
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


class _Field:
    """The structures of one round as arrays, in the order of the page; only rows shown get their words."""

    def __init__(
        self,
        stack: Stack,
        chosen: RoundValue,
        before: RoundValue | None,
        offered: Sequence[StructureValue],
        sort: str,
        weighing: Weighing,
    ) -> None:
        self.stack, self.chosen, self.before, self.weighing = stack, chosen, before, weighing
        self.present = [each for each in offered if (chosen.id, each.id) in stack]
        self.index = np.array([stack.rows[chosen.id, each.id] for each in self.present], dtype=np.intp)
        figures, conventions = stack.figures, stack.instrument.conventions
        self.is_assessable = figures.assessable(conventions)[self.index]
        self.low, self.high = (ends[self.index] for ends in figures.points)
        placed = np.flatnonzero(self.is_assessable)
        self.place = dict(zip(placed.tolist(), range(len(placed)), strict=True))
        self.ranks = ranks(self.low[placed], self.high[placed])
        self.standings = standings(stack.grid.take(self.index[placed]), conventions.min_common)
        self.order = sorted(range(len(self.present)), key=self._key(sort))

    def _key(self, sort: str) -> Callable[[int], tuple[object, ...]]:
        codes = [each.code for each in self.present]
        if sort == "name":
            return lambda at: (codes[at],)
        if sort == "sector":
            return lambda at: (self.present[at].sector, codes[at])
        # The assessable first, then the higher low end, then the higher high end; without any, last.
        low, high = np.nan_to_num(self.low, nan=-1).tolist(), np.nan_to_num(self.high, nan=-1).tolist()
        unplaced = (~self.is_assessable).tolist()
        return lambda at: (unplaced[at], -low[at], -high[at], codes[at].casefold(), codes[at])

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
        keys = {at: (self.chosen.id, self.present[at].id) for at in dict.fromkeys(shown)}
        written = cards.in_words(self.stack, keys.values())
        changed = self._changes(list(keys))
        return {
            at: StructureRow(
                structure=self.present[at],
                card=written.card(key),
                rank=rank,
                any_weights=any_weights,
                change=changed.get(at),
                before=self.before,
            )
            for at, key in keys.items()
            for rank, any_weights in [self._places(at)]
        }

    def _places(self, at: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Return the places under the weights of the page, and under any weights."""
        place = self.place.get(at)
        if place is None:
            return None, None
        (best, worst), (ahead, behind) = self.ranks[place].tolist(), self.standings[place].tolist()
        return (best, worst), (1 + behind, len(self.place) - ahead)

    def _changes(self, shown: Sequence[int]) -> dict[int, Change]:
        before = self.before
        if before is None or before.instrument_id != self.chosen.instrument_id:
            return {}
        both = [at for at in shown if (before.id, self.present[at].id) in self.stack]
        steps = [(self.present[at].id, before, self.chosen) for at in both]
        found = changes.of_one_questionnaire(steps, self.stack, self.weighing)
        return {at: found[self.present[at].id, before.id, self.chosen.id] for at in both}
