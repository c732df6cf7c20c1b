"""A corrected file against what is stored: which rows it puts right, which stay, and whether the whole stays sound."""

import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Field, Model

from coordination.documents.fixture import writing
from coordination.documents.fixture.corrections import (
    Entries,
    Entry,
    FieldDifference,
    Staying,
    corrected,
    differences,
    differing_answers,
    entries_of,
    is_fixed,
    mark,
    with_entries,
)
from coordination.documents.fixture.document import AssessmentEntry, Fixture, check_however_long
from coordination.documents.fixture.facts import Key
from coordination.domain.instruments import InstrumentValue
from coordination.domain.problems import Problem, Refused
from coordination.models import (
    Activity,
    Assessment,
    Commitment,
    Contact,
    Function,
    JournalEntry,
    Partner,
    Programme,
    Round,
    Seat,
    Standard,
    Structure,
)
from coordination.queries import export

#: Where in a document something stands: its list, and its place there.
_PLACE = re.compile(r"^(\w+)\[(\d+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCorrection:
    """What a file says otherwise of a stored row: what it would become, or why it is ``kept``."""

    differences: tuple[FieldDifference, ...]
    kept: Staying | None = None
    becomes: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The rows under the keys of a file, as they stand, and how those that a file brought came.

    ``answered`` are the labels of the rounds that people answer here.
    """

    entries: Entries
    assessments: Mapping[Key, AssessmentEntry]
    marks: Mapping[tuple[str, Key], str]
    answered: Set[str]

    @classmethod
    def of(cls, there: Fixture, programme: Programme, answered: Set[str]) -> "Stored":
        """Return them; one query."""
        return cls(
            entries=entries_of(there),
            assessments=_assessments(there),
            marks=_marks(programme),
            answered=answered,
        )

    def correction(self, noun: str, key: Key, said: Entry, *, is_conflict: bool) -> RowCorrection | None:
        """Return what a file says otherwise of one row; None where that is nothing.

        A row that stands as a file brought it is held against all that the new one says; of one that people went on
        from only ``is_conflict`` counts: whether it says something else of what does not change by itself.
        """
        stored = self.entries[noun, key]
        after = corrected(noun, stored, said)
        found = differences(noun, stored, after)
        kept = self._kept(noun, key, found)
        if not found or (kept in (Staying.CHANGED, Staying.ENTERED) and not is_conflict):
            return None
        return RowCorrection(differences=found, kept=kept, becomes=None if kept else after)

    def _kept(self, noun: str, key: Key, found: tuple[FieldDifference, ...]) -> Staying | None:
        if (noun, key) not in self.marks:
            return Staying.ENTERED
        if self.marks[noun, key] != mark(self.entries[noun, key]):
            return Staying.CHANGED
        if noun == "round" and key[0] in self.answered:
            return Staying.ANSWERED_HERE
        return Staying.FIXED if is_fixed(noun, found) else None

    def of_answers(self, key: Key, said: AssessmentEntry, instrument: InstrumentValue) -> RowCorrection:
        """Return what a file says otherwise of stored answers, word by word where they are published: they stay."""
        stored = self.assessments[key]
        names = {each.code: each.name for each in instrument.criteria}
        found = differing_answers(stored, said, names) if stored.state == "published" else ()
        return RowCorrection(differences=found, kept=Staying.ANSWERS)

    def missing(self, said: Set[tuple[str, Key]]) -> tuple[tuple[str, Key], ...]:
        """Return the rows that files brought and this one leaves out, of the kinds that it lists; they stay."""
        kinds = {noun for noun, _key in said} - {"programme"}
        brought = (each for each in self.marks if each[0] in kinds and each in self.entries)
        return tuple(each for each in brought if each not in said)


def _assessments(fixture: Fixture) -> dict[Key, AssessmentEntry]:
    return {
        (round_.label, one.structure, one.side, one.rater): one
        for round_ in fixture.rounds
        for one in round_.assessments
    }


def _marks(programme: Programme) -> dict[tuple[str, Key], str]:
    """Return how each row stood when a file brought it last, as the journal keeps it."""
    told = JournalEntry.objects.filter(programme=programme, noun="fixture", verb="loaded")
    found: dict[tuple[str, Key], str] = {}
    for after in told.order_by("sequence").values_list("after", flat=True):
        # Earlier versions kept no marks: of what they brought nobody can say whether it was changed.
        found |= {(noun, tuple(key)): kept for noun, key, kept in (after or {}).get("marks", ())}
    return found


def marks_of(there: Fixture, keys: Set[tuple[str, Key]]) -> list[list[object]]:
    """Return how these rows stand now, as JSON values for the journal of their load."""
    return [
        [noun, [*key], mark(entry)] for (noun, key), entry in entries_of(there).items() if (noun, key) in keys
    ]


def clashes(
    programme: Programme, fixture: Fixture, becomes: Entries, created: Set[tuple[str, Key]]
) -> tuple[Problem, ...]:
    """Return what would be unsound in the programme once the file is loaded: rows that stay count, too.

    What is not published stays out of it, so that no problem tells of it. The places of the problems name the things,
    not their numbers in the file.
    """
    whole = export.whole(
        programme,
        assessments=Assessment.objects.filter(round__programme=programme, state="published"),
        commitments=Commitment.objects.filter(programme=programme),
        contacts=Contact.objects.filter(programme=programme, sharing="all"),
    )
    new = {key: entry for key, entry in entries_of(fixture).items() if key in created}
    used = {(each.code, each.version): each for each in (*whole.instruments, *fixture.instruments)}
    after = with_entries(replace(whole, instruments=tuple(used.values())), becomes | new)
    document = json.loads(writing.dump(after))
    try:
        check_however_long(document, used)
    except Refused as refused:
        return tuple(replace(each, path=_named(each.path, document)) for each in refused.problems)
    return ()


def _named(path: str, document: Mapping[str, list[Mapping[str, object]]]) -> str:
    """Return a place with the code of what stands there, as far as it has one."""
    found = _PLACE.match(path)
    if found is None:
        return path
    thing = document[found[1]][int(found[2])]
    return f"{found[1]}[{thing.get('code', thing.get('label', ''))}]{path[found.end() :]}"


# --- what its fields are called

_MODELS: Mapping[str, type[Model]] = {
    "programme": Programme,
    "partner": Partner,
    "structure": Structure,
    "seat": Seat,
    "round": Round,
    "function": Function,
    "standard": Standard,
    "activity": Activity,
    "commitment": Commitment,
    "contact": Contact,
}
#: Fields of a file whose columns are called otherwise.
_COLUMNS = {"reference_date": "reference_on", "last_day": "last_on"}


def field_name(noun: str, field: str) -> str:
    """Return what a field of a file is called on pages, empty where its column has no name of its own."""
    column = _column(noun, field)
    return "" if column is None else str(column.verbose_name)


def word(noun: str, field: str, value: str) -> str:
    """Return a value of a field as pages say it: a code in words."""
    column = _column(noun, field)
    return value if column is None else str(dict(column.flatchoices).get(value, value))


def _column(noun: str, field: str) -> "Field[Any, Any] | None":
    name = _COLUMNS.get(field, field.replace(".", "_"))
    found = {each.name: each for each in _MODELS[noun]._meta.fields} if noun in _MODELS else {}
    return found.get(name)
