"""The five success criteria of the programme as a whole: each voice's answers in one round, and what changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.domain.change import CellChange
from coordination.domain.comparison import Contender
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.vocabulary import SIDES, VOICES, WHOLE
from coordination.domain.voices import CellGap, cell_gap
from coordination.models import Programme, User
from coordination.queries import cards, instruments, round_pairs, rounds, structures
from coordination.queries.cards import Card, Cell, Stack
from coordination.queries.filters import Selection
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
class SuccessBoard:
    """All that the page Success criteria and its CSV show; ``halves`` only where a voice is heard."""

    rounds: tuple[RoundValue, ...]
    round: RoundValue | None
    whole: StructureValue | None
    instrument: InstrumentValue | None
    halves: tuple[Half, ...]
    steps: tuple[tuple[str, tuple[NextStep, ...]], ...]

    @property
    def shown_rounds(self) -> tuple[RoundValue, ...]:
        """The round that is shown, as a list of one or none."""
        return (self.round,) if self.round else ()

    @property
    def voices(self) -> tuple[str, ...]:
        """The voices that are heard on the programme as a whole in this round."""
        return self.round.voices if self.round else ()

    @property
    def lines(self) -> tuple[SuccessLine, ...]:
        """Every criterion, those of the government's side first."""
        return tuple(line for half in self.halves for line in half.lines)


def board(label: str | None, *, user: User, programme: Programme) -> SuccessBoard:
    """Return the success criteria in the round of that label, else in the latest one that is heard.

    Six queries at most, whatever there is.

    Raises:
        NoSuch: the programme has no such round.
    """
    register = rounds.register(user, programme, is_whole=True)
    chosen = Selection(rounds=register, structures=(), offered=(), sectors=()).latest(label)
    whole = structures.whole(programme)
    if chosen is None or whole is None or not chosen.voices:
        return SuccessBoard(rounds=register, round=chosen, whole=whole, instrument=None, halves=(), steps=())
    since = {voice: _before(chosen, voice, register) for voice in chosen.voices}
    heard = [chosen, *dict.fromkeys(each for each in since.values() if each)]
    known = instruments.known(each.instrument_id for each in heard)
    instrument = known[chosen.instrument_id].value
    numbers = cards.load(
        user, section=WHOLE, voices=VOICES, rounds=heard, instruments=known, structures=[whole.id]
    )
    stacks = cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})
    now = {voice: stacks[chosen.instrument_id, voice] for voice in chosen.voices}
    pairs = {
        voice: next(round_pairs.pairings([whole], before, chosen, stacks, voice))
        for voice, before in since.items()
        if before
    }
    key = chosen.id, whole.id
    return SuccessBoard(
        rounds=register,
        round=chosen,
        whole=whole,
        instrument=instrument,
        halves=tuple(_half(side, instrument, key, now, pairs) for side in SIDES),
        steps=tuple(
            (voice, _steps(stack.card(key), whole, instrument))
            for voice, stack in now.items()
            if voice in SIDES
        ),
    )


def _before(chosen: RoundValue, voice: str, register: tuple[RoundValue, ...]) -> RoundValue | None:
    """Return the last round before this one in which the voice was heard on the programme as a whole."""
    place = register.index(chosen)
    return next((each for each in reversed(register[:place]) if voice in each.voices), None)


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


def _steps(card: Card, whole: StructureValue, instrument: InstrumentValue) -> tuple[NextStep, ...]:
    readings = {cell.criterion.code: cell.reading for cell in card.cells}
    contender = Contender(
        code=whole.code, readings=readings, composite=card.composite, assessable=card.is_assessable
    )
    return next_steps([contender], dict.fromkeys(readings, 1), instrument)
