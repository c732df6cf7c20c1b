"""Dismissing what was found, with a reason, until its rows change."""

from datetime import date, datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Dismissal, Programme, User
from coordination.models.constraints import check
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
    journal.lock()
    problems = []
    if not reason.strip():
        problems.append(Problem(rule=Rule.REASON_MISSING, path="reason"))
    known = (kind, fingerprint)
    found = next((each for each in overlaps.findings(programme, on) if key(each) == known), None)
    if found is None:
        problems.append(Problem(rule=Rule.FINDING_CHANGED))
    elif Dismissal.objects.filter(programme=programme, kind=kind, fingerprint=fingerprint).exists():
        problems.append(Problem(rule=Rule.FINDING_DISMISSED))
    if problems or found is None:
        raise Refused(problems)
    row = Dismissal(
        programme=programme,
        kind=kind,
        fingerprint=fingerprint,
        reason=reason.strip(),
        dismissed_at=at,
        dismissed_by=by,
    )
    check(row)
    row.save(force_insert=True)
    journal.record(
        by=by,
        at=at,
        verb="dismissed",
        noun="finding",
        key=f"{kind} {fingerprint}",
        programme=programme,
        after={"reason": row.reason, "on": on.isoformat(), "activities": list(found.rows)},
    )
    return row
