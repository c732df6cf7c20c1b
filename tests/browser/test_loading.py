"""An administrator loads a file: every mistake is listed, then a good file is planned, confirmed and there."""

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.program import ROOT
from tests.browser.visitors import ADMINISTRATOR, PageOf


def document() -> dict[str, Any]:
    """The deck's programme with one structure more and nothing else that is new."""
    content: dict[str, Any] = json.loads((ROOT / "fixtures" / "drc-2008.json").read_text())
    more = {"code": "CNP", "name": {"en": "Police council", "fr": "Conseil de la police"}, "sector": "police"}
    return content | {"structures": [*content["structures"], more]}


def give(page: Page, content: dict[str, Any]) -> None:
    """Choose the file and have it checked."""
    data = json.dumps(content).encode()
    file = {"name": "police.json", "mimeType": "application/json", "buffer": data}
    page.set_input_files("[type=file]", file)  # type: ignore[arg-type]
    page.locator("form[enctype] .btn").click()


def test_mistakes_are_listed_then_a_good_file_is_loaded(page_of: PageOf) -> None:
    page = page_of(ADMINISTRATOR, "fr", 360)
    page.goto("/load/")
    bad = document()
    bad["structures"][-1] |= {"sector": "navy", "colour": "blue"}
    del bad["structures"][-1]["name"]["fr"]
    give(page, bad)
    problems = page.locator(".problem-box li")
    expect(problems).to_have_count(3)
    place = f"structures[{len(bad['structures']) - 1}]"
    said = page.locator(".problem-box").inner_text()
    assert all(part in said for part in (f"{place}.sector", f"{place}.name", "navy", "colour", "police.json"))
    page.goto("/structures/cnp/")
    expect(page.locator("h1")).to_have_text("Introuvable")

    page.goto("/load/")
    give(page, document())
    expect(page.locator("#plan")).to_contain_text("police.json")
    created = page.locator("main details[open] li")
    expect(created).to_have_count(1)
    expect(created).to_contain_text("CNP")
    page.locator("section form .btn-primary").click()
    expect(page.locator(".message")).to_contain_text("police.json")
    page.goto("/structures/cnp/")
    expect(page.locator("main")).to_contain_text("Conseil de la police")

    page.goto("/load/")
    give(page, document())
    expect(page.locator("main .message")).to_be_visible()
    expect(page.locator("section form:not([enctype])")).to_have_count(0)
