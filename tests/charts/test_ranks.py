"""Is the order solid: from the best to the worst place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.ranks import Places, figure
from tests.charts.figures import assert_sound, bars, traces, written


def test_the_deck_with_all_three_structures() -> None:
    places = [
        Places(name="GTSE/CPSE", best=1, worst=2, words="1st or 2nd"),
        Places(name="CMJ", best=2, worst=3, words="2nd or 3rd"),
        Places(name="CCRSS", best=1, worst=3, words="any"),
    ]
    fig = figure(places, last=3, axis="place")
    assert bars(fig, "") == [(1, 2), (2, 3), (1, 3)]
    assert {"1st or 2nd", "2nd or 3rd"} <= set(written(fig))


def test_a_certain_place_is_a_dot() -> None:
    fig = figure([Places(name="GTSE/CPSE", best=1, worst=1, words="1st")], last=2, axis="place")
    assert bars(fig, "") == []
    (dot,) = [each for each in traces(fig, "scatter", "markers") if each["marker"]["symbol"] == "circle"]
    assert dot["x"] == [1]


@pytest.mark.parametrize(("last", "ticks"), [(1, [1]), (3, [1, 2, 3]), (13, [1, 2, 4, 6, 8, 10, 12])])
def test_ticks_are_whole_places(last: int, ticks: list[int]) -> None:
    fig = figure([Places(name="CMJ", best=1, worst=1, words="1st")], last=last, axis="place")
    assert fig["layout"]["xaxis"]["tickvals"] == ticks


@given(st.integers(1, 5000))
def test_ticks_are_few_and_within_the_places(last: int) -> None:
    fig = figure([Places(name="CMJ", best=1, worst=last, words="w")], last=last, axis="place")
    assert_sound(fig)
    ticks = fig["layout"]["xaxis"]["tickvals"]
    assert ticks[0] == 1
    assert len(ticks) <= 8
    assert ticks == sorted(set(ticks))
    assert ticks[-1] <= last
    left, right = fig["layout"]["xaxis"]["range"]
    assert left < 1
    assert right > last
