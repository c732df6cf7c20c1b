"""Lines of money of an activity.

These are parts of actions: each runs inside the transaction of one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from coordination.actions import saving
from coordination.domain import money
from coordination.models import Activity, MoneyLine, Partner

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount: planned, committed or disbursed, when and by whom as far as is known."""

    kind: str
    amount: Decimal
    currency: str
    on: str = ""
    partner: Partner | None = None


def store(of: Mapping[Activity, Iterable[Money]]) -> None:
    """Store the lines of activities that have none stored."""
    MoneyLine.objects.bulk_create(
        (
            MoneyLine(
                activity=activity,
                kind=each.kind,
                amount=each.amount,
                currency=each.currency,
                on=each.on,
                partner=each.partner,
            )
            for activity, lines in of.items()
            for each in lines
        ),
        batch_size=BATCH,
    )


def check(draft: saving.Draft[Activity], lines: Iterable[Money]) -> None:
    """Note a partner of another programme, and what is wrong with amounts, currencies and dates."""
    for number, each in enumerate(lines):
        draft.require_programme(draft.row.programme, **{f"by_{number}": each.partner})
        money.check(draft.problems, each, each.on, number)


def said(lines: Iterable[Money | MoneyLine]) -> list[list[str]]:
    """Return what the journal keeps: kind, amount, currency, date, code of the partner; in order."""
    ordered = sorted(lines, key=lambda each: money.place(each, each.on, _code(each)))
    return [[each.kind, f"{each.amount + 0:.2f}", each.currency, each.on, _code(each)] for each in ordered]


def heard(said: Iterable[Iterable[str]], partner_of: Callable[[str], Partner]) -> tuple[Money, ...]:
    """Return the lines of which the journal keeps this; ``partner_of`` finds a partner by its code."""
    return tuple(
        Money(
            kind=kind,
            amount=Decimal(amount),
            currency=currency,
            on=on,
            partner=partner_of(code) if code else None,
        )
        for kind, amount, currency, on, code in said
    )


def _code(line: Money | MoneyLine) -> str:
    return line.partner.code if line.partner else ""
