"""What happens around every request, in the order in which the settings name it."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation
from whitenoise.middleware import WhiteNoiseFileResponse

from coordination.models import User
from coordination.views import errors, health
from coordination.views.frame import READER, reader_mark

GetResponse = Callable[[HttpRequest], HttpResponse]

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
#: What watches the machine asks without a host that we know, a session, or https.
HEALTH = {"/healthz": health.alive, "/readyz": health.ready}
MEGABYTE = 1024 * 1024
#: The longest body of a request: of a form, and of the page that takes files (its own limit is told by the page).
LONGEST_FORM, LONGEST_FILE = 2 * MEGABYTE, 6 * MEGABYTE
TAKES_FILES = "/load/"

logger = logging.getLogger("coordination")


class HeadersMiddleware(SecurityMiddleware):
    """The headers of every answer, those of errors included; only static files may be kept by anybody."""

    def process_request(self, request: HttpRequest) -> None:
        """Leave the redirect to https to Django's middleware, which stands where refusals have pages."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Add what Django has settings for, and what it has none for."""
        super().process_response(request, response)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "no-store, private"
        return response


class HealthMiddleware:
    """Answers whoever watches the machine, before anything that can fail or refuse."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on what is not about health."""
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
    """Refuses a body by its length, before anything is read of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 411 or 413, or pass on."""
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return errors.length_missing(request)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        longest = LONGEST_FILE if request.path_info == TAKES_FILES else LONGEST_FORM
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
