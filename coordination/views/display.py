"""How pages look to one browser: light or dark, and whether a key leads to the search; kept in cookies.

A language chosen before signing in is noted apart from the device's: it becomes that of whoever signs in next, once.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from coordination.views import errors
from coordination.views.parameters import back_address

#: What is chosen, and what each choice may be; without one it is as the system says, and the key works.
THEME, SHORTCUT = "theme", "shortcut"
SAID = {THEME: ("light", "dark"), SHORTCUT: ("off",)}
#: What the buttons say to forget a cookie.
FORGOTTEN = {THEME: "system", SHORTCUT: "on"}
YEAR = 365 * 24 * 3600
LANGUAGE = "language-chosen"
#: Seconds for which a language that was chosen signed out waits for whoever signs in.
CHOSEN_FOR = 600


def theme(request: HttpRequest) -> str:
    """Return the scheme chosen in this browser, empty for the system's."""
    said = request.COOKIES.get(_cookie(THEME), "")
    return said if said in SAID[THEME] else ""


def has_shortcut(request: HttpRequest) -> bool:
    """Whether “/” leads to the search in this browser."""
    return request.COOKIES.get(_cookie(SHORTCUT)) not in SAID[SHORTCUT]


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember one choice in this browser."""
    name = next((each for each in SAID if each in request.POST), "")
    value = request.POST.get(name, "")
    if not name or value not in (*SAID[name], FORGOTTEN[name]):
        return errors.bad_request(request)
    response = redirect(back_address(request))
    if value == FORGOTTEN[name]:
        response.delete_cookie(_cookie(name), samesite="Lax")
    else:
        response.set_cookie(
            _cookie(name), value, max_age=YEAR, samesite="Lax", secure=settings.PRODUCTION, httponly=True
        )
    return response


def note_language(response: HttpResponse, language: str) -> None:
    """Note for some minutes that somebody who is not signed in has just chosen a language.

    Whoever signs in later on the same device has not chosen it.
    """
    response.set_cookie(
        _cookie(LANGUAGE),
        language,
        max_age=CHOSEN_FOR,
        samesite="Lax",
        secure=settings.PRODUCTION,
        httponly=True,
    )


def language_chosen(request: HttpRequest) -> str:
    """Return the language that was chosen in this browser before signing in; empty where none was."""
    said = request.COOKIES.get(_cookie(LANGUAGE), "")
    return said if said in dict(settings.LANGUAGES) else ""


def forget_language(response: HttpResponse) -> None:
    """Forget what was chosen before signing in: whoever signs in here next has chosen nothing."""
    response.delete_cookie(_cookie(LANGUAGE), samesite="Lax")


def _cookie(name: str) -> str:
    return f"{settings.COOKIE_PREFIX}{name}"
