"""Both sides on the line of levels: a link only where no level fits both, and neither ever covers the other."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts import level_line
from coordination.charts.level_line import LevelLine, Shape
from coordination.domain.answers import read
from coordination.domain.claims.sides import CriterionBySides, SideGap
from coordination.domain.panels import panel

WRITTEN = st.sampled_from(
    ("Yes", "Mostly", "Partly", "Not yet", "No", "Mostly?", "No?", "Partly to Yes", "?", "", "n/a")
)


def both(government: str, partners: str) -> CriterionBySides:
    return CriterionBySides(code="C3", government=panel([read(government)]), partners=panel([read(partners)]))


def drawn(government: str, partners: str) -> LevelLine:
    return level_line.drawn(both(government, partners))


def test_the_link_runs_between_the_near_ends() -> None:
    assert drawn("Yes", "Not yet").link == (25, 100)
    assert drawn("No?", "Partly to Yes").link == (25, 50)


@given(government=WRITTEN, partners=WRITTEN)
def test_a_link_is_drawn_where_the_two_are_apart_and_nowhere_else(government: str, partners: str) -> None:
    claim = both(government, partners)
    assert (level_line.drawn(claim).link is not None) == (claim.gap is SideGap.APART)


@given(government=WRITTEN, partners=WRITTEN)
def test_neither_side_covers_the_other(government: str, partners: str) -> None:
    sides = drawn(government, partners).sides
    if len(sides) == 2 and sides[0].y == sides[1].y:
        low, high = sorted(sides, key=lambda each: each.start)
        assert low.start + low.width < high.start
    elif len(sides) == 2:
        assert [each.voice for each in sorted(sides, key=lambda each: each.y)] == ["government", "partners"]


@given(government=WRITTEN, partners=WRITTEN)
def test_a_side_covers_every_level_that_it_admits_and_no_other(government: str, partners: str) -> None:
    claim = both(government, partners)
    for side in level_line.drawn(claim).sides:
        found = claim.of(side.voice)
        assert found.lo is not None
        assert found.hi is not None
        assert (side.start, side.start + side.width) == (found.lo * 25, found.hi * 25)


def test_shapes_tell_a_level_a_range_and_what_is_not_known() -> None:
    assert [each.shape for each in drawn("Yes", "Mostly?").sides] == [Shape.POINT, Shape.RANGE]
    assert [each.shape for each in drawn("?", "").sides] == [Shape.UNKNOWN, Shape.UNKNOWN]


def test_a_criterion_that_does_not_apply_to_a_side_is_not_drawn_for_it() -> None:
    assert [each.voice for each in drawn("n/a", "No").sides] == ["partners"]
