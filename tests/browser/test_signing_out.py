"""After signing out on a shared computer nothing stands: not behind Back, not in another tab, not in the cache."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitors import ADVISER, MANAGER, Visitors, sign_in

PRIVATE = "A private word with the minister"
#: What a browser does where it shows a page again that it kept, or comes back to a tab.
SHOWN_AGAIN = 'new PageTransitionEvent("pageshow", {persisted: true})'
COME_BACK = 'new Event("focus")'


@pytest.fixture
def page(visitors: Visitors) -> Page:
    """The adviser, in a session of this test's own, at a page that nobody else may read."""
    page = visitors.page_of(None)
    sign_in(page, visitors.account(ADVISER))
    number = visitors.client(ADVISER).contact(f"{PRIVATE} {uuid4()}", sharing="private")
    page.goto("/compare/")
    page.goto(f"/contacts/{number}/")
    expect(page.locator("main")).to_contain_text(PRIVATE)
    return page


def sign_out(page: Page) -> None:
    """Press the button in the frame."""
    page.locator(".person summary").click()
    page.locator("[action='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/")


def tell(page: Page, event: str) -> None:
    """Have this happen to the page."""
    page.evaluate(f"window.dispatchEvent({event})")


def test_back_leads_to_the_sign_in_page_and_nothing_is_kept(page: Page) -> None:
    sign_out(page)
    for _ in range(3):
        page.go_back()
        expect(page.locator("[name=password]")).to_be_visible()
        assert PRIVATE not in page.content()
    options = "{cache: 'only-if-cached', mode: 'same-origin'}"
    asked = f"(address) => fetch(address, {options}).then((reply) => reply.ok, () => false)"
    for address in ("/", "/compare/", "/contacts/"):
        assert not page.evaluate(asked, address), address


@pytest.mark.parametrize("event", [SHOWN_AGAIN, COME_BACK], ids=["shown again", "come back to"])
def test_a_page_does_not_stand_once_the_person_signed_out_in_another_tab(page: Page, event: str) -> None:
    other = page.context.new_page()
    other.goto("/")
    tell(page, event)
    expect(page.locator("main")).to_contain_text(PRIVATE)
    sign_out(other)
    tell(page, event)
    page.wait_for_url("**/sign-in/?next=**")
    assert PRIVATE not in page.content()


def test_what_was_typed_is_covered_until_the_same_person_is_back(page: Page, visitors: Visitors) -> None:
    page.goto("/contacts/add/")
    page.fill("[name=subject]", "Begun, not sent")
    other = page.context.new_page()
    other.goto("/")
    sign_out(other)
    tell(page, COME_BACK)
    expect(page.locator("[name=subject]")).to_be_hidden()
    expect(page.locator("[data-cover]")).to_be_visible()

    sign_in(other, visitors.account(MANAGER))
    tell(page, COME_BACK)
    expect(page.locator("[name=subject]")).to_be_hidden()
    sign_out(other)

    sign_in(other, visitors.account(ADVISER))
    tell(page, COME_BACK)
    expect(page.locator("[data-cover]")).to_be_hidden()
    expect(page.locator("[name=subject]")).to_have_value("Begun, not sent")
