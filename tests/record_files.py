"""Workbooks of records as a person changes them, and files as they come back."""

import io
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from coordination.actions.money import Money
from coordination.actions.participations import Participant
from coordination.domain.answers import normalise
from coordination.domain.record_files import SHEETS
from coordination.models import Activity
from coordination.presenters import record_files as words
from tests import activities, pages
from tests.answer_files import mistakes

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


def plan(response: HttpResponse) -> str:
    """What the plan says that is shown."""
    assert response.status_code == 200, mistakes(response)
    return pages.read(response).one("section", aria_labelledby="plan").text()


def told(response: HttpResponse) -> list[tuple[str, int, str]]:
    """Where each mistake is: sheet, row, head of the column, whose letter is said, too."""
    assert response.status_code == 400
    found = [
        re.search(r"sheet “([^”]+)”, row (\d+), column [A-Z] \((.+?)\) – ", each)
        for each in mistakes(response)
    ]
    return [(each[1], int(each[2]), each[3]) for each in found if each]


def with_others() -> Activity:
    """A training that DFID funds with FARDC, with two lines of money that say the same and one of another kind."""
    line = Money(kind="disbursement", amount=Decimal("-1500.50"), currency="USD", on="2010-03")
    of_dfid = Money(
        kind="budget", amount=Decimal(2_000_000), currency="CDF", partner=activities.partner("DFID")
    )
    shares = (("DFID", Decimal("62.5")), ("FARDC", Decimal("37.5")))
    return activities.add(
        place="Goma",
        money=(line, of_dfid, line),
        participants=tuple(
            Participant(partner=activities.partner(code), role="funds", share=share) for code, share in shares
        ),
    )
