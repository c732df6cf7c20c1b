"""Telling managers that a place changed, and taking note of what one was told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from coordination.actions import identifiers, journal
from coordination.models import Membership, Notice, Programme, Role, User


@transaction.atomic
def tell(
    *, place: Membership, what: str, former_side: str | None = None, by: User | None, at: datetime
) -> None:
    """Tell the managers of both sides that a place changed; must run inside the transaction of what changed.

    Those of the place's side (and of the one it left) are told whose and how, as everybody is of a place without a
    side. Those of the other side are told that there was something, once until they have seen it.
    """
    sides = {side for side in (place.side, former_side) if side}
    told = Membership.objects.filter(
        programme=place.programme, role=Role.MANAGER, user__is_active=True, confirmed_at__isnull=False
    ).exclude(user=place.user_id)
    for row in told.exclude(user=by) if by else told:
        reader = {"user_id": row.user_id, "programme": place.programme, "side": row.side}
        if not sides or row.side in sides:
            operands = {"name": place.shown_name, "what": what, "role": place.role}
            Notice.objects.create(
                pk=identifiers.unseen(), **reader, kind=Notice.Kind.OWN, operands=operands, at=at
            )
        elif what != "link":
            kind = Notice.Kind.OTHER
            if not Notice.objects.filter(**reader, kind=kind, seen_at__isnull=True).exists():
                Notice.objects.create(pk=identifiers.unseen(), **reader, kind=kind, at=at)


@transaction.atomic
def see(*, programme: Programme, seen: Collection[int], other: bool, by: User, at: datetime) -> None:
    """Take note of these notices of one's own side, and of the ``other`` side's one; of nothing where there is none."""
    journal.lock()
    which = Q(kind=Notice.Kind.OWN, pk__in=seen)
    if other:
        which |= Q(kind=Notice.Kind.OTHER)
    if Notice.objects.filter(which, user=by, programme=programme, seen_at__isnull=True).update(seen_at=at):
        journal.record(by=by, at=at, verb="saved", noun="notice", key=by.email, programme=programme)


@transaction.atomic
def forget(*, user: User, programme: Programme, by: User | None, at: datetime) -> None:
    """Remove what a person was told in a programme, whose place there is now another or none.

    Must run inside the transaction of what changed, whose journal entry is also that of this.
    """
    Notice.objects.filter(user=user, programme=programme).delete()
