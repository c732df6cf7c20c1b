"""What next? How many points a criterion is short of Yes: certainly, and possibly beyond that.

Source: METHOD.md, sections 9 and 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.charts import drawing, rows
from coordination.charts.drawing import CERTAIN, Drawn
from coordination.charts.rows import Rows, Span

BAND = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One action: points 0–100 certainly missing, and those possibly missing beyond them."""

    name: str
    certain: float
    possible: float
    words: str


def height(shortfalls: Sequence[Shortfall]) -> int:
    """Return the height of the figure in pixels."""
    return _rows(shortfalls).height


def figure(shortfalls: Sequence[Shortfall], *, certain: str, possible: str, axis: str) -> Drawn:
    """Return the figure of these actions in their order; ``certain`` and ``possible`` name the two parts of a bar."""
    frame = _rows(shortfalls)
    placed = list(zip(shortfalls, frame.centres, strict=True))
    sure = [
        Span(low=0, high=each.certain, y=y, is_known=True, words=f"{each.name} · {each.words}")
        for each, y in placed
    ]
    more = [
        Span(
            low=each.certain,
            high=each.certain + each.possible,
            y=y,
            is_known=False,
            words=f"{each.name} · {each.words}",
        )
        for each, y in placed
        if each.possible
    ]
    data = [
        rows.bar(sure, drawing.solid()) | {"name": drawing.words(certain)},
        rows.bar(more, drawing.hatched("/", CERTAIN)) | {"name": drawing.words(possible)},
        *frame.texts(0, 100),
    ]
    return drawing.figure(data, frame.layout(rows.points_axis(axis)))


def _rows(shortfalls: Sequence[Shortfall]) -> Rows:
    return Rows(labels=tuple((each.name, each.words) for each in shortfalls), band=BAND, entries=2)
