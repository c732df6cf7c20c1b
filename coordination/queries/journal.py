"""Reading the journal: does its chain hold, and does replaying it give today's answers?"""

from datetime import UTC

from coordination.domain.journal import FIRST, chained_hash
from coordination.models import Answer, Assessment, JournalEntry, JournalHead
from coordination.queries.answers import records


def content(entry: JournalEntry) -> dict[str, object]:
    """Return what the entry's hash covers, as JSON values."""
    return {
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "programme": entry.programme_id,
        "verb": entry.verb,
        "noun": entry.noun,
        "key": entry.key,
        "before": entry.before,
        "after": entry.after,
    }


def length() -> int:
    """Return the number of entries."""
    return JournalEntry.objects.count()


def faults() -> list[str]:
    """Return a line for every break: a changed entry, a gap, a wrong end, answers that nobody recorded."""
    found: list[str] = []
    previous, last = FIRST, 0
    answers: dict[str, dict[str, object]] = {}
    for entry in JournalEntry.objects.order_by("sequence").iterator():
        if entry.sequence != last + 1:
            found.append(f"Entry {last + 1} is missing.")
        if entry.previous_hash != previous or entry.hash != chained_hash(previous, content(entry)):
            found.append(f"Entry {entry.sequence} is not what was written.")
        previous, last = entry.hash, entry.sequence
        if entry.noun == "assessment" and entry.verb in ("answered", "loaded"):
            number = entry.key.rsplit(" ", 1)[-1]
            answers.setdefault(number, {}).update(entry.after or {})
        if entry.noun == "assessment" and entry.verb == "corrected":
            number = entry.key.rsplit(" ", 1)[-1]
            answers.setdefault(number, {}).update((entry.after or {}).get("answers", {}))
    head = JournalHead.objects.filter(pk=1).values_list("sequence", "hash").first()
    if (head or (0, FIRST)) != (last, previous):
        found.append("The journal does not end where its last entry says.")
    return found + _unrecorded(answers)


def _unrecorded(recorded: dict[str, dict[str, object]]) -> list[str]:
    stored = {str(pk): answers for pk, answers in records(Answer.objects.all()).items()}
    numbers = map(str, Assessment.objects.order_by("pk").values_list("pk", flat=True))
    return [
        f"The answers of assessment {number} are not those of the journal."
        for number in numbers
        if stored.get(number, {}) != recorded.get(number, {})
    ]
