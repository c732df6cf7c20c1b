"""When activities run: certain, possible, and beside another partner."""

from datetime import date

from coordination.domain.overlaps import ActivityRow
from coordination.domain.spans import ActivitySpan, Days, spans

TODAY = date(2010, 6, 30)


def row(number: int, partner: int, since: str = "", until: str = "", *, recipient: int = 1) -> ActivityRow:
    return ActivityRow(
        id=number,
        partner=partner,
        recipient=recipient,
        function=7,
        standard=None,
        equipment=None,
        since=since,
        until=until,
    )


def of(*rows: ActivityRow) -> tuple[ActivitySpan, ...]:
    return spans(rows, rows, TODAY)


def days(since: str, until: str) -> Days:
    return date.fromisoformat(since).toordinal(), date.fromisoformat(until).toordinal()


def test_a_year_leaves_open_on_which_of_its_days_it_began_and_ended() -> None:
    (span,) = of(row(1, 1, "2008", "2009"))
    assert span.possible == days("2008-01-01", "2009-12-31")
    assert span.certain == days("2008-12-31", "2009-01-01")
    assert (span.has_open_start, span.has_open_end, span.is_undated) == (False, False, False)


def test_what_lies_ahead_is_only_possible_and_its_end_is_open() -> None:
    (span,) = of(row(1, 1, "2010-01-01", "2011-12-31"))
    assert span.certain == days("2010-01-01", "2010-06-30")
    assert span.has_open_end


def test_a_missing_start_or_all_dates_missing_are_told_apart() -> None:
    first, second = of(row(1, 1, "", "2009-03-01"), row(2, 2))
    assert (first.has_open_start, first.is_undated) == (True, False)
    assert (second.has_open_start, second.has_open_end, second.is_undated) == (True, True, True)
    assert second.certain is None


def test_beside_another_partner_are_the_days_certain_for_both_and_no_others() -> None:
    one, other, own, elsewhere = (
        row(1, 1, "2008-01-01", "2008-12-31"),
        row(2, 2, "2008-03-01", "2008-04-30"),
        row(3, 1, "2008-01-01", "2008-12-31"),
        row(4, 3, "2008-01-01", "2008-12-31", recipient=2),
    )
    found = {each.activity: each.shared for each in of(one, other, own, elsewhere)}
    both = (days("2008-03-01", "2008-04-30"),)
    assert found == {1: both, 2: both, 3: both, 4: ()}


def test_stretches_that_touch_are_one() -> None:
    whole = row(1, 1, "2008-01-01", "2008-12-31")
    parts = (row(2, 2, "2008-02-01", "2008-03-31"), row(3, 3, "2008-04-01", "2008-05-31"))
    assert of(whole, *parts)[0].shared == (days("2008-02-01", "2008-05-31"),)


def test_an_activity_that_ended_before_it_started_is_left_out() -> None:
    assert of(row(1, 1, "2009-01-01", "2008-01-01")) == ()
