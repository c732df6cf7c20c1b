"""A person's place in a programme, as far as it counts, and what may be done from it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from coordination.domain.vocabulary import SIDES
from coordination.models import (
    Assessment,
    Membership,
    Programme,
    Role,
    Round,
    User,
)
from coordination.models.prepared import Prepared
from coordination.permissions.table import (
    ANY,
    CLOSED,
    IN_ARCHIVE,
    ON_DASHBOARDS,
    TABLE,
    UNREAD,
    Action,
    Reach,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person's place in one programme, as far as it counts.

    What the side wrote before ``reads_since`` is read from its reveal on only; None: everything is read.
    """

    user_id: int
    programme_id: int
    role: str
    side: str | None
    reads_since: datetime | None = None
    #: When the person was here last, as it stands: no right depends on it.
    seen_at: datetime | None = field(default=None, compare=False)
    #: The programme is archived: it is read, and who may read it is looked after.
    is_archived: bool = False


def standing_of(place: Membership) -> Standing:
    """Return what a stored place gives: one that waits for its confirmation, a viewer's rights."""
    is_archived = place.programme.archived_at is not None
    if place.confirmed_at is None:
        return Standing(
            user_id=place.user_id,
            programme_id=place.programme_id,
            role=Role.VIEWER,
            side=None,
            seen_at=place.seen_at,
            is_archived=is_archived,
        )
    return Standing(
        user_id=place.user_id,
        programme_id=place.programme_id,
        role=place.role,
        side=place.side,
        reads_since=place.reads_since,
        seen_at=place.seen_at,
        is_archived=is_archived,
    )


def standings(user: User) -> tuple[Standing, ...]:
    """Return the person's places, by programme name, archived ones last; one query a request, kept on the person."""
    return tuple(standing for standing, _programme in _places(user))


def _places(user: User) -> tuple[tuple[Standing, Programme], ...]:
    known: tuple[tuple[Standing, Programme], ...] | None = getattr(user, "known_places", None)
    if known is None:
        rows = Membership.objects.filter(user=user).select_related("programme")
        archived = F("programme__archived_at").asc(nulls_first=True)
        known = tuple(
            (standing_of(row), row.programme)
            for row in rows.order_by(archived, "programme__name_en", "programme_id")
        )
        user.known_places = known  # type: ignore[attr-defined]
    return known


def _place(user_id: int, programme_id: int) -> QuerySet[Membership, Any]:
    rows = Membership.objects.filter(user=user_id, programme=programme_id, user__is_active=True).order_by()
    return rows.values_list("role", "side", "confirmed_at", "programme__archived_at")


_PLACE = Prepared(_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNow:
    """What a person's place gives at this moment; one that waits for its confirmation has no side."""

    role: str
    side: str | None
    is_archived: bool


def place_now(user: User, programme: Programme) -> PlaceNow | None:
    """Return the person's place as it is stored now; None where it ended. One query, of the columns that count alone."""
    found = _PLACE(user.pk, programme.pk)
    if not found:
        return None
    role, side, confirmed_at, archived_at = found[0]
    if confirmed_at is None:
        role, side = Role.VIEWER, None
    return PlaceNow(role=role, side=side, is_archived=archived_at is not None)


def place_is_as_before(user: User, programme: Programme, now: PlaceNow | None) -> bool:
    """Whether ``now``, the person's place, gives what it gave when they came in (``standings``): same role, same side.

    One that ended, or waits to be confirmed again, gives it no more. Who came without one has lost none.
    """
    known: tuple[tuple[Standing, Programme], ...] = getattr(user, "known_places", ())
    came = next((each for each, _programme in known if each.programme_id == programme.pk), None)
    if came is None:
        return True
    return now is not None and (came.role, came.side) == (now.role, now.side)


def can(standing: Standing | None, action: Action, assessment: Assessment | None = None) -> bool:
    """Whether a person in this standing may do ``action`` (to ``assessment``, of the same programme)."""
    if standing is None or (standing.is_archived and action not in IN_ARCHIVE):
        return False
    by_state = TABLE[action].get(standing.role, {})
    if assessment is None:
        return bool(by_state)
    if action not in UNREAD and _is_from_before(standing, assessment):
        return False
    reach = by_state.get(assessment.state) or by_state.get(ANY)
    if reach is None and CLOSED in by_state and assessment.state == Assessment.State.REVEALED:
        reach = by_state[CLOSED] if assessment.round.state == Round.State.CLOSED else None
    if reach is Reach.SIDE:
        return assessment.side == standing.side
    if reach is Reach.OTHER:
        return {assessment.side, standing.side} == set(SIDES)
    if reach is Reach.OWN:
        return assessment.side == standing.side and _writes(standing, action, assessment)
    return reach is Reach.ALL


def _writes(standing: Standing, action: Action, assessment: Assessment) -> bool:
    """Whether it is the person's own, or they keyed it in from paper; what somebody else thinks now is not theirs."""
    if assessment.rater_user_id is not None or action is Action.REVISE:
        return assessment.rater_user_id == standing.user_id
    return assessment.keyed_by_id == standing.user_id


def _is_from_before(standing: Standing, assessment: Assessment) -> bool:
    """Whether it is not revealed, and was begun before the person read what their side writes."""
    since = standing.reads_since
    return since is not None and assessment.state not in ON_DASHBOARDS and assessment.started_at < since


def reads_open_rounds(standing: Standing) -> bool:
    """Whether the person reads what is revealed before its round closes."""
    return "revealed" in TABLE[Action.READ].get(standing.role, {})


def is_administrator(user: User) -> bool:
    """Whether the person administers any programme."""
    return any(can(standing, Action.ADMINISTER) for standing in standings(user))


def programmes_administered_by(user: User) -> QuerySet[Programme]:
    """Return the programmes that an administrator looks after; one in which nobody has a place is nobody's."""
    mine = [each.programme_id for each in standings(user) if can(each, Action.ADMINISTER)]
    return Programme.objects.filter(pk__in=mine)


def people_administered_by(user: User) -> QuerySet[User]:
    """Return the people whose account an administrator keeps: all their places are where the administrator is.

    Nor is it theirs as long as somebody invited has not come in: it may have been there before.
    """
    here = programmes_administered_by(user)
    is_strange = ~Q(programme__in=here) | Q(seen_at__isnull=True) & ~Q(invited_name="")
    mine = Membership.objects.filter(programme__in=here)
    strange = Membership.objects.filter(is_strange)
    return User.objects.filter(pk__in=mine.values("user")).exclude(pk__in=strange.values("user"))


def may_load(user: User, programme: Programme) -> bool:
    """Whether the person may load a file into this programme."""
    return any(each.programme_id == programme.pk and can(each, Action.LOAD) for each in standings(user))


def programmes_visible_to(user: User) -> tuple[Programme, ...]:
    """Return the programmes in which the person has a place, by name; the same query as ``standings``."""
    return tuple(programme for _standing, programme in _places(user))
