"""Dots stand exactly along the scale, and those of one score beside each other."""

import re
from fractions import Fraction

from coordination.charts import dots


def places(scores: list[int]) -> list[tuple[float, int]]:
    path = dots.drawn(tuple(map(Fraction, scores))).path
    return [(float(x), int(y)) for x, y in re.findall(r"M([\d.]+) (\d+)h0", path)]


def test_a_dot_stands_at_its_score() -> None:
    assert [x for x, _y in places([100, 0, 50])] == [dots.EDGE, dots.WIDTH / 2, dots.WIDTH - dots.EDGE]


def test_dots_of_one_score_do_not_cover_each_other_and_stay_in_their_lane() -> None:
    found = places([50] * 5)
    assert len(set(found)) == 5
    assert all(0 < y < dots.LANE for _x, y in places([50] * 40))


def test_without_scores_there_is_no_dot() -> None:
    assert dots.drawn(()) == dots.DotLane("", 0)
