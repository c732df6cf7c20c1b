"""Linking one's own account with the sign-in of an organisation, and ending that."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Identity, User
from coordination.models.constraints import check


@transaction.atomic
def link(*, issuer: str, subject: str, verified_email: str, by: User, at: datetime) -> Identity:
    """Let the person sign in as this subject of this issuer, too; the journal is not told the subject.

    ``verified_email`` is the address that the issuer says it has verified, empty where it says none.

    Raises:
        Refused: it is not the person's address, or the subject is linked with somebody else, or the person with
            another subject.
    """
    journal.lock()
    email = User.objects.values_list("email", flat=True).get(pk=by.pk)
    if verified_email.strip().lower() != email:
        raise Refused((Problem(rule=Rule.OTHER_EMAIL, value=email),))
    row = Identity.objects.filter(issuer=issuer, subject=subject).first()
    if row is not None and row.user_id == by.pk:
        return row
    if row is not None or Identity.objects.filter(issuer=issuer, user=by).exists():
        raise Refused((Problem(rule=Rule.LINKED_ALREADY),))
    row = Identity(user=by, issuer=issuer, subject=subject, linked_at=at)
    check(row)
    row.save(force_insert=True)
    journal.record(by=by, at=at, verb="saved", noun="identity", key=email, after={"issuer": issuer})
    return row


@transaction.atomic
def unlink(*, issuer: str, by: User, at: datetime) -> bool:
    """Let the person no longer sign in through this issuer; False where they do not."""
    journal.lock()
    removed, _each = Identity.objects.filter(issuer=issuer, user=by).delete()
    if removed:
        journal.record(by=by, at=at, verb="removed", noun="identity", key=by.email, before={"issuer": issuer})
    return bool(removed)
