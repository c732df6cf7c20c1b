"""Withdrawing a record with a reason: which kinds there are, and what keeps one in sight."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

#: For so long after a save it can be undone.
UNDO_FOR = timedelta(seconds=10)
#: The reason of a record that whoever made it took back at once; a page says it in the reader's language.
UNDONE = "[undone]"


class Barrier(StrEnum):
    """What keeps a record from being withdrawn: what is in sight names nothing that is not."""

    SEATS = "seats"
    GIVEN = "given"
    RECEIVED = "received"
    TAKES_PART = "takes_part"
    MONEY = "money"
    COMMITMENTS = "commitments"
    ACTIVITIES = "activities"
    MEETINGS = "meetings"
    CHILDREN = "children"
    SUCCESSORS = "successors"
    OBSERVATIONS = "observations"
    STATEMENTS = "statements"
    ANSWERS = "answers"
    ROUNDS = "rounds"
    ASKED = "asked"
    WHOLE = "whole"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class InTheWay:
    """So many of one kind stand in the way."""

    barrier: Barrier
    count: int
