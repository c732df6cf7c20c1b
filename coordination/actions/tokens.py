"""The tokens with which a person's programs read: making one, and ending it."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction

from coordination.actions import journal
from coordination.models import ApiToken, Programme, User
from coordination.models.constraints import check
from coordination.queries.feeds import fingerprint
from coordination.queries.tokens import MARK

#: Bytes of chance in a token.
CHANCE = 32
#: No token is good for longer.
LONGEST = timedelta(days=365)


@transaction.atomic
def make(*, programme: Programme, name: str, lasts: timedelta, by: User, at: datetime) -> str:
    """Make a token for ``by`` and return it; only its fingerprint is kept.

    Raises:
        ValueError: it would last for longer than a year.
    """
    if not timedelta() < lasts <= LONGEST:
        raise ValueError(f"a token lasts for a year at most, not {lasts}")
    journal.lock()
    secret = f"{MARK}{token_urlsafe(CHANCE)}"
    row = ApiToken(
        user=by,
        programme=programme,
        name=name,
        fingerprint=fingerprint(secret),
        made_at=at,
        expires_at=at + lasts,
    )
    check(row)
    row.save()
    _record(row, by, at, None, _facts(row))
    return secret


@transaction.atomic
def end(*, programme: Programme, number: int, by: User, at: datetime) -> bool:
    """End one of the tokens of ``by``; whether there was one that had not ended."""
    journal.lock()
    row = ApiToken.objects.filter(pk=number, user=by, programme=programme, ended_at=None).first()
    if row is None:
        return False
    before = _facts(row)
    row.ended_at = at
    row.save()
    _record(row, by, at, before, None)
    return True


def _facts(row: ApiToken) -> dict[str, object]:
    return {"name": row.name, "made_at": row.made_at.isoformat(), "expires_at": row.expires_at.isoformat()}


def _record(row: ApiToken, by: User, at: datetime, before: object, after: object) -> None:
    # Neither the secret nor its fingerprint: what is told here never opens anything.
    journal.record(
        by=by,
        at=at,
        verb="saved" if after else "ended",
        noun="API token",
        key=by.email,
        programme=row.programme,
        before=before,
        after=after,
    )
