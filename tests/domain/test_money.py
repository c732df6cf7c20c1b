"""Lines of money: what they come to, in order; and what is wrong with one."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from coordination.domain.currencies import MOST
from coordination.domain.money import Total, check, place, totals
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    amount: Decimal
    currency: str


def test_lines_come_to_a_total_for_each_kind_and_currency_and_corrections_are_taken_off() -> None:
    lines = [
        Line("disbursement", Decimal("70.25"), "USD"),
        Line("budget", Decimal(100), "USD"),
        Line("budget", Decimal(50), "CDF"),
        Line("disbursement", Decimal("-20.25"), "USD"),
        Line("budget", MOST, "USD"),
    ]
    assert totals(lines) == (
        Total(kind="budget", currency="CDF", amount=Decimal(50)),
        Total(kind="budget", currency="USD", amount=Decimal("10000000000000099.99")),
        Total(kind="disbursement", currency="USD", amount=Decimal(50)),
    )
    assert totals([]) == ()


def test_lines_are_in_order_of_kind_then_date() -> None:
    lines = [
        (Line("disbursement", Decimal(1), "CDF"), "2007"),
        (Line("commitment", Decimal(1), "CDF"), "2009"),
        (Line("commitment", Decimal(1), "USD"), "2008-02"),
    ]
    assert sorted(lines, key=lambda each: place(*each, "")) == lines[::-1]


@pytest.mark.parametrize(
    ("amount", "currency", "on", "found"),
    [
        (MOST, "USD", "2008", []),
        (-MOST, "USD", "", []),
        (-MOST - 1, "USD", "", [(Rule.VALUE_TOO_BIG, "amount_3")]),
        (Decimal(1), "", "", [(Rule.CURRENCY_MISSING, "in_3")]),
        (Decimal(1), "usd", "", [(Rule.WRONG_CURRENCY, "in_3")]),
        (Decimal(1), "USD", "soon", [(Rule.WRONG_PARTIAL_DATE, "paid_3")]),
    ],
)
def test_what_is_wrong_with_a_line_stands_at_its_number(
    amount: Decimal, currency: str, on: str, found: list[tuple[Rule, str]]
) -> None:
    problems = ProblemList()
    check(problems, Line("budget", amount, currency), on, 3)
    assert [(each.rule, each.path) for each in problems.first] == found
