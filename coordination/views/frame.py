"""What stands around every page: menu, programme, language, person."""

from dataclasses import dataclass

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.models import User
from coordination.permissions import Action
from coordination.views import kept
from coordination.views.guards import Place

#: The cookie that tells scripts whose pages the browser shows.
READER = "reader"


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Entries of the menu that unfold together."""

    name: str
    items: tuple[MenuItem, ...]

    @property
    def is_current(self) -> bool:
        """Whether the reader's page is one of these."""
        return any(item.is_current for item in self.items)


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; makes no query, so that a page in trouble can still be drawn."""
    place: Place | None = getattr(request, "place", None)
    language = (get_language() or "en")[:2]
    return {
        "language": language,
        "other_language": ("fr", "Français") if language == "en" else ("en", "English"),
        # The page's address as the reader sees it.
        "here": getattr(request, "here", "") or request.get_full_path(),
        "kept_count": kept.count(request) if place and not _shows_kept(request) else 0,
        "place": place,
        "reader": reader_mark(request),
        "printed_address": _printed_address(request),
        "menu": _menu(request, place) if place else (),
        "people_page": _people_page(place) if place else "",
    }


def _people_page(place: Place) -> str:
    """Return how the page of the people whom the reader looks after is called, “” where there are none."""
    if place.may(Action.LOOK_AFTER):
        return _("People of my side")
    return _("People without a side") if place.may(Action.ADMINISTER) else ""


def reader_mark(request: HttpRequest) -> str:
    """Return a mark of who is signed in that is the same after signing in again and tells nothing; empty for nobody."""
    user = getattr(request, "user", None)
    return salted_hmac("reader", str(user.pk)).hexdigest()[:16] if isinstance(user, User) else ""


def _printed_address(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return request.get_full_path()


def _shows_kept(request: HttpRequest) -> bool:
    """Whether this is the list of what waits, or a page that shows it in its form."""
    match = request.resolver_match
    return hasattr(request, "here") or bool(match and match.url_name == "kept-list")


def _menu(request: HttpRequest, place: Place) -> tuple[MenuGroup, ...]:
    """Each page by name, route, who sees it, and the nouns whose other pages belong to it."""
    may_score = place.may(Action.START) or place.may(Action.SUBMIT)
    groups = (
        (
            _("Dashboards"),
            (
                (_("Compare"), "compare", True, ("compare",)),
                (_("Over time"), "over-time", True, ("over",)),
                (_("Ownership × partnership"), "plane", True, ("plane",)),
                (_("Two sides"), "two-sides", True, ("two",)),
                (_("Success criteria"), "success", True, ("success",)),
            ),
        ),
        (
            _("Who does what"),
            (
                (_("Structures"), "structure-list", True, ("structure", "seat")),
                (_("Partners"), "partner-list", True, ("partner",)),
                (_("Activities"), "activity-list", True, ("activity", "function")),
                (_("Overlaps and gaps"), "finder-list", True, ("finder",)),
                (_("What can go wrong"), "risk-list", True, ("risk", "trap")),
            ),
        ),
        (
            _("Work"),
            (
                (_("Score"), "assessment-list", may_score, ("assessment",)),
                (_("Commitments"), "commitment-list", True, ("commitment",)),
                (_("Contacts"), "contact-list", True, ("contact",)),
                (_("Habits"), "habit-list", place.may(Action.NOTE), ("habit",)),
                (_("Calendar"), "feed-page", place.may(Action.NOTE), ("feed",)),
            ),
        ),
        (
            _("Programme"),
            (
                (_("Rounds"), "round-list", True, ("round",)),
                (_("Load"), "fixture-load", place.may(Action.LOAD), ("fixture",)),
                (_("Method"), "method", True, ("method",)),
            ),
        ),
    )
    current = (request.resolver_match.url_name if request.resolver_match else "") or ""
    noun = current.split("-")[0]
    return tuple(
        MenuGroup(
            name,
            tuple(
                MenuItem(label, reverse(route), noun in nouns)
                for label, route, is_shown, nouns in pages
                if is_shown
            ),
        )
        for name, pages in groups
    )
