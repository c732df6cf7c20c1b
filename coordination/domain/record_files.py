"""Records as a workbook holds them: its sheets, their columns, and what a row that somebody filled in says.

Which words stand for which code, and which names for which record, is given from outside: a file may be filled in in
either language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from coordination.domain.bilingual import CODE_LENGTH, TEXT_LENGTH
from coordination.domain.filled import FilledRow
from coordination.domain.problems import Problem
from coordination.domain.record_cells import UNSAID, Names, RecordWords, SheetColumn, harmless, read
from coordination.domain.vocabulary import (
    ACTIVITY_KINDS,
    ACTIVITY_STATUSES,
    AIMS,
    MONEY_KINDS,
    PARTICIPATION_ROLES,
    PARTNER_KINDS,
    PARTNER_SIDES,
    ROLES,
    SECTORS,
)

#: What a file may say in a column of yes or nothing.
YES = ("yes",)

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
        SheetColumn(name="dormant_after", figure="months"),
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
        SheetColumn(name="former_until", is_date=True, is_day=True, is_kept=False),
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
    "participants": (
        SheetColumn(name="activity", refers="activities", is_key=True, is_needed=True),
        SheetColumn(name="partner", refers="partners", is_key=True, is_needed=True),
        SheetColumn(name="does", codes=PARTICIPATION_ROLES, is_key=True, is_needed=True),
        SheetColumn(name="share", figure="share"),
    ),
    "money": (
        SheetColumn(name="activity", refers="activities", is_key=True, is_needed=True),
        SheetColumn(name="money", codes=MONEY_KINDS, is_key=True, is_needed=True),
        SheetColumn(name="amount", figure="amount", is_key=True, is_needed=True),
        SheetColumn(name="currency", figure="currency", is_key=True, is_needed=True),
        SheetColumn(name="on", is_date=True, is_key=True),
        SheetColumn(name="payer", refers="partners", is_key=True),
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
REFERRED = ("structures", "partners", "activities", "functions")
#: What stands beside an activity: all that a sheet says of one is looked at together.
BESIDE = ("participants", "money")
#: Of these, two records may say the same.
REPEATED = ("money",)
#: Without these a sheet is none of its kind.
NEEDED = {
    "structures": ("code", "sector", "founded", "closed"),
    "partners": ("code", "side", "kind", "since"),
    "seats": ("structure", "partner", "role", "since"),
    "activities": ("given", "partner", "recipient", "status"),
    "participants": ("activity", "partner", "does"),
    "money": ("activity", "money", "amount", "currency", "on", "payer"),
    "commitments": ("owner", "person", "due_on", "reason"),
}
#: Texts in two languages: one of them alone stands for both.
PAIRS = ("name", "mandate", "objectives", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """A row of a sheet as it is understood: what it says by column, and what is wrong with its cells.

    ``repeats`` is how many rows before it say the same, where that is in order; ``about`` tells its record where its
    own columns do not.
    """

    sheet: str
    row: FilledRow
    values: Mapping[str, str]
    problems: tuple[Problem, ...]
    repeats: int = 0
    about: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What tells its record from others of its sheet; what has no code is told by its row."""
        if self.about:
            return self.about
        said = tuple(self.values.get(each.name, "") for each in SHEETS[self.sheet] if each.is_key)
        return numbered(said, self.repeats) if any(said) else ("", self.place)

    @property
    def place(self) -> str:
        """Where in the file it stands."""
        return f"{self.row.sheet}!{self.row.number}"

    @property
    def wrong(self) -> frozenset[str]:
        """The columns with something wrong."""
        return frozenset(dict(each.params)["column"] for each in self.problems)


def numbered(key: tuple[str, ...], repeats: int) -> tuple[str, ...]:
    """Return what tells a record from those before it that say the same."""
    return (*key, f"{repeats}") if repeats else key


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
            found = read(sheet, column, row, words=words, names=names)
            if isinstance(found, Problem):
                problems.append(found)
                values[column.name] = harmless(column, row.text(column.name), stored)
            else:
                values[column.name] = found or _unsaid(column, stored)
    return RecordRow(sheet=sheet, row=row, values=values, problems=tuple(problems))


def _unsaid(column: SheetColumn, stored: Mapping[str, str]) -> str:
    """Return what a cell says that says nothing."""
    unsaid = UNSAID.get(column.name)
    return stored.get(column.name, unsaid) if unsaid else ""


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
