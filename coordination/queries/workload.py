"""Load on each structure: its partners and meetings by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from coordination.domain.bilingual import Text
from coordination.domain.overlaps import UNCERTAIN
from coordination.domain.workload import LoadMonth, Presence, load, months
from coordination.models import Activity, Participation, Programme, Seat, Structure

CANCELLED = Activity.Status.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One structure and its twelve months, the earliest first."""

    code: str
    slug: str
    name: Text
    months: tuple[LoadMonth, ...]


def of_programme(programme: Programme, on: date) -> tuple[Load, ...]:
    """Return all structures by code, over the twelve months up to that of a day; two queries.

    A partner takes part through a seat, or an activity coordinated through the structure, whatever it does there but
    receive; only meetings held count.
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
    seats = Seat.objects.filter(structure__programme=programme, structure__is_programme=False)
    work = Activity.objects.filter(programme=programme, structure__isnull=False).exclude(status=CANCELLED)
    beside = (
        Participation.objects.filter(activity__programme=programme, activity__structure__isnull=False)
        .filter(activity__withdrawn_at__isnull=True)
        .exclude(activity__status=CANCELLED)
        .exclude(role=Participation.Role.RECEIVES)
    )
    found: dict[int, list[Presence]] = {}
    rows = (
        _columns(seats, True),
        _columns(work, False, until=_ended("")),
        _columns(beside, False, "activity__", until=_ended("activity__")),
    )
    for structure, partner, since, until, lasts in rows[0].union(*rows[1:]):
        presence = Presence(partner=partner, since=since, until=until, lasts=lasts)
        found.setdefault(structure, []).append(presence)
    return found


def _columns(
    rows: QuerySet[Any], lasts: bool, before: str = "", *, until: Case | F | None = None
) -> QuerySet[Any, tuple[int, int, str, str, bool]]:
    """Return structure, partner, beginning, end, and whether it lasts without one; ``before`` leads to the fields."""
    named = rows.order_by().annotate(
        of=F(f"{before}structure_id"),
        begun=F(f"{before}since"),
        ended=until or F("until"),
        lasts=Value(lasts, BooleanField()),
    )
    columns: QuerySet[Any, tuple[int, int, str, str, bool]]
    columns = named.values_list("of", "partner_id", "begun", "ended", "lasts")
    return columns


def _ended(before: str) -> Case:
    """Build the end that counts: none of what is planned or suspended, which runs on no day for certain."""
    is_open = Q(**{f"{before}status__in": [*UNCERTAIN]})
    return Case(When(is_open, then=Value("")), default=F(f"{before}until"))


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
