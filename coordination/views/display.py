"""How pages look to one browser: light or dark, and whether a key leads to the search; kept in cookies."""

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


def _cookie(name: str) -> str:
    return f"{settings.COOKIE_PREFIX}{name}"
