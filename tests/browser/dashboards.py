"""A dashboard in the browser: its charts as they are asked for and drawn, its tables, and what it is on paper."""

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, Request, expect

#: Each dashboard in the demonstration's data, and those of which a script draws the charts.
COMPARE = "/compare/?round=january-2008&view=partners"
CHANGES = "/changes/?view=partners"
PLANE = "/ownership/?round=january-2008&view=partners"
TWO_VIEWS = "/two-views/?round=january-2010"
DASHBOARDS = (COMPARE, CHANGES, PLANE, TWO_VIEWS)
CHARTED = (COMPARE, PLANE)


def open_everything(page: Page) -> None:
    """Open all that folds out, the person's own menu left aside."""
    page.evaluate("for (const each of document.querySelectorAll('details:not(.person)')) each.open = true")
    page.evaluate("for (const each of document.querySelectorAll('[data-opens]')) each.checked = true")


def open_more(page: Page) -> None:
    """Open what stands below the picture of a page, where its charts are."""
    page.evaluate("for (const each of document.querySelectorAll('#more')) each.open = true")


def is_figure(request: Request) -> bool:
    """Whether a chart's figure is asked for."""
    return ".json?" in request.url


def draw(canvas: Locator) -> None:
    """Bring a chart into view, and see that it is drawn."""
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_have_attribute("data-ready", "yes")
    expect(canvas.locator("svg.main-svg").first).to_be_visible()
    expect(canvas.locator(".barlayer path, .scatterlayer path, .shapelayer path").first).to_be_attached()


def draw_all(page: Page) -> int:
    """Bring every chart into view one after the other; return how many there are."""
    open_more(page)
    canvases = page.locator(".chart-canvas:visible").all()
    for canvas in canvases:
        draw(canvas)
    return len(canvases)


def said(page: Page, chart: str) -> list[str]:
    """Return the sentences that say the same as a chart."""
    return page.locator(f"#{chart}-sentences li").all_inner_texts()


def drawn(page: Page, chart: str) -> set[str]:
    """Return the texts in a chart's drawing."""
    return {each.strip() for each in page.locator(f"#{chart}-chart text").all_text_contents()}


def cells(table: Locator) -> list[list[str]]:
    """Return a table's body as it reads: one list for each row, each cell on one line."""
    rows = table.locator("tbody tr").all()
    return [[" ".join(text.split()) for text in row.locator("th, td").all_inner_texts()] for row in rows]


def figures(page: Page) -> dict[str, str]:
    """Return each structure's figure in the matrix of Compare."""
    rows = page.locator("#matrix tbody tr").all()
    return {row.locator("th a").inner_text(): row.locator(".composite-figure").inner_text() for row in rows}


def sheets(page: Page) -> int:
    """Return on how many sheets the page prints."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))


def cut_on_paper(page: Page, keep: Sequence[str]) -> list[str]:
    """Return what of these could be cut by the edge of a sheet: too wide, too high, or not kept together."""
    page.emulate_media(media="print")
    # A4 across without its margins, in CSS pixels.
    page.set_viewport_size({"width": 1032, "height": 718})
    found: list[str] = page.evaluate(
        """(selectors) => {
          const named = (each) => `${each.tagName} ${each.textContent.trim().slice(0, 40)}`;
          const found = [];
          for (const each of document.querySelectorAll(selectors.join(","))) {
            const box = each.getBoundingClientRect();
            if (!box.height) continue;
            if (box.right > innerWidth + 1) found.push(`too wide: ${named(each)}`);
            if (box.height > innerHeight) found.push(`too high: ${named(each)}`);
            if (getComputedStyle(each).breakInside !== "avoid") found.push(`may be cut: ${named(each)}`);
          }
          return found;
        }""",
        list(keep),
    )
    page.emulate_media(media="screen")
    return found
