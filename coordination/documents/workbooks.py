"""Tables as workbooks (.xlsx): typed cells, a head that stays in sight, filters, and a sheet that says what they are.

What is text stays text: no spreadsheet computes a cell, whatever it begins with, nor once somebody has edited it. The
same tables on the same day are the same bytes.
"""

import io
import math
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from coordination.documents.tables import DANGEROUS, Table, Value

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Who made the file, as its properties say.
PRODUCER = "SSR partnership assessment"
#: The longest text of a cell and of a sheet's name, and the most digits that a number keeps.
LONGEST_TEXT, LONGEST_TITLE, MOST_DIGITS = 32_767, 31, 15
#: Before this day a spreadsheet has no days, or other ones.
FIRST_DAY = date(1900, 3, 1)
#: Columns are between so many characters wide; what is longer stands on several lines.
NARROWEST, WIDEST = 10, 48

#: What may stand in a cell (``tables.Value``) as a spreadsheet can hold it.
Written: TypeAlias = str | int | float | Decimal | date | datetime | None

_NOT_IN_A_FILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a spreadsheet would take for the number of a character.
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_A4, _PACKED = 9, zipfile.ZIP_DEFLATED


class CellForm(Enum):
    """How the values of a column are shown; text may stand in each, a day or a number only where it belongs."""

    TEXT = "@"
    WHOLE = "#,##0"
    DECIMAL = "#,##0.00"
    PERCENT = "0%"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: its head, the form of its values, its width in characters."""

    head: str
    form: CellForm = CellForm.TEXT
    width: int = 18


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of rows under the heads of their columns."""

    title: str
    columns: Sequence[BookColumn]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class About:
    """The last sheet: what the file is, line by line, each with its label."""

    title: str
    lines: Sequence[tuple[str, Value]]


def sheet_of(table: Table) -> BookSheet:
    """Return a table as a sheet: each column of the form of its values, as wide as they need."""
    columns = [
        BookColumn(head, form, _width(head, cells))
        for head, form, cells in zip(table.head, forms(table), _columns(table), strict=True)
    ]
    missing = len(table.head)
    tags = [table.tags] if table.tags else []
    rows = [[*row, *[None] * (missing - len(row))] for row in (*tags, *table.rows)]
    return BookSheet(table.title, columns, rows)


def forms(table: Table) -> list[CellForm]:
    """Return the form of each column: that of its values.

    Raises:
        TypeError: a column holds days and numbers, say.
    """
    return [_form_of(cells) for cells in _columns(table)]


def _columns(table: Table) -> list[list[Value]]:
    return [[row[number] for row in table.rows if number < len(row)] for number in range(len(table.head))]


def _form_of(cells: Sequence[Value]) -> CellForm:
    """Return the form of a column: a day, a moment or a number where any of its cells is one."""
    forms = {_form(each) for each in cells if each is not None and not isinstance(each, str)}
    if forms == {CellForm.WHOLE, CellForm.DECIMAL}:
        return CellForm.DECIMAL
    if len(forms) > 1:
        raise TypeError(f"one column holds {forms}")
    return forms.pop() if forms else CellForm.TEXT


def _width(head: str, cells: Sequence[Value]) -> int:
    longest = max((len(str(each)) for each in (head, *cells) if each is not None), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)


def workbook_bytes(sheets: Sequence[BookSheet], about: About, *, on: date) -> bytes:
    """Return a workbook of these sheets and the one about them; ``on`` is the day for which it holds.

    Raises:
        TypeError: a value does not fit the form of its column, or a row has more or fewer cells than there are columns.
        ValueError: a number is none (nan, inf).
    """
    checked = [_rows(sheet) for sheet in sheets]  # before anything is written: nothing is left open half-way
    book = Workbook(write_only=True)
    book.properties.creator = PRODUCER
    titles: list[str] = []
    for sheet, rows in zip(sheets, checked, strict=True):
        titles.append(_title(sheet.title, titles))
        _add(book.create_sheet(titles[-1]), sheet.columns, rows)
    _add_about(book.create_sheet(_title(about.title, titles)), about)
    written = io.BytesIO()
    book.save(written)
    return as_of(written.getvalue(), on)


def _rows(sheet: BookSheet) -> list[list[Written]]:
    found = []
    for number, row in enumerate(sheet.rows, start=2):
        if len(row) != len(sheet.columns):
            raise TypeError(f"{len(row)} cells in row {number} of {len(sheet.columns)} columns")
        found.append([fitting(value, each.form) for value, each in zip(row, sheet.columns, strict=True)])
    return found


def _add(page: WriteOnlyWorksheet, columns: Sequence[BookColumn], rows: Sequence[Sequence[Written]]) -> None:
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    _fit(page, [each.width for each in columns])
    page.append([_head(page, each.head) for each in columns])
    for row in rows:
        page.append([_cell(page, value, each.form) for value, each in zip(row, columns, strict=True)])
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _add_about(page: WriteOnlyWorksheet, about: About) -> None:
    _fit(page, [24, 90])
    for label, value in about.lines:
        page.append([_head(page, label), _cell(page, fitting(value, _form(value)), _form(value))])


def _fit(page: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
    """Give the columns their widths; on paper they are as wide as the sheet, of whatever length."""
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0
    page.page_setup.paperSize = _A4


def _head(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _cell(page, text, CellForm.TEXT)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EDF2")
    cell.border = Border(bottom=Side("thin"))
    return cell


def _cell(page: WriteOnlyWorksheet, value: Written, form: CellForm) -> Cell:
    if isinstance(value, str):
        return _text(page, value)
    cell = WriteOnlyCell(page, value)
    cell.number_format = form.value
    cell.alignment = Alignment(vertical="top")
    return cell


def _text(page: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(page, plain_text(text))
    # Whatever it begins with; and text again once it was edited.
    cell.data_type, cell.number_format = "s", CellForm.TEXT.value
    cell.quotePrefix = text.startswith(DANGEROUS)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def plain_text(text: str) -> str:
    """Return the text as a file may hold it; what is cut, or cannot stand there, is seen."""
    text = _NOT_IN_A_FILE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _LIKE_A_CODE.sub("_x005F_", text)
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _form(value: Value) -> CellForm:
    """Return the form in which a value is shown that stands in no column."""
    if isinstance(value, datetime):
        return CellForm.MOMENT
    if isinstance(value, date):
        return CellForm.DAY
    if value is None or isinstance(value, str):
        return CellForm.TEXT
    return CellForm.WHOLE if isinstance(value, int) else CellForm.DECIMAL


def fitting(value: Value, form: CellForm) -> Written:
    """Return what a spreadsheet can hold of the value: text where it would hold another day or number.

    Raises:
        TypeError: the value does not fit the form.
        ValueError: a number is none (nan, inf).
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, date):
        return _day(value, form)
    return _number(value, form)


def _number(value: bool | int | float | Decimal | Fraction, form: CellForm) -> Written:
    if not math.isfinite(value):
        raise ValueError("a number that is none")
    is_number = form in (CellForm.WHOLE, CellForm.DECIMAL, CellForm.PERCENT) and not isinstance(value, bool)
    if not is_number or form is CellForm.WHOLE and value != int(value):
        raise TypeError(f"{type(value).__name__} {value} in a column of {form.name}")
    value = float(value) if isinstance(value, Fraction) else value
    digits = Decimal(value)
    is_kept = isinstance(value, float) or len(digits.normalize().as_tuple().digits) <= MOST_DIGITS
    return value if is_kept else f"{digits:f}"


def _day(value: date, form: CellForm) -> str | date | datetime:
    is_moment = isinstance(value, datetime)
    if form is not (CellForm.MOMENT if is_moment else CellForm.DAY):
        raise TypeError(f"{type(value).__name__} in a column of {form.name}")
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, microsecond=0)
        return value if value.isoformat() >= FIRST_DAY.isoformat() else value.isoformat(" ", "minutes")
    return value if value >= FIRST_DAY else value.isoformat()


def _title(wanted: str, taken: Sequence[str]) -> str:
    """Return the name of a sheet that a spreadsheet takes: short, without marks of its own, and the only one."""
    plain = " ".join(_NOT_IN_A_TITLE.sub(" ", wanted).split()).strip(" '")[:LONGEST_TITLE].rstrip(" '") or "-"
    others, number, title = {each.casefold() for each in taken}, 1, plain
    while title.casefold() in others:
        number += 1
        title = f"{plain[: LONGEST_TITLE - 1 - len(str(number))]} {number}"
    return title


def as_of(book: bytes, on: date) -> bytes:
    """Return the same workbook, written on this day as far as it says."""
    began, written = datetime(on.year, on.month, on.day, tzinfo=UTC), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(written, "w", _PACKED) as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb">[0-9T:-]+Z<", f">{began:%Y-%m-%dT%H:%M:%SZ}<".encode(), data)
            entry = zipfile.ZipInfo(name, date_time=(on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type = _PACKED
            after.writestr(entry, data)
    return written.getvalue()
