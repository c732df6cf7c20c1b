"""The tokens with which a person's programs read: whose one is, and which a person has."""

from dataclasses import dataclass
from datetime import datetime

from coordination.models import ApiToken, Programme, User
from coordination.permissions import Standing, standings
from coordination.queries.feeds import fingerprint

#: What every token begins with, so that one that was lost is recognised for what it is.
MARK = "ssr_"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenValue:
    """A token as its person's list shows it."""

    id: int
    name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    is_expired: bool


def of_person(user: User, programme: Programme, *, at: datetime) -> tuple[TokenValue, ...]:
    """Return the person's tokens of a programme that were not ended, the newest first; one query."""
    rows = ApiToken.objects.filter(user=user, programme=programme, ended_at__isnull=True)
    return tuple(
        TokenValue(
            id=row.pk,
            name=row.name,
            made_at=row.made_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_expired=row.expires_at <= at,
        )
        for row in rows.order_by("-made_at", "-pk")
    )


def find(secret: str, *, at: datetime) -> tuple[ApiToken, Standing] | None:
    """Return the token of a secret, and the place of its person as it is now; two queries.

    None for one that is not known, expired or ended, and where its person may no longer sign in or has no place.
    """
    row = (
        ApiToken.objects.select_related("user", "programme")
        .filter(fingerprint=fingerprint(secret), ended_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if row is None or not row.user.is_active:
        return None
    place = next((each for each in standings(row.user) if each.programme_id == row.programme_id), None)
    return (row, place) if place else None
