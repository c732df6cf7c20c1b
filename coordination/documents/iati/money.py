"""The money of an IATI activity: its budgets and transactions, each a line."""

from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal

from coordination.documents.iati.codes import TRANSACTIONS
from coordination.documents.iati.elements import AMOUNT, DAY, IatiReading, day_of, org_key
from coordination.documents.iati.tree import Element
from coordination.documents.iati.values import IatiMoney
from coordination.domain.currencies import CURRENCIES, MOST
from coordination.domain.dates import is_date
from coordination.domain.rules import Rule

CENT = Decimal("0.01")


def money(reading: IatiReading, element: Element, path: str, language: str) -> Iterator[IatiMoney]:
    """Yield each line of an activity; a transaction of a kind that is not kept is counted as not read."""
    currency = element.get("default-currency")
    for each in element.all("budget"):
        on = _period(reading, each, path)
        yield from _line_of_money(reading, each, path, kind="budget", on=on, currency=currency)
    for each in element.all("transaction"):
        type_ = each.first("transaction-type")
        kind = (type_.own("kind") or TRANSACTIONS.get(type_.get("code"))) if type_ else None
        if kind is None:
            reading.unread[f"transaction ({type_.get('code')[:20] if type_ else '–'})"] += 1
            continue
        dated = each.first("transaction-date")
        on = day_of(reading, dated, "iso-date", f"{path}/transaction") if dated else ""
        provider = each.first("provider-org")
        org = org_key(reading, provider, language) if provider else ""
        yield from _line_of_money(reading, each, path, kind=kind, on=on, currency=currency, org=org)


def _period(reading: IatiReading, budget: Element, path: str) -> str:
    """Return when a budget is of: a year or a month where it is of all of it, else its first day."""
    start, end = (budget.first(f"period-{each}") for each in ("start", "end"))
    if start is None:
        return ""
    first = day_of(reading, start, "iso-date", f"{path}/budget")
    if end is None or len(first) != len("2010-01-01"):
        return first
    last = day_of(reading, end, "iso-date", f"{path}/budget")
    year, month = first[:4], first[:7]
    if (first, last) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    if first and (first, last) == (f"{month}-01", f"{month}-{monthrange(int(year), int(first[5:7]))[1]}"):
        return month
    return first


def _line_of_money(
    reading: IatiReading,
    element: Element,
    path: str,
    *,
    kind: str,
    on: str,
    currency: str,
    org: str = "",
) -> Iterator[IatiMoney]:
    value, within = element.first("value"), f"{path}/{element.name}"
    if value is None:
        reading.wrong(Rule.MISSING_KEY, path, element, key="value")
        return
    text, of = value.text, value.get("currency") or currency
    if not AMOUNT.fullmatch(text) or abs(Decimal(text)) > MOST:
        reading.wrong(Rule.VALUE_NOT_NUMBER, within, value, text)
    elif not of:
        reading.wrong(Rule.MISSING_KEY, within, value, key="currency")
    elif of not in CURRENCIES:
        reading.wrong(Rule.WRONG_CURRENCY, within, value, of)
    else:
        amount = Decimal(text)
        rounded = amount.quantize(CENT) + 0
        reading.losses["amounts"] += rounded != amount
        yield IatiMoney(kind=kind, amount=rounded, currency=of, on=on or _when(value), org=org)


def _when(value: Element) -> str:
    found = DAY.fullmatch(value.get("value-date"))
    return found[1] if found and is_date(found[1]) and not value.own("undated") else ""
