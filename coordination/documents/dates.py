"""A fixture file at another time: an example that is told around a day can be told around today."""

import json
from calendar import monthrange
from datetime import date, timedelta

from coordination.domain.texts import YEAR, as_day

#: The names under which a file says when; what was made from an answer keeps the time of its round.
DATES = frozenset({"since", "until", "until_on", "on", "made_on", "due_on", "settled_on", "observed_on"})
SATURDAY = 5


def moved(data: bytes, months: int) -> bytes:
    """Return the file with its dates so many months (0 or more) later; nobody meets on a Saturday or Sunday."""
    return json.dumps(_moved(json.loads(data), months), ensure_ascii=False, indent=2).encode()


def _moved(value: object, months: int) -> object:
    if isinstance(value, list):
        return [_moved(each, months) for each in value]
    if not isinstance(value, dict) or "criterion" in value:
        return value
    return {
        key: _later(key, each, months) if key in DATES and isinstance(each, str) else _moved(each, months)
        for key, each in value.items()
    }


def _later(key: str, text: str, months: int) -> str:
    if YEAR.fullmatch(text):
        return str(int(text) + round(months / 12))
    day = as_day(text)
    if day is None:
        return text
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    if key == "on" and months and later.weekday() >= SATURDAY:
        later += timedelta(days=7 - later.weekday())
    return later.isoformat()
