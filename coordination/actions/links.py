"""Links through which people choose their own password: nobody types another's."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from coordination.actions import journal, memberships
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Link, Membership, User
from coordination.queries import links, people

#: So long after a mailed link nobody gets another by asking.
PAUSE = timedelta(minutes=10)
#: So long after it stopped working a link may still be looked at.
MARGIN = timedelta(days=1)


@transaction.atomic
def make_link(*, user: User, way: str, by: User | None, at: datetime) -> str:
    """Make the person a new link, to be mailed or given by whoever runs the server, and return its token.

    The links made before no longer work.

    Raises:
        Refused: the account is closed.
    """
    journal.lock()
    return _made(user, Link(user=user, way=way, made_at=at), by, at)


@transaction.atomic
def ask_for_link(*, email: str, by: None = None, at: datetime) -> tuple[User, str] | None:
    """Make the link that somebody asked for by e-mail; None where there is nobody to mail one to.

    Nor is there one soon after the last, so that nobody's letter-box is filled by others.
    """
    journal.lock()
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or user.links.filter(way=Link.Way.MAIL, made_at__gt=at - PAUSE).exists():
        return None
    return user, _made(user, Link(user=user, way=Link.Way.MAIL, made_at=at), by, at)


@transaction.atomic
def print_link(*, place: Membership, by: User, at: datetime) -> str:
    """Make a link to be shown on a page to ``by``, who hands it over, and return its token.

    By a manager of the person's side, or by an administrator to who has no side; to nobody with a place elsewhere. Who
    had a password, or reads what ``by`` does not, and whose place on a side counts, waits again until a manager of the
    side has confirmed.

    Raises:
        Refused: it is not for ``by`` to print, or the account is closed.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None:
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    if rule := people.why_not_help(locked, by, elsewhere=Rule.PLACE_ELSEWHERE):
        raise Refused((Problem(rule=rule),))
    own = people.place_of(by, locked.programme)
    link = Link(user=locked.user, way=Link.Way.PRINT, programme=locked.programme, made_at=at)
    link.side = own.side if own else None
    token = _made(locked.user, link, by, at)
    if locked.seen_at is None:
        locked.invited_at = at
        locked.save(update_fields=["invited_at"])
    has_more = locked.user.has_usable_password() or _hands_on_less(own, locked)
    if has_more and locked.confirmed_at is not None:
        memberships.suspend(place=locked, what="link", by=by, at=at)
    return token


@transaction.atomic
def reset(*, place: Membership, by: User, at: datetime) -> str:
    """Make the person who has come in a link to choose a new password, to be mailed to them, and return its token.

    Raises:
        Refused: the place is not for ``by`` to keep or is gone, or the account is closed.
    """
    journal.lock()
    locked = people.place_of(place.user, place.programme)
    if locked is None or locked.seen_at is None:
        raise Refused((Problem(rule=Rule.PLACE_CHANGED),))
    memberships.require_kept(place=locked, by=by, at=at)
    return _made(locked.user, Link(user=locked.user, way=Link.Way.MAIL, made_at=at), by, at)


@transaction.atomic
def print_first_link(*, place: Membership, by: User | None, at: datetime) -> str:
    """Make a link for one of the first people of a programme; must run inside the transaction that starts it."""
    link = Link(user=place.user, way=Link.Way.PRINT, programme=place.programme, made_at=at)
    return _made(place.user, link, by, at)


def choose_password(*, user: User, token: str, password: str, by: None = None, at: datetime) -> User:
    """Set the password that the person chose through their link, which then no longer works.

    Raises:
        Refused: the link does not work any more.
        ValidationError: the password cannot be taken.
    """
    user = User.objects.get(pk=user.pk)
    if not links.works(user, token):
        raise Refused((Problem(rule=Rule.LINK_OVER),))
    validate_password(password, user)
    # Hashing waits for its turn: not while all others who write wait for us.
    return _choose(user, token, make_password(password), at)


@transaction.atomic
def _choose(user: User, token: str, hashed: str, at: datetime) -> User:
    journal.lock()
    user = User.objects.get(pk=user.pk)
    if not links.works(user, token):
        raise Refused((Problem(rule=Rule.LINK_OVER),))
    link = user.links.latest("pk")
    link.used_at = max(at, link.made_at)
    link.save(update_fields=["used_at"])
    user.password = hashed
    user.save(update_fields=["password"])
    journal.record(
        by=user, at=at, verb="changed password", noun="person", key=user.email, after={"way": link.way}
    )
    return user


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Remove the links that nobody used in time, and return how many; the journal keeps that they were made.

    Places stay as they are, invited or suspended: a manager can send another link. Used links stay, for the latest one
    says through whose hands a password was chosen.
    """
    journal.lock()
    over = at - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) - MARGIN
    removed, _each = Link.objects.filter(used_at__isnull=True, made_at__lte=over).delete()
    return removed


def _hands_on_less(by: Membership | None, place: Membership) -> bool:
    """Whether ``by`` reads less than the place: who holds the link could come in as its person."""
    if by is None or by.reads_since is None:
        return False
    return place.reads_since is None or place.reads_since < by.reads_since


def _made(user: User, link: Link, by: User | None, at: datetime) -> str:
    user = User.objects.get(pk=user.pk)
    if not user.is_active:
        raise Refused((Problem(rule=Rule.ACCOUNT_CLOSED),))
    link.save()
    journal.record(
        by=by,
        at=at,
        verb="linked",
        noun="person",
        key=user.email,
        programme=link.programme,
        after={"way": link.way},
    )
    return links.token(user)
