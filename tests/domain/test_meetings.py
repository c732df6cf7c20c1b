"""Whether a structure still meets, and its months in a row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.meetings import MeetingMonth, StructureLife, dormant_since, life, months_back, strip

TODAY = date(2011, 4, 15)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("closed", "held", "expected"),
    [
        ("2010", [TODAY], StructureLife.CLOSED),
        ("2011", [TODAY], StructureLife.ACTIVE),  # The year is not over.
        ("2011-04-14", [], StructureLife.CLOSED),
        ("2011-04-15", [], StructureLife.NOT_KNOWN),
        ("2012", [TODAY], StructureLife.ACTIVE),
        ("", [], StructureLife.NOT_KNOWN),
        ("", [date(2010, 10, 15)], StructureLife.ACTIVE),
        ("", [date(2010, 10, 14)], StructureLife.DORMANT),
        ("", [date(2011, 3, 1), date(2009, 1, 1)], StructureLife.ACTIVE),
    ],
)
def test_a_structure_lives_by_its_last_meeting_until_it_is_closed(
    closed: str, held: list[date], expected: StructureLife
) -> None:
    assert life(closed, held, 6, TODAY) is expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2011, 4, 15), 0, date(2011, 4, 15)),
        (date(2011, 4, 15), 4, date(2010, 12, 15)),
        (date(2011, 1, 31), 1, date(2010, 12, 31)),
        (date(2011, 3, 31), 1, date(2011, 2, 28)),
        (date(2008, 3, 31), 1, date(2008, 2, 29)),
        (date(2008, 2, 29), 12, date(2007, 2, 28)),
        (date(2011, 12, 31), 18, date(2010, 6, 30)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_back(day, months) == expected


@given(DAYS, st.integers(0, 240))
def test_months_back_is_never_later_and_so_many_months_away(day: date, months: int) -> None:
    found = months_back(day, months)
    assert found <= day
    assert (day.year - found.year) * 12 + day.month - found.month == months


@given(DAYS, st.integers(1, 60))
def test_a_meeting_on_the_last_day_that_counts_keeps_a_structure_active(day: date, months: int) -> None:
    assert life("", [months_back(day, months)], months, day) is StructureLife.ACTIVE


def test_a_strip_has_every_month_in_a_row_with_what_was_held_and_is_planned() -> None:
    held = [date(2010, 11, 2), date(2010, 11, 30), date(2010, 10, 31)]
    planned = [date(2011, 1, 1), date(2011, 2, 1)]
    assert strip(held, planned, date(2010, 11, 17), 3) == (
        MeetingMonth(year=2010, month=11, held=2, planned=0),
        MeetingMonth(year=2010, month=12, held=0, planned=0),
        MeetingMonth(year=2011, month=1, held=0, planned=1),
    )


def test_a_strip_of_no_months_is_empty() -> None:
    assert strip([TODAY], [], TODAY, 0) == ()


@given(st.lists(DAYS, max_size=5), DAYS, st.integers(1, 36))
def test_a_strip_is_as_long_as_asked_and_adds_nothing(held: list[date], first: date, months: int) -> None:
    found = strip(held, held, first, months)
    assert len(found) == months
    assert all(month.held == month.planned for month in found)
    assert sum(month.held for month in found) <= len(held)


@given(held=st.lists(DAYS, max_size=5), months=st.integers(1, 12), later=st.integers(0, 2000))
def test_the_first_day_of_each_dormant_time_is_the_first_on_which_it_is_dormant(
    held: list[date], months: int, later: int
) -> None:
    until = max(held, default=date(2000, 1, 1)) + timedelta(later)
    for first in dormant_since(held, months, until):
        before = [day for day in held if day <= first]
        assert life("", before, months, first) is StructureLife.DORMANT
        eve = first - timedelta(1)
        assert life("", [day for day in held if day <= eve], months, eve) is StructureLife.ACTIVE
    is_dormant = life("", held, months, until) is StructureLife.DORMANT
    assert is_dormant == any(first > max(held) for first in dormant_since(held, months, until))
