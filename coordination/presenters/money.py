"""Lines of money of an activity, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from coordination.domain.currencies import written
from coordination.presenters import days
from coordination.presenters.sentences import local
from coordination.queries.activities import ActivityValue
from coordination.queries.money import MoneyTotal, MoneyValue


def line(each: MoneyValue) -> str:
    """Say what a line says: what it is, how much, when and whose money as far as is known."""
    more = [days.partial_date(each.on)] if each.on else []
    more += [local(each.partner)] if each.partner else []
    return " · ".join([_amount(each), *more])


def total(each: MoneyTotal) -> str:
    """Say what the lines of a kind and currency come to."""
    return _amount(each)


def lines(one: ActivityValue) -> str:
    """Say every line of an activity; empty for none."""
    return _listed(map(line, one.money))


def totals(one: ActivityValue) -> str:
    """Say what the lines of an activity come to by kind and currency; empty for none."""
    return _listed(map(total, one.totals))


def _listed(said: Iterable[str]) -> str:
    return "; ".join(said)


def _amount(each: MoneyValue | MoneyTotal) -> str:
    return f"{each.kind_name} {written(each.amount, each.currency, get_language() or 'en')}"
