"""How pages look to one browser: chosen without script, remembered by it alone, drawn by the server."""

import pytest
from django.test import Client

from tests import make, pages
from tests.dashboards import ClientOf


def scheme(browser: Client, address: str = "/") -> str | None:
    """Return the scheme that the server names, None where it is the system's."""
    return pages.read(browser.get(address, follow=True)).one("html").attrs.get("data-bs-theme")


def pressed(browser: Client, name: str) -> str:
    """Return the choice that is said to hold."""
    buttons = pages.read(browser.get("/")).all("button", name=name, aria_pressed="true")
    (value,) = {each.attrs["value"] for each in buttons}
    return value


def test_it_is_as_the_system_says_until_something_is_chosen(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    assert scheme(browser) is None
    assert pressed(browser, "theme") == "system"


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_a_chosen_scheme_is_drawn_on_every_page_also_after_signing_out(
    chosen: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    response = browser.post("/display/", {"theme": chosen, "next": "/structures/?q=cmj&lang=fr"})
    assert response["Location"] == "/structures/?q=cmj"
    assert pressed(browser, "theme") == chosen
    for address in ("/", "/compare/", "/no-such-page/"):
        assert scheme(browser, address) == chosen
    browser.post("/sign-out/")
    assert scheme(browser, "/sign-in/") == chosen
    browser.post("/display/", {"theme": "system"})
    assert scheme(browser, "/sign-in/") is None


def test_the_shortcut_can_be_switched_off_and_on(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    has_it = b"js/find" in browser.get("/").content
    assert has_it
    browser.post("/display/", {"shortcut": "off"})
    page = browser.get("/")
    assert b"js/find" not in page.content
    assert not pages.read(page).all("kbd")
    assert pressed(browser, "shortcut") == "off"
    browser.post("/display/", {"shortcut": "on"})
    assert b"js/find" in browser.get("/").content


@pytest.mark.parametrize(
    "data", [{}, {"theme": "pink"}, {"theme": ""}, {"shortcut": "x"}, {"colour": "dark"}]
)
def test_what_is_no_choice_is_refused(data: dict[str, str], cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.paul).post("/display/", data)
    assert response.status_code == 400
    assert not {"theme", "shortcut"} & set(response.cookies)


def test_a_cookie_that_is_no_choice_changes_nothing(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    browser.cookies["theme"] = '"><script>'
    browser.cookies["shortcut"] = "maybe"
    assert scheme(browser) is None
    assert pressed(browser, "shortcut") == "on"


def test_it_leads_back_only_within_the_site(cast: make.Cast, client_of: ClientOf) -> None:
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        response = client_of(cast.paul).post("/display/", {"theme": "dark", "next": address})
        assert response["Location"] == "/"
