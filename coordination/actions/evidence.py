"""Photos and PDFs as evidence: added to an answer of a draft, a contact or an observation, and removed, for good.

Whoever wrote it does both, of an answer as long as it is a draft. A contact that is withdrawn keeps its files out of
sight, and they are there again when it is restored.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.actions import evidence_bytes, evidence_parents, saving
from coordination.actions.evidence_parents import Parent
from coordination.documents import evidence as documents
from coordination.domain.evidence import MOST_FILES
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import EvidenceFile, User
from coordination.models.constraints import check
from coordination.models.evidence import storage

#: Older than this, what no row names is nothing that is just being stored.
LEFT_BEHIND = timedelta(days=1)


def add(*, parent: Parent, data: bytes, note: str, by: User, at: datetime) -> EvidenceFile:
    """Keep a file with what it belongs to, made anew; the same file again is the one that is there.

    Raises:
        Refused: the file is none that is taken, what it belongs to takes none now (`evidence_parents.locked`), or has as
            many as it may have.
    """
    kind, made = documents.cleaned(data)
    with transaction.atomic():
        owner = evidence_parents.locked(parent)
        there = EvidenceFile.objects.filter(**owner.names)
        found = hashlib.sha256(made).hexdigest()
        if same := there.filter(sha256=found).first():
            return same
        if there.count() >= MOST_FILES:
            raise Refused((Problem(rule=Rule.EVIDENCE_FULL, path="file", value=str(MOST_FILES)),))
        row = EvidenceFile(
            **owner.names, kind=kind.value, size=len(made), sha256=found, note=saving.clean(note)
        )
        check(row)
        row.save(force_insert=True)
        owner.record(row, by=by, at=at)
        evidence_bytes.store(row, made)
    return row


@transaction.atomic
def remove(*, file: EvidenceFile, by: User, at: datetime) -> None:
    """Remove a file, for good; one that is gone already stays so.

    Raises:
        Refused: what it belongs to loses none now (`evidence_parents.locked`).
    """
    owner = evidence_parents.locked(evidence_parents.of(file))
    row = EvidenceFile.objects.filter(pk=file.pk, **owner.names).first()
    if row is None:
        return
    owner.record(row, is_gone=True, by=by, at=at)
    evidence_bytes.forget(EvidenceFile.objects.filter(pk=row.pk))
    row.delete()


def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove what is stored and no row names, and return how much that was."""
    kept = storage()
    try:
        stored = kept.listdir("")[1]
    except FileNotFoundError:  # no folder yet: nobody has given any
        return 0
    known = {pk.hex for pk in EvidenceFile.objects.values_list("pk", flat=True)}
    left = [
        name
        for name in stored
        if name not in known and _is_ours(name) and kept.get_modified_time(name) < at - LEFT_BEHIND
    ]
    evidence_bytes.remove(left)
    return len(left)


def _is_ours(name: str) -> bool:
    try:
        return UUID(name).hex == name
    except ValueError:
        return False
