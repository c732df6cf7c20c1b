"""Meetings of structures and political dialogues: whether a structure still meets, and its strip of months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Max, Q, QuerySet

from coordination.domain import meetings
from coordination.domain.meetings import StructureLife, months_back
from coordination.models import Contact, Programme, Structure, User
from coordination.permissions import contacts_visible_to

#: The strip shows so many months up to this one, and so many to come.
PAST, TO_COME = 12, 3
#: So many of the last and of the next are named.
NAMED = 3
COLUMNS = ("pk", "on", "at", "subject", "state", "origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingValue:
    """One meeting as a strip names it."""

    id: int
    on: date
    time: time | None
    subject: str
    is_invented: bool


@dataclass(frozen=True, slots=True)
class StripMonth:
    """How many meetings were held and are planned in the month that begins with ``first``."""

    first: date
    held: int
    planned: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The months around today, the last meetings held (latest first) and the next ones planned (soonest first)."""

    months: tuple[StripMonth, ...]
    last: tuple[MeetingValue, ...]
    next: tuple[MeetingValue, ...]


@dataclass(frozen=True, slots=True)
class Meetings:
    """A structure's meetings, and whether it still meets; ``dormant_after`` is in months."""

    life: StructureLife
    dormant_after: int
    strip: Strip


def of_structure(user: User, structure: Structure, today: date) -> Meetings:
    """Return the meetings of a structure; one query."""
    rows = contacts_visible_to(user, structure.programme).filter(structure=structure, kind="session")
    strip = _strip(rows, today)
    life = meetings.life(structure.closed, (each.on for each in strip.last), structure.dormant_after, today)
    return Meetings(life, structure.dormant_after, strip)


def dialogues(user: User, programme: Programme, today: date) -> Strip:
    """Return the political dialogues on progress the reader may see; one query."""
    return _strip(contacts_visible_to(user, programme).filter(kind="dialogue"), today)


def lives(user: User, programme: Programme, today: date) -> Mapping[int, StructureLife]:
    """Return whether each structure of the programme still meets, by its id; two queries."""
    held = contacts_visible_to(user, programme).filter(kind="session", state="held").order_by()
    last = dict(held.values_list("structure").annotate(Max("on")))
    return {
        pk: meetings.life(closed, filter(None, [last.get(pk)]), dormant_after, today)
        for pk, closed, dormant_after in Structure.objects.filter(programme=programme).values_list(
            "pk", "closed", "dormant_after"
        )
    }


def _strip(rows: QuerySet[Contact], today: date) -> Strip:
    first = months_back(today, PAST - 1).replace(day=1)
    last = rows.filter(state="held").order_by("-on", "-pk").values("pk")[:NAMED]
    near = Q(state__in=("held", "planned"), on__gte=first)
    shown = list(rows.filter(near | Q(pk__in=last)).order_by("on", "at", "pk").values_list(*COLUMNS))
    held, planned = ([row[1] for row in shown if row[4] == state] for state in ("held", "planned"))
    months = meetings.strip(held, planned, first, PAST + TO_COME)
    latest = sorted(
        (row for row in shown if row[4] == "held"), key=lambda row: (row[1], row[0]), reverse=True
    )
    following = [row for row in shown if row[4] == "planned" and row[1] >= today]
    return Strip(
        months=tuple(StripMonth(date(each.year, each.month, 1), each.held, each.planned) for each in months),
        last=tuple(map(_value, latest[:NAMED])),
        next=tuple(map(_value, following[:NAMED])),
    )


def _value(row: tuple[int, date, time | None, str, str, str]) -> MeetingValue:
    pk, on, at, subject, _state, origin = row
    return MeetingValue(id=pk, on=on, time=at, subject=subject, is_invented=origin == "invented")
