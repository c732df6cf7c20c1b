"""A passkey, made and shown by Chromium's own virtual authenticator."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.visitors import VIEWER, Visitors


def by_name(visitors: Visitors) -> str:
    """The program's address with a name: a passkey is bound to one, and an IP address has none."""
    return f"http://localhost:{urlsplit(visitors.program.address).port}"


def give_authenticator(page: Page) -> None:
    """Plug a security key into this browser, with somebody who always touches it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def password(page: Page, home: str, visitors: Visitors) -> None:
    """Give e-mail and password."""
    account = visitors.account(VIEWER)
    page.goto(f"{home}/sign-in/")
    page.fill("[name=username]", account.email)
    page.fill("[name=password]", account.password)
    page.locator("main form button").click()


def test_a_passkey_is_added_signs_in_proves_and_is_removed(visitors: Visitors) -> None:
    home, page = by_name(visitors), visitors.page_of(None)
    give_authenticator(page)
    password(page, home, visitors)
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/account/passkey/")
    page.fill("[name=name]", "Key in the drawer")
    page.locator("[data-passkey-button]").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    page.goto(f"{home}/account/")
    expect(page.locator("main")).to_contain_text("Key in the drawer")

    page.locator(".person summary").click()
    page.locator("[action='/sign-out/'] button").click()
    # What the device holds is cleared first.
    page.wait_for_url(f"{home}/sign-in/**")
    password(page, home, visitors)
    page.wait_for_url("**/sign-in/second/")
    page.locator("[data-passkey-button]").click()
    page.wait_for_url(f"{home}/")

    page.goto(f"{home}/account/again/?next=/account/")
    page.locator("[data-passkey-button]").click()
    page.wait_for_url(f"{home}/account/")
    page.locator("[action$='/remove/'] button").click()
    expect(page.locator("main")).not_to_contain_text("Key in the drawer")


def test_a_browser_without_a_passkey_says_so_and_the_other_way_stays(visitors: Visitors) -> None:
    home, page = by_name(visitors), visitors.page_of(None)
    password(page, home, visitors)
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/account/passkey/")
    page.fill("[name=name]", "None")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.locator("[data-passkey-button]").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    expect(page.locator("main a[href='/account/']")).to_be_visible()
