"""A section on a phone: one criterion a screen, the whole section wherever there is room or no script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scoring import choose, expect_version, show, unfold
from tests.browser.visitors import ADVISER, MANAGER, PageOf, Visitors, faults, settled, tab_to

CODES = [f"C{number}" for number in range(1, 8)]

#: Whether the bar lies over what has the focus; the page scrolls there smoothly.
HIDDEN = """() => {
  const bar = document.querySelector(".saved-bar").getBoundingClientRect();
  const it = document.activeElement.getBoundingClientRect();
  return it.bottom > bar.top && it.top < bar.bottom;
}"""


def visible(page: Page) -> list[str]:
    """The criteria that stand on the screen or can be scrolled to."""
    return [code for code in CODES if page.locator(f"#{code}").is_visible()]


def coordination(
    page_of: PageOf, draft: int, width: int, *, script: bool = True, language: str = "en"
) -> Page:
    """Open the first section."""
    page = page_of(ADVISER, language, width, script=script)
    page.goto(f"/assessments/{draft}/coordination/")
    if script and width < 600:
        settled(page, lambda: len(visible(page)) == 1, "one criterion stands there")
    return page


def test_one_criterion_stands_on_a_phone_and_leads_on_and_back(page_of: PageOf, draft: int) -> None:
    page = coordination(page_of, draft, 360)
    head, back, on = (page.locator(each) for each in (".score-head", "[data-step='-1']", "[data-step='1']"))
    assert visible(page) == ["C1"]
    expect(back).to_be_hidden()
    expect(page.locator("[data-score] .btn-primary")).to_be_hidden()
    for number in range(2, 8):
        on.click()
        assert visible(page) == [f"C{number}"]
        expect(head).to_contain_text(f"Section 1 of 2 · criterion {number} of 7")
        expect(page.locator(f"#C{number} > legend")).to_be_focused()
        expect(page.locator(f"#C{number} > legend")).to_be_in_viewport()
    expect(on).to_be_hidden()
    expect(page.locator("[data-score] .btn-primary")).to_be_visible()
    back.click()
    assert visible(page) == ["C6"]
    page.reload()
    settled(page, lambda: visible(page) == ["C6"], "the address keeps the place")
    head.get_by_text("List").click()
    page.wait_for_url(f"**/assessments/{draft}/")


def test_who_returns_stands_at_the_first_criterion_without_an_answer(page_of: PageOf, draft: int) -> None:
    page = coordination(page_of, draft, 360)
    for code in ("C1", "C2"):
        choose(page, code, "3")
        expect_version(page, code, 1)
    page.goto("/assessments/")
    page.goto(f"/assessments/{draft}/coordination/")
    settled(page, lambda: visible(page) == ["C3"], "the next one stands there")


@pytest.mark.parametrize(("width", "script"), [(1300, True), (600, True), (360, False)])
def test_the_whole_section_stands_where_there_is_room_or_no_script(
    page_of: PageOf, draft: int, width: int, script: bool
) -> None:
    page = coordination(page_of, draft, width, script=script)
    assert visible(page) == CODES
    expect(page.locator("[data-step]").first).to_be_hidden()


def test_turning_the_phone_keeps_the_criterion_that_is_written(page_of: PageOf, draft: int) -> None:
    page = coordination(page_of, draft, 360)
    choose(page, "C4", "3")
    page.set_viewport_size({"width": 780, "height": 360})
    assert visible(page) == CODES
    page.set_viewport_size({"width": 360, "height": 780})
    settled(page, lambda: visible(page) == ["C4"], "it stands there again")


def test_what_is_not_saved_is_one_press_away(page_of: PageOf, draft: int) -> None:
    page = coordination(page_of, draft, 360)
    choose(page, "C2", "not_applicable")
    page.locator("[name=C2-na_reason]").blur()
    choose(page, "C5", "3")
    expect_version(page, "C5", 1)
    page.locator("[data-save-state] a").click()
    assert visible(page) == ["C2"]


def test_a_stored_answer_that_is_taken_stands_in_the_place_of_the_other(page_of: PageOf, draft: int) -> None:
    one, other = coordination(page_of, draft, 360), coordination(page_of, draft, 360)
    choose(one, "C1", "4")
    expect_version(one, "C1", 1)
    choose(other, "C1", "1")
    other.locator("#C1 .conflict button").last.click()
    expect(other.locator("[name=C1-choice][value='4']")).to_be_checked()
    assert visible(other) == ["C1"]


@pytest.mark.parametrize("width", [1300, 360])
@pytest.mark.parametrize("script", [True, False])
def test_what_may_be_said_shows_after_the_choice_and_opens_one_by_one(
    page_of: PageOf, draft: int, width: int, script: bool
) -> None:
    page = coordination(page_of, draft, width, script=script)
    more = page.locator("#C1 .answer-more")
    expect(more).to_be_hidden()
    expect(page.locator("#C1 .anchor:visible")).to_have_count(0)
    choose(page, "C1", "2")
    expect(page.locator("#C1 .anchor:visible")).to_have_count(1)
    for part, name in (("doubt", "doubt_reason"), ("words", "word"), ("evidence", "basis")):
        field = page.locator(f"[name=C1-{name}]")
        expect(field).to_be_hidden()
        unfold(page, "C1", part)
        expect(field).to_be_visible()
    # What is not known or does not apply is not doubted; its evidence stays.
    choose(page, "C1", "unknown")
    expect(page.locator("[name=C1-doubtful]")).to_be_hidden()
    expect(page.locator("[name=C1-basis]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 360])
def test_the_focus_is_seen_on_every_state_of_a_level(
    page_of: PageOf, draft: int, width: int, scheme: str
) -> None:
    page = coordination(page_of, draft, width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    choose(page, "C1", "2")
    for value in ("2", "4", "unknown"):
        if value != "2":
            page.locator("[name=C1-choice][value='2']").check()
        page.keyboard.press("Tab")
        page.locator(f"[name=C1-choice][value='{value}']").focus()
        rings = page.locator("#C1 .level, #C1 .level-word").evaluate_all(
            """all => all.map((each) => getComputedStyle(each)).filter((each) => each.outlineStyle !== "none").map(
              (one) => [one.outlineStyle, one.outlineWidth, parseFloat(one.outlineOffset) >= 2, one.outlineColor])"""
        )
        colour = "rgb(180, 83, 9)" if scheme == "light" else "rgb(255, 180, 84)"
        assert rings == [["solid", "3px", True, colour]], value


@pytest.mark.parametrize("width", [1300, 360, 320])
def test_the_bar_never_hides_what_has_the_focus(page_of: PageOf, draft: int, width: int) -> None:
    page = coordination(page_of, draft, width, language="fr")
    choose(page, "C1", "2")
    for part in ("doubt", "words", "evidence"):
        unfold(page, "C1", part)
    page.locator("#C1 > legend").focus()
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        inside = page.evaluate("!!document.activeElement.closest('[data-score]')")
        if not inside:
            break
        seen += 1
        settled(page, lambda: not page.evaluate(HIDDEN), "what has the focus is in view")
    assert seen >= 12


def test_a_phone_is_scored_by_keyboard_alone(page_of: PageOf, draft: int) -> None:
    page = coordination(page_of, draft, 360)
    tab_to(page, "[name=C1-choice]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=C1-choice][value='3']")).to_be_checked()
    tab_to(page, "#C1 [data-opens=words]")
    page.keyboard.press("Space")
    tab_to(page, "[name=C1-word]")
    page.keyboard.type("Broadly")
    tab_to(page, "[data-step='1']")
    page.keyboard.press("Enter")
    assert visible(page) == ["C2"]
    expect_version(page, "C1", 1)
    expect(page.locator("[name=C1-version]")).not_to_have_value("0")


@pytest.mark.parametrize("width", [360, 320])
def test_the_screen_of_a_criterion_has_no_fault(page_of: PageOf, draft: int, width: int) -> None:
    page = coordination(page_of, draft, width, language="fr")
    choose(page, "C1", "2")
    for part in ("doubt", "words", "evidence"):
        unfold(page, "C1", part)
    assert not faults(page)
    for each in page.locator("[data-step]:visible").all():
        box = each.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_criterion_is_one_press_from_the_list(visitors: Visitors) -> None:
    label = visitors.client(MANAGER).open_round("One press")
    page = visitors.page_of(ADVISER, "fr", 360)
    page.goto("/assessments/")
    page.locator(f".score-list .btn[href*='/{label}/cmj/']").click()
    page.wait_for_url("**/coordination/")
    show(page, "C1")
    choose(page, "C1", "4")
    expect_version(page, "C1", 1)
