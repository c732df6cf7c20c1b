"""Partners and meetings of a structure by month: certain, possible, and only while it exists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.dates import span
from coordination.domain.workload import MONTHS, Presence, load, months

LAST = date(2011, 3, 31)


def counts(*presences: Presence, founded: str = "", closed: str = "") -> list[tuple[int, int]]:
    """Certain and possible partners from April 2010 to March 2011."""
    return [
        (each.certain, each.possible) for each in load(presences, {}, LAST, founded=founded, closed=closed)
    ]


def test_the_months_end_with_that_of_the_day_over_the_turn_of_the_year() -> None:
    days = months(date(2011, 2, 10))
    assert len(days) == MONTHS
    assert (days[0][0], days[-2][1]) == (date(2010, 3, 1), date(2011, 1, 31))
    assert days[-1] == (date(2011, 2, 1), date(2011, 2, 28))


@pytest.mark.parametrize(("day", "expected"), [(date.min, 1), (date(1, 11, 30), 11), (date.max, 12)])
def test_the_calendar_has_an_end_on_both_sides(day: date, expected: int) -> None:
    assert len(months(day)) == expected
    assert load([Presence(partner=1, since="", until="", lasts=False)], {}, day)[-1].possible == 1


def test_a_known_period_counts_certainly_in_each_month_it_touches() -> None:
    found = counts(Presence(partner=1, since="2010-05-31", until="2010-07-01", lasts=False))
    assert found[:5] == [(0, 0), (1, 1), (1, 1), (1, 1), (0, 0)]


def test_a_year_counts_possibly_in_all_its_months() -> None:
    assert (
        counts(Presence(partner=1, since="2010", until="2011", lasts=False))
        == [(0, 1)] * 8 + [(1, 1)] * 2 + [(0, 1)] * 2
    )


def test_a_seat_without_an_end_lasts_and_an_activity_may_be_over() -> None:
    assert counts(Presence(partner=1, since="2005", until="", lasts=True))[0] == (1, 1)
    assert counts(Presence(partner=1, since="2005", until="", lasts=False))[0] == (0, 1)
    assert counts(Presence(partner=1, since="", until="", lasts=True))[0] == (0, 1)
    assert counts(Presence(partner=1, since="", until="2005", lasts=True))[0] == (0, 0)


def test_a_partner_counts_once_however_many_seats_and_activities_it_has() -> None:
    seat, work = (
        Presence(partner=1, since="2005", until="", lasts=True),
        Presence(partner=1, since="", until="", lasts=False),
    )
    assert counts(seat, work, Presence(partner=2, since="", until="", lasts=False))[0] == (1, 2)


def test_nobody_takes_part_before_a_structure_is_founded_or_after_it_is_closed() -> None:
    found = counts(
        Presence(partner=1, since="2005", until="", lasts=True), founded="2010-06-15", closed="2010-07-15"
    )
    assert found[:5] == [(0, 0), (0, 0), (1, 1), (1, 1), (0, 0)]


def test_meetings_stand_in_their_month() -> None:
    found = load([], {date(2011, 3, 1): 4, date(2001, 3, 1): 9}, LAST)
    assert [each.meetings for each in found] == [0] * 11 + [4]


DATES = st.sampled_from(["", "2009", "2010", "2011", "2010-04-30", "2010-05-01", "2010-12-31", "2011-02-15"])
PRESENCES = st.lists(
    st.builds(Presence, partner=st.integers(1, 3), since=DATES, until=DATES, lasts=st.booleans()), max_size=8
)


def takes_part(each: Presence, day: str) -> tuple[bool, bool]:
    """Whether one certainly and possibly takes part on a day, read plainly."""
    start, end = span(each.since), span(each.until)
    sure_end = end[0] or ("9" if each.lasts else "")
    return (
        bool(each.since and sure_end) and start[1] <= day <= sure_end,
        (not each.since or start[0] <= day) and (not each.until or day <= end[1]),
    )


@given(PRESENCES)
def test_months_count_who_takes_part_on_one_of_their_days(presences: list[Presence]) -> None:
    for month, (first, last) in zip(load(presences, {}, LAST), months(LAST), strict=True):
        days = [date.fromordinal(each).isoformat() for each in range(first.toordinal(), last.toordinal() + 1)]
        for place, count in ((0, month.certain), (1, month.possible)):
            present = {
                each.partner for each in presences if any(takes_part(each, day)[place] for day in days)
            }
            assert len(present) == count


@given(PRESENCES)
def test_who_certainly_takes_part_possibly_does(presences: list[Presence]) -> None:
    ordered = [each for each in presences if not each.since or not each.until or each.since <= each.until]
    assert all(month.certain <= month.possible for month in load(ordered, {}, LAST))
