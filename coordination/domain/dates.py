"""Dates as they are kept and as people write them: a day, or a month or a year where no more is known.

A date is kept as “2008-01-31”, “2008-01” or “2008”, which sort as dates do; what was not said is never made up.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from coordination.domain.answers import normalise

ISO_DATE = re.compile(r"[12]\d{3}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
YEAR = re.compile(r"[12]\d{3}", re.ASCII)

#: So many dates are worked out once: the days, months and years of ninety years, more than a register has.
DATES = 32_768
_NAMES = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr", "fev"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_WEEKDAYS = (
    "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) "
)
_YEAR = r"(?P<year>[12]\d{3})"
_NUMBER = r"(?P<month>\d{1,2})"
_DAY = r"(?P<day>\d{1,2})"
_TH = "(?:er|st|nd|rd|th)?"
_WORD = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WRITTEN = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        _YEAR,
        rf"{_YEAR}(?P<sign>[-./]){_NUMBER}(?:(?P=sign){_DAY})?",
        rf"(?:{_DAY}(?P<sign>[-./]))?{_NUMBER}[-./]{_YEAR}",
        rf"(?:{_WEEKDAYS})?(?:{_DAY}{_TH}(?: of)? )?{_WORD} {_YEAR}",
        rf"(?:{_WEEKDAYS})?{_WORD} {_DAY}{_TH} {_YEAR}",
    )
)


def read(text: str) -> str | None:
    """Return a date as it is kept, from how people write it in English or French; None for what is none.

    Figures are read with the day first: “01/03/2026” and “1.3.2026” are 1 March. “mars 2026”, “March 2026” and
    “03/2026” stay a month, “2026” a year.
    """
    plain = " ".join(normalise(text).replace(",", " ").split())
    plain = re.sub(r"(?<=\d) ?([-./]) ?(?=\d)", r"\1", plain)
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(plain):
            return _kept(found.groupdict())
    return None


def _kept(found: dict[str, str | None]) -> str | None:
    """Return what was found as it is kept, None where there is no such month or day."""
    name, month, day = found.get("name"), found.get("month"), found.get("day")
    parts = [found["year"] or ""]
    if name or month:
        parts.append(f"{_MONTHS[name] if name else int(month or 0):02}")
    if day:
        parts.append(f"{int(day):02}")
    kept = "-".join(parts)
    return kept if is_date(kept) else None


def is_date(text: str) -> bool:
    """Whether a text is a date as it is kept: a day, a month or a year, and nothing looser."""
    return bool(YEAR.fullmatch(text) or MONTH.fullmatch(text) or as_day(text))


def as_day(text: str) -> date | None:
    """Return a date from “2008-01-31” and nothing looser; None for anything else, 30 February and year 1 included."""
    if not ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_more_exact(one: str, other: str) -> bool:
    """Whether a date as it is kept lies within another one that says less: a day or a month in its year."""
    return one.startswith(f"{other}-")


@lru_cache(maxsize=DATES)
def span(text: str) -> tuple[str, str]:
    """Return first and last day of a date as it is kept, as ISO texts."""
    if YEAR.fullmatch(text):
        return f"{text}-01-01", f"{text}-12-31"
    if MONTH.fullmatch(text):
        year, month = map(int, text.split("-"))
        return f"{text}-01", f"{text}-{monthrange(year, month)[1]}"
    return text, text
