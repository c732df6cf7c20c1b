"""How much room words take: never less than they need, and rows are divided without losing one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import fitting

HEIGHTS = st.lists(st.floats(1, 90), max_size=40)
WORDS = st.lists(st.text("aW ", min_size=1, max_size=12), min_size=1, max_size=30).map(" ".join)


def test_bold_words_and_broad_letters_take_more_room() -> None:
    assert fitting.width("iiii", 14) < fitting.width("aaaa", 14) < fitting.width("WWWW", 14)
    assert fitting.width("aaaa", 14) < fitting.width("aaaa", 14, is_bold=True)
    assert fitting.width("é", 14) == fitting.width("e", 14)


def test_words_that_do_not_fit_begin_a_line_and_a_long_one_breaks() -> None:
    one = fitting.width("word", 14)
    assert fitting.lines("word word word", one * 2.5, 14) == 2
    assert fitting.lines("word\nword", 500, 14) == 2
    assert fitting.lines("W" * 100, 200, 14) >= fitting.width("W" * 100, 14) / 200


def test_what_french_joins_is_not_parted() -> None:
    joined = "Partiellement\u202f?"
    assert fitting.lines(joined, fitting.width("Partiellement", 14) + 1, 14) == fitting.lines(
        "W" * 30, fitting.width("W" * 30, 14) - 1, 14
    )


def test_the_largest_size_that_fits_is_taken_and_else_the_smallest() -> None:
    assert fitting.largest("word", room=500, most=100, sizes=(28, 14)) == 28
    assert fitting.largest("word " * 60, room=500, most=100, sizes=(28, 14)) == 14
    assert fitting.largest("word " * 900, room=500, most=100, sizes=(28, 14)) == 14


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_columns_fill_the_room_and_no_more(rows: list[tuple[str, str, str]]) -> None:
    found = fitting.columns(rows, room=880, size=14, beside=8)
    assert sum(found) == pytest.approx(880)
    assert min(found) > 0


@given(HEIGHTS, st.floats(10, 200))
def test_rows_are_divided_in_order_into_as_few_parts_as_fit(heights: list[float], room: float) -> None:
    parts = fitting.divided(heights, room)
    assert [at for start, end in parts for at in range(start, end)] == [*range(len(heights))]
    for start, end in parts:
        assert end - start == 1 or sum(heights[start:end]) <= room + 1e-6
    greedy, filled = 0, 0.0
    for each in heights:
        if not greedy or filled + each > room:
            greedy, filled = greedy + 1, 0.0
        filled += each
    assert len(parts) == greedy


def test_parts_are_about_as_high_as_each_other() -> None:
    assert fitting.divided([30.0] * 12, 340) == [(0, 6), (6, 12)]


@given(WORDS, st.integers(1, 4))
def test_pieces_hold_all_letters_in_their_order_and_fit(text: str, most: int) -> None:
    found = [*fitting.pieces(text, room=90, size=14, most=most)]
    assert "".join("".join(found).split()) == "".join(text.split())
    for piece in found:
        assert len(piece) <= 1 or fitting.lines(piece, 90, 14, is_bold=True) <= most
