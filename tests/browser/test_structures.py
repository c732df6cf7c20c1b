"""A structure's page: on one sheet, of moderate length, and led to the answer that a link names."""

import pytest
from playwright.sync_api import expect

from tests.browser.dashboards import sheets
from tests.browser.visitors import MANAGER, PageOf

LANGUAGES = ["en", "fr"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", ["january-2008", "january-2010"])
def test_the_answers_of_a_round_print_on_one_sheet(page_of: PageOf, language: str, label: str) -> None:
    page = page_of(MANAGER, language, 1300)
    for slug in ("cmj", "gtse-cpse"):
        page.goto(f"/structures/{slug}/{label}/")
        assert sheets(page) == 1, slug


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_no_longer_than_three_screens(page_of: PageOf, language: str) -> None:
    page = page_of(MANAGER, language, 1300)
    for slug in ("cmj", "gtse-cpse", "ccrss"):
        page.goto(f"/structures/{slug}/")
        assert page.evaluate("document.documentElement.scrollHeight") < 2_500, slug


@pytest.mark.parametrize("anchor", ["C3", "partners-C3"])
def test_a_link_to_an_answer_opens_what_it_rests_on(page_of: PageOf, anchor: str) -> None:
    page = page_of(MANAGER, "en", 1300)
    page.goto("/structures/cmj/january-2008/")
    expect(page.locator("#partners-C3")).to_be_hidden()
    page.goto(f"/structures/cmj/january-2008/?voice=partners#{anchor}")
    expect(page.locator("#partners-C3")).to_be_in_viewport()
    expect(page.locator("#partners-C2")).to_be_hidden()
