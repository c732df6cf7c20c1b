"""When people were here last: the one thing that looking at a page writes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from coordination.models import ApiToken, Membership, User

#: No more often than this.
PAUSE = timedelta(minutes=5)

logger = logging.getLogger("coordination")


def note(*, programme_id: int, by: User, at: datetime) -> None:
    """Note that the person was here, outside any other work; what cannot be written at once is left.

    Nothing of the journal: it tells what was done, and this was only a look.
    """
    is_old = Q(seen_at__isnull=True) | Q(seen_at__lt=at - PAUSE)
    places = Membership.objects.filter(is_old, user=by, programme_id=programme_id)
    _at_once(lambda: places.update(seen_at=at))


def note_token(*, number: int, by: User, at: datetime) -> None:
    """Note that a program of the person read with this token, in the same way."""
    is_old = Q(used_at__isnull=True) | Q(used_at__lt=at - PAUSE)
    tokens = ApiToken.objects.filter(is_old, pk=number, user=by)
    _at_once(lambda: tokens.update(used_at=at))


def _at_once(write: Callable[[], int]) -> None:
    try:
        with _without_waiting(), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '100ms'")
            write()
    except DatabaseError as error:
        logger.info("when somebody was here last could not be noted: %s", type(error).__name__)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let SQLite say at once that somebody else is writing."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
