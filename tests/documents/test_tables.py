"""A CSV file opens in a spreadsheet with its accents, and nothing in it is taken for a formula."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coordination.documents.tables import Table, TableFile, Value, bare, csv_bytes, csv_parts, file_bytes


def opened(data: bytes) -> list[list[str]]:
    """The rows as a spreadsheet reads them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def one(cell: str) -> str:
    return opened(csv_bytes([[cell, "end"]]))[0][0]


def test_the_file_begins_with_a_byte_order_mark_so_that_accents_survive() -> None:
    data = csv_bytes([["Réforme", "« oui »"]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert opened(data) == [["Réforme", "« oui »"]]


def test_lines_end_as_spreadsheets_expect() -> None:
    assert csv_bytes([["a"], ["b"]]) == b"\xef\xbb\xbfa\r\nb\r\n"


@pytest.mark.parametrize("is_french", [False, True])
def test_a_file_made_part_by_part_is_the_same_and_no_part_is_asked_for_before_its_turn(
    is_french: bool,
) -> None:
    parts: list[list[list[Value]]] = [[["head", "number"]], [["=1+1", 1.5], ["a;=b", None]], [], [["é", 2]]]
    waiting = iter(parts)
    made = csv_parts(waiting, is_french=is_french)
    assert [next(made), next(made)][0] == b"\xef\xbb\xbf"
    assert next(waiting) == parts[1]
    whole = b"".join(csv_parts(parts, is_french=is_french))
    assert whole == csv_bytes([row for part in parts for row in part], is_french=is_french)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("https://example.org";"79")',
        "+1+1",
        "-1+1",
        "--",
        "@SUM(A1:A2)",
        "\t=1+1",
        "\r=1+1",
        "=",
        "+",
        "@",
        "-inf",
        "+nan",
        "-1_0",
        "\t5",
        "-5\n",
        "＝1+1",
        "＋1",
        "－1",
        "－",
        "＠SUM(A1:A2)",
    ],
)
def test_what_a_spreadsheet_would_compute_is_made_text_by_an_apostrophe(cell: str) -> None:
    assert one(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["A;=A1*2", "A;+1;@x", "x;-1", "A;＝1;＋1;－1;＠x"])
def test_what_a_french_spreadsheet_would_split_off_as_a_formula_is_made_text(cell: str) -> None:
    assert one(cell) == cell.replace(";", ";'")


@pytest.mark.parametrize("cell", ["-", "–", "?", "Yes?", "La plupart", "n/a", "", "0–100", "93–100"])
def test_an_answer_stays_as_it_was_written_the_dash_too(cell: str) -> None:
    assert one(cell) == cell


@pytest.mark.parametrize("cell", ["-12.5", "+3", "92.857143", "0"])
def test_a_number_that_is_text_stays_a_number(cell: str) -> None:
    assert one(cell) == cell


@pytest.mark.parametrize("cell", ['say "no"', "a,b", "a;b", "two\nlines", "two\r\nlines"])
def test_quotation_marks_commas_and_lines_stay_inside_their_cell(cell: str) -> None:
    assert one(cell) == cell


def test_a_french_file_has_semicolons_and_numbers_with_a_comma_another_commas_and_a_point() -> None:
    row = [Fraction(650, 7), 3, Decimal("1500000.50"), 2.5, date(2008, 1, 31), None, "a;b", "c,d"]
    assert csv_bytes([row]).decode("utf-8-sig") == ('92.857143,3,1500000.50,2.5,2008-01-31,,a;b,"c,d"\r\n')
    assert csv_bytes([row], is_french=True).decode("utf-8-sig") == (
        '92,857143;3;1500000,50;2,5;2008-01-31;;"a;b";c,d\r\n'
    )


@pytest.mark.parametrize("is_french", [True, False])
def test_what_a_spreadsheet_of_the_other_convention_would_split_off_is_text_in_both(is_french: bool) -> None:
    text = csv_bytes([["A,=A1*2", "A;=A1*2"]], is_french=is_french).decode()
    assert "A,'=A1*2" in text
    assert "A;'=A1*2" in text


def test_a_file_begins_with_the_head_of_its_table_and_ends_with_what_is_said_of_it() -> None:
    of = TableFile(
        [Table("One", ["a", "b"], [["x", 1]]), Table("Two", ["c"], [["y"]])], [("Seen by", "partners")]
    )
    assert opened(file_bytes(of, is_french=False)) == [
        *(["a", "b"], ["x", "1"]),
        *([], ["Two"], ["c"], ["y"]),
        *([], ["Seen by", "partners"]),
    ]


characters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
texts = st.text(st.sampled_from("=+-@\t\r;,'＝＋－＠") | characters, max_size=30)


@example([["Mali,@x", "a;'=b"], ["'=x", "''-1"]])
@given(st.lists(st.lists(texts, min_size=2, max_size=4), max_size=4))
def test_every_cell_comes_back_and_none_begins_like_a_formula(rows: list[list[str]]) -> None:
    back = opened(csv_bytes(rows))
    assert len(back) == len(rows)
    for given_row, row in zip(rows, back, strict=True):
        for given_cell, cell in zip(given_row, row, strict=True):
            assert bare(cell) == given_cell
            assert not re.search("[;,][=@＝＋－＠]", cell)
            if cell.startswith(("=", "@", "\t", "\r", "＝", "＋", "－", "＠")):
                raise AssertionError(f"a formula: {cell!r}")
            if cell.startswith(("+", "-")) and cell != "-":
                float(cell)  # only a number may begin so
