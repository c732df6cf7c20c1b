"""The page of people: who has a place, how it stands, who had one, and what the reader may do about each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from coordination.domain import memberships
from coordination.domain.bilingual import fold, words
from coordination.domain.memberships import PlaceFacts
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.models import FormerPlace, Membership, Programme, Role, User
from coordination.permissions import Action, Standing, can
from coordination.queries import factors, paging, people
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged

ROLES = Role.choices
#: How a place may stand.
STATES = ("active", "invited", "waiting", "ended", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPeople:
    """Which people a reader asks for; empty: all. A side may be “none”."""

    search: str = ""
    side: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonValue:
    """A person's place as the page shows it, or one that ended (``ended_at``).

    ``link_until`` is until when the link of somebody invited works, ``reason`` why the reader cannot confirm a place.
    """

    id: int
    name: str
    email: str
    role: str
    role_name: object
    side: str
    state: str
    is_waiting: bool = False
    is_own: bool = False
    is_link_over: bool = False
    asked_at: datetime | None = None
    link_until: datetime | None = None
    seen_at: datetime | None = None
    reads_since: datetime | None = None
    ended_at: datetime | None = None
    can_confirm: bool = False
    can_print: bool = False
    can_forget_factors: bool = False
    can_keep: bool = False
    is_last_manager: bool = False
    reason: Rule | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """People in the reader's reach: one page of those asked for, and what is to be said of all.

    ``needed`` are first managers of another side without any, ``others`` the names of the other side's managers;
    ``lacking`` are roles that a side lacks, as pairs of side and role.
    """

    people: Paged[PersonValue]
    needed: tuple[PersonValue, ...]
    others: tuple[tuple[str, str], ...]
    with_access: int
    not_come_in: int
    run_out: int
    waiting: int
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What a reader sees of a programme's places: rows, the facts of all, who is elsewhere too or has a factor."""

    rows: tuple[Membership, ...]
    known: Mapping[int, PlaceFacts]
    elsewhere: frozenset[int]
    with_factor: frozenset[int]

    @property
    def everybody(self) -> tuple[PlaceFacts, ...]:
        return tuple(self.known.values())


def roster(
    programme: Programme, standing: Standing, wanted: WantedPeople, *, page: int, now: datetime
) -> Roster:
    """Return the people whom the reader looks after; four queries, however many there are."""
    seen = _seen(programme)
    own = _own(seen, standing, now)
    needed = _needed(seen, standing)
    matching = _matching(own, programme, standing, seen, wanted)
    number, pages = paging.at(page, len(matching), PAGE)
    return Roster(
        people=Paged(
            listed=tuple(matching[(number - 1) * PAGE : number * PAGE]),
            total=len(matching),
            page=number,
            pages=pages,
        ),
        needed=tuple(_value(row, standing, seen, now) for row in needed),
        others=_others(seen, standing),
        with_access=sum(each.state != "closed" for each in own),
        not_come_in=sum(each.state == "invited" for each in own),
        run_out=sum(each.is_link_over for each in own),
        waiting=sum(each.is_waiting for each in own),
        lacking=_lacking(seen, standing),
    )


def people_asked(
    programme: Programme, standing: Standing, wanted: WantedPeople, now: datetime
) -> Sequence[PersonValue]:
    """Return all of the people asked for whom the reader looks after, in the page's order; four queries."""
    seen = _seen(programme)
    return _matching(_own(seen, standing, now), programme, standing, seen, wanted)


def _own(seen: _Seen, standing: Standing, now: datetime) -> list[PersonValue]:
    return [_value(row, standing, seen, now) for row in seen.rows if _is_in_reach(row.side, standing)]


def _matching(
    own: Sequence[PersonValue], programme: Programme, standing: Standing, seen: _Seen, wanted: WantedPeople
) -> list[PersonValue]:
    return sorted(
        (each for each in (*own, *_former(programme, standing, seen)) if _matches(each, wanted)),
        key=lambda each: (each.state == "ended", fold(each.name), each.id),
    )


def person(place_id: int, programme: Programme, standing: Standing, now: datetime) -> PersonValue | None:
    """Return one place in the reader's reach as the page shows it; two queries."""
    seen = _seen(programme)
    listed = [row for row in seen.rows if _is_in_reach(row.side, standing)] + _needed(seen, standing)
    found = next((row for row in listed if row.pk == place_id), None)
    return _value(found, standing, seen, now) if found else None


def find(place_id: int, programme: Programme, standing: Standing) -> Membership | None:
    """Return a place listed on the reader's page of people; three queries."""
    seen = _seen(programme)
    listed = [row for row in seen.rows if _is_in_reach(row.side, standing)] + _needed(seen, standing)
    if all(row.pk != place_id for row in listed):
        return None
    return Membership.objects.select_related("user", "programme").filter(pk=place_id).first()


def former(former_id: int, programme: Programme, standing: Standing) -> FormerPlace | None:
    """Return a place that ended, in the reader's reach; one query."""
    row = FormerPlace.objects.filter(pk=former_id, programme=programme).first()
    return row if row is not None and _is_in_reach(row.side, standing) else None


def _is_in_reach(side: str | None, standing: Standing) -> bool:
    """Whether the reader is shown the people of a side: an administrator of every one, a manager of their own."""
    return can(standing, Action.ADMINISTER) or side == standing.side


def _seen(programme: Programme) -> _Seen:
    rows = people.rows_of(programme)
    elsewhere = User.objects.filter(
        memberships__programme=programme,
        pk__in=Membership.objects.exclude(programme=programme).values("user"),
    )
    return _Seen(
        rows=rows,
        known={row.pk: people.facts(row) for row in rows},
        elsewhere=frozenset(elsewhere.values_list("pk", flat=True)),
        with_factor=frozenset(
            factors.KEPT.filter(user__memberships__programme=programme).values_list("user", flat=True)
        ),
    )


def _needed(seen: _Seen, standing: Standing) -> list[Membership]:
    """Return who waits on another side without a manager, as one of them may become its first."""
    if not can(standing, Action.LOOK_AFTER):
        return []
    return [
        row
        for row in seen.rows
        if row.side not in (None, standing.side)
        and not seen.known[row.pk].counts
        and not memberships.managers(seen.everybody, row.side)
    ]


def _others(seen: _Seen, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return name and side of the other side's managers, for a manager."""
    if not can(standing, Action.LOOK_AFTER):
        return ()
    found = [row for row in seen.rows if seen.known[row.pk].is_manager and row.side != standing.side]
    return tuple(sorted((row.shown_name, row.side or "") for row in found if row.seen_at is not None))


def _lacking(seen: _Seen, standing: Standing) -> tuple[tuple[str, str], ...]:
    counting = {(each.side, each.role) for each in seen.everybody if each.counts and each.is_active}
    return tuple(
        (side, role)
        for side in SIDES
        if _is_in_reach(side, standing)
        for role in memberships.OF_A_SIDE
        if (side, role) not in counting
    )


def _matches(of: PersonValue, wanted: WantedPeople) -> bool:
    text = fold(f"{of.name} {of.email}")
    return (
        all(word in text for word in words(wanted.search))
        and wanted.side in ("", of.side or "none")
        and (wanted.state in ("", of.state) or wanted.state == "waiting" and of.is_waiting)
    )


def _former(programme: Programme, standing: Standing, seen: _Seen) -> Iterable[PersonValue]:
    """Yield the places that ended, of people who have none here now."""
    here = {row.user_id for row in seen.rows}
    for row in FormerPlace.objects.filter(programme=programme):
        if row.user_id not in here and _is_in_reach(row.side, standing):
            yield PersonValue(
                id=row.pk,
                name=row.name,
                email=row.email,
                role=row.role,
                role_name=row.get_role_display(),
                side=row.side or "",
                state="ended",
                seen_at=row.seen_at,
                ended_at=row.ended_at,
                can_keep=row.user_id != standing.user_id,
            )


def _value(row: Membership, standing: Standing, seen: _Seen, now: datetime) -> PersonValue:
    place, everybody = seen.known[row.pk], seen.everybody
    reason = memberships.why_not_confirm(place, standing.user_id, everybody)
    has_come_in = row.seen_at is not None
    until = row.invited_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    # That somebody invited waits for a password of their own would tell that they were known.
    given_by_manager = memberships.is_confirmation(row.side, row.asked_by_id or 0, everybody)
    is_waiting = not place.counts and (has_come_in or not given_by_manager)
    return PersonValue(
        id=row.pk,
        name=row.shown_name,
        email=row.user.email,
        role=row.role,
        role_name=row.get_role_display(),
        side=row.side or "",
        state=_state(row, has_come_in, is_waiting),
        is_waiting=is_waiting,
        is_own=row.user_id == standing.user_id,
        is_link_over=row.is_invited and until <= now,
        asked_at=row.asked_at,
        link_until=until if row.is_invited else None,
        seen_at=row.seen_at,
        reads_since=row.reads_since,
        can_confirm=is_waiting and not reason and row.user.is_active,
        can_print=_can_print(row, standing, seen),
        can_forget_factors=_can_forget_factors(row, standing, seen),
        can_keep=not memberships.why_not_keep(place, standing.user_id, everybody),
        is_last_manager=memberships.managers(everybody, row.side) == (place,),
        reason=reason if is_waiting and can(standing, Action.LOOK_AFTER) else None,
        shown=people.fingerprint(row),
    )


def _state(row: Membership, has_come_in: bool, is_waiting: bool) -> str:
    if row.is_invited:  # whether the account is closed would tell that it was known
        return "invited"
    if not row.user.is_active:
        return "closed"
    return "invited" if not has_come_in else "waiting" if is_waiting else "active"


def _can_forget_factors(row: Membership, standing: Standing, seen: _Seen) -> bool:
    return row.user_id in seen.with_factor and not row.is_invited and _can_print(row, standing, seen)


def _can_print(row: Membership, standing: Standing, seen: _Seen) -> bool:
    """Whether the reader is offered to print a link; of somebody invited it is not told that none can be printed."""
    if not row.is_invited and (not row.user.is_active or row.user_id in seen.elsewhere):
        return False
    return _looks_after(seen.known[row.pk], standing, seen.everybody)


def _looks_after(place: PlaceFacts, standing: Standing, everybody: Sequence[PlaceFacts]) -> bool:
    if place.side is None:
        return can(standing, Action.ADMINISTER) and place.user_id != standing.user_id
    return not memberships.why_not_look_after(place, standing.user_id, everybody)
