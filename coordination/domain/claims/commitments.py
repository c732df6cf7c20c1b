"""What may be said of commitments: how many are due.

Source: METHOD.md, section 9.7.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounted:
    """So many open commitments are overdue, and so many more due within ``days``."""

    kind: ClassVar[str] = "commitments-due"

    overdue: int
    soon: int
    days: int


def due_counted(due_on: Iterable[date], *, today: date, days: int) -> DueCounted:
    """Count open commitments by the day each is due; that day itself it is not yet overdue."""
    listed = list(due_on)
    until = today + timedelta(days)
    return DueCounted(
        overdue=sum(each < today for each in listed),
        soon=sum(today <= each <= until for each in listed),
        days=days,
    )
