"""The sessions of a person that have not ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from coordination.domain.browsers import named
from coordination.models import User

#: In the session, as seconds: when it began, and the last minute in which it was used.
BEGAN_KEY, SEEN_KEY = "began_at", "seen_at"
#: In the session: that a second factor was given to the organisation that signed the person in, and counts here.
FACTOR_KEY = "second_factor_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionValue:
    """A session as its person sees it; ``browser`` and ``system`` are empty where they are not known."""

    id: int
    browser: str
    system: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def of_user(user: User, this: str | None) -> tuple[SessionValue, ...]:
    """Return the person's sessions, ``this`` one first, then the latest used; two queries."""
    return tuple(sorted(_all(user, this), key=lambda each: (not each.is_this, -each.seen_at.timestamp())))


def _all(user: User, this: str | None) -> Iterator[SessionValue]:
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    for session in Session.objects.filter(session_key__in=[*rows], expire_date__gt=timezone.now()):
        held = session.get_decoded()
        if constant_time_compare(held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            row = rows[session.session_key]
            browser, system = named(row.user_agent)
            yield SessionValue(
                id=row.pk,
                browser=browser,
                system=system,
                began_at=_moment(held.get(BEGAN_KEY), row.created_at),
                seen_at=_moment(held.get(SEEN_KEY), row.created_at),
                is_this=session.session_key == this,
            )


def _moment(seconds: float | None, otherwise: datetime) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC) if seconds else otherwise
