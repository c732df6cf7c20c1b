"""Templates of answers as a person fills them in, and files as they come back."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from coordination.domain.answers import normalise
from coordination.presenters import answer_files as words
from tests import pages

PAGE = "/assessments/file/"
#: What is filled in: by structure and criterion, columns with their words.
Filled = Mapping[tuple[str, str], Mapping[str, object]]


def template(browser: Client, language: str = "en", kind: str = "xlsx", label: str = "march-2011") -> bytes:
    """The template of a round in a language."""
    response = browser.get(f"{PAGE}{label}.{kind}?lang={language}")
    assert response.status_code == 200, response.content[:300]
    return bytes(response.content)


def columns_of(head: Sequence[object]) -> dict[str, int]:
    """Where each column stands, from 1."""
    known = words.columns()
    return {known[normalise(str(each))]: place for place, each in enumerate(head, start=1)}


def filled(data: bytes, answers: Filled, change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with these cells filled in; ``change`` does anything else to it."""
    book = load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    at = columns_of([cell.value for cell in page[1]])
    places = {(row[at["structure"] - 1].value, row[at["criterion"] - 1].value): row[0].row for row in page}
    for place, cells in answers.items():
        for name, value in cells.items():
            page.cell(places[place], at[name]).value = value  # type: ignore[assignment]
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def filled_csv(data: bytes, answers: Filled, mark: str = ",") -> bytes:
    """A CSV file with these cells filled in."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=mark)
    at = columns_of(head)
    for row in rows:
        for name, value in answers.get((row[at["structure"] - 1], row[at["criterion"] - 1]), {}).items():
            row[at[name] - 1] = str(value)
    written = io.StringIO()
    csv.writer(written, delimiter=mark).writerows([head, *rows])
    return written.getvalue().encode("utf-8-sig")


def check(browser: Client, data: bytes, name: str = "answers.xlsx", language: str = "en") -> HttpResponse:
    """What a person is answered who chooses this file."""
    upload = SimpleUploadedFile(name, data)
    response: HttpResponse = browser.post(f"{PAGE}?lang={language}", {"file": upload})
    return response


def confirm(browser: Client, planned: HttpResponse) -> HttpResponse:
    """What a person is answered who confirms the plan that is shown."""
    fields = pages.read(planned).form("plan_hash", "content")
    response: HttpResponse = browser.post(PAGE, fields)
    return response


def mistakes(response: HttpResponse) -> list[str]:
    """The mistakes that are said, each as one line in the reader's language and the other."""
    page = pages.read(response)
    boxes = page.all("div", id="problems")
    return [each.text() for each in boxes[0].all("li")] if boxes else []
