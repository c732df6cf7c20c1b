"""What the journeys on a scoring page have in common."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visitors import PATIENCE

CLOCK = re.compile(r"\d\d:\d\d")
OFFLINE = re.compile("no connection")


def choose(page: Page, code: str, choice: str) -> None:
    """Choose a radio of a criterion."""
    page.locator(f"[name={code}-choice][value='{choice}']").check()


def expect_version(page: Page, code: str, version: int) -> None:
    """Wait until the page has heard that this version is stored."""
    # Longer than the pause before a lost save is tried again.
    expect(page.locator(f"[name={code}-version]")).to_have_value(str(version), timeout=PATIENCE)


def state(page: Page) -> str:
    """Return what the page says of saving."""
    return page.locator("[data-save-state]").inner_text()


def open_ones(page: Page) -> list[str]:
    """Return the criteria that the page says are not saved, whether it links them or a field of theirs."""
    return [
        each.removeprefix("#").removeprefix("id_").partition("-")[0]
        for each in page.locator("[data-save-state] a[href^='#']").evaluate_all(
            "links => links.map((each) => each.getAttribute('href'))"
        )
    ]
