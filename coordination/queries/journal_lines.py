"""Where the lines of the journal end: as their rows say it, and as of a moment."""

from datetime import datetime

from django.db.models import Q

from coordination.domain.journal_lines import APART_NOUN, APART_VERBS, NOWHERE, End, joined
from coordination.models import JournalEntry, JournalHead


def head() -> End:
    """Return where the line ends that all write in."""
    return ends().get(None, NOWHERE)


def ends() -> dict[int | None, End]:
    """Return the recorded end of every line, by its programme; None stands for the line that all write in."""
    return {
        None if pk == JournalHead.COMMON else pk - JournalHead.COMMON: End(sequence, hash_)
        for pk, sequence, hash_ in JournalHead.objects.values_list("pk", "sequence", "hash")
    }


def parted_after() -> int | None:
    """Return the number of the entry that parted the journal; None where none did."""
    return JournalHead.objects.filter(pk=JournalHead.COMMON).values_list("parted_after", flat=True).first()


def end_before(moment: datetime) -> End:
    """Return where all lines together ended at a moment, once an entry of the common line is written after it."""
    told, parted = JournalEntry.objects.filter(at__lt=moment), parted_after()
    apart = Q(sequence__gt=parted, noun=APART_NOUN, verb__in=APART_VERBS, programme__isnull=False)
    common = told if parted is None else told.exclude(apart)
    last = common.order_by("-sequence").values_list("sequence", "hash").first()
    end = End(last[0], last[1]) if last else NOWHERE
    if parted is None:
        return end
    listed = told.filter(apart, sequence__gt=end.sequence).order_by("sequence")
    own = {
        line: End(sequence, hash_)
        for line, sequence, hash_ in listed.values_list("programme_id", "sequence", "hash")
    }
    return joined(end, own.values())
