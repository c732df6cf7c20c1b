"""What a migration tells the journal, as the program of its time did: entries chained by their hashes."""

import hashlib
import json
from datetime import UTC, datetime


def tell(apps, verb, noun, key, before, after, programme=None):
    """Append an entry by nobody; never dated before the last one."""
    JournalEntry, JournalHead = (
        apps.get_model("coordination", name) for name in ("JournalEntry", "JournalHead")
    )
    head = JournalHead.objects.get(pk=1)
    at = datetime.now(UTC)
    at = max(at, head.at.astimezone(UTC)) if head.at else at
    said = {"sequence": head.sequence + 1, "verb": verb, "noun": noun, "key": key}
    said |= {"before": before, "after": after}
    whole = said | {"at": at.isoformat(timespec="microseconds"), "by": None, "programme": programme}
    chained = sha256(f"{head.hash}\n{line(whole)}")
    JournalEntry.objects.create(**said, at=at, programme_id=programme, previous_hash=head.hash, hash=chained)
    head.sequence, head.hash, head.at = head.sequence + 1, chained, at
    head.save()


def line(value):
    """Return a JSON value as one line, the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text):
    """Return the fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
