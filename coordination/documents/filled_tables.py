"""Tables that people filled in, workbooks or CSV files: read as text with the place of every cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from coordination.documents import sheets
from coordination.documents.sheets import Numbered, OpenedSheet
from coordination.domain.answers import normalise
from coordination.domain.filled import ANSWERS, NEEDED, FilledCell, FilledRow, FilledSheet, tidy
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

MEGABYTES = sheets.MEGABYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """What a kind of sheet looks like: its columns by their heads in plain form, those without which it is none.

    A row in which none of the columns ``filled`` says anything is empty.
    """

    name: str
    heads: Mapping[str, str]
    needed: Sequence[str]
    filled: Sequence[str]


def read(data: bytes, name: str, heads: Mapping[str, str]) -> list[FilledRow]:
    """Return the rows of the sheets that have answers; ``heads`` are columns by their names in plain form.

    Raises:
        Refused: the file is too large, unsafe, none that is read here, or has no such sheet.
    """
    shape = SheetShape(name="answers", heads=heads, needed=NEEDED, filled=ANSWERS)
    return [row for sheet in read_sheets(data, name, (shape,)) for row in sheet.rows]


def read_sheets(data: bytes, name: str, shapes: Sequence[SheetShape]) -> list[FilledSheet]:
    """Return the sheets that are of one of these shapes, with their rows; others are passed over.

    Raises:
        Refused: the file is too large, unsafe, none that is read here, or has no such sheet.
    """
    with sheets.opened(data, name) as listed:
        return _read(listed, shapes)


def _read(listed: Sequence[OpenedSheet], shapes: Sequence[SheetShape]) -> list[FilledSheet]:
    problems: list[Problem] = []
    found: list[FilledSheet] = []
    read = many = 0
    for sheet in listed:
        rows = sheet.rows()
        shape, columns = _shaped(next(rows, (1, ()))[1], shapes)
        if not _is_whole(shape, columns, sheet.title, problems):
            continue
        read += 1
        if sheet.fault:
            problems.append(sheet.fault)
            continue
        kept = tuple(_filled(sheet.title, rows, shape, columns))
        problems += _not_computed(kept, sheet, shape, columns)
        found.append(FilledSheet(shape=shape.name, columns=_letters(columns), rows=kept))
        many += len(kept)
        if many > sheets.MOST_ROWS:
            break
    if problems:
        raise Refused(problems)
    if not read:
        sheets.refuse(Rule.NO_ANSWER_SHEET)
    sheets.refuse_many(many)
    return found


def _not_computed(
    rows: Sequence[FilledRow], sheet: OpenedSheet, shape: SheetShape, columns: Mapping[int, str]
) -> list[Problem]:
    """Return the formulas of which no program kept the value, each with its cell."""
    wanted = {row.number: row for row in rows}
    found = []
    for number, cells in sheet.written():
        row = wanted.get(number)
        for place, name in columns.items():
            written = cells[place] if place < len(cells) else None
            is_needed = name in shape.filled or row is not None
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


def _letters(columns: Mapping[int, str]) -> dict[str, str]:
    return {name: get_column_letter(place + 1) for place, name in columns.items()}


def _shaped(head: Sequence[object], shapes: Sequence[SheetShape]) -> tuple[SheetShape, dict[int, str]]:
    """Return of which shape a sheet is, by what it lacks least of and has most of, and which column stands where."""
    read_as = [(shape, _columns(head, shape.heads)) for shape in shapes]
    return min(read_as, key=lambda each: (len(_missing(*each)), -len(each[1])))


def _missing(shape: SheetShape, columns: Mapping[int, str]) -> list[str]:
    return [each for each in shape.needed if each not in columns.values()]


def _is_whole(shape: SheetShape, columns: Mapping[int, str], title: str, problems: list[Problem]) -> bool:
    """Whether a sheet is of a shape; one that seems to be, but lacks a column, is noted."""
    missing = _missing(shape, columns)
    if len(missing) <= len(shape.needed) // 2:
        head = FilledRow(sheet=title, number=1, cells={})
        problems += [head.problem(Rule.COLUMN_MISSING, each, each) for each in missing]
    return not missing


def _filled(
    title: str, rows: Iterable[Numbered], shape: SheetShape, columns: Mapping[int, str]
) -> Iterator[FilledRow]:
    many = 0
    at = _letters(columns)
    for number, cells in rows:
        kept = {
            name: FilledCell(get_column_letter(place + 1), text)
            for place, name in columns.items()
            if place < len(cells) and (text := tidy(sheets.said(cells[place])))
        }
        row = FilledRow(sheet=title, number=number, cells=kept, columns=at)
        if any(map(row.text, shape.filled)):
            many += 1
            sheets.refuse_many(many, title)
            yield row
