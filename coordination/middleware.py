"""What happens around every request: the language, the headers, who is signed in, and what waits to be stored."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import gettext as _

from coordination.forms.kept import STAMP
from coordination.models import User
from coordination.views import carrying, errors, kept
from coordination.views.guards import place_of
from coordination.views.stamps import number_sent

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


class SignInMiddleware(LoginRequiredMiddleware):
    """Nobody passes who is not signed in; what a form of theirs said is carried past the sign-in page."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *arguments: Any
    ) -> HttpResponseBase | None:
        """Lead to the sign-in page; a form that somebody wrote is answered with that page itself."""
        response = super().process_view(request, view_func, *arguments)
        if response is None or request.method != "POST":
            return response
        if errors.wants_json(request):
            return JsonResponse({"error": _("You were signed out, and nothing was stored.")}, status=401)
        if page := carrying.signed_out(request):
            return page
        if request.resolver_match and request.resolver_match.url_name != "sign-out":
            messages.warning(request, _("You were signed out, and nothing was stored."))
        return response


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
        sent = getattr(request, "sent_again", "")
        if sent and response.status_code < 400:
            kept.forget(request, sent)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Store nothing that was written for another programme than the one chosen now."""
        if request.method != "POST" or not isinstance(request.user, User) or STAMP not in request.POST:
            return None
        place = place_of(request)
        answer = kept.elsewhere(request, place) if place else ""
        if isinstance(answer, str):
            request.sent_again = number_sent(request)  # type: ignore[attr-defined]
            return errors.not_stored(request, answer) if answer else None
        return answer
