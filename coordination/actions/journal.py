"""Writing the journal: every action records here what it did, in its own transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from coordination.actions import journal_lines, rows
from coordination.actions.journal_lines import LockedLine
from coordination.domain.journal import chained_hash
from coordination.domain.journal_lines import PARTED, is_apart
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, JournalHead, Programme, User
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

    An answer that is saved is written in its programme's own line (``journal_lines``): whoever does this writes nothing
    in the common one afterwards, in the same transaction, for two who do would wait for each other.

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
    line = _line(programme, noun, verb)
    if programme and noun not in BESIDE:
        _require_place(programme, by, sides)
    entry = JournalEntry(
        sequence=line.number,
        at=max(at, line.at) if line.at else at,
        by=by,
        programme=programme,
        verb=verb,
        noun=noun,
        key=key[:300],
        before=before,
        after=after,
        previous_hash=line.previous,
    )
    entry.hash = chained_hash(line.previous, content(entry))
    entry.save(force_insert=True)
    journal_lines.go_on(line, entry)
    return entry


def _line(programme: Programme | None, noun: str, verb: str) -> LockedLine:
    """Lock the line that an entry of this kind is written in."""
    if programme is None or not is_apart(noun, verb):
        return journal_lines.common(lock())
    if journal_lines.is_parted():
        return journal_lines.own(programme)
    head = lock()
    return journal_lines.common(head) if head.parted_after is None else journal_lines.own(programme)


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


def lock() -> JournalHead:
    """Put this transaction in line with all other writers, and return where the journal's common line ends."""
    return journal_lines.lock()


@transaction.atomic
def part(*, by: User | None, at: datetime) -> bool:
    """Part the journal, once and for all: answers are saved in lines of their programmes from now on.

    Every server must run this release: to one of the release before the database refuses from now on to save answers,
    and to write anything while other lines went on. False where the journal is parted already.
    """
    head = lock()
    if head.parted_after is not None:
        return False
    noun, verb = PARTED
    entry = record(by=by, at=at, verb=verb, noun=noun, key="lines")
    head.parted_after = entry.sequence
    rows.put(head, "parted_after")
    return True
