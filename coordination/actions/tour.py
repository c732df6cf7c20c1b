"""The guided tour of an example: that a person has ended it."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.models import User


@transaction.atomic
def end(*, by: User, at: datetime) -> User:
    """Remember that the person is through with the tour, or wants none; once ended, it stays as it was."""
    journal.lock()
    user = User.objects.get(pk=by.pk)
    if user.tour_ended_at is None:
        user.tour_ended_at = at
        user.save(update_fields=["tour_ended_at"])
        journal.record(by=by, at=at, verb="saved", noun="tour", key=by.email)
    return user
