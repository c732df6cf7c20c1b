"""The secret address of a person's calendar: making it, which replaces the one before, and removing it."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from coordination.actions import journal
from coordination.models import Feed, Programme, User
from coordination.models.constraints import check
from coordination.queries.feeds import fingerprint

#: Bytes of chance in a secret.
CHANCE = 32


@transaction.atomic
def make(*, programme: Programme, by: User, at: datetime) -> str:
    """Make a new address for ``by`` and return its secret, of which only the fingerprint is kept."""
    journal.lock()
    secret = token_urlsafe(CHANCE)
    row = Feed.objects.filter(user=by, programme=programme).first() or Feed(user=by, programme=programme)
    before = {"made_at": row.made_at.isoformat()} if row.pk else None
    row.fingerprint, row.made_at = fingerprint(secret), at
    check(row)
    row.save()
    _record(programme, by, at, before, {"made_at": at.isoformat()})
    return secret


@transaction.atomic
def remove(*, programme: Programme, by: User, at: datetime) -> None:
    """Take the address of ``by`` away; where there is none, nothing happens."""
    journal.lock()
    row = Feed.objects.filter(user=by, programme=programme).first()
    if row is None:
        return
    before = {"made_at": row.made_at.isoformat()}
    row.delete()
    _record(programme, by, at, before, None)


def _record(programme: Programme, by: User, at: datetime, before: object, after: object) -> None:
    # That an address was made matters when one was stolen; neither the secret nor its fingerprint does.
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun="calendar address",
        key=by.email,
        programme=programme,
        before=before,
        after=after,
    )
