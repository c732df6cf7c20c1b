"""Formatting of activities only: the verdict of the three tests, money, periods."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import get_language

from coordination.domain.currencies import written
from coordination.presenters import activities, bilateral, days
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
def period(since: str, until: str) -> str:
    """Return from when to when: each a day, a month or a year, empty where not known."""
    return days.period(since, until)
