"""Whether something runs on a day: what a year leaves open is possible, not certain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.overlaps import ActivityRow, gaps
from coordination.domain.periods import certainly_on, overlap, possibly_on, recorded_on

days = st.dates(date(2000, 1, 1), date(2010, 12, 31))
#: A day, a month, a year, or nothing.
ends = st.builds(lambda day, figures: day.isoformat()[:figures], days, st.sampled_from([10, 7, 4, 0]))


@pytest.mark.parametrize(
    ("since", "until", "on", "possible", "certain", "recorded"),
    [
        ("2007", "2009", date(2008, 1, 1), True, True, True),
        ("2007", "2009", date(2007, 6, 1), True, False, False),
        ("2007", "2009", date(2009, 6, 1), True, False, False),
        ("2007", "2009", date(2006, 12, 31), False, False, False),
        ("2007-03-01", "2007-04-01", date(2007, 3, 1), True, True, True),
        ("2007-03-01", "2007-04-01", date(2007, 4, 2), False, False, False),
        ("2007", "", date(2008, 1, 1), True, False, True),
        ("2010-06-01", "2010", date(2010, 7, 1), True, False, False),
        ("2010-06", "2010-08", date(2010, 7, 1), True, True, True),
        ("2010-06", "2010-08", date(2010, 6, 15), True, False, False),
        ("", "", date(2008, 1, 1), True, False, True),
    ],
)
def test_golden_days(since: str, until: str, on: date, possible: bool, certain: bool, recorded: bool) -> None:
    assert possibly_on(since, until, on) is possible
    assert certainly_on(since, until, on) is certain
    assert recorded_on(since, until, on) is recorded


@given(ends, ends, days)
def test_the_finders_see_the_same_days(since: str, until: str, on: date) -> None:
    found = gaps(
        [1],
        [
            ActivityRow(
                id=1,
                partner=1,
                recipient=1,
                function=1,
                standard=None,
                equipment=None,
                since=since,
                until=until,
            )
        ],
        on,
        date.max,  # every end has passed
    )
    assert (not found) is certainly_on(since, until, on)
    if found:
        assert found[0].is_certain is not possibly_on(since, until, on)


@given(ends, ends, days)
def test_what_is_certain_is_recorded_and_what_is_recorded_is_possible(
    since: str, until: str, on: date
) -> None:
    assert not certainly_on(since, until, on) or recorded_on(since, until, on)
    assert not recorded_on(since, until, on) or possibly_on(since, until, on)


@given(ends, ends, ends, ends, days)
def test_two_that_run_on_the_same_day_overlap(a: str, b: str, c: str, d: str, on: date) -> None:
    assert overlap((a, b), (c, d)) == overlap((c, d), (a, b))
    if recorded_on(a, b, on) and recorded_on(c, d, on):
        assert overlap((a, b), (c, d))


def test_a_seat_taken_again_later_or_in_the_year_it_was_left_does_not_overlap() -> None:
    assert not overlap(("2005", "2006"), ("2007", ""))
    assert not overlap(("2005", "2007"), ("2007", ""))
    assert overlap(("2005", ""), ("2007", ""))
    assert overlap(("", ""), ("", "2005"))
    assert overlap(("", ""), ("2007", "2007"))
