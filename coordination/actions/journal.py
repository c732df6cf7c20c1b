"""Writing the journal: every action records here what it did, in its own transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from coordination.actions import rows
from coordination.domain.journal import FIRST, chained_hash
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, JournalHead, Programme, User
from coordination.models.prepared import Prepared, read
from coordination.permissions import PlaceNow, place_is_as_before, place_now
from coordination.queries.journal import content

#: What is no part of what an archived programme keeps: its people's places and links, what they were told of these, and
#: which files they took out of it.
BESIDE = ("person", "notice", "export")


def record(
    *,
    by: User | None,
    at: datetime,
    verb: str,
    noun: str,
    key: str,
    programme: Programme | None = None,
    before: object = None,
    after: object = None,
    sides: Collection[str] = (),
) -> JournalEntry:
    """Append an entry, chained to the last one; must run inside the transaction of what it records.

    ``before`` and ``after`` are JSON values; they state what the thing is from now on, in the words of
    ``queries.journal_facts``, so that replaying the journal leads to it. ``by`` is None for the command line.
    Where ``sides`` are named, the person's place must be on one of them now.

    Times never run back: whoever waited for the lock while others wrote, or whose clock was put back, is given the
    time of the entry before. After a clock that was ahead, entries keep its time until it has come; what was sent,
    revealed, recorded keeps the time it was given, and says so in ``after``.

    Raises:
        Refused: this is not about who may read the programme or does, and it is archived, or the person's place in it
            ended, or became another, after they came in.
    """
    head = lock()
    if programme and noun not in BESIDE:
        _require_place(programme, by, sides)
    at = max(at, head.at) if head.at else at
    entry = JournalEntry(
        sequence=head.sequence + 1,
        at=at,
        by=by,
        programme=programme,
        verb=verb,
        noun=noun,
        key=key[:300],
        before=before,
        after=after,
        previous_hash=head.hash,
    )
    entry.hash = chained_hash(head.hash, content(entry))
    entry.save(force_insert=True)
    head.sequence, head.hash, head.at = entry.sequence, entry.hash, at
    rows.put(head, "sequence", "hash", "at")
    return entry


def _require_place(programme: Programme, by: User | None, sides: Collection[str]) -> None:
    """Let nobody write from a place that ended, or became another, while they waited in line; nor into an archive.

    Steps of places themselves are judged behind the lock anyway, by `domain.memberships`. One query where there is a
    place.
    """
    now = place_now(by, programme) if by else None
    if by and not (place_is_as_before(by, programme, now) and _is_on(sides, now)):
        raise Refused((Problem(rule=Rule.PLACE_ENDED),))
    if now.is_archived if now else _is_archived(programme):
        raise Refused((Problem(rule=Rule.PROGRAMME_ARCHIVED),))


def _is_on(sides: Collection[str], now: PlaceNow | None) -> bool:
    return not sides or (now is not None and now.side in sides)


def _is_archived(programme: Programme) -> bool:
    return Programme.objects.filter(pk=programme.pk, archived_at__isnull=False).exists()


_OF_HEAD = ("id", "sequence", "hash", "at")


def _head() -> QuerySet[JournalHead, Any]:
    found = JournalHead.objects.select_for_update(of=("self",), no_key=True).filter(pk=1)
    return found.order_by().values_list(*_OF_HEAD)


_HEAD = Prepared(_head)


def lock() -> JournalHead:
    """Put this transaction in line with the other writers, and return where the journal ends."""
    if found := _HEAD():
        return read(JournalHead, _OF_HEAD, found[0])
    head, _ = JournalHead.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        pk=1, defaults={"sequence": 0, "hash": FIRST}
    )
    return head
