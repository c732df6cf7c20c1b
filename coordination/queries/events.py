"""What happened to structures between two days: who came into the chair, when they stopped meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.domain import meetings
from coordination.domain.bilingual import Text
from coordination.domain.dates import span
from coordination.domain.names import name_on
from coordination.models import FormerName, Programme, Seat, User
from coordination.permissions import contacts_visible_to
from coordination.queries import names
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
    """Return what happened to each structure after one day and up to another, in order of time; three queries."""
    ids = [each.id for each in structures]
    found: dict[int, list[StructureEvent]] = {pk: [] for pk in ids}
    for pk, event in [*_chairs(ids), *_dormant(ids, last, user, programme)]:
        if first < event.on <= last:
            found[pk].append(event)
    return {pk: tuple(sorted(events, key=lambda each: each.on)) for pk, events in found.items()}


def _chairs(structures: Sequence[int]) -> list[tuple[int, StructureEvent]]:
    rows = list(
        Seat.objects.filter(structure__in=structures, role=Seat.Role.CHAIR)
        .exclude(since="")
        .select_related("partner")
    )
    former: dict[int, list[FormerName]] = {}
    for each in FormerName.objects.filter(partner__in={row.partner_id for row in rows}):
        former.setdefault(each.partner_id, []).append(each)
    found = []
    for row in rows:
        on = date.fromisoformat(span(row.since)[0])
        called = [names.former_name(each) for each in former.get(row.partner_id, ())]
        chair = name_on(names.name(row.partner), called, on)
        found.append((row.structure_id, StructureEvent(on=on, since=row.since, chair=chair)))
    return found


def _dormant(
    structures: Sequence[int], last: date, user: User, programme: Programme
) -> list[tuple[int, StructureEvent]]:
    held: dict[tuple[int, int], list[date]] = {}
    rows = contacts_visible_to(user, programme).filter(
        structure__in=structures, kind="session", state="held", sharing="all", on__lte=last
    )
    for pk, months, on in rows.order_by().values_list("structure", "structure__dormant_after", "on"):
        held.setdefault((pk, months), []).append(on)
    return [
        (pk, StructureEvent(on=on, since=on.isoformat(), months=months))
        for (pk, months), days in held.items()
        for on in meetings.dormant_since(days, months, last)
    ]
