"""Who sits where, and who does what where: partners against structures, and against functions, on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from coordination.domain.bilingual import Text, fold
from coordination.models import Activity, Function, Partner, Programme, Seat
from coordination.queries import activities, names, paging, seats

#: How many partners a matrix shows at a time, and how many entries one of its cells.
ROWS, ENTRIES = 100, 6
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Column:
    """A structure (``key``: its name in addresses) or a function (its number), empty for “no function recorded”."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class SeatRole:
    """A seat as a cell shows it; not certain where a year leaves it open."""

    role: str
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportCell:
    """What a partner gives to whom, where; certain only where the recorded dates settle it."""

    kind: str
    recipient: Text | None
    place: str
    is_certain: bool
    is_invented: bool


@dataclass(frozen=True, slots=True)
class MatrixCell(Generic[Value]):
    """What stands in the cell of a column (its key), and how much more there is."""

    column: str
    entries: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow(Generic[Value]):
    """A partner under its name of that day, and a cell for each column."""

    partner_id: int
    partner: Text
    side: str
    cells: tuple[MatrixCell[Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Generic[Value]):
    """The partners that have something on a day; ``nothing`` counts those that match and have nothing.

    Only columns with an entry on this page are shown, in alphabetical order of the reader's language.
    """

    head: tuple[Column, ...]
    rows: tuple[MatrixRow[Value], ...]
    total: int
    nothing: int
    page: int
    pages: int


NO_FUNCTION = Column("", Text("", ""))
#: The partner, the column and what stands there; found for some partners.
Found = Iterable[tuple[int, Column, Value]]


def of_seats(
    programme: Programme,
    *,
    on: date,
    language: str = "en",
    search: str = "",
    side: str = "",
    page: int | None = 1,
) -> Matrix[SeatRole]:
    """Return who sits where on a day, a page of it or (None) all of it; five queries."""
    held = Seat.objects.filter(seats.held_on(on))

    def found(partners: QuerySet[Partner]) -> Found[SeatRole]:
        rows = held.filter(partner__in=partners).select_related("structure").order_by("structure__code", "pk")
        for row in rows:
            structure = row.structure
            column = Column(structure.slug, Text(structure.code, structure.code))
            role = str(row.get_role_display())
            yield row.partner_id, column, SeatRole(role, seats.is_certain(row, on))

    partners = _asked(programme, search, side)
    sitting = Exists(held.filter(partner=OuterRef("pk")))
    return _matrix(partners, partners.filter(sitting), found, on, language, page)


def of_functions(
    programme: Programme,
    *,
    on: date,
    language: str = "en",
    search: str = "",
    side: str = "",
    page: int | None = 1,
) -> Matrix[SupportCell]:
    """Return who does what where on a day, a page of it or (None) all of it; six queries.

    A cell lists each kind of support to one institution in one place once, invented and real ones apart.
    """
    running = Activity.objects.filter(activities.can_run_on(on))

    def found(partners: QuerySet[Partner]) -> Found[SupportCell]:
        merged: dict[tuple[int, Column, tuple[object, ...]], SupportCell] = {}
        called = names.names_on(Partner.objects.filter(programme=programme), on)
        rows = running.filter(partner__in=partners).select_related("function", "recipient")
        for row in rows.order_by("pk"):
            cell = _support(row, called, on)
            key = (
                row.partner_id,
                _column(row.function),
                (row.kind, row.recipient_id, row.place, cell.is_invented),
            )
            is_certain = cell.is_certain or (key in merged and merged[key].is_certain)
            merged[key] = replace(cell, is_certain=is_certain)
        ordered = sorted(merged.items(), key=lambda each: _read_as(each[1], language))
        return ((partner, column, support) for (partner, column, _kind), support in ordered)

    partners = _asked(programme, search, side)
    working = Exists(running.filter(partner=OuterRef("pk")))
    return _matrix(partners, partners.filter(working), found, on, language, page)


def _column(function: Function | None) -> Column:
    return Column(str(function.pk), Text(function.name_en, function.name_fr)) if function else NO_FUNCTION


def _support(row: Activity, called: Mapping[int, Text], on: date) -> SupportCell:
    return SupportCell(
        kind=str(row.get_kind_display()),
        recipient=(called.get(row.recipient.pk) or names.name(row.recipient)) if row.recipient else None,
        place=row.place,
        is_certain=activities.is_certain_on(row, on),
        is_invented=row.origin == "invented",
    )


def _read_as(support: SupportCell, language: str) -> tuple[str, str, str, bool]:
    """Return the sort key of a cell's entries: kind, recipient and place without case and accents."""
    recipient = support.recipient.get(language) if support.recipient else ""
    return fold(support.kind), fold(recipient), fold(support.place), support.is_invented


def _asked(programme: Programme, search: str, side: str) -> QuerySet[Partner]:
    rows = paging.searched(Partner.objects.filter(programme=programme), search)
    return rows.filter(side=side) if side else rows


def _matrix(
    asked: QuerySet[Partner],
    having: QuerySet[Partner],
    found: Callable[[QuerySet[Partner]], Found[Value]],
    on: date,
    language: str,
    page: int | None,
) -> Matrix[Value]:
    order = names.ordered(having, language)
    shown_page, pages = paging.at(page, len(order), ROWS) if page else (1, 1)
    ids = order[(shown_page - 1) * ROWS : shown_page * ROWS] if page else order
    shown = Partner.objects.in_bulk(ids)
    called = names.names_on(having, on)
    cells: dict[int, dict[Column, list[Value]]] = {}
    head: dict[Column, None] = {}
    for partner, column, value in found(Partner.objects.filter(pk__in=ids)):
        head.setdefault(column)
        cells.setdefault(partner, {}).setdefault(column, []).append(value)
    by_name = names.alphabetical(head, language, lambda column: column.name)
    columns = sorted(by_name, key=lambda column: column == NO_FUNCTION)
    most = ENTRIES if page else None
    return Matrix(
        head=tuple(columns),
        rows=tuple(
            MatrixRow(
                partner_id=row.pk,
                partner=called.get(row.pk) or names.name(row),
                side=str(row.get_side_display()),
                cells=tuple(_cell(column, cells.get(row.pk, {}).get(column, []), most) for column in columns),
            )
            for row in map(shown.__getitem__, ids)
        ),
        total=len(order),
        nothing=asked.count() - len(order),
        page=shown_page,
        pages=pages,
    )


def _cell(column: Column, entries: list[Value], most: int | None) -> MatrixCell[Value]:
    return MatrixCell(column.key, tuple(entries[:most]), len(entries[most:]) if most else 0)
