"""Whether somebody administers a programme here already, and which code opens one where nobody does."""

from datetime import datetime

from coordination.domain.first_run import LASTS, MOST_TRIES
from coordination.models import FirstRun, Membership, Role


def is_needed() -> bool:
    """Whether nobody administers a programme yet; one query."""
    return not Membership.objects.filter(role=Role.ADMINISTRATOR).exists()


def opening(at: datetime) -> FirstRun | None:
    """Return the code that opens a programme at this moment, None where there is none; at most two queries."""
    row = FirstRun.objects.filter(tries__lt=MOST_TRIES, made_at__gt=at - LASTS).first()
    return row if row is not None and is_needed() else None


def is_open(opened: str, at: datetime) -> bool:
    """Whether what a code gave still opens a programme; at most two queries."""
    row = opening(at) if opened else None
    return row is not None and row.code_hash == opened
