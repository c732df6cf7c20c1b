"""The six habits for which there is no substitute, and the weeks for which a person notes them."""

from datetime import date, timedelta

from coordination.domain.instruments import Choice, InstrumentValue
from coordination.domain.vocabulary import HABITS

NOTE_LENGTH = 500
#: Nobody notes a week before the deck was spoken.
FIRST_WEEK = date(2007, 12, 31)


def listed(instrument: InstrumentValue) -> tuple[Choice, ...]:
    """The habits that an instrument lists, in its words."""
    return tuple(each for each in instrument.listed("habits") if each.code in HABITS)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_open(week: date, today: date) -> bool:
    """Whether a week, named by its Monday, may be noted: it has begun, and is none before the first."""
    return FIRST_WEEK <= week <= today
