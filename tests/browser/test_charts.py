"""Charts: asked for when they come into view, the same in words and tables, and what stands in where they fail."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.dashboards import (
    CHARTED,
    COMPARE,
    PLANE,
    TWO_VIEWS,
    cells,
    draw,
    draw_all,
    drawn,
    figures,
    is_figure,
    open_more,
    said,
)
from tests.browser.visitors import MANAGER, PageOf, settled


def name_of(address: str) -> str:
    """Return the chart's name in the address of its figure."""
    found = re.search(r"/([a-z-]+)\.json\?", address)
    assert found
    return found[1]


def asked(page: Page) -> list[str]:
    """Collect the addresses of figures that the page asks for from now on."""
    found: list[str] = []

    def hear(request: Request) -> None:
        if is_figure(request):
            found.append(request.url)

    page.on("request", hear)
    return found


@pytest.mark.parametrize("path", CHARTED)
def test_a_figure_is_asked_for_once_when_its_chart_comes_into_view(path: str, page_of: PageOf) -> None:
    page = page_of(MANAGER, "en", 360)
    # So low that no chart is in view or near it at first.
    page.set_viewport_size({"width": 360, "height": 200})
    addresses = asked(page)
    page.goto(path, wait_until="networkidle")
    query = path.partition("?")[2]
    below = [
        canvas.get_attribute("id")
        for canvas in page.locator(".chart-canvas").all()
        if (box := canvas.bounding_box()) is None or box["y"] > 600
    ]
    assert below
    assert not {f"{name_of(each)}-chart" for each in addresses} & set(below)
    count = draw_all(page)
    page.evaluate("scrollTo(0, 0)")
    assert draw_all(page)
    assert len(addresses) == len(set(addresses)) == count
    assert all(each.endswith(f".json?{query}") for each in addresses)


@pytest.mark.parametrize("width", [1300, 360])
@pytest.mark.parametrize("path", CHARTED)
def test_charts_are_drawn_under_the_policy_and_within_their_edges(
    path: str, width: int, page_of: PageOf
) -> None:
    page = page_of(MANAGER, "fr", width)
    refused: list[str] = []
    page.expose_function("refused", lambda what: refused.append(what))
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (event) => refused(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.goto(path)
    assert draw_all(page)
    # No name or number is cut off at the edge of its drawing.
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".chart-canvas")].flatMap((canvas) => {
          const edge = canvas.getBoundingClientRect();
          return [...canvas.querySelectorAll("text")].filter((each) => {
            const box = each.getBoundingClientRect();
            return box.width && (box.left < edge.left - 1 || box.right > edge.right + 1
              || box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
          }).map((each) => `${canvas.id}: ${each.textContent}`);
        })"""
    )
    assert outside == []
    assert not refused


@pytest.mark.parametrize("path", CHARTED)
def test_charts_follow_the_window(path: str, page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(path)
    count = draw_all(page)
    heights = [
        box["height"] for each in page.locator(".chart-canvas:visible").all() if (box := each.bounding_box())
    ]
    for width in (360, 1300):
        page.set_viewport_size({"width": width, "height": 800})
        for canvas in page.locator(".chart-canvas[data-ready]").all():
            fits = "each => each.querySelector('svg.main-svg').clientWidth === each.clientWidth"
            handle = canvas.element_handle()
            page.wait_for_function(fits, arg=handle)
        now = [
            box["height"]
            for each in page.locator(".chart-canvas:visible").all()
            if (box := each.bounding_box())
        ]
        assert len(now) == count
        assert now == heights


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", CHARTED)
def test_words_of_a_legend_stand_clear_of_each_other(path: str, language: str, page_of: PageOf) -> None:
    page = page_of(MANAGER, language, 360)
    page.goto(path)
    assert draw_all(page)
    for legend in page.locator(".chart-canvas .legend").all():
        boxes = legend.locator("text").evaluate_all(
            "each => each.map((one) => one.getBoundingClientRect()).map(({x, y, right}) => [y, x, right])"
        )
        rows = sorted((round(y / 4), left, right) for y, left, right in boxes)
        for (row, _left, end), (next_row, start, _right) in pairwise(rows):
            assert row != next_row or end < start, legend.inner_text()


@pytest.mark.parametrize(
    ("path", "marks", "place", "part"),
    # A bar is felt all over, a box at its corners.
    [
        (COMPARE, "#intervals-chart .bars .point path", 0, 0.5),
        (PLANE, "#plane-chart .shapelayer path", -1, 0),
    ],
)
def test_a_click_on_a_mark_leads_to_the_answers_behind_it(
    path: str, marks: str, place: int, part: float, page_of: PageOf
) -> None:
    page = page_of(MANAGER, "en", 1300)
    page.goto(path)
    draw_all(page)
    mark = page.locator(marks).nth(place)
    mark.evaluate("mark => mark.scrollIntoView({block: 'center', behavior: 'instant'})")
    shown = mark.bounding_box()
    assert shown
    at = (shown["x"] + 1 + part * shown["width"], shown["y"] + 1 + part * shown["height"])
    # Whoever points comes from somewhere.
    page.mouse.move(at[0], at[1] - 40)
    page.mouse.move(*at, steps=8)
    words = page.locator(".hoverlayer .hovertext").first.text_content() or ""
    expect(page.locator(".chart-canvas.leads")).to_have_count(1)
    page.mouse.click(*at)
    page.wait_for_url(re.compile(r"/structures/[\w-]+/[\w-]+/$"))
    assert words.partition(" · ")[0] in (page.locator("h1").text_content() or "")


def test_compare_says_the_same_in_drawings_words_and_tables(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(COMPARE)
    assert draw_all(page)
    shown = figures(page)
    assert said(page, "intervals")[: len(shown)] == [f"{name}: {each}." for name, each in shown.items()]
    assert set(shown) | set(shown.values()) <= drawn(page, "intervals")
    kinds = [int(each) for row in cells(page.locator(".narrow-table")) for each in row[1:] if each != "0"]
    assert kinds == [int(each) for line in said(page, "status") for each in re.findall(r"\b\d+ ", line)]
    page.locator("#status-chart ~ figcaption a").first.click()
    expect(page.locator("#status")).to_be_in_viewport()


def test_the_plane_says_the_same_in_drawing_words_and_table(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(PLANE)
    assert draw_all(page)
    names = page.locator(".scroll[aria-labelledby=positions] tbody th").all_inner_texts()
    listed = [name for name in names if any(name in line for line in said(page, "plane"))]
    texts = drawn(page, "plane")
    assert {name for name in names if name in texts} == set(names) - set(listed)
    assert listed


def test_two_views_say_the_same_in_the_picture_and_in_the_table(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(TWO_VIEWS)
    page.locator(".fold > summary").click()
    name = page.locator("#drawn a").inner_text()
    group = page.locator(".scroll[aria-labelledby=gaps] tbody").filter(
        has=page.get_by_role("link", name=name, exact=True)
    )
    gaps = [each.split("\n")[0].strip() for each in group.locator(".gap-row td").all_inner_texts()[1:-1]]
    assert sorted(gaps) == sorted(page.locator(".level-lines tbody td:last-child").all_inner_texts())


def test_a_chart_that_fails_says_so_and_can_be_tried_again(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    tries: list[str] = []

    def refuse(route: Route) -> None:
        tries.append(route.request.url)
        route.fulfill(status=404, json={"error": "no"}) if len(tries) == 1 else route.abort()

    page.route("**/compare/intervals.json*", refuse)
    page.goto(COMPARE)
    open_more(page)
    canvas = page.locator("#intervals-chart")
    canvas.scroll_into_view_if_needed()
    expect(canvas.get_by_role("status")).to_have_text(
        "The chart could not be loaded. The table below says the same."
    )
    expect(page.locator("#intervals-sentences li").first).to_be_visible()
    draw(page.locator("#status-chart"))
    again = canvas.get_by_role("button", name="Try again")
    again.focus()
    page.keyboard.press("Enter")
    settled(page, lambda: len(tries) == 2, "the second try")
    # Whoever tried in vain can try again from where they are.
    expect(canvas.locator("button:enabled")).to_be_focused()
    page.unroute("**/compare/intervals.json*")
    again.click()
    draw(canvas)
    expect(canvas.locator("button")).to_have_count(0)


def test_without_the_library_the_tables_stand_in(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.route("**/plotly-basic*.js", lambda route: route.abort())
    page.goto(PLANE)
    canvas = page.locator(".chart-canvas").first
    expect(canvas.get_by_role("status")).to_be_visible()
    page.unroute("**/plotly-basic*.js")
    canvas.get_by_role("button").click()
    draw(canvas)


@pytest.mark.parametrize("link", ["{saveData: true}", "{effectiveType: '3g'}"])
def test_on_a_slow_link_a_chart_waits_for_its_button(link: str, page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {link}}})")
    addresses = asked(page)
    page.goto(COMPARE, wait_until="networkidle")
    open_more(page)
    offers = page.locator(".chart-canvas:visible button")
    expect(offers).to_have_count(2)
    offers.last.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert addresses == []
    page.locator("#status-chart button").focus()
    page.keyboard.press("Enter")
    draw(page.locator("#status-chart"))
    assert [name_of(each) for each in addresses] == ["status"]
    expect(offers).to_have_count(1)
