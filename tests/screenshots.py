"""``make screenshots``: the README's two pictures, taken from the running program with the demonstration's data."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.program import running  # noqa: E402
from tests.browser.visitors import launch, sign_in  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"
#: Each picture, the page that it is of, and how high it is.
SHOWN = {"home": ("/", 872), "two-views": ("/two-views/?round=january-2010", 960)}


def main() -> None:
    """Start the program, look at it as a manager who has ended the tour, keep two pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        running(Path(folder), shared=Path(folder)) as program,
    ):
        browser = launch(playwright)
        page = browser.new_page(
            base_url=program.address, viewport={"width": 1300, "height": 900}, color_scheme="light"
        )
        sign_in(page, program.people["manager", "partners"])
        page.get_by_role("button", name="No tour").click()
        for name, (address, height) in SHOWN.items():
            page.set_viewport_size({"width": 1300, "height": height})
            page.goto(address)
            _keep(page, name)
        browser.close()


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"tests/pictures/{name}.png")


if __name__ == "__main__":
    main()
