"""A manager compares: the deck's own numbers, filters in the address, the chart, paper, language, weight."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.visitors import ADVISER, MANAGER, VIEWER, PageOf, Visitors, sign_in

DECK = "/compare/?round=january-2008&voice=partners"


@pytest.mark.parametrize(("language", "not_known"), [("en", "not known"), ("fr", "non connu")])
def test_the_decks_answers_and_figures(language: str, not_known: str, page_of: PageOf) -> None:
    page = page_of(MANAGER, language)
    page.goto(DECK)
    rows = {
        row.locator("th a").inner_text(): (
            [cell.inner_text().split("\n")[0] for cell in row.locator(".cell-word").all()],
            row.locator(".composite-figure").inner_text(),
        )
        for row in page.locator(".matrix tbody tr").all()
    }
    assert rows == {
        "GTSE/CPSE": (["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"], "93–100"),
        "CMJ": (["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"], "79"),
        "CCRSS": (["?", "–", "?", "?", "?", "?", "?"], not_known),
    }


def test_the_address_is_the_state(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DECK)
    page.locator("#f-round").select_option("january-2010")
    page.wait_for_url("**round=january-2010**")
    page.locator("#f-voice").select_option("government")
    page.wait_for_url("**voice=government**")
    page.locator("#f-sort").select_option("name")
    page.wait_for_url("**sort=name**")
    shown = page.locator(".matrix").inner_text()
    colleague = page_of(VIEWER)
    colleague.goto(page.url)
    assert colleague.locator(".matrix").inner_text() == shown
    assert colleague.locator(".matrix tbody th a").all_inner_texts() == ["CCRSS", "CMJ", "GTSE/CPSE"]


def test_an_answer_opens_to_what_it_rests_on(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/compare/?round=january-2010&voice=government")
    page.locator(".matrix tbody tr", has_text="CMJ").locator(".cell-link").nth(2).click()
    answer = page.locator("#government-C3")
    expect(answer).to_be_in_viewport()
    expect(answer).to_contain_text("Effective secretariat")
    expect(page.locator("main")).to_contain_text("sent on")


def chart(page: Page) -> None:
    """See that the chart is drawn."""
    canvas = page.locator(".chart-canvas")
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_have_attribute("data-ready", "yes")
    expect(canvas.locator(".bars path").first).to_be_attached()
    expect(canvas.locator("svg").first).to_be_visible()


@pytest.mark.parametrize("width", [1300, 360])
def test_chart_is_drawn_under_the_policy(width: int, page_of: PageOf) -> None:
    page = page_of(MANAGER, "fr", width)
    refused: list[str] = []
    page.expose_function("refused", lambda said: refused.append(said))
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (event) => refused(`${event.violatedDirective} ${event.blockedURI}`))"
    )
    page.goto("/over-time/?voice=government")
    chart(page)
    # Rounds' names are inside the drawing, not cut off at its edge.
    outside = page.evaluate(
        """() => {
          const edge = document.querySelector(".chart-canvas").getBoundingClientRect();
          return [...document.querySelectorAll(".chart-canvas .xtick text, [class*=xaxislayer] text")]
            .map((each) => each.getBoundingClientRect())
            .filter((box) => box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1)
            .length;
        }"""
    )
    assert outside == 0
    assert not refused


def test_chart_waits_for_a_button_on_a_slow_link(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
    page.goto("/over-time/?voice=government")
    page.locator(".chart-canvas button").click()
    chart(page)


def test_without_script_the_table_says_the_same(page_of: PageOf) -> None:
    page = page_of(MANAGER, script=False)
    page.goto("/over-time/?voice=government")
    page.locator(".chart figcaption a").first.click()
    expect(page.locator("#table")).to_be_in_viewport()
    codes = page.locator(".matrix tbody th").all_inner_texts()
    assert {"CCRSS", "CMJ", "GTSE/CPSE"} <= set(codes)
    expect(page.locator(".chart noscript")).to_be_visible()
    page.locator("#f-voice").select_option("partners")
    page.locator(".filters button").click()
    expect(page.locator(".matrix tbody").first).to_contain_text("January 2008")


def pages_on_paper(page: Page) -> int:
    """Return on how many sheets the page prints."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_compare_fits_on_one_sheet(language: str, page_of: PageOf) -> None:
    page = page_of(MANAGER, language)
    page.goto(DECK)
    assert pages_on_paper(page) == 1


def test_over_time_prints_its_chart(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/over-time/?voice=government")
    chart(page)
    assert pages_on_paper(page) <= 4
    chart(page)
    expect(page.locator(".chart-canvas svg").first).not_to_have_attribute("width", "990")


def test_language_is_remembered(visitors: Visitors) -> None:
    visitors.client(VIEWER).speak("en")
    page = visitors.page_of(None, "en")
    page.goto("/sign-in/")
    page.locator("[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    # The account's own choice counts once somebody is signed in.
    sign_in(page, visitors.account(VIEWER))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(DECK)
    page.locator("[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url(re.compile(re.escape(DECK)))
    elsewhere = visitors.page_of(None, "en")
    sign_in(elsewhere, visitors.account(VIEWER))
    expect(elsewhere.locator("html")).to_have_attribute("lang", "fr")
    elsewhere.goto("/compare/?lang=en")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")


def weight(page: Page, path: str) -> float:
    """Return what going to an address brings over the line, in kB, bodies and headers, charts' library left out."""
    arrived: list[Response] = []

    def take(response: Response) -> None:
        arrived.append(response)

    page.on("response", take)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("response", take)
    sizes = [each.request.sizes() for each in arrived if "plotly-basic" not in each.url]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) / 1000


def test_pages_are_light(visitors: Visitors) -> None:
    page = visitors.page_of(None)
    assert weight(page, "/sign-in/") <= 60
    manager = visitors.page_of(MANAGER)
    assert weight(manager, DECK) <= 120
    assert weight(manager, "/over-time/") <= 25
    assert weight(manager, DECK) <= 25
    label = visitors.client(MANAGER).open_round("Light round")
    draft = visitors.client(ADVISER).start(label, "cmj")
    adviser = visitors.page_of(ADVISER)
    assert weight(adviser, f"/assessments/{draft}/coordination/") <= 80
    assert weight(adviser, f"/assessments/{draft}/ownership/") <= 25
