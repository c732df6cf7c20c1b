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
