"""A whole in its parts: shares that add up, and words only where they fit."""

from hypothesis import given
from hypothesis import strategies as st

from coordination.charts import segments

COUNTS = st.lists(st.integers(1, 1000), min_size=1, max_size=7)


@given(counts=COUNTS)
def test_shares_follow_the_counts_and_none_vanishes(counts: list[int]) -> None:
    found = segments.drawn([(count, "words") for count in counts])
    assert all(1 <= each.share <= 100 for each in found)
    assert abs(sum(each.share for each in found) - 100) <= len(counts)
    by_count = sorted(zip(counts, found, strict=True), key=lambda each: each[0])
    assert [each.share for _count, each in by_count] == sorted(each.share for each in found)


def test_words_stand_in_a_segment_only_where_they_fit() -> None:
    wide, narrow = segments.drawn([(212, "strong for both"), (3, "weak for both")])
    assert wide.is_wide
    assert not narrow.is_wide
