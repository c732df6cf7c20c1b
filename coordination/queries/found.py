"""A finding with the names of its rows, and what was said of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from coordination.domain.overlaps import ActivityRow, OverlapFinding, OverlapKind
from coordination.domain.texts import Text
from coordination.models import Activity, Dismissal, Programme

#: How many rows of a finding a list names; a finding by itself shows all of them, as far as a page can.
NAMED = 10
WHOLE = 10_000
#: What a finding is known by: its kind and fingerprint.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DismissalValue:
    """Why a finding is no concern, who says so and when."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValue:
    """One activity that a finding rests on; `since` and `until` are a year, a day, or empty where not known."""

    id: int
    name: Text
    partner_id: int
    partner: Text
    recipient: Text
    standard: Text | None
    equipment: Text | None
    since: str
    until: str
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding with the names of its first rows; the counts are over all of its rows.

    ``recipient`` is None of a gap, and ``dismissal`` of what is open.
    """

    kind: OverlapKind
    fingerprint: str
    is_certain: bool
    function: Text
    recipient: Text | None
    rows: tuple[RowValue, ...]
    row_count: int
    partner_count: int
    standard_count: int
    equipment_count: int
    dismissal: DismissalValue | None


def key(finding: OverlapFinding) -> Key:
    """Return what a finding is known by."""
    return finding.kind, finding.fingerprint


def dismissals(
    programme: Programme, fingerprints: Collection[str] | None = None
) -> dict[Key, DismissalValue]:
    """Return what is dismissed, only these fingerprints where some are given; one query."""
    rows = Dismissal.objects.filter(programme=programme)
    if fingerprints is not None:
        rows = rows.filter(fingerprint__in=fingerprints)
    columns = ("kind", "fingerprint", "reason", "dismissed_by__name", "dismissed_at")
    return {
        (kind, mark): DismissalValue(reason, person, on)
        for kind, mark, reason, person, on in rows.values_list(*columns)
    }


def named(
    found: Sequence[OverlapFinding],
    rows: Mapping[int, ActivityRow],
    functions: Mapping[int, Text],
    said: Mapping[Key, DismissalValue],
    *,
    most: int = NAMED,
) -> tuple[Found, ...]:
    """Return findings with the names of at most so many rows of each; ``functions`` name those of gaps. One query."""
    shown = [_shown(each, rows, most) for each in found]
    names, of_functions = _names({row for ids in shown for row in ids})
    return tuple(
        _found(
            each,
            [rows[row] for row in each.rows],
            tuple(names[row] for row in ids if row in names),
            functions.get(each.function) or of_functions[each.function],
            said.get(key(each)),
        )
        for each, ids in zip(found, shown, strict=True)
    )


def _shown(finding: OverlapFinding, rows: Mapping[int, ActivityRow], most: int) -> list[int]:
    """Return the ids of the rows to name: first those that tell most, one of each partner or standard."""
    seen: set[object] = set()
    telling: list[int] = []
    others: list[int] = []
    for each in finding.rows:
        row = rows[each]
        fact = (row.standard, row.equipment) if finding.kind is OverlapKind.INCOMPATIBILITY else row.partner
        (others if fact in seen else telling).append(each)
        seen.add(fact)
    return sorted((telling + others)[:most])


def _names(ids: Collection[int]) -> tuple[dict[int, RowValue], dict[int, Text]]:
    """Return these rows with their names, and the names of their functions; one query."""
    named = ("", "partner__", "recipient__", "function__", "standard__", "equipment__")
    columns = [f"{each}name_{language}" for each in named for language in ("en", "fr")]
    facts = ("pk", "partner_id", "function_id", "since", "until", "origin")
    rows, functions = {}, {}
    for each in Activity.objects.filter(pk__in=ids).order_by().values(*facts, *columns):
        text = partial(_text, each)
        functions[each["function_id"]] = text("function__")
        rows[each["pk"]] = RowValue(
            id=each["pk"],
            name=text(""),
            partner_id=each["partner_id"],
            partner=text("partner__"),
            recipient=text("recipient__"),
            standard=text("standard__") if each["standard__name_en"] else None,
            equipment=text("equipment__") if each["equipment__name_en"] else None,
            since=each["since"],
            until=each["until"],
            is_invented=each["origin"] == "invented",
        )
    return rows, functions


def _text(row: Mapping[str, str], of: str) -> Text:
    return Text(row[f"{of}name_en"], row[f"{of}name_fr"])


def _found(
    finding: OverlapFinding,
    rows: Sequence[ActivityRow],
    shown: tuple[RowValue, ...],
    function: Text,
    dismissal: DismissalValue | None,
) -> Found:
    return Found(
        kind=finding.kind,
        fingerprint=finding.fingerprint,
        is_certain=finding.is_certain,
        function=function,
        recipient=shown[0].recipient if finding.recipient and shown else None,
        rows=shown,
        row_count=len(rows),
        partner_count=len({row.partner for row in rows}),
        standard_count=len({row.standard for row in rows} - {None}),
        equipment_count=len({row.equipment for row in rows} - {None}),
        dismissal=dismissal,
    )
