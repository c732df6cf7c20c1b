"""Who is strongest and weakest: bars from end to end, dots, hatched frames, and nothing in the middle."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.intervals import Interval, figure
from tests.charts.figures import Figure, assert_sound, bars, traces, written

GTSE = Interval(name="GTSE/CPSE", low=650 / 7, high=100, is_known=True, is_assessable=True, words="93–100")
CMJ = Interval(name="CMJ", low=550 / 7, high=550 / 7, is_known=True, is_assessable=True, words="79")
CCRSS = Interval(
    name="CCRSS", low=0, high=100, is_known=False, is_assessable=False, words="not known (0–100)"
)


def drawn(*intervals: Interval) -> Figure:
    return figure(intervals, axis="0–100", heading="Not yet assessable")


def dots(fig: Figure) -> list[float]:
    (trace,) = [each for each in traces(fig, "scatter", "markers") if each["marker"]["symbol"] == "circle"]
    return list(trace["x"])


def ends(fig: Figure) -> list[float]:
    (trace,) = [
        each for each in traces(fig, "scatter", "markers") if each["marker"]["symbol"] == "line-ns-open"
    ]
    return list(trace["x"])


def rows_of(fig: Figure) -> dict[str, float]:
    """The height at which each name stands."""
    trace = traces(fig, "scatter", "text")[0]
    return dict(zip(trace["text"], trace["y"], strict=True))


def test_the_deck_is_a_bar_a_dot_and_a_hatched_frame() -> None:
    fig = drawn(GTSE, CMJ, CCRSS)
    assert bars(fig, "") == [(650 / 7, 100)]
    assert ends(fig) == [650 / 7, 100]
    assert dots(fig) == [550 / 7]
    assert bars(fig, "/") == [(0, 100)]


def test_figures_stand_as_text() -> None:
    assert set(written(drawn(GTSE, CMJ, CCRSS))) == {
        *("GTSE/CPSE", "CMJ", "CCRSS"),
        *("93–100", "79", "not known (0–100)", "Not yet assessable"),
    }


def test_structures_not_assessable_stand_below_their_heading_whatever_the_order() -> None:
    fig = drawn(CCRSS, CMJ, GTSE)
    heights = rows_of(fig)
    (heading,) = fig["layout"]["annotations"]
    assert heights["CMJ"] < heights["GTSE/CPSE"] < heading["y"] < heights["CCRSS"]


def test_without_such_structures_there_is_no_heading() -> None:
    assert drawn(GTSE, CMJ)["layout"]["annotations"] == []


def test_where_nothing_applies_there_are_words_and_no_bar() -> None:
    fig = drawn(
        Interval(
            name="CSRP",
            low=None,
            high=None,
            is_known=False,
            is_assessable=False,
            words="no criterion applies",
        )
    )
    assert bars(fig, "") == bars(fig, "/") == []
    assert "no criterion applies" in written(fig)


def test_the_axis_is_always_0_to_100_and_names_stand_downwards() -> None:
    layout = drawn(CMJ)["layout"]
    assert layout["xaxis"]["range"] == [0, 100]
    bottom, top = layout["yaxis"]["range"]
    assert bottom > top == 0


def test_more_structures_make_the_figure_higher_and_not_the_rows_smaller() -> None:
    one, three = drawn(CMJ)["layout"], drawn(CMJ, GTSE, CMJ)["layout"]
    for layout in (one, three):
        margin = layout["margin"]["t"] + layout["margin"]["b"]
        assert layout["height"] - margin == layout["yaxis"]["range"][0], "a unit of the axis is a pixel"
    assert three["yaxis"]["range"][0] == 3 * one["yaxis"]["range"][0]


def test_a_long_name_takes_lines_of_its_own_and_its_row_grows() -> None:
    long = Interval(
        name="Comité de suivi de la réforme de la police nationale",
        low=0,
        high=25,
        is_known=True,
        is_assessable=True,
        words="0–25",
    )
    fig = drawn(long, CMJ)
    name, words = traces(fig, "scatter", "text")
    assert name["text"][0].count("<br>") == 1
    assert words["y"][0] > name["y"][0]
    assert fig["layout"]["height"] > drawn(CMJ, CMJ)["layout"]["height"]


values = st.integers(0, 700).map(lambda value: value / 7)
intervals = st.builds(
    lambda ends, known, assessable: Interval(
        name="S", low=min(ends), high=max(ends), is_known=known, is_assessable=assessable, words="w"
    ),
    st.tuples(values, values),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(intervals, max_size=6))
def test_every_point_is_an_end_and_every_structure_is_drawn_once(given: list[Interval]) -> None:
    fig = drawn(*given)
    assert_sound(fig)
    every_end = {end for each in given for end in (each.low, each.high)}
    assert {*dots(fig), *ends(fig)} <= every_end
    assert len(bars(fig, "")) + len(bars(fig, "/")) + len(dots(fig)) == len(given)
    heights = [y for trace in fig["data"] if trace.get("hoverinfo") == "text" for y in trace["y"]]
    assert len(set(heights)) == len(given)
