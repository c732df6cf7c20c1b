"""Is the order solid? From the best to the worst place that weights and open answers allow.

Source: METHOD.md, sections 4.6 and 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.charts import drawing, rows
from coordination.charts.drawing import Drawn
from coordination.charts.rows import Rows, Span

BAND = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """One structure: its best and its worst place, 1 being first; ``words`` as the page has them (“1st or 2nd”).

    ``leads`` is where its answers are, below the structures' address.
    """

    name: str
    best: int
    worst: int
    words: str
    leads: str = ""


def height(places: Sequence[Places]) -> int:
    """Return the height of the figure in pixels."""
    return _rows(places).height


def figure(places: Sequence[Places], *, last: int, axis: str) -> Drawn:
    """Return the figure of these structures in their order, on an axis from place 1 to ``last``."""
    frame = _rows(places)
    drawn = [
        Span(
            low=each.best,
            high=each.worst,
            y=y,
            is_known=True,
            words=f"{each.name} · {each.words}",
            leads=each.leads,
        )
        for each, y in zip(places, frame.centres, strict=True)
    ]
    # Half a place at both ends, so that a dot on the first or last is whole.
    left, right = 0.5, last + 0.5
    xaxis = {"range": [left, right], "tickvals": _ticks(last), "title": rows.axis_title(axis)}
    return drawing.figure([*rows.spans(drawn), *frame.texts(left, right)], frame.layout(xaxis))


def _ticks(last: int) -> list[int]:
    """Return at most eight places, 1 among them, in steps a reader can count on."""
    step = next(
        each for unit in (1, 10, 100, 1000, 10_000) for each in (unit, 2 * unit, 5 * unit) if last / each <= 7
    )
    return [1, *(place for place in range(step, last + 1, step) if place > 1)]


def _rows(places: Sequence[Places]) -> Rows:
    return Rows(labels=tuple((each.name, each.words) for each in places), band=BAND)
