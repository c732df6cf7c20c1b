"""What happened to structures between two days: who came into the chair, when they stopped meeting."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, QuerySet, Value
from django.db.models.functions import Cast

from coordination.domain import meetings
from coordination.domain.bilingual import Text
from coordination.domain.dates import span
from coordination.domain.names import FormerNameValue, name_on
from coordination.models import Contact, Programme, Seat, User
from coordination.permissions import contacts_visible_to
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureEvent:
    """On a day, or somewhere in a month or year (``since``, which begins ``on``).

    ``chair`` is the partner new in the chair, under the name of that day; None: it is dormant, no meeting being recorded
    for longer than so many ``months``.
    """

    on: date
    since: str
    chair: Text | None = None
    months: int = 0


def between(
    structures: Sequence[StructureValue], first: date, last: date, *, user: User, programme: Programme
) -> Mapping[int, tuple[StructureEvent, ...]]:
    """Return what happened to each structure after one day and up to another, in order of time; one query."""
    ids = [each.id for each in structures]
    former: dict[tuple[int, str, Text], list[FormerNameValue]] = {}
    held: dict[tuple[int, int], list[date]] = {}
    rows = _chairs(ids).union(_meetings(ids, last, user, programme), all=True)
    for pk, since, months, name_en, name_fr, former_en, former_fr, until_on in rows:
        if months:
            held.setdefault((pk, months), []).append(date.fromisoformat(since))
            continue
        names = former.setdefault((pk, since, Text(name_en, name_fr)), [])
        if until_on is not None:
            names.append(FormerNameValue(Text(former_en, former_fr), until_on))
    found: dict[int, list[StructureEvent]] = {pk: [] for pk in ids}
    for pk, event in [*map(_chair, former.items()), *_dormant(held, last)]:
        if first < event.on <= last:
            found[pk].append(event)
    return {pk: tuple(sorted(events, key=lambda each: each.on)) for pk, events in found.items()}


def _chairs(structures: Sequence[int]) -> QuerySet[Seat, tuple[Any, ...]]:
    """Ask for seats in the chair, once for each former name of their partner."""
    former = "partner__former_names__"
    rows = Seat.objects.filter(structure__in=structures, role=Seat.Role.CHAIR).exclude(since="").order_by()
    return rows.values_list(
        "structure_id",
        "since",
        Value(0),
        "partner__name_en",
        "partner__name_fr",
        f"{former}name_en",
        f"{former}name_fr",
        f"{former}until_on",
    )


def _meetings(
    structures: Sequence[int], last: date, user: User, programme: Programme
) -> QuerySet[Contact, tuple[Any, ...]]:
    """Ask for what everybody may read: a page of results is the same for both sides."""
    rows = contacts_visible_to(user, programme).filter(
        structure__in=structures, kind="session", state="held", sharing="all", on__lte=last
    )
    nothing = [Value("", CharField())] * 4
    return rows.order_by().values_list(
        "structure_id",
        Cast("on", CharField(max_length=10)),
        "structure__dormant_after",
        *nothing,
        Cast(Value(None), DateField()),
    )


def _chair(of: tuple[tuple[int, str, Text], list[FormerNameValue]]) -> tuple[int, StructureEvent]:
    (pk, since, name), former = of
    on = date.fromisoformat(span(since)[0])
    return pk, StructureEvent(on=on, since=since, chair=name_on(name, former, on))


def _dormant(
    held: Mapping[tuple[int, int], Sequence[date]], last: date
) -> Iterator[tuple[int, StructureEvent]]:
    for (pk, months), days in held.items():
        for on in meetings.dormant_since(days, months, last):
            yield pk, StructureEvent(on=on, since=on.isoformat(), months=months)
