"""A 4W sheet against a programme: what it would mean here, and the register as such a sheet."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from coordination.documents.four_w import columns, reading, writing
from coordination.documents.four_w.cells import FourWWords, problem, text_of
from coordination.documents.four_w.reading import OWN, FourWFile
from coordination.documents.four_w.tables import FourWTable
from coordination.documents.four_w.writing import FourWLabels
from coordination.documents.iati.mapping import PLACE
from coordination.documents.tables import Table
from coordination.domain.answers import normalise
from coordination.domain.bilingual import NAME_LENGTH
from coordination.domain.problems import Problem
from coordination.models import Programme
from coordination.queries import activities, export_work, iati
from coordination.queries.activities import ActivityFilters
from coordination.queries.iati import FileOrigin, IatiLoad

NOTICE = {
    "en": "Imported from a sheet of who does what where when (4W).",
    "fr": "Importé d’une feuille « qui fait quoi où quand » (4W).",
}

#: What a person may say of a sheet, and how long the name of one may be.
ASKED = columns.ASKED
SOURCE_LENGTH = NAME_LENGTH // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWMatch:
    """Which column of a file is which of ours, by its place; and from whom the sheet is."""

    places: Mapping[str, int]
    source: str
    heads: tuple[str, ...]
    #: Whether the columns say themselves, by tags, what they are.
    is_tagged: bool

    @property
    def is_enough(self) -> bool:
        """Whether it is known who does what."""
        return all(name in self.places for name in columns.NEEDED)

    @property
    def key(self) -> str:
        """What tells this match from another of the same file: with it go the questions about its names."""
        return " ".join(f"{name}:{place}" for name, place in sorted(self.places.items()))


def matched(
    programme: Programme, table: FourWTable, name: str, said: Mapping[str, str], own: Mapping[str, str]
) -> FourWMatch:
    """Return which columns a file has: as a person says, else by tags, as said before, or by their heads; one query."""
    before = iati.meant(programme)
    places = _matched(table, before.get("columns", {}), own)
    there = {str(place) for place in range(len(table.heads))}
    for column in ASKED:
        if f"column_{column}" in said:
            place = said[f"column_{column}"]
            places.pop(column, None)
            if place in there:
                places[column] = int(place)
    source = text_of(said.get("source", "")) or before.get("sources", {}).get(_key(table)) or _stem(name)
    heads = tuple(table.named(place) for place in range(len(table.heads)))
    return FourWMatch(places=places, source=source[:SOURCE_LENGTH], heads=heads, is_tagged=table.is_tagged)


def _matched(table: FourWTable, before: Mapping[str, str], own: Mapping[str, str]) -> dict[str, int]:
    """Return the columns of a table before anybody says more: by its tags, as was said before, or by its heads.

    What was said of a sheet holds for the next that has all its heads, and then says of each column what it is not, too.
    """
    if table.is_tagged:
        return columns.of_tags(table.tags)
    there = {normalise(head): place for place, head in reversed(list(enumerate(table.heads))) if head}
    for said in (before.get(_key(table), ""), *reversed(list(before.values()))):
        heads: dict[str, str] = json.loads(said) if said else {}
        if heads and all(head in there for head in heads.values()):
            return {name: there[head] for name, head in heads.items()}
    return columns.of_heads(table.heads, own)


def _key(table: FourWTable) -> str:
    """Return by what sheets of one source know each other: their heads."""
    return " · ".join(filter(None, map(normalise, table.heads)))[:2_000]


def _stem(name: str) -> str:
    """Return what a file is called without its ending, its dates and numbers: the same for every month's file."""
    words = re.split(r"[\s_.-]+", name.rpartition(".")[0] or name)
    kept = (
        each
        for each in words
        if each and (not each.isdigit()) and not re.fullmatch(r"[vV]\d+|\d{3,}\w*", each)
    )
    return " ".join(kept) or "4W"


def understood(
    programme: Programme,
    table: FourWTable,
    match: FourWMatch,
    name: str,
    *,
    said: Mapping[str, str],
    words: FourWWords,
) -> IatiLoad:
    """Return what a file means here; ``said`` is what a person answered, by the names of the form's fields.

    The match must be enough.

    Raises:
        Refused: something in it is wrong or does not fit the programme, each mistake with its cell.
    """
    found = reading.read(table, match.places, words, source=f"4W · {match.source}", file=name)
    origin = FileOrigin(
        notice=NOTICE,
        placed=lambda each: _placed_problem(each, found, table, match.places),
        is_counted=True,
    )
    load = iati.judged(programme, found.file, name, said, origin)
    return replace(load, meant=dict(load.meant) | _remembered(table, match))


def _remembered(table: FourWTable, match: FourWMatch) -> dict[str, dict[str, str]]:
    """Return what the next file of the same heads need not be asked."""
    if table.is_tagged:
        return {"sources": {_key(table): match.source}}
    heads = {name: normalise(table.heads[place]) for name, place in match.places.items()}
    return {"columns": {_key(table): json.dumps(heads)}, "sources": {_key(table): match.source}}


def _placed_problem(found: Problem, file: FourWFile, table: FourWTable, places: Mapping[str, int]) -> Problem:
    """Return a problem of the document at the cell that it is about."""
    at = PLACE.match(found.path)
    if at is None or int(at[1]) >= len(file.rows):
        return found
    fact = found.path[at.end() :].partition("[")[0].partition(".")[0]
    column = next((name for name, known in OWN.items() if known == fact), fact)
    place = places.get(column, -1)
    row = file.rows[int(at[1])]
    return problem(row, table, found.rule, place, found.value, **dict(found.params))


def register(programme: Programme, filters: ActivityFilters, labels: FourWLabels) -> Table:
    """Return the matching activities as a 4W sheet; four queries."""
    wanted = activities.codes(programme, filters)
    found = (each for each in export_work.activities(programme) if each.code in wanted)
    return writing.table(found, labels)
