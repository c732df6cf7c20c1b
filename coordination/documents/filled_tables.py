"""Tables that people filled in: workbooks (.xlsx) and CSV files, read as text with the place of every cell.

Nothing is computed, followed or run. What a file would unpack to is known before it is unpacked.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NoReturn

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from coordination.documents.tables import DANGEROUS
from coordination.domain.answers import normalise
from coordination.domain.filled import ANSWERS, NEEDED, FilledCell, FilledRow, tidy
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

MEGABYTES = 5
#: The most rows of all sheets; columns of a sheet that are looked at.
MOST_ROWS, MOST_COLUMNS = 20_000, 60
#: The most that a workbook may unpack to, in bytes, the most parts and sheets, and rows between filled ones.
UNPACKED, PARTS, SHEETS, FURTHEST = 60 * 1024 * 1024, 500, 50, 200_000
MIDNIGHT = time()
_MACROS = re.compile(r"vbaProject|macrosheets|activeX", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{2,30})"')


def read(data: bytes, name: str, heads: Mapping[str, str]) -> list[FilledRow]:
    """Return the rows of the sheets that have answers; ``heads`` are columns by their names in plain form.

    Raises:
        Refused: the file is too large, unsafe, none that is read here, or has no such sheet.
    """
    if len(data) > MEGABYTES * 1024 * 1024:
        _refuse(Rule.FILE_TOO_BIG, limit=str(MEGABYTES))
    if not data.strip():
        _refuse(Rule.FILE_EMPTY)
    is_book = data.startswith(b"PK\x03\x04")
    found = _book(data, heads) if is_book else _text(data, name, heads)
    rows: list[FilledRow] = []
    for row in found:
        if len(rows) >= MOST_ROWS:
            _refuse(Rule.TOO_MANY_ROWS, value=f"> {MOST_ROWS}", limit=str(MOST_ROWS))
        rows.append(row)
    return rows


def _refuse(rule: Rule, path: str = "", value: str = "", **params: str) -> NoReturn:
    raise Refused((Problem(rule=rule, path=path, value=value, params=tuple(params.items())),))


# --- workbooks


def _book(data: bytes, heads: Mapping[str, str]) -> list[FilledRow]:
    try:
        traits = _looked_through(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        formulas = None
        if traits.has_formulas:
            formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        return _rows_of_book(book, formulas, traits, heads)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes a reader of archives, XML and workbooks raise
        raise Refused((Problem(rule=Rule.FILE_NO_TABLE),)) from error


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
                    _refuse(Rule.FILE_WITH_ENTITIES)
                is_merged = is_merged or bool(_MERGED.search(text))
                has_formulas = has_formulas or bool(_FORMULA.search(text))
    return _Traits(is_merged, has_formulas)


def _refuse_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what is told by the names and sizes of a file's parts, before any is unpacked."""
    if len(parts) > PARTS or sum(each.file_size for each in parts) > UNPACKED:
        _refuse(Rule.FILE_UNPACKS_TOO_BIG, limit=str(UNPACKED // 1024 // 1024))
    if any(_MACROS.search(each.filename) for each in parts):
        _refuse(Rule.FILE_WITH_MACROS)
    if any("externalLink" in each.filename for each in parts):
        _refuse(Rule.FILE_WITH_LINKS)


def _not_read(sheet: Any, traits: _Traits) -> Problem | None:
    """Return why a sheet of answers is not read; None where it is."""
    if sheet.sheet_state != "visible":
        return Problem(rule=Rule.HIDDEN_SHEET, path=sheet.title, value=sheet.title)
    if traits.is_merged and (cells := _merged_cells(sheet)):
        return Problem(rule=Rule.MERGED_CELLS, path=f"{sheet.title}!{cells}", value=cells)
    return None


def _rows_of_book(book: Any, formulas: Any, traits: _Traits, heads: Mapping[str, str]) -> list[FilledRow]:
    if len(book.worksheets) > SHEETS:
        _refuse(Rule.FILE_NO_TABLE)
    problems: list[Problem] = []
    found: list[FilledRow] = []
    sheets = 0
    others = formulas.worksheets if formulas else [None] * len(book.worksheets)
    for sheet, other in zip(book.worksheets, others, strict=True):
        rows = _numbered(sheet)
        columns = _columns(next(rows, (1, ()))[1], heads)
        if not _is_of_answers(columns, sheet.title, problems):
            continue
        sheets += 1
        if problem := _not_read(sheet, traits):
            problems.append(problem)
        else:
            kept = list(_filled(sheet.title, rows, columns))
            problems += _not_computed(kept, other, columns) if other else []
            found += kept
        if len(found) > MOST_ROWS:
            break
    if problems:
        raise Refused(problems)
    if not sheets:
        _refuse(Rule.NO_ANSWER_SHEET)
    return found


def _numbered(sheet: Any) -> Iterator[tuple[int, Sequence[object]]]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > FURTHEST:
            _refuse(Rule.TOO_MANY_ROWS, path=sheet.title, value=f"> {FURTHEST}", limit=str(MOST_ROWS))
        yield number, row


def _merged_cells(sheet: Any) -> str:
    """Return the first merged cells of a sheet."""
    # What openpyxl reads row by row says nothing of merged cells.
    with sheet._get_source() as source:
        hit = _MERGED.search(source.read())
    return hit[1].decode() if hit else ""


def _not_computed(rows: Sequence[FilledRow], other: Any, columns: Mapping[int, str]) -> list[Problem]:
    """Return the formulas of which no program kept the value, each with its cell."""
    wanted = {row.number: row for row in rows}
    found = []
    for number, cells in _numbered(other):
        row = wanted.get(number)
        for place, name in columns.items():
            written = cells[place] if place < len(cells) else None
            is_needed = name in ANSWERS or row is not None
            if is_needed and _is_formula(written) and not (row and row.text(name)):
                cell = FilledCell(get_column_letter(place + 1), "")
                at = FilledRow(sheet=other.title, number=number, cells={name: cell})
                found.append(at.problem(Rule.FORMULA_WITHOUT_VALUE, name, str(written)))
    return found


def _is_formula(written: object) -> bool:
    is_text = isinstance(written, str) and written.startswith("=") and len(written) > 1
    return is_text or type(written).__name__ in ("ArrayFormula", "DataTableFormula")


# --- CSV


def _text(data: bytes, name: str, heads: Mapping[str, str]) -> list[FilledRow]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an older workbook, or one with a password
        _refuse(Rule.FILE_NO_TABLE)
    text = _decoded(data)
    if "\x00" in text:
        _refuse(Rule.FILE_NO_TABLE)
    head = text.lstrip("\r\n").partition("\n")[0]
    mark = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise Refused((Problem(rule=Rule.FILE_NO_TABLE),)) from error
    title = name.rpartition("/")[2] or "CSV"
    problems: list[Problem] = []
    columns = _columns([_bare(each) for each in rows[0]], heads)
    if not _is_of_answers(columns, title, problems):
        raise Refused(problems or [Problem(rule=Rule.NO_ANSWER_SHEET)])
    numbered = ((number, [_bare(each) for each in row]) for number, row in enumerate(rows[1:], start=2))
    return list(_filled(title, numbered, columns))


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
    _refuse(Rule.NOT_UTF8)


def _bare(cell: str) -> str:
    """Return a cell without the apostrophe that keeps it from being computed."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


# --- both


def _columns(head: Iterable[object], heads: Mapping[str, str]) -> dict[int, str]:
    """Return which column stands where; of two of one name the first counts."""
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        name = heads.get(normalise(_said(cell))) if cell is not None else None
        if name and name not in found.values():
            found[place] = name
    return found


def _is_of_answers(columns: Mapping[int, str], title: str, problems: list[Problem]) -> bool:
    """Whether a sheet has answers; one that seems to, but lacks a column, is noted."""
    missing = [each for each in NEEDED if each not in columns.values()]
    if len(missing) in (1, 2):
        head = FilledRow(sheet=title, number=1, cells={})
        problems += [head.problem(Rule.COLUMN_MISSING, each, each) for each in missing]
    return not missing


def _filled(
    title: str, rows: Iterable[tuple[int, Sequence[object]]], columns: Mapping[int, str]
) -> Iterator[FilledRow]:
    many = 0
    for number, cells in rows:
        kept = {
            name: FilledCell(get_column_letter(place + 1), text)
            for place, name in columns.items()
            if place < len(cells) and (text := tidy(_said(cells[place])))
        }
        row = FilledRow(sheet=title, number=number, cells=kept)
        if row.is_answered:
            many += 1
            if many > MOST_ROWS:
                _refuse(Rule.TOO_MANY_ROWS, path=title, value=f"> {MOST_ROWS}", limit=str(MOST_ROWS))
            yield row


def _said(value: object) -> str:
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
