"""A workbook of one long sheet, written row by row: no more of it is held than some thousand rows.

All but its rows is made as every workbook is (``workbooks``), with sample rows in their place: one of values, one of
texts, one of what a spreadsheet would compute. The rows take the styles of these cells.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from coordination.documents import workbooks
from coordination.documents.tables import DANGEROUS, Value
from coordination.documents.workbooks import About, BookColumn, BookSheet, CellForm, Written

#: The most rows that a sheet has below its head.
MOST_ROWS = 1_048_575
#: So many rows are written at once; texts of at most so many characters come again, and are kept as they are written.
AT_ONCE, SHORT = 1_000, 100
_SHEET, _BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
_SAMPLES: Mapping[CellForm, Value] = {
    CellForm.TEXT: "text",
    CellForm.WHOLE: 1,
    CellForm.DECIMAL: 1,
    CellForm.PERCENT: 1,
    CellForm.DAY: date(2000, 1, 1),
    CellForm.MOMENT: datetime(2000, 1, 1, tzinfo=UTC),
}
_ROW = re.compile(r"<row r=.*?</row>", re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
#: Where the sheet, and the list of its names, say which rows can be filtered: the head and three samples.
_IN_SHEET, _IN_BOOK = (
    re.compile(r'(?<=<autoFilter ref="A1:)([A-Z]+)4(?=")'),
    re.compile(r"(?<=\$A\$1:)\$([A-Z]+)\$4\b"),
)


@dataclass(frozen=True, slots=True)
class LongSheet:
    """A sheet whose rows come one by one."""

    title: str
    columns: Sequence[BookColumn]
    rows: Iterable[Sequence[Value]]


def write(file: IO[bytes], sheet: LongSheet, about: Callable[[], About], *, on: date) -> int:
    """Write the workbook into a file that can be sought in, and return how many rows it has.

    ``about`` is asked once all rows are written.

    Raises:
        TypeError: as ``workbooks.workbook_bytes`` does.
        ValueError: a number is none (nan, inf), or there are more rows than a sheet has.
    """
    before, after, styles = _frame(_book(sheet, About("-", []), on))
    number = 0
    with zipfile.ZipFile(file, "w") as book:
        with book.open(_entry(_SHEET, on), "w") as part:
            part.write(before.encode())
            rows = _rows(sheet, styles)
            while several := list(islice(rows, AT_ONCE)):
                number += len(several)
                part.write("".join(several).encode())
            part.write(_IN_SHEET.sub(rf"\g<1>{number + 1}", after).encode())
        with zipfile.ZipFile(io.BytesIO(_book(sheet, about(), on))) as rest:
            for each in rest.namelist():
                data = rest.read(each)
                if each == _BOOK:
                    data = _IN_BOOK.sub(rf"$\g<1>${number + 1}", data.decode()).encode()
                if each != _SHEET:
                    book.writestr(_entry(each, on), data)
    return number


def _book(sheet: LongSheet, about: About, on: date) -> bytes:
    """Return the workbook with three sample rows."""
    values = [_SAMPLES[each.form] for each in sheet.columns]
    samples: list[list[Value]] = [values, ["text" for _each in values], ["=text" for _each in values]]
    return workbooks.workbook_bytes([BookSheet(sheet.title, sheet.columns, samples)], about, on=on)


def _entry(name: str, on: date) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(on.year, on.month, on.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


@dataclass(frozen=True, slots=True)
class _Styles:
    """The numbers of the styles: of the values of each column, of text, and of text that would be computed."""

    values: Sequence[str]
    text: str
    quoted: str


def _frame(book: bytes) -> tuple[str, str, _Styles]:
    """Return what stands before and after the sample rows, and their styles."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        whole = packed.read(_SHEET).decode()
    _head, values, texts, quoted = _ROW.finditer(whole)
    found = [_STYLE.findall(each[0]) for each in (values, texts, quoted)]
    return whole[: values.start()], whole[quoted.end() :], _Styles(found[0], found[1][0], found[2][0])


def _rows(sheet: LongSheet, styles: _Styles) -> Iterator[str]:
    """Yield the rows as they are written."""
    columns = [
        (f'<c r="{get_column_letter(place)}', column.form, style)
        for place, (column, style) in enumerate(zip(sheet.columns, styles.values, strict=True), start=1)
    ]
    for number, row in enumerate(sheet.rows, start=2):
        if len(row) != len(columns):
            raise TypeError(f"{len(row)} cells in row {number} of {len(columns)} columns")
        if number > MOST_ROWS + 1:
            raise ValueError(f"more than {MOST_ROWS} rows")
        cells = [
            f"{begin}{number}"
            + (_text(value, styles) if isinstance(value, str) else _value(value, form, (style, styles.text)))
            for value, (begin, form, style) in zip(row, columns, strict=True)
            if value is not None and value != ""
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _text(text: str, styles: _Styles) -> str:
    style = styles.quoted if text.startswith(DANGEROUS) else styles.text
    return f'" s="{style}" t="inlineStr"><is>{_short(text) if len(text) <= SHORT else _inner(text)}</is></c>'


def _inner(text: str) -> str:
    plain = workbooks.plain_text(text)
    kept = ' xml:space="preserve"' if plain != plain.strip() else ""
    return f"<t{kept}>{escape(plain)}</t>"


_short = lru_cache(16_384)(_inner)


@lru_cache(4_096, typed=True)
def _value(value: Value, form: CellForm, of: tuple[str, str]) -> str:
    """Return a day or a number, or the text in its place; ``of`` are the styles of values and of text."""
    written, (style, text) = workbooks.fitting(value, form), of
    if isinstance(written, str):
        return f'" s="{text}" t="inlineStr"><is>{_inner(written)}</is></c>'
    return f'" s="{style}"><v>{_figure(written)}</v></c>'


def _figure(written: Written) -> object:
    return to_excel(written) if isinstance(written, date) else written
