"""All answers on one structure in one round, criterion by criterion, the voices beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.domain import panels
from coordination.domain.answers import Reading
from coordination.domain.change import Cause, causes_in
from coordination.domain.claims.sides import CriterionBySides, SideGap
from coordination.domain.confidence import Evidence, evidence
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section
from coordination.domain.panels import PanelAnswer
from coordination.domain.scoring import blank
from coordination.domain.vocabulary import SIDES
from coordination.permissions import Standing
from coordination.queries import sheets, structure_history, voices
from coordination.queries.rounds import RoundValue
from coordination.queries.structure_history import HeardStructure
from coordination.queries.voices import Voice, VoiceAnswer

#: By the widest difference between the sides, or in the order of the questionnaire.
ORDERS = ("difference", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierAnswer:
    """What a voice answered to a criterion in its round before; where that changed, with the reasons it states."""

    round: RoundValue
    reading: Reading
    is_changed: bool
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnAnswer:
    """One voice's answer on one criterion.

    ``given`` is None where nothing was stored; ``earlier`` is None in the voice's first round with this questionnaire.
    """

    voice: Voice
    panel: PanelAnswer
    given: VoiceAnswer | None
    earlier: EarlierAnswer | None

    @property
    def reading(self) -> Reading:
        """The median of its assessors."""
        return self.given.reading if self.given else blank()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredCriterion:
    """One criterion as every voice answered it.

    ``sides`` compares both sides, None where only one is heard. ``evidence`` is what all the sources named add up to,
    None where nobody answered. ``to_promise`` is the voice whose answer is the lower of those at Partly or lower.
    """

    criterion: CriterionValue
    answers: tuple[ColumnAnswer, ...]
    sides: CriterionBySides | None
    evidence: Evidence | None
    to_promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredSection:
    """The criteria of one section that are asked or answered, in the order asked for."""

    section: Section
    rows: tuple[AnsweredCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerBoard:
    """The answers of one round; ``set_aside`` counts drafts of each side."""

    round: RoundValue
    instrument: InstrumentValue
    voices: tuple[Voice, ...]
    sections: tuple[AnsweredSection, ...]
    set_aside: Mapping[str, int]

    @property
    def is_compared(self) -> bool:
        """Whether both sides are heard, so that their answers stand beside each other."""
        return any(row.sides for part in self.sections for row in part.rows)


def board(of: HeardStructure, round_: RoundValue, *, standing: Standing, order: str) -> AnswerBoard:
    """Return the answers of one of the rounds in which the structure is heard; three queries."""
    rows = [row for row in of.assessments if row.round_id == round_.id]
    found = sheets.of_assessments(rows, of.instrument(round_), standing)
    return board_of(of, round_, voices.of_sheets(found, standing), order=order)


def board_of(of: HeardStructure, round_: RoundValue, heard: tuple[Voice, ...], *, order: str) -> AnswerBoard:
    """Return the answers of a round by these voices, which are all that is heard in it; no query."""
    instrument = of.instrument(round_)
    asked = set(instrument.codes_asked(is_programme=of.structure.is_programme))
    answered = {code for voice in heard for code in voice.answers}
    parts = [
        AnsweredSection(
            section=section,
            rows=_ordered(
                [
                    _criterion(of, round_, each, heard)
                    for each in section.criteria
                    if each.code in asked or each.code in answered
                ],
                order,
            ),
        )
        for section in instrument.sections
    ]
    return AnswerBoard(
        round=round_,
        instrument=instrument,
        voices=heard,
        sections=tuple(each for each in parts if each.rows),
        set_aside=structure_history.set_aside(of, round_),
    )


def _criterion(
    of: HeardStructure, round_: RoundValue, criterion: CriterionValue, heard: Sequence[Voice]
) -> AnsweredCriterion:
    answers = tuple(_answer(of, round_, criterion, voice) for voice in heard)
    by_side = {each.voice.side: each.panel for each in answers}
    both = set(SIDES) <= set(by_side) and not of.structure.is_programme
    sources = [source.kind for each in answers if each.given for source in each.given.sources]
    return AnsweredCriterion(
        criterion=criterion,
        answers=answers,
        sides=CriterionBySides(code=criterion.code, government=by_side[SIDES[0]], partners=by_side[SIDES[1]])
        if both
        else None,
        evidence=evidence(sources) if any(each.panel.answered for each in answers) else None,
        to_promise=_weakest(answers),
    )


def _answer(of: HeardStructure, round_: RoundValue, criterion: CriterionValue, voice: Voice) -> ColumnAnswer:
    given = voice.answers.get(criterion.code)
    return ColumnAnswer(
        voice=voice,
        panel=given.panel if given else panels.panel([blank()] * voice.raters),
        given=given,
        earlier=_earlier(of, round_, criterion.code, voice.side),
    )


def _earlier(of: HeardStructure, round_: RoundValue, code: str, voice: str) -> EarlierAnswer | None:
    """Return the voice's answer in its round before, if that was to the same questionnaire."""
    before = [each for each in of.rounds[: of.rounds.index(round_)] if voice in each.voices]
    if not before or before[-1].instrument_id != round_.instrument_id:
        return None
    stack, structure = of.stack(round_, voice), of.structure.id
    column = next(at for at, each in enumerate(stack.criteria) if each.code == code)
    now = [stack.places[pk] for pk, _rater in stack.panels[stack.rows[round_.id, structure]]]
    bits = 0
    for place in now:
        bits |= int(stack.causes[place][column])
    old, new = (stack.readings((each.id, structure))[code] for each in (before[-1], round_))
    return EarlierAnswer(
        round=before[-1],
        reading=old,
        is_changed=sheets.meaning(old) != sheets.meaning(new),
        causes=causes_in(bits),
    )


def _weakest(answers: Sequence[ColumnAnswer]) -> str:
    """Return the voice with the lowest answer at Partly or lower, the first of equals; empty where there is none."""
    weak = [each for each in answers if is_weak(each)]
    return min(weak, key=lambda each: (each.panel.hi, each.panel.lo)).voice.side if weak else ""


def is_weak(answer: ColumnAnswer) -> bool:
    """Whether a side, or any of its assessors, answers Partly or lower."""
    level = answer.reading.level
    return answer.voice.side in SIDES and (
        answer.panel.weak > 0 or (level is not None and level <= panels.WEAK and bool(answer.panel.answered))
    )


def _ordered(rows: Sequence[AnsweredCriterion], order: str) -> tuple[AnsweredCriterion, ...]:
    """Return the rows as asked; criteria with the same difference stay in the order of the questionnaire."""
    return tuple(sorted(rows, key=_width) if order == "difference" else rows)


def _width(row: AnsweredCriterion) -> tuple[int, ...]:
    """Sort where the sides disagree first, the most levels first; then where they may; then what is not compared."""
    if row.sides is None:
        return (0,)
    gap = list(SideGap).index(row.sides.gap)
    if row.sides.gap is SideGap.APART:
        least, most = row.sides.apart
        return 0, -least, -most
    if row.sides.gap is SideGap.MAY_DIFFER and row.sides.ends:
        return 1, -max(map(abs, row.sides.ends)), 0
    return 2 + gap, 0, 0
