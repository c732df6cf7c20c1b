"""The link is down, the tab is closed: what was written waits on the device, sealed, and its person sends it once."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.link import Link, assert_bounded
from tests.browser.program import Program
from tests.browser.scoring import CLOCK, choose, expect_version, unfold
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import ADVISER, MANAGER, Visitors, faults, settled, sign_in
from tests.extent import PROVES

TYPED = "Vu au secrétariat, « procès-verbal » n° 3"
#: All that lies on the device, as whoever copies the profile reads it.
LYING = """async () => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await open(name);
    for (const store of database.objectStoreNames) {
      const asked = database.transaction(store).objectStore(store).getAll();
      await new Promise((done) => { asked.onsuccess = done; });
      found.push(...asked.result);
    }
    database.close();
  }
  const pages = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      pages.push(new URL(request.url).pathname);
      found.push(await (await caches.match(request, { ignoreVary: true })).text());
    }
  }
  return [JSON.stringify(found), pages];
}"""
NOTICE, ONE = "[data-waits-here]", "[data-one]"


@pytest.fixture
def link(program: Program, request: pytest.FixtureRequest) -> Iterator[Link]:
    with Link(to=program.address) as one:
        yield one
    assert_bounded(request.node, one.travelled)


@pytest.fixture
def people(visitors: Visitors, link: Link) -> Iterator[Visitors]:
    """The people of the program, who reach it through the link."""
    linked = Visitors(visitors.browser, replace(visitors.program, address=link.address))
    yield linked
    complaints = list(linked.complaints)
    linked.close()
    assert not complaints, complaints


def phone(people: Visitors, visitors: Visitors) -> Page:
    """The adviser's phone, in French, in a session of its own."""
    visitors.client(ADVISER).speak("fr")
    page = people.page_of(None, "fr", 360, worker=True)
    sign_in(page, people.account(ADVISER))
    return page


def another_tab(page: Page, people: Visitors) -> Page:
    """Another tab; the one before is killed, as the system of a phone does it."""
    other = page.context.new_page()
    people.listen(other)
    page.close()
    return other


def can_open_without_link(page: Page, path: str) -> None:
    kept = "async (path) => Boolean(await caches.match(path, { ignoreVary: true }))"
    settled(page, lambda: page.evaluate(kept, path), f"{path} is kept")


def lies(page: Page) -> tuple[str, list[str]]:
    said, pages = page.evaluate(LYING)
    return said, pages


def waiting(page: Page, number: int) -> None:
    """Wait until so many texts lie on the device, this page's own among them."""
    settled(
        page, lambda: len(page.evaluate("waiting.list({ withOwn: true })")) == number, f"{number} texts wait"
    )


def signs_out(page: Page) -> None:
    page.locator(".person summary").click()
    page.locator(".person-panel [data-sign-out]").click()


def answers(program: Program, draft: int) -> list[tuple[object, ...]]:
    return program.rows(
        "SELECT c.code, a.level, a.basis, a.version FROM coordination_answer a"
        " JOIN coordination_criterion c ON c.id = a.criterion_id"
        f" WHERE a.assessment_id = {int(draft)} AND c.code <> 'O7' ORDER BY c.code"
    )


@pytest.mark.travels(210)
def test_what_is_answered_without_a_link_and_lost_its_tab_is_listed_and_sent_once(
    people: Visitors, visitors: Visitors, link: Link, draft: int, program: Program
) -> None:
    page, address = phone(people, visitors), f"/assessments/{draft}/coordination/"
    page.goto(address)
    choose(page, "C1", "4")
    expect_version(page, "C1", 1)
    can_open_without_link(page, address)

    link.cut()
    choose(page, "C2", "3")
    unfold(page, "C2", "evidence")
    page.locator("[name=C2-basis]").fill(TYPED)
    expect(page.locator("[data-save-state]")).to_contain_text("attend sur cet appareil, scellé")
    waiting(page, 1)
    page = another_tab(page, people)

    # The page opens with its questions and levels, and says what waits; of what is stored it has nothing.
    page.goto(address)
    expect(page.locator(NOTICE)).to_contain_text(re.compile(r"1 réponse attend .* critère C2, \d\d:\d\d"))
    page.locator("#C1 .answer-help summary").click()
    expect(page.locator("#C1 .anchors dd").first).to_be_visible()
    assert page.locator("[data-answer] input:checked").count() == 0
    assert not scrolls_sideways(page)
    assert faults(page) == []
    choose(page, "C3", "2")
    waiting(page, 2)
    page = another_tab(page, people)
    page.goto("/compare/")
    expect(page.locator("h1")).to_have_text("Pas de connexion")
    expect(page.locator(NOTICE)).to_contain_text("2 réponses attendent")
    assert not scrolls_sideways(page)

    link.mend()
    page.goto("/")
    expect(page.locator(NOTICE)).to_contain_text("2 réponses attendent")
    page.locator(f"{NOTICE} a").click()
    expect(page.locator(ONE)).to_have_count(2)
    expect(page.locator(ONE).first).to_contain_text(TYPED)
    assert not scrolls_sideways(page)
    assert faults(page) == []
    assert answers(program, draft) == [("C1", 4, "", 1)], "nothing is sent before it is pressed"
    for left in (1, 0):
        page.locator(f"{ONE} .btn-primary").first.click()
        expect(page.locator(ONE)).to_have_count(left)
        expect(page.locator("[data-opening]")).to_be_hidden()
    assert answers(program, draft) == [("C1", 4, "", 1), ("C2", 3, TYPED, 1), ("C3", 2, "", 1)]
    expect(page.locator(NOTICE)).to_be_hidden()


@pytest.mark.travels(150)
def test_a_tab_that_is_still_there_sends_by_itself_and_nothing_waits_any_more(
    people: Visitors, visitors: Visitors, link: Link, draft: int, program: Program
) -> None:
    page, address = phone(people, visitors), f"/assessments/{draft}/coordination/"
    page.goto(address)
    can_open_without_link(page, address)
    link.cut()
    page.reload()
    choose(page, "C1", "3")
    waiting(page, 1)
    other = page.context.new_page()
    people.listen(other)
    other.goto("/")
    expect(other.locator(NOTICE)).to_be_hidden()
    link.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect_version(page, "C1", 1)
    waiting(page, 0)
    assert answers(program, draft) == [("C1", 3, "", 1)]


@pytest.mark.travels(180)
def test_a_contact_pressed_without_a_link_waits_and_is_stored_once(
    people: Visitors, visitors: Visitors, link: Link, program: Program
) -> None:
    page = phone(people, visitors)
    subject = "Appel sans réseau"
    page.goto("/contacts/add/?kind=call")
    can_open_without_link(page, "/offline/")
    page.locator("[name=subject]").fill(subject)
    link.cut()
    page.locator("main form .btn-primary").click()
    expect(page.locator("h1")).to_have_text("Pas de connexion")
    expect(page.locator(NOTICE)).to_contain_text("1 texte attend sur cet appareil, scellé : réunion ou appel")
    said, _pages = lies(page)
    assert "text" in said
    assert subject not in said, "a copied profile holds no readable note"
    link.mend()
    page.goto("/waiting/")
    expect(page.locator(ONE)).to_contain_text(subject)
    page.locator(f"{ONE} .btn-primary").click()
    expect(page.locator("[data-none]")).to_be_visible()
    stored = f"SELECT count(*) FROM coordination_contact WHERE subject = '{subject}'"
    assert program.rows(stored) == [(1,)]

    # What is stored from its own page at once does not wait; what is half written when the tab goes does.
    page.goto("/contacts/add/?kind=call")
    page.locator("[name=subject]").fill("Stored at once")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/contacts/\d+/$"))
    waiting(page, 0)
    page.goto("/contacts/add/?kind=call")
    page.locator("[name=subject]").fill("Half written")
    waiting(page, 1)
    page = another_tab(page, people)
    page.goto("/")
    expect(page.locator(NOTICE)).to_contain_text("1 texte attend")


@pytest.mark.travels(270)
def test_signing_out_offers_to_send_or_discard_and_another_person_sees_nothing(
    people: Visitors, visitors: Visitors, draft: int
) -> None:
    page, address = phone(people, visitors), f"/assessments/{draft}/coordination/"
    page.goto(address)
    can_open_without_link(page, address)
    page.goto("/contacts/add/?kind=call")
    page.locator("[name=subject]").fill(TYPED)
    waiting(page, 1)
    signs_out(page)
    page.wait_for_url("**/waiting/?leaving")
    expect(page.locator("main [role=alert]")).to_contain_text("envoyez ou supprimez ce qui attend")
    expect(page.locator(ONE)).to_contain_text(TYPED)
    assert not scrolls_sideways(page)
    page.locator("main [role=alert] button").click()
    page.wait_for_url("**/sign-in/")
    expect(page.locator(NOTICE)).to_be_hidden()
    said, pages = lies(page)
    assert TYPED not in said
    assert [each for each in pages if not each.startswith("/static/")] == []

    sign_in(page, people.account(MANAGER))
    for path in ("/", "/waiting/"):
        page.goto(path)
        expect(page.locator(NOTICE)).to_be_hidden()
        assert TYPED not in page.content()
    expect(page.locator("[data-none]")).to_be_visible()
    signs_out(page)
    page.wait_for_url("**/sign-in/")

    sign_in(page, people.account(ADVISER))
    expect(page.locator(NOTICE)).to_contain_text("1 texte attend")
    page.goto("/waiting/")
    discard = page.locator(f"{ONE} [data-discard]")
    discard.click()
    expect(discard).to_have_text("Supprimer définitivement ?")
    discard.click()
    expect(page.locator("[data-none]")).to_be_visible()
    waiting(page, 0)


@pytest.mark.skipif(not PROVES, reason="minutes on a slow link: at each proof")
@pytest.mark.travels(500)
def test_fourteen_criteria_over_a_bad_link_a_killed_tab_and_an_ended_session(
    people: Visitors, visitors: Visitors, link: Link, draft: int, program: Program
) -> None:
    """Three disconnections, one killed tab, one ended session; nothing is lost, and at most 500 kB travel."""
    link.rate, link.delay = 16_000, 0.1
    page = phone(people, visitors)
    given = {
        f"{section}{number}": f"{TYPED}, {section}{number}" for section in "CO" for number in range(1, 8)
    }

    def give(code: str) -> None:
        choose(page, code, "3")
        unfold(page, code, "evidence")
        page.locator(f"[name={code}-basis]").fill(given[code])
        page.locator(f"[name={code}-basis]").blur()

    def saved() -> None:
        expect(page.locator("[data-save-state]")).to_have_text(CLOCK, timeout=60_000)

    page.goto(f"/assessments/{draft}/coordination/", timeout=60_000)
    can_open_without_link(page, f"/assessments/{draft}/coordination/")
    for code in ("C1", "C2"):
        give(code)
        saved()
    link.cut()  # the first time: the tab stays, and sends what was written meanwhile
    give("C3")
    give("C4")
    link.mend()
    saved()
    link.cut()  # the second time: the tab is killed, and the page opened again without a link
    give("C5")
    waiting(page, 1)
    page.wait_for_timeout(1000)
    page = another_tab(page, people)
    page.goto(f"/assessments/{draft}/coordination/")
    give("C6")
    link.mend()
    saved()
    give("C7")
    saved()
    page.goto("/waiting/", timeout=60_000)
    expect(page.locator(ONE)).to_contain_text(given["C5"], timeout=60_000)
    page.locator(f"{ONE} .btn-primary").click()
    expect(page.locator("[data-none]")).to_be_visible(timeout=60_000)
    page.goto(f"/assessments/{draft}/ownership/", timeout=60_000)
    for code in ("O1", "O2", "O3"):
        give(code)
        saved()
    page.context.clear_cookies(name="sessionid")  # the session ends
    give("O4")
    expect(page.locator("[data-save-state] a[target]")).to_be_visible(timeout=60_000)
    other = page.context.new_page()
    people.listen(other)
    sign_in(other, people.account(ADVISER))
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    saved()
    link.cut()  # the third time
    give("O5")
    give("O6")
    link.mend()
    saved()
    give("O7")
    saved()
    stored = program.rows(
        "SELECT c.code, a.basis FROM coordination_answer a JOIN coordination_criterion c ON c.id = a.criterion_id"
        f" WHERE a.assessment_id = {int(draft)} ORDER BY c.code"
    )
    assert dict(stored) == given
