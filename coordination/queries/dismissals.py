"""Dismissed findings: by whom, when and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from coordination.domain.overlaps import OverlapFinding
from coordination.models import Dismissal, Programme
from coordination.queries import people

#: What identifies a finding: its kind and fingerprint.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DismissalValue:
    """Why a finding is no concern, by whom and when."""

    reason: str
    by: object
    at: datetime


def key(finding: OverlapFinding) -> Key:
    """Return what identifies a finding."""
    return finding.kind, finding.fingerprint


def of_programme(
    programme: Programme, fingerprints: Collection[str] | None = None
) -> dict[Key, DismissalValue]:
    """Return the dismissals, limited to these fingerprints if any are given; one query."""
    rows = Dismissal.objects.filter(programme=programme)
    if fingerprints is not None:
        rows = rows.filter(fingerprint__in=fingerprints)
    return {
        (row.kind, row.fingerprint): DismissalValue(
            row.reason, people.name(row, "dismissed_by"), row.dismissed_at
        )
        for row in rows.select_related("dismissed_by").annotate(**people.place_left("dismissed_by"))
    }
