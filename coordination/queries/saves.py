"""One answer on its way to be saved by a page's script: what its form needs and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from coordination.domain.criteria import sections_asked
from coordination.domain.instruments import CriterionValue, InstrumentValue
from coordination.models import Answer, Assessment, Instrument, Round, Structure
from coordination.models.prepared import Prepared, read
from coordination.permissions import Standing
from coordination.queries import instruments, sheets
from coordination.queries.sheets import AnswerValue

_OF_ASSESSMENT = ("id", "side", "state", "version", "round_id", "structure_id", "rater_user_id")
_OF_ROUND = ("id", "label", "state", "origin", "instrument_id", "programme_id")
_OF_STRUCTURE = ("id", "code", "is_programme")


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


_DRAFT = Prepared(_draft)


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
    stored = Answer.objects.filter(assessment_id=row.pk, criterion__code=code)
    return ToSave(
        instrument=instrument,
        asked=tuple(each for each in instrument.criteria if each.section in sections),
        answers=sheets.values_of(stored).get(row.pk, {}) if row.pk else {},
    )
