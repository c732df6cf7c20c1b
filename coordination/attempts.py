"""Who tries what, how often: the limits at the door of a view, the client's address, and the devices that are known.

Attempts on a device on which the account's person has signed in before are counted by themselves, so that strangers who
use up the account's limit do not keep its owner out. The device has a signed cookie that names no person.
"""

import ipaddress
import logging
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from coordination import mail
from coordination.actions import limits as actions
from coordination.actions.limits import Full, Subjects
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import User
from coordination.queries import people

logger = logging.getLogger("coordination")
#: Browsers keep no cookie for longer.
DEVICE_IS_KNOWN_FOR = timedelta(days=400)
#: A device that several people share is known for the last of them.
ACCOUNTS_OF_A_DEVICE = 8
SALT = "coordination.attempts"


class TooManyError(Exception):
    """A limit is reached; the middleware answers 429 where a view does not answer itself."""

    def __init__(self, what: Tried, seconds: int) -> None:
        super().__init__(f"{what}: {seconds} s")
        self.what, self.seconds = what, seconds


def require(request: HttpRequest, what: Tried, *, email: str = "") -> None:
    """Count one attempt of who is signed in, or of who typed this e-mail.

    Raises:
        TooManyError: it is one too many; nothing was counted.
    """
    user = request.user if isinstance(request.user, User) else None
    email = (email or (user.email if user else "")).strip().lower()
    _take(request, what, _strangers(request, what, email), email, user)


def require_from(request: HttpRequest, what: Tried) -> None:
    """Count one attempt of an address from which somebody asks who has not said who they are.

    Raises:
        TooManyError: it is one too many; nothing was counted.
    """
    _take(request, what, [(Whose.ADDRESS, client_address(request))], "", None)


def require_sign_in(request: HttpRequest, email: str) -> None:
    """Count one attempt to sign in, before the password is looked at.

    Raises:
        TooManyError: it is one too many; no password is to be checked.
    """
    email = email.strip().lower()
    _take(request, Tried.SIGN_IN, _signing_in(request, email), email, None)


def note_sign_in(request: HttpRequest, user: User) -> str:
    """Journal and log that a person has signed in, and mail them if the device is new.

    Returns what the device's cookie says from now on.
    """
    now = timezone.now()
    is_new = not _device(request, user.email)
    actions.note_sign_in(of=_signing_in(request, user.email), by=user, at=now)
    _log(request, logging.INFO, "signed in", user.pk)
    if is_new and settings.MAIL_REACHES_PEOPLE:
        mail.new_device_later(user, mail.site(request), now)
    return _known_also(request, user.email)


def note_refusal(request: HttpRequest, email: str) -> None:
    """Log that a sign-in was refused, and to whose account; what was typed does not stand there."""
    _log(request, logging.WARNING, "refused to sign in", people.number_of(email.strip().lower()))


def is_known_device(request: HttpRequest, email: str) -> bool:
    """Whether somebody has signed in to this account on this device."""
    return bool(_device(request, email.strip().lower()))


def remember_device(response: HttpResponse, value: str) -> None:
    """Give the device its cookie."""
    response.set_cookie(
        cookie_name(),
        value,
        max_age=DEVICE_IS_KNOWN_FOR,
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """Return the name of the device's cookie; in production no other site of the domain can set it."""
    return "__Host-device" if settings.PRODUCTION else "device"


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks, of IPv6 the network that one household has.

    What ``X-Forwarded-For`` says is believed as far as our own proxies wrote it: as many entries from its end as
    ``TRUSTED_PROXIES`` says, none by default.
    """
    found = str(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.TRUSTED_PROXIES
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if proxies and len(forwarded) >= proxies:
        found = forwarded[-proxies]
    try:
        address = ipaddress.ip_address(found.strip())
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address.packed[:8] + bytes(8), 64)))
    return str(address)


def _take(request: HttpRequest, what: Tried, of: Subjects, email: str, user: User | None) -> None:
    now = timezone.now()
    full = actions.take(what=what, of=of, email=email, by=user, at=now)
    if full is None:
        return
    if full.is_first:
        _log(request, logging.WARNING, f"limit of {what} reached", people.number_of(email))
    raise TooManyError(what, _seconds(full, now))


def _log(request: HttpRequest, level: int, what: str, person: int | None) -> None:
    shown, client = f"person {person}" if person else "an unknown e-mail", client_address(request)
    more = {"person": person, "client": client}
    logger.log(level, "%s: %s, from %s", what, shown, client, extra=more)


def _seconds(full: Full, now: datetime) -> int:
    return max(1, -int((now - full.until).total_seconds() // 1))


def _signing_in(request: HttpRequest, email: str) -> Subjects:
    device = _device(request, email)
    return [(Whose.DEVICE, f"{device} {email}")] if device else _strangers(request, Tried.SIGN_IN, email)


def _strangers(request: HttpRequest, what: Tried, email: str) -> Subjects:
    both = ((Whose.ADDRESS, client_address(request)), (Whose.ACCOUNT, email))
    return [(whose, text) for whose, text in both if (what, whose) in LIMITS]


# --- devices that are known: a number, and a mark of each account


def _device(request: HttpRequest, email: str) -> str:
    """Return the number of a device on which this account's person has signed in, or nothing."""
    number, *marks = _cookie(request)
    return number if _mark(email) in marks else ""


def _known_also(request: HttpRequest, email: str) -> str:
    number, *marks = _cookie(request)
    mark = _mark(email)
    others = [each for each in marks if each != mark][1 - ACCOUNTS_OF_A_DEVICE :]
    return signing.dumps([number or token_urlsafe(16), *others, mark], salt=SALT)


def _cookie(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=DEVICE_IS_KNOWN_FOR)
    except signing.BadSignature:
        return [""]
    return [str(each) for each in found]


def _mark(email: str) -> str:
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:32]
