"""Seats: those held on a day, and who sat in a structure then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from coordination.domain.bilingual import Text
from coordination.domain.dates import span
from coordination.domain.periods import overlap, recorded_on
from coordination.models import Partner, Programme, Seat, Structure
from coordination.queries import names

ROLES = Seat.Role.choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who sat in a structure on a day, under the name of that day; not certain where a year leaves it open."""

    partner_id: int
    partner: Text
    side: str
    role: str
    is_certain: bool


def runs_on(on: date, before: str = "", since: str = "since", until: str = "until") -> Q:
    """Build the condition for what possibly runs on a day: `domain.periods.possibly_on` in the database.

    ``before`` leads to the fields, such as ``structure__``. A year sorts before the days in it, so that only the
    end needs the year itself.
    """
    day = on.isoformat()
    ends = Q(**{f"{before}{until}": ""}) | Q(**{f"{before}{until}": day[:4]})
    return Q(**{f"{before}{since}__lte": day}) & (ends | Q(**{f"{before}{until}__gte": day}))


def held_on(on: date) -> Q:
    """Build the condition for seats possibly held on a day: begun, not ended, in a structure that existed."""
    return runs_on(on) & runs_on(on, "structure__", "founded", "closed") & Q(structure__is_programme=False)


def is_certain(seat: Seat, on: date) -> bool:
    """Whether a seat, loaded with its structure, is held on a day whatever day its years stand for."""
    structure = seat.structure
    return recorded_on(seat.since, seat.until, on) and recorded_on(structure.founded, structure.closed, on)


def of_structure_on(structure: Structure, on: date) -> tuple[Sitting, ...]:
    """Return who sat in a structure on a day, by role; one query."""
    order = [role for role, _name in ROLES]
    held = Seat.objects.filter(held_on(on), structure=structure).select_related("partner", "structure")
    rows = held.annotate(**names.called_on(on))
    return tuple(
        Sitting(
            partner_id=row.partner_id,
            partner=names.called(row),
            side=str(row.partner.get_side_display()),
            role=str(row.get_role_display()),
            is_certain=is_certain(row, on),
        )
        for row in sorted(rows, key=lambda row: (order.index(row.role), row.pk))
    )


def of_programme_on(programme: Programme, on: date) -> Mapping[int, tuple[Text, ...]]:
    """Return the partners seated in each structure on a day, by its id, those who lead first; one query."""
    order = [role for role, _name in ROLES]
    rows = Seat.objects.filter(held_on(on), structure__programme=programme).select_related("partner")
    found: dict[int, dict[Text, None]] = {}
    for row in sorted(rows.annotate(**names.called_on(on)), key=lambda row: (order.index(row.role), row.pk)):
        found.setdefault(row.structure_id, {})[names.called(row)] = None
    return {structure: tuple(partners) for structure, partners in found.items()}


def version(row: Seat) -> str:
    """Hash a seat's facts, so that nobody overwrites an edit they have not seen."""
    return " ".join((str(row.partner_id), row.role, row.since or "-", row.until or "-"))


def joined_dates(one: Seat, other: Seat) -> tuple[str, str] | None:
    """Return the dates of two seats as one; None where they certainly share no day and do not begin alike."""
    if one.since != other.since and not overlap((one.since, one.until), (other.since, other.until)):
        return None
    since = min(one.since, other.since, key=lambda each: span(each)[0] if each else "")
    until = max(one.until, other.until, key=lambda each: span(each)[1] if each else "9")
    return since, until


def choices(programme: Programme, language: str) -> tuple[tuple[int, Text], ...]:
    """Return the partners who may take a seat: id and name, in alphabetical order; one query."""
    rows = [(row.pk, names.name(row)) for row in Partner.objects.filter(programme=programme)]
    return names.alphabetical(rows, language, lambda each: each[1])
