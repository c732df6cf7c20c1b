"""Password links: which one works, and who else may have held it."""

from collections.abc import Collection

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from coordination.models import Link, Programme, User


class _Tokens(PasswordResetTokenGenerator):
    """Django's tokens: tied to password, e-mail and last sign-in; here also to the latest link and to the sessions."""

    key_salt = "coordination.queries.links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        latest = _latest(user)
        ties = (super()._make_hash_value(user, timestamp), user.session_number, latest.pk if latest else "")
        return " ".join(map(str, ties))


_tokens = _Tokens()


def token(user: User) -> str:
    """Return the token of the person's latest link."""
    return _tokens.make_token(user)


def number(user: User) -> str:
    """Return the person's number as their link's address has it."""
    return urlsafe_base64_encode(force_bytes(user.pk))


def find(uidb64: str, given: str) -> User | None:
    """Return whose link this is, None where it does not or no longer work."""
    try:
        pk = int(urlsafe_base64_decode(uidb64))
        user = User.objects.filter(pk=pk, is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and works(user, given) else None


def works(user: User, given: str) -> bool:
    """Whether the token is that of the person's latest link, unused and not expired."""
    return user.is_active and _latest(user) is not None and _tokens.check_token(user, given)


def is_in_good_hands(user: User, programme: Programme, sides: Collection[str]) -> bool:
    """Whether nobody but the person, these sides' managers here and whoever runs the server can know the password.

    Without a password it is the latest link that counts: whoever holds it chooses one. A password from before there
    were links may have been typed by anybody.
    """
    if user.has_usable_password():
        link = user.links.filter(used_at__isnull=False).order_by("-pk").first()
        return link is not None and _is_good(link, programme, sides)
    latest = _latest(user)
    return latest is None or _is_good(latest, programme, sides)


def _is_good(link: Link, programme: Programme, sides: Collection[str]) -> bool:
    return link.way != Link.Way.PRINT or (link.programme_id == programme.pk and link.side in sides)


def _latest(user: User) -> Link | None:
    return user.links.order_by("-pk").first()
