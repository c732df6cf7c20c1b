"""Pictures given away: the address of each, and the SVG and PNG, as they arrive in a folder of downloads."""

import base64
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.dashboards import CHANGES, CHARTED, COMPARE, PLANE, TWO_VIEWS, draw_all
from tests.browser.visitors import MANAGER, PageOf, tab_to

BOTH_VIEWS = "/compare/"
SUCCESS = "/success/?round=january-2010"
#: Each page with pictures; the last picture of each is read.
PICTURED = ("/", COMPARE, BOTH_VIEWS, CHANGES, TWO_VIEWS, SUCCESS, PLANE, "/overlaps/", "/method/", "/risks/")
SVG = "{http://www.w3.org/2000/svg}"


def seen_as(address: str) -> tuple[str, int]:
    """Return the language and width in which a page is read here: each of both on half of the pages."""
    return (("en", 1300), ("fr", 360))[PICTURED.index(address) % 2]


def opened(page: Page, address: str) -> Locator:
    """Open a page with all that it draws; return the rows of actions below its pictures."""
    page.goto(address)
    if address in CHARTED:
        draw_all(page)
    rows = page.locator(".picture-actions:visible")
    expect(rows.first.locator("button[value=png]")).to_be_visible()
    return rows


def saved(page: Page, row: Locator, kind: str, folder: Path) -> Path:
    """Press the button for this kind of file; return what arrived, under the name it came with."""
    with page.expect_download() as arriving:
        row.locator(f"button[value={kind}]").click()
    path = folder / arriving.value.suggested_filename
    arriving.value.save_as(path)
    assert path.suffix == f".{kind}"
    return path


def read(path: Path) -> ET.Element:
    """Parse an SVG as any program would that knows nothing of the page."""
    return ET.fromstring(path.read_text())


def said_in(picture: ET.Element) -> str:
    """Return all that is written in a picture, without spaces: a file's lines break elsewhere than a page's."""
    written = ["".join(each.itertext()) for each in picture.iter(f"{SVG}text")]
    return re.sub(r"[\s\u202f\xa0-]", "", "".join(written))


@pytest.mark.parametrize("address", PICTURED)
def test_a_file_stands_alone_with_title_and_source_and_is_not_blank(
    address: str, page_of: PageOf, tmp_path: Path
) -> None:
    language, width = seen_as(address)
    page = page_of(MANAGER, language, width)
    row = opened(page, address).last
    path = saved(page, row, "svg", tmp_path)
    text = path.read_text()
    # Nothing of the page is needed to see it; what Plotly draws keeps its classes, which nothing reads.
    assert not re.search(r"var\(|calc\(|foreignObject|@import|<image|<style", text)
    assert address in CHARTED or ' class="' not in text
    picture = read(path)
    title = row.evaluate("each => document.getElementById(each.dataset.title).innerText")
    named = picture.find(f"{SVG}title")
    assert named is not None
    assert re.sub(r"[\s,]", "", named.text or "") == re.sub(r"[\s,]", "", title)
    said = said_in(picture)
    assert {"en": "SecuritysectorreformintheDRC", "fr": "RéformedusecteurdelasécuritéenRDC"}[language] in said
    assert page.title().split(" · ")[0].replace(" ", "") in said
    assert re.search(r"\d{1,2}(er)?\w+20\d\d·http://127\.0\.0\.1", said)
    looked_at(page, saved(page, row, "png", tmp_path), float(picture.get("width", "0")))


def looked_at(page: Page, path: Path, width: float) -> None:
    """See that a PNG is twice as wide as its SVG, for sharpness, and drawn in many colours."""
    seen = page.evaluate(
        """async (data) => {
          const image = new Image();
          image.src = `data:image/png;base64,${data}`;
          await image.decode();
          const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
          const pen = canvas.getContext("2d");
          pen.drawImage(image, 0, 0);
          const dots = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
          const drawn = dots.filter((dot) => dot !== 0xffffffff).length;
          return {width: image.width, colours: new Set(dots).size, drawn};
        }""",
        base64.b64encode(path.read_bytes()).decode(),
    )
    assert seen["width"] == 2 * width
    assert seen["colours"] > 20
    assert seen["drawn"] > 5_000


@pytest.mark.parametrize("address", ["/", COMPARE, BOTH_VIEWS, CHANGES, TWO_VIEWS, SUCCESS])
def test_every_word_of_a_drawn_picture_is_in_its_file(address: str, page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(MANAGER, "fr", 360 if seen_as(address)[1] == 1300 else 1300)
    row = opened(page, address).first
    said = said_in(read(saved(page, row, "svg", tmp_path)))
    words: list[str] = row.evaluate(
        """(row) => row.dataset.picture.split(" ").flatMap((id) => {
          const found = [];
          const texts = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const {parentElement} = texts.currentNode;
            if (parentElement.closest(".no-print, .visually-hidden, title, thead, .mark-words")) continue;
            if (parentElement.checkVisibility({visibilityProperty: true})) found.push(texts.currentNode.data);
          }
          return found;
        })"""
    )
    said_there = [re.sub(r"[\s\u202f\xa0-]", "", each) for each in words]
    assert len([each for each in said_there if each]) > 5
    # One line of a name that is cut on the page is cut in the file.
    assert [each for each in said_there if each not in said and each[:6] not in said] == []


def test_in_the_dark_scheme_a_file_is_the_light_one(page_of: PageOf, tmp_path: Path) -> None:
    page = page_of(MANAGER)
    light = saved(page, opened(page, TWO_VIEWS).first, "svg", tmp_path).read_text()
    page.emulate_media(color_scheme="dark")
    dark = saved(page, opened(page, TWO_VIEWS).first, "svg", tmp_path).read_text()
    assert dark == light
    assert page.locator("html").get_attribute("data-bs-theme") is None
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 29)"


def test_a_file_is_named_in_the_language_of_the_reader(page_of: PageOf, tmp_path: Path) -> None:
    address = f"{TWO_VIEWS}&structure=cmj"
    for language, name in (("en", "two-views-cmj.svg"), ("fr", "regards-croises-cmj.svg")):
        page = page_of(MANAGER, language)
        assert saved(page, opened(page, address).first, "svg", tmp_path).name == name


def test_by_keyboard_the_address_is_copied_with_its_filters_and_the_picture(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = opened(page, TWO_VIEWS).first
    page.locator(".views-picture .level-lines tbody tr:last-child a").focus()
    tab_to(page, ".picture-actions a")
    page.keyboard.press("Enter")
    expect(row.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{TWO_VIEWS}#level-lines")
    page.goto(copied)
    expect(page.locator("#level-lines")).to_be_in_viewport()


def test_without_script_a_link_to_the_picture_stands_alone(page_of: PageOf) -> None:
    page = page_of(MANAGER, script=False)
    page.goto(TWO_VIEWS)
    row = page.locator(".picture-actions")
    expect(row.locator("button:visible")).to_have_count(0)
    row.locator("a").click()
    assert page.url.endswith(f"{TWO_VIEWS}#level-lines")


def test_on_paper_nothing_of_it_stands(page_of: PageOf) -> None:
    page = page_of(MANAGER)
    opened(page, CHANGES)
    page.emulate_media(media="print")
    expect(page.locator(".picture-actions:visible")).to_have_count(0)
