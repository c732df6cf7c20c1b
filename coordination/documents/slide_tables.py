"""Tables on slides, divided over as many as they need: what their words say is never smaller than it can be read."""

import math
from collections.abc import Iterator, Sequence
from functools import partial

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide as Drawn
from pptx.table import Table, _Cell
from pptx.util import Pt

from coordination.documents import fitting
from coordination.documents.papers import PaperCell, PaperList, PaperTable
from coordination.documents.slide_master import INK, LINE, QUIET
from coordination.documents.slide_pictures import Draw, SlideArea, write
from coordination.documents.word import LEVELS

#: Points that words may have in lists and in tables, the largest first.
LISTED, TABLED = (22, 20, 18), (18, 16, 14)
#: The part of a table that the first of even columns has at most, and how wide the others are at least and at most.
FIRST, NARROWEST, EVEN = 0.36, 110, 240
#: What a cell keeps free at each side, and above and below its words.
BESIDE, ABOVE = 4, 4
#: The style of tables that has neither grounds nor lines.
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
Row = tuple[PaperCell, ...]


def tables(of: PaperTable | PaperList, area: SlideArea) -> list[Draw]:
    """Return what draws each part of a table: each with its head, and with the first column, which heads the rows.

    Words are as large as fit on one slide; where they fit in no size, they are as small as words may be.
    """
    sizes = LISTED if isinstance(of, PaperList) else TABLED
    tried = ([*_at(of, size, area)] for size in sizes if size == sizes[-1] or not _breaks(of, size, area))
    parts: list[Draw] = []
    for parts in tried:
        if len(parts) <= 1:
            break
    return parts


def _breaks(of: PaperTable | PaperList, size: float, area: SlideArea) -> bool:
    """Whether a word of a table would have to break in this size."""
    if isinstance(of, PaperList) or of.is_dense or not of.rows:
        return False
    said = [*([of.head] if of.head else []), *([_text(cell) for cell in row] for row in of.rows)]
    return sum(fitting.least(each, size) + 2 * BESIDE for each in zip(*said, strict=True)) > area.width


def _at(of: PaperTable | PaperList, size: float, area: SlideArea) -> Iterator[Draw]:
    """Yield what draws each part of a table in words of this size."""
    if isinstance(of, PaperList):
        rows: list[Row] = [(PaperCell(words=each),) for each in of.points or (of.otherwise,) if each]
        yield from _parts((), rows, size, area)
    elif of.is_dense and of.rows and len(of.head) > 1:
        for start, end in _side_by_side(of, size, area):
            rows = [(row[0], *row[start:end]) for row in of.rows]
            yield from _parts((of.head[0], *of.head[start:end]), rows, size, area, is_even=True)
    else:
        yield from _parts(of.head, of.rows, size, area)


def _side_by_side(of: PaperTable, size: float, area: SlideArea) -> list[tuple[int, int]]:
    """Return from where to where columns stand side by side, as evenly as may be, without breaking a word."""
    others = [[of.head[at], *(_text(row[at]) for row in of.rows)] for at in range(1, len(of.head))]
    widest = max(NARROWEST, 2 * BESIDE + max(fitting.least(each, size) for each in others))
    most = max(1, int((area.width - _first(of.rows, size, area)) / widest))
    parts = math.ceil(len(others) / most)
    return [(1 + part * len(others) // parts, 1 + (part + 1) * len(others) // parts) for part in range(parts)]


def _first(rows: Sequence[Row], size: float, area: SlideArea) -> float:
    """Return how wide the first column is beside even ones."""
    whole = max(fitting.width(_text(row[0]), size, is_bold=True) for row in rows)
    return min(area.width * FIRST, whole + 2 * BESIDE)


def _parts(
    head: Sequence[str], rows: Sequence[Row], size: float, area: SlideArea, *, is_even: bool = False
) -> Iterator[Draw]:
    if not head and not rows:
        return
    widths = _even(head, rows, size, area) if is_even else _as_said(head, rows, size, area)
    top = _height([PaperCell(words=each, is_strong=True) for each in head], widths, size) if head else 0
    fitted = [part for row in rows for part in _fitting(row, widths, size, area.height - top)]
    heights = [_height(row, widths, size) for row in fitted]
    for start, end in fitting.divided(heights, area.height - top):
        yield partial(
            _draw,
            head=head,
            rows=fitted[start:end],
            widths=widths,
            heights=[*([top] if head else []), *heights[start:end]],
            size=size,
            area=area,
        )


def _even(head: Sequence[str], rows: Sequence[Row], size: float, area: SlideArea) -> list[float]:
    first, others = _first(rows, size, area), len(head) - 1
    return [first, *[min(EVEN, (area.width - first) / others)] * others]


def _as_said(head: Sequence[str], rows: Sequence[Row], size: float, area: SlideArea) -> Sequence[float]:
    said = [*([head] if head else []), *([_text(cell) for cell in row] for row in rows)]
    return fitting.columns(said, room=area.width, size=size, beside=2 * BESIDE)


def _text(of: PaperCell) -> str:
    """Return glyph and words so that the glyph never stands on a line of its own."""
    return f"{of.glyph}\u00a0{of.words}".strip()


def _height(row: Sequence[PaperCell], widths: Sequence[float], size: float) -> float:
    is_headed = _is_headed(row)
    return 2 * ABOVE + max(
        fitting.height(
            _text(each), wide - 2 * BESIDE, size, is_bold=_is_bold(each) or (is_headed and at == 0)
        )
        for at, (each, wide) in enumerate(zip(row, widths, strict=True))
    )


def _is_headed(row: Sequence[PaperCell]) -> bool:
    """Whether the first cell of a row heads others."""
    return any(cell.words for cell in row[1:])


def _is_bold(cell: PaperCell) -> bool:
    return cell.is_strong or cell.level is not None


def _fitting(row: Row, widths: Sequence[float], size: float, room: float) -> Iterator[Row]:
    """Yield a row, or, where it is higher than a slide, as many rows as it needs."""
    if _height(row, widths, size) <= room:
        yield row
        return
    most = max(1, int((room - 2 * ABOVE) / (size * fitting.LINE)))
    parts = [
        [*fitting.pieces(cell.words, room=wide - 2 * BESIDE, size=size, most=most)]
        for cell, wide in zip(row, widths, strict=True)
    ]
    for at in range(max(map(len, parts))):
        yield tuple(
            PaperCell(words=part[at] if at < len(part) else "", level=cell.level, is_strong=cell.is_strong)
            for part, cell in zip(parts, row, strict=True)
        )


def _draw(
    slide: Drawn,
    *,
    head: Sequence[str],
    rows: Sequence[Row],
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
    area: SlideArea,
) -> BaseOxmlElement:
    place = map(Pt, (area.left, area.top, sum(widths), sum(heights)))
    frame = slide.shapes.add_table(len(heights), len(widths), *place)
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find(_STYLE).text = _PLAIN
    table.first_row, table.first_col, table.horz_banding = bool(head), len(widths) > 1, False
    _shape(table, widths, heights)
    cells: list[tuple[PaperCell, ...]] = [tuple(PaperCell(words=each) for each in head)] if head else []
    for at, row in enumerate([*cells, *rows]):
        is_head = bool(head) and at == 0
        is_headed = _is_headed(row)
        for column, cell in enumerate(row):
            _write(
                table.cell(at, column),
                cell,
                size=size,
                is_head=is_head,
                is_first=column == 0 and is_headed,
            )
    return frame._element._nvXxPr.cNvPr


def _shape(table: Table, widths: Sequence[float], heights: Sequence[float]) -> None:
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Pt(wide)
    for row, high in zip(table.rows, heights, strict=True):
        row.height = Pt(high)


def _write(cell: _Cell, of: PaperCell, *, size: float, is_head: bool, is_first: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(BESIDE)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE - 1)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    ground, ink = LEVELS[of.level] if of.level is not None else (None, QUIET if is_head else INK)
    if ground:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(ground)
    is_bold = is_head or is_first or _is_bold(of)
    write(cell.text_frame, _text(of), size=size, is_bold=is_bold, colour=ink)
    border = _BORDER.format(INK if is_head else LINE, 12700 if is_head else 9525)
    # The order of what a cell has is given: lines stand before grounds.
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(border))


_NAMES = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_STYLE = "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
_BORDER = "<a:lnB " + _NAMES + ' w="{1}"><a:solidFill><a:srgbClr val="{0}"/></a:solidFill></a:lnB>'
