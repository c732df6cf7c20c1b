"""Comparing structures side by side in one round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coordination.domain.claims.chosen import Chosen, WeightSet
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.vocabulary import BOTH, SIDES
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import cards, filters, instruments, readable_cards, structure_rows, weightings
from coordination.queries.changes import Weighing
from coordination.queries.filters import DRAWN, SORTS, Filters, Offered, Selection
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_rows import Field, StructureRow
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoreboard:
    """One round of one voice, in the order ``sort``; what may be said of it comes from `queries.claims`.

    ``rows`` are one page of the matrix, ``drawn`` those that charts take: all, or the first twelve. Claims are decided
    on ``chosen``: all structures of the filters that the voice was heard on; ``slugs`` are their names in addresses and
    ``labels`` those of the rounds that they are shown at. ``round`` is that round, of several the latest.
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
    labels: Mapping[str, str] = field(default_factory=dict)
    total: int = 0
    without: tuple[StructureValue, ...] = ()

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def pages(self) -> int:
        """How many pages the matrix has."""
        return structure_rows.pages(self.total)

    @property
    def placed(self) -> int:
        """How many of all chosen structures can be ranked."""
        return len(self.chosen.placed) if self.chosen else 0

    @property
    def raters(self) -> int:
        """The largest number of raters behind one row; none of what both sides agreed."""
        return max((row.card.raters for row in self.rows), default=0)


def opening(asked: Filters, *, user: User, programme: Programme) -> str:
    """Return the view for an address without one, the same for every reader; empty where nobody is heard.

    Both views where both sides are heard: in the round asked for, or in any.
    """
    there = filters.select(asked, user=user, programme=programme)
    chosen = filters.latest(there.rounds, asked.round)
    if chosen is None or not chosen.voices:
        return ""
    heard = {voice for each in ([chosen] if asked.round else there.heard) for voice in each.voices}
    return BOTH if heard.issuperset(SIDES) else chosen.opening


def scoreboard(asked: Filters, *, user: User, programme: Programme, is_whole: bool = False) -> Scoreboard:
    """Return one round of one voice, structure by structure: one page of the matrix, or (whole) every row.

    Defaults to the round of ``filters.shown``, and to the voice of ``opening``.

    Raises:
        NoSuch: there is no such round, structure, page, or weights.
        Refused: weights or importance are none for these criteria.
    """
    there = filters.select(asked, user=user, programme=programme)
    latest = filters.shown(asked, there.rounds)
    if latest is None:
        return _empty(asked, there)
    voice = asked.voice or latest.opening
    known = instruments.of_rounds([latest])
    instrument = known[latest.instrument_id].value
    criteria = cards.criteria_of(instrument, asked.section)
    recorded = weightings.in_force(user, latest.id)
    weights = filters.weights_of(asked, recorded, len(criteria))
    filters.check_importance(asked, [criterion.code for criterion in criteria])
    before = round_before(latest, voice, there.heard)
    stack = readable_cards.load(
        user,
        section=asked.section,
        voices=[voice],
        rounds=[each for each in (latest, before) if each and each.instrument_id == latest.instrument_id],
        instruments=known,
        structures=filters.read_of(asked, there),
        weights=weights.values,
        programme=programme,
        told=there.told,
    )[latest.instrument_id, voice]
    in_question = {latest.id: tuple(recorded.values())} if asked.section == "coordination" else {}
    here = [each for each in there.structures if (latest.id, each.id) in stack]
    arrays = Field(
        stack,
        here,
        current={each.id: latest for each in here},
        before={each.id: before for each in here} if before else {},
        sets=in_question_of(weights, recorded.values(), asked.section),
        weighing=Weighing(shown=weights, recorded=in_question),
    )
    order = arrays.order(asked.sort or SORTS[0])
    on_page, drawn = structure_rows.page(order, asked.page), order[:DRAWN]
    shown = order if is_whole else on_page
    written = readable_cards.in_words(stack, arrays.keys([*shown, *drawn]))
    rows = arrays.rows([*shown, *drawn], written)
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
        slugs={each.code: each.slug for each in here},
        labels={each.code: latest.label for each in here},
        total=len(order),
        without=tuple(each for each in there.structures if (latest.id, each.id) not in stack),
    )


def _empty(asked: Filters, there: Selection) -> Scoreboard:
    """Return the board of a programme in which nothing is heard yet."""
    return Scoreboard(
        asked=asked,
        offered=there.offered,
        round=None,
        voice=asked.voice or "",
        sort=asked.sort or SORTS[0],
        weights=Weights(filters.EQUAL, ()),
    )


def round_before(chosen: RoundValue, voice: str, heard: Sequence[RoundValue]) -> RoundValue | None:
    """Return the voice's previous round."""
    earlier = [
        each
        for each in heard
        if (each.reference_on, each.label) < (chosen.reference_on, chosen.label) and voice in each.voices
    ]
    return earlier[-1] if earlier else None


def in_question_of(shown: Weights, recorded: Iterable[Weights], section: str) -> list[WeightSet]:
    """Return the weights under which claims are tried: those shown, then equal ones and those that a side recorded."""
    equal = Weights(filters.EQUAL, (1,) * len(shown.values))
    others = [equal, *recorded] if section == "coordination" else [equal]
    found = {(each.kind, each.values): WeightSet(each.kind, each.values) for each in (shown, *others)}
    return [each for each in found.values() if len(each.values) == len(shown.values)]
