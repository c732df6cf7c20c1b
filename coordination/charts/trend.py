"""Intervals per round and structure, as small multiples; a line only where a change is certain.

No midpoint is drawn: a bar spans what the answers allow, a dot stands where both ends are equal, and a line runs from
the near end of one interval to the near end of the next. What is not known is an empty hatched frame.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

INK, CERTAIN, QUIET = "#16202c", "#00224E", "#6B7280"
PANEL_HEIGHT, HEAD = 150, 40


@dataclass(frozen=True, slots=True)
class Step:
    """One structure in one round: ``low`` and ``high`` in points 0–100, None where nothing applies.

    ``words`` is the interval as the page writes it; ``is_certain`` says that the change from the step before is.
    """

    round: str
    low: float | None
    high: float | None
    is_known: bool
    words: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One structure over the rounds."""

    name: str
    steps: tuple[Step, ...]


def figure(panels: Sequence[Panel], rounds: Sequence[str], axis: str) -> dict[str, Any]:
    """Return the Plotly figure of these panels as a plain dict.

    ``rounds`` are all rounds in order of time; ``axis`` names the vertical axis, 0 to 100.
    """
    fig = make_subplots(
        rows=len(panels),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.16 / max(1, len(panels)),
        subplot_titles=[escape(panel.name) for panel in panels],
    )
    for row, panel in enumerate(panels, start=1):
        for trace in _traces(panel):
            fig.add_trace(trace, row=row, col=1)
    fig.update_yaxes(
        range=[-8, 128], tickvals=[0, 25, 50, 75, 100], gridcolor="#e3e7ec", zeroline=False, fixedrange=True
    )
    # Without an order of its own the axis would take the rounds as the traces happen to name them.
    order = [escape(name) for name in rounds]
    fig.update_xaxes(
        type="category", categoryorder="array", categoryarray=order, fixedrange=True, showgrid=False
    )
    fig.update_layout(
        template="none",
        showlegend=False,
        barmode="overlay",
        height=HEAD + PANEL_HEIGHT * len(panels),
        margin={"l": 48, "r": 12, "t": HEAD, "b": 40},
        font={"family": "system-ui, sans-serif", "size": 13, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        yaxis={"title": {"text": escape(axis), "font": {"size": 12}}},
    )
    for title in fig.layout.annotations:
        title.update(x=0, xanchor="left", font={"size": 14})
    drawn: dict[str, Any] = json.loads(fig.to_json())
    return drawn


def _traces(panel: Panel) -> list[go.Bar | go.Scatter]:
    known = [step for step in panel.steps if step.is_known and step.low != step.high]
    unknown = [step for step in panel.steps if not step.is_known]
    traces: list[go.Bar | go.Scatter] = [_bars(known, hatched=False), _bars(unknown, hatched=True)]
    exact = [step for step in panel.steps if step.is_known and step.low == step.high]
    traces.append(
        go.Scatter(
            x=[escape(step.round) for step in exact],
            y=[step.low for step in exact],
            mode="markers",
            marker={"size": 11, "color": CERTAIN},
            hoverinfo="skip",
        )
    )
    traces.append(
        go.Scatter(
            x=[escape(step.round) for step in panel.steps],
            y=[(step.high or 0) + 5 for step in panel.steps],
            mode="text",
            text=[escape(step.words) for step in panel.steps],
            textposition="top center",
            textfont={"color": [INK if step.is_known else QUIET for step in panel.steps]},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    traces.extend(_certain_lines(panel.steps))
    return traces


def _bars(steps: Sequence[Step], *, hatched: bool) -> go.Bar:
    ends = [(step.low or 0.0, step.high or 0.0) for step in steps]
    pattern = {"shape": "/", "fgcolor": QUIET, "bgcolor": "#ffffff", "size": 6} if hatched else {"shape": ""}
    return go.Bar(
        x=[escape(step.round) for step in steps],
        base=[low for low, _high in ends],
        y=[high - low for low, high in ends],
        width=0.16,
        marker={
            "color": "#ffffff" if hatched else CERTAIN,
            "line": {"color": QUIET if hatched else CERTAIN, "width": 1},
            "pattern": pattern,
        },
        hovertext=[f"{escape(step.round)} · {escape(step.words)}" for step in steps],
        hoverinfo="text",
    )


def _certain_lines(steps: Sequence[Step]) -> list[go.Scatter]:
    lines = []
    for old, new in zip(steps, steps[1:], strict=False):
        if not new.is_certain or old.low is None or old.high is None or new.low is None or new.high is None:
            continue
        ends = (old.high, new.low) if new.low > old.high else (old.low, new.high)
        lines.append(
            go.Scatter(
                x=[escape(old.round), escape(new.round)],
                y=list(ends),
                mode="lines",
                line={"color": CERTAIN, "width": 2},
                hoverinfo="skip",
            )
        )
    return lines
