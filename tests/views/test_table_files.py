"""Every table taken as a file: the same rows as CSV, as a workbook and as JSON, in the reader's convention."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from coordination import urls
from coordination.models import User
from tests import activities, make, overlaps, pages, partners
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
KINDS = ("csv", "xlsx", "json")


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
    return (
        bare(csv).replace("\r", "") == written
        or isinstance(cell, int | float)
        and number(csv) == number(written)
    )


def number(text: str) -> float:
    return round(float(text.replace(",", ".")), 6)


def test_every_page_with_a_file_is_tried_here() -> None:
    # The template of answers is no table of a page: tests/views/test_answer_files.py; all answers are sent part by part:
    # tests/views/test_all_answers.py.
    named = {str(each.name) for each in urls.urlpatterns if "template" not in str(each.name)}
    named -= {"answer-list-csv", "answer-list-xlsx"}
    assert {each.removesuffix("-csv") for each in named if each.endswith("-csv")} == set(FILTERS)
    assert {each.removesuffix("-xlsx") for each in named if each.endswith("-xlsx")} == set(FILTERS)
    others = {"publication-json"}  # a card with all its answers: tests/views/test_publications.py
    assert {each.removesuffix("-json") for each in named - others if each.endswith("-json")} == set(FILTERS)


@pytest.mark.each_time
@pytest.mark.parametrize(("page", "query", "language"), share_of(CASES, TURN, shares=5))
def test_all_files_hold_the_same_rows_with_the_head_first_and_the_hash_of_the_first_in_the_others(
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
    answered = browser.get(address(page, "json") + asked, follow=True)
    assert answered["Content-Type"] == "application/json"
    found = json.loads(answered.content)
    assert_says_the_same(found, rows, language)
    told = {each["name"]: each["value"] for each in found["provenance"]}
    del told[found["provenance"][-3]["name"]], said[about.cell(about.max_row - 2, 1).value]  # the address
    if page != "journal-list" and page != "journal-own":  # an export is itself an entry
        assert hashlib.sha256(csv.content).hexdigest() in texts
        assert {name: as_text(each) for name, each in told.items()} == {
            name: as_text(each) for name, each in said.items()
        }


def assert_says_the_same(found: Any, rows: list[list[str]], language: str) -> None:
    """Hold the tables of JSON against the rows of the CSV file, cell by cell."""
    at = 0
    for number, table in enumerate(found["tables"]):
        if number:
            assert rows[at : at + 2] == [[], [table["title"]]]
            at += 2
        keys = [each["key"] for each in table["columns"]]
        assert len(set(keys)) == len(keys)
        assert all(re.fullmatch("[a-z0-9_]+", each) for each in keys), keys
        heads = [[each["name"] for each in table["columns"]]]
        if any("tag" in each for each in table["columns"]):
            heads.append([each["tag"] for each in table["columns"]])
        for head in heads:
            assert [bare(each) for each in rows[at]] == head
            at += 1
        for row in table["rows"]:
            assert list(row) == keys
            padded = [*rows[at], *[""] * (len(keys) - len(rows[at]))]
            for text, value, column in zip(padded, row.values(), table["columns"], strict=True):
                assert same_as_json(text, value, column["type"], language), (text, value, column)
            at += 1
    assert at == len(rows) or rows[at] == [], "as many rows, then an end or what is said of them"


def same_as_json(csv: str, value: object, kind: str, language: str) -> bool:
    """Whether the cells say the same, and the value is of the kind of its column; text may stand in each."""
    if isinstance(value, int | float):
        assert kind == "number" or kind == "integer" and isinstance(value, int)
        return as_written(value, language) == csv or number(csv) == value
    return bare(csv) == (value or "")


def bare(csv: str) -> str:
    """A cell of the CSV file without the apostrophes that keep it from being computed."""
    return csv.replace(";'", ";").replace(",'", ",").removeprefix("'")


def as_text(value: object) -> str:
    return value.isoformat()[:10] if isinstance(value, datetime) else str(value)


def test_columns_have_the_same_keys_in_both_languages_and_numbers_and_days_their_types(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    english, french = (
        json.loads(browser.get(f"/changes/figures.json?view=government&lang={language}").content)
        for language in ("en", "fr")
    )
    for one, other in zip(english["tables"], french["tables"], strict=True):
        assert [each["key"] for each in one["columns"]] == [each["key"] for each in other["columns"]]
    assert [each["key"] for each in english["provenance"]] == [each["key"] for each in french["provenance"]]
    first = french["tables"][0]
    assert {"key": "reference_date", "name": "Date de référence", "type": "date"} in first["columns"]
    assert {each["key"]: each["type"] for each in first["columns"]}["low"] == "number"
    assert all(date.fromisoformat(row["reference_date"]) for row in first["rows"])
    assert {type(row["low"]) for row in first["rows"]} <= {int, float, type(None)}
    assert any(isinstance(row["low"], float) for row in first["rows"])
    assert "" not in {value for row in first["rows"] for value in row.values()}, "nothing is null"


def test_numbers_and_days_are_numbers_and_days(cast: make.Cast, client_of: ClientOf) -> None:
    book = load_workbook(
        io.BytesIO(client_of(cast.paul).get("/changes/figures.xlsx?view=government").content)
    )
    rows = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert {type(row[2]) for row in rows[1:]} == {datetime}
    assert {type(cell) for row in rows[1:] for cell in row[3:5]} <= {int, float, type(None)}
    assert any(isinstance(row[3], int | float) for row in rows[1:])


def test_each_page_offers_all_kinds_of_files_with_the_filters_of_the_page(
    cast: make.Cast, client_of: ClientOf
) -> None:
    shown = {"activity-list-4w": "activity-list", "overlap-load": "overlap-list"}
    browser = client_of(cast.paul)
    for page in FILTERS:
        answered = browser.get(f"{reverse(shown.get(page, page))}?lang=fr", follow=True)
        links = [each.attrs.get("href", "") for each in pages.read(answered).all("a")]
        offered = [[each for each in links if each.startswith(address(page, kind))] for kind in KINDS]
        assert offered[0], page
        queries = [{each.partition("?")[2] for each in found} for found in offered]
        assert queries[0] == queries[1] == queries[2], page
        assert len({len(each) for each in offered}) == 1, page
