"""A score as a strip: as wide as the doubt, and its number always beside it, never on it."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coordination.charts import strip
from coordination.charts.strip import LANE, ROOM_RIGHT, WIDTH, Lane, LaneKind, Score, TextEnd
from coordination.domain.scoring import text

POINTS = st.fractions(min_value=0, max_value=100, max_denominator=700)


def score(low: Fraction | int | None, high: Fraction | int | None, voice: str = "partners") -> Score:
    words = "not known" if low is None or high is None else text(Fraction(low), Fraction(high))
    return Score(voice=voice, low=low, high=high, words=words)


def lane_of(low: Fraction | int | None, high: Fraction | int | None) -> Lane:
    (lane,) = strip.drawn([score(low, high)]).lanes
    return lane


def pixels(lane: Lane, width: float = WIDTH) -> tuple[float, float]:
    """Where what is drawn begins and ends, a point with its whole mark."""
    start, end = lane.start * width / 100, (lane.start + lane.width) * width / 100
    around = strip.RADIUS if lane.kind is LaneKind.POINT else 0
    return start - around, end + around


@given(ends=st.tuples(POINTS, POINTS))
@example(ends=(Fraction(0), Fraction(100)))
@example(ends=(Fraction(10), Fraction(95)))
def test_a_bar_is_as_wide_as_the_doubt(ends: tuple[Fraction, Fraction]) -> None:
    low, high = sorted(ends)
    lane = lane_of(low, high)
    assert lane.start == pytest.approx(float(low), abs=0.01)
    assert lane.start + lane.width == pytest.approx(float(high), abs=0.02)


@given(ends=st.tuples(POINTS, POINTS))
def test_a_score_without_doubt_is_a_point_and_no_other_is(ends: tuple[Fraction, Fraction]) -> None:
    low, high = sorted(ends)
    assert (lane_of(low, high).kind is LaneKind.POINT) == (low == high)


@given(ends=st.tuples(POINTS, POINTS), width=st.sampled_from((WIDTH, 262, 302, 500)))
@example(ends=(Fraction(0), Fraction(0)), width=WIDTH)
@example(ends=(Fraction(100), Fraction(100)), width=WIDTH)
@example(ends=(Fraction(10), Fraction(95)), width=WIDTH)
def test_a_number_stands_in_the_box_and_off_the_bar_however_wide_the_strip(
    ends: tuple[Fraction, Fraction], width: float
) -> None:
    low, high = sorted(ends)
    lane = lane_of(low, high)
    first, last = lane.number.ends(width, lane.words)
    assert first >= 0
    assert last <= width + ROOM_RIGHT
    start, end = pixels(lane, width)
    is_beside = last < start or end < first
    is_above = lane.number.y <= lane.top
    assert is_beside or is_above


@given(ends=st.tuples(POINTS, POINTS))
def test_nothing_leaves_its_lane(ends: tuple[Fraction, Fraction]) -> None:
    low, high = sorted(ends)
    for place, lane in enumerate(strip.drawn([score(low, high)] * 2).lanes):
        assert place * LANE <= lane.top
        assert lane.top + strip.BAR <= (place + 1) * LANE
        # A digit of 13 pixels is 9.5 high.
        assert place * LANE <= lane.number.y - 9.5
        assert lane.number.y <= (place + 1) * LANE


def test_the_number_stands_before_the_low_end_or_behind_where_there_is_no_room() -> None:
    assert lane_of(61, 71).number.anchor is TextEnd.END
    assert lane_of(2, 9).number.anchor is TextEnd.START


def test_both_sides_have_a_lane_and_one_side_has_one() -> None:
    both = strip.drawn([score(61, 71, "government"), score(43, 57)])
    assert [(each.voice, each.middle) for each in both.lanes] == [("government", 12.5), ("partners", 37.5)]
    assert both.height == 50
    assert strip.drawn([score(43, 57)]).height == 25


def test_without_a_score_the_lane_is_a_box_from_end_to_end() -> None:
    lane = lane_of(None, None)
    assert (lane.kind, lane.start, lane.width) == (LaneKind.BOX, 0, 100)
