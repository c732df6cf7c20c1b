"""Who is strongest and weakest? What the answers allow each structure, from low to high.

A bar spans low to high, a dot stands where they are equal; nothing between is drawn. What is not known is a hatched
frame. Source: METHOD.md, sections 3 and 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.charts import drawing, rows
from coordination.charts.drawing import Drawn
from coordination.charts.rows import Rows, Span

BAND = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One structure: ``low`` and ``high`` in points 0–100, None where nothing applies.

    ``words`` is the interval as the page writes it, ``leads`` where its answers are, below the structures' address.
    """

    name: str
    low: float | None
    high: float | None
    is_known: bool
    is_assessable: bool
    words: str
    leads: str = ""


def height(intervals: Sequence[Interval], heading: str) -> int:
    """Return the height of the figure in pixels."""
    return _rows(intervals, heading).height


def figure(intervals: Sequence[Interval], *, axis: str, heading: str) -> Drawn:
    """Return the figure of these structures in their order, those not assessable below ``heading``.

    ``axis`` names the horizontal axis, 0 to 100.
    """
    ordered, frame = _ordered(intervals), _rows(intervals, heading)
    drawn = [
        Span(
            low=each.low,
            high=each.high,
            y=y,
            is_known=each.is_known,
            words=f"{each.name} · {each.words}",
            leads=each.leads,
        )
        for each, y in zip(ordered, frame.centres, strict=True)
        if each.low is not None and each.high is not None
    ]
    data = [*rows.spans(drawn), *frame.texts(0, 100)]
    return drawing.figure(data, frame.layout(rows.points_axis(axis)))


def _ordered(intervals: Sequence[Interval]) -> list[Interval]:
    # The order of the caller holds within both groups.
    return sorted(intervals, key=lambda each: not each.is_assessable)


def _rows(intervals: Sequence[Interval], heading: str) -> Rows:
    ordered = _ordered(intervals)
    labels = tuple((each.name, each.words) for each in ordered)
    placed = sum(each.is_assessable for each in ordered)
    return Rows(labels=labels, band=BAND, split=placed if placed < len(ordered) else None, heading=heading)
