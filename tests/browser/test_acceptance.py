"""A new organisation in another country, in the browser alone: from an empty database to the first answer.

Programme, four structures, six people by invitation, second factors as in production, the first round, the first answer.
What a person does is counted and printed, with the seconds of the machine, part by part (``-s`` shows it).
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import databases, factors
from tests.browser.program import bare, environment_of, manage
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import Visitors
from tests.extent import PROVES

pytestmark = pytest.mark.skipif(
    not PROVES, reason="the whole walk at each proof; tests/browser/test_starting.py daily"
)
PASSWORD = "uele-tshopo-equateur-26"
SETTINGS = (
    "WHITENOISE_USE_FINDERS = True",
    "MAIL_REACHES_PEOPLE = False",
    "SECOND_FACTOR_REQUIRED = True",
)
STRUCTURES = (
    "CNS, National Security Council\nCMJ; Commission mixte de justice\n"
    "GTE, Groupe de travail élections\nPOL, Police reform"
)
#: What a step takes a person who has not done it before, in seconds: reading a page, finding and pressing a button, and
#: typing a character (a slow typist; an estimate, not a measurement).
A_PAGE, A_PRESS, A_CHARACTER = 8.0, 3.0, 0.4


@dataclass
class Walk:
    """What was done, part by part: pages read, things pressed or chosen, characters typed, seconds of the machine."""

    parts: dict[str, list[float]] = field(default_factory=dict)
    now: list[float] = field(default_factory=lambda: [0, 0, 0, 0])

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        self.now, began = [0, 0, 0, 0], time.monotonic()
        yield
        self.now[3] = time.monotonic() - began
        self.parts[name] = self.now

    def go(self, page: Page, address: str) -> None:
        """Open a page by its link or entry of the bar."""
        page.goto(address)
        self.now[0] += 1
        self.now[1] += 1
        assert not scrolls_sideways(page), page.url

    def fill(self, page: Page, name: str, text: str, within: str = "main") -> None:
        page.locator(f"{within} [name={name}]").fill(text)
        self.now[1] += 1
        self.now[2] += len(text)

    def choose(self, page: Page, name: str, value: str) -> None:
        page.locator(f"main [name={name}]").select_option(value)
        self.now[1] += 2

    def press(self, page: Page, button: str = ".btn-primary") -> None:
        page.locator(f"main {button}").last.click()
        page.wait_for_load_state()
        self.now[0] += 1
        self.now[1] += 1
        assert not scrolls_sideways(page), page.url

    def said(self) -> str:
        """Return the table of what was done, with the minutes that it may take people who do it for the first time."""
        together = [sum(each) for each in zip(*self.parts.values(), strict=True)]
        rows = [f"{'':<34}{'pages':>6}{'presses':>8}{'characters':>11}{'minutes':>8}{'machine':>9}"]
        for name, (pages, presses, typed, machine) in (*self.parts.items(), ("together", together)):
            minutes = (pages * A_PAGE + presses * A_PRESS + typed * A_CHARACTER) / 60
            rows.append(
                f"{name:<34}{pages:>6.0f}{presses:>8.0f}{typed:>11.0f}{minutes:>8.1f}{machine:>7.1f} s"
            )
        return "\n".join(rows)


@pytest.fixture
def empty(tmp_path: Path, database: databases.Copy) -> Iterator[tuple[str, str]]:
    """The program on an empty database, second factors required: its address, and the code of the first run."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    environment = environment_of(tmp_path, tmp_path / "static", url)
    if Path(database.empty).is_file():
        shutil.copyfile(database.empty, tmp_path / "empty.sqlite3")
    else:
        manage(environment, "migrate", "--verbosity", "0")
    code = manage(environment, "first_run").split()[-1]
    with bare(tmp_path, url, *SETTINGS) as server:
        yield server.address, code


def come_in(walk: Walk, page: Page, link: str, email: str, *, has_factor: bool) -> None:
    """Choose a password through a link, sign in, and where the role asks for it set up an authenticator app."""
    walk.go(page, link)
    for each in ("new_password1", "new_password2"):
        walk.fill(page, each, PASSWORD)
    walk.press(page)
    walk.fill(page, "username", email)
    walk.fill(page, "password", PASSWORD)
    walk.press(page, "form:has([name=password]) .btn-primary")
    if has_factor:
        assert page.url.endswith("/account/"), "nothing is open before the second factor is there"
        walk.go(page, "/account/app/")
        secret = page.locator(".account-key").inner_text().replace(" ", "")
        walk.fill(page, "code", factors.shown(timezone.now(), secret=secret))
        walk.press(page)
        walk.go(page, "/")
    assert page.url.rstrip("/").count("/") == 2, page.url


def handed_over(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("main input[readonly]").all()]


def let_in(walk: Walk, manager: Page) -> str:
    """Confirm the adviser who waits, and print the link that they are given."""
    walk.go(manager, "/people/")
    walk.press(manager, "form[action$='/confirm/'] button")
    walk.press(manager, "form[action$='/link/'] button")
    (link,) = handed_over(manager)
    return link


@pytest.mark.parametrize(("language", "width"), [("en", 1300), ("fr", 360)])
def test_a_new_organisation_comes_from_nothing_to_its_first_answer(
    language: str, width: int, empty: tuple[str, str], every_visitor: Visitors
) -> None:
    (address, code), walk = empty, Walk()
    contexts = [
        every_visitor.browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, base_url=address
        )
        for _person in range(6)
    ]
    admin, government, partners, adviser, other, viewer = (each.new_page() for each in contexts)

    with walk.part("programme and its first people"):
        walk.go(admin, "/")
        walk.fill(admin, "code", code)
        walk.press(admin)
        walk.choose(admin, "country", "LR")
        walk.fill(admin, f"name_{language}", "SSR – RSS")
        for who in ("administrator", "government", "partners"):
            walk.fill(admin, f"{who}_name", who.title())
            walk.fill(admin, f"{who}_email", f"{who}@org.example")
        walk.press(admin)
        links = handed_over(admin)
        own = admin.locator("main a.btn-primary").get_attribute("href") or ""
    with walk.part("the administrator comes in"):
        come_in(walk, admin, own, "administrator@org.example", has_factor=True)
        expect(admin.locator(".checklist")).to_be_visible()
    with walk.part("four structures"):
        walk.go(admin, "/start/structures/")
        walk.fill(admin, "lines", STRUCTURES)
        expect(admin.locator(".start-counted")).to_contain_text("4")
        walk.press(admin, "[name=save]")
    with walk.part("two advisers and a viewer invited"):
        for who in ("government", "partners"):
            walk.fill(admin, f"{who}_name", f"Adviser {who}")
            walk.fill(admin, f"{who}_email", f"adviser.{who}@org.example")
        walk.press(admin)
        walk.go(admin, "/people/")
        invitation = "form[action$='/invite/']"
        walk.fill(admin, "email", "viewer@org.example", invitation)
        walk.fill(admin, "name", "Viewer", invitation)
        admin.locator(f"{invitation} [name=role][value=viewer]").check()
        walk.now[1] += 1
        walk.press(admin, f"{invitation} .btn-primary")
        walk.press(admin, "tr:has-text('viewer@org.example') form[action$='/link/'] button")
        (of_viewer,) = handed_over(admin)
    with walk.part("the managers come in, and let in"):
        come_in(walk, government, links[0], "government@org.example", has_factor=True)
        come_in(walk, partners, links[1], "partners@org.example", has_factor=True)
        of_adviser, of_other = let_in(walk, government), let_in(walk, partners)
    with walk.part("the first round"):
        walk.go(government, "/rounds/")
        walk.fill(government, "name_en", "First round")
        walk.fill(government, "name_fr", "Première campagne")
        for each in ("reference_on", "last_on"):
            walk.fill(government, each, timezone.localdate().isoformat())
        walk.press(government, "[name=open]")
    with walk.part("the other three come in"):
        come_in(walk, adviser, of_adviser, "adviser.government@org.example", has_factor=False)
        come_in(walk, other, of_other, "adviser.partners@org.example", has_factor=False)
        come_in(walk, viewer, of_viewer, "viewer@org.example", has_factor=False)
    with walk.part("the first answer"):
        walk.go(adviser, "/assessments/")
        walk.go(adviser, "/assessments/new/first-round/cns/coordination/")
        adviser.locator("[name=C1-choice][value='3']").check()
        walk.now[1] += 1
        expect(adviser.locator("[name=C1-version]")).to_have_value("1")

    walk.go(admin, "/people/")
    for who in (
        "administrator",
        "government",
        "partners",
        "adviser.government",
        "adviser.partners",
        "viewer",
    ):
        expect(admin.locator("main")).to_contain_text(f"{who}@org.example")
    # Whose side has answered is told so, the other side is not; who has no side waits for nothing more.
    for page, is_left in ((adviser, 0), (government, 0), (partners, 1), (admin, 0)):
        page.goto("/")
        expect(page.locator(".checklist")).to_have_count(is_left)
    print(f"\n{language}, {width} px\n{walk.said()}")
    for context in contexts:
        context.close()
