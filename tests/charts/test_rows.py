"""Rows of a chart: a pixel is a unit, texts stand above what is drawn, and no row runs into the next."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts.rows import SHARED, WIDTH, Rows

short = st.text("abc ", max_size=SHARED // 2).map(str.strip)
texts = st.text("abcdef ", min_size=1, max_size=3 * WIDTH).map(str.strip)
labels = st.lists(st.tuples(texts, texts), min_size=1, max_size=6).map(tuple)


@given(labels, st.integers(10, 60), st.integers(0, 5))
def test_rows_follow_each_other_and_all_fit(
    given: tuple[tuple[str, str], ...], band: int, split: int
) -> None:
    rows = Rows(labels=given, band=band, split=split if split < len(given) else None, heading="heading")
    starts = rows.tops
    assert all(below - above >= band for above, below in pairwise(starts))
    for top, centre, end in zip(starts, rows.centres, [*starts[1:], rows.size], strict=True):
        assert top + band / 2 < centre <= end - band / 2
    assert rows.height > rows.size


@given(st.lists(st.tuples(short, short), min_size=1, max_size=5).map(tuple))
def test_short_names_and_words_share_a_line(given: tuple[tuple[str, str], ...]) -> None:
    name, words = Rows(labels=given, band=20).texts(0, 100)
    assert name["y"] == words["y"]
    assert set(name["x"]) == {0}
    assert set(words["x"]) == {100}


def test_words_stand_under_their_name_where_one_row_has_no_room_for_both() -> None:
    rows = Rows(labels=(("CMJ", "79"), ("Agreed division of labour", "certainly 75 points short")), band=20)
    name, words = rows.texts(0, 100)
    assert all(below > above for above, below in zip(name["y"], words["y"], strict=True))
    assert set(words["x"]) == {0}


def test_a_legend_and_a_higher_axis_take_their_room_below() -> None:
    plain = Rows(labels=(("CMJ", "79"),), band=20)
    assert Rows(labels=(("CMJ", "79"),), band=20, entries=2).height > plain.height
    assert Rows(labels=(("CMJ", "79"),), band=20, axis=60).height == plain.height + 60 - 46
