"""People who look at the running program through a real browser, and what the browser complains of."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Response

from tests.browser.program import ROOT, Account, Client, Key, Program

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
#: Longest wait for anything on a page, in milliseconds: a busy machine is slow, not wrong.
PATIENCE = 15_000

ADVISER, MANAGER = ("adviser", "partners"), ("manager", "partners")
GOVERNMENT_ADVISER, GOVERNMENT_MANAGER = ("adviser", "government"), ("manager", "government")
VIEWER, ADMINISTRATOR = ("viewer", "-"), ("administrator", "-")


class PageOf(Protocol):
    """Opens a page for a person, signed in; for nobody with ``None``."""

    def __call__(
        self, person: Key | None, language: str = "en", width: int = 1300, *, script: bool = True
    ) -> Page: ...


def launch(playwright: Playwright) -> Browser:
    """Start Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@dataclass  # without slots: Playwright keeps an attribute of its own for each method that listens
class Visitors:
    """Signed-in people of one program in one browser; each signs in through the form once."""

    browser: Browser
    program: Program
    complaints: list[str] = field(default_factory=list)
    _states: dict[Key, Any] = field(default_factory=dict)
    _clients: dict[Key, Client] = field(default_factory=dict)
    _contexts: list[BrowserContext] = field(default_factory=list)
    _kept: dict[tuple[Key | None, str], BrowserContext] = field(default_factory=dict)
    _pages: list[Page] = field(default_factory=list)

    def account(self, person: Key) -> Account:
        """Return the person's e-mail and password."""
        return self.program.people[person]

    def client(self, person: Key) -> Client:
        """Return the person over bare HTTP."""
        if person not in self._clients:
            self._clients[person] = Client(self.program).sign_in(self.account(person))
        return self._clients[person]

    def page_of(
        self,
        person: Key | None,
        language: str = "en",
        width: int = 1300,
        *,
        script: bool = True,
        worker: bool = False,
    ) -> Page:
        """Return a page in a browser profile of its own, ``width`` CSS pixels wide, that reads ``language``.

        Without a service ``worker`` tests can stand between a page and the program.
        """
        context = self._profile(person, language, width, script=script, worker=worker)
        self._contexts.append(context)
        return self._page(context, person, language)

    def page_again(self, person: Key | None, language: str) -> Page:
        """Return a page in a profile that is kept for who only looks: what one page leaves behind, the next finds."""
        if (person, language) not in self._kept:
            self._kept[person, language] = self._profile(person, language, 1300, script=True)
        page = self._page(self._kept[person, language], person, language)
        self._pages.append(page)
        return page

    def listen(self, page: Page) -> None:
        """Collect what the browser complains of on this page."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"error in a script: {error}"))
        page.on("response", self._answered)

    def close(self) -> None:
        """Close every page, and forget what they complained of."""
        for each in (*self._pages, *self._contexts):
            each.close()
        self._pages.clear()
        self._contexts.clear()
        self.complaints.clear()

    def _profile(
        self, person: Key | None, language: str, width: int, *, script: bool, worker: bool = False
    ) -> BrowserContext:
        if person and person not in self._states:
            self._states[person] = self._sign_in(person)
        context = self.browser.new_context(
            base_url=self.program.address,
            storage_state=self._states[person] if person else None,
            viewport={"width": width, "height": 900},
            locale={"en": "en-GB", "fr": "fr-FR"}[language],
            java_script_enabled=script,
            service_workers="allow" if worker else "block",
        )
        context.set_default_timeout(PATIENCE)
        return context

    def _page(self, context: BrowserContext, person: Key | None, language: str) -> Page:
        if person:
            self.client(person).speak(language)
        page = context.new_page()
        self.listen(page)
        return page

    def _sign_in(self, person: Key) -> Any:
        context = self.browser.new_context(base_url=self.program.address)
        page = context.new_page()
        sign_in(page, self.account(person))
        state = context.storage_state()
        context.close()
        return state

    def _heard(self, message: ConsoleMessage) -> None:
        # A reply of 4xx is what some journeys are about; their pages are looked at instead.
        is_expected = "Failed to load resource" in message.text or "blocked by Playwright" in message.text
        if message.type in ("error", "warning") and not is_expected:
            self.complaints.append(f"{message.type} in the console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")


class Metered(Visitors):
    """Visitors whose pages come another way; what sets the stage does not, nor does the first sign-in of each."""

    _directly: Visitors

    @classmethod
    def over(cls, directly: Visitors, address: str) -> Self:
        """Return the same people, who find the program at another address."""
        found = cls(directly.browser, replace(directly.program, address=address), _states=directly._states)
        found._directly = directly
        return found

    def client(self, person: Key) -> Client:
        """Return the person over bare HTTP, past what counts."""
        return self._directly.client(person)

    def _sign_in(self, person: Key) -> Any:
        return self._directly._sign_in(person)


def sign_in(page: Page, account: Account, address: str = "/sign-in/") -> None:
    """Fill in the sign-in form."""
    page.goto(address)
    page.fill("[name=username]", account.email)
    page.fill("[name=password]", account.password)
    page.locator("main button").click()
    page.wait_for_url(lambda reached: "/sign-in/" not in reached)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus, and see that the focus is visible."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = page.evaluate(
                """() => {
                  const outlined = (each) => each && getComputedStyle(each).outlineStyle !== "none";
                  return outlined(document.activeElement) || outlined(document.activeElement.nextElementSibling)
                    || outlined(document.activeElement.parentElement)
                    || getComputedStyle(document.activeElement).boxShadow !== "none";
                }"""
            )
            assert shown, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"Tab does not reach {selector}")


def faults(page: Page) -> list[str]:
    """Return what axe-core finds wrong on the page: rule, element, reason."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:200]} – {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def settled(page: Page, ready: Callable[[], bool], what: str) -> None:
    """Wait until something outside the page has happened."""
    for _ in range(PATIENCE // 100):
        if ready():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"did not happen: {what}")


def folder_of(name: str) -> Path:
    """Return a folder below the copy's own ``var/`` for what a person wants to look at afterwards."""
    folder = ROOT / "var" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
