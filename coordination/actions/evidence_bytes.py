"""The bytes of evidence: stored before the transaction of their row ends, removed after it.

What a crash leaves behind has no row, is shown to nobody, and goes with the next cleaning up. These are parts of
actions: each runs inside the transaction of one.
"""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet

from coordination.domain.evidence import OutOfReach
from coordination.models import EvidenceFile
from coordination.models.evidence import storage


def store(row: EvidenceFile, data: bytes) -> None:
    """Store the bytes of a file.

    Raises:
        OutOfReach: the place where files are kept does not answer, or has no room.
    """
    try:
        storage().save(row.stored_as, ContentFile(data))
    except OSError as fault:
        raise OutOfReach from fault


def forget(rows: QuerySet[EvidenceFile]) -> None:
    """Remove the bytes of these files once their rows are gone for good; the place may be out of reach just then."""
    names = [row.stored_as for row in rows.only("pk")]
    transaction.on_commit(lambda: remove(names), robust=True)


def remove(names: Iterable[str]) -> None:
    """Remove what is stored under these names, as far as it is there."""
    for name in names:
        storage().delete(name)
