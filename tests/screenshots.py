"""``make screenshots``: the README's two pictures, taken from the running program with the demonstration's data."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.program import Program, running  # noqa: E402
from tests.browser.scoring import show, unfold  # noqa: E402
from tests.browser.visitors import launch, settled, sign_in  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"


def main() -> None:
    """Start the program, look at it as a manager and as an adviser, keep two pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running(Path(folder), shared=Path(folder)) as program,
    ):
        browser = launch(playwright)
        _compare(browser, program)
        _score(browser, program)
        browser.close()


def _compare(browser: Browser, program: Program) -> None:
    page = browser.new_page(base_url=program.address, viewport={"width": 1300, "height": 1510})
    sign_in(page, program.people["manager", "partners"])
    page.goto("/compare/?round=january-2008&view=partners&lang=en")
    for canvas in ("#intervals-chart", "#status-chart"):
        page.locator(canvas).scroll_into_view_if_needed()
        page.locator(f"{canvas}[data-ready] svg").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    _keep(page, "compare")


def _score(browser: Browser, program: Program) -> None:
    page = browser.new_page(base_url=program.address, viewport={"width": 360, "height": 940})
    sign_in(page, program.people["adviser", "partners"])
    page.goto("/assessments/?lang=fr")
    page.locator(".score-list .btn[href*='/january-2011/cmj/']").click()
    show(page, "C2")
    answer = page.locator("#C2")
    answer.locator("label.level-choice").nth(1).click()
    unfold(page, "C2", "words")
    answer.locator("[name='C2-word']").fill("La plupart")
    answer.locator("[name='C2-word']").blur()
    settled(page, lambda: answer.locator("[data-version]").input_value() != "0", "the answer is saved")
    answer.evaluate("each => each.scrollIntoView()")
    _keep(page, "score")


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"tests/pictures/{name}.png")


if __name__ == "__main__":
    main()
