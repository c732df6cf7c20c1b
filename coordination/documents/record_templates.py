"""Workbooks of records: a sheet for each kind with what is recorded, lists to choose from, and what the columns mean."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from coordination.documents.answer_templates import plain_sheet, put
from coordination.documents.workbooks import PRODUCER, as_of

#: Lists are offered in so many rows; further ones can be filled in without.
ROWS = 2_000
_NOTE, _WIDEST = (320, 110), 48


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumn:
    """A column: its head, what a note says of it, its width, and what is offered in it.

    ``choices`` are a list, which is closed or not; ``of_sheet`` is the number of the sheet whose first column is
    offered. What is recorded ``stays`` in a column that tells one record from another.
    """

    head: str
    note: str
    width: int = 18
    choices: tuple[str, ...] = ()
    is_closed: bool = True
    of_sheet: int | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """A sheet: its columns, and the rows of what is recorded."""

    title: str
    columns: Sequence[RecordColumn]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTemplate:
    """A workbook of records: its sheets, the names of the sheets of lists and about the file, and the lines of that."""

    sheets: Sequence[RecordSheet]
    lists: str
    about: str
    lines: Sequence[tuple[str, str]]


def workbook_bytes(of: RecordTemplate, *, on: date) -> bytes:
    """Return the workbook; only what may be changed, and the empty rows, can be written in."""
    book = Workbook()
    book.properties.creator = PRODUCER
    book.remove(book.active)
    offered: list[Sequence[str]] = []
    for sheet in of.sheets:
        _fill(book.create_sheet(sheet.title), sheet, of, offered)
    _lists(book.create_sheet(of.lists), of.lists, offered)
    plain_sheet(book.create_sheet(of.about), of.lines, (26, 90))
    written = io.BytesIO()
    book.save(written)
    return as_of(written.getvalue(), on)


def rows_of(sheet: RecordSheet) -> list[list[str]]:
    """Return the head and the rows of one sheet for a CSV file."""
    return [[each.head for each in sheet.columns], *(list(row) for row in sheet.rows)]


def _fill(page: Worksheet, sheet: RecordSheet, of: RecordTemplate, offered: list[Sequence[str]]) -> None:
    last = max(ROWS, len(sheet.rows) + 1)
    for place, column in enumerate(sheet.columns, start=1):
        letters = get_column_letter(place)
        whole = page.column_dimensions[letters]
        longest = max((len(row[place - 1]) for row in sheet.rows), default=0)
        whole.width = min(max(column.width, longest + 2), _WIDEST)
        # Of rows that are still empty: text stays as it was typed.
        whole.number_format = "@"
        whole.protection = Protection(locked=False)
        put(page, 1, place, column.head, is_head=True)
        note = Comment(column.note, PRODUCER)
        note.width, note.height = _NOTE
        page.cell(1, place).comment = note
        for number, row in enumerate(sheet.rows, start=2):
            put(page, number, place, row[place - 1], is_open=not column.stays)
        _offer(page, column, f"{letters}2:{letters}{last}", of, offered)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.protection.sheet = True
    page.protection.autoFilter = page.protection.sort = False
    page.protection.formatColumns = page.protection.formatRows = False
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _offer(
    page: Worksheet, column: RecordColumn, cells: str, of: RecordTemplate, offered: list[Sequence[str]]
) -> None:
    """Offer the list of a column. A record may be called by its name, too, which the list does not hold."""
    if column.choices:
        if column.choices not in offered:
            offered.append(column.choices)
        letters = get_column_letter(offered.index(column.choices) + 1)
        source = _cells(of.lists, letters, 2, len(column.choices) + 1)
    elif column.of_sheet is not None:
        source = _cells(of.sheets[column.of_sheet].title, "A", 2, ROWS)
    else:
        return
    choice = DataValidation(type="list", formula1=source, allow_blank=True)
    choice.showErrorMessage = bool(column.choices) and column.is_closed
    choice.add(cells)
    page.add_data_validation(choice)


def _cells(title: str, letters: str, first: int, last: int) -> str:
    quoted = title.replace("'", "''")
    return f"'{quoted}'!${letters}${first}:${letters}${last}"


def _lists(page: Worksheet, title: str, offered: Sequence[Sequence[str]]) -> None:
    put(page, 1, 1, title, is_head=True)
    for place, listed in enumerate(offered, start=1):
        page.column_dimensions[get_column_letter(place)].width = 30
        for number, said in enumerate(listed, start=2):
            put(page, number, place, said)
    page.protection.sheet = True
