"""Places: giving, confirming, suspending and ending them. Every step is checked again behind the journal's lock."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from coordination.actions import identifiers, journal, notices
from coordination.domain import memberships
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import ApiToken, Feed, FormerPlace, Membership, Programme, Role, User
from coordination.models.constraints import check
from coordination.queries import journal_facts, links, people


@transaction.atomic
def give_place(
    *,
    user: User,
    programme: Programme,
    role: str,
    side: str | None,
    invited_name: str = "",
    by: User | None,
    at: datetime,
) -> Membership:
    """Give the person a role, and a side where the role has one, in the programme.

    A place on a side counts once a manager of it has confirmed; one given by a manager of it counts at once, as does
    one given by the command line. The same place again changes nothing, and where it waits asks anew. Who was invited
    by a name is called so until they come in.

    Raises:
        Refused: the place is not for ``by`` to give, or it is their own or the last administrator's.
    """
    journal.lock()
    everybody = people.places_of(programme)
    if by is not None and (rule := memberships.why_not_give(role, side, user.pk, by.pk, everybody)):
        raise Refused((Problem(rule=rule),))
    place = people.place_of(user, programme)
    if place and (place.role, place.side) == (role, side) and _is_whole(place, by):
        return place
    if place and role != Role.ADMINISTRATOR:
        _require_another_administrator(place)
    # An account whose password others may know waits; the person's next password is their own.
    counts = by is None or side is None
    if by is not None and side is not None and memberships.is_confirmation(side, by.pk, everybody):
        counts = links.is_in_good_hands(user, programme, [side])
    new = Membership(pk=identifiers.unseen(), user=user, programme=programme, invited_name=invited_name)
    return _put(
        place or new,
        role=role,
        side=side,
        counts=counts,
        by=by,
        at=at,
    )


@transaction.atomic
def first_places(
    *,
    programme: Programme,
    administrator: User,
    managers: Mapping[str, User],
    by: User | None,
    at: datetime,
) -> tuple[Membership, ...]:
    """Give the places of a programme in which nobody has one: its administrator, first managers by side; they count.

    Raises:
        Refused: somebody has a place there, or one person is named twice.
    """
    journal.lock()
    named = {administrator.pk, *(user.pk for user in managers.values())}
    _refuse(Rule.SAME_PERSON_TWICE, if_=len(named) <= len(managers))
    _refuse(Rule.PROGRAMME_HAS_PLACES, if_=Membership.objects.filter(programme=programme).exists())
    wanted: list[tuple[User, str, str | None]] = [(administrator, Role.ADMINISTRATOR.value, None)]
    wanted += [(user, Role.MANAGER.value, side) for side, user in managers.items()]
    return tuple(
        _put(
            Membership(pk=identifiers.unseen(), user=user, programme=programme),
            role=role,
            side=side,
            counts=True,
            by=by,
            at=at,
        )
        for user, role, side in wanted
    )


@transaction.atomic
def confirm_place(*, place: Membership, shown: str, by: User, at: datetime) -> Membership:
    """Let a place count that waits; ``shown`` is its fingerprint as the manager saw it.

    Raises:
        Refused: ``by`` may not confirm it, it is no longer what was shown, its account is closed, or others may know
            its password.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None or people.fingerprint(locked) != shown:
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    everybody, facts = people.places_of(locked.programme), people.facts(locked)
    if rule := memberships.why_not_confirm(facts, by.pk, everybody):
        raise Refused((Problem(rule=rule),))
    _refuse(Rule.ACCOUNT_CLOSED, if_=not facts.is_active)
    confirmer = next(each for each in everybody if each.user_id == by.pk)
    sides = [each for each in {locked.side, confirmer.side} if each]
    _refuse(Rule.PASSWORD_KNOWN, if_=not links.is_in_good_hands(locked.user, locked.programme, sides))
    before = journal_facts.of_place(locked)
    locked.confirmed_at, locked.confirmed_by = max(at, locked.asked_at), by
    locked.reads_since = memberships.reads_since(facts, by.pk, everybody, at)
    check(locked)
    locked.save()
    _record("confirmed", locked, before, journal_facts.of_place(locked), by, at)
    notices.tell(place=locked, what="confirmed", by=by, at=at)
    return locked


@transaction.atomic
def suspend(*, place: Membership, what: str, by: User | None, at: datetime) -> Membership:
    """Take the rights of a place on a side away until a manager of the side confirms it again; others keep theirs.

    ``what`` is why, as its managers are told. Must run inside the transaction of what is the reason.
    """
    locked = people.place_of(place.user, place.programme)
    if locked is None or locked.side is None:
        return place
    before = journal_facts.of_place(locked)
    _ask(locked, counts=False, by=by, at=at)
    check(locked)
    locked.save()
    _record("gave place", locked, before, journal_facts.of_place(locked), by, at)
    notices.tell(place=locked, what=what, by=by, at=at)
    return locked


@transaction.atomic
def end_place(*, place: Membership, reason: str = "", by: User | None, at: datetime) -> None:
    """End a place; the person's sessions end with it.

    Its row is gone, so that nothing can be read from it; that it was there is a row of another kind.

    Raises:
        Refused: the place is not for ``by`` to end, or it is the last administrator's place.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None:
        if by is not None:
            require_kept(place=place, by=by, at=at)
        return
    if locked.role == Role.ADMINISTRATOR and by is not None and by.pk == locked.user_id:
        _require_another_administrator(locked)
    if by is not None:
        require_kept(place=locked, by=by, at=at)
    _require_another_administrator(locked)
    before = journal_facts.of_place(locked)
    notices.tell(place=locked, what="ended", by=by, at=at)
    _remember(locked, reason, at)
    locked.delete()
    _end_access_through(locked, by, at)
    notices.forget(user=locked.user, programme=locked.programme, by=by, at=at)
    _record("ended", locked, before | ({"reason": reason} if reason else {}), None, by, at)


@transaction.atomic
def require_kept(*, place: Membership, by: User, at: datetime) -> None:
    """Refuse what ``by`` may not change, end or renew; must run inside the transaction of the step.

    Raises:
        Refused: the place is not for ``by`` to keep.
    """
    if rule := memberships.why_not_keep(people.facts(place), by.pk, people.places_of(place.programme)):
        raise Refused((Problem(rule=rule),))


@transaction.atomic
def renew(*, place: Membership, by: User, at: datetime) -> Membership:
    """Send somebody's invitation again: the days of its link begin anew.

    Raises:
        Refused: the place is not for ``by`` to keep, or is gone.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None:
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    require_kept(place=locked, by=by, at=at)
    if locked.seen_at is None:
        locked.invited_at = at
        locked.save(update_fields=["invited_at"])
    return locked


@transaction.atomic
def end_access(*, user: User, by: User | None, at: datetime) -> None:
    """End the person's sessions, links, calendar addresses and tokens; must run inside the transaction of the reason."""
    user.session_number = User.objects.values_list("session_number", flat=True).get(pk=user.pk) + 1
    user.save(update_fields=["session_number"])
    Feed.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user, ended_at=None).update(ended_at=at)


def _put(
    place: Membership, *, role: str, side: str | None, counts: bool, by: User | None, at: datetime
) -> Membership:
    is_new = place._state.adding
    before, former_side = (None, None) if is_new else (journal_facts.of_place(place), place.side)
    is_other = is_new or (place.role, place.side) != (role, side)
    place.role, place.side = role, side
    if by is None:
        place.reads_since = None
    if is_new:
        place.invited_at = at
    _ask(place, counts=counts, by=by, at=at)
    if counts and by is not None:
        _confirm_own(place, by, at)
    check(place)
    place.save(force_insert=is_new)
    if is_other and not is_new:
        _end_access_through(place, by, at)
        notices.forget(user=place.user, programme=place.programme, by=by, at=at)
    _record("gave place", place, before, journal_facts.of_place(place), by, at)
    what = "gave" if is_new else "changed"
    notices.tell(place=place, what=what, former_side=former_side, by=by, at=at)
    return place


def _confirm_own(place: Membership, by: User, at: datetime) -> None:
    """Note who confirmed a place that is given by a manager of its side."""
    everybody = people.places_of(place.programme)
    if memberships.is_confirmation(place.side, by.pk, everybody):
        place.confirmed_by = by
        place.reads_since = memberships.reads_since(people.facts(place), by.pk, everybody, at)


def _ask(place: Membership, *, counts: bool, by: User | None, at: datetime) -> None:
    place.asked_at, place.asked_by = at, by
    place.confirmed_at, place.confirmed_by = (at if counts else None), None


def _is_whole(place: Membership, by: User | None) -> bool:
    """Whether a place counts without a limit that ``by`` would lift: the command line lifts it, and nobody else."""
    return place.confirmed_at is not None and (by is not None or place.reads_since is None)


def _require_another_administrator(place: Membership) -> None:
    """Refuse that the last administrator of a programme is one no more."""
    if place.role == Role.ADMINISTRATOR:
        is_last = people.is_last_administrator(place.programme, place.user)
        _refuse(Rule.LAST_ADMINISTRATOR, if_=is_last, value=place.programme.code)


def _end_access_through(place: Membership, by: User | None, at: datetime) -> None:
    """End the person's sessions and links; who has not come in yet keeps those of other programmes."""
    elsewhere = place.user.memberships.exclude(programme=place.programme)
    if not (place.is_invited and elsewhere.exists()):
        end_access(user=place.user, by=by, at=at)


def _remember(place: Membership, reason: str, at: datetime) -> None:
    """Keep that a place ended, in place of an earlier end."""
    FormerPlace.objects.filter(user=place.user, programme=place.programme).delete()
    former = FormerPlace(
        pk=identifiers.unseen(),
        user=place.user,
        programme=place.programme,
        email=place.user.email,
        name=place.shown_name,
        role=place.role,
        side=place.side,
        seen_at=place.seen_at,
        ended_at=at,
        reason=reason.strip(),
    )
    check(former)
    former.save(force_insert=True)


def _refuse(rule: Rule, *, if_: bool, value: str = "") -> None:
    if if_:
        raise Refused((Problem(rule=rule, value=value),))


def _record(
    verb: str, place: Membership, before: object, after: object, by: User | None, at: datetime
) -> None:
    journal.record(
        by=by,
        at=at,
        verb=verb,
        noun="person",
        key=place.user.email,
        programme=place.programme,
        before=before,
        after=after,
    )
