"""What was dismissed among the findings of the activities, by whom and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from coordination.domain.overlaps import OverlapFinding
from coordination.models import Dismissal, Programme

#: What a finding is known by: its kind and fingerprint.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DismissalValue:
    """Why a finding is no concern, who says so and when."""

    reason: str
    by: str
    at: datetime


def key(finding: OverlapFinding) -> Key:
    """Return what a finding is known by."""
    return finding.kind, finding.fingerprint


def of_programme(
    programme: Programme, fingerprints: Collection[str] | None = None
) -> dict[Key, DismissalValue]:
    """Return what is dismissed, only these fingerprints where some are given; one query."""
    rows = Dismissal.objects.filter(programme=programme)
    if fingerprints is not None:
        rows = rows.filter(fingerprint__in=fingerprints)
    columns = ("kind", "fingerprint", "reason", "dismissed_by__name", "dismissed_at")
    return {
        (kind, mark): DismissalValue(reason, person, on)
        for kind, mark, reason, person, on in rows.values_list(*columns)
    }
