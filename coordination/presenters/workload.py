"""The load on structures as rows: partners and meetings, month by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.documents.tables import Table, TableFile, Value
from coordination.domain.bilingual import Text
from coordination.domain.workload import STEPS, LoadMonth, step
from coordination.queries.workload import Load


@dataclass(frozen=True, slots=True)
class LoadCell:
    """One month: its partners (“3”, or “3–9” for at least and at most), its meetings, and how heavy it is (0 to 4)."""

    partners: str
    meetings: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadLine:
    """One structure with its months."""

    code: str
    slug: str
    name: Text
    cells: tuple[LoadCell, ...]


def lines(loads: Iterable[Load]) -> list[LoadLine]:
    """Return the load as rows of a table."""
    return [
        LoadLine(code=each.code, slug=each.slug, name=each.name, cells=tuple(map(_cell, each.months)))
        for each in loads
    ]


def _cell(month: LoadMonth) -> LoadCell:
    known = month.certain == month.possible
    words = ngettext("%(count)s meeting", "%(count)s meetings", month.meetings)
    return LoadCell(
        str(month.certain) if known else f"{month.certain}–{month.possible}",
        words % {"count": month.meetings},
        step(month),
    )


def table(loads: Iterable[Load], on: date) -> TableFile:
    """Return the load for a file, one row for each structure and month."""
    head = [
        _("Structure"),
        _("Month"),
        _("partners, at least"),
        _("partners, at most"),
        _("meetings held"),
    ]
    rows: list[list[Value]] = [
        [each.code, month.first.isoformat()[:7], month.certain, month.possible, month.meetings]
        for each in loads
        for month in each.months
    ]
    said: list[tuple[str, Value]] = [(_("As of"), on), (_("How it is counted"), how_counted())]
    return TableFile([Table(_("Load on each structure"), head, rows)], said)


def how_counted() -> str:
    """Return how partners and meetings are counted."""
    return _(
        "A partner counts once in a month in which it has a seat in the structure, or an activity coordinated "
        "through it. A year stands for any of its days; a missing start, or a missing end of an activity, may be "
        "any day, so such a partner counts as possible only; a seat without an end lasts. Meetings are those of the "
        "structure that were held."
    )


def heat() -> list[tuple[int, str]]:
    """Return the steps of the heat table with the numbers of partners that each stands for."""
    spans = [f"{start}–{following - 1}" for start, following in pairwise(STEPS)]
    return [*enumerate(["0", *spans, _("%(count)s or more") % {"count": STEPS[-1]}])]
