"""An adviser fills in the records offline, in French: two mistakes are told, mended, and then the rows are there."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import record_files as files
from tests.browser.visitors import ADVISER, PageOf

#: Three structures, of which two are wrong, and as they are mended.
WRONG: list[files.Cells] = [
    {"code": "CLU", "name_fr": "Cadre local d’Uvira", "sector": "Police", "founded": "mars 2010"},
    {"code": "CLF", "name_fr": "Cadre local de Fizi", "sector": "Marine", "founded": "2011"},
    {"code": "CLB", "name_fr": "Cadre local de Baraka", "sector": "Police", "founded": "31/02/2012"},
]
MENDED: list[files.Cells] = [
    WRONG[0],
    {**WRONG[1], "sector": "Justice"},
    {**WRONG[2], "founded": "29/02/2012"},
]
FILE = "registre.xlsx"


def give(page: Page, data: bytes) -> None:
    """Choose the file and have it checked."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.set_input_files("[type=file]", {"name": FILE, "mimeType": kind, "buffer": data})
    page.get_by_role("button", name="Vérifier le fichier").click()


@pytest.mark.parametrize("width", [1300, 360])
def test_three_rows_filled_in_offline_are_told_mended_and_stored(
    page_of: PageOf, width: int, tmp_path: Path
) -> None:
    page = page_of(ADVISER, "fr", width)
    page.goto("/structures/")
    page.get_by_role("link", name="Registre dans Excel").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Fichier Excel").click()
    template = Path(taken.value.path()).read_bytes()

    def numbered(rows: list[files.Cells]) -> list[files.Cells]:
        return [
            {**each, "code": f"{each['code']}{width}", "name_fr": f"{each['name_fr']} {width}"}
            for each in rows
        ]

    give(page, files.written(template, add={"structures": numbered(WRONG)}))
    told = page.locator(".problem-box li")
    expect(told).to_have_count(2)
    expect(told.nth(0)).to_contain_text("Secteur")
    expect(told.nth(1)).to_contain_text("31/02/2012")
    page.screenshot(path=tmp_path / f"told-{width}.png", full_page=True)

    give(page, files.written(template, add={"structures": numbered(MENDED)}))
    expect(page.locator("[aria-labelledby=plan]")).to_contain_text(f"CLF{width}")
    page.screenshot(path=tmp_path / f"plan-{width}.png", full_page=True)
    page.get_by_role("button", name="Enregistrer 3 éléments").click()
    expect(page.locator(".message")).to_contain_text("3 éléments")
    page.screenshot(path=tmp_path / f"done-{width}.png", full_page=True)
    page.goto(f"/structures/clb{width}/")
    expect(page.locator("main")).to_contain_text("Cadre local de Baraka")
