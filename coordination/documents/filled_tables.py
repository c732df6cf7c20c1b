"""Tables of answers that people filled in, workbooks or CSV files: read as text with the place of every cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from coordination.documents import sheets
from coordination.documents.sheets import FilledSheet, Numbered
from coordination.domain.answers import normalise
from coordination.domain.filled import ANSWERS, NEEDED, FilledCell, FilledRow, tidy
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

MEGABYTES = sheets.MEGABYTES


def read(data: bytes, name: str, heads: Mapping[str, str]) -> list[FilledRow]:
    """Return the rows of the sheets that have answers; ``heads`` are columns by their names in plain form.

    Raises:
        Refused: the file is too large, unsafe, none that is read here, or has no such sheet.
    """
    with sheets.opened(data, name) as found:
        return _rows(found, heads)


def _rows(listed: Sequence[FilledSheet], heads: Mapping[str, str]) -> list[FilledRow]:
    problems: list[Problem] = []
    found: list[FilledRow] = []
    read = 0
    for sheet in listed:
        rows = sheet.rows()
        columns = _columns(next(rows, (1, ()))[1], heads)
        if not _is_of_answers(columns, sheet.title, problems):
            continue
        read += 1
        if sheet.fault:
            problems.append(sheet.fault)
            continue
        kept = list(_filled(sheet.title, rows, columns))
        problems += _not_computed(kept, sheet, columns)
        found += kept
        if len(found) > sheets.MOST_ROWS:
            break
    if problems:
        raise Refused(problems)
    if not read:
        sheets.refuse(Rule.NO_ANSWER_SHEET)
    sheets.refuse_many(len(found))
    return found


def _not_computed(rows: Sequence[FilledRow], sheet: FilledSheet, columns: Mapping[int, str]) -> list[Problem]:
    """Return the formulas of which no program kept the value, each with its cell."""
    wanted = {row.number: row for row in rows}
    found = []
    for number, cells in sheet.written():
        row = wanted.get(number)
        for place, name in columns.items():
            written = cells[place] if place < len(cells) else None
            is_needed = name in ANSWERS or row is not None
            if is_needed and sheets.is_formula(written) and not (row and row.text(name)):
                cell = FilledCell(get_column_letter(place + 1), "")
                at = FilledRow(sheet=sheet.title, number=number, cells={name: cell})
                found.append(at.problem(Rule.FORMULA_WITHOUT_VALUE, name, str(written)))
    return found


def _columns(head: Iterable[object], heads: Mapping[str, str]) -> dict[int, str]:
    """Return which column stands where; of two of one name the first counts."""
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        name = heads.get(normalise(sheets.said(cell))) if cell is not None else None
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


def _filled(title: str, rows: Iterable[Numbered], columns: Mapping[int, str]) -> Iterator[FilledRow]:
    many = 0
    for number, cells in rows:
        kept = {
            name: FilledCell(get_column_letter(place + 1), text)
            for place, name in columns.items()
            if place < len(cells) and (text := tidy(sheets.said(cells[place])))
        }
        row = FilledRow(sheet=title, number=number, cells=kept)
        if row.is_answered:
            many += 1
            sheets.refuse_many(many, title)
            yield row
