"""What a file for people says of itself: of which programme, what, of which day, how chosen, and for whom."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coordination.documents.tables import TableFile, Value
from coordination.documents.workbooks import About
from coordination.domain.bilingual import Text
from coordination.presenters import sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where the rows of a file are from: the address, the filters with their names, and who may read them."""

    address: str
    filters: Sequence[tuple[str, str]]
    readers: str


@dataclass(frozen=True, slots=True)
class RowsTold:
    """How many rows a file has, and the SHA-256 of the same rows as CSV."""

    number: int
    fingerprint: str


def results() -> str:
    """Say who may read the results of a programme."""
    return _(
        "Whoever has a place in the programme and may read these results: viewers and administrators once a round is "
        "closed or published."
    )


def records() -> str:
    """Say who may read the records of a programme that are nobody's secret."""
    return _("Whoever has a place in the programme.")


def own_side() -> str:
    """Say who may read what the people of one side did."""
    return _("The people of this side: do not pass it on.")


def about(of: Provenance, programme: Text, file: TableFile, csv: bytes, *, today: date) -> About:
    """Return the sheet that says where a file of a programme is from; ``csv`` are the same tables as a CSV file."""
    rows = RowsTold(len(file.tables[0].rows), hashlib.sha256(csv).hexdigest())
    return about_rows(of, programme, file.tables[0].title, rows, notes=file.notes, today=today)


def about_rows(
    of: Provenance,
    programme: Text,
    title: str,
    rows: RowsTold,
    *,
    notes: Sequence[tuple[str, Value]],
    today: date,
) -> About:
    """Return the same sheet of rows that are not held all at once."""
    filters = [_("%(name)s: %(said)s") % {"name": name, "said": said} for name, said in of.filters]
    return About(
        _("About this file"),
        [
            (_("Programme"), sentences.local(programme)),
            (_("What"), title),
            (_("As it stood on"), today),
            (_("Filter"), "\n".join(filters) or _("none: all rows")),
            (_("Rows"), rows.number),
            *notes,
            (_("Address"), of.address),
            (_("Who may read it"), of.readers),
            (_("SHA-256 of the same as CSV"), rows.fingerprint),
        ],
    )
