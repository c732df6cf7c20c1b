"""What happens around every request: the reader's language, and the headers of every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from coordination.models import User

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Speak the reader's language; ``?lang=fr`` in a link shows the page in French without remembering it."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        asked = request.GET.get("lang")
        remembered = request.user.language if isinstance(request.user, User) else None
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        for code in (asked, remembered, cookie):
            if code in LANGUAGES:
                translation.activate(code)
                break
        else:
            translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()


class HeadersMiddleware:
    """The headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with them."""
        response = self.get_response(request)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
