"""The table of a 4W sheet as a file holds it: heads, tags and rows, before it is known what its columns say."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from coordination.documents import sheets
from coordination.documents.four_w import columns
from coordination.documents.four_w.carrying import packed, unpacked
from coordination.documents.sheets import Numbered, OpenedSheet
from coordination.domain.answers import normalise
from coordination.domain.filled import FilledCell, FilledRow, as_json, of_json
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

#: So many rows are looked at for the heads of a sheet; so many columns make one.
HEAD_ROWS, LEAST = 25, 2
#: A year in what a sheet or a file is called.
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWTable:
    """Heads with their tags (empty where there are none), and the rows below: their cells by the place of the column.

    ``years`` are those that the sheets or the file are called by; ``left`` are sheets that are not read, with how many
    rows each has.
    """

    heads: tuple[str, ...]
    tags: tuple[str, ...]
    rows: tuple[FilledRow, ...]
    years: Mapping[str, str]
    left: Mapping[str, int]

    @property
    def is_tagged(self) -> bool:
        """Whether its columns say themselves what they are."""
        return all(each in columns.of_tags(self.tags) for each in columns.NEEDED)

    def named(self, place: int) -> str:
        """Return what a column is called: its head, else its letters."""
        head = self.heads[place] if place < len(self.heads) else ""
        return head or get_column_letter(place + 1)

    def as_text(self) -> str:
        """Return it as a text that `of_text` reads again."""
        said = [self.heads, self.tags, dict(self.years), dict(self.left)]
        return packed(f"{json.dumps(said, ensure_ascii=False)}\n{as_json(self.rows)}")


def of_text(text: str) -> FourWTable:
    """Return the table that `FourWTable.as_text` wrote.

    Raises:
        ValueError: it wrote no such text.
    """
    try:
        about, _line, rows = unicodedata.normalize("NFC", unpacked(text)).partition("\n")
        heads, tags, years, left = json.loads(about)
        found = tuple(of_json(rows))
        places = {str(place) for place in range(len(heads))}
        # Half a character, which JSON can spell, stands in no file.
        f"{json.dumps([heads, tags, years, left], ensure_ascii=False)}{as_json(found)}".encode()
        if len(found) > sheets.MOST_ROWS or len(heads) > sheets.MOST_COLUMNS:
            raise ValueError("more than is read of a file")
        if any(not places >= row.cells.keys() for row in found):
            raise ValueError("cells outside its columns")
        return FourWTable(
            heads=tuple(map(str, heads)),
            tags=tuple(map(str, tags)),
            rows=found,
            years={str(sheet): str(year) for sheet, year in years.items()},
            left={str(sheet): int(number) for sheet, number in left.items()},
        )
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError("no table of a file") from error


def read(data: bytes, name: str, own: Mapping[str, str]) -> FourWTable:
    """Return the table of a file: of the sheet that is most like a 4W sheet, and of those with the same heads.

    Raises:
        Refused: the file is too large, unsafe, none that is read here, or has no such sheet.
    """
    with sheets.opened(data, name) as found:
        return _table(found, name, own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeadedSheet:
    """A sheet with its heads: how sure they are, in which rows they stand, and the rows below."""

    sheet: OpenedSheet
    sure: int
    heads: tuple[str, ...]
    tags: tuple[str, ...]
    below: int
    rows: tuple[tuple[int, Mapping[int, str]], ...]
    #: How many rows there are beside these, where there are more than are read.
    more: int

    @property
    def many(self) -> int:
        """How many rows say something below the heads."""
        return len(self.rows) + self.more

    @property
    def key(self) -> tuple[str, ...]:
        """What sheets with the same columns have in common."""
        return tuple(normalise(each) for each in (*self.heads, *self.tags))

    def filled(self) -> Iterable[FilledRow]:
        """Return its rows, each cell by the place of its column."""
        return (_row(self.sheet.title, number, cells) for number, cells in self.rows)


def _table(listed: Iterable[OpenedSheet], name: str, own: Mapping[str, str]) -> FourWTable:
    found = list(filter(None, (_found(sheet, own) for sheet in listed)))
    if not found:
        sheets.refuse(Rule.NO_ACTIVITY_SHEET)
    best = max(found, key=lambda each: each.sure)
    same = [each for each in found if each.key == best.key]
    _refuse_long(same)
    problems = [problem for each in same for problem in _wrong(each)]
    if problems:
        raise Refused(problems)
    rows = tuple(row for each in same for row in each.filled())
    if not rows:
        sheets.refuse(Rule.NOTHING_LISTED, best.sheet.title)
    return FourWTable(
        heads=best.heads,
        tags=best.tags,
        rows=rows,
        years=_years([each.sheet.title for each in same], name),
        left=Counter({each.sheet.title: each.many for each in found if each not in same}),
    )


def _refuse_long(found: Iterable[_HeadedSheet]) -> None:
    """Refuse more rows than are read at once, and say how many there are."""
    rows = sum(each.many for each in found)
    if rows > sheets.MOST_ROWS:
        sheets.refuse(Rule.SHEET_TOO_LONG, rows=f"{rows}", limit=f"{sheets.MOST_ROWS}")


def _wrong(found: _HeadedSheet) -> list[Problem]:
    """Return why a sheet must not be read, else the formulas in it of which nobody kept the value."""
    return [found.sheet.fault] if found.sheet.fault else _not_computed(found)


def _years(titles: Iterable[str], name: str) -> dict[str, str]:
    """Return the year of each sheet that is called by one, or whose file is."""
    found = {each: _year(each, name) for each in titles}
    return {title: year for title, year in found.items() if year}


def _year(*names: str) -> str:
    """Return the year that the first of these names has that has a single one."""
    for each in names:
        years: set[str] = set(_YEAR.findall(each))
        if len(years) == 1:
            return years.pop()
    return ""


def _row(title: str, number: int, cells: Mapping[int, str]) -> FilledRow:
    kept = {str(place): FilledCell(get_column_letter(place + 1), text) for place, text in cells.items()}
    return FilledRow(sheet=title, number=number, cells=kept)


def _found(sheet: OpenedSheet, own: Mapping[str, str]) -> _HeadedSheet | None:
    """Return a sheet with its heads; None where it has no row that could be one."""
    kept, more = _kept(sheet)
    start, sure, tags = _heads(kept[:HEAD_ROWS], own)
    if start is None:
        return None
    width = max(max(cells) for _number, cells in kept) + 1
    heads = _across(kept[start][1], width)
    below = start + 1
    if tags:
        # The tags stand below the heads, or above where a sheet begins with them.
        heads = _across(kept[start - 1][1], width) if start else ("",) * width
    return _HeadedSheet(
        sheet=sheet,
        sure=sure,
        heads=heads,
        tags=_across(kept[start][1], width) if tags else (),
        below=kept[start][0],
        rows=tuple(kept[below:]),
        more=more,
    )


def _kept(sheet: OpenedSheet) -> tuple[list[tuple[int, Mapping[int, str]]], int]:
    """Return the rows of a sheet that say something, and how many there are beside those that may be read."""
    kept: list[tuple[int, Mapping[int, str]]] = []
    more = 0
    for number, row in sheet.rows():
        if len(kept) == sheets.MOST_ROWS + HEAD_ROWS:
            more += bool(_cells(row))
        elif cells := _cells(row):
            kept.append((number, cells))
    return kept, more


def _cells(row: Sequence[object]) -> dict[int, str]:
    said = (unicodedata.normalize("NFC", sheets.said(each)) for each in row)
    return {place: text for place, text in enumerate(said) if text.strip()}


def _across(cells: Mapping[int, str], width: int) -> tuple[str, ...]:
    return tuple(" ".join(cells.get(place, "").split()) for place in range(width))


def _heads(
    rows: Sequence[tuple[int, Mapping[int, str]]], own: Mapping[str, str]
) -> tuple[int | None, int, bool]:
    """Return which of the first rows has the heads or tags, how sure that is, and whether they are tags."""
    for at, (_number, cells) in enumerate(rows):
        if sum(map(columns.is_tag, cells.values())) >= LEAST:
            return at, 1_000 + len(cells), True
    best, most = None, 0
    for at, (_number, cells) in enumerate(rows):
        width = max(cells) + 1
        known = len(columns.of_heads(_across(cells, width), own))
        if known > most and known >= LEAST:
            best, most = at, known
    if best is not None:
        return best, 10 + most, False
    wide = (at for at, (_number, cells) in enumerate(rows) if len(cells) > LEAST)
    return next(wide, None), 0, False


def _not_computed(found: _HeadedSheet) -> list[Problem]:
    """Return the formulas below the heads of which no program kept the value, each with its cell."""
    there = dict(found.rows)
    problems: list[Problem] = []
    for number, row in found.sheet.written():
        if number > found.below:
            problems += _without_value(found, (number, row), there.get(number, {}))
    return problems


def _without_value(found: _HeadedSheet, written: Numbered, kept: Mapping[int, str]) -> Iterable[Problem]:
    number, row = written
    for place, cell in enumerate(row):
        if sheets.is_formula(cell) and place not in kept:
            head = found.heads[place] if place < len(found.heads) else ""
            cells = {head: FilledCell(get_column_letter(place + 1), "")}
            at = FilledRow(sheet=found.sheet.title, number=number, cells=cells)
            yield at.problem(Rule.FORMULA_WITHOUT_VALUE, head, str(cell))
