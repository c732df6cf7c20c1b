"""What the journeys on a scoring page have in common."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visitors import PATIENCE

CLOCK = re.compile(r"\d\d:\d\d")
OFFLINE = re.compile("no connection")


def show(page: Page, code: str) -> None:
    """Bring a criterion to the screen, as a person with a phone does; on a wide screen all are there."""
    answer, codes = page.locator(f"#{code}"), page.locator("[data-answer]")
    # Where the page moves under the pointer, a press is no click, and is made again.
    for _ in range(2 * codes.count()):
        if answer.is_visible():
            return
        shown = codes.evaluate_all("all => all.findIndex((each) => each.checkVisibility())")
        wanted = codes.evaluate_all("(all, code) => all.findIndex((each) => each.id === code)", code)
        page.locator(f"[data-step='{1 if wanted > shown else -1}']").click()
    raise AssertionError(f"{code} does not come to the screen")


def unfold(page: Page, code: str, part: str) -> None:
    """Open what may be said beside a choice: ``doubt``, ``words`` or ``evidence``."""
    show(page, code)
    page.locator(f"#{code} [data-opens={part}]").check()


def unfold_before_a_choice(page: Page, code: str, part: str) -> None:
    """Open it as a browser has it that cannot hide it until there is a choice."""
    show(page, code)
    page.locator(f"#{code} [data-opens={part}]").evaluate("each => { each.checked = true }")


def choose(page: Page, code: str, choice: str) -> None:
    """Choose a radio of a criterion."""
    show(page, code)
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
