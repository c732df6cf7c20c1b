"""Undoing a save of a record within ten seconds, where nothing was revealed or published."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal, reverting, withdrawals
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.withdrawals import UNDO_FOR, UNDONE
from coordination.models import JournalEntry, User, Withdrawable
from coordination.queries import withdrawals as records

#: How the journal calls making a record, or changing it.
_SAVES = (
    *(JournalEntry.Verb.SAVED, JournalEntry.Verb.SETTLED),
    *(JournalEntry.Verb.PROMISED, JournalEntry.Verb.NOTED),
)


@transaction.atomic
def undo(*, record: Withdrawable, by: User, at: datetime) -> Withdrawable:
    """Take back what this person did last to a record: making or changing it, withdrawing or restoring it.

    What was made is withdrawn, with `domain.withdrawals.UNDONE` as its reason; what was changed is again what the
    journal says it was before. A day that moved stays moved, and a former name stays kept: both were said with what
    stays for ever. What not everybody may read stands in no journal, so a change of it stays too. A button that
    is pressed twice undoes once.

    Raises:
        Refused: ten seconds have passed, somebody did something to the record since, what was done cannot be undone,
            or what stood before is refused today.
    """
    journal.lock()
    entry = _last(record)
    if entry is None or at > entry.at + UNDO_FOR:
        raise Refused((Problem(rule=Rule.UNDO_TOO_LATE),))
    if entry.by_id != by.pk:
        raise _changed()
    if _is_undone(record, entry):
        return record
    if entry.verb in _SAVES:
        return _take_back(record, entry, by, at)
    return _turn(record, entry, by, at)


def _turn(record: Withdrawable, entry: JournalEntry, by: User, at: datetime) -> Withdrawable:
    """Restore what was withdrawn, or withdraw what was restored."""
    before, after = entry.before or {}, entry.after or {}
    # Seats of one partner in one structure share a key.
    is_of_it = after.get("id", record.pk) == record.pk
    if entry.verb == JournalEntry.Verb.WITHDRAWN and is_of_it:
        return withdrawals.restore(record=record, by=by, at=at)
    if entry.verb == JournalEntry.Verb.RESTORED and is_of_it and "reason" in before:
        mark = records.mark(record)
        return withdrawals.withdraw(record=record, reason=before["reason"], shown=mark, by=by, at=at)
    raise _changed()


def _take_back(record: Withdrawable, entry: JournalEntry, by: User, at: datetime) -> Withdrawable:
    """Withdraw what was made; change back what was changed."""
    before, after = entry.before, entry.after or {}
    if not _stands(record, entry) or "former_name_until" in after:
        raise _changed()
    if before is None:
        mark = records.mark(record)
        return withdrawals.withdraw(record=record, reason=UNDONE, shown=mark, by=by, at=at)
    if "moved" in before or before.get("sharing", "all") != "all":
        raise _changed()
    return reverting.change_back(record=record, before=before, by=by, at=at)


def _stands(record: Withdrawable, entry: JournalEntry) -> bool:
    """Whether the texts of a record are what the journal said: the entry may be of a seat that shares its key."""
    said = (entry.after or {}).items()
    return all(getattr(record, name) == text for name, text in said if _is_text(record, name))


def _is_text(record: Withdrawable, name: str) -> bool:
    return isinstance(getattr(record, name, None), str)


def _changed() -> Refused:
    return Refused((Problem(rule=Rule.UNDO_CHANGED),))


def _is_undone(record: Withdrawable, entry: JournalEntry) -> bool:
    """Whether what was done last took back what this person did before it."""
    if record.withdrawn_reason == UNDONE:
        return True
    if entry.verb not in _SAVES:
        return False
    told = JournalEntry.objects.filter(programme=entry.programme, noun=entry.noun, by=entry.by)
    # Not by its key: that of a seat changes with its partner and role.
    earlier = told.filter(sequence__lt=entry.sequence).order_by("-sequence").first()
    return earlier is not None and (entry.before, entry.after) == (earlier.after, earlier.before)


def _last(record: Withdrawable) -> JournalEntry | None:
    """Return what was done last to a record."""
    told = JournalEntry.objects.filter(
        programme=records.programme_of(record), noun=records.noun(record), key=records.key(record)
    )
    return told.order_by("-sequence").first()
