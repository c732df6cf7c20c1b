"""The activities of each function in time, with the names that a page shows beside their bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.domain.bilingual import Text
from coordination.domain.claims.overlaps import FindingsCounted, findings_counted
from coordination.domain.overlaps import ActivityRow, OverlapFinding
from coordination.domain.spans import ActivitySpan, spans
from coordination.queries import findings
from coordination.queries.findings import RowValue

#: So many functions are drawn at a time, and so many activities of each.
FUNCTIONS, ACTIVITIES = 8, 12


@dataclass(frozen=True, slots=True)
class SpanValue:
    """An activity with its names, and when it runs."""

    row: RowValue
    span: ActivitySpan


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionInTime:
    """One function: its activities in time, those without any date, how many more there are, and what was found."""

    id: int
    name: Text
    counted: FindingsCounted
    dated: tuple[SpanValue, ...]
    undated: tuple[SpanValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FunctionsInTime:
    """The functions drawn, and how many more match."""

    listed: tuple[FunctionInTime, ...]
    more: int


def by_function(
    rows: Iterable[ActivityRow],
    found: Sequence[OverlapFinding],
    functions: Mapping[int, Text],
    *,
    on: date,
    today: date,
) -> FunctionsInTime:
    """Return the first functions with their activities: those with findings first, in their order; one query, or two.

    ``found`` are the open findings, gaps as of ``on``; a function without an activity or a finding is left out.
    """
    of: dict[int, list[ActivityRow]] = {}
    for row in rows:
        if row.function is not None:
            of.setdefault(row.function, []).append(row)
    order = [
        *dict.fromkeys((*(each.function for each in found), *(each for each in functions if each in of)))
    ]
    drawn = order[:FUNCTIONS]
    concerned = {row for each in found for row in each.rows}
    chosen = {each: _first(of.get(each, ()), concerned, today) for each in drawn}
    by_id = {row.id: row for each in of.values() for row in each}
    names = findings.named([by_id[one.activity] for each in chosen.values() for one in each], today)
    return FunctionsInTime(
        tuple(
            _function(
                each,
                functions[each],
                findings_counted([one for one in found if one.function == each], on),
                [SpanValue(names[one.activity], one) for one in chosen[each] if one.activity in names],
                len(of.get(each, ())),
            )
            for each in drawn
        ),
        len(order) - len(drawn),
    )


def _first(rows: Sequence[ActivityRow], concerned: set[int], today: date) -> tuple[ActivitySpan, ...]:
    """Return the activities to draw: those in a finding first, by recipient, then by when they may have begun."""
    listed = sorted(rows, key=lambda row: (row.id not in concerned, row.recipient or 0, row.since, row.id))
    by_place = sorted(listed[:ACTIVITIES], key=lambda row: (row.recipient or 0, row.since, row.id))
    # Who is not drawn runs beside those who are.
    return spans(by_place, rows, today)


def _function(
    pk: int, name: Text, counted: FindingsCounted, values: Sequence[SpanValue], total: int
) -> FunctionInTime:
    return FunctionInTime(
        id=pk,
        name=name,
        counted=counted,
        dated=tuple(each for each in values if not each.span.is_undated),
        undated=tuple(each for each in values if each.span.is_undated),
        more=total - len(values),
    )
