"""Whether somebody administers a programme here already, and which code opens one where nobody does."""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from coordination.domain.first_run import LASTS, digest
from coordination.models import FirstRun, Membership, Role


def is_needed() -> bool:
    """Whether nobody administers a programme yet; one query."""
    return not Membership.objects.filter(role=Role.ADMINISTRATOR).exists()


def opening(at: datetime) -> FirstRun | None:
    """Return the code that opens a programme at this moment, None where there is none; at most two queries."""
    row = FirstRun.objects.filter(made_at__gt=at - LASTS).first()
    return row if row is not None and is_needed() else None


def opened_by(code: str, at: datetime) -> str:
    """Return what ``actions.first_run.take`` asks for where the code opens, “” where it does not; two queries."""
    row = opening(at)
    return row.code_hash if row and constant_time_compare(row.code_hash, digest(code)) else ""


def is_open(opened: str, at: datetime) -> bool:
    """Whether what a code gave still opens a programme; at most two queries."""
    row = opening(at) if opened else None
    return row is not None and row.code_hash == opened
