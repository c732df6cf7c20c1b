"""The first run: a code for whoever runs the server, which lets somebody start the first programme, once."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from coordination.actions import journal
from coordination.domain.first_run import ALPHABET, LASTS, LENGTH, digest, written
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import FirstRun, User
from coordination.queries import first_run


@transaction.atomic
def make_code(*, by: None = None, at: datetime) -> str:
    """Make the code that opens the first programme, and return it as it is shown; the one before no longer works.

    Raises:
        Refused: somebody administers a programme already.
    """
    journal.lock()
    if not first_run.is_needed():
        raise Refused((Problem(rule=Rule.STARTED_ALREADY),))
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    FirstRun.objects.all().delete()
    FirstRun.objects.create(code_hash=digest(signs), made_at=at)
    journal.record(by=by, at=at, verb="saved", noun="first run", key="code")
    return written(signs)


@transaction.atomic
def take(*, opened: str, by: User | None, at: datetime) -> None:
    """Use the code up; must run inside the transaction that starts the programme.

    ``opened`` is what ``queries.first_run.opened_by`` returned.

    Raises:
        Refused: it does not open any more, or another has used it.
    """
    journal.lock()
    row = first_run.opening(at)
    if row is None or not constant_time_compare(row.code_hash, opened):
        raise Refused((Problem(rule=Rule.CODE_OPENS_NOTHING, path="code"),))
    row.delete()
    journal.record(by=by, at=at, verb="ended", noun="first run", key="code")


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove the code that opens nothing any more, and return how many there were; a used one is gone already."""
    over = FirstRun.objects.filter(made_at__lte=at - LASTS)
    removed, _each = (over if first_run.is_needed() else FirstRun.objects.all()).delete()
    return removed
