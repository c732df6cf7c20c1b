"""One structure's score over time as a small panel: time to scale, shaded zones, a bar as high as the doubt.

A line runs from the near end of one bar to the near end of the next, only where it is told that a change holds; no
midpoint is drawn. The last score stands at the right, the first and the extremes beside their bars where there is room:
nothing is printed over a bar, a flag or another score. Source: METHOD.md, 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from coordination.charts.strip import EDGES, Points, TextEnd

#: Pixels: the whole, and between which of them scores are drawn.
WIDTH, HEIGHT = 286, 176
LEFT, RIGHT, TOP, FOOT = 8, 200, 20, 152
#: How far bars stay away from the sides, and points from above and below.
SIDE, EDGE = 10, 4
#: Half of a bar where there is room and where there is little, half of the column behind an invented round.
HALF, LITTLE, COLUMN = 3.5, 1.5, 9.0
#: A score beside a bar: its height, the pixels of a character at the most, and the distance to the bar.
LINE, CHARACTER, NEXT = 12, 7.6, 4
#: A flag above the scores, and how far years stand apart.
FLAG, YEAR = 14, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelStep:
    """One round: points 0–100, None where too little is known; ``has_line``: the change since the step before holds."""

    on: date
    low: Points | None
    high: Points | None
    words: str
    has_line: bool
    is_invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelBar:
    """One round around ``x``: a bar, a point where it has no height, a column where it is not known."""

    x: float
    half: float
    y: float
    height: float
    is_known: bool

    @property
    def left(self) -> float:
        """Where its outline begins."""
        return round(self.x - self.half, 2)

    @property
    def width(self) -> float:
        """How wide it is."""
        return 2 * self.half


@dataclass(frozen=True, slots=True)
class PanelLine:
    """A change that holds."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelText:
    """Words on the baseline ``y``."""

    x: float
    y: float
    anchor: TextEnd
    words: str

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last pixel of the words at the most."""
        length = CHARACTER * len(self.words)
        before = {TextEnd.START: 0.0, TextEnd.MIDDLE: length / 2, TextEnd.END: length}[self.anchor]
        return self.x - before, self.x - before + length


@dataclass(frozen=True, slots=True)
class PanelFlag:
    """A numbered flag at ``x``, its number, and the places of the events that it stands for."""

    x: float
    number: int
    events: tuple[int, ...]

    @property
    def left(self) -> float:
        """Where its box begins: as much above the plot as fits."""
        return round(min(max(self.x - FLAG / 2, LEFT), RIGHT - FLAG), 2)


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """What stands behind the bar of an invented round."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel; ``zones`` are the heights at which strong and middling end, ``last`` is the score at the right."""

    zones: tuple[float, float]
    columns: tuple[PanelColumn, ...]
    bars: tuple[PanelBar, ...]
    lines: tuple[PanelLine, ...]
    labels: tuple[PanelText, ...]
    last: PanelText | None
    flags: tuple[PanelFlag, ...]
    years: tuple[PanelText, ...]


def drawn(steps: Sequence[PanelStep], first: date, last: date, events: Sequence[date] = ()) -> Panel:
    """Return the panel of these steps, the oldest first, between the days of the first and last round of all panels.

    ``events`` are the days of what happened, in order of time.
    """
    bars = _bars(steps, first, last)
    flags = tuple(_flags([_x(on, first, last) for on in events]))
    return Panel(
        zones=(height_of(EDGES[1]), height_of(EDGES[0])),
        columns=tuple(_columns(steps, bars)),
        bars=tuple(bars),
        lines=tuple(_lines(steps, bars)),
        labels=tuple(_labels(steps, bars, flags)),
        last=_last(steps[-1], bars[-1]) if steps else None,
        flags=flags,
        years=tuple(_years(first, last)),
    )


def height_of(points: Points) -> float:
    """Return the pixel from above at which so many points stand."""
    return round(FOOT - EDGE - float(points) * (FOOT - TOP - 2 * EDGE) / 100, 2)


def _x(on: date, first: date, last: date) -> float:
    days = (last - first).days
    part = (on - first).days / days if days else 0.5
    return LEFT + SIDE + min(max(part, 0), 1) * (RIGHT - LEFT - 2 * SIDE)


def _bars(steps: Sequence[PanelStep], first: date, last: date) -> list[PanelBar]:
    places = [_x(step.on, first, last) for step in steps]
    gap = min((new - old for old, new in pairwise(places)), default=WIDTH)
    half = HALF if gap > 2 * HALF + 1 else LITTLE
    # Rounds of one day, or of nearly one, stand beside each other: from the left, then back from the right.
    apart = 2 * half + 1
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + apart)
    limit = float(RIGHT - SIDE + half)
    for at in reversed(range(len(places))):
        places[at] = min(places[at], limit)
        limit = places[at] - apart
    return [_bar(step, x, half) for step, x in zip(steps, places, strict=True)]


def _bar(step: PanelStep, x: float, half: float) -> PanelBar:
    is_known = step.low is not None and step.high is not None
    top, foot = (height_of(100 if each is None else each) for each in (step.high, step.low))
    return PanelBar(
        x=round(x, 2),
        half=half,
        y=top if is_known else TOP + 1,
        height=round(foot - top, 2) if is_known else FOOT - TOP - 2,
        is_known=is_known,
    )


def _columns(steps: Sequence[PanelStep], bars: Sequence[PanelBar]) -> Iterator[PanelColumn]:
    gap = min((new.x - old.x for old, new in pairwise(bars)), default=WIDTH)
    half = min(COLUMN, gap / 2)
    for step, bar in zip(steps, bars, strict=True):
        if step.is_invented:
            yield PanelColumn(round(bar.x - half, 2), round(2 * half, 2))


def _lines(steps: Sequence[PanelStep], bars: Sequence[PanelBar]) -> Iterator[PanelLine]:
    for (old, new), step in zip(pairwise(bars), steps[1:], strict=True):
        if not (step.has_line and old.is_known and new.is_known):
            continue
        rises = new.y + new.height < old.y
        ends = (old.y, new.y + new.height) if rises else (old.y + old.height, new.y)
        yield PanelLine(x1=old.x, y1=round(ends[0], 2), x2=new.x, y2=round(ends[1], 2))


def _last(step: PanelStep, bar: PanelBar) -> PanelText:
    middle = bar.y + bar.height / 2 if bar.is_known else (TOP + FOOT) / 2
    return PanelText(
        x=RIGHT + 6,
        y=round(min(max(middle + 5, TOP + 12), FOOT - 2), 2),
        anchor=TextEnd.START,
        words=step.words,
    )


def _told(steps: Sequence[PanelStep]) -> list[int]:
    """Return the places of the first, the highest and the lowest known score; the last one stands at the right."""
    known = [
        (each.low, each.high, at)
        for at, each in enumerate(steps)
        if each.low is not None and each.high is not None
    ]
    if not known:
        return []
    highest = max(known, key=lambda each: (each[1], -each[2]))[2]
    lowest = min(known, key=lambda each: (each[0], each[2]))[2]
    told = dict.fromkeys([known[0][2] if known[0][2] == 0 else highest, highest, lowest])
    return [at for at in told if at != len(steps) - 1]


def _labels(
    steps: Sequence[PanelStep], bars: Sequence[PanelBar], flags: Sequence[PanelFlag]
) -> Iterator[PanelText]:
    taken = [
        (bar.x - bar.half - 1, bar.x + bar.half + 1, bar.y - bar.half, bar.y + bar.height + bar.half)
        for bar in bars
    ]
    taken += [(flag.x - 1, flag.x + 1, float(TOP), float(FOOT)) for flag in flags]
    for at in _told(steps):
        for label in _candidates(bars[at], steps[at].words):
            (left, right), top = label.ends, label.y - LINE + 2
            is_inside = left >= LEFT and right <= RIGHT and top >= TOP and label.y + 2 <= FOOT
            is_free = not any(
                left < other[1] and other[0] < right and top < other[3] and other[2] < label.y + 2
                for other in taken
            )
            if is_inside and is_free:
                taken.append((left, right, top, label.y + 2))
                yield label
                break


def _candidates(bar: PanelBar, words: str) -> Iterator[PanelText]:
    """Yield where the score of a bar may stand: above it or below, then to either side."""
    above = round(bar.y - bar.half - NEXT, 2)
    below = round(bar.y + bar.height + bar.half + LINE, 2)
    for y in (above, below):
        yield PanelText(x=bar.x, y=y, anchor=TextEnd.MIDDLE, words=words)
        yield PanelText(x=round(bar.x - bar.half, 2), y=y, anchor=TextEnd.START, words=words)
        yield PanelText(x=round(bar.x + bar.half, 2), y=y, anchor=TextEnd.END, words=words)
    beside = round(bar.y + bar.height / 2 + 4, 2)
    yield PanelText(x=round(bar.x + bar.half + NEXT, 2), y=beside, anchor=TextEnd.START, words=words)
    yield PanelText(x=round(bar.x - bar.half - NEXT, 2), y=beside, anchor=TextEnd.END, words=words)


def _flags(places: Sequence[float]) -> Iterator[PanelFlag]:
    """Yield flags that stand clear of each other: events nearly at one time share one."""
    groups: list[tuple[float, list[int]]] = []
    for at, x in enumerate(places):
        flag = PanelFlag(x, 0, ())
        if groups and flag.left < PanelFlag(groups[-1][0], 0, ()).left + FLAG + 1:
            groups[-1][1].append(at)
        else:
            groups.append((x, [at]))
    for number, (x, events) in enumerate(groups, 1):
        yield PanelFlag(round(x, 2), number, tuple(events))


def _years(first: date, last: date) -> Iterator[PanelText]:
    """Yield the first day's year and those that begin until the last day, as many as stand clear.

    The first day's gives way to the next that begins: a year is marked where it begins rather than later.
    """
    begun = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    gives_way = (
        begun
        and first != date(first.year, 1, 1)
        and _x(begun[0], first, last) - _x(first, first, last) < YEAR
    )
    marked = begun if gives_way else [first, *begun]
    before = -float(WIDTH)
    for day in marked:
        x = _x(day, first, last)
        if x - before >= YEAR:
            before = x
            yield PanelText(x=round(x, 2), y=HEIGHT - 6, anchor=TextEnd.MIDDLE, words=str(day.year))
