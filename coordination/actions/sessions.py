"""Ending one's own sessions."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from coordination.actions import journal
from coordination.models import User


@transaction.atomic
def end_session(*, number: int, by: User, at: datetime) -> bool:
    """End one of the person's own sessions; False where it is none of theirs or has ended."""
    journal.lock()
    return _end(Q(pk=number), by, at)


@transaction.atomic
def end_others(*, this: str, by: User, at: datetime) -> bool:
    """End all of the person's sessions but ``this`` one; False where there are no others."""
    journal.lock()
    return _end(~Q(session_key=this), by, at)


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove the sessions that have run out, and return how many; nobody can use them any more."""
    removed, _each = Session.objects.filter(expire_date__lte=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return removed


def _end(which: Q, by: User, at: datetime) -> bool:
    rows = UserSession.objects.filter(which, user=by)
    keys = [*rows.values_list("session_key", flat=True)]
    if not keys:
        return False
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    journal.record(by=by, at=at, verb="ended", noun="session", key=by.email)
    return True
