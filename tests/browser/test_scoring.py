"""An adviser scores a structure: on a phone, in French, on a bad link, from two windows, by keyboard, without script."""

import re
from itertools import count

import pytest
from playwright.sync_api import Route, expect

from tests.browser.program import Key, Program
from tests.browser.scoring import (
    CLOCK,
    OFFLINE,
    choose,
    expect_version,
    show,
    state,
    unfold,
    unfold_before_a_choice,
)
from tests.browser.visitors import (
    ADVISER,
    GOVERNMENT_MANAGER,
    MANAGER,
    PageOf,
    Visitors,
    settled,
    sign_in,
    tab_to,
)

_rounds = count(1)


def test_whole_structure_on_a_phone_in_french(visitors: Visitors) -> None:
    page_of = visitors.page_of
    # Home leads into the latest open round, whatever else was opened on this server.
    label = visitors.client(MANAGER).open_round("From Home", sides="partners", on="2014-12-31")
    page = page_of(ADVISER, "fr", 360)
    page.goto("/")
    page.locator(".portfolio tr", has_text="CMJ").locator(".col-step a").click()
    assert page.url.endswith(f"/assessments/new/{label}/cmj/coordination/")

    choose(page, "C1", "3")
    unfold(page, "C1", "words")
    page.locator("[name=C1-word]").fill("La plupart")
    choose(page, "C2", "4")
    page.locator("[name=C2-doubtful]").check()
    page.locator("[name=C2-doubt_reason]").select_option("hearsay")
    choose(page, "C3", "2")
    unfold(page, "C3", "doubt")
    page.locator("[name=C3-range_lo]").select_option("1")
    page.locator("[name=C3-range_hi]").select_option("3")
    choose(page, "C4", "not_applicable")
    page.locator("[name=C4-na_reason]").fill("Aucun ministère n’y siège.")
    choose(page, "C5", "3")
    unfold(page, "C5", "evidence")
    page.locator("[name=C5-basis]").fill("Deux procès-verbaux.\nUn entretien.")
    page.locator("[name=C5-source-0-title]").fill("Procès-verbal du 12 décembre")
    page.locator("[name=C5-source-0-kind]").select_option("document")
    page.locator("[name=C5-source-0-dated_on]").fill("12/12/2010")
    choose(page, "C6", "unknown")
    choose(page, "C7", "0")
    expect(page.locator("#C7 [data-anchor='0']")).to_be_visible()
    expect(page.locator("#C7 [data-anchor='4']")).to_be_hidden()
    expect(page.locator("[data-progress]")).to_contain_text("7 sur 7")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d"))
    settled(page, lambda: page.evaluate("!document.querySelector('[data-state=trouble]')"), "all is saved")

    page.goto("/")
    page.locator(".portfolio tr", has_text="CMJ").locator(".col-step a").click()
    page.locator(".task-list a").first.click()
    expect(page.locator("[name=C1-word]")).to_have_value("La plupart")
    expect(page.locator("[name=C1-choice][value='3']")).to_be_checked()
    expect(page.locator("[name=C2-choice][value='4']")).to_be_checked()
    expect(page.locator("[name=C2-doubtful]")).to_be_checked()
    expect(page.locator("[name=C2-doubt_reason]")).to_have_value("hearsay")
    expect(page.locator("[name=C2-word]")).to_have_value("")
    expect(page.locator("[name=C3-range_lo]")).to_have_value("1")
    expect(page.locator("[name=C3-range_hi]")).to_have_value("3")
    expect(page.locator("[name=C4-na_reason]")).to_have_value("Aucun ministère n’y siège.")
    expect(page.locator("[name=C5-basis]")).to_have_value("Deux procès-verbaux.\nUn entretien.")
    expect(page.locator("[name=C5-source-0-dated_on]")).to_have_value("12 décembre 2010")
    expect(page.locator("[name=C6-choice][value=unknown]")).to_be_checked()
    expect(page.locator("[name=C7-choice][value='0']")).to_be_checked()

    show(page, "C7")
    page.locator("[data-score] .btn-primary").click()
    page.wait_for_url("**/ownership/")
    for number in range(1, 7):
        choose(page, f"O{number}", "2")
    show(page, "O7")
    page.locator("[data-score] .btn-primary").click()
    page.wait_for_url("**/send/")
    expect(page.locator("main")).to_contain_text("42–71")
    # One criterion has no answer: sending needs a word about it.
    page.locator("form.send .btn-primary").click()
    expect(page.locator(".problem-box")).to_be_visible()
    page.locator("[name=accept_blanks]").check()
    page.locator("form.send .btn-primary").click()
    expect(page).to_have_url(re.compile(r"/assessments/\d+/$"))
    expect(page.locator("main a[href*='/compare/']")).to_be_visible()

    compare = page_of(MANAGER, "en")
    compare.goto(f"/compare/?round={label}&view=partners")
    row = compare.locator("#matrix tbody tr", has_text="CMJ")
    expect(row).to_contain_text("42–71")
    expect(row.locator("td").nth(0)).to_contain_text("La plupart")
    expect(row.locator("td").nth(1)).to_contain_text("Yes?")
    row.locator("td").nth(4).locator("a").click()
    expect(compare.locator("#partners-C5")).to_contain_text("Procès-verbal du 12 décembre")
    expect(compare.locator("#partners-C5")).to_be_in_viewport()
    # Few rounds, whatever else was tried on this server: a longer course is summed up.
    compare.goto(f"/changes/?view=partners&since={label}&until={label}")
    expect(compare.locator(".mark-last", has_text="42–71")).to_be_visible()
    expect(compare.locator(".mark-panel title", has_text="From Home 42–71")).to_be_attached()

    other_side = page_of(GOVERNMENT_MANAGER, "fr")
    other_side.goto(f"/compare/?round={label}&view=partners")
    expect(other_side.locator("#matrix tbody tr", has_text="CMJ")).to_contain_text("42–71")


def test_answer_before_appears_after_the_choice_only(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    before = page.locator("#C1 .before")
    expect(before).to_be_hidden()
    choose(page, "C1", "2")
    expect(before).to_be_visible()


@pytest.mark.travels(130)
def test_word_is_asked_about_and_kept(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    unfold_before_a_choice(page, "C1", "words")
    page.locator("[name=C1-word]").fill("kind of blue")
    asked = page.locator("#id_C1-word-problem")
    expect(asked).to_contain_text("Which level comes closest?")
    expect(asked).to_contain_text("kind of blue")
    assert "Not saved yet" in state(page)
    choose(page, "C1", "2")
    expect_version(page, "C1", 1)
    expect(asked).to_have_count(0)
    page.reload()
    expect(page.locator("[name=C1-word]")).to_have_value("kind of blue")


@pytest.mark.travels(110)
def test_basis_without_a_level_is_not_called_saved(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    unfold_before_a_choice(page, "C2", "evidence")
    page.locator("[name=C2-basis]").fill("Minutes.")
    expect(page.locator("[data-save-state]")).to_contain_text("choose a level")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(".brand").click(no_wait_after=True)
    settled(page, lambda: bool(asked), "the browser asks before the page is left")
    choose(page, "C2", "1")
    expect_version(page, "C2", 1)
    assert CLOCK.search(state(page))


@pytest.mark.travels(240)
def test_two_windows_see_both_values(page_of: PageOf, draft: int) -> None:
    one, other = page_of(ADVISER), page_of(ADVISER)
    for page in (one, other):
        page.goto(f"/assessments/{draft}/coordination/")
    choose(one, "C1", "4")
    expect_version(one, "C1", 1)
    choose(other, "C1", "1")
    conflict = other.locator("#C1 .conflict")
    expect(conflict).to_contain_text("Yes")
    expect(other.locator("[name=C1-choice][value='1']")).to_be_checked()
    conflict.locator("button").first.click()
    expect_version(other, "C1", 2)
    expect(conflict).to_have_count(0)

    choose(one, "C1", "2")
    expect(one.locator("#C1 .conflict")).to_contain_text("Not yet")
    one.locator("#C1 .conflict button").last.click()
    expect(one.locator("[name=C1-choice][value='1']")).to_be_checked()
    expect_version(one, "C1", 2)


@pytest.mark.travels(120)
def test_answer_given_before_the_script_arrives_is_saved(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    held: list[Route] = []
    page.route("**/score*.js", lambda route: held.append(route))
    page.goto(f"/assessments/{draft}/coordination/", wait_until="commit")
    unfold_before_a_choice(page, "C1", "words")
    page.locator("[name=C1-word]").fill("Mostly")
    choose(page, "C2", "unknown")
    unfold_before_a_choice(page, "C3", "doubt")
    page.locator("[name=C3-range_lo]").select_option("1")
    page.locator("[name=C3-range_hi]").select_option("3")
    settled(page, lambda: bool(held), "the script is asked for")
    held[0].continue_()
    for code in ("C1", "C2", "C3"):
        expect_version(page, code, 1)
    assert CLOCK.search(state(page))


@pytest.mark.takes_long
@pytest.mark.travels(110)
def test_what_the_server_could_not_store_is_tried_again(
    page_of: PageOf, draft: int, visitors: Visitors
) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    page.route(
        "**/answers/C1/*",
        lambda route: route.fulfill(status=503, json={"error": "The database is busy."}),
        times=1,
    )
    choose(page, "C1", "4")
    expect(page.locator("#C1 [data-problem]")).to_contain_text("The database is busy.")
    expect_version(page, "C1", 1)
    expect(page.locator("#C1 [data-problem]")).to_be_hidden()
    assert [complaint[:4] for complaint in visitors.complaints] == ["503 "]
    visitors.complaints.clear()


@pytest.mark.travels(130)
def test_lost_connection_loses_nothing(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    page.context.set_offline(True)
    choose(page, "C1", "4")
    expect(page.locator("[data-save-state]")).to_contain_text(OFFLINE)
    unfold(page, "C1", "words")
    page.locator("[name=C1-word]").fill("Yes?")
    choose(page, "C2", "0")
    page.wait_for_timeout(1500)
    expect(page.locator("[data-save-state]")).to_contain_text(OFFLINE)
    expect_version(page, "C1", 0)
    page.context.set_offline(False)
    expect_version(page, "C1", 1)
    expect_version(page, "C2", 1)
    expect(page.locator("[data-save-state]")).to_have_text(CLOCK)
    page.reload()
    expect(page.locator("[name=C1-choice][value='4']")).to_be_checked()
    expect(page.locator("[name=C1-doubtful]")).to_be_checked()
    expect(page.locator("[name=C2-choice][value='0']")).to_be_checked()


@pytest.mark.travels(110)
def test_reply_lost_on_the_way_is_written_once(page_of: PageOf, draft: int, program: Program) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    lost: list[int] = []

    def lose(route: object) -> None:
        # The server stores the answer; its reply never arrives.
        lost.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/answers/C1/*", lose, times=1)
    choose(page, "C1", "3")
    expect_version(page, "C1", 1)
    assert lost == [200]
    key = "%CMJ%"
    saves = program.rows(
        f"SELECT count(*) FROM coordination_journalentry WHERE verb = 'answered' AND key LIKE '{key}'"
        f" AND sequence > (SELECT max(sequence) FROM coordination_journalentry WHERE verb = 'started')"
    )
    assert saves == [(2,)], "the first answer, with which it began, and this one"


@pytest.mark.takes_long
@pytest.mark.travels(280)
def test_signed_out_in_another_window(visitors: Visitors, draft: int) -> None:
    page = visitors.page_of(None)
    sign_in(page, visitors.account(ADVISER))
    page.goto(f"/assessments/{draft}/coordination/")
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.locator(".person summary").click()
    elsewhere.locator(".person-panel [data-sign-out]").click()
    elsewhere.wait_for_url("**/sign-in/")
    choose(page, "C1", "4")
    again = page.locator("[data-save-state] a[target]")
    expect(again).to_be_visible()
    with page.context.expect_page() as opened:
        again.click()
    sign_in(opened.value, visitors.account(ADVISER), opened.value.url)
    expect_version(page, "C1", 1)
    assert CLOCK.search(state(page))
    page.locator("[data-score] .btn-primary").click()
    page.wait_for_url("**/ownership/")


@pytest.mark.travels(130)
def test_expired_key_of_the_form_is_fetched_again(visitors: Visitors, draft: int) -> None:
    page = visitors.page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    page.context.clear_cookies(name="csrftoken")
    choose(page, "C1", "4")
    expect_version(page, "C1", 1)


@pytest.mark.travels(130)
def test_without_script_the_section_posts(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER, "fr", 360, script=False)
    page.goto(f"/assessments/{draft}/ownership/")
    unfold_before_a_choice(page, "O1", "words")
    page.locator("[name=O1-word]").fill("bleu")
    page.locator("[name=O2-choice][value='3']").check()
    page.locator("[name=O3-choice][value=not_applicable]").check()
    page.locator("[data-score] .btn-primary").click()
    expect(page.locator(".problem-box li")).to_have_count(2)
    expect(page.locator("[name=O1-word]")).to_have_value("bleu")
    expect(page.locator("[name=O2-choice][value='3']")).to_be_checked()
    page.locator("[name=O1-word]").fill("Oui")
    page.locator("[name=O3-na_reason]").fill("Pas encore créé.")
    page.locator("[data-score] .btn-primary").click()
    expect(page).to_have_url(re.compile("/send/$"))
    expect(page.locator(".message").first).to_have_text(CLOCK)
    page.goto(f"/assessments/{draft}/ownership/")
    expect(page.locator("[name=O1-choice][value='4']")).to_be_checked()
    expect(page.locator("[name=O3-na_reason]")).to_have_value("Pas encore créé.")


@pytest.mark.travels(210)
def test_without_script_both_values_are_shown(page_of: PageOf, draft: int) -> None:
    one, other = page_of(ADVISER, script=False), page_of(ADVISER, script=False)
    for page in (one, other):
        page.goto(f"/assessments/{draft}/coordination/")
    one.locator("[name=C1-choice][value='4']").check()
    one.locator("[data-score] [name=list]").click()
    other.locator("[name=C1-choice][value='1']").check()
    other.locator("[name=C2-choice][value='1']").check()
    other.locator("[data-score] [name=list]").click()
    expect(other.locator("#C1 .conflict")).to_contain_text("Yes")
    expect(other.locator("[name=C1-choice][value='1']")).to_be_checked()
    expect(other.locator("[name=C2-choice][value='1']")).to_be_checked()
    other.locator("[data-score] [name=list]").click()
    other.wait_for_url(f"**/assessments/{draft}/")
    other.goto(f"/assessments/{draft}/coordination/")
    expect(other.locator("[name=C1-choice][value='1']")).to_be_checked()
    expect(other.locator("[name=C2-choice][value='1']")).to_be_checked()


def test_keyboard_alone(visitors: Visitors) -> None:
    label = visitors.client(MANAGER).open_round(f"Keyboard {next(_rounds)}", sides="partners")
    person: Key = ADVISER
    visitors.client(person).speak("en")
    page = visitors.page_of(None)
    page.goto("/assessments/")
    account = visitors.account(person)
    tab_to(page, "[name=username]")
    page.keyboard.type(account.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(account.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/assessments/$"))
    tab_to(page, f".score-list .btn[href*='/{label}/cmj/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/assessments/new/{label}/cmj/coordination/")
    tab_to(page, "[name=C1-choice]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=C1-choice][value='2']")).to_be_checked()
    expect_version(page, "C1", 1)
    tab_to(page, "[data-score] [name=list]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/assessments/\d+/$"))
    tab_to(page, ".actions .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/send/")
    tab_to(page, "[name=accept_blanks]")
    page.keyboard.press("Space")
    tab_to(page, "form.send .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("main a[href*='/compare/']")).to_be_visible()


def test_the_bar_hides_nothing_that_is_jumped_to(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER, "fr", 360)
    page.goto(f"/assessments/{draft}/coordination/#C5")
    bar, legend = page.locator(".saved-bar"), page.locator("#C5 > legend")
    expect(legend).to_be_in_viewport()
    below, above = bar.bounding_box(), legend.bounding_box()
    assert below
    assert above
    assert above["y"] + above["height"] <= below["y"]


def test_page_in_another_language_saves_in_it(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER, "en")
    page.goto(f"/assessments/{draft}/coordination/?lang=fr")
    choose(page, "C1", "3")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(r"^Enregistré à \d\d:\d\d"))
    page.goto(f"/assessments/{draft}/send/")
    # Kept as a level: each reader sees the word of the own language.
    expect(page.locator(".answer-line .cell-word").first).to_contain_text("Mostly")
    page.goto(f"/assessments/{draft}/send/?lang=fr")
    expect(page.locator(".answer-line .cell-word").first).to_contain_text("En grande partie")
