"""Comparing structures side by side in one round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from coordination.domain.change import StructureChange, changes
from coordination.domain.comparison import ComparisonFinding, Contender, OpenQuestion, find_next, findings
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.robustness import Pair, pair, ranks, shares_between, standings
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import cards, filters, instruments, weightings
from coordination.queries.cards import Card, Stack
from coordination.queries.filters import DRAWN, PAGE, Filters, NoSuch, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier round to this one."""

    since: RoundValue
    to: RoundValue
    figures: StructureChange


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRow:
    """One structure in the matrix.

    ``rank`` is [best, worst] among those assessable under the weights of the page, ``any_weights`` whatever the
    weights; both None for what is not assessable. ``before`` is the round before in which the voice was heard;
    without a ``change`` the structure was not, or by another version of the instrument.
    """

    structure: StructureValue
    card: Card
    rank: tuple[int, int] | None
    any_weights: tuple[int, int] | None
    change: Change | None
    before: RoundValue | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Scoreboard:
    """All that the Compare page, its charts and its CSV show.

    ``rows`` are one page of the matrix, ``drawn`` those that charts and findings take: all, or the first twelve.
    """

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    voice: str
    section: str
    sector: str
    sort: str
    chosen: tuple[str, ...]
    sectors: tuple[str, ...]
    weights: Weights
    recorded: Mapping[str, Weights]
    instrument: InstrumentValue | None = None
    criteria: tuple[CriterionValue, ...] = ()
    rows: tuple[StructureRow, ...] = ()
    drawn: tuple[StructureRow, ...] = ()
    total: int = 0
    assessable: int = 0
    page: int = 1
    without: tuple[StructureValue, ...] = ()
    importance: tuple[str, ...] = ()
    choosable: tuple[StructureValue, ...] = ()

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def pages(self) -> int:
        """How many pages the matrix has."""
        return max(1, -(-self.total // PAGE))

    @property
    def raters(self) -> int:
        """The largest number of raters behind one row."""
        return max((row.card.raters for row in self.rows), default=0)

    @cached_property
    def findings(self) -> tuple[ComparisonFinding, ...]:
        """What may be said of the drawn structures, the most telling first."""
        if self.instrument is None:
            return ()
        named = filters.named_weights(self.recorded, self._codes) if self.section == "coordination" else {}
        if self.weights.kind == "entered":
            named["entered"] = self._weights
        return findings(self._contenders, self.instrument.conventions, self._weights, named or None)

    @cached_property
    def steps(self) -> tuple[NextStep, ...]:
        """What to do next about the drawn structures, in order."""
        return next_steps(self._contenders, self._weights, self.instrument) if self.instrument else ()

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What to find out next, the most telling answer first."""
        if self.instrument is None:
            return ()
        return find_next(self._contenders, self._weights, self.instrument.conventions)

    @cached_property
    def shares(self) -> Mapping[tuple[str, str], tuple[Fraction, Fraction] | None]:
        """The certain and possible share of weightings for every ordered pair of the drawn and assessable."""
        if self.instrument is None:
            return {}
        placed = [row for row in self.drawn if row.card.is_assessable]
        return {
            (a.structure.code, b.structure.code): shares_between(
                a.card.readings, b.card.readings, self.instrument.conventions
            )
            for a in placed
            for b in placed
            if a is not b
        }

    def pair(self, first: str, second: str) -> Pair | None:
        """Return one drawn structure against another, by their codes; None: not comparable."""
        if self.instrument is None:
            return None
        readings = {row.structure.code: row.card.readings for row in self.drawn}
        return pair(readings[first], readings[second], self.weights.values, self.instrument.conventions)

    @property
    def _codes(self) -> list[str]:
        return [criterion.code for criterion in self.criteria]

    @property
    def _weights(self) -> dict[str, int]:
        return dict(zip(self._codes, self.weights.values, strict=True))

    @cached_property
    def _contenders(self) -> list[Contender]:
        return [
            Contender(
                code=row.structure.code,
                readings={cell.criterion.code: cell.reading for cell in row.card.cells},
                composite=row.card.composite,
                assessable=row.card.is_assessable,
            )
            for row in self.drawn
        ]


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the voice that an address without one opens on, the same for every reader; empty where none is heard."""
    chosen = filters.select(asked, user=user, programme=programme).latest(asked.round)
    return chosen.opening if chosen and chosen.voices else ""


def scoreboard(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Scoreboard:
    """Return one round of one voice, structure by structure: a page of the matrix, or (whole) all of it.

    Without a chosen round the latest one that is not invented is taken; without a chosen voice that of ``opening``.

    Raises:
        NoSuch: there is no such round, structure, page, or weights.
        Refused: weights or importance are none for these criteria.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = there.latest(asked.round)
    if chosen is None:
        return _nothing(asked, there)
    voice = asked.voice or chosen.opening
    known = instruments.known([chosen.instrument_id])
    instrument = known[chosen.instrument_id].value
    criteria = cards.criteria_of(instrument, asked.section)
    recorded = weightings.in_force(user, chosen.id)
    weights = filters.weights_of(asked, recorded, len(criteria))
    importance = filters.importance_of(asked, [criterion.code for criterion in criteria])
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
    field = _Field(stack, chosen, before, there.structures, asked.sort or "score")
    if not 1 <= asked.page <= max(1, -(-len(field.order) // PAGE)):
        raise NoSuch("page", str(asked.page))
    start, end = (0, len(field.order)) if is_whole else ((asked.page - 1) * PAGE, asked.page * PAGE)
    shown, drawn = field.order[start:end], field.order[:DRAWN]
    rows = field.rows([*shown, *drawn])
    return Scoreboard(
        rounds=there.rounds,
        round=chosen,
        voice=voice,
        section=asked.section,
        sector=asked.sector,
        sort=asked.sort or "score",
        chosen=asked.chosen,
        sectors=there.sectors,
        weights=weights,
        recorded=recorded,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(rows[at] for at in shown),
        drawn=tuple(rows[at] for at in drawn),
        total=len(field.order),
        assessable=int(field.is_assessable.sum()),
        page=asked.page,
        without=tuple(each for each in there.structures if (chosen.id, each.id) not in stack),
        importance=importance,
        choosable=there.offered,
    )


def _nothing(asked: Filters, there: Selection) -> Scoreboard:
    return Scoreboard(
        rounds=(),
        round=None,
        voice=asked.voice or "",
        section=asked.section,
        sector=asked.sector,
        sort=asked.sort or "score",
        chosen=asked.chosen,
        sectors=there.sectors,
        weights=Weights(filters.EQUAL, (), ""),
        recorded={},
    )


def _round_before(chosen: RoundValue, voice: str, heard: Sequence[RoundValue]) -> RoundValue | None:
    """Return the last round before this one in which the voice was heard."""
    earlier = [
        each
        for each in heard
        if (each.reference_on, each.label) < (chosen.reference_on, chosen.label) and voice in each.voices
    ]
    return earlier[-1] if earlier else None


class _Field:
    """The structures of one round as arrays, in the order of the page; rows with words only for what is shown."""

    def __init__(
        self,
        stack: Stack,
        chosen: RoundValue,
        before: RoundValue | None,
        register: Sequence[StructureValue],
        sort: str,
    ) -> None:
        self.stack, self.chosen, self.before = stack, chosen, before
        self.present = [each for each in register if (chosen.id, each.id) in stack]
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
        """Return the places under the weights of the page, and those whatever the weights."""
        place = self.place.get(at)
        if place is None:
            return None, None
        (best, worst), (ahead, behind) = self.ranks[place].tolist(), self.standings[place].tolist()
        return (best, worst), (1 + behind, len(self.place) - ahead)

    def _changes(self, shown: Sequence[int]) -> dict[int, Change]:
        if self.before is None:
            return {}
        old = {at: self.stack.rows.get((self.before.id, self.present[at].id)) for at in shown}
        both = [(at, row) for at, row in old.items() if row is not None]
        grid = self.stack.grid
        found = changes(
            grid.take([row for _at, row in both]),
            grid.take([int(self.index[at]) for at, _row in both]),
            self.stack.weights,
            self.stack.instrument.conventions,
        )
        return {at: Change(self.before, self.chosen, found[place]) for place, (at, _row) in enumerate(both)}
