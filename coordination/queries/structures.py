"""Structures: the list, and one structure with its facts and seats."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from coordination.domain.bilingual import Text, alphabetical, words
from coordination.models import Programme, Seat, Statement, Structure


class StructureValue(NamedTuple):
    """A structure as lists show it; no more than its columns, so that a thousand load fast."""

    id: int
    code: str
    slug: str
    name_en: str
    name_fr: str
    sector: str
    founded: str
    closed: str
    is_programme: bool = False

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_en, self.name_fr)

    @property
    def title(self) -> Text:
        """What heads its pages: the code, or the name of the programme as a whole."""
        return self.name if self.is_programme else Text(self.code, self.code)

    @property
    def sector_name(self) -> object:
        """The sector in the reader's language."""
        return Structure.Sector(self.sector).label


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatValue:
    """A partner's place in a structure; the French of its ``quote`` is empty where no statement has the same words."""

    id: int
    partner_id: int
    role: object
    partner: Text
    side: object
    since: str
    until: str
    quote: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementValue:
    """A quotation from a source."""

    kind: object
    item: str
    quote: Text
    slide: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureDetails:
    """One structure with its place among others, and what sources say of it."""

    structure: StructureValue
    mandate: Text
    slide: str
    parent: StructureValue | None
    predecessor: StructureValue | None
    children: tuple[StructureValue, ...]
    statements: tuple[StatementValue, ...]


def structure_value(row: Structure) -> StructureValue:
    """Convert a row."""
    return StructureValue(
        id=row.pk,
        code=row.code,
        slug=row.slug,
        name_en=row.name_en,
        name_fr=row.name_fr,
        sector=row.sector,
        founded=row.founded,
        closed=row.closed,
        is_programme=row.is_programme,
    )


def index(programme: Programme, *, search: str = "") -> tuple[StructureValue, ...]:
    """Return the programme's structures by code, filtered by ``search``; one query.

    The programme as a whole is left out, as nothing compares with it.
    """
    rows = Structure.objects.filter(programme=programme, is_programme=False)
    for word in words(search):
        rows = rows.filter(folded__contains=word)
    return _values(rows)


def assessed(programme: Programme) -> tuple[tuple[StructureValue, ...], StructureValue | None]:
    """Return the programme's structures by code, and the row for the programme as a whole; one query."""
    found = _values(Structure.objects.filter(programme=programme))
    return tuple(each for each in found if not each.is_programme), next(
        (each for each in found if each.is_programme), None
    )


def whole(programme: Programme) -> StructureValue | None:
    """Return the structure that stands for the programme as a whole; one query."""
    return next(iter(_values(Structure.objects.filter(programme=programme, is_programme=True))), None)


def _values(rows: QuerySet[Structure]) -> tuple[StructureValue, ...]:
    columns = ("pk", "code", "slug", "name_en", "name_fr", "sector", "founded", "closed", "is_programme")
    found = map(StructureValue._make, rows.values_list(*columns))
    return tuple(sorted(found, key=lambda each: alphabetical(each.code)))


def sectors(listed: Iterable[StructureValue]) -> tuple[str, ...]:
    """Return the sectors of these structures, in alphabetical order of their codes."""
    return tuple(sorted({each.sector for each in listed}))


def facts(structure: Structure) -> StructureDetails:
    """Return one structure's facts; ``structure`` is loaded with parent and predecessor. Two queries."""
    return StructureDetails(
        structure=structure_value(structure),
        mandate=Text(structure.mandate_en, structure.mandate_fr),
        slide=structure.slide,
        parent=structure_value(structure.parent) if structure.parent else None,
        predecessor=structure_value(structure.predecessor) if structure.predecessor else None,
        children=tuple(structure_value(row) for row in structure.children.all()),
        statements=statements(structure.programme, structure),
    )


def seats(structure: Structure) -> tuple[SeatValue, ...]:
    """Return all seats in a structure, whatever their dates; a quotation has the French of its statement. One query."""
    stated = Statement.objects.filter(structure=OuterRef("structure"), quote=OuterRef("quote"))
    rows = Seat.objects.filter(structure=structure).select_related("partner")
    return tuple(
        SeatValue(
            id=seat.pk,
            partner_id=seat.partner_id,
            role=seat.get_role_display(),
            partner=Text(seat.partner.name_en, seat.partner.name_fr),
            side=seat.partner.get_side_display(),
            since=seat.since,
            until=seat.until,
            quote=Text(seat.quote, seat.quote_fr if seat.quote and seat.quote_fr else ""),
        )
        for seat in rows.annotate(quote_fr=Subquery(stated.values("quote_fr")[:1]))
    )


def statements(programme: Programme, structure: Structure | None) -> tuple[StatementValue, ...]:
    """Return the statements of sources on a structure, or (None) on the programme as a whole; one query."""
    rows = Statement.objects.filter(programme=programme, structure=structure)
    return tuple(map(statement_value, rows))


def statement_value(row: Statement) -> StatementValue:
    """Convert a row."""
    return StatementValue(
        kind=row.get_kind_display(),
        item=row.item,
        quote=Text(row.quote, row.quote_fr),
        slide=row.slide,
        source=row.source,
    )


def sector_choices(programme: Programme | None = None, *kept: str) -> tuple[tuple[str, str], ...]:
    """Return the sectors that a programme offers (all for none), and those that are ``kept``: code and name."""
    offered = {*(programme.offered_sectors if programme else Structure.Sector.values), *kept}
    return tuple((code, str(name)) for code, name in Structure.Sector.choices if code in offered)


def relatives(programme: Programme, *, of: int | None = None) -> tuple[tuple[int, str], ...]:
    """Return the possible parents and predecessors of a structure: id and code; one query."""
    rows = Structure.objects.filter(programme=programme, is_programme=False).exclude(pk=of or 0)
    return tuple(rows.values_list("pk", "code"))


def kept(row: Structure) -> dict[str, Any]:
    """Return the editable facts of a structure, as a form shows them."""
    columns = ("name_en", "name_fr", "sector", "mandate_en", "mandate_fr", "founded", "closed")
    facts = {column: getattr(row, column) for column in columns}
    return facts | {
        "parent": row.parent_id,
        "predecessor": row.predecessor_id,
        "dormant_after": row.dormant_after,
    }


def fingerprint(row: Structure) -> str:
    """Hash these facts, so that nobody overwrites an edit they have not seen."""
    facts = json.dumps(kept(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()
