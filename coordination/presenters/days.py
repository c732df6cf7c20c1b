"""Days, months and periods, as the reader writes them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coordination.domain.dates import MONTH, as_day

#: As the Imprimerie nationale abbreviates them; Django's formats have « jan. » and « fév. ».
FRENCH_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]


def day(on: date | None, form: str = "j F Y") -> str:
    """Return a day as the reader writes it; in French « 1er janvier 2011 », which Django's formats lack."""
    if on is None:
        return ""
    written = date_format(on, form)
    is_french = (get_language() or "en").startswith("fr")
    return f"1er{written[1:]}" if is_french and on.day == 1 else written


def seen(at: datetime | None, today: date) -> str:
    """Return when somebody was here last: the time where it was today, “never” where they were not."""
    if at is None:
        return _("never")
    local = timezone.localtime(at)
    return (
        _("today, %(time)s") % {"time": f"{local:%H:%M}"} if timezone.localdate(at) == today else day(local)
    )


def moment(at: datetime) -> str:
    """Return a day and its time, in the zone in which they are given."""
    return _("%(day)s at %(time)s") % {"day": day(at), "time": f"{at:%H:%M}"}


def last_day(last_on: date | None, today: date) -> str:
    """Say until when answers are awaited, and how many days are left; nothing where no last day is set."""
    if last_on is None:
        return ""
    left = (last_on - today).days
    if left < 0:
        return _("the last day was %(day)s") % {"day": day(last_on)}
    if left == 0:
        return _("today is the last day")
    words = ngettext("last day %(day)s, %(count)s day left", "last day %(day)s, %(count)s days left", left)
    return words % {"day": day(last_on), "count": left}


def month(on: date) -> str:
    """Return a month with its year as the head of a column: “Jan. 2026”; in French as « janv. 2026 »."""
    if (get_language() or "en").startswith("fr"):
        return f"{FRENCH_MONTHS[on.month - 1]} {on.year}"
    return date_format(on, "N Y")


def period(since: str, until: str) -> str:
    """Return a period whose ends are a day, a month, a year, or empty where not known."""
    start, end = (partial_date(each) for each in (since, until))
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return since_when(since)
    return until_when(until) if end else _("dates not known")


def since_when(kept: str) -> str:
    """Return a date as the start of a period that has no end: « depuis le 1er mars 2026 », « depuis mars 2026 »."""
    words = _("since %(day)s") if as_day(kept) else _("since %(start)s")
    return words % {"day": partial_date(kept), "start": partial_date(kept)}


def until_when(kept: str) -> str:
    """Return a date as the end of a period whose start is not known: « jusqu’au 1er mars 2026 », « jusqu’en 2026 »."""
    words = _("until %(day)s") if as_day(kept) else _("until %(end)s")
    return words % {"day": partial_date(kept), "end": partial_date(kept)}


def partial_date(kept: str) -> str:
    """Return a date as it is kept (“2008-01-31”, “2008-01”, “2008”) as the reader writes it."""
    on = as_day(kept)
    if on is None and MONTH.fullmatch(kept):
        return date_format(date.fromisoformat(f"{kept}-01"), "F Y")
    return day(on) if on else kept
