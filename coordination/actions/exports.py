"""Noting what left the program as a file: the whole of a programme, or the rows of one page."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.models import Programme, User


@transaction.atomic
def note(*, name: str, programme: Programme, by: User | None, at: datetime) -> None:
    """Journal that somebody took a file of this name out of the programme; ``by`` is None for the command line."""
    journal.record(by=by, at=at, verb="exported", noun="export", key=name, programme=programme)
