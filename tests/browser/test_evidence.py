"""A photo on a phone is made smaller before it is sent, and what is too large is said before it is sent."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.visitors import ADVISER, PageOf
from tests.evidence import GPS, photo

JPEG, PDF = "image/jpeg", "application/pdf"


def choose(page: Page, data: bytes, media_type: str = JPEG) -> None:
    file: FilePayload = {"name": "IMG_2011", "mimeType": media_type, "buffer": data}
    page.set_input_files("[type=file]", file)


@pytest.fixture
def asked(draft: int, page_of: PageOf) -> Page:
    """The page of a photo of a criterion that was just answered, on a phone."""
    page = page_of(ADVISER, "en", 360)
    page.goto(f"/assessments/{draft}/coordination/")
    page.locator("#C1 .level-choice input").first.check(force=True)
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at")
    page.goto(str(page.locator("#C1 .answer-files a").get_attribute("href")))
    return page


def test_photo_is_made_smaller_on_the_phone_and_what_is_too_large_is_not_sent(asked: Page) -> None:
    choose(asked, b"%PDF-" + bytes(6_000_000), PDF)
    asked.fill("[name=note]", "Page 2")
    asked.locator("[data-evidence] button").click()
    expect(asked.locator("[data-evidence-state]")).to_contain_text("larger than 5 MB")
    expect(asked.locator("[name=note]")).to_have_value("Page 2")

    choose(asked, photo(3000, 1500))
    expect(asked.locator("[data-evidence-state]")).to_contain_text("Made smaller")
    asked.locator("[data-evidence] button").click()
    expect(asked.locator(".evidence-files")).to_contain_text("Page 2")
    with asked.expect_download() as taken:
        asked.locator(".evidence-files a").click()
    found = Image.open(io.BytesIO(Path(taken.value.path()).read_bytes()))
    assert found.size == (2000, 1000)
    assert not found.getexif().get_ifd(GPS)
