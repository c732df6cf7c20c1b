"""The chain of the journal: each entry's hash covers its content and the hash of the entry before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from coordination.domain.answers import Reading

#: What stands before the first entry.
FIRST = "0" * 64


def chained_hash(previous_hash: str, content: Mapping[str, object]) -> str:
    """Return the SHA-256 (hex) over ``content`` (JSON values) and the hash of the entry before."""
    line = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous_hash}\n{line}".encode()).hexdigest()


def stamp(at: datetime) -> str:
    """Return a time as the journal states it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def answer_record(
    reading: Reading,
    *,
    doubt_reason: str,
    basis: str,
    na_reason: str,
    sources: Iterable[tuple[str, str, date | None, str]],
    change_cause: str = "",
    differs: bool = False,
) -> dict[str, object]:
    """Return an answer as the journal keeps it, and as two answers are compared.

    ``sources`` are (title, kind, date, link), in order. A cause of a change, and that the sides differ, stand there only
    where they hold.
    """
    found: dict[str, object] = {
        "verbatim": reading.verbatim,
        "status": reading.status.value,
        "level": reading.level,
        "lo": reading.lo,
        "hi": reading.hi,
        "certainty": reading.certainty.value if reading.certainty else None,
        "doubt_reason": doubt_reason,
        "basis": basis,
        "na_reason": na_reason,
        "sources": [
            [title, kind, dated.isoformat() if dated else None, link] for title, kind, dated, link in sources
        ],
    }
    if change_cause:
        found["change_cause"] = change_cause
    if differs:
        found["differs"] = True
    return found
