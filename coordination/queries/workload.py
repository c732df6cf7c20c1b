"""Load on each structure: its partners and meetings by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, FilteredRelation, Q, Value
from django.db.models.functions import TruncMonth

from coordination.domain.bilingual import Text
from coordination.domain.workload import LoadMonth, Presence, load, months
from coordination.models import Activity, Programme, Seat, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One structure and its twelve months, the earliest first."""

    code: str
    slug: str
    name: Text
    months: tuple[LoadMonth, ...]


def of_programme(programme: Programme, on: date) -> tuple[Load, ...]:
    """Return all structures by code, over the twelve months up to that of a day; two queries.

    A partner takes part through a seat, or an activity coordinated through the structure; only meetings held count.
    """
    presences = _presences(programme)
    facts: dict[int, tuple[str, str, Text, str, str]] = {}
    meetings: dict[int, dict[date, int]] = {}
    for pk, code, slug, name_en, name_fr, founded, closed, month, count in _structures(programme, on):
        facts[pk] = (code, slug, Text(name_en, name_fr), founded, closed)
        if month:
            meetings.setdefault(pk, {})[month] = count
    return tuple(
        Load(
            code=code,
            slug=slug,
            name=name,
            months=load(presences.get(pk, ()), meetings.get(pk, {}), on, founded=founded, closed=closed),
        )
        for pk, (code, slug, name, founded, closed) in facts.items()
    )


def _presences(programme: Programme) -> dict[int, list[Presence]]:
    columns = ("structure_id", "partner_id", "since", "until", "lasts")
    seats = Seat.objects.filter(structure__programme=programme, structure__is_programme=False)
    work = Activity.objects.filter(programme=programme, structure__isnull=False)
    found: dict[int, list[Presence]] = {}
    rows = (
        each.annotate(lasts=Value(lasts, BooleanField())).order_by().values_list(*columns)
        for each, lasts in ((seats, True), (work, False))
    )
    for structure, partner, since, until, lasts in next(rows).union(*rows):
        presence = Presence(partner=partner, since=since, until=until, lasts=lasts)
        found.setdefault(structure, []).append(presence)
    return found


def _structures(
    programme: Programme, on: date
) -> Iterable[tuple[int, str, str, str, str, str, str, date | None, int]]:
    """Return each structure once per month in which it met, and at least once."""
    days = months(on)
    return (
        Structure.objects.filter(programme=programme, is_programme=False)
        .annotate(
            sessions=FilteredRelation(
                "contacts",
                condition=Q(contacts__kind="session", contacts__state="held", contacts__sharing="all")
                & Q(contacts__withdrawn_at__isnull=True)
                & Q(contacts__on__gte=days[0][0], contacts__on__lte=days[-1][1]),
            )
        )
        .annotate(month=TruncMonth("sessions__on"))
        .order_by("code")
        .values_list("pk", "code", "slug", "name_en", "name_fr", "founded", "closed", "month")
        .annotate(count=Count("sessions"))
    )
