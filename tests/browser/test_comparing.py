"""A manager compares: the deck's own numbers, filters and weights in the address, paper, language, weight."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.dashboards import (
    CHARTED,
    DASHBOARDS,
    cut_on_paper,
    draw_all,
    drawn,
    figures,
    is_figure,
    open_more,
    sheets,
)
from tests.browser.dashboards import COMPARE as DECK
from tests.browser.visitors import ADVISER, MANAGER, VIEWER, PageOf, Visitors, settled, sign_in, tab_to
from tests.extent import TURN, of_these, share_of

WEIGHTS = "25,15,15,10,15,10,10"


@pytest.mark.parametrize(
    ("language", "not_known", "words"),
    [
        ("en", "not known", ("Yes", "Mostly", "Not yet", "Yes?")),
        ("fr", "inconnu", ("Oui", "En grande partie", "Pas encore", "Oui\u202f?")),
    ],
)
def test_the_decks_answers_and_figures(
    language: str, not_known: str, words: tuple[str, ...], page_of: PageOf
) -> None:
    page = page_of(MANAGER, language)
    page.goto(DECK)
    rows = {
        row.locator("th a").inner_text(): (
            [cell.inner_text().split("\n")[0] for cell in row.locator(".cell-word").all()],
            row.locator(".composite-figure").inner_text(),
        )
        for row in page.locator("#matrix tbody tr").all()
    }
    yes, mostly, not_yet, doubted = words
    assert rows == {
        "GTSE/CPSE": ([yes, yes, doubted, doubted, yes, yes, yes], "93–100"),
        "CMJ": ([yes, mostly, yes, mostly, mostly, not_yet, yes], "79"),
        "CCRSS": (["?", "–", "?", "?", "?", "?", "?"], not_known),
    }


def test_the_address_is_the_state(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DECK)
    page.locator("#f-round").select_option("january-2010")
    page.wait_for_url("**round=january-2010**")
    page.locator("#f-view").select_option("government")
    page.wait_for_url("**view=government**")
    page.locator("#f-sort").select_option("name")
    page.wait_for_url("**sort=name**")
    shown = page.locator("#matrix").inner_text()
    colleague = page_of(VIEWER)
    colleague.goto(page.url)
    assert colleague.locator("#matrix").inner_text() == shown
    assert colleague.locator("#matrix tbody th a").all_inner_texts() == ["CCRSS", "CMJ", "GTSE/CPSE"]


def test_an_answer_opens_to_what_it_rests_on(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/compare/?round=january-2010&view=government")
    page.locator("#matrix tbody tr", has_text="CMJ").locator(".cell-link").nth(2).click()
    answer = page.locator("#government-C3")
    expect(answer).to_be_in_viewport()
    expect(page.locator(".criterion", has=answer)).to_contain_text("Effective secretariat")
    expect(page.locator("main")).to_contain_text("sent on")


def test_without_script_the_table_says_the_same(page_of: PageOf) -> None:
    page = page_of(MANAGER, script=False)
    page.goto("/changes/?view=government")
    page.locator(".more > summary").click()
    page.locator(".panel-legend a").click()
    expect(page.locator("#rounds")).to_be_in_viewport()
    codes = page.locator(".courses tbody th a").all_inner_texts()
    assert {"CCRSS", "CMJ", "GTSE/CPSE"} <= set(codes)
    expect(page.locator(".mark-panel").first).to_be_visible()
    page.locator("#f-view").select_option("partners")
    page.locator(".filters button").first.click()
    expect(page.locator(".courses thead")).to_contain_text("January 2008")


def showing(page: Page, choice: str) -> None:
    """Choose in the select that has the focus, as the keyboard does, and wait for the page."""
    with page.expect_navigation():
        page.keyboard.press(choice)


def test_filters_by_keyboard_alone(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DECK)
    tab_to(page, "#f-sort")
    showing(page, "ArrowDown")
    expect(page).to_have_url(re.compile("sort=-score"))
    # The new page goes on where the reader was.
    expect(page.locator("#f-sort")).to_be_focused()
    expect(page.locator("#matrix tbody th a").first).to_have_text("CMJ")

    tab_to(page, ".filter-more:has([name=set]) summary")
    page.keyboard.press("Enter")
    before = page.url
    for slug in ("cmj", "gtse-cpse"):
        tab_to(page, f"[name=set][value={slug}]")
        page.keyboard.press("Space")
        expect(page.locator(f"[name=set][value={slug}]")).to_be_checked()
    assert page.url == before
    tab_to(page, ".filters > .btn")
    showing(page, "Enter")
    expect(page).to_have_url(re.compile("set=cmj&set=gtse-cpse"))
    expect(page.locator("#matrix tbody th a")).to_have_text(["CMJ", "GTSE/CPSE"])


def test_entered_weights_change_figures_and_address(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DECK)
    assert figures(page)["CMJ"] == "79"
    tab_to(page, ".filter-more:has([name=w]) summary")
    page.keyboard.press("Enter")
    for weight in (20, 10, 10, 10, 10, 30, 10):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('[name=w]')"):
            page.keyboard.press("Tab")
        page.keyboard.type(str(weight))
    expect(page.locator(".weights output")).to_have_text("Sum: 100 of 100")
    expect(page.locator("[name=weights][value=entered]")).to_be_checked()
    tab_to(page, "[name=why]")
    page.keyboard.type("Duties first")
    expect(page).to_have_url(re.compile(re.escape(DECK)))
    tab_to(page, ".filters > .btn")
    showing(page, "Enter")
    expect(page).to_have_url(
        re.compile(r"weights=entered&w=20&w=10&w=10&w=10&w=10&w=30&w=10&why=Duties\+first")
    )
    # 20 Yes, 10 Mostly, 10 Yes, 10 Mostly, 10 Mostly, 30 Not yet, 10 Yes: 20 + 7.5 + 10 + 7.5 + 7.5 + 7.5 + 10.
    assert figures(page) == {"GTSE/CPSE": "95–100", "CMJ": "70", "CCRSS": "not known"}
    expect(page.locator(".page-head")).to_contain_text("Duties first")
    assert draw_all(page)
    assert "95–100" in drawn(page, "intervals")
    colleague = page_of(VIEWER)
    colleague.goto(page.url)
    assert figures(colleague) == figures(page)


BAD = [
    ("20,10,,,,,", "Tried", "0"),
    ("20,20,20,20,10,5,0", "Tried", "95"),
    ("50,50,50,0,0,0,0", "Tried", "150"),
    ("a,1,1,1,1,1,95", "Tried", "a"),
    (WEIGHTS, "", ""),
]


@pytest.mark.parametrize(
    ("weights", "why", "named", "language", "script"),
    [
        (*bad, *way)
        for turn, bad in share_of([*enumerate(BAD)], TURN, shares=5)
        for way in of_these([("en", True), ("fr", False), ("en", False), ("fr", True)], TURN + turn)
    ],
)
def test_bad_weights_get_a_sentence_at_their_fields(
    weights: str, why: str, named: str, language: str, script: bool, page_of: PageOf
) -> None:
    page = page_of(MANAGER, language, script=script)
    page.goto(DECK)
    page.locator(".filter-more:has([name=w]) summary").click()
    if not script:
        page.locator("[name=weights][value=entered]").check()
    for place, weight in enumerate(weights.split(",")):
        page.locator("[name=w]").nth(place).fill(weight)
    page.locator("[name=why]").fill(why)
    page.locator("[name=w]").first.press("Enter")
    page.wait_for_url("**weights=entered**")
    summary = page.locator(".filters .problem-box")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text(named)
    expect(page.locator("#matrix")).to_be_visible()
    assert [page.locator("[name=w]").nth(each).input_value() for each in range(7)] == weights.split(",")
    expect(page.locator("[name=why]")).to_have_value(why)
    assert page.locator(".filters .field-problem").first.inner_text() in summary.inner_text()


def test_two_rounds_side_by_side(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/changes/?view=partners&sort=name&set=cmj&set=gtse-cpse&until=january-2010")
    page.locator(".more > summary").click()
    pair = page.locator(".before-after tbody")
    later = pair.inner_text()
    with page.expect_navigation():
        page.locator("#f-first").select_option("january-2008")
    expect(page).to_have_url(re.compile("set=cmj&set=gtse-cpse.*first=january-2008&second=january-2010"))
    expect(page.locator("#f-first")).to_be_in_viewport()
    expect(pair.locator("th > a")).to_have_text(["CMJ", "GTSE/CPSE"])
    # CMJ: “Not yet” became “Partly to Mostly”; its division of labour is up.
    assert pair.inner_text() != later
    divided = pair.locator("tr").first.locator("td").nth(5)
    assert divided.locator(".mark-square title").all_text_contents() == ["Not yet"]
    expect(divided.locator(".mark-chip")).to_have_text("Partly to Mostly")
    expect(divided.locator(".mark-reason")).to_contain_text("up")
    shown = page.locator("#f-second option:checked")
    expect(shown).to_have_text("January 2010")


KEPT_TOGETHER = (
    ".matrix tbody tr",
    ".finding",
    ".notice",
    ".legend",
    ".chart-canvas",
    ".steps > li",
    "h2",
    "h3",
)


def sizes(page: Page) -> list[tuple[float, float]]:
    """Return how large the charts are drawn."""
    boxes = [
        each.bounding_box() for each in page.locator(".chart-canvas:visible svg.main-svg:first-child").all()
    ]
    return [(box["width"], box["height"]) for box in boxes if box]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("path", "most"),
    # Of Changes the demonstration's rounds: each round that other tests reveal here has a bar of its own.
    share_of(
        [
            (DASHBOARDS[0], 4),
            (f"{DASHBOARDS[1]}&until=january-2010", 3),
            (DASHBOARDS[2], 3),
            (DASHBOARDS[3], 2),
        ],
        TURN,
        shares=2,
    ),
)
def test_paper_cuts_nothing(path: str, most: int, language: str, page_of: PageOf) -> None:
    page = page_of(MANAGER, language)
    page.goto(path)
    assert bool(draw_all(page)) == (path in CHARTED)
    before = sizes(page)
    assert sheets(page) <= most
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert cut_on_paper(page, KEPT_TOGETHER) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    # The screen is as it was.
    page.set_viewport_size({"width": 1300, "height": 900})
    page.wait_for_timeout(500)
    assert sizes(page) == before


def test_paper_shows_the_charts_and_hides_what_only_a_screen_can_do(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DECK)
    assert draw_all(page)
    page.emulate_media(media="print")
    for hidden in (".filters", ".frame nav", ".on-page", ".page-head .actions", "figcaption a"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".frame-foot .print-only")).to_contain_text(re.compile(r"/compare/"))
    expect(page.locator("#intervals-chart svg").first).to_be_visible()


def test_paper_has_the_charts_that_nobody_scrolled_to(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    figures_come: list[str] = []
    page.on("requestfinished", lambda each: figures_come.append(each.url) if is_figure(each) else None)
    page.goto(DECK)
    open_more(page)
    canvases = page.locator(".chart-canvas:visible")
    settled(page, lambda: len(figures_come) == canvases.count(), "the figures of the fold came")
    settled(page, lambda: page.evaluate("'Plotly' in window"), "the library came")
    drawn_before = page.locator(".chart-canvas[data-ready]").count()
    assert drawn_before < canvases.count(), "none is in view"
    sheets(page)
    expect(canvases.locator("svg.main-svg:first-child")).to_have_count(canvases.count())
    # What is drawn for paper follows the screen again.
    widths = "each => each.map((one) => [one.querySelector('svg').clientWidth, one.clientWidth])"
    page.wait_for_timeout(500)
    assert all(one == other for one, other in canvases.evaluate_all(widths))


def test_the_table_of_all_structures_is_a_table_on_screen_and_on_paper(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto(DASHBOARDS[3])
    table = page.locator(".views-all table")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        below = table.evaluate(
            "each => each.tBodies[0].getBoundingClientRect().top >= each.tHead.getBoundingClientRect().bottom - 1"
        )
        assert below, media
        assert cut_on_paper(page, [".views-scores"]) == []


def test_language_is_remembered(visitors: Visitors) -> None:
    visitors.client(VIEWER).speak("en")
    page = visitors.page_of(None, "en")
    page.goto("/sign-in/")
    page.locator("[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto("/sign-in/")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    # What was chosen just now, on the page that one signs in from, is the account's from then on.
    sign_in(page, visitors.account(VIEWER))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(DECK)
    page.locator("[name=language]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(re.escape(DECK)))
    # Where nothing is chosen the account's own language counts, whatever the browser's is.
    elsewhere = visitors.page_of(None, "fr")
    sign_in(elsewhere, visitors.account(VIEWER))
    expect(elsewhere.locator("html")).to_have_attribute("lang", "en")
    elsewhere.goto("/compare/?lang=fr")
    expect(elsewhere.locator("html")).to_have_attribute("lang", "fr")


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
    assert weight(manager, "/changes/") <= 25
    assert weight(manager, DECK) <= 25
    label = visitors.client(MANAGER).open_round("Light round")
    draft = visitors.client(ADVISER).start(label, "cmj")
    adviser = visitors.page_of(ADVISER)
    assert weight(adviser, f"/assessments/{draft}/coordination/") <= 80
    assert weight(adviser, f"/assessments/{draft}/ownership/") <= 25
