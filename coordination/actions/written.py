"""What saving and correcting have in common: one answer as it is stored, and as the journal keeps it.

These are parts of actions: each runs inside the transaction of one.
"""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from coordination.domain.assessments import GivenAnswer
from coordination.domain.journal import answer_record
from coordination.models import Answer, Assessment, Criterion, Source, User


def write(
    assessment: Assessment,
    criterion: Criterion,
    old: Answer | None,
    entry: GivenAnswer,
    by: User | None,
    at: datetime,
    *,
    sourced: Collection[int],
) -> int | None:
    """Insert the answer, or update it where its version is still the base; None where it is not.

    ``sourced`` are the answers, by their numbers, whose sources give way to those of the entry.
    """
    fields = _columns(entry, by, at)
    if old is None:
        answer_id = Answer.objects.create(assessment=assessment, criterion=criterion, version=1, **fields).pk
        version = 1
    else:
        answer_id, version = old.pk, entry.base_version + 1
        if not Answer.objects.filter(pk=old.pk, version=entry.base_version).update(version=version, **fields):
            return None
        if old.pk in sourced:
            Source.objects.filter(answer_id=answer_id).delete()
    Source.objects.bulk_create(
        Source(answer_id=answer_id, position=position, **asdict(source))
        for position, source in enumerate(entry.sources)
    )
    return version


def _columns(entry: GivenAnswer, by: User | None, at: datetime) -> dict[str, Any]:
    """Return the columns of an answer."""
    given = entry.reading
    return {
        "verbatim": given.verbatim,
        "status": given.status.value,
        "level": given.level,
        "lo": given.lo,
        "hi": given.hi,
        "certainty": given.certainty.value if given.certainty else None,
        "doubt_reason": entry.doubt_reason,
        "basis": entry.basis,
        "na_reason": entry.na_reason,
        "change_cause": entry.change_cause,
        "saved_at": at,
        "saved_by": by,
    }


def record_of(entry: GivenAnswer) -> dict[str, object]:
    """Return an answer as the journal keeps it."""
    return answer_record(
        entry.reading,
        doubt_reason=entry.doubt_reason,
        basis=entry.basis,
        na_reason=entry.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in entry.sources],
        change_cause=entry.change_cause,
    )
