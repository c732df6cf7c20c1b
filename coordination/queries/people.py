"""Places as stored: the facts that decide about them, their administrators, and the next step."""

import hashlib

from django.db.models import Case, Exists, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from coordination.domain import memberships
from coordination.domain.memberships import PlaceFacts
from coordination.domain.rules import Rule
from coordination.models import Former, FormerPlace, Membership, Programme, Role, User
from coordination.permissions import Action, can, standing_of


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
    return tuple(map(facts, rows_of(programme)))


def rows_of(programme: Programme) -> tuple[Membership, ...]:
    """Return each place of the programme with its person; one query."""
    return tuple(Membership.objects.filter(programme=programme).select_related("user"))


def on_sides(programme: Programme) -> tuple[User, ...]:
    """Return the people whose place on a side counts and who may sign in, by id; one query."""
    places = Membership.objects.filter(programme=programme, side__isnull=False, confirmed_at__isnull=False)
    return tuple(User.objects.filter(pk__in=places.values("user"), is_active=True).order_by("pk"))


def fingerprint(row: Membership) -> str:
    """Hash a place as shown, so that a confirmation covers exactly what the reader saw."""
    shown = (row.user_id, row.user.email, row.shown_name, row.role, row.side, row.asked_at.timestamp())
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def number_of(email: str) -> int | None:
    """Return the number of the account with this e-mail, None where there is none; one query."""
    return User.objects.filter(email=email).values_list("pk", flat=True).first()


def words_around(user: User) -> tuple[str, ...]:
    """Return what others know about a person and would try as a password: names, e-mail, programmes; one query."""
    programmes = Programme.objects.filter(memberships__user_id=user.pk)
    told = programmes.values_list("code", "name_en", "name_fr")
    return (user.name, user.email, *(text for texts in told for text in texts))


def place_of(user: User, programme: Programme) -> Membership | None:
    """Return the person's stored place in the programme; one query."""
    rows = Membership.objects.select_related("user", "programme")
    return rows.filter(user=user, programme=programme).first()


def place_left(person: str, programme: str = "programme") -> dict[str, Case]:
    """Return the annotation of rows that lead to a ``person`` and a ``programme`` which ``name`` needs.

    It holds the role of somebody whose place has ended; of whoever has a place, nothing.
    """
    of_person = {"user": OuterRef(person), "programme": OuterRef(programme)}
    ended = FormerPlace.objects.filter(**of_person).values("role")[:1]
    has_place = When(Exists(Membership.objects.filter(**of_person)), then=Value(""))
    return {f"{person}_left": Case(has_place, default=Coalesce(Subquery(ended), Value(Former.MEMBER.value)))}


def name(row: Model, person: str) -> object:
    """Return how pages name a person in a row loaded with them and with ``place_left``: who has left, by role."""
    user: User | None = getattr(row, person)
    left = vars(row).get(f"{person}_left")
    return "" if user is None else Former(left).label if left else user.name


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
