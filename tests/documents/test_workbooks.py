"""A workbook keeps text as text, days as days and numbers as numbers, and says what it is."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from coordination.documents.tables import DANGEROUS
from coordination.documents.workbooks import (
    LONGEST_TEXT,
    About,
    BookColumn,
    BookSheet,
    CellForm,
    Value,
    workbook_bytes,
)

ON = date(2026, 11, 27)
ABOUT = About("About", [("Programme", "=DRC"), ("On", ON), ("Rows", 2)])


def written(
    *rows: list[Value], columns: tuple[BookColumn, ...] = (BookColumn("Name"), BookColumn("End"))
) -> bytes:
    return workbook_bytes([BookSheet("People", columns, rows)], ABOUT, on=ON)


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def one(value: Value, form: CellForm = CellForm.TEXT) -> Any:
    return opened(written([value], columns=(BookColumn("Name", form),)))["People"]["A2"]


@pytest.mark.parametrize("begins", DANGEROUS)
def test_what_a_spreadsheet_would_compute_is_text_and_stays_so_when_it_is_edited(begins: str) -> None:
    cell = one(f"{begins}1+1")
    assert cell.data_type == "s"
    assert cell.value == f"{begins}1+1".replace("\r", "\n")
    assert (cell.number_format, cell.quotePrefix) == ("@", True)


def test_no_formula_stands_in_the_file_wherever_a_text_comes_from() -> None:
    sheet = BookSheet("=People", [BookColumn("=1+1")], [["=1+1"]])
    about = About("=About", [("=1+1", "=1+1")])
    for page in opened(workbook_bytes([sheet], about, on=ON)):
        assert {cell.data_type for row in page for cell in row} == {"s"}


def test_days_moments_and_numbers_are_what_they_are() -> None:
    day = one(ON, CellForm.DAY)
    assert (day.is_date, f"{day.value:%Y-%m-%d}", day.number_format) == (True, "2026-11-27", "yyyy-mm-dd")
    moment = one(datetime(2026, 11, 27, 18, 5, 59, 7, tzinfo=UTC), CellForm.MOMENT)
    assert moment.value == datetime(2026, 11, 27, 18, 5, 59)  # noqa: DTZ001
    for value, form, found in (
        (1234, CellForm.WHOLE, 1234),
        (Decimal("12.50"), CellForm.DECIMAL, 12.5),
        (Fraction(1, 4), CellForm.PERCENT, 0.25),
    ):
        cell = one(value, form)
        assert (cell.data_type, cell.value, cell.number_format) == ("n", found, form.value)


def test_nothing_is_an_empty_cell_and_text_may_stand_in_any_column() -> None:
    assert one(None, CellForm.DAY).value is None
    assert one("not known", CellForm.WHOLE).value == "not known"


def test_what_a_spreadsheet_would_hold_as_another_number_or_day_is_text() -> None:
    assert one(12345678901234567, CellForm.WHOLE).value == "12345678901234567"
    assert one(date(1899, 12, 31), CellForm.DAY).value == "1899-12-31"


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (1, CellForm.TEXT),
        (True, CellForm.WHOLE),
        (1.5, CellForm.WHOLE),
        (ON, CellForm.TEXT),
        (ON, CellForm.MOMENT),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_refused(value: Value, form: CellForm) -> None:
    with pytest.raises(TypeError):
        one(value, form)


def test_a_row_that_is_too_short_and_a_number_that_is_none_are_refused() -> None:
    with pytest.raises(TypeError, match="row 3"):
        written(["a", "b"], ["a"])
    with pytest.raises(ValueError, match="none"):
        one(float("nan"), CellForm.DECIMAL)


def test_the_head_stays_in_sight_is_printed_on_each_page_and_can_be_filtered_by() -> None:
    page = opened(written(["a", "b"], ["c", "d"]))["People"]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert page["A1"].font.bold


def test_the_last_sheet_says_what_the_file_is() -> None:
    book = opened(written())
    assert book.sheetnames == ["People", "About"]
    assert [[cell.value for cell in row] for row in book["About"]] == [
        ["Programme", "=DRC"],
        ["On", datetime(2026, 11, 27)],  # noqa: DTZ001
        ["Rows", 2],
    ]


def test_the_same_table_of_the_same_day_is_the_same_bytes() -> None:
    data = written(["a", "b"])
    assert data == written(["a", "b"])
    assert opened(data).properties.modified == datetime(2026, 11, 27)  # noqa: DTZ001
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(2026, 11, 27, 0, 0, 0)}


def test_a_text_too_long_for_a_cell_is_cut_where_it_is_seen() -> None:
    found = one("x" * (LONGEST_TEXT + 1)).value
    assert len(found) == LONGEST_TEXT
    assert found.endswith("x…")


def test_sheets_have_names_that_a_spreadsheet_takes() -> None:
    names = ["Who does what: where?", "'=a'", "", "About", "x" * 40, "X" * 40]
    sheets = [BookSheet(name, [BookColumn("a")], []) for name in names]
    found = opened(workbook_bytes(sheets, ABOUT, on=ON)).sheetnames
    assert found == ["Who does what where", "=a", "-", "About", "x" * 31, f"{'X' * 29} 2", "About 2"]


texts = st.text(st.sampled_from("=+-@\t\r\n_x0041") | st.characters(), max_size=20)


@pytest.mark.takes_long
@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_every_text_comes_back_as_text(rows: list[list[Value]]) -> None:
    page = opened(written(*rows))["People"]
    for row, cells in zip(rows, page.iter_rows(min_row=2), strict=True):
        for text, cell in zip(row, cells, strict=True):
            assert isinstance(text, str)
            assert cell.data_type == ("s" if text else "n")
            back = (cell.value or "").replace("_x005F_", "_")
            assert len(back) == len(text.replace("\r\n", "\n"))
