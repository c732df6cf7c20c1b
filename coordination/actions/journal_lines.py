"""The lines of the journal while they are written: who waits for whom, and what an entry follows.

Who writes in the common line waits for all other writers, and all for them. Who writes in a programme's own line waits
for those of the same line, and for none of another. On PostgreSQL this is a lock that the ones take alone and the others
together, and the row of the line's end; SQLite has one writer anyway. These are parts of actions.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from coordination.actions import rows
from coordination.domain.journal_lines import NOWHERE, End, joined, next_number
from coordination.models import JournalEntry, JournalHead, Programme
from coordination.models.prepared import Prepared, read

#: The name of the lock on a server: any number that nothing else of the program's locks.
KEY = 0x55_5352_4C49_4E45
#: Each goes before what is read behind it, so that nobody waits longer for the way to the server and back.
ALONE, TOGETHER = f"pg_advisory_xact_lock({KEY})", f"pg_advisory_xact_lock_shared({KEY})"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedLine:
    """A line that is locked: its end, and what its next entry follows, with which number, not before when."""

    head: JournalHead
    number: int
    previous: str
    at: datetime | None


_OF_HEAD = ("id", "sequence", "hash", "at", "parted_after")


def _heads(pk: int) -> QuerySet[JournalHead, Any]:
    return JournalHead.objects.filter(pk=pk).order_by().values_list(*_OF_HEAD)


def _heads_locked(pk: int) -> QuerySet[JournalHead, Any]:
    return _heads(pk).select_for_update(of=("self",), no_key=True)


def _heads_gone_on(after: int) -> QuerySet[JournalHead, Any]:
    return JournalHead.objects.filter(sequence__gt=after).order_by("pk").values_list(*_OF_HEAD)


_HEAD, _LOCKED, _GONE_ON = Prepared(_heads), Prepared(_heads_locked), Prepared(_heads_gone_on)


def lock() -> JournalHead:
    """Put this transaction in line with all other writers, and return where the common line ends."""
    return _locked(JournalHead.COMMON, behind=ALONE if connection.vendor == "postgresql" else "")


def is_parted() -> bool:
    """Whether there are lines of programmes that need no lock of all; SQLite has one writer, so there nobody gains."""
    if connection.vendor != "postgresql":
        return False
    return any(head.parted_after is not None for head in _found(_HEAD(JournalHead.COMMON)))


def common(head: JournalHead) -> LockedLine:
    """Return what the next entry of the common line follows, behind the lock of all."""
    gone_on = [] if head.parted_after is None else _found(_GONE_ON(head.sequence))
    end = joined(_end(head), map(_end, gone_on))
    times = [each.at for each in (head, *gone_on) if each.at]
    return LockedLine(head=head, number=end.sequence + 1, previous=end.hash, at=max(times, default=None))


def own(programme: Programme) -> LockedLine:
    """Lock a programme's own line; where the journal is parted."""
    behind = TOGETHER if connection.vendor == "postgresql" else ""
    (of_all,) = _found(_HEAD(JournalHead.COMMON, behind=behind))
    programmes, place, number = _counted(programme)
    head = _locked(JournalHead.of(programme.pk))
    last = head if head.sequence > of_all.sequence else of_all
    number = next_number(max(number, head.sequence), place=place, programmes=programmes)
    return LockedLine(head=head, number=number, previous=last.hash, at=last.at)


def go_on(line: LockedLine, entry: JournalEntry) -> None:
    """Move the line's end on to an entry that is stored."""
    line.head.sequence, line.head.hash, line.head.at = entry.sequence, entry.hash, entry.at
    rows.put(line.head, "sequence", "hash", "at")


def _counted(programme: Programme) -> tuple[int, int, int]:
    """Return how many programmes there are, the place of this one among them, and the last number that is taken.

    Programmes come and go in the common line only, so their places are the same for all who write until its next entry.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(CASE WHEN id < %s THEN 1 END),"
            " (SELECT max(sequence) FROM coordination_journalhead) FROM coordination_programme",
            [programme.pk],
        )
        programmes, place, last = cursor.fetchone()
    return programmes, place, last


def _locked(pk: int, behind: str = "") -> JournalHead:
    if found := _LOCKED(pk, behind=behind):
        return _found(found)[0]
    head, _ = JournalHead.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        pk=pk, defaults={"sequence": NOWHERE.sequence, "hash": NOWHERE.hash}
    )
    return head


def _found(listed: list[tuple[Any, ...]]) -> list[JournalHead]:
    return [read(JournalHead, _OF_HEAD, each) for each in listed]


def _end(head: JournalHead) -> End:
    return End(head.sequence, head.hash)
