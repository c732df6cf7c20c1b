"""A chart of rows, as wide as the screen: name and words above, the marks below.

The vertical axis counts pixels, so that a row keeps its height however many there are. Names stand above their bars and
not beside them: a French name then has the whole width of a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coordination.charts import drawing
from coordination.charts.drawing import CERTAIN, INK, QUIET, RULE, Drawn

#: Pixels: a line of text, the space above it, a heading between rows, the axis below with its ticks and its name.
LINE, ABOVE, HEADING, AXIS = 18, 7, 34, 46
#: Characters in the width of a telephone: one text in a line, or name and words together.
WIDTH, SHARED = 34, 32
SIDE = 14
#: Pixels across a bar.
THICK = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of (name, words), each with ``band`` pixels to draw in; ``heading`` stands before row ``split``.

    Below come the axis, ``axis`` pixels high, and a legend of so many ``entries``.
    """

    labels: tuple[tuple[str, str], ...]
    band: int
    split: int | None = None
    heading: str = ""
    axis: int = AXIS
    entries: int = 0

    @property
    def _is_shared(self) -> bool:
        """Whether name and words share a line, which they do in all rows or in none."""
        return all(len(name) + len(words) <= SHARED for name, words in self.labels)

    @property
    def _written(self) -> list[int]:
        """The height of each row's name and words in pixels."""
        if self._is_shared:
            return [LINE] * len(self.labels)
        return [sum(LINE * drawing.lines(text, WIDTH) for text in label if text) for label in self.labels]

    @property
    def tops(self) -> list[int]:
        """The upper edge of each row."""
        tops, top = [], 0
        for row, written in enumerate(self._written):
            top += HEADING if row == self.split else 0
            tops.append(top)
            top += ABOVE + written + self.band
        return tops

    @property
    def centres(self) -> list[float]:
        """The middle of each row's marks."""
        rows = zip(self.tops, self._written, strict=True)
        return [top + ABOVE + written + self.band / 2 for top, written in rows]

    @property
    def size(self) -> int:
        """The height of all rows in pixels."""
        rows = sum(ABOVE + written + self.band for written in self._written)
        return rows + (HEADING if self.split is not None else 0)

    @property
    def height(self) -> int:
        """The height of the chart in pixels, with its axis and legend."""
        return self.size + self._below

    @property
    def _below(self) -> int:
        return self.axis + drawing.legend_height(self.entries)

    def texts(self, left: float, right: float) -> list[Drawn]:
        """Return names and words as traces, on an axis that runs from ``left`` to ``right``."""
        first = [top + ABOVE for top in self.tops]
        names, words = [name for name, _words in self.labels], [words for _name, words in self.labels]
        if self._is_shared:
            return [_text(names, left, first, bold=True), _text(words, right, first, at_right=True)]
        below = [top + LINE * drawing.lines(name, WIDTH) for top, name in zip(first, names, strict=True)]
        return [_text(names, left, first, bold=True), _text(words, left, below)]

    def layout(self, xaxis: Drawn) -> Drawn:
        """Return the layout of the rows over this horizontal axis."""
        shapes: list[Drawn] = [_rule(top) for row, top in enumerate(self.tops) if row and row != self.split]
        annotations: list[Drawn] = []
        if self.split is not None:
            top = self.tops[self.split] if self.split < len(self.labels) else self.size
            shapes.append(_rule(top - HEADING, QUIET))
            annotations.append(
                {
                    "text": drawing.words(self.heading),
                    "xref": "paper",
                    "x": 0,
                    "xanchor": "left",
                    "yref": "y",
                    "y": top - HEADING / 2 + 4,
                    "yanchor": "middle",
                    "showarrow": False,
                    "font": {"size": 13, "color": QUIET},
                }
            )
        return {
            "height": self.height,
            "margin": {"l": SIDE, "r": SIDE, "t": 0, "b": self._below},
            "xaxis": {"fixedrange": True, "gridcolor": RULE, "zeroline": False, **xaxis},
            "yaxis": {"range": [self.size, 0], "visible": False, "fixedrange": True},
            "shapes": shapes,
            "annotations": annotations,
            "showlegend": self.entries > 0,
            "legend": drawing.legend(top=-self.axis / max(1, self.size)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The span of one row, from ``low`` to ``high``, at ``y``; ``words`` show on hover, ``leads`` on a click."""

    low: float
    high: float
    y: float
    is_known: bool
    words: str
    leads: str = ""


def spans(drawn: Sequence[Span]) -> list[Drawn]:
    """Return bars from end to end, dots where both ends are equal, hatched frames for what is not known."""
    known = [each for each in drawn if each.is_known]
    bars = [each for each in known if each.low != each.high]
    return [
        bar(bars, drawing.solid()),
        bar([each for each in drawn if not each.is_known], drawing.hatched()),
        _ends(bars),
        _dots([each for each in known if each.low == each.high]),
    ]


def _ends(bars: Sequence[Span]) -> Drawn:
    """Return a line across each end of each bar."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [end for each in bars for end in (each.low, each.high)],
        "y": [each.y for each in bars for _end in range(2)],
        "marker": {"symbol": "line-ns-open", "size": 18, "color": CERTAIN, "line": {"width": 2}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _dots(exact: Sequence[Span]) -> Drawn:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [each.low for each in exact],
        "y": [each.y for each in exact],
        "marker": {"symbol": "circle", "size": 13, "color": CERTAIN},
        "hovertext": [drawing.words(each.words) for each in exact],
        "customdata": [each.leads for each in exact],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def bar(drawn: Sequence[Span], marker: Drawn) -> Drawn:
    """Return one trace of horizontal bars, from low to high."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": [each.low for each in drawn],
        "x": [each.high - each.low for each in drawn],
        "y": [each.y for each in drawn],
        "width": THICK,
        "marker": marker,
        "hovertext": [drawing.words(each.words) for each in drawn],
        "customdata": [each.leads for each in drawn],
        "hoverinfo": "text",
    }


def points_axis(title: str) -> Drawn:
    """Return the axis of points, 0 to 100."""
    return {"range": [0, 100], "tickvals": [0, 25, 50, 75, 100], "title": axis_title(title)}


def axis_title(title: str) -> Drawn:
    """Return the name of an axis, close to its ticks."""
    return {"text": drawing.words(title), "font": {"size": 12, "color": QUIET}, "standoff": 4}


def _text(
    texts: Sequence[str], x: float, y: Sequence[float], *, bold: bool = False, at_right: bool = False
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(texts),
        "y": list(y),
        "text": [drawing.words(text, WIDTH) for text in texts],
        "textposition": "bottom left" if at_right else "bottom right",
        "textfont": {"color": INK, "weight": 600 if bold else 400},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _rule(y: float, colour: str = RULE) -> Drawn:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "line": {"color": colour, "width": 1},
        "layer": "below",
    }
