"""Load on a structure: how many partners it coordinates, and how often it meets, month by month.

The deck's risk R2: “High transaction costs from lots of partners – leaving no time for reform”.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.domain.dates import span

#: How many months are looked at, the month of the day asked for being the last.
MONTHS = 12

#: Sort before and after every day.
BEFORE, AFTER = "", "9999-99-99"
#: First and last day, as ISO texts.
Period = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """A partner's seat in a structure, or an activity coordinated through it.

    `since` and `until` are a year, a day, or empty where not known. A seat `lasts` where no end is recorded; of an
    activity without one nobody knows.
    """

    partner: int
    since: str
    until: str
    lasts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMonth:
    """One calendar month: its first day, partners who certainly and who possibly take part, meetings held."""

    first: date
    certain: int
    possible: int
    meetings: int


#: From so many partners on a month is a step darker.
STEPS = (1, 3, 5, 8)


def step(month: LoadMonth) -> int:
    """Return how heavy a month is, 0 to 4, by the partners who certainly take part."""
    return bisect_right(STEPS, month.certain)


def months(last: date) -> tuple[tuple[date, date], ...]:
    """Return first and last day of the twelve months that end with the month of a day, as far as there are any."""
    number = last.year * 12 + last.month - 1
    days = [divmod(each, 12) for each in range(max(number - MONTHS + 1, 12), number + 1)]
    return tuple(
        (date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1]))
        for year, month in days
    )


def load(
    presences: Iterable[Presence],
    meetings: Mapping[date, int],
    last: date,
    *,
    founded: str = "",
    closed: str = "",
) -> tuple[LoadMonth, ...]:
    """Return the twelve months of one structure; `meetings` held are by the first day of their month.

    A partner counts once a month, whatever its seats and activities, and only while the structure can exist.
    """
    rows, days = list(presences), months(last)
    exists = span(founded)[0] or BEFORE, span(closed)[1] or AFTER
    certain = _partners_by_month(
        [(each.partner, period) for each in rows if (period := _certain(each))], exists, days
    )
    possible = _partners_by_month([(each.partner, _possible(each)) for each in rows], exists, days)
    return tuple(
        LoadMonth(first=first, certain=sure, possible=able, meetings=meetings.get(first, 0))
        for (first, _), sure, able in zip(days, certain, possible, strict=True)
    )


def _possible(each: Presence) -> Period:
    return span(each.since)[0] or BEFORE, span(each.until)[1] or AFTER


def _certain(each: Presence) -> Period | None:
    """From the last day on which it can have begun to the first on which it can end; None where either is not known."""
    start, end = span(each.since)[1], span(each.until)[0] or (AFTER if each.lasts else "")
    return (start, end) if start and end else None


def _partners_by_month(
    periods: Iterable[tuple[int, Period]], exists: Period, days: Sequence[tuple[date, date]]
) -> list[int]:
    """Return how many partners take part in each month while the structure can exist; each counts once."""
    firsts, lasts = [first.isoformat() for first, _ in days], [end.isoformat() for _, end in days]
    found: list[set[int]] = [set() for _ in days]
    for partner, (start, end) in periods:
        for month in _within(max(start, exists[0]), min(end, exists[1]), firsts, lasts):
            found[month].add(partner)
    return [len(partners) for partners in found]


def _within(start: str, end: str, firsts: list[str], lasts: list[str]) -> range:
    """Return the months that share a day with a period, by their places; none where it ends before it starts."""
    return range(bisect_left(lasts, start), bisect_right(firsts, end)) if start <= end else range(0)
