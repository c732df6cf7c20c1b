"""What the tests of charts look at in a figure."""

import json
from collections.abc import Iterator
from typing import Any

Figure = dict[str, Any]

#: What must never become a tag, a link or a broken figure.
HOSTILE = '<a href="https://example.org">CMJ</a> & <script>alert(1)</script>'


def strings(value: object) -> Iterator[str]:
    """Yield every string in a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def traces(figure: Figure, kind: str, mode: str | None = None) -> list[Figure]:
    """Return the traces of this kind and mode."""
    found = [trace for trace in figure["data"] if trace["type"] == kind]
    return [trace for trace in found if mode is None or trace["mode"] == mode]


def bars(figure: Figure, shape: str) -> list[tuple[float, float]]:
    """Return (low, high) of every horizontal bar with this pattern, from the top down."""
    placed = [
        (y, base, base + length)
        for trace in traces(figure, "bar")
        if trace["marker"]["pattern"]["shape"] == shape
        for y, base, length in zip(trace["y"], trace["base"], trace["x"], strict=True)
    ]
    return [(low, high) for _y, low, high in sorted(placed)]


def written(figure: Figure) -> list[str]:
    """Return the texts of a figure as they are read, in the order in which they are drawn, annotations last."""
    texts = [text for trace in figure["data"] if trace.get("mode") == "text" for text in trace["text"]]
    texts += [each["text"] for each in figure["layout"].get("annotations", ())]
    return [text.replace("<br>", " ") for text in texts]


def assert_sound(figure: Figure) -> None:
    """See that plotly-basic can draw it, JSON can carry it, and nothing in it becomes a tag."""
    assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert figure["layout"]["template"] == "none"
    assert "updatemenus" not in figure["layout"]
    assert "sliders" not in figure["layout"]
    tags = [text for text in strings(figure) if {"<", ">"} & set(text.replace("<br>", ""))]
    assert not tags
