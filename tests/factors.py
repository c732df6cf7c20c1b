"""Second factors of the cast: an authenticator app that shows codes."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from coordination.actions import factors
from coordination.models import User
from tests import make

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def shown(at: datetime, *, secret: str = SECRET, later: int = 0) -> str:
    """The code that the app shows so many turns after ``at``."""
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // factors.TURN + later))


def app(user: User, at: datetime = make.AT) -> tuple[str, ...]:
    """Give the person an app; return their recovery codes."""
    return factors.add_app(secret=SECRET, code=shown(at), by=user, at=at)


def number(user: User) -> int:
    """The number of the person's app."""
    return int(Authenticator.objects.get(user=user, type="totp").pk)
