"""Workbooks of records as a person changes them, and files as they come back."""

import io
from collections.abc import Callable, Mapping
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from coordination.domain.answers import normalise
from coordination.domain.record_files import SHEETS
from coordination.presenters import record_files as words
from tests import pages

PAGE = "/records/file/"
#: What is written into a row: by column, what is typed.
Cells = Mapping[str, object]


def template(browser: Client, language: str = "en") -> bytes:
    """The workbook in a language."""
    response = browser.get(f"{PAGE}records.xlsx?lang={language}")
    assert response.status_code == 200, response.content[:300]
    return bytes(response.content)


def columns_of(sheet: str, head: Any) -> dict[str, int]:
    """Where each column of a sheet stands, from 1."""
    shape = words.shapes()[[*SHEETS].index(sheet)]
    return {shape.heads[normalise(str(each.value))]: each.column for each in head if each.value}


def written(
    data: bytes,
    *,
    add: Mapping[str, list[Cells]] | None = None,
    put: Mapping[tuple[str, str], Cells] | None = None,
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """A workbook with rows added below, and other cells in the rows whose first cell says so."""
    book = load_workbook(io.BytesIO(data))
    pages = dict(zip(SHEETS, book.worksheets, strict=False))
    for (sheet, first), cells in (put or {}).items():
        page = pages[sheet]
        (number,) = (row[0].row for row in page if row[0].value == first)
        _write(page, number, columns_of(sheet, page[1]), cells)
    for sheet, rows in (add or {}).items():
        page = pages[sheet]
        for number, cells in enumerate(rows, start=page.max_row + 1):
            _write(page, number, columns_of(sheet, page[1]), cells)
    if change:
        change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write(page: Any, number: int, at: Mapping[str, int], cells: Cells) -> None:
    for name, value in cells.items():
        page.cell(number, at[name]).value = value


def check(browser: Client, data: bytes, name: str = "records.xlsx", language: str = "en") -> HttpResponse:
    """What a person is answered who chooses this file."""
    upload = SimpleUploadedFile(name, data)
    return cast(HttpResponse, browser.post(f"{PAGE}?lang={language}", {"file": upload}))


def confirm(browser: Client, planned: HttpResponse) -> HttpResponse:
    """What a person is answered who confirms the plan that is shown."""
    return cast(HttpResponse, browser.post(PAGE, pages.read(planned).form("plan_hash", "content")))
