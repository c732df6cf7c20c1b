"""Undoing a save of a record within ten seconds, where nothing was revealed or published."""

from datetime import datetime

from django.db import transaction

from coordination.actions import commitments, journal, withdrawals
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.withdrawals import UNDO_FOR
from coordination.models import Commitment, JournalEntry, User, Withdrawable
from coordination.queries import withdrawals as records

#: What of a commitment can be taken back.
_OF_COMMITMENTS = (JournalEntry.Verb.SAVED, JournalEntry.Verb.SETTLED)


@transaction.atomic
def undo(*, record: Withdrawable, by: User, at: datetime) -> Withdrawable:
    """Take back what this person did last to a record: withdrawing, restoring, settling or editing it.

    What the journal says the record was before counts. A day that moved stays moved: its reason is there for ever.

    Raises:
        Refused: ten seconds have passed, somebody did something to the record since, or what was done cannot be undone.
    """
    journal.lock()
    entry = _last(record)
    if entry is None or at > entry.at + UNDO_FOR:
        raise Refused((Problem(rule=Rule.UNDO_TOO_LATE),))
    if entry.by_id != by.pk:
        raise Refused((Problem(rule=Rule.UNDO_CHANGED),))
    before, after = entry.before or {}, entry.after or {}
    # Seats of one partner in one structure share a key.
    is_of_it = after.get("id", record.pk) == record.pk
    if entry.verb == JournalEntry.Verb.WITHDRAWN and is_of_it:
        return withdrawals.restore(record=record, by=by, at=at)
    if entry.verb == JournalEntry.Verb.RESTORED and is_of_it and "reason" in before:
        mark = records.mark(record)
        return withdrawals.withdraw(record=record, reason=before["reason"], shown=mark, by=by, at=at)
    if isinstance(record, Commitment) and entry.verb in _OF_COMMITMENTS and "moved" not in before:
        return commitments.put_back(commitment=record, before=before, by=by, at=at)
    raise Refused((Problem(rule=Rule.UNDO_CHANGED),))


def _last(record: Withdrawable) -> JournalEntry | None:
    """Return what was done last to a record."""
    told = JournalEntry.objects.filter(
        programme=records.programme_of(record), noun=records.noun(record), key=records.key(record)
    )
    return told.order_by("-sequence").first()
