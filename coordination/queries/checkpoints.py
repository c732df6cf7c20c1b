"""Checkpoints of the journal: what one of a programme says today, and whether the history still contains one."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from coordination.domain.checkpoints import Checkpoint, hashed_text, last_midnight, signed_text
from coordination.domain.journal import chained_hash
from coordination.domain.journal_lines import End, Lines
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Programme
from coordination.queries import journal, journal_lines


def standing(programme: Programme, at: datetime) -> Checkpoint:
    """Return the programme's checkpoint as of the last midnight before ``at``.

    It is final once an entry of ``at`` is written: until then somebody may still write one of before midnight.
    """
    as_of = last_midnight(at, programme.zone)
    return _checkpoint(programme.code, as_of, journal_lines.end_before(as_of), settings.SECRET_KEY)


def is_contained(checkpoint: Checkpoint) -> bool:
    """Whether the history still contains a checkpoint: all that was written until then, as it was written.

    Every entry until then is read and its hash computed anew, some thousand at a time.

    Raises:
        Refused: no key of this server has signed it.
    """
    key = next((each for each in _keys() if _is_signed(checkpoint, each)), None)
    if key is None:
        raise Refused((Problem(rule=Rule.CHECKPOINT_UNSIGNED),))
    end = _computed_end(checkpoint.as_of)
    if end is None:
        return False
    found = _checkpoint(checkpoint.programme, checkpoint.as_of, end, key)
    return constant_time_compare(found.hash, checkpoint.hash)


def _keys() -> Iterable[str]:
    """Return the server's secret, and those from before."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _computed_end(as_of: datetime) -> End | None:
    """Return where the journal ended at a moment, as its entries give it; None where they are broken."""
    told = JournalEntry.objects.filter(at__lt=as_of)
    last = told.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    lines, read = Lines(parted_after=journal_lines.parted_after()), 0
    rest = told.filter(sequence__lte=last).order_by("sequence")
    while entries := list(rest.filter(sequence__gt=read)[: journal.CHUNK]):
        for entry in entries:
            stands = journal.place(entry)
            head = chained_hash(lines.before(stands).hash, journal.content(entry))
            if not lines.is_numbered(stands) or entry.hash != head:
                return None
            lines.follow(stands, head)
            read = entry.sequence
    return lines.end


def _checkpoint(code: str, as_of: datetime, end: End, key: str) -> Checkpoint:
    text = hashed_text(programme=code, as_of=as_of, sequence=end.sequence, head=end.hash)
    hash_ = _keyed("hash", text, key)
    signature = _keyed("signature", signed_text(programme=code, as_of=as_of, hash_=hash_), key)
    return Checkpoint(programme=code, as_of=as_of, hash=hash_, signature=signature)


def _is_signed(checkpoint: Checkpoint, key: str) -> bool:
    text = signed_text(programme=checkpoint.programme, as_of=checkpoint.as_of, hash_=checkpoint.hash)
    return constant_time_compare(_keyed("signature", text, key), checkpoint.signature)


def _keyed(what: str, text: str, key: str) -> str:
    return salted_hmac(
        f"coordination.queries.checkpoints {what}", text, secret=key, algorithm="sha256"
    ).hexdigest()
