"""Scores and levels as a picture has them, read back from its geometry: what its words say is no evidence of it."""

from typing import Any

from tests.pages import Node

#: From low to high, in points; None where the picture shows that it is not known.
Drawn = tuple[float, float] | None
VOICES = ("government", "partners", "analyst", "agreed")


def _number(of: Node, name: str) -> float:
    return float(of.attrs[name].removesuffix("%"))


def _voices(svg: Node, tag: str) -> dict[str, Node]:
    """The parts of a picture that belong to a side, by the side."""
    parts = [(part, name) for part in svg.all(tag) for name in VOICES if f"of-{name}" in part.classes]
    return {name: part for part, name in parts}


def strip(svg: Node) -> dict[str, Drawn]:
    """By side the score on a strip."""
    found: dict[str, Drawn] = {}
    for voice, lane in _voices(svg, "g").items():
        bars, boxes = lane.all("rect", class_="mark-bar"), lane.all("rect", class_="mark-dashed")
        # The first point is the key of the side, left of the scale.
        points = lane.all("svg", class_="mark-point")[1:]
        assert len(bars) + len(points) + len(boxes) == 1, "a score is drawn once"
        if boxes:
            found[voice] = None
        else:
            at, width = (points[0], 0.0) if points else (bars[0], _number(bars[0], "width"))
            found[voice] = _number(at, "x"), _number(at, "x") + width
    return found


def panel(svg: Node) -> list[Drawn]:
    """The scores of a panel of Changes, round by round; 75 and 50 points stand where its zones end."""
    strong, middling = (_number(svg.one("rect", class_=f"zone-{zone}"), "y") for zone in (1, 0))
    step = (middling - strong) / 25

    def points(height: float) -> float:
        return 75 + (strong - height) / step

    found: list[tuple[float, Drawn]] = []
    for part in svg.walk():
        if "mark-dashed" in part.classes:
            found.append((_middle(part), None))
        elif "mark-bar" in part.classes:
            top, height = _number(part, "y"), _number(part, "height")
            found.append((_middle(part), (points(top + height), points(top))))
        elif "mark-point" in part.classes:
            across, down = ("cx", "cy") if part.tag == "circle" else ("x", "y")
            found.append((_number(part, across), (points(_number(part, down)),) * 2))
    return [score for _x, score in sorted(found, key=lambda each: each[0])]


def _middle(part: Node) -> float:
    return _number(part, "x") + _number(part, "width") / 2


def levels(svg: Node) -> dict[str, tuple[int, int]]:
    """By side from which level to which an answer may be, on the line of a criterion."""
    found = {}
    for voice, part in _voices(svg, "svg").items():
        ends = [
            _number(part, "x"),
            _number(part, "x") + (_number(part, "width") if "width" in part.attrs else 0),
        ]
        assert all(end % 25 == 0 for end in ends), "an answer stands at a level"
        found[voice] = (round(ends[0] / 25), round(ends[1] / 25))
    return found


def intervals(chart: dict[str, Any]) -> dict[str, tuple[float, float, bool]]:
    """By name the low and the high end of a row of the chart of scores, and whether it is drawn as known."""
    known, unknown, _ends, dots, *_rest = chart["data"]
    rows = [
        (y, low, low + width, is_known)
        for trace, is_known in ((known, True), (unknown, False))
        for y, low, width in zip(trace["y"], trace["base"], trace["x"], strict=True)
    ]
    rows += [(y, x, x, True) for y, x in zip(dots["y"], dots["x"], strict=True)]
    names = next(trace for trace in chart["data"] if trace.get("mode") == "text")
    assert len(rows) == len(names["text"]), "every structure is drawn once"
    by_height = zip(sorted(zip(names["y"], names["text"], strict=True)), sorted(rows), strict=True)
    return {name: row[1:] for (_y, name), row in by_height}
