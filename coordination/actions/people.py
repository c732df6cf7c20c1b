"""People: their accounts, how they come to a place, their password and language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from coordination.actions import identifiers, journal, memberships, notices
from coordination.domain.memberships import Invited, why_not_give, why_not_keep
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Identity, Link, Membership, Programme, Role, User
from coordination.models.constraints import check
from coordination.permissions import people_administered_by
from coordination.queries import people


@transaction.atomic
def save_person(
    *,
    email: str,
    name: str,
    language: str,
    password: str | None = None,
    is_active: bool = True,
    by: User | None,
    at: datetime,
) -> User:
    """Create the person with this e-mail, or bring name, language and whether they may sign in up to date.

    Only whoever runs the server gives a password. Who may no longer sign in is out at once; who may again waits, on a
    side, for a manager of it.

    Raises:
        ValidationError: the e-mail, name or password is not acceptable.
        Refused: ``by`` does not keep this account, types a password, or closes the last administrator's account.
    """
    journal.lock()
    user = _of_email(email.strip().lower())
    is_new = user._state.adding
    if by is not None:
        _require_kept(user, by)
        if password:
            raise Refused((Problem(rule=Rule.PASSWORD_OF_ANOTHER),))
    before, was_active = (None, is_active) if is_new else (_facts(user), user.is_active)
    user.name, user.language, user.is_active = name.strip(), language, is_active
    if password:
        validate_password(password, user)
        user.set_password(password)
    elif is_new:
        user.set_unusable_password()
    check(user, exclude=["password"])
    # Of an account that is there the rest is left alone: its last sign-in may move on meanwhile.
    user.save(update_fields=None if is_new else ["name", "language", "is_active", "password"])
    if password:
        Link.objects.create(user=user, way=Link.Way.SERVER, made_at=at, used_at=at)
    facts = _facts(user)
    journal.record(by=by, at=at, verb="saved", noun="person", key=user.email, before=before, after=facts)
    _open_or_close(user, was_active, by, at)
    return user


def _of_email(email: str) -> User:
    """Return the account of this e-mail, a new one that is not stored yet where there is none."""
    # Before it is looked up: PostgreSQL cannot even be asked for a text with a NUL.
    User(email=email).clean_fields(exclude=["name", "language", "password"])
    return User.objects.filter(email=email).first() or User(pk=identifiers.unseen(), email=email)


@transaction.atomic
def invite(
    *, invited: Invited, programme: Programme, role: str, side: str | None, by: User, at: datetime
) -> Membership | None:
    """Give a place to the person with this e-mail, who gets an account without a password where there is none.

    None where the e-mail has a place here already that ``by`` does not see: that is not for them to know.

    Raises:
        ValidationError: the e-mail, name or place is not acceptable.
        Refused: the place is not for ``by`` to give, or the e-mail has one that they see.
    """
    journal.lock()
    everybody = people.places_of(programme)
    # What nobody has yet is asked first, so that a refusal never depends on whose the e-mail is.
    if rule := why_not_give(role, side, 0, by.pk, everybody):
        raise Refused((Problem(rule=rule),))
    email = invited.email.strip().lower()
    present = next((each for each in people.rows_of(programme) if each.user.email == email), None)
    if present is not None:
        rule = why_not_keep(people.facts(present), by.pk, everybody)
        if rule is Rule.OUT_OF_REACH:
            return None
        raise Refused((Problem(rule=rule or Rule.PLACE_HERE),))
    user = account(invited=invited, by=by, at=at)
    name = invited.name.strip()
    return memberships.give_place(
        user=user, programme=programme, role=role, side=side, invited_name=name, by=by, at=at
    )


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """Who is asked to take part, in which role and on which side."""

    invited: Invited
    role: str
    side: str | None


@transaction.atomic
def invite_all(
    *, asked: Sequence[AskedPlace], programme: Programme, by: User, at: datetime
) -> tuple[Membership, ...]:
    """Give several people their places, all or none; those are returned that ``by`` may see.

    Raises:
        ValidationError: as ``invite``.
        Refused: as ``invite``.
    """
    journal.lock()
    made = [
        invite(invited=each.invited, programme=programme, role=each.role, side=each.side, by=by, at=at)
        for each in asked
    ]
    return tuple(each for each in made if each is not None)


@transaction.atomic
def account(*, invited: Invited, by: User | None, at: datetime) -> User:
    """Return the account of this e-mail, as it is; make one without a password where there is none."""
    email = invited.email.strip().lower()
    user = User(pk=identifiers.unseen(), email=email, name=invited.name.strip(), language=invited.language)
    user.clean_fields(exclude=["password"])
    journal.lock()
    if known := User.objects.filter(email=email).first():
        return known
    user.set_unusable_password()
    check(user, exclude=["password"])
    user.save()
    journal.record(by=by, at=at, verb="saved", noun="person", key=email, after=_facts(user))
    return user


@transaction.atomic
def change_email(*, user: User, email: str, by: User | None, at: datetime) -> User:
    """Give an account another e-mail; whoever used it so far is out, and comes in by a new link.

    On a side the person waits again until a manager of it has confirmed. Who changes their own keeps the password, which
    opens no side from then on.

    Raises:
        ValidationError: the e-mail is not acceptable, or another person's.
        Refused: ``by`` does not keep this account.
    """
    journal.lock()
    user = User.objects.get(pk=user.pk)
    if by is not None:
        _require_kept(user, by)
    before, user.email = user.email, email.strip().lower()
    if user.email == before:
        return user
    # The password may have been chosen at either address.
    if by is not None and by.pk == user.pk:
        user.links.all().delete()
    else:
        user.set_unusable_password()
    Identity.objects.filter(user=user).delete()
    check(user, exclude=["password"])
    user.save(update_fields=["email", "password"])
    memberships.end_access(user=user, by=by, at=at)
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun="person",
        key=user.email,
        before={"email": before},
        after={"email": user.email},
    )
    if by is not None:
        _suspend(user, "email", by, at)
    return user


def change_password(*, password: str, by: User, at: datetime) -> User:
    """Replace the person's own password; the journal says that, never the password.

    Raises:
        ValidationError: the password is too weak.
    """
    validate_password(password, by)
    # Hashing waits for its turn: not while all others who write wait for us.
    by.set_password(password)
    return _keep_password(by, at)


@transaction.atomic
def _keep_password(by: User, at: datetime) -> User:
    journal.lock()
    by.save(update_fields=["password"])
    journal.record(by=by, at=at, verb="changed password", noun="person", key=by.email)
    return by


@transaction.atomic
def choose_language(*, language: str, by: User, at: datetime) -> User:
    """Remember the language in which the person reads."""
    journal.lock()
    before, by.language = by.language, language
    by.save(update_fields=["language"])
    journal.record(
        by=by,
        at=at,
        verb="chose language",
        noun="person",
        key=by.email,
        before={"language": before},
        after={"language": language},
    )
    return by


def _open_or_close(user: User, was_active: bool, by: User | None, at: datetime) -> None:
    """Let who may no longer sign in be out at once, and who may again wait on their side."""
    if was_active and not user.is_active:
        _close(user, by, at)
    elif user.is_active and not was_active and by is not None:
        _suspend(user, "opened", by, at)


def _close(user: User, by: User | None, at: datetime) -> None:
    for place in user.memberships.select_related("user", "programme"):
        if place.role == Role.ADMINISTRATOR and people.is_last_administrator(place.programme, user):
            raise Refused((Problem(rule=Rule.LAST_ADMINISTRATOR, value=place.programme.code),))
        notices.tell(place=place, what="closed", by=by, at=at)
    memberships.end_access(user=user, by=by, at=at)


def _suspend(user: User, what: str, by: User | None, at: datetime) -> None:
    for place in user.memberships.select_related("user", "programme"):
        memberships.suspend(place=place, what=what, by=by, at=at)


def _require_kept(user: User, by: User) -> None:
    """Refuse what ``by`` does not keep, as rights stand now; an account that is not there is kept by nobody.

    Administrators keep it as ``permissions`` says; a side's managers, where the person has no other place than there.
    """
    keeper = User.objects.filter(pk=by.pk, is_active=True).first()
    if keeper is not None and people_administered_by(keeper).filter(pk=user.pk).exists():
        return
    places = list(user.memberships.select_related("user", "programme"))
    everybody = people.places_of(places[0].programme) if len(places) == 1 else ()
    is_kept = (
        keeper is not None
        and any(each.user_id == by.pk and each.is_manager for each in everybody)
        and not places[0].is_invited
        and not why_not_keep(people.facts(places[0]), by.pk, everybody)
    )
    if not is_kept:
        raise Refused((Problem(rule=Rule.NOT_KEPT),))


def _facts(user: User) -> dict[str, object]:
    return {"name": user.name, "language": user.language, "is_active": user.is_active}
