"""What happens around every request, in the order in which the settings name it."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.shortcuts import redirect
from django.utils import translation
from whitenoise.middleware import WhiteNoiseFileResponse

from coordination import attempts
from coordination.domain.problems import Refused
from coordination.forms.kept import STAMP, number_sent
from coordination.models import User
from coordination.queries import factors, first_run
from coordination.queries.health import is_out_of_reach
from coordination.queries.sessions import BEGAN_KEY, FACTOR_KEY, SEEN_KEY
from coordination.views import display, errors, health, kept, metrics, responses
from coordination.views.decorators import member_of, visit
from coordination.views.parameters import READER, reader_mark
from ssr_assess.passwords import TooBusyError

GetResponse = Callable[[HttpRequest], HttpResponse]

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: What watches the machine asks without a host that we know, a session, or https.
HEALTH = {"/healthz": health.alive, "/readyz": health.ready}
METRICS = "/metrics"
MEGABYTE = 1024 * 1024
#: The longest body of a request: of a form, and of the pages that take files (their own limit is told by the page).
LONGEST_FORM, LONGEST_FILE = 2 * MEGABYTE, 6 * MEGABYTE
TAKES_FILES = ("/load/", "/evidence/")
#: What a browser may offer to pages, and these never ask for; passkeys and copying stay as the browser has them.
UNASKED = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
    ),
    *("gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
PERMISSIONS = ", ".join(f"{each}=()" for each in UNASKED)
#: The longest address; the server itself reads some two thousand characters more.
LONGEST_ADDRESS = 6000
#: However much it is used, a session ends so many seconds after it began.
LONGEST_SESSION, MINUTE = 12 * 3600, 60
#: What is open to who has yet to set up a second factor; signing out and in, reading and the password among them.
WITHOUT_FACTOR = frozenset(
    ("account", "account-again", "account-app", "account-passkey", "account-codes", "account-remove")
    + (
        "account-sessions",
        "account-link",
        "account-unlink",
        "sign-in-back",
        "password",
        "sign-in",
        "sign-out",
        "language",
        "display",
    )
    + ("health-alive", "health-ready", "metrics")
)

logger = logging.getLogger("coordination")


class HeadersMiddleware(SecurityMiddleware):
    """The headers of every answer, those of errors included; only static files may be kept by anybody."""

    def process_request(self, request: HttpRequest) -> None:
        """Leave the redirect to https to Django's middleware, which stands where refusals have pages."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add what Django has settings for, and what it has none for."""
        super().process_response(request, response)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "no-store, private"
        return response


class HealthMiddleware:
    """Answers whoever watches the machine, before anything that can fail or refuse."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on what is not about health; counts that are not to be told are nowhere."""
        if request.path_info == METRICS and metrics.may_read(request):
            return metrics.index(request)
        return HEALTH.get(request.path_info, self.get_response)(request)


class DeviceLanguageMiddleware:
    """Speaks the language that the link or the device asks for, so that an early refusal is understood, too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request."""
        translation.activate(translation.get_language_from_request(request))
        asked = request.GET.get("lang")
        if asked in LANGUAGES:
            translation.activate(asked)
        return self.get_response(request)


class HostMiddleware:
    """Refuses a name under which the site is not known, before anything needs an address of the site."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, or pass on."""
        try:
            request.get_host()
        except DisallowedHost:
            logger.warning("answered 400 to the unknown host %.100r", request.META.get("HTTP_HOST", ""))
            return errors.unknown_host(request)
        return self.get_response(request)


class BodyMiddleware:
    """Refuses an address and a body by their length, before anything is read of them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400, 411 or 413, or pass on."""
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return errors.address_too_long(request, characters=LONGEST_ADDRESS)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.length_missing(request)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        longest = LONGEST_FILE if request.path_info.startswith(TAKES_FILES) else LONGEST_FORM
        if not (length.isascii() and length.isdigit()):
            return errors.bad_request(request)
        if len(length) > len(str(longest)) or int(length) > longest:
            return errors.too_large(request, megabytes=longest // MEGABYTE)
        return self.get_response(request)


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Speak the reader's language; ``?lang=fr`` in a link shows the page in French without remembering it."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language that the account remembers, unless the link asks for one."""
        remembered = request.user.language if isinstance(request.user, User) else None
        if request.GET.get("lang") not in LANGUAGES and remembered in LANGUAGES:
            translation.activate(remembered)
        request.LANGUAGE_CODE = translation.get_language()


class ReaderMiddleware:
    """Tells a page's script whose pages this browser shows, by a mark that says nothing else; see reader.js."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the mark of who is signed in now."""
        response = self.get_response(request)
        mark = reader_mark(request)
        if mark and request.COOKIES.get(READER) != mark:
            response.set_cookie(READER, mark, samesite="Lax", secure=settings.PRODUCTION)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Nobody passes who is not signed in; what a form of theirs said is carried past the sign-in page."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *arguments: Any
    ) -> HttpResponseBase | None:
        """Lead to the sign-in page; a form that somebody wrote is answered with that page itself.

        Where nobody administers a programme yet, nobody can sign in: every page leads to the start of the first one.
        """
        response = super().process_view(request, view_func, *arguments)
        if _leads_to_start(request, is_refused=response is not None):
            return redirect("start")
        if response is None or request.method != "POST":
            return response
        if errors.wants_json(request):
            return JsonResponse({"error": responses.nothing_stored()}, status=401)
        if page := responses.signed_out(request):
            return page
        if request.resolver_match and request.resolver_match.url_name != "sign-out":
            messages.warning(request, responses.nothing_stored())
        return response


class SessionAgeMiddleware:
    """Moves the end of a session on while it is used, and ends it 12 hours after it began, whatever it does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whose session is too old; note once a minute that it is used, by which it is stored anew."""
        if isinstance(request.user, User):
            now = time.time()
            if now - request.session.get(BEGAN_KEY, 0) > LONGEST_SESSION:
                logout(request)
            elif now - request.session.get(SEEN_KEY, 0) > MINUTE:
                request.session[SEEN_KEY] = now
        return self.get_response(request)


class SecondFactorMiddleware:
    """Where the installation asks for it, leads managers and administrators without a second factor to set one up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Lead to the account; a form that was sent waits until the factor is there."""
        route = request.resolver_match.url_name if request.resolver_match else ""
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or not isinstance(request.user, User)
            or route in WITHOUT_FACTOR
        ):
            return None
        if request.session.get(FACTOR_KEY) or not factors.is_missing(request.user):
            return None
        if errors.wants_json(request):
            return JsonResponse({"error": responses.factor_missing()}, status=403)
        if request.method == "POST" and STAMP in request.POST:
            kept.again(request)
        return redirect("account")


def _is_signed_in(request: HttpRequest) -> bool:
    return isinstance(request.user, User)


def _leads_to_start(request: HttpRequest, *, is_refused: bool) -> bool:
    """Whether a page that nobody can sign in to yet is asked for by who is signed out.

    Where the database does not answer, nothing is known of it: the way to the sign-in page stays as it is.
    """
    if _is_signed_in(request) or not (is_refused or _is_to_sign_in(request)):
        return False
    try:
        return first_run.is_needed()
    except Error as error:
        if not is_out_of_reach(error):
            raise
        return False


def _is_to_sign_in(request: HttpRequest) -> bool:
    """Whether the page asked for is of use only to who has an account."""
    return bool(
        request.resolver_match and request.resolver_match.url_name in ("sign-in", "password-forgotten")
    )


class LimitsMiddleware:
    """Says when to try again where something was tried too often, and gives a device its cookie after a sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the cookie of a device on which somebody has just signed in."""
        response = self.get_response(request)
        if value := visit(request).device:
            attempts.remember_device(response, value)
            if display.language_chosen(request):
                display.forget_language(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 429 or 503 with ``Retry-After``."""
        if isinstance(exception, attempts.TooManyError):
            return errors.too_many(request, exception)
        return errors.busy(request) if isinstance(exception, TooBusyError) else None


class KeptMiddleware:
    """A form that waits to be stored stands filled in its page when that is asked for, until it is sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fill the page's form where the address asks for it; forget what was stored."""
        number = kept.asked(request)
        response = self.get_response(request)
        if number:
            return kept.filled(request, response, number)
        sent = visit(request).sent_again
        if sent and response.status_code < 400:
            kept.forget(request, sent)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Store nothing that was written for another programme than the one chosen now."""
        if request.method != "POST" or not isinstance(request.user, User) or STAMP not in request.POST:
            return None
        member = member_of(request)
        if errors.wants_json(request):
            # The tab keeps what was typed, and tries again when its person is back in the place it was written in.
            is_elsewhere = member is not None and kept.is_elsewhere(request, member)
            return errors.written_elsewhere(request) if is_elsewhere else None
        answer = kept.elsewhere(request, member) if member else ""
        if isinstance(answer, str):
            visit(request).sent_again = number_sent(request)
            return errors.not_stored(request, answer) if answer else None
        return answer


class RefusalMiddleware:
    """What an action refuses in a view that expects no refusal is said as such: 409, and nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the page that says why nothing was done."""
        return errors.refused(request, exception.problems) if isinstance(exception, Refused) else None
