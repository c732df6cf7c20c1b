"""Whether something runs on a day, where its beginning and end are a year, a day, or empty.

A year stands for any of its days: what began in 2007 possibly ran on 1 January 2007, and certainly ran on
31 December 2007.
"""

from datetime import date

from coordination.domain.dates import span


def possibly_on(since: str, until: str, on: date) -> bool:
    """Whether it can have run on that day; an empty end is any day."""
    day = on.isoformat()
    return (not since or span(since)[0] <= day) and (not until or day <= span(until)[1])


def certainly_on(since: str, until: str, on: date) -> bool:
    """Whether it must have run on that day; where one end is missing, the day of the other is the only such day."""
    return bool(since or until) and _holds(since or until, until or since, on)


def recorded_on(since: str, until: str, on: date) -> bool:
    """Whether it must have run on that day if what has no recorded end lasts, as a seat does."""
    return _holds(since, until, on)


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two periods, each lasting where no end is recorded, certainly share a day."""
    (begun, ended), (began, ends) = _at_least(*one), _at_least(*other)
    return begun <= ends and began <= ended


def _holds(since: str, until: str, on: date) -> bool:
    start, end = _at_least(since, until)
    return start <= on.isoformat() <= end


def _at_least(since: str, until: str) -> tuple[str, str]:
    """Return the last day on which it can have begun and the first on which it can have ended, as texts.

    It has begun by its end and not ended before its start; an empty start is before all days, an empty end after them.
    """
    begun, ended = span(since) if since else ("", ""), span(until) if until else ("9", "9")
    if begun[0] > ended[1]:
        return "9", ""  # It never ran.
    return min(begun[1], ended[1]), max(begun[0], ended[0])
