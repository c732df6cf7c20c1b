"""What a manager is told at home: places that changed on their own side, and that one changed on the other."""

from dataclasses import dataclass
from datetime import datetime

from coordination.models import Notice, Programme, Role
from coordination.permissions import Action, Standing, can


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeValue:
    """A place of one's own side, or of none, that changed: whose, how (``what``), and when."""

    id: int
    name: str
    what: str
    role_name: object
    at: datetime


@dataclass(frozen=True, slots=True)
class Notices:
    """What is not yet seen; of the other side only whether there is something, without name, number or time."""

    own: tuple[NoticeValue, ...] = ()
    is_there_another: bool = False


def unseen(programme: Programme, standing: Standing) -> Notices:
    """Return what this person is told, the latest first; one query, none for who looks after nobody."""
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
