"""Dates written as text: a day, or a year where no more is known."""

import re
from datetime import date

ISO_DATE = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)
YEAR = re.compile(r"[12]\d{3}", re.ASCII)


def as_day(text: str) -> date | None:
    """Return a date from “2008-01-31” and nothing looser; None for anything else, 30 February and year 1 included."""
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def span(text: str) -> tuple[str, str]:
    """Return first and last day of a year or a date, as ISO texts, which sort as dates do."""
    return (f"{text}-01-01", f"{text}-12-31") if YEAR.fullmatch(text) else (text, text)
