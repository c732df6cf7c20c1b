"""One detail of an answer that is refused or lacks: it is named where it stands, and all else is saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scoring import choose, expect_version, open_ones, unfold, unfold_before_a_choice
from tests.browser.visitors import ADVISER, PATIENCE, PageOf, settled
from tests.extent import TURN, of_these

#: One language and width; where all is proved, each in each.
LOOKS = of_these([("en", 1300), ("fr", 360), ("en", 360), ("fr", 1300)], TURN)


def type_bad_link(page: Page) -> None:
    """Answer C2 with a doubt, own words, a basis, and a source whose link nobody could follow."""
    choose(page, "C2", "2")
    page.locator("[name=C2-doubtful]").check()
    unfold(page, "C2", "words")
    page.locator("[name=C2-word]").fill("So-so, depends")
    unfold(page, "C2", "evidence")
    page.locator("[name=C2-basis]").fill("Two interviews.")
    page.locator("[name=C2-source-0-title]").fill("Minutes")
    page.locator("[name=C2-source-0-link]").fill("ftp://x.example/y")


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.travels(140)
def test_a_refused_link_is_named_and_the_rest_is_saved_by_the_script(
    page_of: PageOf, draft: int, language: str, width: int
) -> None:
    page = page_of(ADVISER, language, width)
    page.goto(f"/assessments/{draft}/coordination/")
    type_bad_link(page)
    page.locator("[name=C2-source-0-link]").blur()
    problem = page.locator("#id_C2-source-0-link-problem")
    expect(problem).to_contain_text("ftp://x.example/y")
    choose(page, "C3", "4")
    expect_version(page, "C3", 1)
    settled(page, lambda: open_ones(page) == ["C2"], "C2 alone is open")
    bar = page.locator("[data-save-state]")
    name = page.locator("#C2").get_attribute("data-name")
    assert name
    expect(bar.locator("a")).to_have_text(f"{name} C2")
    bar.locator("a").click()
    expect(page.locator("[name=C2-source-0-link]")).to_be_in_viewport()
    page.locator("[name=C2-source-0-link]").fill("https://x.example/y")
    page.locator("[name=C2-source-0-link]").blur()
    expect(problem).to_have_count(0)
    settled(page, lambda: open_ones(page) == [], "all is saved")

    page.reload()
    expect(page.locator("[name=C2-word]")).to_have_value("So-so, depends")
    expect(page.locator("[name=C2-choice][value='2']")).to_be_checked()
    expect(page.locator("[name=C2-doubtful]")).to_be_checked()
    expect(page.locator("[name=C2-basis]")).to_have_value("Two interviews.")


@pytest.mark.travels(210)
def test_what_is_saved_beside_a_refused_link_is_stored(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    type_bad_link(page)
    page.locator("[name=C2-source-0-link]").blur()
    expect(page.locator("#id_C2-source-0-link-problem")).to_be_visible()
    again = page_of(ADVISER)
    again.goto(f"/assessments/{draft}/coordination/")
    expect(again.locator("[name=C2-word]")).to_have_value("So-so, depends")
    expect(again.locator("[name=C2-doubtful]")).to_be_checked()
    expect(again.locator("[name=C2-basis]")).to_have_value("Two interviews.")
    expect(again.locator("[name=C2-source-0-title]")).to_have_value("Minutes")
    expect(again.locator("[name=C2-source-0-link]")).to_have_value("")


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.travels(130)
def test_a_refused_link_is_named_and_the_rest_is_saved_without_script(
    page_of: PageOf, draft: int, language: str, width: int
) -> None:
    page = page_of(ADVISER, language, width, script=False)
    page.goto(f"/assessments/{draft}/coordination/")
    type_bad_link(page)
    page.locator("[name=C3-choice][value='4']").check()
    unfold_before_a_choice(page, "C4", "words")
    page.locator("[name=C4-word]").fill("kind of blue")
    page.locator("[data-score] .btn-primary").click()
    expect(page.locator(".problem-box li")).to_have_count(2)
    expect(page.locator(".problem-box")).to_be_focused()
    page.locator(".problem-box a").first.click()
    expect(page.locator("[name=C2-source-0-link]")).to_be_in_viewport()
    expect(page.locator("[name=C2-source-0-link]")).to_have_value("ftp://x.example/y")
    expect(page.locator("[name=C2-version]")).to_have_value("1")
    expect(page.locator("[name=C3-version]")).to_have_value("1")
    expect(page.locator("[name=C4-version]")).to_have_value("0")
    page.locator("[name=C2-source-0-link]").fill("x.example/y")
    page.locator("[name=C4-choice][value='1']").check()
    page.locator("[data-score] [name=list]").click()
    page.wait_for_url(re.compile(rf"/assessments/{draft}/(#|$)"))
    page.goto(f"/assessments/{draft}/coordination/")
    expect(page.locator("[name=C2-source-0-link]")).to_have_value("https://x.example/y")
    expect(page.locator("[name=C4-word]")).to_have_value("kind of blue")


@pytest.mark.parametrize(("language", "width"), LOOKS)
@pytest.mark.travels(110)
def test_the_reason_opens_with_the_focus_and_is_asked_for_on_leaving_it(
    page_of: PageOf, draft: int, language: str, width: int
) -> None:
    page = page_of(ADVISER, language, width)
    page.goto(f"/assessments/{draft}/coordination/")
    reason, bar = page.locator("[name=C4-na_reason]"), page.locator("[data-save-state]")
    problem = page.locator("#id_C4-na_reason-problem")
    choose(page, "C4", "not_applicable")
    expect(reason).to_be_focused()
    # Longer than the pause after which an answer is saved.
    page.wait_for_timeout(1500)
    expect(problem).to_have_count(0)
    assert bar.get_attribute("data-state") == ""
    reason.blur()
    expect(problem).to_be_visible()
    assert open_ones(page) == ["C4"]
    reason.fill("Nobody is there.")
    expect(problem).to_have_count(0)
    expect_version(page, "C4", 1)


@pytest.mark.travels(110)
def test_another_choice_takes_back_the_question_for_a_reason(page_of: PageOf, draft: int) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    choose(page, "C4", "not_applicable")
    page.locator("[name=C4-na_reason]").blur()
    expect(page.locator("#id_C4-na_reason-problem")).to_be_visible()
    choose(page, "C4", "1")
    expect_version(page, "C4", 1)
    expect(page.locator("#id_C4-na_reason-problem")).to_have_count(0)
    expect(page.locator("[data-save-state]:not([data-state=trouble])")).to_be_visible(timeout=PATIENCE)


@pytest.mark.travels(110)
def test_a_reason_is_asked_for_where_the_words_say_that_it_does_not_apply(
    page_of: PageOf, draft: int
) -> None:
    page = page_of(ADVISER)
    page.goto(f"/assessments/{draft}/coordination/")
    unfold_before_a_choice(page, "C4", "words")
    page.locator("[name=C4-word]").fill("n/a")
    page.locator("[name=C4-word]").blur()
    expect(page.locator("#id_C4-na_reason-problem")).to_be_visible()
    page.locator("[name=C4-na_reason]").fill("Nobody is there.")
    expect_version(page, "C4", 1)
