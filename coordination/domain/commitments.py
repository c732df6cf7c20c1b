"""Commitments: where one stands on a day, and what a partner kept.

Source: METHOD.md, section 9.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: So many days before its day a commitment is due.
SOON = timedelta(days=14)
#: Ideas that are the partners' own doing; every other one is proposed to government first.
PARTNERS_IDEAS = frozenset({"K2", "K4", "K5", "K6"})


class CommitmentStanding(StrEnum):
    """Where a commitment stands on a day."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    NOT_KEPT = "not_kept"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How many commitments stand where; each counts once, a due one as open."""

    on_time: int
    late: int
    not_kept: int
    released: int
    open: int
    overdue: int


def standing(state: str, due_on: date, settled_on: date | None, today: date) -> CommitmentStanding:
    """Where a commitment stands; kept on its very day is on time, and on that day it is not overdue."""
    if state == "kept":
        return (
            CommitmentStanding.ON_TIME
            if settled_on is not None and settled_on <= due_on
            else CommitmentStanding.LATE
        )
    if state != "open":
        return CommitmentStanding(state)
    if due_on < today:
        return CommitmentStanding.OVERDUE
    return CommitmentStanding.DUE if due_on - today <= SOON else CommitmentStanding.OPEN


def record(standings: Iterable[CommitmentStanding]) -> Record:
    """Count standings."""
    counts = Counter(standings)
    return Record(
        on_time=counts[CommitmentStanding.ON_TIME],
        late=counts[CommitmentStanding.LATE],
        not_kept=counts[CommitmentStanding.NOT_KEPT],
        released=counts[CommitmentStanding.RELEASED],
        open=counts[CommitmentStanding.OPEN] + counts[CommitmentStanding.DUE],
        overdue=counts[CommitmentStanding.OVERDUE],
    )


def by_year(standings: Iterable[tuple[int, CommitmentStanding]]) -> tuple[tuple[int, Record], ...]:
    """Count standings by the year in which they are due, the earliest first; only years in which something is."""
    years: dict[int, list[CommitmentStanding]] = {}
    for year, each in standings:
        years.setdefault(year, []).append(each)
    return tuple((year, record(years[year])) for year in sorted(years))


def proposed_side(ideas: Sequence[str]) -> str:
    """The side of the owner to propose: national, unless every idea is the partners' own doing."""
    return "international" if ideas and PARTNERS_IDEAS.issuperset(ideas) else "national"
