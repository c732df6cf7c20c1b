"""What takes a while says so, and since when: a paper that is drawn, a file that is sent; nothing is sent twice."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.visitors import ADVISER, MANAGER, PageOf

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def held(page: Page, pattern: str, method: str) -> list[Route]:
    """Hold back what the page asks for by this method, until each route is let go."""
    routes: list[Route] = []
    page.route(
        pattern, lambda route: routes.append(route) if route.request.method == method else route.fallback()
    )
    return routes


@pytest.mark.parametrize("width", [1300, 360])
def test_who_takes_a_pdf_reads_that_it_is_drawn_and_reads_on(page_of: PageOf, width: int) -> None:
    page = page_of(MANAGER, "fr", width)
    page.goto("/briefs/cmj/")
    routes = held(page, "**/*.pdf", "GET")
    sign = page.locator("[data-lasting]")
    expect(sign).to_be_hidden()
    page.get_by_role("link", name="PDF").click()
    expect(sign.get_by_role("status")).to_contain_text("Le PDF est en préparation")
    expect(sign.locator("progress")).to_be_visible()
    expect(sign.locator("[data-since]")).to_have_text("2 s")
    page.get_by_role("link", name="PDF").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(routes) == 1
    with page.expect_download() as taken:
        routes[0].continue_()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    assert taken.value.suggested_filename == "cmj-fr.pdf"
    expect(sign.get_by_role("status")).to_have_text("Téléchargé sous le nom cmj-fr.pdf.")
    expect(sign.locator("progress")).to_be_hidden()
    assert page.url.endswith("/briefs/cmj/")


@pytest.mark.takes_long
def test_pdf_that_does_not_come_is_said_and_asked_for_again(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/briefs/cmj/")
    routes = held(page, "**/*.pdf", "GET")
    page.get_by_role("link", name="PDF").click()
    sign = page.locator("[data-lasting]")
    expect(sign.locator("progress")).to_be_visible()
    routes[0].abort()
    expect(sign.get_by_role("status")).to_contain_text("the connection was lost")
    page.get_by_role("link", name="PDF").click()
    expect(sign.get_by_role("status")).to_contain_text("is being drawn")
    with page.expect_download():
        routes[1].continue_()


@pytest.mark.takes_long
def test_pdf_that_is_refused_leads_to_the_page_that_says_why(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.goto("/briefs/cmj/")
    page.route(
        "**/*.pdf", lambda route: route.fulfill(status=429, content_type="text/html", body="<h1>Later</h1>")
    )
    page.get_by_role("link", name="PDF").click()
    expect(page.locator("h1")).to_have_text("Later")


def test_file_that_is_sent_says_so_and_a_double_press_sends_it_once(page_of: PageOf) -> None:
    page = page_of(ADVISER)
    page.goto("/structures/")
    page.get_by_role("link", name="Records in Excel").click()
    sent: list[int] = []

    def answer(route: Route) -> None:
        """Say nothing to the first file, so that the page stays as it is while it waits."""
        if route.request.method == "POST":
            sent.append(1)
        if sent == [1]:
            route.fulfill(status=204)
        else:
            route.fallback()

    page.route("**/*", answer)
    page.set_input_files(
        "[type=file]", {"name": "records.xlsx", "mimeType": KIND, "buffer": b"not a workbook"}
    )
    page.get_by_role("button", name="Check the file").dblclick(no_wait_after=True)
    sign = page.locator("[data-lasting]")
    expect(sign.get_by_role("status")).to_contain_text("is being sent and read")
    expect(sign.locator("[data-since]")).to_have_text("1 s")
    assert len(sent) == 1
    expect(sign.locator("[data-since]")).to_have_text("4 s")
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator(".problem-box")).to_be_visible()
    expect(sign).to_be_hidden()
