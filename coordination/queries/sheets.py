"""Scoring sheets: an assessment with its answers, what was corrected, and what differs from the round before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from coordination.domain.answers import Reading
from coordination.domain.criteria import sections_asked
from coordination.domain.evidence import FileValue
from coordination.domain.instruments import CriterionValue, InstrumentValue, Section
from coordination.domain.lifecycle import Waiting
from coordination.domain.links import readable
from coordination.domain.vocabulary import AGREED
from coordination.models import Answer, Assessment, Correction, EvidenceFile, Round, Structure, User
from coordination.permissions import (
    Standing,
    assessments_visible_to,
    dashboard_assessments,
)
from coordination.queries import assessments, cards, evidence_files, instruments, joint_corrections, reveal
from coordination.queries.answers import of_row
from coordination.queries.assessments import AssessmentValue
from coordination.queries.cards import Card
from coordination.queries.joint_corrections import JointChange
from coordination.queries.rounds import RoundValue, round_value

#: The columns of an answer that are shown.
_SHOWN = (
    *("assessment", "verbatim", "status", "level", "lo", "hi", "certainty", "doubt_reason", "basis"),
    *("na_reason", "differs", "change_cause", "version", "saved_at", "criterion__code", "saved_by__name"),
)
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
    files: tuple[FileValue, ...] = ()
    change_cause: str = ""
    cause_name: object = ""
    sides_differ: bool = False

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
class CorrectionDissentValue:
    """What a side says against a correction of the other."""

    side: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionValue:
    """What an answer said before it was corrected, or revised by its author, and why.

    ``corrected_at`` is shown, and None for one of several assessors: when it was ``made_at`` is not told of them.
    """

    id: int
    before: Reading
    evidence: str
    reason: str
    is_revision: bool
    corrected_at: datetime | None
    made_at: datetime
    dissents: tuple[CorrectionDissentValue, ...]


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """The progress in one section."""

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
    """One assessment with its answers by criterion code, and the sections asked.

    ``kept`` are sections no longer asked but answered before: shown read-only.
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


def of_assessment(row: Assessment, standing: Standing) -> Sheet:
    """Return an assessment with all its answers; at most four queries."""
    instrument = instruments.value(row.round.instrument_id)
    answers = _answers([row.pk]).get(row.pk, {}) if row.pk else {}
    asked = sections_asked(is_programme=row.structure.is_programme)
    parts = [_progress(section, instrument, answers) for section in instrument.sections]
    return Sheet(
        assessment=assessments.assessment_value(row, standing),
        instrument=instrument,
        answers=answers,
        sections=tuple(part for part in parts if part.section.code in asked),
        kept=tuple(part for part in parts if part.section.code not in asked and part.answered),
        waiting=reveal.waiting([row]).get(row.pk) if standing.side == row.side else None,
    )


def _progress(
    section: Section, instrument: InstrumentValue, answers: Mapping[str, AnswerValue]
) -> SectionProgress:
    readings = {code: answer.reading for code, answer in answers.items()}
    return SectionProgress(
        section=section,
        answered=sum(criterion.code in answers for criterion in section.criteria),
        card=cards.card(readings, instrument, section.code),
    )


def of_structure(structure: Structure, round_: Round, *, user: User, standing: Standing) -> tuple[Sheet, ...]:
    """Return the assessments of a structure in a round that this person's dashboards show; five queries.

    Only their own side may see them one by one; `queries.voices` merges them for others.
    """
    asked = dashboard_assessments(user).filter(structure=structure, round=round_)
    return _of_card(asked, round_, standing)


def sent_by(
    side: str, structure: Structure, round_: Round, *, user: User, standing: Standing
) -> tuple[Sheet, ...]:
    """Return what a side sent on a structure in a round and nobody else sees yet, as far as this person may read it."""
    here = {"structure": structure, "round": round_, "side": side, "state": Assessment.State.SENT}
    return _of_card(assessments_visible_to(user).filter(**here), round_, standing)


def _of_card(asked: QuerySet[Assessment], round_: Round, standing: Standing) -> tuple[Sheet, ...]:
    rows = assessments.with_people(asked).order_by("pk")
    if not rows:
        return ()
    return of_assessments(rows, instruments.value(round_.instrument_id), standing)


def of_assessments(
    rows: Iterable[Assessment], instrument: InstrumentValue, standing: Standing
) -> tuple[Sheet, ...]:
    """Return these assessments of one round, loaded with round, structure and rater; three queries.

    One more where a card of both sides is published, and three where both changed it since.
    """
    listed = list(rows)
    ids = [row.pk for row in listed]
    answers, corrected = _answers(ids), corrections(ids) | _together(listed)
    return tuple(
        Sheet(
            assessment=assessments.assessment_value(row, standing),
            instrument=instrument,
            answers=answers.get(row.pk, {}),
            sections=(),
            corrections=corrected.get(row.pk, {}),
        )
        for row in listed
    )


def answers_before(row: Assessment, *, user: User) -> dict[str, tuple[RoundValue, Reading]]:
    """Return this side's answers in the round before, with that round, by criterion code; two queries."""
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
    """Return the criteria whose answer changed since ``before`` without a stated cause."""
    found = []
    for criterion in sheet.asked:
        answer, old = sheet.answers.get(criterion.code), before.get(criterion.code)
        if answer and old and not answer.change_cause and meaning(answer.reading) != meaning(old[1]):
            found.append(criterion)
    return tuple(found)


def meaning(reading: Reading) -> tuple[object, ...]:
    """Return what an answer means, ignoring its wording."""
    return reading.status, reading.level, reading.lo, reading.hi


def corrections(assessment_ids: Sequence[int]) -> dict[int, dict[str, tuple[CorrectionValue, ...]]]:
    """Return the corrections by assessment id and criterion code, oldest first; one query."""
    rows = Correction.objects.filter(answer__assessment_id__in=assessment_ids).select_related(
        "answer__criterion"
    )
    columns = {f"dissent_{name}": F(f"dissents__{name}") for name in ("side", "reason", "dissented_at")}
    # A row for each dissent from a correction, and one for a correction without any.
    together: dict[int, list[Any]] = {}
    for row in rows.annotate(**columns).order_by("answer_id", "position", "dissents__pk"):
        together.setdefault(row.pk, []).append(row)
    found: dict[int, dict[str, tuple[CorrectionValue, ...]]] = {}
    for alike in together.values():
        answer = alike[0].answer
        listed = found.setdefault(answer.assessment_id, {})
        listed[answer.criterion.code] = (*listed.get(answer.criterion.code, ()), _correction(alike))
    return found


def _together(rows: Sequence[Assessment]) -> dict[int, dict[str, tuple[CorrectionValue, ...]]]:
    """Return what both sides changed in their published cards, by assessment id and criterion code."""
    published = [row for row in rows if row.side == AGREED and row.state == Assessment.State.PUBLISHED]
    changed = joint_corrections.of_cards([(row.round_id, row.structure_id) for row in published])
    return {
        row.pk: {
            code: (_joint(each),) for code, each in changed.get((row.round_id, row.structure_id), {}).items()
        }
        for row in published
    }


def _joint(change: JointChange) -> CorrectionValue:
    """Return a change of both sides as a correction: without evidence of one side, and nobody dissents from it here."""
    return CorrectionValue(
        id=0,
        before=change.before,
        evidence="",
        reason=change.reason,
        is_revision=False,
        corrected_at=change.stood_at,
        made_at=change.stood_at,
        dissents=tuple(CorrectionDissentValue(each.side, each.reason, each.at) for each in change.dissents),
    )


def _correction(rows: Sequence[Any]) -> CorrectionValue:
    first = rows[0]
    return CorrectionValue(
        id=first.pk,
        before=of_row(first),
        evidence=first.evidence,
        reason=first.reason,
        is_revision=first.kind == Correction.Kind.REVISION,
        corrected_at=first.corrected_at,
        made_at=first.corrected_at,
        dissents=tuple(
            CorrectionDissentValue(each.dissent_side, each.dissent_reason, each.dissent_dissented_at)
            for each in rows
            if each.dissent_side is not None
        ),
    )


def _answers(assessment_ids: Sequence[int]) -> dict[int, dict[str, AnswerValue]]:
    """Return the answers of several assessments by assessment id and criterion code.

    One query, and one more where there are files.
    """
    filed = Exists(EvidenceFile.objects.filter(answer=OuterRef("pk")))
    rows = list(
        _with_sources(Answer.objects.filter(assessment_id__in=assessment_ids)).annotate(is_filed=filed)
    )
    found = values_of(rows)
    of_filed = {row.pk: row for row in rows if row.is_filed}
    files = evidence_files.by_parent("answer", of_filed) if of_filed else {}
    for pk, listed in files.items():
        answers, code = found[of_filed[pk].assessment_id], of_filed[pk].criterion.code
        answers[code] = replace(answers[code], files=listed)
    return found


def values_of(rows: Sequence[Any]) -> dict[int, dict[str, AnswerValue]]:
    """Return answers by assessment id and criterion code; a row is of one source of an answer, or of none."""
    sources: dict[int, list[SourceValue]] = {}
    for row in rows:
        if row.source_title is not None:
            title, link = readable(row.source_title, row.source_link)
            sources.setdefault(row.pk, []).append(
                SourceValue(title=title, kind=row.source_kind, dated_on=row.source_dated_on, link=link)
            )
    found: dict[int, dict[str, AnswerValue]] = {}
    for row in {row.pk: row for row in rows}.values():
        found.setdefault(row.assessment_id, {})[row.criterion.code] = AnswerValue(
            criterion=row.criterion.code,
            reading=of_row(row),
            doubt_reason=row.doubt_reason,
            basis=row.basis,
            na_reason=row.na_reason,
            version=row.version,
            saved_at=row.saved_at,
            saved_by=row.saved_by.name if row.saved_by else "",
            sources=tuple(sources.get(row.pk, ())),
            change_cause=row.change_cause,
            cause_name=row.get_change_cause_display(),
            sides_differ=row.differs,
        )
    return found


def _with_sources(rows: QuerySet[Answer]) -> QuerySet[Any]:
    columns = {f"source_{name}": F(f"sources__{name}") for name in ("title", "kind", "dated_on", "link")}
    joined = rows.select_related("criterion", "saved_by").only(*_SHOWN).annotate(**columns)
    return joined.order_by("criterion__position", "pk", "sources__position")
