"""Currencies by their codes, and amounts as people of both languages write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.currencies import CURRENCIES, MOST, figures, read_amount, written
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule


@pytest.mark.parametrize("code", ["CDF", "USD", "EUR", "GBP", "XAF", "ZRN", "ZRZ", "BEF", "DEM", "XEU"])
def test_money_of_today_and_of_its_time_is_known(code: str) -> None:
    assert code in CURRENCIES


@pytest.mark.parametrize("code", ["XXX", "XTS", "ABC", "cdf", "", "FC", "US$"])
def test_what_is_no_money_is_not(code: str) -> None:
    assert code not in CURRENCIES


def test_codes_are_three_capital_letters() -> None:
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 500 000,50", "1500000.50"),
        ("1\u202f500\u202f000,50", "1500000.50"),
        ("1\u00a0500", "1500"),
        ("1,500,000.50", "1500000.50"),
        ("1.500.000,5", "1500000.5"),
        ("1500000.50", "1500000.50"),
        ("1500000,50", "1500000.50"),
        ("1,500", "1500"),
        ("1.500", "1500"),
        ("1,5", "1.5"),
        (" 12 ", "12"),
        ("0", "0"),
        ("0,75", "0.75"),
        ("-3", "-3"),
        ("−3,5", "-3.5"),
        ("1 250 000 000 000", "1250000000000"),
        ("1\u202f250\u202f000\u202f000\u202f000,75", "1250000000000.75"),
        ("1\u00a0250\u2009000\u202f000 000", "1250000000000"),
        ("1,250,000,000,000.75", "1250000000000.75"),
    ],
)
def test_an_amount_is_read_as_either_language_writes_it(text: str, value: str) -> None:
    assert read_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "15 00",
        "1,50,000",
        "1,500 000",
        "1500,500",
        "0,500",
        "1.5.0",
        "1e5",
        "USD 5",
        "٣",
        "1,",
        ",5",
    ]
    + ["--3", "1 000 000.123", "nan", "inf", "1_000", "5\x00"],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_amount(text)
    assert [each.rule for each in refused.value.problems] == [Rule.VALUE_NOT_NUMBER]


def test_an_amount_is_written_for_its_reader() -> None:
    assert written(Decimal("1500000.50"), "USD", "en") == "USD\u00a01,500,000.50"
    assert written(Decimal("1500000.50"), "CDF", "fr-cd") == "1\u202f500\u202f000,50\u00a0CDF"
    assert written(Decimal("1500.00"), "EUR", "fr") == "1\u202f500\u00a0EUR"


@given(st.decimals(min_value=0, max_value=MOST, places=2), st.sampled_from(["en", "fr"]))
def test_what_is_written_is_read_back(value: Decimal, language: str) -> None:
    assert read_amount(figures(value, language)) == value
