"""Scores drawn on slides as shapes that stay shapes: bars on one scale, and a score round by round."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.group import GroupShape
from pptx.slide import Slide as Drawn
from pptx.text.text import TextFrame
from pptx.util import Pt

from coordination.documents import fitting
from coordination.documents.papers import PaperMoment
from coordination.documents.slide_master import INK, LINE, QUIET, SOLID
from coordination.documents.slides import SlideBars, SlideCourse, SlideLane

#: What draws a picture and returns where it is said in words.
Draw: TypeAlias = Callable[[Drawn], BaseOxmlElement]
#: From where to where a score is weak, middling and strong, and the ground of each.
BANDS = ((0, 50, "F1EDE0"), (50, 75, "EEF1F4"), (75, 100, "E0E9F2"))
MARKS = (0, 50, 75, 100)
#: Points: of words, of those beside few lanes (so many), of the lowest and the highest lane, and the least that is seen
#: of one figure; the part of a lane that its bar has, and from which height on a bar is as thick as it gets.
SIZE, LARGE, FEW, LOWEST, HIGHEST, LEAST, BAR, THICK = 14, 18, 6, 28, 100, 4, 0.36, 72
#: What the names and the figures beside the bars have of the room at most, and what the marks below need.
NAMES, FIGURES, BELOW = 0.36, 0.2, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideArea:
    """Where a picture stands, in points."""

    left: float
    top: float
    width: float
    height: float


def write(frame: TextFrame, *said: str, size: float, is_bold: bool = False, colour: str = INK) -> None:
    """Write one paragraph; of two pieces the first is bold, or, where all is bold, the second quiet and plain."""
    paragraph = frame.paragraphs[0]
    if paragraph.runs:
        paragraph = frame.add_paragraph()
    for at, words in enumerate(said):
        if words:
            run = paragraph.add_run()
            run.text = words
            run.font.size = Pt(size)
            is_second = at > 0 and is_bold
            run.font.bold = not is_second if is_bold else at == 0 and len(said) > 1
            run.font.color.rgb = RGBColor.from_string(QUIET if is_second else colour)


# --- bars below each other


def bars(of: SlideBars, area: SlideArea) -> Iterator[Draw]:
    """Yield what draws each part of the lanes."""
    size = LARGE if len(of.lanes) <= FEW else SIZE
    names = min(NAMES * area.width, 16 + max(fitting.width(n, size, is_bold=True) for n in _said(of.lanes)))
    figures = min(
        FIGURES * area.width, 16 + max(fitting.width(each.words, size, is_bold=True) for each in of.lanes)
    )
    room = area.height - BELOW
    least = [
        max(
            LOWEST,
            12 + fitting.height(f"{each.name}\n{each.seen_by}".strip(), names - 8, size, is_bold=True),
            12 + fitting.height(each.words, figures - 10, size, is_bold=True),
        )
        for each in of.lanes
    ]
    for start, end in fitting.divided(least, room):
        more = max(1.0, min(room / sum(least[start:end]), HIGHEST / LOWEST))
        heights = [each * more for each in least[start:end]]
        frame = _Frame(names=names, figures=figures, size=size, area=area)
        yield partial(_bars, lanes=of.lanes[start:end], heights=heights, frame=frame)


def _said(lanes: Sequence[SlideLane]) -> Iterator[str]:
    for each in lanes:
        yield each.name
        yield each.seen_by


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """How much of the area names and figures have, and the size of their words."""

    names: float
    figures: float
    size: float
    area: SlideArea


def _bars(
    slide: Drawn, *, lanes: Sequence[SlideLane], heights: Sequence[float], frame: _Frame
) -> BaseOxmlElement:
    group, area = slide.shapes.add_group_shape(), frame.area
    left, wide, high = area.left + frame.names, area.width - frame.names - frame.figures, sum(heights)
    for low, upto, ground in BANDS:
        _box(group, left + low * wide / 100, area.top, (upto - low) * wide / 100, high, fill=ground)
    for mark in MARKS:
        at = SlideArea(
            left=left + mark * wide / 100 - 20, top=area.top + high + 2, width=40, height=BELOW - 4
        )
        _label(group, str(mark), at, align=PP_ALIGN.CENTER)
    top = area.top
    for lane, height in zip(lanes, heights, strict=True):
        at = SlideArea(left=area.left, top=top, width=frame.names - 8, height=height)
        _label(group, lane.name, at, size=frame.size, is_bold=True, below=lane.seen_by)
        _lane(group, lane, SlideArea(left=left, top=top, width=wide, height=height))
        at = SlideArea(left=left + wide + 10, top=top, width=frame.figures - 10, height=height)
        _label(group, lane.words, at, size=frame.size, is_bold=True)
        top += height
    return group._element._nvXxPr.cNvPr


def _lane(group: GroupShape, lane: SlideLane, area: SlideArea) -> None:
    high = min(area.height, THICK) * BAR
    left, wide, middle = area.left, area.width, area.top + area.height / 2
    if (ends := _known(lane.low, lane.high)) is None:
        _box(group, left, middle - high / 2, wide, high, fill=None)
        return
    _box(group, left, middle - 0.5, wide, 1, fill=LINE)
    length = max(LEAST, (ends[1] - ends[0]) * wide / 100)
    start = min(left + ends[0] * wide / 100, left + wide - length)
    _box(group, start, middle - high / 2, length, high, fill=SOLID)


def _known(low: float | None, high: float | None) -> tuple[float, float] | None:
    """Return from where to where a score is; None where it may be anything, or is nothing."""
    if low is None or high is None or high - low >= 100:
        return None
    return low, high


# --- round by round


def course(of: SlideCourse, area: SlideArea) -> Draw:
    """Return what draws a score in each of its rounds."""
    return partial(_course, of=of, area=area)


#: Points: what the marks at the side and the figures above need, how wide a bar and a name are, how high the picture is.
SIDE, HEADROOM, UPRIGHT, NAME, TALL = 44, 24, 12, 150, 320


def _course(slide: Drawn, *, of: SlideCourse, area: SlideArea) -> BaseOxmlElement:
    group = slide.shapes.add_group_shape()
    left, wide = area.left + SIDE, area.width - SIDE
    named = of.moments[-of.named :]
    below = 6 + max(fitting.height(each.round, NAME, SIZE, is_bold=True) for each in named)
    top, high = area.top + HEADROOM, min(TALL, area.height - HEADROOM - below)

    def level(points: float) -> float:
        return top + (100 - points) * high / 100

    _scale(group, area, level)
    first, last = left + NAME / 2, left + wide - NAME / 2
    stands = [_SlideMoment(each, first + each.at * (last - first), level) for each in of.moments]
    for (old, new), moment in zip(pairwise(stands), of.moments[1:], strict=True):
        if moment.has_line and old.is_known and new.is_known:
            _line(group, *old.to(new))
    for each in stands:
        _box(
            group,
            each.x - UPRIGHT / 2,
            each.top,
            UPRIGHT,
            each.foot - each.top,
            fill=SOLID if each.is_known else None,
        )
    free = left + wide + 1.0
    for each in reversed(stands[-len(named) :]):
        if each.x + NAME / 2 <= free:
            free = each.x - NAME / 2
            above = SlideArea(left=free, top=each.top - 22, width=NAME, height=20)
            _label(group, each.moment.words, above, is_bold=True, align=PP_ALIGN.CENTER)
            under = SlideArea(left=free, top=top + high + 4, width=NAME, height=below - 4)
            _label(group, each.moment.round, under, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.TOP)
    return group._element._nvXxPr.cNvPr


def _scale(group: GroupShape, area: SlideArea, level: Callable[[float], float]) -> None:
    """Draw the grounds of weak, middling and strong, and the numbers beside them."""
    for low, upto, ground in BANDS:
        _box(group, area.left + SIDE, level(upto), area.width - SIDE, level(low) - level(upto), fill=ground)
    for mark in MARKS:
        at = SlideArea(left=area.left, top=level(mark) - 10, width=SIDE - 8, height=20)
        _label(group, str(mark), at, align=PP_ALIGN.RIGHT)


class _SlideMoment:
    """A moment as a bar; where nothing is known of it, a dashed one over all there may be."""

    def __init__(self, moment: PaperMoment, x: float, level: Callable[[float], float]) -> None:
        ends = _known(moment.low, moment.high)
        self.moment, self.x, self.is_known = moment, x, ends is not None
        low, high = ends or (0.0, 100.0)
        # A single figure is as high as a hand would draw it.
        more = max(0.0, LEAST - (level(low) - level(high))) / 2
        self.top, self.foot = level(high) - more, level(low) + more

    def to(self, new: "_SlideMoment") -> tuple[float, float, float, float]:
        """Return the line from the near end of this bar to the near end of the next."""
        if new.foot < self.top:
            return self.x, self.top, new.x, new.foot
        return self.x, self.foot, new.x, new.top


# --- shapes


def _box(
    group: GroupShape, left: float, top: float, width: float, height: float, *, fill: str | None
) -> None:
    """Draw a rectangle; without a colour, a dashed one."""
    shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, (left, top, width, height)))
    _plain(shape.element)
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        shape.line.fill.background()
    else:
        shape.fill.background()
        shape.line.color.rgb = RGBColor.from_string(QUIET)
        shape.line.width, shape.line.dash_style = Pt(1.25), MSO_LINE.DASH


def _line(group: GroupShape, x: float, y: float, to_x: float, to_y: float) -> None:
    shape = group.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *map(Pt, (x, y, to_x, to_y)))
    _plain(shape._element)
    shape.line.color.rgb, shape.line.width = RGBColor.from_string(SOLID), Pt(1.5)


def _plain(element: BaseOxmlElement) -> None:
    """Take away the style that the library gives each shape."""
    for style in element.findall(qn("p:style")):
        element.remove(style)


def _label(
    group: GroupShape,
    words: str,
    area: SlideArea,
    *,
    size: float = SIZE,
    is_bold: bool = False,
    align: PP_ALIGN = PP_ALIGN.LEFT,
    anchor: MSO_ANCHOR = MSO_ANCHOR.MIDDLE,
    below: str = "",
) -> None:
    box = group.shapes.add_textbox(*map(Pt, (area.left, area.top, area.width, area.height)))
    frame = box.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, words, size=size, is_bold=is_bold)
    if below:
        write(frame, below, size=SIZE, colour=QUIET)
    for paragraph in frame.paragraphs:
        paragraph.alignment = align
