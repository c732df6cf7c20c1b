"""Activities on a common time axis: bars in per cent of its width, so that a lane may be stretched.

What is certain is solid, what only may be is a dashed edge, and one that goes on beyond the axis fades at that end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coordination.domain.spans import ActivitySpan, Days

#: So many years are labelled at the most, and so many are drawn: of a longer time the latest.
LABELS, YEARS = 6, 40


class PieceKind(StrEnum):
    """How a stretch of a bar is drawn."""

    POSSIBLE = "possible"
    CERTAIN = "certain"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar, from ``start`` on and so wide, as SVG writes per cent."""

    kind: PieceKind
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a year on the axis."""

    year: int
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The days from the first to the last of an axis, the years named on it, and where today is."""

    first: int
    last: int
    ticks: tuple[Tick, ...]
    today: str

    def at(self, day: int) -> float:
        """Return where a day begins, in per cent; days beyond the axis lie at its ends."""
        return 100 * (min(max(day, self.first), self.last + 1) - self.first) / (self.last + 1 - self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttLane:
    """One activity's bar; it fades where it goes on beyond the axis."""

    pieces: tuple[Piece, ...]
    fades_left: bool
    fades_right: bool


def axis(spans: Sequence[ActivitySpan], today: date) -> Axis:
    """Return the axis for all these activities: whole years from the first recorded day to the last, or to today."""
    days = [
        day
        for each in spans
        for day, is_open in (
            (each.possible[0], each.has_open_start),
            (each.possible[1], each.has_open_end),
            *((edge, False) for edge in each.certain or ()),
        )
        if not is_open
    ]
    last = max(date.fromordinal(day).year for day in (*days, today.toordinal()))
    first = max(min(date.fromordinal(day).year for day in (*days, today.toordinal())), last - YEARS + 1)
    step = -(-(last - first + 1) // LABELS)
    bare = Axis(first=date(first, 1, 1).toordinal(), last=date(last, 12, 31).toordinal(), ticks=(), today="")
    return Axis(
        first=bare.first,
        last=bare.last,
        ticks=tuple(
            Tick(year, _percent(bare.at(date(year, 1, 1).toordinal())))
            for year in range(first, last + 1, step)
        ),
        today=_percent(bare.at(today.toordinal())),
    )


def lane(span: ActivitySpan, on: Axis) -> GanttLane:
    """Return the bar of an activity; nothing of one without a recorded date is drawn."""
    if span.is_undated:
        return GanttLane(pieces=(), fades_left=False, fades_right=False)
    stretches: list[tuple[PieceKind, Days]] = [(PieceKind.POSSIBLE, span.possible)]
    if span.certain:
        stretches.append((PieceKind.CERTAIN, span.certain))
    stretches += [(PieceKind.SHARED, each) for each in span.shared]
    return GanttLane(
        pieces=tuple(_piece(kind, days, on) for kind, days in stretches if _is_on(days, on)),
        fades_left=span.possible[0] < on.first,
        fades_right=span.possible[1] > on.last,
    )


def _is_on(days: Days, on: Axis) -> bool:
    return days[0] <= on.last and days[1] >= on.first


def _piece(kind: PieceKind, days: Days, on: Axis) -> Piece:
    start = on.at(days[0])
    return Piece(kind, _percent(start), _percent(on.at(days[1] + 1) - start))


def _percent(value: float) -> str:
    return f"{value:.2f}%"
