"""People: their accounts, how they come to a place, their password and language."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from coordination.actions import identifiers, journal, memberships, notices
from coordination.domain.memberships import Invited
from coordination.domain.problems import Problem, Refused, Rule
from coordination.models import Link, Membership, Programme, Role, User
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
) -> Membership:
    """Give a place to the person with this e-mail, who gets an account without a password where there is none.

    Raises:
        ValidationError: the e-mail, name or place is not acceptable.
        Refused: as ``memberships.give_place``.
    """
    journal.lock()
    user = account(invited=invited, by=by, at=at)
    return memberships.give_place(user=user, programme=programme, role=role, side=side, by=by, at=at)


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
    """Refuse what ``by`` does not keep, as rights stand now; an account that is not there is kept by nobody."""
    keeper = User.objects.filter(pk=by.pk, is_active=True).first()
    if keeper is None or not people_administered_by(keeper).filter(pk=user.pk).exists():
        raise Refused((Problem(rule=Rule.NOT_KEPT),))


def _facts(user: User) -> dict[str, object]:
    return {"name": user.name, "language": user.language, "is_active": user.is_active}
