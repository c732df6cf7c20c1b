"""Where there is little room: tables as cards or with a sign of what is out of sight, time lines with their years."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.tables import cut_unsaid
from tests.browser.visitors import MANAGER, PageOf


@pytest.mark.parametrize("width", [360, 320])
def test_a_managers_steps_on_rounds_are_in_sight_on_a_phone(width: int, page_of: PageOf) -> None:
    page = page_of(MANAGER, "fr", width)
    page.goto("/rounds/")
    link = page.locator("td[data-label='Action'] a").last
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["height"] >= 44
    for path in ("/rounds/", "/rounds/january-2011/"):
        page.goto(path)
        expect(page.locator(".more-columns:visible")).to_have_count(0)
        assert cut_unsaid(page) == []


def test_a_wide_table_says_how_many_columns_are_out_of_sight_and_where(page_of: PageOf) -> None:
    page = page_of(MANAGER, "en", 360)
    page.goto("/partners/functions/")
    sign = page.locator(".more-columns")
    expect(sign).to_have_text("→ 6 more columns")
    assert cut_unsaid(page) == []
    box = page.locator(".scroll")
    box.evaluate("each => each.scrollTo(each.scrollWidth, 0)")
    expect(sign).to_have_text("← 6 more columns")
    page.set_viewport_size({"width": 1300, "height": 900})
    expect(sign).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 900})
    expect(sign).to_be_visible()
    page.emulate_media(media="print")
    expect(sign).to_be_hidden()
    page.emulate_media(media="screen")
    sign.evaluate("each => each.remove()")
    assert len(cut_unsaid(page)) == 1, "without it the table is found"


@pytest.mark.parametrize("width", [1300, 320])
def test_time_lines_have_their_years(width: int, page_of: PageOf) -> None:
    page = page_of(MANAGER, "en", width)
    page.goto("/overlaps/")
    axes = page.locator(".gantt-axis")
    lanes = page.locator(".gantt-lane")
    expect(axes).not_to_have_count(0)
    lane = lanes.first.bounding_box()
    assert lane
    years = page.locator(".gantt").first.locator(".gantt-axis text")
    boxes = [box for each in years.all() if (box := each.bounding_box())]
    assert len(boxes) == years.count()
    assert all(box["width"] > 20 and lane["x"] <= box["x"] < lane["x"] + lane["width"] for box in boxes)
    assert max(box["y"] for box in boxes) < lane["y"]


@pytest.mark.parametrize("width", [1300, 360])
def test_the_third_step_of_the_tour_shows_a_criterion_unfolded_and_what_the_tour_says(
    width: int, page_of: PageOf
) -> None:
    page = page_of(MANAGER, "en", width)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/tour/2/")
    second = page.url.partition("?")[0]
    page.goto("/tour/3/")
    expect(page).to_have_url(re.compile(rf"{second}[\w-]+/\?tour=3#[CO]\d$"))
    shown = page.locator(":target")
    expect(shown).to_be_in_viewport()
    expect(shown).to_contain_text("Government:")
    name = page.locator(".criterion:has(:target) th")
    tour = page.locator(".tour")
    expect(tour).to_be_in_viewport(ratio=1)
    box, note = name.bounding_box(), tour.bounding_box()
    assert box
    assert note
    assert box["y"] >= note["y"] + note["height"], "the name of the criterion is not covered"


def test_names_on_home_are_whole_or_in_their_title(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/")
    names = page.locator(".home-name")
    expect(names).not_to_have_count(0)
    for each in names.all():
        assert each.get_attribute("title") == each.inner_text()
    fits = "each => each.scrollHeight <= each.clientHeight + 1"
    two_lines = page.locator(".home-name", has_text="Mixed Justice Commission")
    assert two_lines.evaluate(fits)
