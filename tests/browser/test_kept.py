"""The session ends while somebody writes: in a real browser, with and without script, on a phone and in French."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.program import Account, Key
from tests.browser.scoring import show, unfold
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import (
    ADVISER,
    GOVERNMENT_ADVISER,
    MANAGER,
    PageOf,
    Visitors,
    faults,
    sign_in,
)
from tests.extent import TURN, of_these, share_of

WIDE, NARROW = 1300, 360
#: How the browser is: language, width, with script.
BROWSERS = [("en", WIDE, True), ("fr", NARROW, True), ("fr", NARROW, False)]
AS = {"en": "Sign in again as the same person", "fr": "Reconnectez-vous avec le même compte"}
NOT_YET = {"en": "Not stored yet.", "fr": "Pas encore enregistré."}
ANOTHER = {"en": "Somebody else filled in a form", "fr": "Une autre personne avait rempli un formulaire"}


def fills_in_a_contact(page: Page, subject: str) -> None:
    page.goto("/contacts/add/?kind=meeting")
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=agreed]").fill("Première ligne\nDeuxième <ligne> & « fin »")


def signs_in_here(page: Page, account: Account) -> None:
    """Sign in on the page that is shown."""
    page.fill("[name=username]", account.email)
    page.fill("[name=password]", account.password)
    page.locator("main form button").last.click()
    page.wait_for_url(lambda reached: "/sign-in/" not in reached)


def signs_out(page: Page) -> None:
    page.goto("/method/")
    page.locator(".person summary").click()
    page.locator("form[action='/sign-out/'] button").click()
    page.wait_for_url("**/sign-in/")


def looks_right(page: Page, *, script: bool) -> None:
    assert not scrolls_sideways(page)
    if script:
        assert faults(page) == []


def subjects(visitors: Visitors, subject: str) -> int:
    quoted = subject.replace("'", "''")
    return len(visitors.program.rows(f"SELECT id FROM coordination_contact WHERE subject = '{quoted}'"))


def visitor(page_of: PageOf, visitors: Visitors, language: str, width: int, script: bool) -> Page:
    """A page of a person who has signed in in this browser, so that ending the session ends nobody else's."""
    visitors.client(ADVISER).speak(language)
    page = page_of(None, language, width, script=script)
    sign_in(page, visitors.account(ADVISER))
    return page


@pytest.mark.takes_long
@pytest.mark.parametrize(("language", "width", "script"), share_of(BROWSERS, TURN, shares=3))
@pytest.mark.travels(170)
def test_a_form_sent_after_the_session_has_expired_comes_back_and_is_stored(
    language: str, width: int, script: bool, page_of: PageOf, visitors: Visitors
) -> None:
    page = visitor(page_of, visitors, language, width, script)
    subject = f"Séance expirée {language} {script}"
    fills_in_a_contact(page, subject)
    page.context.clear_cookies(name="sessionid")
    page.locator("main form .btn-primary").click()

    expect(page.locator("main [role=alert]")).to_contain_text(AS[language])
    assert subject not in page.content()
    looks_right(page, script=script)
    signs_in_here(page, visitors.account(ADVISER))

    expect(page.locator("#kept")).to_contain_text(NOT_YET[language])
    expect(page.locator("#kept")).to_be_in_viewport()
    expect(page.locator("[name=subject]")).to_have_value(subject)
    expect(page.locator("[name=agreed]")).to_have_value("Première ligne\nDeuxième <ligne> & « fin »")
    looks_right(page, script=script)
    assert subjects(visitors, subject) == 0

    page.locator("form[data-kept] .btn-primary").click()
    page.wait_for_url("**/contacts/*/")
    expect(page.locator("h1")).to_contain_text(subject)
    assert subjects(visitors, subject) == 1
    page.goto("/method/")
    expect(page.locator("main a[href='/kept/']")).to_have_count(0)


@pytest.mark.takes_long
@pytest.mark.parametrize(("language", "width", "script"), share_of(BROWSERS, TURN + 1, shares=3))
@pytest.mark.travels(220)
def test_a_form_of_a_tab_from_before_one_signed_out_and_in_again_comes_back_at_once(
    language: str, width: int, script: bool, page_of: PageOf, visitors: Visitors
) -> None:
    page = visitor(page_of, visitors, language, width, script)
    subject = f"Deux onglets {language} {script}"
    fills_in_a_contact(page, subject)
    other = page.context.new_page()
    signs_out(other)
    sign_in(other, visitors.account(ADVISER))
    page.locator("main form .btn-primary").click()

    expect(page.locator("#kept")).to_contain_text(NOT_YET[language])
    expect(page.locator("[name=subject]")).to_have_value(subject)
    assert subjects(visitors, subject) == 0

    other.goto("/")
    expect(other.locator("main a[href='/kept/']")).to_have_count(1)
    other.goto("/kept/")
    expect(other.locator("main")).to_contain_text(subject)
    looks_right(other, script=script)

    page.locator("form[data-kept] .btn-primary").click()
    page.wait_for_url("**/contacts/*/")
    assert subjects(visitors, subject) == 1
    other.goto("/kept/")
    expect(other.locator("main .empty")).to_have_count(1)


@pytest.mark.takes_long
@pytest.mark.parametrize(
    ("language", "width", "script", "person"),
    [
        (*way, person)
        for turn, way in share_of([*enumerate(BROWSERS)], TURN + 2, shares=3)
        for person in of_these((MANAGER, GOVERNMENT_ADVISER), TURN + turn)
    ],
)
@pytest.mark.travels(190)
def test_another_person_who_signs_in_there_gets_nothing(
    person: Key, language: str, width: int, script: bool, page_of: PageOf, visitors: Visitors
) -> None:
    visitors.client(person).speak(language)
    page = visitor(page_of, visitors, language, width, script)
    subject = f"Pour personne d’autre {language} {script} {person[0]}"
    fills_in_a_contact(page, subject)
    page.context.clear_cookies(name="sessionid")
    page.locator("main form .btn-primary").click()
    signs_in_here(page, visitors.account(person))

    expect(page.locator("main [role=status]").first).to_contain_text(ANOTHER[language])
    looks_right(page, script=script)
    for address in ("/", "/kept/", "/contacts/", "/contacts/add/?kind=meeting"):
        page.goto(address)
        assert subject not in page.content()
    page.go_back()
    page.go_back()
    assert subject not in page.content()
    assert subjects(visitors, subject) == 0


@pytest.mark.takes_long
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.travels(190)
def test_a_section_of_answers_sent_with_its_own_button_comes_back(
    script: bool, page_of: PageOf, visitors: Visitors
) -> None:
    label = visitors.client(MANAGER).open_round(f"Kept answers {script}")
    number = visitors.client(ADVISER).start(label, "cmj")
    page = visitor(page_of, visitors, "fr", NARROW, script)
    page.goto(f"/assessments/{number}/coordination/")
    page.context.clear_cookies(name="sessionid")
    page.locator("#C1 [name=C1-choice][value='3']").check(force=True)
    unfold(page, "C1", "evidence")
    page.locator("#C1 [name=C1-basis]").fill("Vu au secrétariat, « procès-verbal » n° 3")
    show(page, "C7")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[data-score] .btn-primary").click()

    expect(page.locator("main [role=alert]")).to_contain_text(AS["fr"])
    signs_in_here(page, visitors.account(ADVISER))
    expect(page.locator("#kept")).to_contain_text(NOT_YET["fr"])
    expect(page.locator("[name=C1-basis]")).to_have_value("Vu au secrétariat, « procès-verbal » n° 3")
    expect(page.locator("[name=C1-basis]")).to_be_visible()
    expect(page.locator("[name=C1-choice][value='3']")).to_be_checked()
    looks_right(page, script=script)
    page.locator("form[data-score] .btn-primary").click()
    page.wait_for_url("**/ownership/")
    assert visitors.program.rows(
        f"SELECT level, basis FROM coordination_answer WHERE assessment_id = {int(number)} AND basis <> ''"
    ) == [(3, "Vu au secrétariat, « procès-verbal » n° 3")]
