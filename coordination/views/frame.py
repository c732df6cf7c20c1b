"""What stands around every page: menu, programme, language, person."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from coordination.permissions import Action
from coordination.views.guards import Place

#: First words of routes that are no noun.
WORDS_WITH_A_DASH = ("over", "two")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    name: str
    address: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; makes no query, so that a page in trouble can still be drawn."""
    place: Place | None = getattr(request, "place", None)
    language = (get_language() or "en")[:2]
    return {
        "language": language,
        "other_language": ("fr", "Français") if language == "en" else ("en", "English"),
        "place": place,
        "menu": _menu(request, place) if place else (),
    }


def _menu(request: HttpRequest, place: Place) -> list[MenuItem]:
    pages = [
        (_("Compare"), "compare", True),
        (_("Over time"), "over-time", True),
        (pgettext("menu", "Ownership"), "plane", True),
        (_("Two sides"), "two-sides", True),
        (_("Structures"), "structure-list", True),
        (_("Score"), "assessment-list", place.may(Action.START) or place.may(Action.SUBMIT)),
        (_("Commitments"), "commitment-list", True),
        (_("Rounds"), "round-list", True),
        (_("Load"), "fixture-load", place.may(Action.LOAD)),
        (_("Method"), "method", True),
    ]
    current = request.resolver_match.url_name if request.resolver_match else ""
    noun = (current or "").split("-")[0]
    return [
        MenuItem(
            name,
            reverse(route),
            route == current or ("-" in route and route.split("-")[0] == noun not in WORDS_WITH_A_DASH),
        )
        for name, route, is_shown in pages
        if is_shown
    ]
