"""Papers as Word files (.docx) that people go on writing: styles for headings, real tables, and nothing drawn."""

import io
from datetime import UTC, datetime, time
from datetime import date as day

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from coordination.documents.packing import without_times
from coordination.documents.papers import Paper, PaperCell, PaperChapter, PaperList, PaperScores, PaperTable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: The colours of the levels, from No to Yes, and of the words on them.
LEVELS = (
    ("FEE838", "000000"),
    ("BCAE6C", "000000"),
    ("7C7B78", "000000"),
    ("414D6B", "FFFFFF"),
    ("00224E", "FFFFFF"),
)
MARGIN = Mm(16)
#: The width of a page between its margins, and in tables of texts of the first column and of each after the second.
TEXT_WIDTH, FIRST, NARROW = Mm(210) - 2 * MARGIN, Mm(34), Mm(26)
#: How much room there is to write in an empty cell.
ROOM = Mm(16)
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
QUIET = RGBColor(0x4B, 0x55, 0x63)


def word_bytes(paper: Paper, *, on: day) -> bytes:
    """Return a paper as a Word file; the same paper on the same day is the same bytes."""
    document = docx.Document()
    _set_up(document, paper, on)
    document.add_heading(paper.title, level=0)
    if paper.subtitle:
        document.add_paragraph(paper.subtitle, style="Subtitle")
    for finding in paper.findings:
        document.add_paragraph().add_run(finding).bold = True
    for name, known in paper.facts:
        line = document.add_paragraph()
        line.add_run(f"{name} ").bold = True
        line.add_run(known)
    if paper.chapters:
        document.add_heading(paper.contents, level=1)
        _contents(document, [title for _place, title in paper.chapters])
    for part in paper.parts:
        document.add_heading(part.title, level=part.depth)
        if isinstance(part, PaperChapter):
            for said in part.words:
                document.add_paragraph(said)
        elif isinstance(part, PaperScores):
            _scores(document, part)
        elif isinstance(part, PaperTable):
            _shape(_table(document, part.head, part.rows), part)
        else:
            _list(document, part)
    for line_of_foot in paper.foot:
        _quiet(document.add_paragraph(line_of_foot))
    made = io.BytesIO()
    document.save(made)
    return without_times(made)


def _set_up(document: Document, paper: Paper, on: day) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    known = document.core_properties
    known.title, known.subject, known.language = paper.title, paper.subtitle, paper.language
    known.author = known.last_modified_by = paper.programme
    known.comments = paper.marking
    known.created = known.modified = datetime.combine(on, time(), UTC)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LANGUAGES[paper.language])
    normal.element.get_or_add_rPr().append(spoken)
    _quiet(section.header.paragraphs[0], f"{paper.programme} · {paper.dated}")
    foot = section.footer.paragraphs[0]
    if paper.marking:
        foot.add_run(f"{paper.marking} · ").bold = True
    foot.add_run(f"{paper.source} · ")
    _number(foot)
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _scores(document: Document, part: PaperScores) -> None:
    voice, score, course, change = part.head
    heads = (voice, score, course, change) if part.has_courses else (voice, score, change)
    rows = tuple(
        (
            PaperCell(words=each.voice),
            PaperCell(words=each.words, is_strong=True),
            *([PaperCell(words=each.before)] if part.has_courses else []),
            PaperCell(words=each.change),
        )
        for each in part.rows
    )
    _table(document, heads, rows)


def _table(document: Document, head: tuple[str, ...], rows: tuple[tuple[PaperCell, ...], ...]) -> Table:
    table: Table = document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
    # A list: each look at the rows of a table counts them all anew.
    first, *others = table.rows
    _is_repeated(first)
    for cell, words in zip(first.cells, head, strict=True):
        _write(cell, PaperCell(words=words, is_strong=True))
    for row, written in zip(others, rows, strict=True):
        for cell, each in zip(row.cells, written, strict=True):
            _write(cell, each)
    return table


def _shape(table: Table, part: PaperTable) -> None:
    """Give most of the width to the second column, and room to write to empty cells, where the paper says so."""
    if part.is_of_texts:
        others = len(part.head) - 2
        widths = (FIRST, TEXT_WIDTH - FIRST - others * NARROW, *[NARROW] * others)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # for LibreOffice, the cells for Word
            for cell in column.cells:
                cell.width = width
    if part.has_room:
        for row, written in zip(table.rows[1:], part.rows, strict=True):
            if not all(each.words for each in written):
                row.height = ROOM


def _write(cell: _Cell, said: PaperCell) -> None:
    run = cell.paragraphs[0].add_run(said.text)
    run.bold = said.is_strong or said.level is not None
    if said.level is not None:
        ground, ink = LEVELS[said.level]
        run.font.color.rgb = RGBColor.from_string(ink)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), ground)
        cell._tc.get_or_add_tcPr().append(shade)


def _is_repeated(row: _Row) -> None:
    """Repeat the heads of a table on each page; it also tells who hears it that they are heads."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _list(document: Document, part: PaperList) -> None:
    if not part.points:
        document.add_paragraph(part.otherwise)
    for point in part.points:
        document.add_paragraph(point, style="List Number" if part.is_numbered else "List Bullet")


def _quiet(paragraph: Paragraph, words: str = "") -> None:
    if words:
        paragraph.add_run(words)
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), QUIET


def _number(paragraph: Paragraph) -> None:
    """Write the number of the page, which Word counts."""
    _field(paragraph, "begin", "PAGE", "end")


def _contents(document: Document, titles: list[str]) -> None:
    """Write the chapters as contents of which Word, asked to update them, counts the pages."""
    lines = [document.add_paragraph(title, style="List Bullet") for title in titles]
    before = lines[0].insert_paragraph_before()
    _field(before, "begin", r'TOC \o "1-1" \h', "separate")
    _field(document.add_paragraph(), "end")


def _field(paragraph: Paragraph, *marks: str) -> None:
    """Write the marks of a field, and between them what Word is to do there."""
    for each in marks:
        is_mark = each in ("begin", "separate", "end")
        mark = OxmlElement("w:fldChar" if is_mark else "w:instrText")
        if is_mark:
            mark.set(qn("w:fldCharType"), each)
        else:
            mark.text = each
        paragraph.add_run()._r.append(mark)
