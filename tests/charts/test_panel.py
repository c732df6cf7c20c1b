"""A structure's panel: time to scale, bars as high as the doubt, nothing printed over anything else."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.charts import panel
from coordination.charts.panel import (
    EDGE,
    FLAG,
    FOOT,
    LEFT,
    LINE,
    RIGHT,
    TOP,
    WIDTH,
    Panel,
    PanelStep,
    PanelText,
)

FIRST, LAST = date(2008, 1, 1), date(2011, 1, 1)
DAYS = (LAST - FIRST).days
POINTS = st.fractions(min_value=0, max_value=100, max_denominator=700)


def step(on: date, low: Fraction | int | None, high: Fraction | int | None, **more: bool) -> PanelStep:
    words = "not known" if low is None or high is None else f"{float(low):.0f}–{float(high):.0f}"
    return PanelStep(
        on=on,
        low=low,
        high=high,
        words=words,
        has_line=more.get("has_line", False),
        is_invented=more.get("is_invented", False),
    )


@st.composite
def courses(draw: st.DrawFn) -> list[PanelStep]:
    """Up to twenty rounds on any days, each known or not."""
    days = sorted(draw(st.lists(st.integers(0, DAYS), min_size=1, max_size=20)))
    found = []
    for day in days:
        ends = draw(st.one_of(st.none(), st.tuples(POINTS, POINTS)))
        low, high = sorted(ends) if ends else (None, None)
        found.append(
            step(
                FIRST + timedelta(day),
                low,
                high,
                has_line=draw(st.booleans()),
                is_invented=draw(st.booleans()),
            )
        )
    return found


def box(text: PanelText) -> tuple[float, float, float, float]:
    left, right = text.ends
    return left, right, text.y - LINE + 2, text.y + 2


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


@given(course=courses(), happened=st.lists(st.integers(0, DAYS), max_size=30))
def test_nothing_overprints_and_all_is_inside(course: list[PanelStep], happened: list[int]) -> None:
    found = panel.drawn(course, FIRST, LAST, [FIRST + timedelta(day) for day in sorted(happened)])
    bars = [(bar.left, bar.left + bar.width, bar.y, bar.y + bar.height) for bar in found.bars]
    assert all(left >= LEFT and right <= RIGHT for left, right, _top, _foot in bars)
    assert all(old[1] < new[0] for old, new in pairwise(bars))
    labels = [box(each) for each in found.labels]
    assert not any(overlap(one, other) for one, other in combinations(labels, 2))
    assert not any(overlap(label, bar) for label in labels for bar in bars)
    assert not any(left < flag.x < right for left, right, *_ in labels for flag in found.flags)
    assert all(each[0] >= LEFT and each[1] <= RIGHT and each[2] >= TOP and each[3] <= FOOT for each in labels)
    assert all(new.left - old.left >= FLAG for old, new in pairwise(found.flags))
    assert [at for flag in found.flags for at in flag.events] == list(range(len(happened)))
    assert [flag.number for flag in found.flags] == list(range(1, len(found.flags) + 1))
    assert all(old.x + 34 <= new.x + 0.02 for old, new in pairwise(found.years))
    assert all(old.x + old.width <= new.x + 0.02 for old, new in pairwise(found.columns))


@given(ends=st.tuples(POINTS, POINTS))
def test_a_bar_is_as_high_as_the_doubt(ends: tuple[Fraction, Fraction]) -> None:
    low, high = sorted(ends)
    (bar,) = panel.drawn([step(FIRST, low, high)], FIRST, LAST).bars
    assert bar.height == pytest.approx(float(high - low) * (FOOT - TOP - 2 * EDGE) / 100, abs=0.02)
    assert (low == high) <= (bar.height == 0)


def three(**more: bool) -> Panel:
    return panel.drawn(
        [step(FIRST, 40, 50), step(date(2010, 1, 1), 60, 70, **more), step(LAST, 80, 80, **more)], FIRST, LAST
    )


def test_time_is_to_scale() -> None:
    first, second, last = (bar.x for bar in three().bars)
    assert (second - first) / (last - first) == pytest.approx(2 / 3, abs=0.01)


def test_a_line_leads_from_near_end_to_near_end_and_only_where_it_is_told() -> None:
    assert three().lines == ()
    first, second = three(has_line=True).lines
    height = panel.height_of
    assert (first.y1, first.y2, second.y1, second.y2) == (height(50), height(60), height(70), height(80))


def test_what_is_not_known_has_a_column_and_no_line() -> None:
    steps = [step(FIRST, 40, 50), step(LAST, None, None, has_line=True)]
    found = panel.drawn(steps, FIRST, LAST)
    assert [bar.is_known for bar in found.bars] == [True, False]
    assert found.lines == ()
    assert found.last is not None
    assert found.last.words == "not known"


def test_first_last_and_extremes_are_told() -> None:
    scores = [50, 50, 10, 50, 95, 50]
    steps = [step(date(2008, 1 + 2 * at, 1), each, each) for at, each in enumerate(scores)]
    found = panel.drawn(steps, FIRST, date(2008, 12, 1))
    assert [each.words for each in found.labels] == ["50–50", "95–95", "10–10"]
    assert found.last is not None
    assert found.last.words == "50–50"
    assert found.last.x > RIGHT


def test_only_invented_rounds_are_hatched() -> None:
    found = panel.drawn([step(FIRST, 1, 2), step(LAST, 1, 2, is_invented=True)], FIRST, LAST)
    (column,) = found.columns
    assert column.x < found.bars[1].x < column.x + column.width


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2009, 1, 31), date(2010, 1, 31), ["2009", "2010"]),
        (date(2009, 1, 1), date(2011, 1, 1), ["2009", "2010", "2011"]),
        (date(2009, 12, 1), date(2011, 1, 31), ["2010", "2011"]),
        (date(2009, 3, 1), date(2009, 9, 1), ["2009"]),
    ],
)
def test_the_first_column_has_its_year(first: date, last: date, years: list[str]) -> None:
    found = panel.drawn([step(first, 1, 2), step(last, 1, 2)], first, last)
    assert [each.words for each in found.years] == years


def test_one_round_stands_in_the_middle_above_its_year() -> None:
    found = panel.drawn([step(FIRST, 1, 2)], FIRST, FIRST)
    assert found.bars[0].x == (LEFT + RIGHT) / 2
    assert [each.words for each in found.years] == ["2008"]
    assert found.labels == ()
    assert WIDTH > RIGHT
