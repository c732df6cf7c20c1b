"""Where do government and partners disagree? Both sides' levels per criterion; a link only where the gap is certain.

Each side is drawn from its lowest to its highest level, the government above and the partners below, told apart by
shape, line and colour. The link runs between the near ends. Source: METHOD.md, sections 5.2, 5.4 and 10.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coordination.charts import drawing, rows
from coordination.charts.drawing import GOVERNMENT, INK, PAPER, PARTNERS, QUIET, Drawn
from coordination.charts.rows import Rows, Span

BAND = 50
#: The two sides stand this far above and below the middle, in parts of the height they are drawn in.
OFFSET = 0.18
#: Levels to the left and right of the scale, so that markers on its ends are whole.
ROOM = 0.15
#: Characters of a level's word in one line, five words to the width of a telephone.
WORD = 9
#: Pixels of the axis, its words in two lines.
AXIS = 42


@dataclass(frozen=True, slots=True)
class SideMark:
    """What one side answered: levels 0–4 from ``low`` to ``high``; where ``is_known`` is false, all are possible."""

    low: int
    high: int
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One criterion; a side is None where the criterion does not apply to it. ``words`` say the gap."""

    name: str
    government: SideMark | None
    partners: SideMark | None
    is_certain: bool
    words: str


def height(gaps: Sequence[Gap]) -> int:
    """Return the height of the figure in pixels."""
    return _rows(gaps).height


def figure(
    gaps: Sequence[Gap], *, levels: Sequence[str], government: str, partners: str, not_known: str
) -> Drawn:
    """Return the figure of these criteria in their order.

    ``levels`` are the words of the levels 0 to 4; ``government`` and ``partners`` name the sides, ``not_known`` what
    a side does not know.
    """
    frame = _rows(gaps)
    up, down = -OFFSET * BAND, OFFSET * BAND
    above = _drawn(gaps, frame, lambda gap: gap.government, up, government)
    below = _drawn(gaps, frame, lambda gap: gap.partners, down, partners)
    unknown = [each for each in (*above, *below) if not each.is_known]
    data = [
        rows.bar(unknown, drawing.hatched()) | {"showlegend": False},
        _links(gaps, frame, up, down),
        _side(above, government, GOVERNMENT, "solid", "circle", PAPER),
        _side(below, partners, PARTNERS, "dot", "square-open", PAPER),
        *frame.texts(-ROOM, len(levels) - 1 + ROOM),
    ]
    layout = frame.layout(
        {
            "range": [-ROOM, len(levels) - 1 + ROOM],
            "tickvals": list(range(len(levels))),
            "ticktext": [drawing.words(level, WORD) for level in levels],
            "tickangle": 0,
            "tickfont": {"size": 11},
        }
    )
    layout["annotations"] = [*layout["annotations"], *(_not_known(each, not_known) for each in unknown)]
    return drawing.figure(data, layout)


def _drawn(
    gaps: Sequence[Gap], frame: Rows, chosen: Callable[[Gap], SideMark | None], offset: float, name: str
) -> list[Span]:
    placed = [(gap, chosen(gap), y + offset) for gap, y in zip(gaps, frame.centres, strict=True)]
    return [
        Span(low=side.low, high=side.high, y=y, is_known=side.is_known, words=f"{gap.name} · {name}")
        for gap, side, y in placed
        if side is not None
    ]


def _side(spans: Sequence[Span], name: str, colour: str, dash: str, symbol: str, edge: str) -> Drawn:
    """Return one side: a marker on each end and the line between; None separates criteria."""
    known = [each for each in spans if each.is_known]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": drawing.words(name),
        "x": [value for each in known for value in (each.low, each.high, None)],
        "y": [value for each in known for value in (each.y, each.y, None)],
        "line": {"color": colour, "width": 3, "dash": dash},
        "marker": _marker(colour, symbol, edge),
        "hovertext": [text for each in known for text in (*[drawing.words(each.words)] * 2, "")],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _marker(colour: str, symbol: str, edge: str) -> Drawn:
    """Return a marker: an open one is drawn by its outline, a filled one set off by it from what lies below."""
    if symbol.endswith("-open"):
        return {"symbol": symbol, "size": 12, "color": colour, "line": {"color": colour, "width": 2.5}}
    return {"symbol": symbol, "size": 13, "color": colour, "line": {"color": edge, "width": 1}}


def _links(gaps: Sequence[Gap], frame: Rows, up: float, down: float) -> Drawn:
    x: list[int | None] = []
    y: list[float | None] = []
    for gap, centre in zip(gaps, frame.centres, strict=True):
        if not gap.is_certain or gap.government is None or gap.partners is None:
            continue
        first, second = gap.government, gap.partners
        near = (first.low, second.high) if first.low > second.high else (first.high, second.low)
        x += [*near, None]
        y += [centre + up, centre + down, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": INK, "width": 2},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _not_known(span: Span, text: str) -> Drawn:
    """Return the label of what a side does not know, at the start of its frame, which has no meaningful middle."""
    side = span.words.rsplit(" · ", 1)[-1]
    return {
        "text": drawing.words(f"{side} · {text}"),
        "x": span.low,
        "xanchor": "left",
        "xshift": 8,
        "y": span.y,
        "yanchor": "middle",
        "showarrow": False,
        "bgcolor": PAPER,
        "borderpad": 1,
        "font": {"size": 12, "color": QUIET},
    }


def _rows(gaps: Sequence[Gap]) -> Rows:
    return Rows(labels=tuple((gap.name, gap.words) for gap in gaps), band=BAND, axis=AXIS, entries=2)
