"""Taking a checkpoint of the journal: noted in the journal itself."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.domain.checkpoints import Checkpoint
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Programme, User
from coordination.permissions import place_is_as_before, place_now
from coordination.queries import checkpoints


@transaction.atomic
def take(*, programme: Programme, by: User, at: datetime) -> Checkpoint:
    """Return the programme's checkpoint as of the last midnight; from now on nobody writes an entry of before it.

    Raises:
        Refused: the person's place ended, or became another, while they waited in line.
    """
    # Behind the lock, and followed by an entry of its own: whoever took the time before midnight and waits gets a later
    # one, so that what is hashed here stays the end of that day.
    journal.record(by=by, at=at, verb="exported", noun="export", key="checkpoint", programme=programme)
    if not place_is_as_before(by, programme, place_now(by, programme)):
        raise Refused((Problem(rule=Rule.PLACE_ENDED),))
    return checkpoints.standing(programme, at)
