"""Stored answers with their sources: as records of the journal, and as finished values."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from coordination.domain.answers import Certainty, Reading, Status
from coordination.domain.journal import answer_record
from coordination.models import Answer, Source


def reading(
    verbatim: str, status: str, level: int | None, lo: int | None, hi: int | None, certainty: str | None
) -> Reading:
    """Return the value of a stored answer's columns."""
    return Reading(verbatim, Status(status), level, lo, hi, Certainty(certainty) if certainty else None)


def sources_of(answers: QuerySet[Answer]) -> dict[int, list[Source]]:
    """Return the sources under these answers by answer id, in order; one query."""
    found: dict[int, list[Source]] = {}
    for source in Source.objects.filter(answer__in=answers.order_by()).order_by("answer_id", "position"):
        found.setdefault(source.answer_id, []).append(source)
    return found


def record(row: Answer, sources: Mapping[int, list[Source]]) -> dict[str, object]:
    """Return a stored answer as the journal keeps it."""
    return answer_record(
        reading(row.verbatim, row.status, row.level, row.lo, row.hi, row.certainty),
        doubt_reason=row.doubt_reason,
        basis=row.basis,
        na_reason=row.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in sources.get(row.pk, ())],
    )


def records(answers: QuerySet[Answer]) -> dict[int, dict[str, Any]]:
    """Return stored answers as records, by assessment id and criterion code; two queries."""
    sources = sources_of(answers)
    found: dict[int, dict[str, Any]] = {}
    for row in answers.select_related("criterion"):
        found.setdefault(row.assessment_id, {})[row.criterion.code] = record(row, sources)
    return found
