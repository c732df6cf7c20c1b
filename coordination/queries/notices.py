"""Notices on a manager's home page: places changed on their own side, and whether any changed on the other."""

from dataclasses import dataclass
from datetime import datetime

from coordination.models import Notice, Programme, Role
from coordination.permissions import Action, Standing, can


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeValue:
    """A changed place of the reader's side, or of none: whose, how (``what``), and when."""

    id: int
    name: str
    what: str
    role_name: object
    at: datetime


@dataclass(frozen=True, slots=True)
class Notices:
    """Unseen notices; of the other side only whether there are any, without name, number or time."""

    own: tuple[NoticeValue, ...] = ()
    is_there_another: bool = False


def unseen(programme: Programme, standing: Standing) -> Notices:
    """Return the person's unseen notices, latest first; one query, none for people who look after nobody."""
    if not can(standing, Action.LOOK_AFTER):
        return Notices()
    rows = Notice.objects.filter(
        user_id=standing.user_id, programme=programme, side=standing.side, seen_at__isnull=True
    ).order_by("-at", "-pk")
    found = list(rows)
    return Notices(
        own=tuple(
            NoticeValue(
                id=row.pk,
                name=row.operands["name"],
                what=row.operands["what"],
                role_name=Role(row.operands["role"]).label,
                at=row.at,
            )
            for row in found
            if row.kind == Notice.Kind.OWN
        ),
        is_there_another=any(row.kind == Notice.Kind.OTHER for row in found),
    )
