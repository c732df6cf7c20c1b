"""Where is ownership thin? Ownership across, partnership up: a box for what each structure's answers allow.

A box has a solid edge where its quadrant is certain and a dashed one where two are possible; structures that could be
in three or four are listed by the page, not drawn. What the source says stands as text in its quadrant and never as a
point. Of many structures it has counts in place of boxes. Source: METHOD.md, sections 7 and 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from coordination.charts import drawing
from coordination.charts.drawing import CERTAIN, INK, QUIET, RULE, Drawn
from coordination.charts.rows import axis_title

#: Pixels: the height of the plane, the room left, right, above and below.
PLOT = 400
LEFT, RIGHT, ABOVE, AXIS = 46, 16, 8, 44
#: What fills a box, so that what lies behind it stays readable.
FILL = "rgba(0, 34, 78, 0.16)"
#: Characters of a corner's text in one line, two corners to the width of a telephone.
WIDTH = 19
#: A character of a name and its line, in points of the two axes, on a telephone; wider screens have more room.
ACROSS, UP = 3.6, 4.4
APART = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One structure: ownership and partnership in points 0–100; ``words`` show under the pointer.

    ``leads`` is where its answers are, below the structures' address.
    """

    name: str
    ownership: tuple[float, float]
    partnership: tuple[float, float]
    is_certain: bool
    words: str
    leads: str = ""

    @property
    def area(self) -> "Area":
        """The area of the box."""
        (left, right), (bottom, top) = self.ownership, self.partnership
        return Area(left=left, right=right, bottom=bottom, top=top)


@dataclass(frozen=True, slots=True)
class Corner:
    """A quadrant's name, what the source says belongs there, and of many structures how many stand there."""

    name: str
    said: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corners:
    """The quadrants, by partnership (upper, lower) and ownership (left, right)."""

    upper_left: Corner
    upper_right: Corner
    lower_left: Corner
    lower_right: Corner


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle of the plane, in points."""

    left: float
    right: float
    bottom: float
    top: float

    def shared(self, other: "Area") -> float:
        """Return how much of the plane both cover; the edge of a box counts, however thin the box."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(0.0, across + APART) * max(0.0, up + APART) if across > -APART and up > -APART else 0.0

    @property
    def outside(self) -> float:
        """The area that reaches beyond the plane."""
        beyond = max(0, -self.left) + max(0, self.right - 100) + max(0, -self.bottom) + max(0, self.top - 100)
        return beyond * 100


def height() -> int:
    """Return the height of the figure in pixels."""
    return ABOVE + PLOT + AXIS


def figure(boxes: Sequence[Box], *, corners: Corners, ownership: str, partnership: str) -> Drawn:
    """Return the plane with these boxes; ``ownership`` and ``partnership`` label its axes, 0 to 100."""
    axis = {
        "tickvals": [0, 25, 50, 75, 100],
        "range": [-1, 101],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    layout: Drawn = {
        "height": height(),
        "margin": {"l": LEFT, "r": RIGHT, "t": ABOVE, "b": AXIS},
        "xaxis": {**axis, "title": axis_title(ownership)},
        "yaxis": {**axis, "title": axis_title(partnership)},
        "shapes": [
            _frame(),
            _threshold(50, 50, 0, 100),
            _threshold(0, 100, 50, 50),
            *(_outline(box) for box in boxes if not _is_point(box)),
        ],
        "annotations": [
            *_corner_texts(corners),
            *(_name(box, area) for box, area in zip(boxes, places_of_names(boxes, corners), strict=True)),
        ],
    }
    return drawing.figure([_points(boxes), _pointers(boxes)], layout)


def _is_point(box: Box) -> bool:
    return box.ownership[0] == box.ownership[1] and box.partnership[0] == box.partnership[1]


def _points(boxes: Sequence[Box]) -> Drawn:
    """Return dots for boxes without extent, which would otherwise be invisible."""
    points = [box for box in boxes if _is_point(box)]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [box.ownership[0] for box in points],
        "y": [box.partnership[0] for box in points],
        "marker": {"size": 11, "color": CERTAIN},
        "hovertext": [drawing.words(f"{box.name} · {box.words}") for box in points],
        "customdata": [box.leads for box in points],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _pointers(boxes: Sequence[Box]) -> Drawn:
    """Return invisible outlines of the boxes, because shapes of a layout cannot show hover text."""
    x: list[float | None] = []
    y: list[float | None] = []
    words: list[str] = []
    leads: list[str] = []
    for box in boxes:
        (left, right), (bottom, top) = box.ownership, box.partnership
        x += [left, right, right, left, left, None]
        y += [bottom, bottom, top, top, bottom, None]
        words += [*[drawing.words(f"{box.name} · {box.words}")] * 5, ""]
        leads += [*[box.leads] * 5, ""]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": "rgba(0,0,0,0)", "width": 8},
        "hovertext": words,
        "customdata": leads,
        "hoverinfo": "text",
    }


def _frame() -> Drawn:
    return {
        "type": "rect",
        "x0": 0,
        "x1": 100,
        "y0": 0,
        "y1": 100,
        "line": {"color": RULE, "width": 1},
        "layer": "below",
    }


def _threshold(x0: float, x1: float, y0: float, y1: float) -> Drawn:
    line = {"color": QUIET, "width": 1}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line, "layer": "below"}


def _outline(box: Box) -> Drawn:
    (left, right), (bottom, top) = box.ownership, box.partnership
    return {
        "type": "rect",
        "x0": left,
        "x1": right,
        "y0": bottom,
        "y1": top,
        "line": {"color": CERTAIN, "width": 2, "dash": "solid" if box.is_certain else "dash"},
        "fillcolor": FILL,
    }


# --- names


def places_of_names(boxes: Sequence[Box], corners: Corners) -> list[Area]:
    """Place each name outside its box, clear of boxes, names, corners' texts and thresholds where there is room."""
    taken: list[Area] = []
    obstacles = [
        *(box.area for box in boxes),
        *(_area(*each) for each in _places_of(corners)),
        Area(left=50, right=50, bottom=0, top=100),
        Area(left=0, right=100, bottom=50, top=50),
    ]
    for box in boxes:
        best = min(_places(box), key=lambda place: _cost(place, [*obstacles, *taken]))
        taken.append(best)
    return taken


def _cost(place: Area, others: Sequence[Area]) -> float:
    return place.outside + sum(place.shared(other) for other in others)


def _places(box: Box) -> Iterator[Area]:
    """Yield candidate places for a name, best first: above, below, right, left, aligned with either edge of the box."""
    across, around = ACROSS * len(box.name), box.area
    edges = ((around.left, around.left + across), (around.right - across, around.right))
    for bottom, (left, right) in product((around.top + APART, around.bottom - APART - UP), edges):
        yield Area(left=left, right=right, bottom=bottom, top=bottom + UP)
    after, before = around.right + APART, around.left - APART
    for (left, right), bottom in product(
        ((after, after + across), (before - across, before)), (around.top - UP, around.bottom)
    ):
        yield Area(left=left, right=right, bottom=bottom, top=bottom + UP)


def _name(box: Box, area: Area) -> Drawn:
    # A name that ends at its box keeps that end on a wider screen, where it takes fewer points.
    is_ended = area.right in (box.ownership[1], box.ownership[0] - APART)
    return {
        "text": drawing.words(box.name),
        "x": area.right if is_ended else area.left,
        "xanchor": "right" if is_ended else "left",
        "y": area.bottom,
        "yanchor": "bottom",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 12, "color": INK, "weight": 600},
    }


# --- corners


def _places_of(corners: Corners) -> tuple[tuple[Corner, int, int], ...]:
    return (
        (corners.upper_left, 0, 100),
        (corners.upper_right, 100, 100),
        (corners.lower_left, 0, 0),
        (corners.lower_right, 100, 0),
    )


def _text(corner: Corner) -> str:
    said = [drawing.words(each, WIDTH) for each in (corner.name, corner.said) if each]
    return "<br>".join([*said, *([f"<b>{drawing.words(corner.count, WIDTH)}</b>"] if corner.count else [])])


def _area(corner: Corner, x: int, y: int) -> Area:
    """Return what a corner's text covers at the most."""
    across, up = WIDTH * ACROSS * 0.6, UP * (_text(corner).count("<br>") + 1)
    return Area(left=x - across if x else 0, right=x or across, bottom=y - up if y else 0, top=y or up)


def _corner_texts(corners: Corners) -> list[Drawn]:
    return [
        {
            "text": _text(corner),
            "x": x,
            "xanchor": "right" if x else "left",
            "align": "right" if x else "left",
            "xshift": -6 if x else 6,
            "y": y,
            "yanchor": "top" if y else "bottom",
            "yshift": -4 if y else 4,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": 12, "color": INK},
        }
        for corner, x, y in _places_of(corners)
    ]
