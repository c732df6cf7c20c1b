"""Comparing structures side by side in one round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from coordination.domain.change import StructureChange, changes
from coordination.domain.comparison import Card as Contender
from coordination.domain.comparison import Finding, OpenQuestion, find_next, findings
from coordination.domain.instruments import Criterion, Instrument
from coordination.domain.recommendations import Step, next_steps
from coordination.domain.robustness import Pair, Pairwise, pair, pairwise, ranks
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import cards, instruments, rounds, selection
from coordination.queries.cards import Card, Stack
from coordination.queries.rounds import RoundValue
from coordination.queries.selection import DRAWN, PAGE, Filters, NoSuch, Selection
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier round to this one."""

    since: RoundValue
    to: RoundValue
    figures: StructureChange


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, eq=False)
class Scoreboard:
    """All that the Compare page, its charts and its CSV show.

    ``rows`` are one page of the matrix, ``drawn`` those that charts and findings take: all, or the first twelve.
    ``pairs`` has one for each ordered pair of the drawn and assessable, by their codes; None: not comparable.
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
    instrument: Instrument | None = None
    criteria: tuple[Criterion, ...] = ()
    rows: tuple[Row, ...] = ()
    drawn: tuple[Row, ...] = ()
    total: int = 0
    assessable: int = 0
    page: int = 1
    without: tuple[StructureValue, ...] = ()
    importance: tuple[str, ...] = ()

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
    def findings(self) -> tuple[Finding, ...]:
        """What may be said of the drawn structures, the most telling first."""
        if self.instrument is None:
            return ()
        named = selection.named_weights(self.recorded, self._codes) if self.section == "coordination" else {}
        return findings(self._contenders, self.instrument.conventions, self._weights, named or None)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What to do next about the drawn structures, in order."""
        return next_steps(self._contenders, self._weights, self.instrument) if self.instrument else ()

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What to find out next, the most telling answer first."""
        if self.instrument is None:
            return ()
        return find_next(self._contenders, self._weights, self.instrument.conventions)

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], Pair | None]:
        """Every ordered pair of the drawn structures by their codes; None: not comparable."""
        if self.instrument is None:
            return {}
        conventions = self.instrument.conventions
        return {
            (a.structure.code, b.structure.code): pair(
                a.card.readings, b.card.readings, self.weights.values, conventions
            )
            for a in self.drawn
            for b in self.drawn
            if a is not b
        }

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


def scoreboard(
    filters: Filters, *, user: User, programme: Programme, side: str | None, is_whole: bool = False
) -> Scoreboard:
    """Return one round of one voice, structure by structure: a page of the matrix, or (whole) all of it.

    Without a chosen round the latest one that is not invented is taken; without a chosen voice the reader's own
    ``side`` if it was heard in that round, else the other.

    Raises:
        NoSuch: there is no such round, structure, page, or weights.
        Refused: weights or importance are none for these criteria.
    """
    there = selection.select(filters, user=user, programme=programme)
    chosen = there.latest(filters.round)
    voice = filters.voice or selection.default_voice(chosen, side)
    if chosen is None:
        return _nothing(filters, there, voice)
    instrument = instruments.value(chosen.instrument_id)
    criteria = cards.criteria_of(instrument, filters.section)
    recorded = rounds.weights(chosen.id)
    weights = selection.weights_of(filters, recorded, len(criteria))
    importance = selection.importance_of(filters, [criterion.code for criterion in criteria])
    before = _round_before(chosen, voice, there.heard)
    stack = cards.load(
        user,
        section=filters.section,
        voices=[voice],
        rounds=[each for each in (chosen, before) if each and each.instrument_id == chosen.instrument_id],
        instruments={chosen.instrument_id: instrument},
        structures=None if len(there.structures) > PAGE else [each.id for each in there.structures],
        weights=weights.values,
    )[chosen.instrument_id, voice]
    field = _Field(stack, chosen, before, there.structures, filters.sort or "score")
    if not 1 <= filters.page <= max(1, -(-len(field.order) // PAGE)):
        raise NoSuch("page", str(filters.page))
    start, end = (0, len(field.order)) if is_whole else ((filters.page - 1) * PAGE, filters.page * PAGE)
    return Scoreboard(
        rounds=there.rounds,
        round=chosen,
        voice=voice,
        section=filters.section,
        sector=filters.sector,
        sort=filters.sort or "score",
        chosen=filters.chosen,
        sectors=there.sectors,
        weights=weights,
        recorded=recorded,
        instrument=instrument,
        criteria=criteria,
        rows=tuple(map(field.row, field.order[start:end])),
        drawn=tuple(map(field.row, field.order[:DRAWN])),
        total=len(field.order),
        assessable=int(field.is_assessable.sum()),
        page=filters.page,
        without=tuple(each for each in there.structures if (chosen.id, each.id) not in stack),
        importance=importance,
    )


def _nothing(filters: Filters, there: Selection, voice: str) -> Scoreboard:
    return Scoreboard(
        rounds=(),
        round=None,
        voice=voice,
        section=filters.section,
        sector=filters.sector,
        sort=filters.sort or "score",
        chosen=filters.chosen,
        sectors=there.sectors,
        weights=Weights(selection.EQUAL, (), ""),
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
        self.grid = stack.grid.take(self.index[placed])
        self.order = sorted(range(len(self.present)), key=self._key(sort))
        self.shown: dict[int, Row] = {}

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

    @cached_property
    def pairwise(self) -> Pairwise:
        """Shares of all weightings for every ordered pair of the assessable."""
        return pairwise(self.grid, self.stack.instrument.conventions.min_common)

    def row(self, at: int) -> Row:
        """Return the row of one structure, the same one whenever it is asked for."""
        if at not in self.shown:
            self.shown[at] = self._row(at)
        return self.shown[at]

    def _row(self, at: int) -> Row:
        structure = self.present[at]
        place = self.place.get(at)
        rank = any_weights = None
        if place is not None:
            best, worst = self.ranks[place].tolist()
            behind, ahead = int(self.pairwise.behind[place]), int(self.pairwise.ahead[place])
            rank, any_weights = (best, worst), (1 + behind, len(self.place) - ahead)
        return Row(
            structure,
            self.stack.card((self.chosen.id, structure.id)),
            rank,
            any_weights,
            self._change(at),
            self.before,
        )

    def _change(self, at: int) -> Change | None:
        if self.before is None:
            return None
        old = self.stack.rows.get((self.before.id, self.present[at].id))
        if old is None:
            return None
        grid = self.stack.grid
        found = changes(
            grid.take([old]),
            grid.take([int(self.index[at])]),
            self.stack.weights,
            self.stack.instrument.conventions,
        )
        return Change(self.before, self.chosen, found[0])
