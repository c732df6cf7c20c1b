"""Lines of money of an activity: their order, what is wrong with one, and their totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from coordination.domain.currencies import CURRENCIES, MOST
from coordination.domain.rules import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.domain.vocabulary import MONEY_KINDS


class AmountLine(Protocol):
    """What every line says; a correction of another is below 0."""

    @property
    def kind(self) -> str:
        """One of MONEY_KINDS."""

    @property
    def amount(self) -> Decimal:
        """How much."""

    @property
    def currency(self) -> str:
        """Of which currency (ISO 4217)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What the lines of one kind and currency come to."""

    kind: str
    currency: str
    amount: Decimal


def totals(lines: Iterable[AmountLine]) -> tuple[Total, ...]:
    """Return what the lines come to by kind, then currency; nothing is added across kinds or currencies."""
    found: dict[tuple[int, str], Decimal] = {}
    for each in lines:
        key = MONEY_KINDS.index(each.kind), each.currency
        found[key] = found.get(key, Decimal(0)) + each.amount
    return tuple(
        Total(kind=MONEY_KINDS[kind], currency=currency, amount=amount)
        for (kind, currency), amount in sorted(found.items())
    )


def place(line: AmountLine, on: str, partner: str) -> tuple[int, str, str, Decimal, str]:
    """Return by what lines are in order: kind, date, currency, amount, code of the partner."""
    return MONEY_KINDS.index(line.kind), on, line.currency, line.amount, partner


def check(problems: ProblemList, line: AmountLine, on: str, number: int) -> None:
    """Note an amount that is too large, a currency that is missing or unknown, and a date that is none.

    ``number`` is that of the line: what is wrong stands at ``amount_0``, ``in_0`` (its currency), ``paid_0``.
    """
    if abs(line.amount) > MOST:
        problems.add(Rule.VALUE_TOO_BIG, f"amount_{number}", f"{abs(line.amount)}", most=f"{MOST}")
    if not line.currency:
        problems.add(Rule.CURRENCY_MISSING, f"in_{number}", f"{line.amount}")
    elif line.currency not in CURRENCIES:
        problems.add(Rule.WRONG_CURRENCY, f"in_{number}", line.currency)
    if on:
        Node(problems, "", {f"paid_{number}": on}).partial_date(f"paid_{number}")
