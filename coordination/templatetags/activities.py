"""Formatting of activities only: the verdict of the three tests, money, periods."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from coordination.domain.currencies import written
from coordination.presenters import activities, bilateral, days
from coordination.presenters import money as money_words
from coordination.queries.money import MoneyTotal, MoneyValue
from coordination.queries.participations import ParticipantValue

register = template.Library()


@register.filter
def bilateral_verdict(answers: Sequence[str]) -> str:
    """Return what the answers to T1, T2 and T3 say."""
    return bilateral.words(answers)


@register.filter
def participant(each: ParticipantValue) -> str:
    """Name one who takes part, with what it does."""
    return activities.participant(each)


@register.filter
def money(value: Decimal, currency: str) -> str:
    """Return an amount with its currency, as the reader's language writes it."""
    return written(value, currency, get_language() or "en")


@register.filter
def money_line(each: MoneyValue) -> str:
    """Say a line of money: what it is, how much, when and whose."""
    return money_words.line(each)


@register.filter
def money_total(each: MoneyTotal) -> str:
    """Say what the lines of a kind and currency come to."""
    return money_words.total(each)


@register.filter
def period(since: str, until: str) -> str:
    """Return from when to when: each a day, a month or a year, empty where not known."""
    return days.period(since, until)
