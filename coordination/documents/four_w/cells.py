"""The cells of a row of a 4W sheet by what its columns say, and what stands in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter

from coordination.documents.fixture.texts import sound
from coordination.documents.four_w.tables import FourWTable
from coordination.domain.answers import normalise
from coordination.domain.currencies import CURRENCIES
from coordination.domain.filled import FilledRow
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList

#: One of several in a cell.
_SEVERAL = re.compile(r"[\n;|]")
_SHARE = re.compile(r"(.*\S)\s*\((\d{1,3}(?:[.,]\d{1,2})?)\s*%\)")
_MONEY = re.compile(
    r"(?P<kind>\S.*?) (?P<amount>-?\d{1,16}\.\d\d) (?P<currency>[A-Z]{3})"
    r"(?: (?P<on>–|\d{4}(?:-\d\d){0,2}))?(?: (?P<who>.+))?",
    re.ASCII,
)
NOT_SAID = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWWords:
    """The words of both languages, in plain form, that stand for what is of a list."""

    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    money: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWCells:
    """A row: what stands in it under which column, and where its mistakes are noted."""

    row: FilledRow
    places: Mapping[str, int]
    table: FourWTable
    problems: ProblemList

    @property
    def here(self) -> str:
        """Which row it is: its sheet and number."""
        return f"{self.row.sheet}!{self.row.number}"

    def text(self, name: str) -> str:
        """Return what stands under a column of ours; empty where nothing does."""
        return self.at(self.places[name]) if name in self.places else ""

    def at(self, place: int) -> str:
        """Return what stands in the column at a place."""
        return self.row.text(str(place))

    def choice(self, name: str, listed: Mapping[str, str]) -> str:
        """Return the code of a word of a list; another is a mistake."""
        text = text_of(self.text(name))
        found = listed.get(normalise(text), "")
        if text and not found:
            self.wrong(Rule.WORD_NOT_KNOWN, name, text)
        return found

    @property
    def currency(self) -> str:
        """The currency that the head or tag of the budget names."""
        place = self.places.get("budget", -1)
        said = [each[place] for each in (self.table.heads, self.table.tags) if 0 <= place < len(each)]
        words = (word.upper() for each in said for word in re.split(r"[^A-Za-z$€]+", each))
        return next((word for word in words if word in CURRENCIES and len(word) == 3), "")

    def wrong(self, rule: Rule, name: str, value: str = "", **params: str) -> None:
        """Note what is wrong with the cell of a column of ours."""
        self.wrong_at(rule, self.places.get(name, -1), value, **params)

    def wrong_at(self, rule: Rule, place: int, value: str = "", **params: str) -> None:
        """Note what is wrong with the cell of the column at a place."""
        found = problem(self.row, self.table, rule, place, value, **params)
        self.problems.add(found.rule, found.path, found.value, **dict(found.params))


def problem(
    row: FilledRow, table: FourWTable, rule: Rule, place: int, value: str = "", **params: str
) -> Problem:
    """Return a mistake in a cell: its sheet, row and column, by letters and head."""
    letters = get_column_letter(place + 1) if place >= 0 else ""
    where = {"sheet": row.sheet, "row": str(row.number), "column": table.named(place) if letters else ""}
    path = f"{row.sheet}!{letters}{row.number}"
    return Problem(rule=rule, path=path, value=value, params=tuple({**params, **where}.items()))


def text_of(text: str, *, lines: bool = False) -> str:
    """Return what a person reads in a cell: composed, on one line unless ``lines`` are kept, no space around it."""
    if text.isprintable():  # Most are: composed when they were read, and on one line.
        return text.strip()
    plain = sound(text, lines=lines).strip()
    return plain if lines else " ".join(plain.splitlines()).strip()


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield those that a cell names, each with its share in per cent, empty where it has none."""
    for each in _SEVERAL.split(text):
        said = text_of(each)
        found = _SHARE.fullmatch(said)
        if found:
            yield found[1], found[2].replace(",", ".")
        elif said:
            yield said, ""


def money_line(text: str, kinds: Mapping[str, str]) -> tuple[str, Decimal, str, str, str] | None:
    """Return kind, amount, currency, date and partner of a line of money; None for what is none."""
    found = _MONEY.fullmatch(text)
    kind = kinds.get(normalise(found["kind"])) if found else None
    if found is None or kind is None or found["currency"] not in CURRENCIES:
        return None
    on = found["on"] or ""
    return (
        kind,
        Decimal(found["amount"]),
        found["currency"],
        "" if on == NOT_SAID else on,
        found["who"] or "",
    )
