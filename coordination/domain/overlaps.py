"""What recorded activities show: overlaps, incompatibilities and gaps, each certain or possible.

A year stands for all its days and an empty date for any day. So a period *possibly* runs from the first day of
its start to the last day of its end, and *certainly* from the last day of its start to the first of its end; a
known day of either is a day on which it ran.
An end that has not passed is only planned, so it is none: such a period possibly runs on, and what lies ahead is
not certain. What is said to be planned or suspended runs on no day for certain; what has ended does not run on.

Partners who carry out one activity together do not overlap through it.
"""

import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from coordination.domain.dates import DATES, span

Days = NDArray[np.int64]

#: Before the first day of the calendar and after its last.
FOREVER_BEFORE = 0
FOREVER = date.max.toordinal() + 1
#: How far an activity is said to be, as far as it says when it ran: on no day for certain, or on none to come.
SUSPENDED, ENDED = "suspended", "ended"
UNCERTAIN = frozenset({"planned", SUSPENDED})


class OverlapKind(StrEnum):
    """What a finding says."""

    OVERLAP = "overlap"
    INCOMPATIBILITY = "incompatibility"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """One activity; `since` and `until` are a year, a day, or empty where not known.

    Where it is not known who receives it, `recipient` is None: it can be held against no other activity.
    ``others`` carry it out with the partner; ``status`` is how far it is said to be, never cancelled, which runs not.
    """

    id: int
    partner: int
    recipient: int | None
    function: int | None
    standard: int | None
    equipment: int | None
    since: str
    until: str
    others: frozenset[int] = frozenset()
    status: str = ""

    @property
    def parties(self) -> frozenset[int]:
        """Everybody who carries it out."""
        return self.others | {self.partner}

    @property
    def party(self) -> int | frozenset[int]:
        """What tells those who carry it out from those of another: the partner alone, or all of them."""
        return self.parties if self.others else self.partner


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapFinding:
    """A fact about one function, and the ids of the rows it rests on, in order.

    The fingerprint changes exactly when these rows change, or one joins or leaves. It leaves out certainty,
    which follows from the rows (of a gap: from the rows and the day).
    """

    kind: OverlapKind
    recipient: int | None
    function: int
    rows: tuple[int, ...]
    is_certain: bool
    fingerprint: str


def is_comparable(row: ActivityRow) -> bool:
    """Whether an activity can be held against others: it is known what it is for, and for whom."""
    return row.function is not None and row.recipient is not None


def overlaps(rows: Iterable[ActivityRow], today: date) -> tuple[OverlapFinding, ...]:
    """Different partners who support the same function of the same recipient at the same time.

    A row counts if it possibly overlaps a row of another partner. Such rows that hang together in time, whoever
    their partners, make one finding; it is certain if two partners in it certainly overlap. Which of them do is
    said by `claims.overlaps.PartnersMeet`.
    """
    able = [(row, possible_period(row, today)) for row in rows if is_comparable(row)]
    held = [(row, period) for row, period in able if period[0] <= period[1]]
    met = _meet_another([row for row, _ in held], [period for _, period in held])
    certain = _certainly_met([row for row, _ in held], today)
    taking_part = [row for (row, _), meets in zip(held, met, strict=True) if meets]
    periods = {row.id: period for row, period in held}
    return _in_order(
        _finding(OverlapKind.OVERLAP, recipient, function, part, any(row.id in certain for row in part))
        for (recipient, function), group in _by_function(taking_part).items()
        for part in _connected(group, periods)
    )


def _certainly_met(rows: Iterable[ActivityRow], today: date) -> set[int]:
    """The ids of the rows that certainly overlap one of another partner."""
    firm = [(row, period) for row in rows if (period := certain_period(row, today)) is not None]
    met = _meet_another([row for row, _ in firm], [period for _, period in firm])
    return {row.id for (row, _), meets in zip(firm, met, strict=True) if meets}


def incompatibilities(rows: Iterable[ActivityRow]) -> tuple[OverlapFinding, ...]:
    """Functions of a recipient with two or more standards, or two or more families of equipment.

    Always certain, because what is not known takes no part; whether they are followed at the same time is said by
    `claims.overlaps.StandardsDiffer`.
    """
    known = [
        row for row in rows if is_comparable(row) and (row.standard is not None or row.equipment is not None)
    ]
    return _in_order(
        _finding(OverlapKind.INCOMPATIBILITY, recipient, function, group, True)
        for (recipient, function), group in _by_function(known).items()
        if len({row.standard for row in group} - {None}) > 1
        or len({row.equipment for row in group} - {None}) > 1
    )


def gaps(
    functions: Collection[int], rows: Iterable[ActivityRow], on: date, today: date
) -> tuple[OverlapFinding, ...]:
    """Planned functions without a recorded activity on a day.

    Certain if no activity can run then, neither of that function nor of one that is not recorded; possible if none
    is recorded to run. A recorded period that covers the day is support, although its end is only planned.
    """
    day = on.toordinal()
    possible: dict[int, list[ActivityRow]] = {function: [] for function in functions}
    supported: set[int] = set()
    unknown = []
    for row in rows:
        if not _holds(possible_period(row, today), day):
            continue
        if row.function is None:
            unknown.append(row)
        elif row.function in possible:
            possible[row.function].append(row)
            if row.status != SUSPENDED and _holds(_recorded(row, today), day):
                supported.add(row.function)
    unknown.sort(key=lambda row: row.id)
    return _in_order(
        _gap(function, running, unknown)
        for function, running in possible.items()
        if function not in supported
    )


def _gap(function: int, running: list[ActivityRow], unknown: list[ActivityRow]) -> OverlapFinding:
    """Return the gap with what may fill it: first the activities of the function, then those of any function."""
    found = _finding(OverlapKind.GAP, None, function, running, not running)
    if not unknown:
        return found
    return replace(
        found,
        rows=found.rows + tuple(row.id for row in unknown),
        is_certain=False,
        fingerprint=sha256(f"{found.fingerprint}{_digest(tuple(unknown))}".encode()).hexdigest(),
    )


@lru_cache(maxsize=8)
def _digest(rows: tuple[ActivityRow, ...]) -> str:
    """Return a digest of the rows that stand behind each gap of a day."""
    return sha256(json.dumps([_facts(row) for row in rows]).encode()).hexdigest()


@lru_cache(maxsize=DATES)
def _days(text: str) -> tuple[int, int]:
    """First and last day of a known year or day, as ordinals."""
    first, last = span(text)
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


def possible_period(row: ActivityRow, today: date) -> tuple[int, int]:
    """Return the first and last day on which the row can run, as ordinals: past all days where no end has passed."""
    start = _days(row.since)[0] if row.since else FOREVER_BEFORE
    if row.until and not is_end_planned(row.until, today):
        return start, _days(row.until)[1]
    has_ended = row.status == ENDED and not row.until
    return start, max(start, today.toordinal()) if has_ended else FOREVER


def is_end_planned(until: str, today: date) -> bool:
    """Whether a recorded end (a year or a day; empty is none) may still lie ahead, so that nothing has ended yet."""
    return bool(until) and _days(until)[1] > today.toordinal()


def certain_period(row: ActivityRow, today: date) -> tuple[int, int] | None:
    """Return the first and last day on which the row must have run, as ordinals; None where no day is certain."""
    recorded = _recorded(row, today)
    if recorded is None or row.status in UNCERTAIN:
        return None
    start = _days(row.since)[1] if row.since and is_end_planned(row.until, today) else recorded[0]
    end = min(recorded[1], today.toordinal())
    return (start, end) if start <= end else None


def _recorded(row: ActivityRow, today: date) -> tuple[int, int] | None:
    """Return the days that lie in its period however it is read, also those ahead; None where there are none.

    It began by its last possible day at the latest and ended on its first at the earliest: so where one date is
    missing, the other is still a day on which it ran. What has ended and cannot have begun before today ran today.
    """
    since = _days(row.since) if row.since else (FOREVER_BEFORE, FOREVER)
    until = _days(row.until) if row.until else (FOREVER_BEFORE, FOREVER)
    if since[0] > until[1]:
        return None
    if row.status == ENDED and not row.until and since[0] == today.toordinal():
        return since[0], since[0]
    start, end = min(since[1], until[1]), max(since[0], until[0])
    return (start, end) if start <= end else None


def can_run(row: ActivityRow, today: date) -> bool:
    """Whether the row has any day at all: one that ended before it started has none."""
    start, end = possible_period(row, today)
    return start <= end


def _holds(period: tuple[int, int] | None, day: int) -> bool:
    return period is not None and period[0] <= day <= period[1]


def _meet_another(rows: list[ActivityRow], periods: list[tuple[int, int]]) -> list[bool]:
    """Which rows overlap one of another partner: more overlap in the group than of the partner's own."""
    starts, ends = np.array(periods, dtype=np.int64).reshape(-1, 2).T
    groups = _overlapping(starts, ends, _labels((row.recipient, row.function) for row in rows))
    own = _overlapping(starts, ends, _labels((row.recipient, row.function, row.party) for row in rows))
    return [bool(meets) for meets in groups > own]


def _labels(keys: Iterable[Hashable]) -> Days:
    """Number the keys from 0, equal ones alike."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _overlapping(starts: Days, ends: Days, labels: Days) -> Days:
    """How many periods of the same label overlap each one, itself included.

    They are those that start by its end, less those that end before its start. Each label has a stretch of the
    number line to itself, so that one sorted array serves all; earlier stretches count in both and cancel out.
    """
    offsets = labels * (FOREVER + 1)
    begun = np.searchsorted(np.sort(offsets + starts), offsets + ends, side="right")
    over = np.searchsorted(np.sort(offsets + ends), offsets + starts, side="left")
    return (begun - over).astype(np.int64)


def _connected(rows: list[ActivityRow], periods: Mapping[int, tuple[int, int]]) -> list[list[ActivityRow]]:
    """Split rows where time has a break: nothing that started before can still run; ``periods`` are by their ids."""
    parts: list[list[ActivityRow]] = []
    reach = FOREVER_BEFORE - 1
    for row in sorted(rows, key=lambda each: periods[each.id]):
        start, end = periods[row.id]
        if start > reach:
            parts.append([])
        parts[-1].append(row)
        reach = max(reach, end)
    return parts


def _by_function(rows: Iterable[ActivityRow]) -> dict[tuple[int | None, int], list[ActivityRow]]:
    groups: dict[tuple[int | None, int], list[ActivityRow]] = {}
    for row in rows:
        if row.function is not None:
            groups.setdefault((row.recipient, row.function), []).append(row)
    return groups


def _finding(
    kind: OverlapKind, recipient: int | None, function: int, rows: Iterable[ActivityRow], is_certain: bool
) -> OverlapFinding:
    ordered = sorted(rows, key=lambda row: row.id)
    facts = json.dumps([kind.value, recipient, function, [_facts(row) for row in ordered]])
    ids = tuple(row.id for row in ordered)
    return OverlapFinding(
        kind=kind,
        recipient=recipient,
        function=function,
        rows=ids,
        is_certain=is_certain,
        fingerprint=sha256(facts.encode()).hexdigest(),
    )


def _facts(row: ActivityRow) -> tuple[int | str | None, ...]:
    """Return what the fingerprint rests on; what is not recorded leaves it as it was before it could be."""
    return (
        *(row.id, row.partner, row.recipient, row.function, row.standard, row.equipment),
        *(row.since, row.until),
        *sorted(row.others),
        *filter(None, (row.status,)),
    )


def _in_order(findings: Iterable[OverlapFinding]) -> tuple[OverlapFinding, ...]:
    """By recipient (none first), function and first row."""
    return tuple(
        sorted(
            findings,
            key=lambda each: (each.recipient is not None, each.recipient or 0, each.function, each.rows[:1]),
        )
    )
