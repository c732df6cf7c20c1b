"""Which advisers a side asks to score which structure; only those count whose place there does."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import F, QuerySet

from coordination.models import Assessor, Membership, Programme, Role, Round
from coordination.queries.reveal import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """An adviser of a side, by name."""

    user_id: int
    name: str


def advisers(programme: Programme, side: str) -> tuple[Adviser, ...]:
    """Return the advisers of a side whose place counts, by name; one query."""
    places = _counting(programme).filter(side=side, role=Role.ADVISER).select_related("user")
    found = [Adviser(user_id=place.user_id, name=place.shown_name) for place in places]
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.user_id)))


def _counting(programme: Programme) -> QuerySet[Membership]:
    return Membership.objects.filter(
        programme=programme, confirmed_at__isnull=False, user__is_active=True, side__isnull=False
    )


def named(rounds: Sequence[int], side: str) -> dict[Place, frozenset[int]]:
    """Return the advisers that a side names, by round and structure; one query."""
    rows = Assessor.objects.filter(
        round__in=rounds,
        side=side,
        user__is_active=True,
        user__memberships__programme=F("round__programme"),
        user__memberships__side=side,
        user__memberships__role=Role.ADVISER,
        user__memberships__confirmed_at__isnull=False,
    )
    found: dict[Place, set[int]] = {}
    for round_id, structure_id, user_id in rows.values_list("round_id", "structure_id", "user_id"):
        found.setdefault((round_id, structure_id), set()).add(user_id)
    return {place: frozenset(users) for place, users in found.items()}


def version(round_: Round, side: str) -> str:
    """Hash whom a side names, so that no manager overwrites what another one has not seen; one query."""
    rows = Assessor.objects.filter(round=round_, side=side).order_by("structure_id", "user_id")
    listed = repr(list(rows.values_list("structure_id", "user_id")))
    return blake2b(listed.encode(), digest_size=8).hexdigest()
