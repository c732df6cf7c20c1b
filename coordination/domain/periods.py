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
    begun, ended = span(since) if since else ("", "9"), span(until) if until else ("", "9")
    is_sound = begun[0] <= ended[1]
    return is_sound and min(begun[1], ended[1]) <= on.isoformat() <= max(begun[0], ended[0])


def recorded_on(since: str, until: str, on: date) -> bool:
    """Whether it must have run on that day if what has no recorded end lasts, as a seat does."""
    day = on.isoformat()
    return (not since or span(since)[1] <= day) and (not until or day <= span(until)[0])


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two periods, each lasting where no end is recorded, certainly share a day."""
    return _before_its_end(one[0], other[1]) and _before_its_end(other[0], one[1])


def _before_its_end(since: str, until: str) -> bool:
    return not since or not until or span(since)[1] <= span(until)[0]
