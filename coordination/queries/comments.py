"""Comments on answers that both sides see: by side and role, never by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from coordination.models import Comment, Programme, Role, User
from coordination.permissions import Standing, comments_visible_to, may_withdraw_comment


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentValue:
    """A comment; one that was withdrawn has its reason in place of its text."""

    id: int
    criterion: str
    side: str
    role_name: object
    text: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str
    can_withdraw: bool


#: Where nothing was said.
NOTHING: Mapping[str, tuple[CommentValue, ...]] = {}


def of_card(
    round_id: int, structure_id: int, *, user: User, standing: Standing
) -> Mapping[str, tuple[CommentValue, ...]]:
    """Return the comments on a structure in a round that the person may read, by criterion, oldest first; one query."""
    rows = comments_visible_to(user).filter(round=round_id, structure=structure_id)
    found: dict[str, tuple[CommentValue, ...]] = {}
    for row in rows.select_related("criterion").order_by("at", "pk"):
        code = row.criterion.code
        found[code] = (*found.get(code, ()), value(row, standing))
    return found


def find(number: int, *, user: User, programme: Programme) -> Comment | None:
    """Return a comment that the person may read in this programme, loaded with what it is about."""
    rows = comments_visible_to(user).filter(pk=number, round__programme=programme)
    return rows.select_related("criterion", "structure", "round__instrument", "round__programme").first()


def value(row: Comment, standing: Standing) -> CommentValue:
    """Return a comment as pages show it."""
    is_withdrawn = row.withdrawn_at is not None
    return CommentValue(
        id=row.pk,
        criterion=row.criterion.code,
        side=row.side,
        role_name=Role(row.role).label,
        text="" if is_withdrawn else row.text,
        at=row.at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        can_withdraw=not is_withdrawn and may_withdraw_comment(standing, row),
    )
