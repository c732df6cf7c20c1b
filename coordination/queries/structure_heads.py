"""What stands above every tab of a structure's page: its facts in four lines, and how much each tab holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

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
    """Return a structure of the programme with its counts, parent, predecessor and version; one query."""
    here = {"structure": OuterRef("pk")}
    promised = commitments_visible_to(user, programme).filter(state="open", **here)
    sessions = contacts_visible_to(user, programme).filter(kind="session", **here)
    held = sessions.filter(state="held").order_by("-on", "-pk")
    planned = sessions.filter(state="planned", on__gte=today).order_by("on", "pk")
    rows = Structure.objects.select_related("programme", "parent", "predecessor").annotate(
        open_commitments=_count(promised),
        overdue=_count(promised.filter(due_on__lt=today)),
        due_on=Subquery(promised.order_by("due_on", "pk").values("due_on")[:1]),
        sessions=_count(sessions.filter(state__in=("held", "planned"))),
        last_met=Subquery(held.values("on")[:1]),
        next_met=Subquery(planned.values("on")[:1]),
        risks_seen=_count(risks.seen_in(programme, OuterRef("pk"))),
        seated=_count(Seat.objects.filter(**here)),
    )
    return versions.beside(rows.filter(programme=programme, slug=slug), programme).first()


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows of a subquery about one structure."""
    counted = rows.order_by().values("structure").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def head(row: Structure, *, rounds: int, today: date) -> StructureHead:
    """Return the head of a structure that `find` returned, heard in so many rounds; one query."""
    counted: Any = row
    held = [counted.last_met] if counted.last_met else []
    return StructureHead(
        structure=structures.structure_value(row),
        leading=leaders.leading(row, today),
        life=meetings.life(row.closed, held, row.dormant_after, today),
        dormant_after=row.dormant_after,
        last_met=counted.last_met,
        next_met=counted.next_met,
        open_commitments=counted.open_commitments,
        overdue=counted.overdue,
        due_on=counted.due_on,
        counts={
            "history": rounds,
            "commitments": counted.open_commitments,
            "risks": counted.risks_seen,
            "meetings": counted.sessions,
            "seats": counted.seated,
        },
    )
