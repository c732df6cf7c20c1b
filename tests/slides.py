"""What stands on the slides of a PowerPoint file."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Pt

from coordination.documents import fitting

#: Points: where the foot begins.
FOOT = 506


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def shapes(within: Iterable[Any]) -> Iterator[Any]:
    """Yield each shape, those of a group after it."""
    for each in within:
        yield each
        if each.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from shapes(each.shapes)


def frames(slide: Any, *, is_whole: bool = True) -> Iterator[Any]:
    """Yield what holds words on a slide, cells of tables among them; its foot only where it is asked for whole."""
    for each in shapes(slide.shapes):
        if is_foot(each) and not is_whole:
            continue
        if each.has_text_frame:
            yield each.text_frame
        elif getattr(each, "has_table", False):
            yield from (cell.text_frame for row in each.table.rows for cell in row.cells)


def is_foot(shape: Any) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in (
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    )


def paragraphs(slide: Any, *, is_whole: bool = True) -> list[str]:
    return [each.text for frame in frames(slide, is_whole=is_whole) for each in frame.paragraphs if each.text]


def foot(slide: Any) -> list[str]:
    return [each.text_frame.text for each in slide.shapes if is_foot(each)]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def title(slide: Any) -> str:
    return str(slide.shapes.title.text_frame.text)


def pictures(slide: Any) -> list[Any]:
    """Return the tables and the groups of shapes."""
    return [
        each
        for each in slide.shapes
        if each.shape_type == MSO_SHAPE_TYPE.GROUP or getattr(each, "has_table", False)
    ]


def rows(slide: Any) -> list[list[str]]:
    (table,) = (each.table for each in slide.shapes if getattr(each, "has_table", False))
    return [[cell.text for cell in row.cells] for row in table.rows]


def alternative(shape: Any) -> str:
    return str(shape._element._nvXxPr.cNvPr.get("descr", ""))


def assert_fits(presentation: Any) -> None:
    """Nothing reaches over the edge or into the foot, and nothing but the foot is smaller than 14 points."""
    for number, slide in enumerate(presentation.slides, 1):
        for each in shapes(slide.shapes):
            if is_foot(each):
                continue
            assert each.left >= 0, number
            assert each.left + each.width <= presentation.slide_width, (number, each.name)
            assert each.top + each.height <= Pt(FOOT), (number, each.name)
        body = [each for each in shapes(slide.shapes) if not is_foot(each)]
        for each in body:
            if each.has_text_frame and not each.is_placeholder and each.text_frame.text:
                assert needs(each.text_frame, each.width) <= each.height + Pt(1), (
                    number,
                    each.text_frame.text,
                )
        sizes = {run.font.size for each in body for run in _runs(each)}
        assert all(size >= Pt(14) for size in sizes), number


def needs(frame: Any, wide: int) -> int:
    """Return how high the words of a frame stand."""
    return sum(
        Pt(
            fitting.height(
                each.text, wide / Pt(1), each.runs[0].font.size / Pt(1), is_bold=bool(each.runs[0].font.bold)
            )
        )
        for each in frame.paragraphs
        if each.runs
    )


def _runs(shape: Any) -> Iterator[Any]:
    held = (
        [shape.text_frame]
        if shape.has_text_frame
        else [cell.text_frame for row in shape.table.rows for cell in row.cells]
        if getattr(shape, "has_table", False)
        else []
    )
    yield from (run for frame in held for paragraph in frame.paragraphs for run in paragraph.runs)
