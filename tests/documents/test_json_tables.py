"""Tables as JSON: keys for programs, names for readers, values of their types, and nothing that is not JSON."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from coordination.documents.json_tables import file_bytes, keys
from coordination.documents.tables import Table, TableFile, Value
from coordination.documents.workbooks import About


def read(*rows: Sequence[Value], head: Sequence[str] = ("a", "b")) -> Any:
    return opened(TableFile([Table("One", head, rows)]))


def opened(of: TableFile, english: TableFile | None = None, about: About | None = None) -> Any:
    about = about or About("About", [("Rows", 1)])
    return json.loads(file_bytes(of, about, english or of, about).decode(), parse_constant=pytest.fail)


def only(value: Value) -> tuple[object, str]:
    table = read([value], head=["a"])["tables"][0]
    return table["rows"][0]["a"], table["columns"][0]["type"]


@pytest.mark.parametrize(
    ("value", "written", "kind"),
    [
        (3, 3, "integer"),
        (2.5, 2.5, "number"),
        (Fraction(650, 7), 92.857143, "number"),
        (Decimal("-12.50"), -12.5, "number"),
        (Decimal("1234567890123456.78"), "1234567890123456.78", "number"),
        (date(2008, 1, 31), "2008-01-31", "date"),
        (datetime(2008, 1, 31, 12, 5, 9, 7, tzinfo=UTC), "2008-01-31T12:05:09+00:00", "date-time"),
        (None, None, "string"),
        ("", None, "string"),
    ],
)
def test_values_are_of_their_types_and_nothing_is_null(value: Value, written: object, kind: str) -> None:
    assert only(value) == (written, kind)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+2",
        "-",
        "@x",
        "\tx",
        "\rx",
        "＝1",
        "a;=b",
        'say "no"',
        "two\r\nlines",
        "\x00",
        "</script>",
        "é😀\u202b",
    ],
)
def test_text_is_as_it_is_for_nothing_computes_it(text: str) -> None:
    assert only(text) == (text, "string")


def test_a_number_that_is_none_is_refused() -> None:
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="JSON"):
            only(value)


def test_a_column_of_days_and_numbers_is_refused() -> None:
    with pytest.raises(TypeError):
        read([1, None], [date(2008, 1, 31), None])


def test_a_row_that_is_shorter_than_the_head_has_nothing_in_the_rest() -> None:
    assert read(["x"])["tables"][0]["rows"] == [{"a": "x", "b": None}]


def test_keys_are_plain_and_no_two_the_same() -> None:
    heads = ["Reference date", "C1 Débat", "low", "low", "", "→", "low 2"]
    assert keys(heads) == ["reference_date", "c1_debat", "low", "low_2", "column_5", "column_6", "low_2_2"]


def test_keys_are_english_or_tags_and_names_those_of_the_reader() -> None:
    french = TableFile([Table("Cycles", ["Cycle"], [["x"]]), Table("4W", ["Qui"], [], tags=["#org+prog"])])
    english = TableFile([Table("Rounds", ["Round"], [["x"]]), Table("4W", ["Who"], [], tags=["#org+prog"])])
    rounds, sheet = opened(french, english)["tables"]
    assert rounds["title"] == "Cycles"
    assert rounds["columns"] == [{"key": "round", "name": "Cycle", "type": "string"}]
    assert sheet["columns"] == [{"key": "org_prog", "name": "Qui", "type": "string", "tag": "#org+prog"}]
    assert sheet["rows"] == []


def test_what_is_said_of_the_file_stands_in_it_line_by_line() -> None:
    about = About("About", [("As it stood on", date(2026, 1, 2)), ("Note", "one"), ("Note", "two")])
    assert opened(TableFile([Table("One", ["a"], [])]), about=about)["provenance"] == [
        {"key": "as_it_stood_on", "name": "As it stood on", "value": "2026-01-02"},
        {"key": "note", "name": "Note", "value": "one"},
        {"key": "note", "name": "Note", "value": "two"},
    ]
