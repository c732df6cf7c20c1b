"""One way to keep a record: in line, locked, read anew, judged, checked, stored, and told to the journal.

These are parts of actions: each runs inside the transaction of one. An action begins a `Draft`, notes what is wrong with
it by its own rules, gives its row what is true, and keeps it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar
from unicodedata import normalize

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from coordination.actions import journal
from coordination.domain.bilingual import Text
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Programme, User
from coordination.models.constraints import check

Row = TypeVar("Row", bound=Model)
#: What the journal says of a record. Each action lists it: what is not listed stays out of the journal.
Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Generic[Row]):
    """A record behind the lock: its row, what the journal said of it before, and what is wrong with it so far."""

    row: Row
    before: Facts | None = None
    problems: ProblemList = field(default_factory=ProblemList)

    def require_unchanged(self, *, now: object, base: object, name: str) -> None:
        """Note that somebody changed the record since ``base``, the version that its form was made from."""
        if now != base:
            self.problems.add(Rule.CHANGED_MEANWHILE, "", name)

    def require_programme(self, programme: Programme, **relatives: Any) -> None:
        """Note which of these records, each named by its field, are of another programme, or withdrawn by now.

        None is neither.
        """
        for path, each in relatives.items():
            if each is None:
                continue
            if each.programme_id != programme.pk:
                self.problems.add(Rule.OTHER_PROGRAMME, path, each.code)
            elif not type(each)._default_manager.filter(pk=each.pk).exists():
                self.problems.add(Rule.WITHDRAWN, path, each.code)

    def put(self, columns: Mapping[str, object]) -> None:
        """Give the row these columns."""
        for column, value in columns.items():
            setattr(self.row, column, value)

    def keep(
        self,
        *,
        noun: str,
        key: str,
        programme: Programme,
        after: Callable[[Row], Facts],
        verb: str = "saved",
        empty: frozenset[str] = frozenset(),
        is_one_of_many: bool = False,
        by: User | None,
        at: datetime,
    ) -> Row:
        """Store the row, and tell the journal what it was and is; ``empty`` are fields that a form would require.

        Of a row that ``is_one_of_many`` of a file, which was checked as a whole, the database is not asked about each
        constraint before it holds them all.

        Raises:
            Refused: with every problem noted, or for a text that nobody can read.
            ValidationError: what only a mistake in the program can bring here.
        """
        self.problems.close()
        check(self.row, exclude=empty, asks=not is_one_of_many)
        self.row.save(force_insert=self.row._state.adding)
        journal.record(
            by=by,
            at=at,
            verb=verb,
            noun=noun,
            key=key,
            programme=programme,
            before=self.before,
            after=after(self.row),
        )
        return self.row


def new(row: Row) -> Draft[Row]:
    """Begin a record in line with all other writers: what is read from here on stays as it is until it is kept."""
    journal.lock()
    return Draft(row=row)


def stored(rows: QuerySet[Row], row: Row, *, before: Callable[[Row], Facts]) -> Draft[Row]:
    """Begin to change a record as it stands now; who waited for others is judged by what they left.

    Raises:
        Refused: it was withdrawn meanwhile.
    """
    journal.lock()
    try:
        fresh = lock(rows, row.pk)
    except ObjectDoesNotExist:
        raise Refused((Problem(rule=Rule.WITHDRAWN, value=str(row)),)) from None
    return Draft(row=fresh, before=before(fresh))


def lock(rows: QuerySet[Row], pk: int) -> Row:
    """Return a stored row as it stands now, locked, with what ``rows`` join to it.

    What is locked before the journal, as rounds and assessments are, is so everywhere: else two writers might wait for
    each other.
    """
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


def next_code(rows: QuerySet[Any], letter: str) -> str:
    """Return the first code such as “A-7” that is free, counting on from how many ``rows`` there are."""
    number = rows.count() + 1
    while rows.filter(code=f"{letter}-{number}").exists():
        number += 1
    return f"{letter}-{number}"


def clean(text: str) -> str:
    """Return a text as it is kept: trimmed, lines ended and accents composed as a file takes them."""
    # Browsers end lines with two characters, and some keyboards send accents as a letter of their own.
    return normalize("NFC", text.replace("\r\n", "\n").strip())


def both(english: str, french: str) -> Text:
    """Return a text as it is kept in both languages: one language stands for both."""
    en, fr = clean(english), clean(french)
    return Text(en or fr, fr or en)
