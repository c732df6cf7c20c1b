"""Meetings of a structure: whether it still meets, and its months in a row.

Source: METHOD.md, section 9.6.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from coordination.domain.dates import span
from coordination.domain.rules import Rule


class StructureLife(StrEnum):
    """Whether a structure still meets."""

    CLOSED = "closed"
    DORMANT = "dormant"
    ACTIVE = "active"
    NOT_KNOWN = "not_known"


def why_not_end(begins: time | None, ends: time | None) -> Rule | None:
    """Return the rule that keeps a meeting from ending then, None where none does: it ends on the day it begins."""
    if ends is None:
        return None
    if begins is None:
        return Rule.ENDS_WITHOUT_BEGIN
    return Rule.ENDS_BEFORE_BEGIN if ends <= begins else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMonth:
    """How many meetings were held, and are planned, in one calendar month."""

    year: int
    month: int
    held: int
    planned: int


def life(closed: str, held: Iterable[date], dormant_after: int, today: date) -> StructureLife:
    """Whether a structure still meets today.

    `closed` is a year or a date, empty where it is not closed; a year is over on its last day. `dormant_after` is
    in months: a meeting on the same day so many months ago still counts. No meeting recorded is not known.
    """
    if closed and span(closed)[1] < today.isoformat():
        return StructureLife.CLOSED
    last = max(held, default=None)
    if last is None:
        return StructureLife.NOT_KNOWN
    return StructureLife.DORMANT if last < months_back(today, dormant_after) else StructureLife.ACTIVE


def dormant_since(held: Iterable[date], dormant_after: int, until: date) -> tuple[date, ...]:
    """The first day of each time, up to `until`, in which no meeting was recorded for longer than `dormant_after`.

    In months, by the rule of `life`. Before the first meeting recorded nothing is known.
    """
    days = sorted(set(held))
    ends = [*days[1:], until + timedelta(1)]
    begun = [_dormant_from(day, dormant_after) for day in days]
    return tuple(first for first, end in zip(begun, ends, strict=False) if first < end and first <= until)


def _dormant_from(last: date, dormant_after: int) -> date:
    """The first day on which a structure that met last on that day is dormant."""
    year, month = _month(last, dormant_after)
    day = date(year, month, min(last.day, monthrange(year, month)[1])) + timedelta(1)
    # After a short month the same day of the month before last may be missing.
    while months_back(day, dormant_after) <= last:
        day += timedelta(1)
    return day


def months_back(day: date, months: int) -> date:
    """The same day so many months (0 or more) earlier; the month's last day where it has no such day."""
    year, month = _month(day, -months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def strip(
    held: Iterable[date], planned: Iterable[date], first: date, months: int
) -> tuple[MeetingMonth, ...]:
    """So many months in a row from the month of `first`; what lies outside them is left out."""
    held_in, planned_in = (Counter((day.year, day.month) for day in days) for days in (held, planned))
    return tuple(
        MeetingMonth(year=year, month=month, held=held_in[year, month], planned=planned_in[year, month])
        for year, month in (_month(first, after) for after in range(months))
    )


def _month(day: date, months: int) -> tuple[int, int]:
    """Year and month of a day, so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1
