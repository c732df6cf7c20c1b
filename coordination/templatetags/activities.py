"""Formatting of activities only: the verdict of the three tests, money, periods."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.domain.currencies import written
from coordination.domain.texts import as_day
from coordination.views import bilateral, sentences

register = template.Library()


@register.filter
def bilateral_verdict(answers: Sequence[str]) -> str:
    """Return what the answers to T1, T2 and T3 say."""
    return bilateral.words(answers)


@register.filter
def money(value: Decimal, currency: str) -> str:
    """Return an amount with its currency, as the reader's language writes it."""
    return written(value, currency, get_language() or "en")


@register.filter
def period(since: str, until: str) -> str:
    """Return from when to when: each a year or a day, empty where not known."""
    start, end = (_moment(each) for each in (since, until))
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return _("since %(start)s") % {"start": start}
    return _("until %(end)s") % {"end": end} if end else _("dates not known")


def _moment(text: str) -> str:
    day = as_day(text)
    return sentences.day(day) if day else text
