"""The sheets of a file that people filled in, workbook (.xlsx) or CSV: their cells as text.

Nothing is computed, followed or run. What a file would unpack to is known before it is unpacked.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NoReturn

from openpyxl import load_workbook

from coordination.documents.tables import bare
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

MEGABYTES = 5
#: The most rows of all sheets; columns of a sheet that are looked at.
MOST_ROWS, MOST_COLUMNS = 20_000, 60
#: The most that a workbook may unpack to, in bytes, the most parts and sheets, and rows between filled ones.
UNPACKED, PARTS, SHEETS, FURTHEST = 60 * 1024 * 1024, 500, 50, 200_000
#: What may stand between the cells of a CSV file; how much of it is looked at to know which.
MARKS, FIRST = ";,\t", 10_000
MIDNIGHT = time()
_MACROS = re.compile(r"vbaProject|macrosheets|activeX", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{2,30})"')

#: The number of a row and what stands in its cells.
Numbered = tuple[int, Sequence[object]]


def refuse(rule: Rule, path: str = "", value: str = "", **params: str) -> NoReturn:
    """Raise the one mistake of a file."""
    raise Refused((Problem(rule=rule, path=path, value=value, params=tuple(params.items())),))


def refuse_many(rows: int, title: str = "") -> None:
    """Refuse more rows than are read of a file."""
    if rows > MOST_ROWS:
        refuse(Rule.TOO_MANY_ROWS, path=title, value=f"> {MOST_ROWS}", limit=str(MOST_ROWS))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSheet:
    """A sheet as far as it is read: its rows one by one, and of a workbook the formulas behind them."""

    title: str
    cells: Any
    formulas: Any = None
    #: Why it must not be read, where it must not.
    fault: Problem | None = None

    def rows(self) -> Iterator[Numbered]:
        """Yield the rows, with the values that a program has kept of formulas."""
        return _numbered(self.title, self.cells)

    def written(self) -> Iterator[Numbered]:
        """Yield the rows with the formulas themselves; nothing where the file has none."""
        return _numbered(self.title, self.formulas) if self.formulas else iter(())


@contextmanager
def opened(data: bytes, name: str) -> Iterator[list[OpenedSheet]]:
    """Give the sheets of a file, to be read before the block ends.

    Raises:
        Refused: the file is too large, unsafe or none that is read here, perhaps not before its rows are read.
    """
    if len(data) > MEGABYTES * 1024 * 1024:
        refuse(Rule.FILE_TOO_BIG, limit=str(MEGABYTES))
    if not data.strip():
        refuse(Rule.FILE_EMPTY)
    if not data.startswith(b"PK\x03\x04"):
        yield [OpenedSheet(title=name.rpartition("/")[2] or "CSV", cells=_csv_rows(data))]
        return
    try:
        yield _sheets(data)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes a reader of archives, XML and workbooks raise
        raise Refused((Problem(rule=Rule.FILE_NO_TABLE),)) from error


def _numbered(title: str, cells: Any) -> Iterator[Numbered]:
    rows = cells if isinstance(cells, list) else cells.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > FURTHEST:
            refuse(Rule.TOO_MANY_ROWS, path=title, value=f"> {FURTHEST}", limit=str(MOST_ROWS))
        yield number, row


# --- workbooks


def _sheets(data: bytes) -> list[OpenedSheet]:
    traits = _looked_through(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > SHEETS:
        refuse(Rule.FILE_NO_TABLE)
    others: Sequence[Any] = [None] * len(book.worksheets)
    if traits.has_formulas:
        formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        others = formulas.worksheets
    return [
        OpenedSheet(title=each.title, cells=each, formulas=other, fault=_fault(each, traits))
        for each, other in zip(book.worksheets, others, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Traits:
    """Whether any cells of a workbook are merged, and whether it has formulas."""

    is_merged: bool
    has_formulas: bool


def _looked_through(data: bytes) -> _Traits:
    """Refuse what a table needs not; return what is to be looked at closely."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        _refuse_parts(parts)
        is_merged = has_formulas = False
        for each in parts:
            if each.filename.endswith((".xml", ".rels", ".vml")):
                text = packed.read(each)
                if _ENTITIES.search(text.replace(b"\x00", b"")):
                    refuse(Rule.FILE_WITH_ENTITIES)
                is_merged = is_merged or bool(_MERGED.search(text))
                has_formulas = has_formulas or bool(_FORMULA.search(text))
    return _Traits(is_merged, has_formulas)


def _refuse_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what is told by the names and sizes of a file's parts, before any is unpacked."""
    if len(parts) > PARTS or sum(each.file_size for each in parts) > UNPACKED:
        refuse(Rule.FILE_UNPACKS_TOO_BIG, limit=str(UNPACKED // 1024 // 1024))
    if any(_MACROS.search(each.filename) for each in parts):
        refuse(Rule.FILE_WITH_MACROS)
    if any("externalLink" in each.filename for each in parts):
        refuse(Rule.FILE_WITH_LINKS)


def _fault(sheet: Any, traits: _Traits) -> Problem | None:
    """Return why a sheet must not be read; None where it may."""
    if sheet.sheet_state != "visible":
        return Problem(rule=Rule.HIDDEN_SHEET, path=sheet.title, value=sheet.title)
    if traits.is_merged and (cells := _merged_cells(sheet)):
        return Problem(rule=Rule.MERGED_CELLS, path=f"{sheet.title}!{cells}", value=cells)
    return None


def _merged_cells(sheet: Any) -> str:
    """Return the first merged cells of a sheet."""
    # What openpyxl reads row by row says nothing of merged cells.
    with sheet._get_source() as source:
        hit = _MERGED.search(source.read())
    return hit[1].decode() if hit else ""


def is_formula(written: object) -> bool:
    """Whether what stands in a cell is computed."""
    is_text = isinstance(written, str) and written.startswith("=") and len(written) > 1
    return is_text or type(written).__name__ in ("ArrayFormula", "DataTableFormula")


def said(value: object) -> str:
    """Return what a cell says as text: a whole number without a point, a day as a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == MIDNIGHT:
        return value.isoformat()[:10]
    return value.isoformat() if isinstance(value, date) else str(value)


# --- CSV


def _csv_rows(data: bytes) -> list[list[str]]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an older workbook, or one with a password
        refuse(Rule.FILE_NO_TABLE)
    text = _decoded(data)
    if "\x00" in text:
        refuse(Rule.FILE_NO_TABLE)
    mark = _mark(text)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), FURTHEST + 1))
    except csv.Error as error:
        raise Refused((Problem(rule=Rule.FILE_NO_TABLE),)) from error
    return [[bare(cell) for cell in row] for row in rows]


def _mark(text: str) -> str:
    """Return what stands between cells: what is most often in the first line that has several; titles have none."""
    lines = text[:FIRST].splitlines()
    several = (line for line in lines if any(line.count(each) > 1 for each in MARKS))
    head = next(several, lines[0] if lines else "")
    return max(MARKS, key=head.count)


def _decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, or what Excel in French or English writes without."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    refuse(Rule.NOT_UTF8)
