"""The bar on top, as a browser shows it: one line, one bar on a phone, without script, by keyboard, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.program import Key
from tests.browser.test_accessibility import scrolls_sideways
from tests.browser.visitors import ADMINISTRATOR, ADVISER, MANAGER, PageOf, faults

LANGUAGES = ("en", "fr")
DARK, WHITE = "rgb(16, 22, 29)", "rgb(255, 255, 255)"


def height(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["height"]


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("width", [1300, 1100])
@pytest.mark.parametrize(
    ("person", "language"), [(MANAGER, "fr"), (("manager", "government"), "fr"), (ADMINISTRATOR, "en")]
)
def test_the_bar_stands_on_one_line(person: Key, language: str, width: int, page_of: PageOf) -> None:
    page = page_of(person, language, width)
    page.goto("/compare/")
    assert height(page, ".top") <= 60
    links = page.locator(".top > nav a")
    tops = {round(box["y"]) for each in links.all() if (box := each.bounding_box())}
    assert len(tops) == 1
    assert not scrolls_sideways(page)
    # Nothing lies on anything else, and no name is broken over two lines.
    ends = [
        box for each in page.locator(".brand, .top > nav, .top-end").all() if (box := each.bounding_box())
    ]
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in zip(ends, ends[1:], strict=False))


@pytest.mark.parametrize("width", [360, 320])
@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_there_is_one_bar(language: str, width: int, page_of: PageOf) -> None:
    page = page_of(ADVISER, language, width)
    page.goto("/two-views/")
    assert 44 <= height(page, ".top") <= 54
    for each in page.locator(".top .brand, .top summary, .top .language, .tabs a").all():
        box = each.bounding_box()
        assert box
        assert box["height"] >= 44, each.inner_text()
    assert not scrolls_sideways(page)
    # The current tab is in view, wherever it stands among the others.
    box = page.locator(".tabs [aria-current]").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_menu_of_a_phone_works_without_script(page_of: PageOf) -> None:
    page = page_of(ADVISER, "fr", 360, script=False)
    page.goto("/structures/")
    page.locator(".person summary").click()
    expect(page.locator(".person-panel .entries a")).to_have_count(6)
    assert not scrolls_sideways(page)
    page.locator(".person-panel").get_by_role("link", name="Partenaires").click()
    page.locator(".tabs").get_by_role("link", name="Activités").click()
    expect(page).to_have_url(re.compile("/activities/$"))


@pytest.mark.parametrize("width", [360, 1300])
def test_the_menu_unfolds_and_folds_again_by_keyboard_alone(width: int, page_of: PageOf) -> None:
    page = page_of(ADVISER, "fr", width)
    page.goto("/structures/")
    name = page.locator(".person summary")
    name.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".person-panel [data-sign-out]")).to_be_visible()
    assert not faults(page)
    page.keyboard.press("Escape")
    expect(page.locator(".person-panel [data-sign-out]")).to_be_hidden()
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.person-panel') !== null")


@pytest.mark.parametrize("width", [360, 1300])
def test_a_key_leads_to_the_search_until_it_is_switched_off(width: int, page_of: PageOf) -> None:
    page = page_of(ADVISER, "en", width)
    page.goto("/structures/")
    page.keyboard.press("/")
    page.keyboard.type("cmj/")
    expect(page.locator("[data-find]:focus")).to_have_value("cmj/")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("cmj")
    page.goto("/structures/")
    page.locator(".person summary").click()
    page.locator("[name=shortcut][value=off]").click()
    expect(page).to_have_url(re.compile("/structures/$"))
    page.keyboard.press("/")
    expect(page.locator("[data-find]:focus")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_the_scheme_is_the_systems_until_one_is_chosen(*, script: bool, page_of: PageOf) -> None:
    page = page_of(ADVISER, "en", script=script)
    page.emulate_media(color_scheme="dark")
    page.goto("/compare/")
    if script:
        assert ground(page) == DARK
    page.locator(".person summary").click()
    page.locator("[name=theme][value=light]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    if script:
        assert ground(page) == WHITE
    page.emulate_media(color_scheme="light")
    page.locator(".person summary").click()
    page.locator("[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    if script:
        assert ground(page) == DARK
        page.emulate_media(media="print")
        assert (
            page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--bg')") == "#ffffff"
        )


def test_paper_has_neither_bar_nor_tabs_nor_filters(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/structures/cmj/")
    page.emulate_media(media="print")
    for gone in (".top nav", ".top-end", ".tabs", ".crumbs"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".brand-name")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/compare/")
    expect(page.locator(".filters")).to_be_hidden()
