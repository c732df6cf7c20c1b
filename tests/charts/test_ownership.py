"""Ownership × partnership: boxes, thresholds at 50, names outside the boxes, quadrants and the source as text only."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.ownership import Area, Box, Corner, Corners, figure, places_of_names
from tests.charts.figures import Figure, assert_sound, traces, written

GTSE = Box(
    name="GTSE/CPSE",
    ownership=(75, 100),
    partnership=(575 / 6, 100),
    is_certain=True,
    words="owned partnership",
)
CMJ = Box(
    name="CMJ",
    ownership=(375 / 7, 100),
    partnership=(325 / 6, 475 / 6),
    is_certain=True,
    words="owned partnership",
)
CORNERS = Corners(
    upper_left=Corner("Substitution", "the source says: CCRSS"),
    upper_right=Corner("Owned partnership"),
    lower_left=Corner("Neither"),
    lower_right=Corner("Ownership without partnership", "the source says: FARDC equipment (?)"),
)


def drawn(*boxes: Box) -> Figure:
    return figure(boxes, corners=CORNERS, ownership="ownership", partnership="partnership")


def outlines(fig: Figure) -> list[Figure]:
    return [each for each in fig["layout"]["shapes"] if each["line"]["width"] == 2]


def test_a_box_spans_what_the_answers_allow_solid_where_its_quadrant_is_certain() -> None:
    fig = drawn(
        GTSE,
        CMJ,
        Box(name="CSRP", ownership=(30, 60), partnership=(60, 75), is_certain=False, words="two possible"),
    )
    assert [
        (each["x0"], each["x1"], each["y0"], each["y1"], each["line"]["dash"]) for each in outlines(fig)
    ] == [
        (75, 100, 575 / 6, 100, "solid"),
        (375 / 7, 100, 325 / 6, 475 / 6, "solid"),
        (30, 60, 60, 75, "dash"),
    ]
    assert all(each["fillcolor"] for each in outlines(fig)), "what lies behind a box shows through it"


def test_a_box_without_extent_is_a_dot() -> None:
    fig = drawn(Box(name="CMJ", ownership=(20, 20), partnership=(30, 30), is_certain=True, words="neither"))
    (dots,) = traces(fig, "scatter", "markers")
    assert (dots["x"], dots["y"]) == ([20], [30])
    assert outlines(fig) == []


def test_what_the_source_says_is_text_and_no_mark() -> None:
    fig = drawn()
    assert "Substitution the source says: CCRSS" in written(fig)
    assert all(trace["x"] == [] for trace in fig["data"])


def test_lines_stand_at_50() -> None:
    lines = [each for each in drawn()["layout"]["shapes"] if each["type"] == "line"]
    assert {(each["x0"], each["x1"], each["y0"], each["y1"]) for each in lines} == {
        (50, 50, 0, 100),
        (0, 100, 50, 50),
    }


def test_the_quadrants_are_named_inside_the_plane_in_their_corners() -> None:
    layout = drawn(GTSE)["layout"]
    texts = [each for each in layout["annotations"] if "yshift" in each]
    assert [(each["x"], each["y"], each["xanchor"], each["yanchor"]) for each in texts] == [
        (0, 100, "left", "top"),
        (100, 100, "right", "top"),
        (0, 0, "left", "bottom"),
        (100, 0, "right", "bottom"),
    ]
    assert layout["yaxis"]["range"] == layout["xaxis"]["range"] == [-1, 101]


def test_of_many_structures_each_quadrant_has_its_count() -> None:
    corners = Corners(
        upper_left=Corner("Substitution", count="at least 2, at most 5"),
        upper_right=Corner("Owned partnership", count="7"),
        lower_left=Corner("Neither", count="0"),
        lower_right=Corner("Ownership without partnership", count="1"),
    )
    fig = figure([], corners=corners, ownership="ownership", partnership="partnership")
    assert "Substitution <b>at least 2, at most 5</b>" in written(fig)
    assert outlines(fig) == []


def test_names_of_the_deck_are_clear_of_boxes_and_of_each_other() -> None:
    boxes = [GTSE, CMJ]
    areas = places_of_names(boxes, CORNERS)
    for area in areas:
        assert area.outside == 0
        assert all(area.shared(box.area) == 0 or touches(area, box.area) for box in boxes)
    assert not overlaps(*areas)


def overlaps(one: Area, other: Area) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 1e-9 and up > 1e-9


def touches(one: Area, other: Area) -> bool:
    return not overlaps(one, other)


sides = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: (min(pair), max(pair)))
boxes = st.builds(
    lambda across, up: Box(name="CMJ", ownership=across, partnership=up, is_certain=True, words="w"),
    sides,
    sides,
)


@given(boxes)
def test_a_name_is_never_inside_its_own_box(box: Box) -> None:
    (area,) = places_of_names([box], CORNERS)
    assert not overlaps(area, box.area)


@given(st.lists(boxes, max_size=5))
def test_every_box_is_drawn_and_named_whatever_the_crowd(given: list[Box]) -> None:
    fig = drawn(*given)
    assert_sound(fig)
    assert len(outlines(fig)) + len(traces(fig, "scatter", "markers")[0]["x"]) == len(given)
    assert written(fig).count("CMJ") == len(given)


@pytest.mark.parametrize("count", [2, 3])
def test_boxes_side_by_side_have_names_that_do_not_overlap(count: int) -> None:
    boxes = [
        Box(
            name=f"S{number}",
            ownership=(10 + 25 * number, 30 + 25 * number),
            partnership=(20, 40),
            is_certain=True,
            words="w",
        )
        for number in range(count)
    ]
    assert not any(overlaps(one, other) for one, other in combinations(places_of_names(boxes, CORNERS), 2))
