"""Comparing structures side by side in one round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coordination.domain.change import StructureChange, structure_change
from coordination.domain.comparison import Card as Contender
from coordination.domain.comparison import Finding, findings, placement_key, ranks
from coordination.domain.instruments import Criterion, Instrument
from coordination.models import Programme, User
from coordination.queries import cards, instruments, rounds, structures
from coordination.queries.cards import Card
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue

SORTS = ("score", "name", "sector")
SECTIONS = ("coordination", "ownership", "success")


class NoSuchRound(Exception):
    """No round of this programme has that label."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks for; None stands for “choose for me”."""

    round: str | None = None
    voice: str | None = None
    sector: str = ""
    sort: str = "score"
    section: str = "coordination"


@dataclass(frozen=True, slots=True)
class Change:
    """From an earlier round to this one."""

    since: RoundValue
    to: RoundValue
    figures: StructureChange


@dataclass(frozen=True, slots=True)
class Row:
    """One structure in the matrix; ``rank`` is [best, worst] among those assessable, None for the others."""

    structure: StructureValue
    card: Card
    rank: tuple[int, int] | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """All that the Compare page, its chart and its CSV show."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    voice: str
    section: str
    sector: str
    sort: str
    sectors: tuple[str, ...]
    instrument: Instrument | None
    criteria: tuple[Criterion, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    without: tuple[StructureValue, ...]

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def raters(self) -> int:
        """The largest number of raters behind one row."""
        return max((row.card.raters for row in self.rows), default=0)


def scoreboard(filters: Filters, *, user: User, programme: Programme, side: str | None) -> Scoreboard:
    """Return one round of one voice, structure by structure.

    Without a chosen round the latest one that is not invented is taken; without a chosen voice the reader's own
    ``side`` if it was heard in that round, else the other.

    Raises:
        NoSuchRound: the programme has no round of that label.
    """
    every_round = rounds.register(user, programme)
    heard = tuple(each for each in every_round if each.voices)
    chosen = _chosen_round(filters.round, every_round, heard)
    voice = filters.voice or default_voice(chosen, side)
    sectors = structures.sectors(programme)
    if chosen is None:
        return Scoreboard(
            (), None, voice, filters.section, filters.sector, filters.sort, sectors, None, (), (), (), ()
        )
    instrument = instruments.value(chosen.instrument_id)
    before = _round_before(chosen, voice, heard)
    register = structures.register(programme, sector=filters.sector)
    found = cards.of_voice(
        user,
        instrument=instrument,
        section=filters.section,
        voice=voice,
        rounds=[each.id for each in (chosen, before) if each],
        structures=[each.id for each in register],
    )
    rows = _rows(register, found, chosen, before, instrument)
    return Scoreboard(
        rounds=every_round,
        round=chosen,
        voice=voice,
        section=filters.section,
        sector=filters.sector,
        sort=filters.sort,
        sectors=sectors,
        instrument=instrument,
        criteria=cards.section_criteria(instrument, filters.section),
        rows=tuple(sorted(rows, key=_order(filters.sort))),
        findings=_findings(rows, instrument),
        without=tuple(each for each in register if (chosen.id, each.id) not in found),
    )


def _chosen_round(
    label: str | None, every_round: Sequence[RoundValue], heard: Sequence[RoundValue]
) -> RoundValue | None:
    if label:
        for each in every_round:
            if each.label == label:
                return each
        raise NoSuchRound(label)
    stated = [each for each in heard if not each.is_invented] or heard
    return stated[-1] if stated else None


def default_voice(chosen: RoundValue | None, side: str | None) -> str:
    """Return the reader's own side if it was heard in that round, else one that was."""
    if chosen and chosen.voices and side not in chosen.voices:
        return chosen.voices[-1]
    return side or "partners"


def _round_before(chosen: RoundValue, voice: str, heard: Sequence[RoundValue]) -> RoundValue | None:
    """Return the last round before this one in which the voice was heard with the same instrument."""
    earlier = [
        each
        for each in heard
        if (each.reference_on, each.label) < (chosen.reference_on, chosen.label)
        and voice in each.voices
        and each.instrument_id == chosen.instrument_id
    ]
    return earlier[-1] if earlier else None


def _rows(
    register: Sequence[StructureValue],
    found: Mapping[cards.Key, Card],
    chosen: RoundValue,
    before: RoundValue | None,
    instrument: Instrument,
) -> list[Row]:
    present = [each for each in register if (chosen.id, each.id) in found]
    assessable = [each for each in present if found[chosen.id, each.id].is_assessable]
    placed = dict(
        zip(
            [each.id for each in assessable],
            ranks([_interval(found[chosen.id, each.id]) for each in assessable]),
            strict=True,
        )
    )
    return [
        Row(
            structure=each,
            card=found[chosen.id, each.id],
            rank=placed.get(each.id),
            change=change(
                before, chosen, found.get((before.id, each.id)), found[chosen.id, each.id], instrument
            )
            if before
            else None,
        )
        for each in present
    ]


def change(
    since: RoundValue, to: RoundValue, old: Card | None, new: Card, instrument: Instrument
) -> Change | None:
    """Return what changed from one card to a later one of the same instrument; None without an earlier one."""
    if old is None:
        return None
    weights = [1] * len(new.cells)
    return Change(since, to, structure_change(old.readings, new.readings, weights, instrument.conventions))


def _interval(card: Card) -> tuple[Fraction, Fraction]:
    low, high = card.composite.low, card.composite.high
    if low is None or high is None:
        raise ValueError("an assessable card has a composite")
    return low, high


def _findings(rows: Sequence[Row], instrument: Instrument) -> tuple[Finding, ...]:
    contenders = [
        Contender(
            code=row.structure.code,
            readings={cell.criterion.code: cell.reading for cell in row.card.cells},
            composite=row.card.composite,
            assessable=row.card.is_assessable,
        )
        for row in rows
    ]
    return findings(contenders, instrument.conventions)


def _order(sort: str) -> Callable[[Row], tuple[object, ...]]:
    return {"score": _by_score, "name": _by_name, "sector": _by_sector}[sort]


def _by_score(row: Row) -> tuple[object, ...]:
    """The assessable first, then the higher low end, then the higher high end."""
    composite, name = row.card.composite, row.structure.code
    return (not row.card.is_assessable, *placement_key(composite, name))


def _by_name(row: Row) -> tuple[object, ...]:
    return (row.structure.code,)


def _by_sector(row: Row) -> tuple[object, ...]:
    return (row.structure.sector, row.structure.code)
