"""Every table taken as a file: the same rows as CSV and as a workbook, in the reader's convention, text as text."""

import hashlib
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from coordination import urls
from coordination.models import User
from tests import activities, make, overlaps, partners
from tests.dashboards import rows_of
from tests.databases import Lasting
from tests.extent import TURN, share_of

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
FILTERS = {
    "compare": [
        "view=partners",
        "view=government&sort=-score&section=ownership",
        "view=both&sector=justice",
        "round=january-2009&view=government&weights=entered&w=25,15,15,10,15,10,10&why=Security+first",
    ],
    "changes": [
        "view=partners",
        "view=government&first=january-2009&second=january-2010",
        "view=government&sector=justice",
    ],
    "ownership": ["", "round=january-2010&view=government"],
    "two-views": ["", "round=january-2010&set=cmj"],
    "success": ["", "round=january-2009"],
    "partner-seats": ["", "on=2008-01-01&side=international", "q=mon"],
    "partner-functions": ["", "on=2008-01-01&q=mon"],
    "activity-list": ["", "q=mon", "kind=training"],
    "activity-list-4w": ["", "q=mon"],
    "overlap-load": ["", "on=2010-01-15"],
    "person-list": ["", "q=am&state=active"],
    "journal-list": ["", "kind=round", "since=2999-01-01"],
    "journal-own": ["kind=round", "kind=assessment"],
}
CASES = [
    (page, query, language)
    for page, queries in FILTERS.items()
    for query in queries
    for language in ("en", "fr")
]
NAME = "=1+1;@x,+2"


@pytest.fixture(scope="module", autouse=True)
def much(lasting: Lasting) -> Iterator[None]:
    """The demonstration, with names that a spreadsheet would compute."""
    with lasting():
        make.load_demo()
        partners.seat(partners.partner(NAME), "CMJ")
        overlaps.row(NAME, since="2009-01-01", until="2012-12-31")
        activities.add(name_en="＝1+1", place="+Goma")
        yield


def address(page: str, kind: str) -> str:
    (found,) = (each for each in urls.urlpatterns if each.name == f"{page}-{kind}")
    return f"/{found.pattern}"


def as_written(value: object, language: str) -> str:
    """A cell of a workbook as the CSV file has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int | float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if language == "fr" else text
    return "" if value is None else str(value)


def same(csv: str, cell: object, language: str) -> bool:
    written = as_written(cell, language)
    if isinstance(cell, datetime):
        return written[:10] in csv and csv[:10] == written[:10]
    bare = csv.replace(";'", ";").replace(",'", ",").removeprefix("'")
    return (
        bare.replace("\r", "") == written or isinstance(cell, int | float) and number(csv) == number(written)
    )


def number(text: str) -> float:
    return round(float(text.replace(",", ".")), 6)


def test_every_page_with_a_file_is_tried_here() -> None:
    # The template of answers is no table of a page: tests/views/test_answer_files.py.
    named = {str(each.name) for each in urls.urlpatterns if "template" not in str(each.name)}
    assert {each.removesuffix("-csv") for each in named if each.endswith("-csv")} == set(FILTERS)
    assert {each.removesuffix("-xlsx") for each in named if each.endswith("-xlsx")} == set(FILTERS)


@pytest.mark.each_time
@pytest.mark.parametrize(("page", "query", "language"), share_of(CASES, TURN, shares=5))
def test_both_files_hold_the_same_rows_with_the_head_first_and_the_hash_of_the_one_in_the_other(
    page: str, query: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    person = cast.paul
    User.objects.filter(pk=person.pk).update(language=language)
    browser = client_of(User.objects.get(pk=person.pk))
    asked = f"?{query}" if query else ""
    csv = browser.get(address(page, "csv") + asked, follow=True)
    assert csv.status_code == 200, csv.content[:300]
    book: Any = load_workbook(io.BytesIO(browser.get(address(page, "xlsx") + asked, follow=True).content))
    *sheets, about = book.worksheets
    rows = rows_of(csv.content)
    main = [[cell.value for cell in row] for row in sheets[0]]
    assert rows[0] == [cell or "" for cell in main[0]], "the head stands first"
    for given, shown in zip(rows, main, strict=False):
        padded = [*given, *[""] * (len(shown) - len(given))]
        assert all(same(each, cell, language) for each, cell in zip(padded, shown, strict=True)), (
            given,
            shown,
        )
    assert rows[len(main) : len(main) + 1] in ([], [[]]), "as many rows, then an end"
    at = len(main) + 1
    for sheet in sheets[1:]:
        named = " ".join(rows[at][0].replace(":", " ").split())
        assert sheet.title == named[:31].rstrip() or sheet.title[:25] == named[:25], (
            "a second of one name is numbered"
        )
        assert rows[at + 1][0] == (sheet["A1"].value or "")
        at += sheet.max_row + 2
    said = {row[0].value: row[1].value for row in about}
    texts = {str(each) for each in said.values()}
    assert any(each.startswith("http") for each in texts)
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"], "a formula"
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in sheets)
    if page != "journal-list" and page != "journal-own":  # an export is itself an entry
        assert hashlib.sha256(csv.content).hexdigest() in texts


def test_numbers_and_days_are_numbers_and_days(cast: make.Cast, client_of: ClientOf) -> None:
    book = load_workbook(
        io.BytesIO(client_of(cast.paul).get("/changes/figures.xlsx?view=government").content)
    )
    rows = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert {type(row[2]) for row in rows[1:]} == {datetime}
    assert {type(cell) for row in rows[1:] for cell in row[3:5]} <= {int, float, type(None)}
    assert any(isinstance(row[3], int | float) for row in rows[1:])
