"""What stands above every tab of a structure's page: its facts in four lines, and how much each tab holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from coordination.domain import meetings
from coordination.domain.meetings import StructureLife
from coordination.models import Programme, Seat, Structure, User
from coordination.permissions import commitments_visible_to, contacts_visible_to
from coordination.queries import leaders, risks, structures, versions
from coordination.queries.leaders import Leading
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureHead:
    """One structure's facts as of a day.

    ``last_met`` and ``next_met`` are the days of its meetings; ``due_on`` is the day of its first open commitment.
    ``counts`` are how many rows a tab holds, by its name.
    """

    structure: StructureValue
    leading: Leading
    life: StructureLife
    dormant_after: int
    last_met: date | None
    next_met: date | None
    open_commitments: int
    overdue: int
    due_on: date | None
    counts: Mapping[str, int]


def find(slug: str, *, user: User, programme: Programme, today: date) -> Structure | None:
    """Return a structure of the programme with what is counted of it, parent, predecessor and version; one query."""
    here = {"structure": OuterRef("pk")}
    promised = commitments_visible_to(user, programme).filter(state="open", **here)
    sessions = contacts_visible_to(user, programme).filter(kind="session", **here)
    held, planned = Q(state="held"), Q(state="planned")
    rows = Structure.objects.select_related("parent", "predecessor").annotate(
        promised=_told(
            promised, open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), due_on=Min("due_on")
        ),
        met=_told(
            sessions,
            sessions=Count("pk", filter=held | planned),
            last=Max("on", filter=held),
            next=Min("on", filter=planned & Q(on__gte=today)),
        ),
        risks_seen=_told(risks.seen_in(programme, OuterRef("pk")), count=Count("pk")),
        seated=_told(Seat.objects.filter(**here), count=Count("pk")),
    )
    found = versions.beside(rows.filter(programme=programme, slug=slug), programme).first()
    if found is not None:
        found.programme = programme
    return found


def _told(rows: QuerySet[Any], **figures: Aggregate) -> Subquery:
    """Return figures of a subquery about one structure, as one column; None where it has no rows."""
    counted = rows.order_by().values("structure").annotate(told=JSONObject(**figures)).values("told")
    return Subquery(counted)


def head(row: Structure, *, rounds: int, today: date) -> StructureHead:
    """Return the head of a structure that `find` returned, heard in so many rounds; one query."""
    counted: Any = row
    promised, met = counted.promised or {}, counted.met or {}
    last = _day(met.get("last"))
    held = [last] if last else []
    return StructureHead(
        structure=structures.structure_value(row),
        leading=leaders.leading(row, today),
        life=meetings.life(row.closed, held, row.dormant_after, today),
        dormant_after=row.dormant_after,
        last_met=last,
        next_met=_day(met.get("next")),
        open_commitments=promised.get("open", 0),
        overdue=promised.get("overdue", 0),
        due_on=_day(promised.get("due_on")),
        counts={
            "history": rounds,
            "commitments": promised.get("open", 0),
            "risks": (counted.risks_seen or {}).get("count", 0),
            "meetings": met.get("sessions", 0),
            "seats": (counted.seated or {}).get("count", 0),
        },
    )


def _day(written: str | None) -> date | None:
    """Return a day that a database has put into words."""
    return date.fromisoformat(written) if written else None
