"""A photo on a phone is made smaller before it is sent, and what is too large is said before it is sent."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.visitors import ADVISER, GOVERNMENT_MANAGER, PageOf
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


def test_minute_is_photographed_at_an_observation_on_a_phone_and_taken_out_by_the_other_side(
    page_of: PageOf,
) -> None:
    page, where = page_of(ADVISER, "fr", 360), "/risks/observe/?item=R3&structure=ccrss"
    page.goto(where)
    page.locator("[name=status][value=observed]").check()
    page.fill("[name=evidence]", "Deux formations sur le même sujet.")
    page.locator("[name=observe]").click()
    page.get_by_role("link", name="Ajouter une photo ou un PDF").first.click()
    expect(page.locator("h1")).to_contain_text("R3")
    expect(page.locator("main")).to_contain_text("par les deux parties, dès maintenant")
    choose(page, photo(3000, 1500))
    expect(page.locator("[data-evidence-state]")).to_contain_text("sur cet appareil")
    page.fill("[name=note]", "Procès-verbal, page 2")
    page.locator("[data-evidence] button").click()
    expect(page.locator(".evidence-files")).to_contain_text("Procès-verbal, page 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Retour à ce qui a été consigné").click()
    expect(page.get_by_role("link", name="Ajouter ou supprimer une photo ou un PDF")).to_be_visible()

    other = page_of(GOVERNMENT_MANAGER, "fr", 360)
    other.goto(where)
    expect(other.locator("main")).to_contain_text("Procès-verbal, page 2")
    expect(other.get_by_role("link", name="Ajouter")).to_have_count(0)
    with other.expect_download() as taken:
        other.locator(".evidence-files a").click()
    found = Image.open(io.BytesIO(Path(taken.value.path()).read_bytes()))
    assert found.size == (2000, 1000)
    assert not found.getexif().get_ifd(GPS)
