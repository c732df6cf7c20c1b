"""The register as a 4W sheet: who does what where when, with the tags of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.documents.fixture.document import ActivityEntry
from coordination.documents.fixture.money import MoneyEntry
from coordination.documents.four_w import columns
from coordination.documents.four_w.cells import NOT_SAID
from coordination.documents.tables import Table, Value
from coordination.domain.dates import as_day

DAYS = ("since", "until", "planned_since", "planned_until")
#: Which column names those who take part beside whoever carries it out and the one that receives it.
BESIDE = {"implements": "also", "manages": "lead", "funds": "funder", "receives": "receivers"}
#: Facts that are written as they stand.
AS_THEY_STAND = (
    *("note", "identifier", "source", "code", "structure", "standard", "equipment", "request"),
    *("quote", "quote_fr", "slide", "origin", "place", "recipient"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FourWLabels:
    """What the reader calls the sheet, its columns, and what is of a list, by their codes."""

    title: str
    heads: Mapping[str, str]
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    money: Mapping[str, str]


def table(activities: Iterable[ActivityEntry], labels: FourWLabels) -> Table:
    """Return the sheet of activities: a row for each, of the columns in which anything stands."""
    rows = [_row(each, labels) for each in activities]
    names = [
        name
        for name in columns.TAGS
        if name in columns.ALWAYS or any(row.get(name) not in (None, "") for row in rows)
    ]
    return Table(
        labels.title,
        [labels.heads[name] for name in names],
        [[row.get(name) for name in names] for row in rows],
        tags=[columns.TAGS[name] for name in names],
    )


def _row(said: ActivityEntry, labels: FourWLabels) -> dict[str, Value]:
    found: dict[str, Value] = {
        "name": said.name.en,
        "name_fr": said.name.fr if said.name.fr != said.name.en else "",
        "kind": labels.kinds[said.kind],
        "who": said.partner,
        "sector": said.function,
        "status": labels.statuses[said.status] if said.status else "",
        "money": "\n".join(_line(each, labels) for each in said.money),
        "value": said.value,
        "value_currency": said.currency,
        **{name: _when(getattr(said, name)) for name in DAYS},
        **{name: getattr(said, name) for name in AS_THEY_STAND},
        **{f"t{number}": answer for number, answer in enumerate(said.tests, start=1)},
    }
    return found | {name: _beside(said, role) for role, name in BESIDE.items()}


def _beside(said: ActivityEntry, role: str) -> str:
    found = (each for each in said.participants if each.role == role)
    return "\n".join(
        each.partner if each.share is None else f"{each.partner} ({each.share.normalize():f}%)"
        for each in found
    )


def _line(said: MoneyEntry, labels: FourWLabels) -> str:
    found: Sequence[str] = (labels.money[said.kind], f"{said.amount:.2f}", said.currency)
    on = said.on or (NOT_SAID if said.partner else "")
    return " ".join(filter(None, (*found, on, said.partner)))


def _when(day: str) -> date | str:
    """Return a day as one, so that a spreadsheet knows it; a month or a year as it stands."""
    return as_day(day) or day
