"""People: their accounts, places and language."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from coordination.actions import journal
from coordination.models import Membership, Programme, User
from coordination.models.constraints import check
from coordination.queries import journal_facts


@transaction.atomic
def save_person(
    *,
    email: str,
    name: str,
    language: str,
    password: str | None,
    is_active: bool = True,
    by: User | None,
    at: datetime,
) -> User:
    """Create the person with this e-mail, or bring name, language and password up to date.

    Raises:
        ValidationError: the e-mail, name or password is not acceptable.
    """
    email = email.strip().lower()
    # Before it is looked up: PostgreSQL cannot even be asked for a text with a NUL.
    User(email=email).clean_fields(exclude=["name", "language", "password"])
    user = User.objects.select_for_update().filter(email=email).first() or User(email=email)
    before = _facts(user) if user.pk else None
    user.name, user.language, user.is_active = name.strip(), language, is_active
    if password:
        validate_password(password, user)
        user.set_password(password)
    elif not user.pk:
        user.set_unusable_password()
    check(user, exclude=["password"])
    user.save()
    journal.record(by=by, at=at, verb="saved", noun="person", key=email, before=before, after=_facts(user))
    return user


@transaction.atomic
def give_place(
    *, user: User, programme: Programme, role: str, side: str | None, by: User | None, at: datetime
) -> Membership:
    """Give the person a role, and a side where the role has one, in the programme."""
    place = Membership.objects.select_for_update().filter(user=user, programme=programme).first()
    before = {"role": place.role, "side": place.side} if place else None
    place = place or Membership(user=user, programme=programme)
    place.role, place.side = role, side
    check(place)
    place.save()
    journal.record(
        by=by,
        at=at,
        verb="gave place",
        noun="person",
        key=user.email,
        programme=programme,
        before=before,
        after=journal_facts.of_place(place),
    )
    return place


@transaction.atomic
def change_password(*, password: str, by: User, at: datetime) -> User:
    """Replace the person's own password; the journal says that, never the password.

    Raises:
        ValidationError: the password is too weak.
    """
    validate_password(password, by)
    by.set_password(password)
    by.save(update_fields=["password"])
    journal.record(by=by, at=at, verb="changed password", noun="person", key=by.email)
    return by


@transaction.atomic
def choose_language(*, language: str, by: User, at: datetime) -> User:
    """Remember the language in which the person reads."""
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


def _facts(user: User) -> dict[str, object]:
    return {"name": user.name, "language": user.language, "is_active": user.is_active}
