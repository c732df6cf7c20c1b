"""The five success criteria of the programme as a whole: each voice's answers in one round, and what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from coordination.domain.change import Cause, CellChange
from coordination.domain.claims.answers import Nothing, no_step
from coordination.domain.claims.change import criterion_claim
from coordination.domain.claims.sides import CriterionBySides, SidesCompared, WhoAnswered, answered_by
from coordination.domain.claims.success import (
    CriteriaChanged,
    CriteriaStanding,
    CriteriaTogether,
    ScoreInWords,
    score_in_words,
)
from coordination.domain.confidence import Evidence
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.vocabulary import AGREED, SIDES, VOICES, WHOLE
from coordination.domain.weights import Weights
from coordination.models import Programme, User
from coordination.queries import (
    evidence,
    filters,
    instruments,
    readable_cards,
    round_pairs,
    rounds,
    structures,
)
from coordination.queries.cards import Card, Cell, Key, Stack, Stacks
from coordination.queries.changes import Weighing
from coordination.queries.filters import Filters, Offered
from coordination.queries.round_pairs import Pairing
from coordination.queries.rounds import RoundValue
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicedAnswer:
    """One voice's answer on one criterion; ``before`` is its answer in the round ``since``, where it was heard.

    ``change`` is None where the two are not compared: nothing was heard before, or by another instrument; ``causes`` are
    the reasons stated for it. ``evidence`` is what the answer rests on, None where there is none.
    """

    voice: str
    cell: Cell
    evidence: Evidence | None
    since: RoundValue | None
    before: Cell | None
    change: CellChange | None
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class SuccessLine:
    """One criterion as each voice that is heard answers it; ``sides`` only where both sides are heard."""

    criterion: CriterionValue
    said: tuple[VoicedAnswer, ...]
    sides: CriterionBySides | None


@dataclass(frozen=True, slots=True)
class VoicedScore:
    """One voice's score over some criteria, and what may be said of it."""

    card: Card
    claim: ScoreInWords


@dataclass(frozen=True, slots=True)
class CriteriaOfSide:
    """The criteria that are one side's doing, with each voice's score over these alone."""

    side: str
    lines: tuple[SuccessLine, ...]
    figures: tuple[VoicedScore, ...]


@dataclass(frozen=True, slots=True)
class StepsOfSide:
    """The next steps by one side's answers, or why there is none."""

    side: str
    steps: tuple[NextStep, ...]
    without: Nothing | None


@dataclass(frozen=True, slots=True)
class Changed:
    """What may be said of the criteria by one voice since the round before in which it was heard."""

    since: RoundValue
    claim: CriteriaChanged


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessBoard:
    """All that the page Success criteria and its CSV show; ``halves`` only where a voice is heard.

    ``compared`` is None where only one side is heard; ``answered`` says who has answered.
    """

    asked: Filters
    offered: Offered
    round: RoundValue | None
    whole: StructureValue | None
    instrument: InstrumentValue | None = None
    halves: tuple[CriteriaOfSide, ...] = ()
    standing: tuple[CriteriaStanding, ...] = ()
    together: CriteriaTogether | None = None
    answered: WhoAnswered | None = None
    compared: SidesCompared | None = None
    changed: tuple[Changed, ...] = ()
    steps: tuple[StepsOfSide, ...] = ()

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

    Seven queries at most, whatever there is.

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
    """Return the board with what the voices of the round say; five queries."""
    every_round = empty.offered.rounds
    since = {voice: _before(chosen, voice, every_round) for voice in chosen.voices}
    stacks = _stacks(chosen, since.values(), whole, user)
    instrument = stacks[chosen.instrument_id, chosen.voices[0]].instrument
    now = {voice: stacks[chosen.instrument_id, voice] for voice in chosen.voices}
    unweighed = Weighing(shown=Weights(filters.EQUAL, ()), recorded={})
    pairs = {
        voice: next(round_pairs.pairings([whole], before, chosen, stacks, voice, unweighed))
        for voice, before in since.items()
        if before
    }
    key = chosen.id, whole.id
    graded = _graded(now, key)
    halves = tuple(_half(side, instrument, key, now, pairs, graded) for side in SIDES)
    lines = [line for half in halves for line in half.lines]
    standing = tuple(_standing(voice, stack.card(key)) for voice, stack in now.items())
    return replace(
        empty,
        instrument=instrument,
        halves=halves,
        standing=standing,
        together=CriteriaTogether(tuple(each for each in standing if each.voice in SIDES) or standing),
        answered=_answered(now, key),
        compared=_compared(whole, lines),
        changed=tuple(_changed(voice, pairing) for voice, pairing in pairs.items()),
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
    known = instruments.of_rounds(heard)
    numbers = readable_cards.load(
        user, section=WHOLE, voices=VOICES, rounds=heard, instruments=known, structures=[whole.id]
    )
    return readable_cards.all_in_words(numbers, {name: stack.keys for name, stack in numbers.items()})


#: How much each answer rests on, by (voice, code).
Graded = Mapping[tuple[str, str], Evidence]


def _graded(now: Mapping[str, Stack], key: Key) -> Graded:
    """Return how much the answers of each voice rest on; one query. What both agreed rests on what each side named."""
    answered = {
        voice: [code for code, panel in stack.panels_by_criterion(key).items() if panel.answered]
        for voice, stack in now.items()
        if key in stack and voice != AGREED
    }
    assessments = {pk: voice for voice in answered for pk, _rater in now[voice].panels[now[voice].rows[key]]}
    return evidence.graded(answered, assessments)


def _half(
    side: str,
    instrument: InstrumentValue,
    key: Key,
    now: Mapping[str, Stack],
    pairs: Mapping[str, Pairing],
    graded: Graded,
) -> CriteriaOfSide:
    criteria = [each for each in instrument.section(WHOLE).criteria if (each.side or SIDES[0]) == side]
    parts = {
        voice: stack.of_criteria([each.code for each in criteria]).card(key) for voice, stack in now.items()
    }
    return CriteriaOfSide(
        side,
        tuple(_line(at, criterion, parts, pairs, graded) for at, criterion in enumerate(criteria)),
        tuple(
            VoicedScore(card, score_in_words(voice, card.raters, card.envelope, instrument.conventions))
            for voice, card in parts.items()
        ),
    )


def _line(
    at: int,
    criterion: CriterionValue,
    parts: Mapping[str, Card],
    pairs: Mapping[str, Pairing],
    graded: Graded,
) -> SuccessLine:
    said = tuple(
        _said(voice, card.cells[at], pairs.get(voice), graded.get((voice, criterion.code)))
        for voice, card in parts.items()
    )
    return SuccessLine(
        criterion, said, _both(criterion, {voice: card.cells[at] for voice, card in parts.items()})
    )


def _both(criterion: CriterionValue, cells: Mapping[str, Cell]) -> CriterionBySides | None:
    if not cells.keys() >= set(SIDES):
        return None
    government, partners = (cells[side].panel for side in SIDES)
    return CriterionBySides(code=criterion.code, government=government, partners=partners)


def _said(voice: str, cell: Cell, pairing: Pairing | None, rests_on: Evidence | None) -> VoicedAnswer:
    if pairing is None:
        return VoicedAnswer(voice=voice, cell=cell, evidence=rests_on, since=None, before=None, change=None)
    found = next(each for each in pairing.cells if each.criterion.code == cell.criterion.code)
    return VoicedAnswer(
        voice=voice,
        cell=cell,
        evidence=rests_on,
        since=pairing.old.round,
        before=found.old,
        change=found.change,
        causes=found.causes,
    )


def _steps_by_side(
    now: Mapping[str, Stack], key: Key, whole: StructureValue, instrument: InstrumentValue
) -> tuple[StepsOfSide, ...]:
    found = {side: now[side].panels_by_criterion(key) for side in SIDES if side in now}
    return tuple(
        StepsOfSide(
            side,
            next_steps({whole.code: panels}, dict.fromkeys(panels, 1), instrument),
            no_step(panels.values()),
        )
        for side, panels in found.items()
    )


def _standing(voice: str, card: Card) -> CriteriaStanding:
    panels = {cell.criterion.code: cell.panel for cell in card.cells}
    return CriteriaStanding(voice=voice, assessors=card.raters, panels=panels)


def _answered(now: Mapping[str, Stack], key: Key) -> WhoAnswered:
    """Return who has answered on the programme as a whole."""
    _round_id, whole_id = key
    by_voice = {
        voice: frozenset([whole_id] if answered_by(stack.panels_by_criterion(key).values()) else [])
        for voice, stack in now.items()
    }
    return WhoAnswered(by_voice=by_voice, chosen=frozenset([whole_id]))


def _compared(whole: StructureValue, lines: Iterable[SuccessLine]) -> SidesCompared | None:
    found = tuple(line.sides for line in lines if line.sides)
    return SidesCompared(structure=whole.code, criteria=found) if found else None


def _changed(voice: str, pairing: Pairing) -> Changed:
    claims = {
        each.criterion.code: criterion_claim(each.change, each.causes, are_new=pairing.claim.are_new)
        for each in pairing.cells
    }
    lost = tuple(each.criterion.code for each in pairing.cells if each.change is CellChange.LOST_INFORMATION)
    return Changed(pairing.old.round, CriteriaChanged(voice=voice, claims=claims, lost=lost))
