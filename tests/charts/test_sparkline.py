"""A score over time: time to scale, bars as high as the doubt, a line only where it is told that a change holds."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.charts import sparkline
from coordination.charts.sparkline import (
    EDGE,
    HALF,
    HEIGHT,
    WIDTH,
    Line,
    ScoreCourse,
    ScoreStep,
    Sparkline,
    height_of,
)

FIRST, LAST = date(2008, 1, 1), date(2011, 1, 1)
VOICES = st.sampled_from(("government", "partners", "analyst"))
POINTS = st.fractions(min_value=0, max_value=100, max_denominator=700)


def step(year: int, low: int | None, high: int | None, *, has_line: bool = False) -> ScoreStep:
    return ScoreStep(on=date(year, 1, 1), low=low, high=high, has_line=has_line)


def drawn(*steps: ScoreStep, sealed_on: date | None = None) -> Sparkline:
    return sparkline.drawn([ScoreCourse("partners", steps)], FIRST, LAST, sealed_on)


@given(
    voice=VOICES,
    days=st.integers(0, (LAST - FIRST).days),
    ends=st.tuples(POINTS, POINTS),
)
def test_every_bar_is_in_the_box_and_as_high_as_the_doubt(
    voice: str, days: int, ends: tuple[Fraction, Fraction]
) -> None:
    low, high = sorted(ends)
    course = ScoreCourse(voice, (ScoreStep(on=FIRST + timedelta(days), low=low, high=high, has_line=False),))
    (bar,) = sparkline.drawn([course], FIRST, LAST).bars
    assert HALF <= bar.x <= WIDTH - HALF
    assert EDGE <= bar.y <= bar.y + bar.height <= HEIGHT - EDGE + 0.01
    assert bar.height == pytest.approx(float(high - low) * (HEIGHT - 2 * EDGE) / 100, abs=0.02)
    assert (low == high) <= (bar.height == 0)


def test_time_is_to_scale() -> None:
    first, second, last = (bar.x for bar in drawn(step(2008, 1, 2), step(2010, 1, 2), step(2011, 1, 2)).bars)
    assert (second - first) / (last - first) == pytest.approx(2 / 3, abs=0.01)


def test_one_round_alone_stands_in_the_middle() -> None:
    course = ScoreCourse("analyst", (ScoreStep(on=FIRST, low=40, high=60, has_line=False),))
    (bar,) = sparkline.drawn([course], FIRST, FIRST).bars
    assert bar.x == WIDTH / 2


def test_both_sides_stand_beside_each_other_the_government_first() -> None:
    one = (step(2009, 40, 60),)
    government, partners = sparkline.drawn(
        [ScoreCourse("government", one), ScoreCourse("partners", one)], FIRST, LAST
    ).bars
    assert government.x + HALF < partners.x - HALF


def test_a_line_runs_from_near_end_to_near_end_and_only_where_a_change_holds() -> None:
    found = drawn(step(2008, 20, 30), step(2009, 50, 60, has_line=True), step(2010, 5, 15))
    first, second, _third = found.bars
    assert found.lines == (Line("partners", first.x, height_of(30), second.x, height_of(50)),)
    fell = drawn(step(2008, 50, 60), step(2009, 20, 30, has_line=True))
    assert [(each.y1, each.y2) for each in fell.lines] == [(height_of(50), height_of(30))]


def test_what_is_not_known_is_a_column_without_a_line() -> None:
    found = drawn(step(2008, None, None), step(2009, 50, 60, has_line=True))
    assert not found.bars[0].is_known
    assert found.bars[0].height == HEIGHT - 1
    assert found.lines == ()


def test_the_sealed_round_stands_at_its_day() -> None:
    assert drawn(step(2008, 1, 2)).sealed is None
    assert drawn(step(2008, 1, 2), sealed_on=LAST).sealed == WIDTH - sparkline.SIDE
