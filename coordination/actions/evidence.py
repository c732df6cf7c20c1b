"""Photos and PDFs as evidence of an answer: added and removed by its author while it is a draft."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.actions import evidence_bytes, saving, steps
from coordination.documents import evidence as documents
from coordination.domain import lifecycle
from coordination.domain.evidence import MOST_FILES
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, EvidenceFile, User
from coordination.models.constraints import check
from coordination.models.evidence import storage

#: Older than this, what no row names is nothing that is just being stored.
LEFT_BEHIND = timedelta(days=1)


def add(
    *, assessment: Assessment, criterion: str, data: bytes, note: str, by: User, at: datetime
) -> EvidenceFile:
    """Keep a file with an answer of a draft, made anew; the same file again is the one that is there.

    Raises:
        Refused: the file is none that is taken, the answer is not stored or has as many as it may have, or the
            assessment is no draft of an open round any more.
    """
    kind, made = documents.cleaned(data)
    with transaction.atomic():
        locked = steps.lock(assessment)
        steps.require(lifecycle.Step.SCORE, locked)
        answer = Answer.objects.filter(assessment=locked, criterion__code=criterion).first()
        if answer is None:
            raise Refused((Problem(rule=Rule.EVIDENCE_WITHOUT_ANSWER, value=criterion),))
        there = EvidenceFile.objects.filter(answer=answer)
        found = hashlib.sha256(made).hexdigest()
        if same := there.filter(sha256=found).first():
            return same
        if there.count() >= MOST_FILES:
            raise Refused((Problem(rule=Rule.EVIDENCE_FULL, path="file", value=str(MOST_FILES)),))
        row = EvidenceFile(
            answer=answer, kind=kind.value, size=len(made), sha256=found, note=saving.clean(note)
        )
        check(row)
        row.save(force_insert=True)
        steps.record(locked, verb="saved", by=by, at=at, after=_said(row, criterion))
        evidence_bytes.store(row, made)
    return row


@transaction.atomic
def remove(*, file: EvidenceFile, by: User, at: datetime) -> None:
    """Remove a file from an answer of a draft, for good; one that is gone already stays so.

    Raises:
        Refused: the assessment is no draft of an open round any more.
    """
    locked = steps.lock(file.answer.assessment)
    steps.require(lifecycle.Step.SCORE, locked)
    row = EvidenceFile.objects.select_related("answer__criterion").filter(pk=file.pk).first()
    if row is None:
        return
    steps.record(locked, verb="removed", by=by, at=at, before=_said(row, row.answer.criterion.code))
    evidence_bytes.forget(EvidenceFile.objects.filter(pk=row.pk))
    row.delete()


def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove what is stored and no row names, and return how much that was."""
    kept = storage()
    if not kept.exists(""):
        return 0
    known = {pk.hex for pk in EvidenceFile.objects.values_list("pk", flat=True)}
    left = [
        name
        for name in kept.listdir("")[1]
        if name not in known and _is_ours(name) and kept.get_modified_time(name) < at - LEFT_BEHIND
    ]
    evidence_bytes.remove(left)
    return len(left)


def _is_ours(name: str) -> bool:
    try:
        return UUID(name).hex == name
    except ValueError:
        return False


def _said(row: EvidenceFile, criterion: str) -> dict[str, object]:
    """Return a file as the journal keeps it: never what it shows, nor what was noted beside it."""
    return {
        "criterion": criterion,
        "file": row.stored_as,
        "kind": row.kind,
        "size": row.size,
        "sha256": row.sha256,
    }
