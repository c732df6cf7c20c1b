"""How sure are we? How many answers of each structure are of each of six kinds, from firm to not applicable.

Source: METHOD.md, sections 2.2 and 10.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.charts import drawing, rows
from coordination.charts.drawing import CERTAIN, Drawn
from coordination.charts.rows import Rows

BAND, THICK = 30, 18
#: Firm is solid; the rest is told apart by its pattern, and what is not known is not in the colour of the scale.
MARKERS = (
    drawing.solid(),
    drawing.hatched("x", CERTAIN),
    drawing.hatched("\\", CERTAIN),
    drawing.hatched("/"),
    drawing.hatched("."),
    drawing.hatched("-"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureStatus:
    """One structure's numbers of answers, one for each kind in stacking order. ``words`` say the same.

    ``leads`` is where the answers are, below the structures' address.
    """

    name: str
    counts: tuple[int, ...]
    words: str
    leads: str = ""


def height(statuses: Sequence[StructureStatus]) -> int:
    """Return the height of the figure in pixels."""
    return _rows(statuses).height


def figure(statuses: Sequence[StructureStatus], *, kinds: Sequence[str], axis: str) -> Drawn:
    """Return the figure of these structures in their order; ``kinds`` names them for the legend."""
    frame = _rows(statuses)
    most = max((sum(each.counts) for each in statuses), default=1) or 1
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": drawing.words(kind),
            "x": [each.counts[place] for each in statuses],
            "y": frame.centres,
            "width": THICK,
            "marker": marker,
            "hovertext": [drawing.words(f"{each.name} · {kind} {each.counts[place]}") for each in statuses],
            "customdata": [each.leads for each in statuses],
            "hoverinfo": "text",
        }
        for place, (kind, marker) in enumerate(zip(kinds, MARKERS, strict=True))
    ]
    xaxis = {"range": [0, most], "tickvals": _ticks(most), "title": rows.axis_title(axis)}
    layout = frame.layout(xaxis) | {"barmode": "stack"}
    return drawing.figure([*data, *frame.texts(0, most)], layout)


def _ticks(most: int) -> list[int]:
    step = -(-most // 10)
    return list(range(0, most + 1, step))


def _rows(statuses: Sequence[StructureStatus]) -> Rows:
    return Rows(labels=tuple((each.name, each.words) for each in statuses), band=BAND, entries=len(MARKERS))
