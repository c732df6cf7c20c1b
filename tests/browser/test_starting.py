"""A new organisation: from an empty database to the first answer, in the browser alone."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import databases
from tests.browser.program import bare, environment_of, manage
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import Visitors

PASSWORD = "uele-tshopo-equateur-26"
SETTINGS = ("WHITENOISE_USE_FINDERS = True", "MAIL_REACHES_PEOPLE = False")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite with every migration applied and nothing in it."""
    folder = tmp_path_factory.mktemp("migrated")
    made = folder / "migrated.sqlite3"
    if not databases.put_migrated(made):
        manage(environment_of(folder, folder / "static", f"sqlite:///{made}"), "migrate", "--verbosity", "0")
    return made


@pytest.fixture
def empty(tmp_path: Path, migrated: Path) -> Iterator[tuple[str, str]]:
    """The program on an empty database: its address, and the code of the first run."""
    database = f"sqlite:///{shutil.copyfile(migrated, tmp_path / 'empty.sqlite3')}"
    code = manage(environment_of(tmp_path, tmp_path / "static", database), "first_run").split()[-1]
    with bare(tmp_path, database, *SETTINGS) as server:
        yield f"http://127.0.0.1:{server.port}", code


def press(page: Page) -> None:
    """Press the filled button of the page, which fits its screen."""
    assert not scrolls_sideways(page)
    page.locator("main .btn-primary").last.click()
    page.wait_for_load_state()


def name(page: Page, who: str) -> None:
    page.locator(f"[name={who}_name]").fill(who.title())
    page.locator(f"[name={who}_email]").fill(f"{who}@org.example")


def come_in(page: Page, link: str, email: str) -> None:
    """Choose a password through a link, and sign in."""
    page.goto(link)
    for field in ("new_password1", "new_password2"):
        page.locator(f"[name={field}]").fill(PASSWORD)
    press(page)
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    press(page)
    expect(page.locator(".checklist")).to_be_visible()


def handed_over(page: Page) -> list[str]:
    return [each.input_value() for each in page.locator("main input[readonly]").all()]


@pytest.mark.parametrize(("language", "width"), [("fr", 360), ("en", 1300)])
def test_from_nothing_to_the_first_answer(
    language: str, width: int, empty: tuple[str, str], every_visitor: Visitors
) -> None:
    address, code = empty
    contexts = [
        every_visitor.browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, base_url=address
        )
        for _person in range(3)
    ]
    first, manager, adviser = (context.new_page() for context in contexts)

    # Whoever has the code names the programme and its first people.
    first.goto("/")
    first.locator("[name=code]").fill(code.lower())
    press(first)
    first.locator("[name=country]").select_option("LR")
    first.locator(f"[name=name_{language}]").fill("SSR – RSS")
    for who in ("administrator", "government", "partners"):
        name(first, who)
    press(first)
    links = handed_over(first)
    own = first.locator("main a.btn-primary").get_attribute("href")
    assert own

    # The administrator writes the structures and invites the advisers.
    come_in(first, own, "administrator@org.example")
    first.locator(".checklist a").first.click()
    first.locator("[name=lines]").fill("CNS, National Security Council\nCMJ; Commission mixte de justice")
    expect(first.locator(".start-counted")).to_contain_text("2")
    first.locator("[name=save]").click()
    for who in ("government", "partners"):
        first.locator(f"[name={who}_name]").fill(f"Adviser {who}")
        first.locator(f"[name={who}_email]").fill(f"adviser.{who}@org.example")
    press(first)
    expect(first.locator(".checklist progress")).to_have_attribute("value", "3")

    # The government's manager lets the adviser in, prints the link and opens a round.
    come_in(manager, links[0], "government@org.example")
    manager.goto("/people/")
    manager.locator("form[action$='/confirm/'] button").click()
    manager.locator("form[action$='/link/'] button").first.click()
    (link,) = handed_over(manager)
    manager.goto("/rounds/")
    manager.locator("[name=name_en]").fill("First round")
    manager.locator("[name=name_fr]").fill("Première campagne")
    for field in ("reference_on", "last_on"):
        manager.locator(f"[name={field}]").fill(timezone.localdate().isoformat())
    manager.locator("main [name=open]").click()
    manager.goto("/")
    expect(manager.locator(".checklist progress")).to_have_attribute("value", "4")

    # The adviser gives the first answer: the list is gone for the own side, and says nothing to others.
    come_in(adviser, link, "adviser.government@org.example")
    adviser.locator(".checklist a[href='/assessments/']").click()
    adviser.goto("/assessments/new/first-round/cns/coordination/")
    adviser.locator("[name=C1-choice][value='3']").check()
    expect(adviser.locator("[name=C1-version]")).to_have_value("1")
    for page, is_left in ((adviser, 0), (manager, 0), (first, 1)):
        page.goto("/")
        assert re.search(r"/$", page.url)
        expect(page.locator(".checklist")).to_have_count(is_left)
    for context in contexts:
        context.close()
