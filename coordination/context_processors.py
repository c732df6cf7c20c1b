"""What stands around every page: the bar with its entries and tabs, programme, language, scheme, person."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from coordination.permissions import Action
from coordination.presenters import menu
from coordination.views import display, filters, kept, tour, waiting
from coordination.views.decorators import Member, visit
from coordination.views.parameters import reader_mark, search_asked


@dataclass(frozen=True, slots=True)
class Page:
    """A tab's page: its route, the nouns whose deeper pages belong to it, and who may open it (“()”: everybody)."""

    route: str
    nouns: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()

    def is_open_to(self, member: Member) -> bool:
        """Whether the reader may open it."""
        return not self.actions or any(member.may(action) for action in self.actions)


#: The pages that answer one question about the same rounds, structures and view: their filters go from tab to tab.
RESULTS = "results"
#: Each entry of the bar with its tabs. A route that is a tab of its own is never a deeper page of another.
ENTRIES: tuple[tuple[str, tuple[Page, ...]], ...] = (
    ("home", (Page("home"),)),
    (
        RESULTS,
        (
            Page("compare", ("side", "compare", "answer")),
            Page("changes"),
            Page("two-views"),
            Page("ownership"),
            Page("success"),
        ),
    ),
    ("score", (Page("assessment-list", ("assessment",), (Action.START, Action.SUBMIT)),)),
    (
        "partners",
        (
            Page("partner-list", ("partner",)),
            Page("partner-seats"),
            Page("activity-list", ("activity",)),
            Page("partner-functions", ("function",)),
            Page("overlap-list", ("overlap",)),
        ),
    ),
    (
        "follow-up",
        (
            Page("commitment-list", ("commitment",)),
            Page("contact-list", ("contact",)),
            Page("risk-list", ("risk", "trap")),
            Page("habit-list", (), (Action.NOTE,)),
            Page("feed-page", (), (Action.NOTE,)),
        ),
    ),
    (
        "programme",
        (
            Page("structure-list", ("structure", "seat", "publication", "correction")),
            Page("round-list", ("round", "agreement", "joint", "comment")),
            Page("person-list", ("person",), (Action.LOOK_AFTER, Action.ADMINISTER)),
            Page("journal-list", ("journal",)),
            Page("programme-settings", ("programme",), (Action.ADMINISTER,)),
            Page("fixture-load", ("fixture",), (Action.LOAD,)),
            Page("method"),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLink:
    """A link of the bar: ``current`` is its ``aria-current``, empty where the page shown is another."""

    name: str
    address: str
    current: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopBar:
    """The entries, the tabs of the entry shown, its name, and the way back from a page that lies deeper than its tab."""

    entries: tuple[BarLink, ...]
    tabs: tuple[BarLink, ...] = ()
    place: str = ""
    back: BarLink | None = None


#: By the kind of record in the address of what is withdrawn, the noun to whose tab it belongs.
_OF_KIND = {
    "partners": "partner",
    "structures": "structure",
    "seats": "seat",
    "activities": "activity",
    "commitments": "commitment",
    "contacts": "contact",
}


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; makes no query, so that a page in trouble can still be drawn."""
    notes = visit(request)
    member = notes.member
    language = (get_language() or "en")[:2]
    return {
        "language": language,
        "other_language": ("fr", "Français") if language == "en" else ("en", "English"),
        # The page's address as the reader sees it.
        "here": notes.here or request.get_full_path(),
        "member": member,
        **(_of_member(request, member) if member else OF_NOBODY),
        "reader": reader_mark(request),
        "printed_address": _printed_address(request),
        "searched": search_asked(request) if _route(request) == "search" else "",
        "theme": display.theme(request),
        "has_shortcut": display.has_shortcut(request),
        # Through which organisation people sign in, too; empty where there is none.
        "organisation": settings.OIDC_NAME,
    }


#: Of who has no place.
OF_NOBODY: Mapping[str, object] = {"kept_count": 0, "waits": None, "tour": None, "bar": None, "initials": ""}


def _of_member(request: HttpRequest, member: Member) -> Mapping[str, object]:
    """Return what stands there for who has a place, under the names of ``OF_NOBODY``."""
    return {
        "kept_count": 0 if _shows_kept(request) else kept.count(request),
        "waits": waiting.words_for(member),
        "tour": tour.note(request, member),
        "bar": _bar(request, member),
        "initials": menu.initials(member.user.name),
    }


def _printed_address(request: HttpRequest) -> str:
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return request.get_full_path()


def _route(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else "") or ""


def _kind(request: HttpRequest) -> str:
    """Return the kind of record that an address names; empty where it names none."""
    kind = request.resolver_match.kwargs.get("kind", "") if request.resolver_match else ""
    return str(kind)


def _shows_kept(request: HttpRequest) -> bool:
    """Whether this is the list of what waits, or a page that shows it in its form."""
    return bool(visit(request).here) or _route(request) == "kept-list"


def _bar(request: HttpRequest, member: Member) -> TopBar:
    """Return the bar as this reader may use it, on this page."""
    route = _route(request)
    shown = _shown(_OF_KIND.get(_kind(request), "") or route)
    here = next((code for code, pages in ENTRIES if shown in pages), "")
    entries = []
    tabs: tuple[BarLink, ...] = ()
    for code, pages in ENTRIES:
        open_pages = tuple(page for page in pages if page.is_open_to(member))
        if not open_pages:
            continue
        address = reverse(open_pages[0].route)
        is_the_page = code == here and route == open_pages[0].route and len(open_pages) == 1
        current = "page" if is_the_page else "true" if code == here else ""
        entries.append(BarLink(name=menu.entry(code), address=address, current=current))
        if code == here and len(open_pages) > 1:
            query = filters.carried(request) if code == RESULTS else ""
            tabs = tuple(_tab(page, route, shown, query) for page in open_pages)
    is_deeper = shown is not None and route != shown.route and shown.is_open_to(member)
    return TopBar(
        entries=tuple(entries),
        tabs=tabs,
        place=menu.entry(here) if here else "",
        back=BarLink(name=menu.tab(shown.route), address=reverse(shown.route))
        if shown and is_deeper
        else None,
    )


def _shown(route: str) -> Page | None:
    """Return the tab to which a route's page belongs."""
    pages = [page for _entry, pages in ENTRIES for page in pages]
    noun = route.split("-")[0]
    return next((page for page in pages if page.route == route), None) or next(
        (page for page in pages if noun in page.nouns), None
    )


def _tab(page: Page, route: str, shown: Page | None, query: str) -> BarLink:
    current = "" if page is not shown else "page" if route == page.route else "true"
    return BarLink(name=menu.tab(page.route), address=reverse(page.route) + query, current=current)
