"""How sure are we: six kinds of answers, told apart by pattern and word."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.status import StructureStatus, figure
from tests.charts.figures import Figure, assert_sound, traces, written

KINDS = ("firm", "not sure", "assessors differ", "not known", "no answer", "n.a.")
GTSE = StructureStatus(name="GTSE/CPSE", counts=(5, 2, 0, 0, 0, 0), words="5 firm, 2 not sure")
CCRSS = StructureStatus(name="CCRSS", counts=(0, 0, 0, 6, 1, 0), words="none known")


def drawn(*statuses: StructureStatus) -> Figure:
    return figure(statuses, kinds=KINDS, axis="answers")


def test_counts_are_stacked_in_their_order_under_their_names() -> None:
    fig = drawn(GTSE, CCRSS)
    assert fig["layout"]["barmode"] == "stack"
    assert {trace["name"]: trace["x"] for trace in traces(fig, "bar")} == {
        "firm": [5, 0],
        "not sure": [2, 0],
        "assessors differ": [0, 0],
        "not known": [0, 6],
        "no answer": [0, 1],
        "n.a.": [0, 0],
    }
    assert "none known" in written(fig)


def test_every_kind_has_a_pattern_of_its_own_and_stands_in_the_legend() -> None:
    fig = drawn(GTSE)
    assert [trace["marker"]["pattern"]["shape"] for trace in traces(fig, "bar")] == [
        "",
        "x",
        "\\",
        "/",
        ".",
        "-",
    ]
    assert fig["layout"]["showlegend"] is True
    assert all(trace["showlegend"] is False for trace in traces(fig, "scatter"))
    assert fig["layout"]["legend"]["itemclick"] is False


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 6), min_size=1, max_size=5))
def test_the_axis_holds_the_longest_bar_in_whole_numbers(counts: list[tuple[int, ...]]) -> None:
    fig = drawn(*[StructureStatus(name="S", counts=each, words="w") for each in counts])
    assert_sound(fig)
    axis = fig["layout"]["xaxis"]
    assert axis["range"] == [0, max(1, *map(sum, counts))]
    assert all(isinstance(tick, int) for tick in axis["tickvals"])
    assert len(axis["tickvals"]) <= 11
