"""Intervals per round and structure, as small multiples; a line only where the scores themselves bear the change.

No midpoint is drawn: a bar spans what the answers allow, a dot stands where both ends are equal, and a line runs from
the near end of one interval to the near end of the next. What is not known is an empty hatched frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination.charts import drawing
from coordination.charts.drawing import CERTAIN, INK, QUIET, RULE, Drawn

#: Of more rounds than these only the first, the last and the extremes have their score written, and so many a label.
FEW = 6
#: Pixels: one panel with its name above it, and the axis of rounds below the last.
PANEL_HEIGHT, NAME, AXIS = 150, 28, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One structure in one round: ``low`` and ``high`` in points 0–100, None where nothing applies.

    ``words`` is the interval as the page writes it; ``has_line`` says that a line may lead here from the step before.
    """

    round: str
    low: float | None
    high: float | None
    is_known: bool
    words: str
    has_line: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One structure over the rounds."""

    name: str
    steps: tuple[TrendPoint, ...]


def height(panels: int) -> int:
    """Return the height in pixels of a figure of so many panels."""
    return PANEL_HEIGHT * panels + AXIS


def figure(panels: Sequence[Panel], rounds: Sequence[str], axis: str) -> Drawn:
    """Return the Plotly figure of these panels as a plain dict.

    ``rounds`` are all rounds in order of time; ``axis`` names the vertical axis, 0 to 100.
    """
    layout: Drawn = {
        "height": height(len(panels)),
        "margin": {"l": 48, "r": 12, "t": 0, "b": AXIS},
        "annotations": [],
    }
    data: list[Drawn] = []
    # Without an order of its own the axis would take the rounds as the traces happen to name them.
    order = [drawing.words(name) for name in rounds]
    for place, panel in enumerate(panels):
        number = "" if place == 0 else str(place + 1)
        layout[f"xaxis{number}"] = _rounds_axis(number, order, is_last=place == len(panels) - 1)
        layout[f"yaxis{number}"] = _points_axis(number, place, len(panels))
        layout["annotations"].append(_name(panel.name, 1 - place / len(panels)))
        data += [trace | {"xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in _traces(panel)]
    if panels:
        layout["yaxis"]["title"] = {"text": drawing.words(axis), "font": {"size": 12}}
    return drawing.figure(data, layout)


def _rounds_axis(number: str, order: Sequence[str], *, is_last: bool) -> Drawn:
    return {
        "anchor": f"y{number}",
        "type": "category",
        "categoryorder": "array",
        "categoryarray": order,
        "range": [-0.5, len(order) - 0.5],
        "fixedrange": True,
        "showgrid": False,
        "showticklabels": is_last,
        **_ticks(order),
    }


def _ticks(order: Sequence[str]) -> Drawn:
    """Return which rounds are labelled where not all labels fit: evenly spaced, the first and the last among them."""
    if len(order) <= FEW:
        return {}
    last = len(order) - 1
    return {"tickmode": "array", "tickvals": [order[round(at * last / (FEW - 1))] for at in range(FEW)]}


def _points_axis(number: str, place: int, panels: int) -> Drawn:
    """Return the axis of points of one panel, from its lower edge to below its name."""
    bottom = 1 - (place + 1) / panels
    below_name = 1 - place / panels - NAME / (PANEL_HEIGHT * panels)
    return {
        "anchor": f"x{number}",
        "domain": [max(0.0, bottom), below_name],
        "range": [-8, 128],
        "tickvals": [0, 25, 50, 75, 100],
        "gridcolor": RULE,
        "zeroline": False,
        "fixedrange": True,
    }


def _name(name: str, top: float) -> Drawn:
    return {
        "text": drawing.words(name),
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "paper",
        "y": top,
        "yanchor": "top",
        "yshift": -6,
        "borderpad": 0,
        "showarrow": False,
        "font": {"size": 14, "weight": 600},
    }


def _traces(panel: Panel) -> list[Drawn]:
    known = [step for step in panel.steps if step.is_known]
    unknown = [step for step in panel.steps if not step.is_known]
    return [
        _bars([step for step in known if step.low != step.high], drawing.solid()),
        _bars(unknown, drawing.hatched()),
        _dots([step for step in known if step.low == step.high]),
        _words(_told(panel.steps)),
        *_lines(panel.steps),
    ]


def _dots(exact: Sequence[TrendPoint]) -> Drawn:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [drawing.words(step.round) for step in exact],
        "y": [step.low for step in exact],
        "marker": {"size": 11, "color": CERTAIN},
        "hovertext": [_hover(step) for step in exact],
        "hoverinfo": "text",
    }


def _told(steps: Sequence[TrendPoint]) -> list[TrendPoint]:
    """Return the steps whose score is written: all, or of many the first, the last, the lowest and the highest known."""
    if len(steps) <= FEW:
        return list(steps)
    known = [at for at, step in enumerate(steps) if step.is_known]
    told = {0, len(steps) - 1}
    if known:
        told |= {
            min(known, key=lambda at: steps[at].low or 0),
            max(known, key=lambda at: steps[at].high or 0),
        }
    return [steps[at] for at in sorted(told)]


def _words(steps: Sequence[TrendPoint]) -> Drawn:
    """Return the intervals in words, above their bars."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [drawing.words(step.round) for step in steps],
        "y": [(step.high or 0) + 5 for step in steps],
        "text": [drawing.words(step.words) for step in steps],
        "textposition": "top center",
        "textfont": {"color": [INK if step.is_known else QUIET for step in steps]},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _hover(step: TrendPoint) -> str:
    return drawing.words(f"{step.round} · {step.words}")


def _bars(steps: Sequence[TrendPoint], marker: Drawn) -> Drawn:
    ends = [(step.low or 0.0, step.high or 0.0) for step in steps]
    return {
        "type": "bar",
        "x": [drawing.words(step.round) for step in steps],
        "base": [low for low, _high in ends],
        "y": [high - low for low, high in ends],
        "width": 0.16,
        "marker": marker,
        "hovertext": [_hover(step) for step in steps],
        "hoverinfo": "text",
    }


def _lines(steps: Sequence[TrendPoint]) -> list[Drawn]:
    lines = []
    for old, new in zip(steps, steps[1:], strict=False):
        if not new.has_line or old.low is None or old.high is None or new.low is None or new.high is None:
            continue
        ends = (old.high, new.low) if new.low > old.high else (old.low, new.high)
        lines.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [drawing.words(old.round), drawing.words(new.round)],
                "y": list(ends),
                "line": {"color": CERTAIN, "width": 2},
                "hoverinfo": "skip",
            }
        )
    return lines
