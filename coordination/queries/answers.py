"""Stored answers with their sources: as records of the journal, and as finished values."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, QuerySet

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.journal import answer_record
from coordination.models import Answer, Assessment, Correction, Source

#: The columns of a reading: verbatim, status, level, lo, hi, certainty.
Columns = tuple[str, str, int | None, int | None, int | None, str | None]
#: The same, the stated cause of a change, and whether the sides differ on it (on the agreed card).
Written = tuple[str, str, int | None, int | None, int | None, str | None, str, bool]


def reading(
    verbatim: str, status: str, level: int | None, lo: int | None, hi: int | None, certainty: str | None
) -> Reading:
    """Convert a stored answer's columns."""
    return Reading(
        verbatim=verbatim,
        status=Status(status),
        level=level,
        lo=lo,
        hi=hi,
        certainty=Certainty(certainty) if certainty else None,
    )


def of_row(row: Answer | Correction) -> Reading:
    """Convert a stored answer, or what it said before a correction."""
    return reading(row.verbatim, row.status, row.level, row.lo, row.hi, row.certainty)


def sources_of(answers: QuerySet[Answer]) -> dict[int, list[Source]]:
    """Return the sources of these answers by answer id, in order; one query."""
    found: dict[int, list[Source]] = {}
    for source in Source.objects.filter(answer__in=answers.order_by()).order_by("answer_id", "position"):
        found.setdefault(source.answer_id, []).append(source)
    return found


def record(row: Answer, sources: Mapping[int, list[Source]]) -> dict[str, object]:
    """Return a stored answer as the journal records it."""
    return answer_record(
        of_row(row),
        doubt_reason=row.doubt_reason,
        basis=row.basis,
        na_reason=row.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in sources.get(row.pk, ())],
        change_cause=row.change_cause,
        differs=row.differs,
    )


def records(answers: QuerySet[Answer]) -> dict[int, dict[str, Any]]:
    """Return stored answers as journal records, by assessment id and criterion code; two queries."""
    sources = sources_of(answers)
    found: dict[int, dict[str, Any]] = {}
    for row in answers.select_related("criterion"):
        found.setdefault(row.assessment_id, {})[row.criterion.code] = record(row, sources)
    return found


def published_before_correction(assessment_ids: Collection[int]) -> list[tuple[int, str, Columns]]:
    """Return, for each corrected answer of these assessments, the columns of what was published; one query.

    Each is (assessment id, criterion code, columns of the reading).
    """
    columns = ("verbatim", "status", "level", "lo", "hi", "certainty")
    rows = Correction.objects.filter(answer__assessment_id__in=assessment_ids, position=0)
    found = rows.order_by().values_list("answer__assessment_id", "answer__criterion__code", *columns)
    return [(pk, code, (*before,)) for pk, code, *before in found]


def corrected(assessments: QuerySet[Assessment]) -> dict[int, int]:
    """Return how many answers of these assessments were corrected, by round id; rounds without any are left out."""
    rows = Correction.objects.filter(answer__assessment__in=assessments.order_by(), position=0)
    counted = rows.order_by().values_list("answer__assessment__round_id").annotate(number=Count("pk"))
    return dict(counted)
