"""Dismissing what was found, with a reason, until its rows change."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coordination.actions import saving
from coordination.domain.rules import Rule
from coordination.models import Dismissal, Programme, User
from coordination.queries import overlaps
from coordination.queries.dismissals import key


@transaction.atomic
def dismiss(
    *, programme: Programme, kind: str, fingerprint: str, on: date, reason: str, by: User, at: datetime
) -> Dismissal:
    """Record why a finding is no concern; ``on`` is the day as of which it was shown, which counts for gaps.

    It holds as long as the rows of the finding stay what they are, and cannot be taken back.

    Raises:
        Refused: the reason is missing, there is no such finding (any more), or it is dismissed already.
    """
    draft = saving.new(
        Dismissal(
            programme=programme,
            kind=kind,
            fingerprint=fingerprint,
            reason=saving.clean(reason),
            dismissed_at=at,
            dismissed_by=by,
        )
    )
    row, problems = draft.row, draft.problems
    if not row.reason:
        problems.add(Rule.REASON_MISSING, "reason")
    known = (kind, fingerprint)
    found = next(
        (each for each in overlaps.findings(programme, on, timezone.localdate(at)) if key(each) == known),
        None,
    )
    if found is None:
        problems.add(Rule.FINDING_CHANGED, "")
    elif Dismissal.objects.filter(programme=programme, kind=kind, fingerprint=fingerprint).exists():
        problems.add(Rule.FINDING_DISMISSED, "")
    activities = list(found.rows) if found else []
    return draft.keep(
        noun="finding",
        verb="dismissed",
        key=f"{kind} {fingerprint}",
        programme=programme,
        after=lambda row: {"reason": row.reason, "on": on.isoformat(), "activities": activities},
        by=by,
        at=at,
    )
