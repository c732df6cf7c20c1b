"""Every file for spreadsheets that a page offers, opened by LibreOffice: the same cells, and none is computed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from coordination.models import User
from tests import activities, make, overlaps, partners
from tests.dashboards import rows_of
from tests.databases import Lasting
from tests.extent import IS_ON_SERVER, PROVES
from tests.office import HOW, NAMES, assert_shown, converted, read
from tests.views.test_table_files import FILTERS, address

ClientOf = Callable[[User], Client]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROVES or IS_ON_SERVER, reason="an office is started by make prove"),
]
#: What may be somebody's name: no sign that turns the text around it is taken.
TAKEN = tuple(each for each in NAMES if "\u202e" not in each)
WORDS = (
    *("Uele", "Tshopo", "Kasai", "Ituri", "Kwango", "Lomami", "Sankuru", "Maniema"),
    *("Mongala", "Equateur", "Bandundu", "Haut-Katanga", "Lualaba", "Tanganyika", "Kwilu", "Kinshasa"),
)


@pytest.fixture(scope="module", autouse=True)
def much(lasting: Lasting) -> Iterator[None]:
    """The demonstration, with everything called what a spreadsheet would take for something else."""
    if not PROVES or IS_ON_SERVER:
        yield
        return
    with lasting():
        make.load_demo()
        for number, name in enumerate(TAKEN):
            kept = name[:120]
            # Names that are alike are asked about; these are not.
            partners.seat(partners.partner(f"{kept} {WORDS[number]}", code=f"P{number}"), "CMJ")
            activities.add(f"P{number}", name_en=kept, place=kept)
            overlaps.row(f"P{number}", since="2009-01-01", until="2012-12-31")
        yield


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_file_is_opened_with_the_same_cells_and_no_formula(
    language: str, cast: make.Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    books, texts = [], []
    for page, queries in (FILTERS | {"answer-list": [""]}).items():
        for kind, found in (("xlsx", books), ("csv", texts)):
            query = queries[0] if page != "journal-own" else ""
            asked = f"{address(page, kind)}?lang={language}&{query}"
            answered = client_of(cast.paul).get(asked, follow=True)
            assert answered.status_code == 200, asked
            found.append(tmp_path / f"{page}.{kind}")
            found[-1].write_bytes(answered.content)
    for name, sheets in converted(tmp_path, books).items():
        book = load_workbook(tmp_path / name)
        for shown, held in zip(sheets, book.worksheets, strict=True):
            assert_shown(shown, [[cell.value for cell in row] for row in held])
    for name, (shown,) in converted(tmp_path, texts, HOW[language]).items():
        rows = rows_of((tmp_path / name).read_bytes())
        assert_shown(shown, [[read(cell, language) for cell in row] for row in rows])
    everything = b"".join(each.read_bytes() for each in texts).decode("utf-8-sig", "replace")
    # Behind a separator, too, a cell of CSV is kept from beginning as a formula.
    asked = [each for each in TAKEN if not set(each) & set(",;")]
    assert [each for each in asked if each[1:60].replace('"', '""')[-5:] not in everything] == []
