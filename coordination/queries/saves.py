"""One answer on its way to be saved by a page's script: what its form needs and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coordination.domain.criteria import sections_asked
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.models import Answer, Assessment, Criterion, Instrument, Round, Structure, User
from coordination.models.prepared import Prepared, read
from coordination.permissions import Standing
from coordination.queries import instruments, sheets
from coordination.queries.sheets import AnswerValue

_OF_ASSESSMENT = ("id", "side", "state", "version", "round_id", "structure_id", "rater_user_id")
_OF_ROUND = ("id", "label", "state", "origin", "instrument_id", "programme_id")
_OF_STRUCTURE = ("id", "code", "is_programme")
_OF_ANSWER = (
    *("id", "assessment_id", "criterion_id", "verbatim", "status", "level", "lo", "hi", "certainty"),
    *("doubt_reason", "basis", "na_reason", "differs", "change_cause", "version", "saved_at", "saved_by_id"),
)
_OF_SOURCE = ("title", "kind", "dated_on", "link")


def _draft(assessment: int, person: int, programme: int, side: str) -> QuerySet[Assessment, Any]:
    rows = Assessment.objects.filter(
        pk=assessment, rater_user=person, round__programme=programme, side=side, state=Assessment.State.DRAFT
    )
    columns = (
        *_OF_ASSESSMENT,
        *(f"round__{each}" for each in _OF_ROUND),
        "round__instrument__content_hash",
        *(f"structure__{each}" for each in _OF_STRUCTURE),
    )
    return rows.order_by().values_list(*columns)


def _answer(assessment: int, code: str) -> QuerySet[Answer, Any]:
    rows = Answer.objects.filter(assessment=assessment, criterion__code=code).order_by("sources__position")
    sources = (f"sources__{each}" for each in _OF_SOURCE)
    return rows.values_list(*_OF_ANSWER, "criterion__code", "saved_by__name", *sources)


_DRAFT, _ANSWER = Prepared(_draft), Prepared(_answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSave:
    """The questionnaire of an assessment, and what is stored of one criterion, by its code."""

    instrument: InstrumentValue
    asked: tuple[CriterionValue, ...]
    answers: Mapping[str, AnswerValue]


def own_draft(assessment_id: int, standing: Standing) -> Assessment | None:
    """Return the person's own draft, which they may read whatever else they may; one query.

    None says nothing: where somebody stands differently, `queries.assessments.find` knows.
    """
    if not standing.side or standing.reads_since:
        return None
    rows = _DRAFT(assessment_id, standing.user_id, standing.programme_id, standing.side)
    if not rows:
        return None
    row, begin = rows[0], len(_OF_ASSESSMENT)
    end = begin + len(_OF_ROUND)
    found = read(Assessment, _OF_ASSESSMENT, row[:begin])
    found.round = read(Round, _OF_ROUND, row[begin:end])
    found.round.instrument = read(Instrument, ("id", "content_hash"), (found.round.instrument_id, row[end]))
    found.structure = read(Structure, _OF_STRUCTURE, row[end + 1 :])
    return found


def of_criterion(row: Assessment, code: str) -> ToSave:
    """Return what the form of one criterion of an assessment needs; at most one query."""
    instrument = instruments.of_hash(row.round.instrument.content_hash)
    sections = sections_asked(is_programme=row.structure.is_programme)
    stored = [_answered(columns) for columns in _ANSWER(row.pk, code)] if row.pk else []
    return ToSave(
        instrument=instrument,
        asked=tuple(each for each in instrument.criteria if each.section in sections),
        answers=sheets.values_of(stored).get(row.pk, {}),
    )


def _answered(columns: Sequence[Any]) -> Answer:
    """Return a row of an answer as `queries.sheets` reads it: with one source, or none."""
    own, code, name, *source = (columns[: len(_OF_ANSWER)], *columns[len(_OF_ANSWER) :])
    found = read(Answer, _OF_ANSWER, own)
    found.criterion = read(Criterion, ("id", "code"), (found.criterion_id, code))
    found.saved_by = read(User, ("id", "name"), (found.saved_by_id, name)) if found.saved_by_id else None
    for part, value in zip(_OF_SOURCE, source, strict=True):
        setattr(found, f"source_{part}", value)
    return found
