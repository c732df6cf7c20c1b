"""A workbook of many rows is the same as one that is made at once, and no more of it is held than it takes."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from coordination.documents import long_workbooks
from coordination.documents.long_workbooks import LongSheet
from coordination.documents.tables import DANGEROUS, Value
from coordination.documents.workbooks import About, BookColumn, BookSheet, CellForm, workbook_bytes

ON = date(2026, 11, 27)
ABOUT = About("About", [("Programme", "=DRC"), ("On", ON)])
COLUMNS = [BookColumn(form.name, form, 20) for form in CellForm]
AT = datetime(2010, 3, 31, 12, 30, tzinfo=UTC)
ROWS: list[list[Value]] = [
    ["text & <more>", 1, Fraction(1, 3), 1, ON, AT],
    [" spaces \n and lines ", None, 2.5, None, None, None],
    ["", "many", "some", "all", "?", "–"],
    [None, 10**17, Decimal("1.50"), 0, date(1899, 1, 1), AT],
    ["a" * 40_000, None, None, None, None, None],
    ["\x00 _x0041_ \ud800", None, None, None, None, None],
]
ROWS += [[f"{each}1+1", f"{each}x", None, None, None, None] for each in DANGEROUS]


def written(rows: Iterable[Sequence[Value]], columns: Sequence[BookColumn] = COLUMNS) -> bytes:
    file = io.BytesIO()
    long_workbooks.write(file, LongSheet("Answers: all", columns, rows), lambda: ABOUT, on=ON)
    return file.getvalue()


def cells(data: bytes) -> list[list[tuple[Any, ...]]]:
    """What stands in the cells of all sheets, and how."""
    return [
        [
            (each.coordinate, each.value, each.data_type, each.number_format, each.quotePrefix, each.font.b)
            + (each.alignment.wrap_text, each.alignment.vertical, each.fill.fgColor.rgb)
            for row in page
            for each in row
            if each.value is not None
        ]
        for page in load_workbook(io.BytesIO(data))
    ]


def test_its_cells_are_those_of_a_workbook_made_at_once() -> None:
    at_once = workbook_bytes([BookSheet("Answers: all", COLUMNS, ROWS)], ABOUT, on=ON)
    assert cells(written(ROWS)) == cells(at_once)


def test_so_are_the_frame_of_the_sheet_and_the_rows_that_can_be_filtered() -> None:
    several = ROWS * 150
    assert len(several) > 2 * long_workbooks.AT_ONCE
    at_once = workbook_bytes([BookSheet("Answers: all", COLUMNS, several)], ABOUT, on=ON)
    long, short = (load_workbook(io.BytesIO(each)) for each in (written(several), at_once))
    assert long.sheetnames == short.sheetnames
    for one, other in zip(long, short, strict=True):
        assert one.max_row == other.max_row
        assert one.freeze_panes == other.freeze_panes
        assert one.auto_filter.ref == other.auto_filter.ref
        assert one.print_title_rows == other.print_title_rows
        assert {key: each.width for key, each in one.column_dimensions.items()} == {
            key: each.width for key, each in other.column_dimensions.items()
        }
    assert long.worksheets[0].auto_filter.ref == f"A1:F{len(several) + 1}"


def test_without_a_row_there_is_the_head() -> None:
    (page, _about) = load_workbook(io.BytesIO(written([])))
    assert [[each.value for each in row] for row in page] == [[form.name for form in CellForm]]
    assert page.auto_filter.ref == "A1:F1"


def test_rows_are_asked_for_one_by_one_and_what_the_file_is_after_them() -> None:
    asked: list[object] = []

    def rows() -> Iterator[list[Value]]:
        for number in range(3):
            asked.append(number)
            yield [f"row {number}"]

    def about() -> About:
        asked.append("about")
        return ABOUT

    file = io.BytesIO()
    sheet = LongSheet("Answers", [BookColumn("Name")], rows())
    assert long_workbooks.write(file, sheet, about, on=ON) == 3
    assert asked == [0, 1, 2, "about"]
    assert load_workbook(file).worksheets[1]["B1"].value == "=DRC"


def test_the_same_rows_of_the_same_day_are_the_same_bytes() -> None:
    assert written(ROWS) == written(ROWS)


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (["a"] * 5, TypeError),
        (["a", 1.5, 1, 1, ON, AT], TypeError),
        (["a", 1, float("nan"), 1, ON, AT], ValueError),
    ],
)
def test_what_no_workbook_takes_is_refused(row: list[Value], error: type[Exception]) -> None:
    with pytest.raises(error):
        written([row])


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_workbooks, "MOST_ROWS", 2)
    one = [BookColumn("Name")]
    assert written([["a"]] * 2, one)
    with pytest.raises(ValueError, match="more than 2 rows"):
        written([["a"]] * 3, one)
