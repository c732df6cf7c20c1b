"""When activities of one function run: the days that are certain, those that are possible, and those run beside others.

Source: METHOD.md, section 9.5. Days are ordinals; the periods are those of `overlaps`, and so is what they leave open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.domain.overlaps import (
    FOREVER,
    FOREVER_BEFORE,
    ActivityRow,
    can_run,
    certain_period,
    is_comparable,
    possible_period,
)

Days = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitySpan:
    """One activity in time: on ``certain`` days it ran, on other ``possible`` ones it may have, or may still.

    ``shared`` are stretches of its certain days on which another partner certainly supported the same function of the
    same recipient. Of an activity that ``is_undated`` no date is recorded.
    """

    activity: int
    possible: Days
    certain: Days | None
    shared: tuple[Days, ...]
    is_undated: bool

    @property
    def has_open_start(self) -> bool:
        """Whether any day before may be one of its days."""
        return self.possible[0] == FOREVER_BEFORE

    @property
    def has_open_end(self) -> bool:
        """Whether any day to come may be one of its days."""
        return self.possible[1] == FOREVER


def spans(
    rows: Iterable[ActivityRow], beside: Iterable[ActivityRow], today: date
) -> tuple[ActivitySpan, ...]:
    """Return when each activity runs, in the order given; ``beside`` are those among which others are looked for.

    One that ended before it started has no day, and is left out.
    """
    firm = [(row, period) for row in beside if (period := certain_period(row, today)) is not None]
    return tuple(_span(row, firm, today) for row in rows if can_run(row, today))


def _span(row: ActivityRow, firm: Sequence[tuple[ActivityRow, Days]], today: date) -> ActivitySpan:
    certain = certain_period(row, today)
    return ActivitySpan(
        activity=row.id,
        possible=possible_period(row, today),
        certain=certain,
        shared=_shared(row, certain, firm),
        is_undated=not row.since and not row.until,
    )


def _shared(
    row: ActivityRow, period: Days | None, firm: Sequence[tuple[ActivityRow, Days]]
) -> tuple[Days, ...]:
    """Return the stretches of a period on which another partner certainly supports the same, joined where they touch."""
    if period is None or not is_comparable(row):
        return ()
    cut = sorted(
        (max(period[0], start), min(period[1], end))
        for other, (start, end) in firm
        if (other.recipient, other.function) == (row.recipient, row.function)
        and other.party != row.party
        and start <= period[1]
        and period[0] <= end
    )
    found: list[Days] = []
    for start, end in cut:
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
