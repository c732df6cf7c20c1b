"""Records as a workbook holds them: its sheets, their columns, and what a row that somebody filled in says.

Which words stand for which code, and which names for which record, is given from outside: a file may be filled in in
either language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from coordination.domain import dates
from coordination.domain.answers import normalise
from coordination.domain.bilingual import CODE_LENGTH, NAME_LENGTH, TEXT_LENGTH, fault
from coordination.domain.filled import FilledRow
from coordination.domain.problems import Problem, is_control
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import (
    ACTIVITY_KINDS,
    ACTIVITY_STATUSES,
    AIMS,
    PARTNER_KINDS,
    PARTNER_SIDES,
    ROLES,
    SECTORS,
)

#: What a file may say in a column of yes or nothing.
YES = ("yes",)
#: What a record is where its row says nothing of it.
UNSAID = {"dormant_after": "6"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A column of a sheet: a text of at most ``limit`` characters, or what else may stand in its cells.

    ``codes`` are a closed list, ``refers`` is the sheet of the records that it names; ``is_key`` says that it tells one
    record from another. What is not ``is_kept`` is said to the program only, and is no part of the record.
    """

    name: str
    limit: int = NAME_LENGTH
    codes: tuple[str, ...] = ()
    refers: str = ""
    has_lines: bool = False
    is_date: bool = False
    is_day: bool = False
    is_number: bool = False
    is_needed: bool = False
    is_key: bool = False
    is_kept: bool = True


#: The columns of each sheet, in the order in which the sheets are read: what is referred to comes first.
SHEETS: Mapping[str, tuple[SheetColumn, ...]] = {
    "structures": (
        SheetColumn(name="code", limit=CODE_LENGTH, is_key=True, is_needed=True),
        SheetColumn(name="name_en"),
        SheetColumn(name="name_fr"),
        SheetColumn(name="sector", codes=SECTORS, is_needed=True),
        SheetColumn(name="mandate_en", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="mandate_fr", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="founded", is_date=True),
        SheetColumn(name="closed", is_date=True),
        SheetColumn(name="parent", refers="structures"),
        SheetColumn(name="predecessor", refers="structures"),
        SheetColumn(name="dormant_after", is_number=True),
    ),
    "partners": (
        SheetColumn(name="code", limit=CODE_LENGTH, is_key=True),
        SheetColumn(name="name_en"),
        SheetColumn(name="name_fr"),
        SheetColumn(name="side", codes=PARTNER_SIDES, is_needed=True),
        SheetColumn(name="kind", codes=PARTNER_KINDS, is_needed=True),
        SheetColumn(name="objectives_en", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="objectives_fr", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="aim", codes=AIMS),
        SheetColumn(name="since", is_date=True),
        SheetColumn(name="until", is_date=True),
        SheetColumn(name="is_another", codes=YES, is_kept=False),
    ),
    "seats": (
        SheetColumn(name="structure", refers="structures", is_key=True, is_needed=True),
        SheetColumn(name="partner", refers="partners", is_key=True, is_needed=True),
        SheetColumn(name="role", codes=ROLES, is_key=True, is_needed=True),
        SheetColumn(name="since", is_date=True, is_key=True),
        SheetColumn(name="until", is_date=True),
    ),
    "activities": (
        SheetColumn(name="code", limit=CODE_LENGTH, is_key=True),
        SheetColumn(name="given", codes=ACTIVITY_KINDS, is_needed=True),
        SheetColumn(name="partner", refers="partners", is_needed=True),
        SheetColumn(name="recipient", refers="partners"),
        SheetColumn(name="function", refers="functions"),
        SheetColumn(name="place"),
        SheetColumn(name="since", is_date=True),
        SheetColumn(name="until", is_date=True),
        SheetColumn(name="status", codes=ACTIVITY_STATUSES),
        SheetColumn(name="planned_since", is_date=True),
        SheetColumn(name="planned_until", is_date=True),
        SheetColumn(name="structure", refers="structures"),
        SheetColumn(name="name_en"),
        SheetColumn(name="name_fr"),
        SheetColumn(name="note", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="identifier"),
    ),
    "commitments": (
        SheetColumn(name="code", limit=CODE_LENGTH, is_key=True),
        SheetColumn(name="text_en", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="text_fr", limit=TEXT_LENGTH, has_lines=True),
        SheetColumn(name="owner", refers="partners", is_needed=True),
        SheetColumn(name="person"),
        SheetColumn(name="structure", refers="structures"),
        SheetColumn(name="due_on", is_date=True, is_day=True, is_needed=True),
        SheetColumn(name="reason", limit=TEXT_LENGTH, has_lines=True, is_kept=False),
    ),
}
#: Of what records refer to: what a file brings itself, and the functions, which it only names.
REFERRED = ("structures", "partners", "functions")
#: Without these a sheet is none of its kind.
NEEDED = {
    "structures": ("code", "sector", "founded", "closed"),
    "partners": ("code", "side", "kind", "since"),
    "seats": ("structure", "partner", "role", "since"),
    "activities": ("given", "partner", "recipient", "status"),
    "commitments": ("owner", "person", "due_on", "reason"),
}
#: Texts in two languages: one of them alone stands for both.
PAIRS = ("name", "mandate", "objectives", "text")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A row of a sheet as it is understood: what it says by column, and what is wrong with its cells."""

    sheet: str
    row: FilledRow
    values: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """What tells its record from others of its sheet; what has no code is told by its row."""
        said = tuple(self.values.get(each.name, "") for each in SHEETS[self.sheet] if each.is_key)
        return said if any(said) else ("", f"{self.row.sheet}!{self.row.number}")

    @property
    def wrong(self) -> frozenset[str]:
        """The columns with something wrong."""
        return frozenset(dict(each.params)["column"] for each in self.problems)


def understood(
    sheet: str,
    row: FilledRow,
    columns: Collection[str],
    *,
    words: RecordWords,
    names: Mapping[str, Names],
    stored: Mapping[str, str],
) -> RecordRow:
    """Return what a row says in the columns that its sheet has; ``stored`` is what is known of its record.

    In place of what is wrong stands what is known, or something harmless, so that all the rest can be judged as well.
    """
    values: dict[str, str] = {}
    problems: list[Problem] = []
    for column in SHEETS[sheet]:
        if column.name in columns:
            found = _read(sheet, column, row, words=words, names=names)
            if isinstance(found, Problem):
                problems.append(found)
                values[column.name] = _harmless(column, row.text(column.name), stored)
            else:
                values[column.name] = found or (stored.get(column.name, "6") if column.is_number else "")
    return RecordRow(sheet=sheet, row=row, values=values, problems=tuple(problems))


def _read(
    sheet: str, column: SheetColumn, row: FilledRow, *, words: RecordWords, names: Mapping[str, Names]
) -> str | Problem:
    """Return what a cell says as it is kept, or what is wrong with it."""
    said = row.text(column.name)
    if not said:
        return row.problem(Rule.CELL_EMPTY, column.name) if column.is_needed else ""
    found: str | None = said
    if column.codes:
        found = words.codes[sheet, column.name].get(normalise(said))
    elif column.refers:
        found = names[column.refers].find(said)
    elif column.is_number:
        return _number(column, row, said)
    elif column.is_date:
        found = dates.read(said)
        is_read = found and (dates.as_day(found) or not column.is_day)
        wrong = Rule.WRONG_DATE if column.is_day else Rule.WRONG_PARTIAL_DATE
        return found if found and is_read else row.problem(wrong, column.name, said)
    elif rule := fault(said, column.limit, lines=column.has_lines):
        limit = {"limit": f"{column.limit}"} if rule == Rule.TOO_LONG else {}
        return row.problem(rule, column.name, said, **limit)
    return found if found is not None else row.problem(Rule.NOT_OF_THE_LIST, column.name, said)


def _number(column: SheetColumn, row: FilledRow, said: str) -> str | Problem:
    # Figures of other scripts are none here.
    if said.isascii() and said.isdigit() and len(said) <= 3 and 1 <= int(said) <= 60:
        return str(int(said))
    return row.problem(Rule.WRONG_NUMBER, column.name, said, least="1", most="60")


def _harmless(column: SheetColumn, said: str, stored: Mapping[str, str]) -> str:
    if column.name in stored:
        return stored[column.name]
    if column.codes:
        return column.codes[0]
    if column.is_number:
        return UNSAID[column.name]
    if column.refers or column.is_date:
        return ""
    text = "".join(each for each in said if not is_control(each))
    return text[: column.limit].strip() or "–"


def whole(values: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """Return all that a record is: what its row says over what is stored, one language of a text standing for both.

    Of a text in a language that the sheet has no column for, the other stands where it changed.
    """
    found = {**stored, **values}
    for pair in PAIRS:
        english, french = f"{pair}_en", f"{pair}_fr"
        for one, other in ((english, french), (french, english)):
            if one in values and other not in values and values[one] != stored.get(one, ""):
                found[other] = values[one]
        if english in found or french in found:
            en, fr = found.get(english, ""), found.get(french, "")
            found |= {english: en or fr, french: fr or en}
    return found
