"""Findings with their names: what may be said of each, and the first activities it rests on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from coordination.domain.bilingual import Text
from coordination.domain.claims.overlaps import OverlapClaim, said_of
from coordination.domain.overlaps import ActivityRow, OverlapFinding, OverlapKind, is_end_planned
from coordination.models import Activity
from coordination.queries import participations
from coordination.queries.dismissals import DismissalValue, Key, key

#: How many rows of a finding a list names; a finding by itself shows all of them, as far as a page can.
NAMED = 10
WHOLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowValue:
    """One activity that a finding rests on; `since` and `until` are a year, a day, or empty where not known.

    ``others`` carry it out with the partner: their ids and names.
    """

    id: int
    name: Text
    partner_id: int
    partner: Text
    others: tuple[tuple[int, Text], ...]
    recipient: Text | None
    standard_id: int | None
    standard: Text | None
    equipment_id: int | None
    equipment: Text | None
    since: str
    until: str
    is_end_planned: bool
    status_name: str
    function_id: int | None
    function: Text | None
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingValue:
    """A finding with what may be said of it, and the names of its first rows; the claims cover all of its rows.

    Gaps have no ``recipient``, open findings no ``dismissal``.
    """

    kind: OverlapKind
    fingerprint: str
    is_certain: bool
    claims: tuple[OverlapClaim, ...]
    function: Text
    recipient: Text | None
    rows: tuple[RowValue, ...]
    row_count: int
    dismissal: DismissalValue | None


def with_names(
    found: Sequence[OverlapFinding],
    rows: Mapping[int, ActivityRow],
    functions: Mapping[int, Text],
    said: Mapping[Key, DismissalValue],
    *,
    on: date,
    today: date,
    most: int = NAMED,
) -> tuple[FindingValue, ...]:
    """Name at most ``most`` rows of each finding; ``functions`` are the names for gaps. One query, or two."""
    shown = [_shown(each, rows, most) for each in found]
    beside = _beside(found, rows.values())
    names = named([rows[row] for ids in shown for row in ids], today)
    of_functions = {each.function_id: each.function for each in names.values() if each.function}
    return tuple(
        _found(
            each,
            said_of(
                each,
                [rows[row] for row in each.rows],
                beside[each.recipient, each.function],
                on,
                today,
            ),
            tuple(names[row] for row in ids if row in names),
            functions.get(each.function) or of_functions[each.function],
            said.get(key(each)),
        )
        for each, ids in zip(found, shown, strict=True)
    )


def _beside(
    found: Sequence[OverlapFinding], rows: Iterable[ActivityRow]
) -> dict[tuple[int | None, int | None], list[ActivityRow]]:
    """Return all rows of the recipient and function of each finding."""
    beside: dict[tuple[int | None, int | None], list[ActivityRow]] = {
        (each.recipient, each.function): [] for each in found
    }
    for row in rows:
        if (row.recipient, row.function) in beside:
            beside[row.recipient, row.function].append(row)
    return beside


def _shown(finding: OverlapFinding, rows: Mapping[int, ActivityRow], most: int) -> list[int]:
    """Return the ids of the rows to name: the most telling first, one of each partner or standard."""
    seen: set[object] = set()
    telling: list[int] = []
    others: list[int] = []
    for each in finding.rows:
        row = rows[each]
        fact = (row.standard, row.equipment) if finding.kind is OverlapKind.INCOMPATIBILITY else row.partner
        (others if fact in seen else telling).append(each)
        seen.add(fact)
    return sorted((telling + others)[:most])


def named(listed: Collection[ActivityRow], today: date) -> dict[int, RowValue]:
    """Return these activities with their names, by id; one query, one more where several carry one out."""
    ids = {row.id for row in listed}
    beside = participations.implementers_named(ids) if any(row.others for row in listed) else {}
    tables = ("", "partner__", "recipient__", "function__", "standard__", "equipment__")
    columns = [f"{each}name_{language}" for each in tables for language in ("en", "fr")]
    facts = (
        "pk",
        "partner_id",
        "function_id",
        "standard_id",
        "equipment_id",
        "since",
        "until",
        "status",
        "origin",
    )
    rows = {}
    for each in Activity.objects.filter(pk__in=ids).order_by().values(*facts, *columns):
        text = partial(_text, each)
        rows[each["pk"]] = RowValue(
            id=each["pk"],
            name=text(""),
            partner_id=each["partner_id"],
            partner=text("partner__"),
            others=beside.get(each["pk"], ()),
            recipient=text("recipient__") if each["recipient__name_en"] else None,
            standard_id=each["standard_id"],
            standard=text("standard__") if each["standard__name_en"] else None,
            equipment_id=each["equipment_id"],
            equipment=text("equipment__") if each["equipment__name_en"] else None,
            since=each["since"],
            until=each["until"],
            is_end_planned=is_end_planned(each["until"], today),
            status_name=str(Activity.Status(each["status"]).label) if each["status"] else "",
            function_id=each["function_id"],
            function=text("function__") if each["function_id"] is not None else None,
            is_invented=each["origin"] == "invented",
        )
    return rows


def _text(row: Mapping[str, str], of: str) -> Text:
    return Text(row[f"{of}name_en"], row[f"{of}name_fr"])


def _found(
    finding: OverlapFinding,
    claims: tuple[OverlapClaim, ...],
    shown: tuple[RowValue, ...],
    function: Text,
    dismissal: DismissalValue | None,
) -> FindingValue:
    return FindingValue(
        kind=finding.kind,
        fingerprint=finding.fingerprint,
        is_certain=finding.is_certain,
        claims=claims,
        function=function,
        recipient=shown[0].recipient if finding.recipient and shown else None,
        rows=shown,
        row_count=len(finding.rows),
        dismissal=dismissal,
    )
