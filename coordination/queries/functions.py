"""Functions of the common plan, standards and families of equipment, and how many activities use each."""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordination.domain.bilingual import Text
from coordination.models import Activity, Function, Programme, Standard
from coordination.queries import names

STANDARD_KINDS = Standard.Kind.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionValue:
    """A function, and the number of activities that serve it; ``version`` detects edits by others."""

    id: int
    code: str
    name: Text
    sector: str
    sector_name: str
    is_planned: bool
    is_invented: bool
    activities: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardValue:
    """A standard or family of equipment, and the number of activities that follow or bring it."""

    id: int
    code: str
    name: Text
    kind: str
    kind_name: str
    is_invented: bool
    activities: int
    version: str


def index(programme: Programme, language: str) -> tuple[FunctionValue, ...]:
    """Return the functions sorted by name in a language; one query."""
    rows = Function.objects.filter(programme=programme).annotate(used=_used("function"))
    found = tuple(
        FunctionValue(
            id=row.pk,
            code=row.code,
            name=Text(row.name_en, row.name_fr),
            sector=row.sector,
            sector_name=str(row.get_sector_display()),
            is_planned=row.is_planned,
            is_invented=row.origin == "invented",
            activities=row.used,
            version=version(row),
        )
        for row in rows
    )
    return names.alphabetical(found, language, lambda each: each.name)


def standards(programme: Programme, language: str) -> tuple[StandardValue, ...]:
    """Return the standards, then the families of equipment, sorted by name in a language; one query."""
    rows = Standard.objects.filter(programme=programme)
    found = tuple(
        StandardValue(
            id=row.pk,
            code=row.code,
            name=Text(row.name_en, row.name_fr),
            kind=row.kind,
            kind_name=str(row.get_kind_display()),
            is_invented=row.origin == "invented",
            activities=row.trained_in if row.kind == Standard.Kind.STANDARD else row.equipped_with,
            version=version(row),
        )
        for row in rows.annotate(trained_in=_used("standard"), equipped_with=_used("equipment"))
    )
    by_name = names.alphabetical(found, language, lambda each: each.name)
    return tuple(sorted(by_name, key=lambda each: each.kind != Standard.Kind.STANDARD))


def version(row: Function | Standard) -> str:
    """Hash a row's facts, so that nobody overwrites an edit they have not seen."""
    own = (row.sector, row.is_planned) if isinstance(row, Function) else (row.kind,)
    facts = json.dumps([row.name_en, row.name_fr, *own], ensure_ascii=False)
    return sha256(facts.encode()).hexdigest()


def _used(name: str) -> Coalesce:
    """Count the activities naming the row in this field, in a subquery, so that joins do not multiply."""
    named: QuerySet[Activity, dict[str, int]] = (
        Activity.objects.filter(**{name: OuterRef("pk")})
        .order_by()
        .values(name)
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Coalesce(Subquery(named), 0)
