"""The five success criteria of the programme as a whole: each voice's answers in one round, and what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from coordination.domain.answers import Reading, Status
from coordination.domain.change import CellChange
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.panels import WEAK
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.scoring import MOSTLY
from coordination.domain.vocabulary import SIDES, VOICES, WHOLE
from coordination.domain.voices import CellGap, cell_gap
from coordination.models import Programme, User
from coordination.queries import cards, filters, instruments, round_pairs, rounds, structures
from coordination.queries.cards import Card, Cell, Stack, Stacks
from coordination.queries.filters import Filters, Offered
from coordination.queries.round_pairs import Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicedAnswer:
    """One voice's answer on one criterion; ``before`` is its answer in the round ``since``, where it was heard.

    ``change`` is None where the two are not compared: nothing was heard before, or by another instrument.
    """

    voice: str
    cell: Cell
    since: RoundValue | None
    before: Cell | None
    change: CellChange | None


@dataclass(frozen=True, slots=True)
class SuccessLine:
    """One criterion as each voice that is heard answers it; ``gap`` only where both sides are heard."""

    criterion: CriterionValue
    said: tuple[VoicedAnswer, ...]
    gap: CellGap | None


@dataclass(frozen=True, slots=True)
class Half:
    """The criteria that are one side's doing, with each voice's figure over these alone."""

    side: str
    lines: tuple[SuccessLine, ...]
    figures: tuple[tuple[str, Card], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSummary:
    """What one voice says of ``total`` criteria: which are certainly met or weak, may be either, or are not known.

    ``since`` is the round before in which it was heard. ``changed`` are the criteria by what happened to them since
    then, empty where the two rounds are not comparable.
    """

    voice: str
    total: int
    met: tuple[CriterionValue, ...]
    weak: tuple[CriterionValue, ...]
    either: tuple[CriterionValue, ...]
    unknown: tuple[CriterionValue, ...]
    since: RoundValue | None
    changed: Mapping[CellChange, tuple[CriterionValue, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessBoard:
    """All that the page Success criteria and its CSV show; ``halves`` only where a voice is heard.

    ``apart`` are the criteria on which the sides certainly differ, None where only one side is heard.
    """

    asked: Filters
    offered: Offered
    round: RoundValue | None
    whole: StructureValue | None
    instrument: InstrumentValue | None = None
    halves: tuple[Half, ...] = ()
    summaries: tuple[VoiceSummary, ...] = ()
    apart: tuple[CriterionValue, ...] | None = None
    steps: tuple[tuple[str, tuple[NextStep, ...]], ...] = ()

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def lines(self) -> tuple[SuccessLine, ...]:
        """Every criterion, those of the government's side first."""
        return tuple(line for half in self.halves for line in half.lines)


def board(asked: Filters, *, user: User, programme: Programme) -> SuccessBoard:
    """Return the success criteria in the round asked for, else in the latest one that is heard.

    Six queries at most, whatever there is.

    Raises:
        NoSuch: the programme has no such round.
    """
    every_round = rounds.index(user, programme, is_whole=True)
    chosen = filters.latest(every_round, asked.round)
    whole = structures.whole(programme)
    empty = SuccessBoard(asked=asked, offered=Offered(rounds=every_round), round=chosen, whole=whole)
    if chosen is None or whole is None or not chosen.voices:
        return empty
    return _heard(empty, chosen, whole, user)


def _heard(empty: SuccessBoard, chosen: RoundValue, whole: StructureValue, user: User) -> SuccessBoard:
    """Return the board with what the voices of the round say; four queries."""
    every_round = empty.offered.rounds
    since = {voice: _before(chosen, voice, every_round) for voice in chosen.voices}
    stacks = _stacks(chosen, since.values(), whole, user)
    instrument = stacks[chosen.instrument_id, chosen.voices[0]].instrument
    now = {voice: stacks[chosen.instrument_id, voice] for voice in chosen.voices}
    pairs = {
        voice: next(round_pairs.pairings([whole], before, chosen, stacks, voice))
        for voice, before in since.items()
        if before
    }
    key = chosen.id, whole.id
    halves = tuple(_half(side, instrument, key, now, pairs) for side in SIDES)
    lines = [line for half in halves for line in half.lines]
    return replace(
        empty,
        instrument=instrument,
        halves=halves,
        summaries=tuple(_summary(voice, lines) for voice in chosen.voices),
        apart=_apart(lines),
        steps=_steps_by_side(now, key, whole, instrument),
    )


def _before(chosen: RoundValue, voice: str, every_round: tuple[RoundValue, ...]) -> RoundValue | None:
    """Return the last round before this one in which the voice was heard on the programme as a whole."""
    place = every_round.index(chosen)
    return next((each for each in reversed(every_round[:place]) if voice in each.voices), None)


def _stacks(
    chosen: RoundValue, earlier: Iterable[RoundValue | None], whole: StructureValue, user: User
) -> Stacks:
    """Return the answers on the programme as a whole in these rounds, in words."""
    heard = [chosen, *dict.fromkeys(each for each in earlier if each)]
    known = instruments.known(each.instrument_id for each in heard)
    numbers = cards.load(
        user, section=WHOLE, voices=VOICES, rounds=heard, instruments=known, structures=[whole.id]
    )
    return cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})


def _half(
    side: str,
    instrument: InstrumentValue,
    key: cards.Key,
    now: Mapping[str, Stack],
    pairs: Mapping[str, Pairing],
) -> Half:
    criteria = [each for each in instrument.section(WHOLE).criteria if (each.side or SIDES[0]) == side]
    parts = {
        voice: stack.of_criteria([each.code for each in criteria]).card(key) for voice, stack in now.items()
    }
    return Half(
        side,
        tuple(_line(at, criterion, parts, pairs) for at, criterion in enumerate(criteria)),
        tuple(parts.items()),
    )


def _line(
    at: int, criterion: CriterionValue, parts: Mapping[str, Card], pairs: Mapping[str, Pairing]
) -> SuccessLine:
    said = tuple(_said(voice, card.cells[at], pairs.get(voice)) for voice, card in parts.items())
    readings = [parts[side].cells[at].reading for side in SIDES if side in parts]
    return SuccessLine(criterion, said, cell_gap(*readings) if len(readings) == len(SIDES) else None)


def _said(voice: str, cell: Cell, pairing: Pairing | None) -> VoicedAnswer:
    if pairing is None:
        return VoicedAnswer(voice=voice, cell=cell, since=None, before=None, change=None)
    found = (
        (old, mark) for criterion, old, _new, mark in pairing.cells if criterion.code == cell.criterion.code
    )
    before, change = next(found)
    return VoicedAnswer(voice=voice, cell=cell, since=pairing.old.round, before=before, change=change)


def _steps_by_side(
    now: Mapping[str, Stack], key: cards.Key, whole: StructureValue, instrument: InstrumentValue
) -> tuple[tuple[str, tuple[NextStep, ...]], ...]:
    return tuple((side, _steps(now[side].card(key), whole, instrument)) for side in SIDES if side in now)


def _steps(card: Card, whole: StructureValue, instrument: InstrumentValue) -> tuple[NextStep, ...]:
    panels = {cell.criterion.code: cell.panel for cell in card.cells}
    return next_steps({whole.code: panels}, dict.fromkeys(panels, 1), instrument)


def _summary(voice: str, lines: Sequence[SuccessLine]) -> VoiceSummary:
    said = [each for line in lines for each in line.said if each.voice == voice]
    standing: dict[str, tuple[CriterionValue, ...]] = {}
    changed: dict[CellChange, tuple[CriterionValue, ...]] = {}
    for each in said:
        criterion, stands = each.cell.criterion, _standing(each.cell.reading)
        standing[stands] = (*standing.get(stands, ()), criterion)
        if each.change:
            changed[each.change] = (*changed.get(each.change, ()), criterion)
    return VoiceSummary(
        voice=voice,
        total=len(said),
        met=standing.get("met", ()),
        weak=standing.get("weak", ()),
        either=standing.get("either", ()),
        unknown=standing.get("unknown", ()),
        since=next((each.since for each in said), None),
        changed=changed,
    )


def _standing(reading: Reading) -> str:
    if reading.status in (Status.UNKNOWN, Status.NONE):
        return "unknown"
    if reading.lo is None or reading.hi is None:
        return "not_applicable"
    if reading.lo >= MOSTLY:
        return "met"
    return "weak" if reading.hi <= WEAK else "either"


def _apart(lines: Iterable[SuccessLine]) -> tuple[CriterionValue, ...] | None:
    compared = [(line.criterion, line.gap) for line in lines if line.gap]
    return tuple(criterion for criterion, gap in compared if gap.kind.is_certain) if compared else None
