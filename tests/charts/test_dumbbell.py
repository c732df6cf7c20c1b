"""Government and partners: two sides told apart by shape, dash and colour; a link only where the gap is certain."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.dumbbell import Gap, SideMark, figure
from tests.charts.figures import Figure, assert_sound, bars, traces, written

LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
#: METHOD.md 5.4's example: criterion 4, 7 and 1 of CMJ.
CERTAIN = Gap(
    name="C4", government=SideMark(3, 4), partners=SideMark(2, 2), is_certain=True, words="−2 to −1"
)
ONE_LEVEL = Gap(name="C7", government=SideMark(4, 4), partners=SideMark(3, 3), is_certain=True, words="−1")
UNCERTAIN = Gap(
    name="C1", government=SideMark(4, 4), partners=SideMark(3, 4), is_certain=False, words="−1 to 0"
)


def drawn(*gaps: Gap) -> Figure:
    return figure(gaps, levels=LEVELS, government="government", partners="partners", not_known="not known")


def sides(fig: Figure) -> tuple[Figure, Figure]:
    government, partners = traces(fig, "scatter", "lines+markers")
    return government, partners


def links(fig: Figure) -> list[tuple[int, int]]:
    (trace,) = traces(fig, "scatter", "lines")
    return list(zip(trace["x"][0::3], trace["x"][1::3], strict=True))


def test_each_side_is_a_line_from_its_lowest_to_its_highest_level() -> None:
    government, partners = sides(drawn(CERTAIN, UNCERTAIN))
    assert government["x"] == [3, 4, None, 4, 4, None]
    assert partners["x"] == [2, 2, None, 3, 4, None]


def test_the_sides_differ_in_shape_dash_colour_and_place() -> None:
    government, partners = sides(drawn(CERTAIN))
    looks = [
        (each["marker"]["symbol"], each["line"]["dash"], each["line"]["color"])
        for each in (government, partners)
    ]
    assert looks == [("circle", "solid", "#0072B2"), ("square-open", "dot", "#D55E00")]
    assert government["y"][0] < partners["y"][0], "the axis counts downwards"
    assert [government["name"], partners["name"]] == ["government", "partners"]


def test_a_link_runs_between_the_near_ends_of_certain_gaps_only() -> None:
    assert links(drawn(CERTAIN, ONE_LEVEL, UNCERTAIN)) == [(3, 2), (4, 3)]
    higher_partners = Gap(
        name="C5", government=SideMark(0, 1), partners=SideMark(3, 4), is_certain=True, words="2 to 4"
    )
    assert links(drawn(higher_partners)) == [(1, 3)]


def test_a_side_that_does_not_know_is_a_hatched_span_with_words_and_no_marker() -> None:
    fig = drawn(
        Gap(
            name="C3",
            government=SideMark(4, 4),
            partners=SideMark(0, 4, is_known=False),
            is_certain=False,
            words="not known",
        )
    )
    assert bars(fig, "/") == [(0, 4)]
    assert "partners · not known" in written(fig)
    _government, partners = sides(fig)
    assert partners["x"] == []


def test_a_side_to_which_the_criterion_does_not_apply_is_not_drawn() -> None:
    fig = drawn(
        Gap(name="C2", government=None, partners=SideMark(3, 3), is_certain=False, words="does not apply")
    )
    government, partners = sides(fig)
    assert government["x"] == []
    assert partners["x"] == [3, 3, None]
    assert links(fig) == []


def test_levels_are_words_on_the_axis_without_a_slant() -> None:
    axis = drawn(CERTAIN)["layout"]["xaxis"]
    assert axis["tickvals"] == [0, 1, 2, 3, 4]
    assert axis["ticktext"] == ["No", "Not yet", "Partly", "Mostly", "Yes"]
    assert axis["tickangle"] == 0


levels = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda pair: SideMark(min(pair), max(pair)))


@given(st.lists(st.tuples(levels, levels), max_size=7))
def test_rows_stay_apart_and_markers_on_levels(pairs: list[tuple[SideMark, SideMark]]) -> None:
    gaps = [
        Gap(
            name="C",
            government=above,
            partners=below,
            is_certain=above.low > below.high or below.low > above.high,
            words="w",
        )
        for above, below in pairs
    ]
    fig = drawn(*gaps)
    assert_sound(fig)
    government, partners = sides(fig)
    assert set(government["x"]) | set(partners["x"]) <= {0, 1, 2, 3, 4, None}
    heights = [y for each in zip(government["y"][0::3], partners["y"][0::3], strict=True) for y in each]
    assert all(upper < lower for upper, lower in pairwise(heights))
    assert len(links(fig)) == sum(gap.is_certain for gap in gaps)
