"""Assessments: a rater's tasks, one assessment with its answers, and the full card of a structure in a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from coordination.domain import lifecycle
from coordination.domain.answers import Reading
from coordination.domain.criteria import sections_asked
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section
from coordination.domain.lifecycle import Waiting
from coordination.domain.links import readable
from coordination.domain.vocabulary import SIDES
from coordination.models import Answer, Assessment, Correction, Programme, Round, Structure, User
from coordination.permissions import (
    Action,
    Standing,
    assessments_visible_by_themselves_to,
    assessments_visible_to,
    can,
    dashboard_assessments,
)
from coordination.queries import cards, instruments, reveal
from coordination.queries.answers import reading, sources_of
from coordination.queries.cards import Card
from coordination.queries.rounds import RoundValue, round_value
from coordination.queries.structures import StructureValue, structure_value

#: Why an answer may differ from the one before, with its words.
CAUSES = Answer.ChangeCause.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceValue:
    """What an answer rests on."""

    title: str
    kind: str
    dated_on: date | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerValue:
    """One stored answer with all that belongs to it."""

    criterion: str
    reading: Reading
    doubt_reason: str
    basis: str
    na_reason: str
    version: int
    saved_at: datetime
    saved_by: str
    sources: tuple[SourceValue, ...]
    change_cause: str = ""
    cause_name: object = ""

    @property
    def doubt_reasons(self) -> tuple[str, ...]:
        """Its reason for doubt, as a list of one or none: a voice may have several."""
        return (self.doubt_reason,) if self.doubt_reason else ()

    @property
    def na_reasons(self) -> tuple[str, ...]:
        """Why it is not applicable, as a list of one or none."""
        return (self.na_reason,) if self.na_reason else ()

    @property
    def bases(self) -> tuple[str, ...]:
        """What it is based on, as a list of one or none."""
        return (self.basis,) if self.basis else ()


@dataclass(frozen=True, slots=True)
class CorrectionValue:
    """What an answer said before it was corrected, and the new evidence; several assessors' without the day."""

    before: Reading
    evidence: str
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """When, by whom and why a draft was put out of the way."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentValue:
    """An assessment as its pages show it; ``rater`` is empty for those who may not know the name.

    ``id`` is 0 until the first answer is stored; ``set_aside`` says when, by whom and why, where it was.
    """

    id: int
    round: RoundValue
    structure: StructureValue
    side: str
    side_name: object
    rater: str
    state: str
    state_name: object
    version: int
    sent_at: datetime | None
    can_score: bool
    can_submit: bool
    can_recall: bool
    can_discard: bool
    can_set_aside: bool
    can_restore: bool
    can_correct: bool
    set_aside: SetAside | None = None


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far one section is answered."""

    section: Section
    answered: int
    card: Card

    @property
    def total(self) -> int:
        """The number of its criteria."""
        return len(self.section.criteria)

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has an answer."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One assessment with its answers by criterion code, and the sections that are asked.

    ``kept`` are sections with answers from the time when they were asked here: shown, and not changed any more.
    """

    assessment: AssessmentValue
    instrument: InstrumentValue
    answers: Mapping[str, AnswerValue]
    sections: tuple[SectionProgress, ...]
    kept: tuple[SectionProgress, ...] = ()
    corrections: Mapping[str, tuple[CorrectionValue, ...]] = field(default_factory=dict)
    waiting: Waiting | None = None

    @property
    def asked(self) -> tuple[CriterionValue, ...]:
        """The criteria that are asked."""
        return tuple(criterion for part in self.sections for criterion in part.section.criteria)

    @property
    def missing(self) -> tuple[CriterionValue, ...]:
        """Criteria that are asked and have no answer."""
        return tuple(each for each in self.asked if each.code not in self.answers)

    @property
    def answered(self) -> int:
        """How many of the criteria that are asked have an answer."""
        return self.total - len(self.missing)

    @property
    def total(self) -> int:
        """How many criteria are asked."""
        return len(self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An assessment somebody has begun, how many of the criteria asked are answered, and what a sent one waits for."""

    assessment: AssessmentValue
    answered: int
    total: int
    waiting: Waiting | None = None


def find(assessment_id: int, *, user: User, programme: Programme) -> Assessment | None:
    """Return the assessment if the person may read it by itself; one query."""
    rows = assessments_visible_by_themselves_to(user).filter(pk=assessment_id, round__programme=programme)
    return (
        rows.select_related("round__instrument", "structure", "rater_user", "set_aside_by")
        .defer("round__instrument__content")
        .first()
    )


def unread_drafts(*, programme: Programme, standing: Standing) -> tuple[AssessmentValue, ...]:
    """Return the drafts that this person may put out of the way and not read, by round and structure; one query.

    They are from before the person reads what the side writes: who wrote them and what stays closed.
    """
    if standing.reads_since is None:
        return ()
    rows = Assessment.objects.filter(
        round__programme=programme, side=standing.side, state="draft", started_at__lt=standing.reads_since
    )
    related = rows.select_related("round__instrument", "structure").defer("round__instrument__content")
    listed = related.order_by("round__reference_on", "structure__code", "pk")
    acts = (Action.DISCARD, Action.SET_ASIDE)
    return tuple(
        assessment_value(row, standing) for row in listed if any(can(standing, act, row) for act in acts)
    )


def find_draft(
    assessment_id: int, *, user: User, programme: Programme, standing: Standing
) -> tuple[Assessment | None, bool]:
    """Return an assessment that the person may read or put out of the way, and whether they may read it."""
    if row := find(assessment_id, user=user, programme=programme):
        return row, True
    if assessment_id not in {each.id for each in unread_drafts(programme=programme, standing=standing)}:
        return None, False
    rows = Assessment.objects.select_related("round__instrument", "round__programme", "structure")
    return rows.defer("round__instrument__content").filter(pk=assessment_id).first(), False


def own(label: str, slug: str, *, user: User, standing: Standing, programme: Programme) -> Assessment | None:
    """Return the person's assessment of a structure in a round, or one that is not stored yet; None for no such two.

    It is stored with its first answer (``actions.answers.save``). At most three queries.
    """
    mine = Assessment.objects.filter(
        round__programme=programme,
        round__label=label,
        structure__slug=slug,
        rater_user=user,
        side=standing.side,
    )
    stored = mine.select_related("round__instrument", "structure", "rater_user", "set_aside_by")
    if found := stored.defer("round__instrument__content").first():
        return found
    rounds = Round.objects.select_related("instrument", "programme").defer("instrument__content")
    round_ = rounds.filter(programme=programme, label=label).first()
    structure = Structure.objects.filter(programme=programme, slug=slug).first()
    if round_ is None or structure is None:
        return None
    return Assessment(
        round=round_, structure=structure, side=standing.side or "", rater=user.email, rater_user=user
    )


def assessment_value(row: Assessment, standing: Standing) -> AssessmentValue:
    """Return the value of a row loaded with its round, instrument and structure."""
    state = {"state": row.state, "round_state": row.round.state, "origin": row.round.origin}
    steps = lifecycle.Step

    def may(action: Action, step: lifecycle.Step) -> bool:
        return can(standing, action, row) and lifecycle.is_allowed(step, **state)

    return AssessmentValue(
        id=row.pk or 0,
        round=round_value(row.round),
        structure=structure_value(row.structure),
        side=row.side,
        side_name=row.get_side_display(),
        rater=_rater(row) if can(standing, Action.NAME_RATER, row) or row.rater_user_id is None else "",
        state=row.state,
        state_name=row.get_state_display(),
        version=row.version,
        sent_at=row.sent_at,
        can_score=may(Action.SCORE, steps.SCORE),
        can_submit=bool(row.pk) and may(Action.SUBMIT, steps.SUBMIT),
        can_recall=may(Action.RECALL, steps.RECALL),
        can_discard=bool(row.pk) and may(Action.DISCARD, steps.DISCARD),
        can_set_aside=may(Action.SET_ASIDE, steps.SET_ASIDE),
        can_restore=may(Action.RESTORE, steps.RESTORE),
        can_correct=may(Action.CORRECT, steps.CORRECT),
        set_aside=SetAside(row.set_aside_at, row.set_aside_by.name, row.set_aside_reason)
        if row.set_aside_at and row.set_aside_by
        else None,
    )


def sheet(row: Assessment, standing: Standing) -> Sheet:
    """Return the assessment with all its answers; at most four queries."""
    instrument = instruments.value(row.round.instrument_id)
    answers = _answers([row.pk]).get(row.pk, {}) if row.pk else {}
    readings = {code: answer.reading for code, answer in answers.items()}
    parts = [
        SectionProgress(
            section=section,
            answered=sum(criterion.code in answers for criterion in section.criteria),
            card=cards.card(readings, instrument, section.code),
        )
        for section in instrument.sections
    ]
    asked = sections_asked(is_programme=row.structure.is_programme)
    return Sheet(
        assessment=assessment_value(row, standing),
        instrument=instrument,
        answers=answers,
        sections=tuple(part for part in parts if part.section.code in asked),
        kept=tuple(part for part in parts if part.section.code not in asked and part.answered),
        waiting=reveal.waiting([row]).get(row.pk) if standing.side == row.side else None,
    )


def sheets(structure: Structure, round_: Round, *, user: User, standing: Standing) -> tuple[Sheet, ...]:
    """Return every assessment of a structure in a round that stands on this person's dashboards; five queries.

    One by one they are for their own side: what others read of several is put together by `queries.voices`.
    """
    asked = (
        dashboard_assessments(user)
        .filter(structure=structure, round=round_)
        .select_related("round__instrument", "structure", "rater_user")
        .defer("round__instrument__content")
    )
    rows = asked.order_by("pk")
    if not rows:
        return ()
    instrument = instruments.value(round_.instrument_id)
    answers = _answers([row.pk for row in rows])
    corrected = corrections([row.pk for row in rows])
    return tuple(
        Sheet(
            assessment=assessment_value(row, standing),
            instrument=instrument,
            answers=answers.get(row.pk, {}),
            sections=(),
            corrections=corrected.get(row.pk, {}),
        )
        for row in rows
    )


def tasks(*, user: User, programme: Programme, standing: Standing) -> tuple[Task, ...]:
    """Return what waits for this person: own drafts, what was sent and is not revealed, and in open rounds what a
    manager set aside; at most three queries."""
    here = assessments_visible_to(user).filter(round__programme=programme, rater_user=user)
    waits = here.filter(Q(state__in=["draft", "sent"]) | Q(state="set_aside", round__state="open"))
    return _with_progress(waits.order_by("-started_at"), standing)


def side_progress(*, user: User, programme: Programme, standing: Standing) -> tuple[Task, ...]:
    """Return the side's assessments of open rounds that are not yet revealed, for its manager; three queries."""
    rows = assessments_visible_to(user).filter(
        round__programme=programme,
        side=standing.side,
        state__in=["draft", "sent", "set_aside"],
        round__state="open",
    )
    return _with_progress(rows.order_by("round__reference_on", "structure__code", "pk"), standing)


def _with_progress(rows: QuerySet[Assessment], standing: Standing) -> tuple[Task, ...]:
    related = rows.select_related("round__instrument", "structure", "rater_user", "set_aside_by")
    listed = list(related.defer("round__instrument__content"))
    if not listed:
        return ()
    answered: dict[int, set[str]] = {}
    given = Answer.objects.filter(assessment_id__in=[each.pk for each in listed]).order_by()
    for pk, code in given.values_list("assessment_id", "criterion__code"):
        answered.setdefault(pk, set()).add(code)
    known = {each: instruments.value(each) for each in {row.round.instrument_id for row in listed}}
    waiting = reveal.waiting(listed)
    tasks = []
    for row in listed:
        asked = known[row.round.instrument_id].codes_asked(is_programme=row.structure.is_programme)
        done = len(answered.get(row.pk, set()) & set(asked))
        tasks.append(
            Task(
                assessment=assessment_value(row, standing),
                answered=done,
                total=len(asked),
                waiting=waiting.get(row.pk),
            )
        )
    return tuple(tasks)


def choices(programme: Programme, *, side: str) -> tuple[tuple[RoundValue, tuple[StructureValue, ...]], ...]:
    """Return the open rounds that ask this side, each with what is not yet revealed in it; three queries.

    The programme as a whole stands after the structures.
    """
    rows = (
        Round.objects.filter(programme=programme, state=Round.State.OPEN, sides__in=["both", side])
        .select_related("instrument")
        .defer("instrument__content")
        .order_by("-reference_on")
    )
    structures = [
        structure_value(row)
        for row in Structure.objects.filter(programme=programme, closed="").order_by("is_programme", "code")
    ]
    done: dict[int, set[int]] = {}
    revealed = Assessment.objects.filter(
        round__programme=programme,
        round__state="open",
        state__in=["revealed", "published"],
        side__in=SIDES,
    )
    for round_id, structure_id in revealed.values_list("round_id", "structure_id"):
        done.setdefault(round_id, set()).add(structure_id)
    return tuple(
        (round_value(row), tuple(each for each in structures if each.id not in done.get(row.pk, ())))
        for row in rows
    )


def answers_before(row: Assessment, *, user: User) -> dict[str, tuple[RoundValue, Reading]]:
    """Return, by criterion code, what this side answered in the last round before, with that round; two queries."""
    earlier = (
        dashboard_assessments(user)
        .filter(
            structure_id=row.structure_id,
            side=row.side,
            round__reference_on__lt=row.round.reference_on,
            round__instrument_id=row.round.instrument_id,
        )
        .select_related("round__instrument")
        .defer("round__instrument__content")
        .order_by("-round__reference_on", "pk")
    )
    last = earlier.first()
    if last is None:
        return {}
    same_round = round_value(last.round)
    return {
        code: (same_round, answer.reading) for code, answer in _answers([last.pk]).get(last.pk, {}).items()
    }


def unexplained(sheet: Sheet, before: Mapping[str, tuple[RoundValue, Reading]]) -> tuple[CriterionValue, ...]:
    """Return the criteria whose answer admits other levels than the one ``before``, and that say no cause."""
    found = []
    for criterion in sheet.asked:
        answer, old = sheet.answers.get(criterion.code), before.get(criterion.code)
        if answer and old and not answer.change_cause and meaning(answer.reading) != meaning(old[1]):
            found.append(criterion)
    return tuple(found)


def meaning(reading: Reading) -> tuple[object, ...]:
    """Return what an answer says, whatever words it was written in."""
    return reading.status, reading.level, reading.lo, reading.hi


def corrections(assessment_ids: Sequence[int]) -> dict[int, dict[str, tuple[CorrectionValue, ...]]]:
    """Return what was corrected by assessment id and criterion code, the first correction first; one query."""
    found: dict[int, dict[str, tuple[CorrectionValue, ...]]] = {}
    rows = Correction.objects.filter(answer__assessment_id__in=assessment_ids)
    for each in rows.select_related("answer__criterion").order_by("answer_id", "position"):
        listed = found.setdefault(each.answer.assessment_id, {})
        before = reading(each.verbatim, each.status, each.level, each.lo, each.hi, each.certainty)
        code = each.answer.criterion.code
        listed[code] = (*listed.get(code, ()), CorrectionValue(before, each.evidence, each.corrected_at))
    return found


def _answers(assessment_ids: Sequence[int]) -> dict[int, dict[str, AnswerValue]]:
    """Return the answers of several assessments by assessment id and criterion code; two queries."""
    rows = Answer.objects.filter(assessment_id__in=assessment_ids)
    sources = sources_of(rows)
    found: dict[int, dict[str, AnswerValue]] = {}
    for row in rows.select_related("criterion", "saved_by"):
        found.setdefault(row.assessment_id, {})[row.criterion.code] = AnswerValue(
            criterion=row.criterion.code,
            reading=reading(row.verbatim, row.status, row.level, row.lo, row.hi, row.certainty),
            doubt_reason=row.doubt_reason,
            basis=row.basis,
            na_reason=row.na_reason,
            version=row.version,
            saved_at=row.saved_at,
            saved_by=row.saved_by.name if row.saved_by else "",
            sources=tuple(
                SourceValue(title=title, kind=each.kind, dated_on=each.dated_on, link=link)
                for each in sources.get(row.pk, ())
                for title, link in [readable(each.title, each.link)]
            ),
            change_cause=row.change_cause,
            cause_name=row.get_change_cause_display(),
        )
    return found


def _rater(row: Assessment) -> str:
    return row.rater_user.name if row.rater_user else row.rater
