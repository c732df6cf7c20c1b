"""“Saved” is said only when nothing is changed, waiting, in conflict or refused; nothing typed is lost meanwhile."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.program import Program
from tests.browser.scoring import (
    CLOCK,
    choose,
    expect_version,
    open_ones,
    state,
    unfold,
    unfold_before_a_choice,
)
from tests.browser.visitors import ADVISER, MANAGER, PageOf, Visitors, settled, sign_in


def two_windows(page_of: PageOf, draft: int, *, script: bool = True) -> tuple[Page, Page]:
    """The same person twice, on the same section."""
    one, other = page_of(ADVISER, script=script), page_of(ADVISER, script=script)
    for page in (one, other):
        page.goto(f"/assessments/{draft}/coordination/")
    return one, other


def in_conflict(page_of: PageOf, draft: int, *codes: str) -> Page:
    """A window in which these criteria were answered “Not yet” after another window had stored “Yes”."""
    one, other = two_windows(page_of, draft)
    for code in codes:
        choose(one, code, "4")
        expect_version(one, code, 1)
    for code in codes:
        choose(other, code, "1")
        expect(other.locator(f"#{code} .conflict")).to_be_visible()
    return other


@pytest.mark.takes_long
@pytest.mark.travels(250)
def test_three_conflicts_and_one_choice_leave_two_open(page_of: PageOf, draft: int) -> None:
    page = in_conflict(page_of, draft, "C1", "C2", "C3")
    assert open_ones(page) == ["C1", "C2", "C3"]
    page.locator("#C1 .conflict button").first.click()
    expect_version(page, "C1", 2)
    settled(page, lambda: open_ones(page) == ["C2", "C3"], "two are open")
    assert not CLOCK.search(state(page))
    page.locator("[data-save-state] a", has_text="C3").click()
    expect(page.locator("#C3 > legend")).to_be_in_viewport()
    page.locator("#C2 .conflict button").first.click()
    page.locator("#C3 .conflict button").last.click()
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK)


@pytest.mark.travels(250)
def test_where_the_draft_was_discarded_meanwhile_it_is_said_and_what_was_chosen_stays(
    page_of: PageOf, draft: int
) -> None:
    one, other = two_windows(page_of, draft)
    one.goto(f"/assessments/{draft}/discard/")
    one.locator("main form button").click()
    expect(one.locator("main")).to_contain_text("The draft is discarded.")
    choose(other, "C1", "1")
    gone = "This draft was discarded meanwhile. Nothing was stored."
    expect(other.locator("#C1 [data-problem]")).to_have_text(gone)
    expect(other.locator("[name=C1-choice][value='1']")).to_be_checked()
    assert not CLOCK.search(state(other))


@pytest.mark.parametrize(
    ("field", "text", "code_of_another"),
    [("basis", "Minutes of 3 March.", "C5"), ("na_reason", "", "C5")],
)
@pytest.mark.travels(110)
def test_what_cannot_be_understood_yet_stays_open_when_another_is_saved(
    page_of: PageOf, draft: int, field: str, text: str, code_of_another: str
) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    if field == "basis":
        unfold_before_a_choice(page, "C2", "evidence")
        page.locator("[name=C2-basis]").fill(text)
    else:
        choose(page, "C2", "not_applicable")
        page.locator("[name=C2-na_reason]").blur()
    settled(page, lambda: open_ones(page) == ["C2"], "it is said to be open")
    choose(page, code_of_another, "3")
    expect_version(page, code_of_another, 1)
    page.wait_for_timeout(200)
    assert open_ones(page) == ["C2"]
    assert not CLOCK.search(state(page))
    expect(page.locator("#C2 [data-problem]")).to_be_hidden()
    if field == "na_reason":
        page.locator("[name=C2-na_reason]").fill("No ministry sits there.")
    else:
        choose(page, "C2", "2")
    expect_version(page, "C2", 1)
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK)


@pytest.mark.takes_long
@pytest.mark.travels(240)
def test_taking_one_stored_answer_keeps_what_was_entered_elsewhere(page_of: PageOf, draft: int) -> None:
    page = in_conflict(page_of, draft, "C1", "C2")
    unfold(page, "C1", "evidence")
    page.locator("[name=C1-basis]").fill("My own minutes.")
    unfold_before_a_choice(page, "C3", "evidence")
    page.locator("[name=C3-basis]").fill("Half a sentence")
    page.locator("#C1 .conflict button").last.click()
    expect(page.locator("[name=C1-choice][value='4']")).to_be_checked()
    expect(page.locator("#C1 .not-applied")).to_contain_text("Not yet")
    expect(page.locator("#C1 .not-applied")).to_contain_text("My own minutes.")
    expect(page.locator("[name=C2-choice][value='1']")).to_be_checked()
    expect(page.locator("[name=C3-basis]")).to_have_value("Half a sentence")
    settled(page, lambda: open_ones(page) == ["C2", "C3"], "the others are still open")
    # What is taken can be changed again: over the version that stands there.
    choose(page, "C1", "2")
    expect_version(page, "C1", 2)


@pytest.mark.travels(220)
def test_without_script_taking_one_stored_answer_keeps_the_others(page_of: PageOf, draft: int) -> None:
    one, other = two_windows(page_of, draft, script=False)
    one.locator("[name=C1-choice][value='4']").check()
    one.locator("[data-score] [name=list]").click()
    other.locator("[name=C1-choice][value='1']").check()
    other.locator("[name=C2-choice][value='1']").check()
    unfold(other, "C2", "evidence")
    other.locator("[name=C2-basis]").fill("Seen on Friday")
    other.locator("[data-score] [name=list]").click()
    other.locator("#C1 .conflict button").click()
    expect(other.locator("[name=C1-choice][value='4']")).to_be_checked()
    expect(other.locator("#C1 .not-applied")).to_contain_text("Not yet")
    expect(other.locator("[name=C2-choice][value='1']")).to_be_checked()
    expect(other.locator("[name=C2-basis]")).to_have_value("Seen on Friday")
    other.locator("[data-score] [name=list]").click()
    other.wait_for_url(f"**/assessments/{draft}/")
    other.goto(f"/assessments/{draft}/coordination/")
    expect(other.locator("[name=C1-choice][value='4']")).to_be_checked()
    expect(other.locator("[name=C2-choice][value='1']")).to_be_checked()


@pytest.mark.travels(130)
def test_what_a_refused_page_brings_back_is_not_called_saved(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.route("**/answers/**", lambda route: route.abort())
    page.goto(f"/assessments/{draft}/coordination/")
    unfold_before_a_choice(page, "C1", "words")
    page.locator("[name=C1-word]").fill("kind of blue")
    choose(page, "C2", "3")
    settled(page, lambda: open_ones(page) == ["C1", "C2"], "nothing gets through")
    page.unroute("**/answers/**")
    page.evaluate("document.querySelector('[data-score]').submit()")
    expect(page.locator(".problem-box li")).to_have_count(1)
    # What was refused waits for its person; what was sound is saved now.
    expect_version(page, "C2", 1)
    settled(page, lambda: open_ones(page) == ["C1"], "the refused one is open")
    assert not CLOCK.search(state(page))


@pytest.mark.travels(120)
def test_nobody_is_in_conflict_with_themselves(page_of: PageOf, draft: int, program: Program) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/answers/C1/*", lose, times=1)
    choose(page, "C1", "3")
    settled(page, lambda: bool(lost), "the server has stored it and its reply is lost")
    unfold(page, "C1", "words")
    page.locator("[name=C1-word]").fill("Broadly")
    expect_version(page, "C1", 2)
    expect(page.locator("#C1 .conflict")).to_have_count(0)
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK)
    stored = program.rows(
        f"SELECT a.verbatim FROM coordination_answer a JOIN coordination_criterion c ON c.id = a.criterion_id"
        f" WHERE a.assessment_id = {draft} AND c.code = 'C1'"
    )
    assert stored == [("Broadly",)]


@pytest.mark.travels(150)
def test_save_button_waits_for_the_reply_that_is_on_its_way(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers/C1/*", lose, times=1)
    choose(page, "C1", "3")
    settled(page, lambda: "C1" in open_ones(page), "the reply is lost")
    unfold(page, "C1", "words")
    page.locator("[name=C1-word]").fill("Broadly")
    page.locator("[data-score] .btn-primary").click()
    page.wait_for_url("**/ownership/")
    page.goto(f"/assessments/{draft}/coordination/")
    expect(page.locator("[name=C1-word]")).to_have_value("Broadly")


@pytest.mark.travels(220)
def test_tab_sends_when_its_person_is_back(visitors: Visitors, draft: int, program: Program) -> None:
    page = visitors.page_of(None)
    sign_in(page, visitors.account(ADVISER))
    page.goto(f"/assessments/{draft}/coordination/")
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.locator(".person summary").click()
    elsewhere.locator(".person-panel [data-sign-out]").click()
    elsewhere.wait_for_url("**/sign-in/")
    sign_in(elsewhere, visitors.account(MANAGER))
    choose(page, "C1", "4")
    expect(page.locator("[data-save-state] a[target]")).to_be_visible()
    assert open_ones(page) == ["C1"]
    elsewhere.locator(".person summary").click()
    elsewhere.locator(".person-panel [data-sign-out]").click()
    elsewhere.wait_for_url("**/sign-in/")
    sign_in(elsewhere, visitors.account(ADVISER))
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect_version(page, "C1", 1)
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK)


@pytest.mark.travels(120)
def test_a_text_is_saved_within_two_seconds_of_its_last_letter_and_at_once_on_leaving(
    page_of: PageOf, draft: int
) -> None:
    page = page_of(ADVISER)
    page.clock.install(time=0)
    page.goto(f"/assessments/{draft}/coordination/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/answers/" in request.url else None)
    choose(page, "C1", "3")
    expect_version(page, "C1", 1)
    unfold(page, "C1", "evidence")
    basis = page.locator("[name=C1-basis]")
    page.clock.pause_at(3_600_000)
    basis.press_sequentially("Minutes")
    page.clock.run_for(900)
    page.wait_for_timeout(300)
    assert len(asked) == 1, "not while somebody is still typing"
    page.clock.run_for(1_100)
    expect_version(page, "C1", 2)
    basis.press_sequentially(" of March")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_version(page, "C1", 3)
    assert len(asked) == 3


@pytest.mark.parametrize(("script", "said"), [(True, "saved soon after"), (False, "Press Save")])
@pytest.mark.travels(110)
def test_only_the_script_that_saves_promises_it(page_of: PageOf, draft: int, script: bool, said: str) -> None:
    page = page_of(ADVISER, script=script)
    page.goto(f"/assessments/{draft}/coordination/")
    expect(page.locator("[data-save-state]")).to_contain_text(said)


@pytest.mark.travels(130)
def test_nothing_is_stored_before_the_first_answer(visitors: Visitors, program: Program) -> None:
    label = visitors.client(MANAGER).open_round("Looked at only")
    page = visitors.page_of(ADVISER)
    page.goto(f"/assessments/new/{label}/cmj/")
    page.locator(".task-list a").first.click()
    page.locator("#C2 summary").first.click()
    stored = (
        "SELECT count(*) FROM coordination_assessment a JOIN coordination_round r ON r.id = a.round_id"
        f" WHERE r.label = '{label}'"
    )
    assert program.rows(stored) == [(0,)]
    choose(page, "C1", "4")
    expect_version(page, "C1", 1)
    choose(page, "C3", "2")
    expect_version(page, "C3", 1)
    assert program.rows(stored) == [(1,)]
    page.locator("[data-score] [name=list]").click()
    expect(page).to_have_url(re.compile(r"/assessments/\d+/$"))
