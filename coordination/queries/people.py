"""The people a reader looks after: their places, who waits for confirmation, and the next step."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from coordination.domain import memberships
from coordination.domain.memberships import PlaceFacts
from coordination.domain.problems import Rule
from coordination.models import Membership, Programme, Role, User
from coordination.permissions import Action, Standing, can, standing_of
from coordination.queries import factors


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValue:
    """A person's place as the page shows it; ``reason`` is why the reader cannot confirm it."""

    id: int
    name: str
    email: str
    role_name: object
    side_name: object
    is_active: bool
    is_waiting: bool
    has_signed_in: bool
    asked_at: datetime
    reads_since: datetime | None
    can_confirm: bool
    can_print: bool
    can_forget_factors: bool
    reason: Rule | None
    shown: str


@dataclass(frozen=True, slots=True)
class People:
    """People of the reader's side (for an administrator: without one), and first managers of a side without any."""

    own: tuple[PersonValue, ...]
    needed: tuple[PersonValue, ...]


def facts(row: Membership) -> PlaceFacts:
    """Return the facts that decide about a place, from a row loaded with its person."""
    return PlaceFacts(
        user_id=row.user_id,
        role=row.role,
        side=row.side,
        is_active=row.user.is_active,
        asked_at=row.asked_at,
        confirmed_at=row.confirmed_at,
        reads_since=row.reads_since,
    )


def places_of(programme: Programme) -> tuple[PlaceFacts, ...]:
    """Return the facts that decide about each place of the programme; one query."""
    return tuple(facts(row) for row in Membership.objects.filter(programme=programme).select_related("user"))


def fingerprint(row: Membership) -> str:
    """Hash a place as shown, so that a confirmation covers exactly what the reader saw."""
    shown = (row.user_id, row.user.email, row.user.name, row.role, row.side, row.asked_at.timestamp())
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def index(programme: Programme, standing: Standing) -> People:
    """Return the people the reader looks after, sorted by name; two queries."""
    rows = list(
        Membership.objects.filter(programme=programme)
        .select_related("user")
        .annotate(has_factor=Exists(factors.KEPT.filter(user=OuterRef("user"))))
        .order_by("user__name", "pk")
    )
    known = {row.pk: facts(row) for row in rows}
    own = [row for row in rows if row.side == standing.side]
    needed = _needed(rows, known, standing) if can(standing, Action.LOOK_AFTER) else []
    elsewhere = set(
        Membership.objects.filter(user__in=[row.user_id for row in (*own, *needed)])
        .exclude(programme=programme)
        .values_list("user_id", flat=True)
    )
    return People(
        tuple(_value(row, standing, known, elsewhere) for row in own),
        tuple(_value(row, standing, known, elsewhere) for row in needed),
    )


def _needed(
    rows: Iterable[Membership], known: Mapping[int, PlaceFacts], standing: Standing
) -> list[Membership]:
    """Return who waits on another side without a manager, as one of them may become its first."""
    every_place = tuple(known.values())
    return [
        row
        for row in rows
        if row.side not in (None, standing.side)
        and not known[row.pk].counts
        and not memberships.managers(every_place, row.side)
    ]


def find(place_id: int, programme: Programme, standing: Standing) -> Membership | None:
    """Return a place listed on the reader's page of people; three queries."""
    listed = index(programme, standing)
    if place_id not in {each.id for each in (*listed.own, *listed.needed)}:
        return None
    return Membership.objects.select_related("user", "programme").filter(pk=place_id).first()


def place_of(user: User, programme: Programme) -> Membership | None:
    """Return the person's stored place in the programme; one query."""
    rows = Membership.objects.select_related("user", "programme")
    return rows.filter(user=user, programme=programme).first()


def why_not_help(row: Membership, by: User, *, elsewhere: Rule) -> Rule | None:
    """Return the rule that keeps ``by`` from helping the person of this place back in, None where there is none.

    A manager of the person's side helps, and an administrator who has no side; nobody helps who has a place
    ``elsewhere``, which is that rule.
    """
    if not row.user.is_active:
        return Rule.ACCOUNT_CLOSED
    if row.user.memberships.exclude(programme=row.programme).exists():
        return elsewhere
    if row.side is not None:
        return memberships.why_not_look_after(facts(row), by.pk, places_of(row.programme))
    own = place_of(by, row.programme)
    if own is None or not own.user.is_active or not can(standing_of(own), Action.ADMINISTER):
        return Rule.NOT_LOOKED_AFTER
    return Rule.OWN_PLACE if own.user_id == row.user_id else None


def has_administrator(programme: Programme) -> bool:
    """Whether the programme has an administrator who may sign in; one query."""
    return _administrators(programme).exists()


def is_last_administrator(programme: Programme, user: User) -> bool:
    """Whether this person is the only administrator who may sign in; one query."""
    return not _administrators(programme).exclude(user=user).exists()


def _administrators(programme: Programme) -> QuerySet[Membership]:
    return Membership.objects.filter(programme=programme, role=Role.ADMINISTRATOR, user__is_active=True)


def next_step(row: Membership) -> str:
    """Return who must act for a place to count; one query.

    “” where it counts, else a “manager”, one of the “other” side, the “server”, or whoever names the side's “first”.
    """
    known = places_of(row.programme)
    if facts(row).counts:
        return ""
    if memberships.managers(known, row.side):
        return "manager"
    if not any(each.is_manager for each in known):
        return "server"
    return "other" if row.role == Role.MANAGER else "first"


def _value(
    row: Membership, standing: Standing, known: Mapping[int, PlaceFacts], elsewhere: set[int]
) -> PersonValue:
    place, everybody = known[row.pk], tuple(known.values())
    is_helped = (
        row.user.is_active and row.user_id not in elsewhere and _looks_after(place, standing, everybody)
    )
    reason = memberships.why_not_confirm(place, standing.user_id, everybody)
    return PersonValue(
        id=row.pk,
        name=row.user.name,
        email=row.user.email,
        role_name=row.get_role_display(),
        side_name=row.get_side_display() if row.side else "",
        is_active=row.user.is_active,
        is_waiting=not place.counts,
        has_signed_in=row.user.last_login is not None,
        asked_at=row.asked_at,
        reads_since=row.reads_since,
        can_confirm=not reason and row.user.is_active,
        can_print=is_helped,
        can_forget_factors=is_helped and bool(row.has_factor),  # type: ignore[attr-defined]
        reason=None if place.counts else reason,
        shown=fingerprint(row),
    )


def _looks_after(place: PlaceFacts, standing: Standing, everybody: Sequence[PlaceFacts]) -> bool:
    if place.side is None:
        return can(standing, Action.ADMINISTER) and place.user_id != standing.user_id
    return not memberships.why_not_look_after(place, standing.user_id, everybody)
