"""The cells of a workbook of records: what may stand in a column, and what a cell that somebody filled in says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coordination.domain import dates
from coordination.domain.answers import normalise
from coordination.domain.bilingual import NAME_LENGTH, fault
from coordination.domain.currencies import CURRENCIES, MOST, read_amount
from coordination.domain.filled import FilledRow
from coordination.domain.problems import Problem, Refused, is_control
from coordination.domain.rules import Rule

#: What a column of figures holds: months from 1 to 60, per cent, money, or the code of a currency.
FIGURES = ("months", "share", "amount", "currency")
#: What a record is where its row says nothing of it.
UNSAID = {"dormant_after": "6"}
SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?%?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column of a sheet: a text of at most ``limit`` characters, or what else may stand in its cells.

    ``codes`` are a closed list, ``refers`` is the sheet of the records that it names, ``figure`` is one of FIGURES;
    ``is_key`` says that it tells one record from another. What is not ``is_kept`` is said to the program only, and is
    no part of the record.
    """

    name: str
    limit: int = NAME_LENGTH
    codes: tuple[str, ...] = ()
    refers: str = ""
    figure: str = ""
    has_lines: bool = False
    is_date: bool = False
    is_day: bool = False
    is_needed: bool = False
    is_key: bool = False
    is_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordWords:
    """Which words, in their plain form and in all languages, stand for which code: by sheet and column."""

    codes: Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(slots=True)
class Names:
    """The records of a sheet by what they may be called: their codes, and their names where only one has them."""

    codes: set[str] = field(default_factory=set)
    plain: dict[str, set[str]] = field(default_factory=dict)

    def add(self, code: str, *names: str) -> None:
        """Let a record be called by its code or any of these names."""
        self.codes.add(code)
        for each in filter(None, (code, *names)):
            self.plain.setdefault(normalise(each), set()).add(code)

    def find(self, text: str) -> str | None:
        """Return the code of the record that is called so; None for none, or several."""
        if text in self.codes:
            return text
        found = self.plain.get(normalise(text), set())
        return next(iter(found)) if len(found) == 1 else None


def read(
    sheet: str, column: SheetColumn, row: FilledRow, *, words: RecordWords, names: Mapping[str, Names]
) -> str | Problem:
    """Return what a cell says as it is kept, or what is wrong with it."""
    said = row.text(column.name)
    if not said:
        return row.problem(Rule.CELL_EMPTY, column.name) if column.is_needed else ""
    if column.figure:
        return _READERS[column.figure](column, row, said)
    if column.is_date:
        return _date(column, row, said)
    found: str | None = said
    if column.codes:
        found = words.codes[sheet, column.name].get(normalise(said))
    elif column.refers:
        found = names[column.refers].find(said)
    elif rule := fault(said, column.limit, lines=column.has_lines):
        limit = {"limit": f"{column.limit}"} if rule == Rule.TOO_LONG else {}
        return row.problem(rule, column.name, said, **limit)
    return found if found is not None else row.problem(Rule.NOT_OF_THE_LIST, column.name, said)


def _date(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    found = dates.read(said)
    if found and (dates.as_day(found) or not column.is_day):
        return found
    return row.problem(Rule.NO_DAY_IN_CELL if column.is_day else Rule.NO_DATE_IN_CELL, column.name, said)


def _months(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    # Figures of other scripts are none here.
    if said.isascii() and said.isdigit() and len(said) <= 3 and 1 <= int(said) <= 60:
        return str(int(said))
    return row.problem(Rule.WRONG_NUMBER, column.name, said, least="1", most="60")


def _share(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    found = SHARE.fullmatch(said)
    share = Decimal(found[1].replace(",", ".")) if found else Decimal(0)
    return per_cent(share) if 0 < share <= 100 else row.problem(Rule.WRONG_PART, column.name, said)


def _amount(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    try:
        found = read_amount(said)
    except Refused:
        return row.problem(Rule.VALUE_NOT_NUMBER, column.name, said)
    if abs(found) > MOST:
        return row.problem(Rule.VALUE_TOO_BIG, column.name, f"{abs(found)}", most=f"{MOST}")
    return cents(found)


def _currency(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    found = said.upper()
    return found if found in CURRENCIES else row.problem(Rule.WRONG_CURRENCY, column.name, said)


_READERS = dict(zip(FIGURES, (_months, _share, _amount, _currency), strict=True))


def per_cent(share: Decimal) -> str:
    """Return a share as a cell holds it: “40”, “12.5”."""
    return f"{share.normalize():f}"


def cents(amount: Decimal) -> str:
    """Return an amount as a cell holds it: “1500.00”, and no “-0.00”."""
    return f"{amount + 0:.2f}"


def harmless(column: SheetColumn, said: str, stored: Mapping[str, str]) -> str:
    """Return what stands in for what is wrong in a cell, so that all the rest can be judged as well."""
    if column.name in stored:
        return stored[column.name]
    if column.codes:
        return column.codes[0]
    if column.figure or column.refers or column.is_date:
        return UNSAID.get(column.name, "")
    text = "".join(each for each in said if not is_control(each))
    return text[: column.limit].strip() or "–"
