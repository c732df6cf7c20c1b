"""The bar on top: six entries, their tabs, the filters that stay, and the way back from a page that lies deeper."""

import pytest
from django.test import Client

from coordination.models import User
from tests import make, pages
from tests.dashboards import ClientOf, read
from tests.pages import Node

ADVISER_TABS = {
    "Home": [],
    "Results": ["Compare", "Changes", "Two views", "Ownership", "Success criteria"],
    "Score": [],
    "Partners": ["Partners", "Who sits where", "Activities", "Who does what", "Overlaps and gaps"],
    "Follow-up": ["Commitments", "Meetings and calls", "Risks", "My habits", "Calendar"],
    "Programme": ["Structures", "Rounds", "Journal", "Questionnaire and method"],
}


def entries(page: Node) -> list[Node]:
    """Return the entries of the bar."""
    bar, _folded = page.all("ul", class_="entries")
    return bar.all("a")


def tabs(page: Node) -> list[Node]:
    """Return the tabs under the bar; a structure has tabs of its own below."""
    inside = {id(nav) for nav in page.one("main").all("nav")}
    bars = [nav for nav in page.all("nav", class_="tabs") if id(nav) not in inside]
    return [link for nav in bars for link in nav.all("a")]


def names(links: list[Node]) -> list[str]:
    return [each.text() for each in links]


def tabs_of(browser: Client) -> dict[str, list[str]]:
    """Return every entry with the tabs that its page shows, each opened."""
    found = {}
    for entry in entries(pages.read(browser.get("/"))):
        page = pages.read(browser.get(entry.attrs["href"], follow=True))
        found[entry.text()] = names(tabs(page))
        for tab in tabs(page):
            assert browser.get(tab.attrs["href"], follow=True).status_code == 200, tab.text()
    return found


@pytest.mark.takes_long
def test_six_entries_lead_to_their_tabs(cast: make.Cast, client_of: ClientOf) -> None:
    assert tabs_of(client_of(cast.amina)) == ADVISER_TABS


@pytest.mark.takes_long
def test_everybody_is_offered_what_they_may_open_and_nothing_else(
    cast: make.Cast, client_of: ClientOf
) -> None:
    manager = tabs_of(client_of(cast.paul))
    assert manager == ADVISER_TABS | {
        "Programme": ["Structures", "Rounds", "People", "Journal", "Questionnaire and method"]
    }
    viewer = tabs_of(client_of(cast.vera))
    assert viewer == {name: listed for name, listed in ADVISER_TABS.items() if name != "Score"} | {
        "Follow-up": ["Commitments", "Meetings and calls", "Risks"]
    }
    User.objects.filter(pk=cast.alain.pk).update(language="en")
    administrator = tabs_of(client_of(cast.alain))
    assert administrator["Programme"] == [
        "Structures",
        "Rounds",
        "People",
        "Journal",
        "Settings",
        "Import and export",
        "Questionnaire and method",
    ]


@pytest.mark.parametrize(
    ("address", "entry", "tab"),
    [
        ("/", "Home", None),
        ("/compare/?view=partners", "Results", "Compare"),
        ("/two-views/", "Results", "Two views"),
        ("/assessments/", "Score", None),
        ("/partners/", "Partners", "Partners"),
        ("/partners/seats/", "Partners", "Who sits where"),
        ("/partners/functions/", "Partners", "Who does what"),
        ("/functions/", "Partners", "Who does what"),
        ("/activities/add/", "Partners", "Activities"),
        ("/risks/", "Follow-up", "Risks"),
        ("/structures/ccrss/risks/", "Programme", "Structures"),
        ("/structures/cmj/", "Programme", "Structures"),
        ("/seats/of/cmj/", "Programme", "Structures"),
        ("/method/", "Programme", "Questionnaire and method"),
        ("/search/?q=cmj", None, None),
        ("/password/", None, None),
        ("/no-such-page/", None, None),
    ],
)
def test_the_bar_says_where_the_reader_is(
    address: str, entry: str | None, tab: str | None, cast: make.Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.amina).get(address)
    page = pages.read(response)
    if response.status_code == 404 and not page.all("ul", class_="entries"):
        return
    current = [each for each in entries(page) if "aria-current" in each.attrs]
    assert names(current) == ([entry] if entry else [])
    shown = [each for each in tabs(page) if "aria-current" in each.attrs]
    assert names(shown) == ([tab] if tab else [])
    # Only the tab's own page is “page”: from a deeper one the tab leads up.
    path = address.split("?")[0]
    for each in (*current, *shown):
        assert each.attrs["aria-current"] == "page" or each.attrs["href"].split("?")[0] != path or tab


@pytest.mark.parametrize(
    ("address", "trail"),
    [
        ("/structures/cmj/", [("Structures", "/structures/")]),
        ("/structures/cmj/january-2008/", [("Structures", "/structures/")]),
        ("/structures/cmj/history/", [("Structures", "/structures/")]),
        ("/facts/of/cmj/", [("Structures", "/structures/"), ("CMJ", "/structures/cmj/")]),
        ("/seats/of/cmj/", [("Structures", "/structures/"), ("CMJ", "/structures/cmj/")]),
        ("/partners/add/", [("Partners", "/partners/")]),
        ("/activities/add/", [("Activities", "/activities/")]),
        ("/commitments/add/", [("Commitments", "/commitments/")]),
        ("/contacts/add/", [("Meetings and calls", "/contacts/")]),
        ("/assessments/new/march-2011/gtse-cpse/", [("Score", "/assessments/")]),
        ("/structures/", []),
        ("/compare/?view=partners", []),
        ("/", []),
    ],
)
def test_a_page_that_lies_deeper_says_the_way_back(
    address: str, trail: list[tuple[str, str]], cast: make.Cast, client_of: ClientOf
) -> None:
    if "march-2011" in address:
        make.open_round()
    page = read(client_of, cast.amina, address)
    links = [link for nav in page.all("nav", class_="crumbs") for link in nav.all("a")]
    assert [(each.text(), each.attrs["href"]) for each in links] == trail


ASKED = "round=january-2009&view=government&set=cmj&set=gtse-cpse&sector=justice&section=ownership"


@pytest.mark.takes_long
def test_the_round_the_structures_and_the_view_stay_when_the_tab_changes(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    for path in ("/compare/", "/changes/", "/two-views/", "/ownership/", "/success/"):
        page = pages.read(browser.get(f"{path}?{ASKED}&page=1&lang=en"))
        for tab in tabs(page):
            _path, query = tab.attrs["href"].split("?")
            assert sorted(query.split("&")) == sorted(ASKED.split("&"))
            assert browser.get(tab.attrs["href"], follow=True).status_code == 200


@pytest.mark.takes_long
def test_what_one_result_alone_can_follow_does_not_break_another(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    for query in (
        "round=january-2008&view=partners&sort=score&weights=entered&w=25,15,15,10,15,10,10&why=Tried",
        "view=partners&since=january-2009&until=january-2010&first=january-2009&second=january-2010",
        "view=partners&known=published&page=1",
        "view=analyst&section=coordination",
    ):
        for path in ("/compare/", "/changes/"):
            page = pages.read(browser.get(f"{path}?{query}"))
            for tab in tabs(page):
                assert browser.get(tab.attrs["href"], follow=True).status_code == 200, tab.attrs["href"]


@pytest.mark.parametrize("query", ["?round=no-such-round", "?view=martians", "?sort=luck&set=cmj"])
def test_filters_that_cannot_be_followed_do_not_go_along(
    query: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    page = pages.read(browser.get(f"/compare/{query}"))
    assert {each.attrs["href"] for each in tabs(page)} == {
        "/compare/",
        "/changes/",
        "/two-views/",
        "/ownership/",
        "/success/",
    }


def test_filters_of_a_list_stay_with_it(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.amina, "/partners/?q=monuc&side=international")
    assert all("?" not in each.attrs["href"] for each in tabs(page))


def test_who_is_signed_out_has_no_bar_but_the_brand_and_the_language(cast: make.Cast) -> None:
    page = pages.read(Client().get("/sign-in/"))
    assert page.all(class_="brand")
    assert not page.all(class_="entries")
    assert not page.all(class_="find")
