"""Templates to fill in offline: a row for each structure and criterion, lists to choose from, the rubric as notes."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from coordination.documents.tables import Table
from coordination.documents.workbooks import PRODUCER, as_of, plain_text
from coordination.domain.filled import ANSWERS

#: Beyond so many rows the rubric stands in its own sheet only.
MOST_NOTES = 1_500
_WIDTHS = {
    "structure_name": 30,
    "criterion_name": 44,
    "answer": 20,
    "words": 26,
    "na_reason": 30,
    "basis": 40,
}
_NOTE = (420, 220)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTemplate:
    """What a template holds: ``heads`` by column, rows by column, a note for each row, and lists by column.

    ``sheets`` are the names of the answers, the rubric, the lists and what the file is; ``rubric`` and ``about`` are
    tables of text.
    """

    heads: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]
    notes: Sequence[str]
    lists: Mapping[str, Sequence[str]]
    sheets: tuple[str, str, str, str]
    rubric: Table
    about: Sequence[tuple[str, str]]


def workbook_bytes(of: AnswerTemplate, *, on: date) -> bytes:
    """Return the template as a workbook in which only the cells of answers can be changed."""
    book = Workbook()
    book.properties.creator = PRODUCER
    answers: Worksheet = book.active
    answers.title = of.sheets[0]
    _lists(book.create_sheet(of.sheets[2]), of)
    plain_sheet(book.create_sheet(of.sheets[1]), [of.rubric.head, *of.rubric.rows], (10, 40, 18, 90))
    plain_sheet(book.create_sheet(of.sheets[3]), of.about, (26, 90))
    _answers(answers, of)
    written = io.BytesIO()
    book.save(written)
    return as_of(written.getvalue(), on)


def rows_of(of: AnswerTemplate) -> list[list[str]]:
    """Return the head and the rows of the same template for a CSV file."""
    return [list(of.heads.values()), *([row.get(name, "") for name in of.heads] for row in of.rows)]


def _answers(page: Worksheet, of: AnswerTemplate) -> None:
    for place, (name, head) in enumerate(of.heads.items(), start=1):
        letters = get_column_letter(place)
        page.column_dimensions[letters].width = _WIDTHS.get(name, 14)
        put(page, 1, place, head, is_head=True)
        for number, row in enumerate(of.rows, start=2):
            put(page, number, place, row.get(name, ""), is_open=name in ANSWERS)
            if name == "answer" and len(of.rows) <= MOST_NOTES:
                note = Comment(of.notes[number - 2], PRODUCER)
                note.width, note.height = _NOTE
                page.cell(number, place).comment = note
        if name in of.lists and of.rows:
            _choose(page, of, name, f"{letters}2:{letters}{len(of.rows) + 1}")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(of.heads))}{len(of.rows) + 1}"
    page.protection.sheet = True
    page.protection.autoFilter = page.protection.sort = False
    page.protection.formatColumns = page.protection.formatRows = False
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"


def _choose(page: Worksheet, of: AnswerTemplate, name: str, cells: str) -> None:
    """Offer the list of a column; other words may be typed into the answer, nothing else elsewhere."""
    letters = get_column_letter(list(of.lists).index(name) + 1)
    title = of.sheets[2].replace("'", "''")
    source = f"'{title}'!${letters}$2:${letters}${len(of.lists[name]) + 1}"
    offered = DataValidation(type="list", formula1=source, allow_blank=True)
    offered.showErrorMessage = name != "answer"
    offered.add(cells)
    page.add_data_validation(offered)


def _lists(page: Worksheet, of: AnswerTemplate) -> None:
    for place, (name, listed) in enumerate(of.lists.items(), start=1):
        page.column_dimensions[get_column_letter(place)].width = 30
        put(page, 1, place, of.heads[name], is_head=True)
        for number, said in enumerate(listed, start=2):
            put(page, number, place, said)
    page.protection.sheet = True


def plain_sheet(page: Worksheet, rows: Sequence[Sequence[object]], widths: Sequence[int]) -> None:
    """Write a sheet that is only read; with more than two columns its first row is a head."""
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, start=1):
        for place, said in enumerate(row, start=1):
            put(page, number, place, str(said), is_head=number == 1 and len(widths) > 2)
    page.protection.sheet = True


def put(
    page: Worksheet, number: int, place: int, text: str, *, is_head: bool = False, is_open: bool = False
) -> None:
    """Write a text into a cell that may be changed only where it is open."""
    cell = page.cell(number, place)
    if text:
        # Text, whatever it begins with.
        cell.value = plain_text(text)
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.protection = Protection(locked=not is_open)
    if is_head:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EDF2")
    elif is_open:
        cell.fill = PatternFill("solid", fgColor="FFFBE6")
