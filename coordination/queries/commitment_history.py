"""What was said of a commitment, change by change, as the journal keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coordination.domain.bilingual import Text
from coordination.models import Commitment, JournalEntry, Partner
from coordination.queries import names, people

#: What is told of a change. Days that moved stand with their reasons elsewhere on the page.
FIELDS = ("text_en", "text_fr", "owner", "person", "due_on", "state", "settled_on", "outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """One fact before and after; an owner by name."""

    field: str
    before: str | Text
    after: str | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """Who did what when; ``reason`` is that of a withdrawal."""

    at: datetime
    by: str
    verb: str
    changes: tuple[ChangedFact, ...]
    reason: str


def of(row: Commitment) -> tuple[HistoryEntry, ...]:
    """Return the history of a commitment, the latest first; three queries."""
    told = JournalEntry.objects.filter(programme=row.programme_id, noun="commitment", key=row.code)
    entries = list(told.select_related("by").annotate(**people.place_left("by")).order_by("-sequence"))
    codes = {
        facts["owner"]
        for each in entries
        for facts in (each.before, each.after)
        if facts and "owner" in facts
    }
    owners = {
        each.code: names.name(each)
        for each in Partner.everything.filter(programme=row.programme_id, code__in=codes)
    }
    return tuple(_entry(each, owners) for each in entries)


def _entry(entry: JournalEntry, owners: Mapping[str, Text]) -> HistoryEntry:
    before, after = entry.before or {}, entry.after or {}
    changed = [name for name in FIELDS if name in before and before[name] != after.get(name)]
    return HistoryEntry(
        at=entry.at,
        by=str(people.name(entry, "by")),
        verb=entry.verb,
        changes=tuple(
            ChangedFact(
                field=name,
                before=_value(name, before[name], owners),
                after=_value(name, after.get(name, ""), owners),
            )
            for name in changed
        ),
        reason=after.get("reason", ""),
    )


def _value(name: str, value: Any, owners: Mapping[str, Text]) -> str | Text:
    if name == "state":
        return str(Commitment.State(value).label)
    return owners.get(value, str(value)) if name == "owner" else str(value)
