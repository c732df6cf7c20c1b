"""What next: points certainly missing are solid, points possibly missing are hatched after them."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.shortfall import Shortfall, figure
from tests.charts.figures import Figure, assert_sound, bars, traces


def drawn(*shortfalls: Shortfall) -> Figure:
    return figure(shortfalls, certain="certain", possible="possible", axis="points")


def test_the_deck_is_75_certain_for_cmj_and_25_possible_for_gtse() -> None:
    fig = drawn(
        Shortfall(name="CMJ C6", certain=75, possible=0, words="75"),
        Shortfall(name="GTSE/CPSE C3", certain=0, possible=25, words="possibly 25"),
    )
    assert bars(fig, "") == [(0, 75), (0, 0)]
    assert bars(fig, "/") == [(0, 25)]
    assert [trace["name"] for trace in traces(fig, "bar")] == ["certain", "possible"]
    assert fig["layout"]["showlegend"] is True


points = st.integers(0, 100)


@given(st.lists(st.tuples(points, points), max_size=6))
def test_the_possible_part_begins_where_the_certain_part_ends(ends: list[tuple[int, int]]) -> None:
    pairs = [(min(pair), max(pair)) for pair in ends]
    fig = drawn(*[Shortfall(name="S", certain=low, possible=high - low, words="w") for low, high in pairs])
    assert_sound(fig)
    assert bars(fig, "") == [(0, low) for low, _high in pairs]
    assert bars(fig, "/") == [(low, high) for low, high in pairs if low < high]
    assert fig["layout"]["xaxis"]["range"] == [0, 100]
