"""Activities on a time axis: where bars begin and end, what fades, and what is not drawn."""

from datetime import date

from coordination.charts import gantt
from coordination.charts.gantt import Piece, PieceKind
from coordination.domain.overlaps import FOREVER, FOREVER_BEFORE
from coordination.domain.spans import ActivitySpan, Days

TODAY = date(2010, 1, 1)


def days(since: str, until: str) -> Days:
    return date.fromisoformat(since).toordinal(), date.fromisoformat(until).toordinal()


def span(
    possible: Days, certain: Days | None = None, *shared: Days, is_undated: bool = False
) -> ActivitySpan:
    return ActivitySpan(activity=1, possible=possible, certain=certain, shared=shared, is_undated=is_undated)


def test_an_axis_has_whole_years_from_the_first_recorded_day_to_today() -> None:
    axis = gantt.axis([span(days("2008-05-01", "2009-02-01"))], TODAY)
    assert (axis.first, axis.last) == days("2008-01-01", "2010-12-31")
    assert [each.year for each in axis.ticks] == [2008, 2009, 2010]
    assert axis.ticks[0].at == "0.00%"


def test_open_ends_do_not_stretch_the_axis_and_fade() -> None:
    one = span((FOREVER_BEFORE, FOREVER), days("2009-01-01", "2009-12-31"))
    axis = gantt.axis([one], TODAY)
    assert (axis.first, axis.last) == days("2009-01-01", "2010-12-31")
    drawn = gantt.lane(one, axis)
    assert (drawn.fades_left, drawn.fades_right) == (True, True)
    assert drawn.pieces == (
        Piece(PieceKind.POSSIBLE, "0.00%", "100.00%"),
        Piece(PieceKind.CERTAIN, "0.00%", "50.00%"),
    )


def test_what_runs_beside_another_lies_upon_what_is_certain() -> None:
    year = days("2009-01-01", "2009-12-31")
    one = span(year, year, days("2009-07-02", "2009-12-31"))
    assert [each.kind for each in gantt.lane(one, gantt.axis([one], TODAY)).pieces] == [
        PieceKind.POSSIBLE,
        PieceKind.CERTAIN,
        PieceKind.SHARED,
    ]


def test_without_any_date_nothing_is_drawn() -> None:
    one = span((FOREVER_BEFORE, FOREVER), is_undated=True)
    assert gantt.lane(one, gantt.axis([one], TODAY)).pieces == ()


def test_of_a_long_time_the_latest_years_are_drawn_and_few_are_labelled() -> None:
    old, new = span(days("1900-01-01", "1901-12-31")), span(days("2008-01-01", "2009-12-31"))
    axis = gantt.axis([old, new], TODAY)
    assert (axis.first, axis.last) == days("1971-01-01", "2010-12-31")
    assert len(axis.ticks) <= gantt.LABELS
    assert gantt.lane(old, axis).pieces == ()
