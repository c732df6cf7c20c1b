"""A score over time, very small: a bar for each round, time to scale, a line only where it is told that a change holds.

A line runs from the near end of one bar to the near end of the next; no midpoint is drawn. Source: METHOD.md, 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coordination.charts.strip import Points

#: Pixels: the whole, what bars need on the left and right and points above and below, and half of a bar.
WIDTH, HEIGHT, SIDE, EDGE, HALF = 96, 50, 9, 3, 2
#: How far the marks of a voice stand from the day of a round, so that two voices stand beside each other.
SHIFTS = {"government": -3.0, "partners": 3.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStep:
    """One round: points 0–100, None where too little is known; ``has_line``: the change since the step before holds."""

    on: date
    low: Points | None
    high: Points | None
    has_line: bool


@dataclass(frozen=True, slots=True)
class ScoreCourse:
    """One voice over time, the oldest round first."""

    voice: str
    steps: tuple[ScoreStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One voice in one round around ``x``: a bar, a point where it has no height, a column where it is not known."""

    voice: str
    x: float
    y: float
    height: float
    is_known: bool

    @property
    def left(self) -> float:
        """Where its outline begins."""
        return self.x - HALF


@dataclass(frozen=True, slots=True)
class Line:
    """A change that holds."""

    voice: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """``sealed`` is where a round stands that is not open to readers yet."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    sealed: float | None


def drawn(
    courses: Sequence[ScoreCourse], first: date, last: date, sealed_on: date | None = None
) -> Sparkline:
    """Return these courses between two days, the days of the first and the last round of all that are drawn together."""
    placed = [
        (course, [_bar(course.voice, step, first, last) for step in course.steps]) for course in courses
    ]
    return Sparkline(
        bars=tuple(bar for _course, bars in placed for bar in bars),
        lines=tuple(line for course, bars in placed for line in _lines(course, bars)),
        sealed=_x(sealed_on, first, last) if sealed_on else None,
    )


def height_of(points: Points) -> float:
    """Return the pixel from above at which so many points stand."""
    return round(HEIGHT - EDGE - float(points) * (HEIGHT - 2 * EDGE) / 100, 2)


def _x(on: date, first: date, last: date) -> float:
    days = (last - first).days
    part = (on - first).days / days if days else 0.5
    return round(SIDE + min(max(part, 0), 1) * (WIDTH - 2 * SIDE), 2)


def _bar(voice: str, step: ScoreStep, first: date, last: date) -> Bar:
    x = _x(step.on, first, last) + SHIFTS.get(voice, 0.0)
    is_known = step.low is not None and step.high is not None
    top, foot = (height_of(100 if each is None else each) for each in (step.high, step.low))
    return Bar(
        voice=voice,
        x=round(x, 2),
        y=top if is_known else 0.5,
        height=round(foot - top, 2) if is_known else HEIGHT - 1,
        is_known=is_known,
    )


def _lines(course: ScoreCourse, bars: Sequence[Bar]) -> Iterator[Line]:
    for (old, new), step in zip(pairwise(bars), course.steps[1:], strict=True):
        if not (step.has_line and old.is_known and new.is_known):
            continue
        rises = new.y + new.height < old.y
        ends = (old.y, new.y + new.height) if rises else (old.y + old.height, new.y)
        yield Line(voice=course.voice, x1=old.x, y1=round(ends[0], 2), x2=new.x, y2=round(ends[1], 2))
