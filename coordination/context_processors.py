"""What stands around every page: menu, programme, language, person."""

from dataclasses import dataclass

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from coordination.permissions import Action
from coordination.presenters import menu
from coordination.views import kept
from coordination.views.decorators import Member, visit
from coordination.views.parameters import reader_mark

#: Each group of the menu with its pages: route, the nouns whose other pages belong to it, who sees it (“()”: everybody).
MENU: tuple[tuple[str, tuple[tuple[str, tuple[str, ...], tuple[Action, ...]], ...]], ...] = (
    (
        "dashboards",
        (
            ("compare", ("compare",), ()),
            ("over-time", ("over",), ()),
            ("plane", ("plane",), ()),
            ("two-sides", ("two",), ()),
            ("success", ("success",), ()),
        ),
    ),
    (
        "aid",
        (
            ("structure-list", ("structure", "seat"), ()),
            ("partner-list", ("partner",), ()),
            ("activity-list", ("activity", "function"), ()),
            ("finder-list", ("finder",), ()),
            ("risk-list", ("risk", "trap"), ()),
        ),
    ),
    (
        "work",
        (
            ("assessment-list", ("assessment",), (Action.START, Action.SUBMIT)),
            ("commitment-list", ("commitment",), ()),
            ("contact-list", ("contact",), ()),
            ("habit-list", ("habit",), (Action.NOTE,)),
            ("feed-page", ("feed",), (Action.NOTE,)),
        ),
    ),
    (
        "programme",
        (
            ("round-list", ("round",), ()),
            ("fixture-load", ("fixture",), (Action.LOAD,)),
            ("method", ("method",), ()),
        ),
    ),
)


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
    place = visit(request).member
    language = (get_language() or "en")[:2]
    return {
        "language": language,
        "other_language": ("fr", "Français") if language == "en" else ("en", "English"),
        # The page's address as the reader sees it.
        "here": visit(request).here or request.get_full_path(),
        "kept_count": kept.count(request) if place and not _shows_kept(request) else 0,
        "place": place,
        "reader": reader_mark(request),
        "printed_address": _printed_address(request),
        "menu": _menu(request, place) if place else (),
        "people_page": _people_page(place) if place else "",
    }


def _people_page(place: Member) -> str:
    """Return how the page of the people whom the reader looks after is called, “” where there are none."""
    if place.may(Action.LOOK_AFTER):
        return menu.people_page(is_of_side=True)
    return menu.people_page(is_of_side=False) if place.may(Action.ADMINISTER) else ""


def _printed_address(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return request.get_full_path()


def _shows_kept(request: HttpRequest) -> bool:
    """Whether this is the list of what waits, or a page that shows it in its form."""
    match = request.resolver_match
    return bool(visit(request).here) or bool(match and match.url_name == "kept-list")


def _menu(request: HttpRequest, place: Member) -> tuple[MenuGroup, ...]:
    """Return the pages that this reader can use, in their groups."""
    current = (request.resolver_match.url_name if request.resolver_match else "") or ""
    noun = current.split("-")[0]
    return tuple(
        MenuGroup(
            menu.group(group),
            tuple(
                MenuItem(menu.page(route), reverse(route), noun in nouns)
                for route, nouns, actions in pages
                if not actions or any(place.may(action) for action in actions)
            ),
        )
        for group, pages in MENU
    )
