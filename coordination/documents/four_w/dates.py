"""When the activities of a 4W sheet are: dates and months in cells, and months that are columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coordination.documents.four_w.cells import FourWCells, text_of
from coordination.documents.four_w.tables import FourWTable
from coordination.domain import dates
from coordination.domain.answers import normalise
from coordination.domain.dates import MONTH, YEAR
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

#: In a column that is a month: nothing was done in it.
NOT_MARKED = frozenset({"", "0", "no", "non", "n", "-", "–", "false", "faux"})
#: Any year, to read the name of a month with.
SOME_YEAR = "2000"
PAIRS = (("since", "until"), ("planned_since", "planned_until"))
_SHORT_YEAR = re.compile(r"^(\D+)(\d\d)$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Month:
    """A column that is a month: its number, and its year, empty where a row or a sheet says it."""

    number: int
    year: str


def months(table: FourWTable, places: Mapping[str, int]) -> dict[int, Month]:
    """Return the columns that are months by their heads.

    None are where a sheet has days of its own, or says nowhere of which year they are.
    """
    if any(name in places for name in ("start", "end", "month", *PAIRS[0])):
        return {}
    named = ((place, _month(head)) for place, head in enumerate(table.heads) if place not in places.values())
    found = {place: month for place, month in named if month}
    is_dated = "year" in places or _is_dated(table, found.values())
    return found if is_dated else {}


def _is_dated(table: FourWTable, found: Iterable[Month]) -> bool:
    """Whether it is known of which year the months of a sheet are."""
    return all(each.year for each in found) or all(row.sheet in table.years for row in table.rows)


def _month(head: str) -> Month | None:
    """Return the month of a head: “Mars”, “Mar-24”, “2024-03”."""
    plain = re.sub(r"[-/]", " ", normalise(head)).strip()
    kept = dates.read(head) or dates.read(_SHORT_YEAR.sub(r"\g<1>20\g<2>", plain))
    if kept and len(kept) > len("2024"):
        # A spreadsheet keeps “March 2024” as its first day.
        is_whole = bool(MONTH.fullmatch(kept)) or kept.endswith("-01")
        return Month(int(kept[5:7]), kept[:4]) if is_whole else None
    named = dates.read(f"{plain} {SOME_YEAR}") if plain.isalpha() else None
    return Month(int(named[5:7]), "") if named else None


def spans(cells: FourWCells, found: Mapping[int, Month]) -> tuple[dict[str, str], ...]:
    """Return the stretches of months that are marked in a row: each from its first month until its last."""
    marked = [month for place, month in found.items() if normalise(cells.at(place)) not in NOT_MARKED]
    year = "" if all(each.year for each in marked) else _year(cells)
    numbers = sorted({int(each.year or year or 0) * 12 + each.number - 1 for each in marked})
    if not numbers or numbers[0] < 12:  # nothing is marked, or it is not known in which year
        return ()
    return tuple({"since": _kept(first), "until": _kept(last)} for first, last in _stretches(numbers))


def _stretches(numbers: Iterable[int]) -> list[list[int]]:
    """Return first and last of those that follow upon each other."""
    stretches: list[list[int]] = []
    for each in numbers:
        if stretches and stretches[-1][1] + 1 == each:
            stretches[-1][1] = each
        else:
            stretches.append([each, each])
    return stretches


def _kept(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _year(cells: FourWCells) -> str:
    text = text_of(cells.text("year"))
    if not text:
        return cells.table.years.get(cells.row.sheet, "")
    if YEAR.fullmatch(text):
        return text
    cells.wrong(Rule.NO_DATE_IN_CELL, "year", text)
    return ""


def read(cells: FourWCells, status: str) -> dict[str, str]:
    """Return the dates of a row by their names. An end that is not said to have come is a planned one."""
    found = {name: day for pair in PAIRS for name in pair if (day := _day(cells, name))}
    start, end = _day(cells, "start"), _day(cells, "end")
    if start:
        found.setdefault("planned_since" if status == "planned" else "since", start)
    if end:
        found.setdefault("until" if status == "ended" else "planned_until", end)
    if not found and (month := _reported(cells)):
        found = {"since": month, "until": month}
    _in_order(cells, found)
    return found


def _day(cells: FourWCells, name: str) -> str:
    text = text_of(cells.text(name))
    if not text:
        return ""
    kept = dates.read(text)
    if kept is None:
        cells.wrong(Rule.NO_DATE_IN_CELL, name, text)
    return kept or ""


def _reported(cells: FourWCells) -> str:
    """Return the month or year that a row is of."""
    text = text_of(cells.text("month"))
    if not text:
        return _year(cells) if text_of(cells.text("year")) else ""
    kept = dates.read(text) or _month_of_year(cells, text)
    if not kept:
        cells.wrong(Rule.NO_DATE_IN_CELL, "month", text)
    return kept[:7]


def _month_of_year(cells: FourWCells, text: str) -> str:
    """Return a month that a row names or numbers, of the year that it or its sheet says."""
    if text in map(str, range(1, 13)):
        found: Month | None = Month(int(text), "")
    else:
        found = _month(text)
    year = (found.year or _year(cells)) if found else ""
    return f"{year}-{found.number:02}" if found and year else ""


def _in_order(cells: FourWCells, found: Mapping[str, str]) -> None:
    """Note an end that lies before its beginning."""
    for first, last in (*PAIRS, ("since", "planned_until")):
        if first == "since" and last == "planned_until" and "end" not in cells.places:
            continue
        noted = ProblemList()
        noted.ordered(found.get(first, ""), found.get(last, ""), "", "beginning")
        if noted.first:
            name = last if last in cells.places else "end"
            cells.wrong(Rule.DATES_REVERSED, name, found[last], earlier="beginning")
            return
