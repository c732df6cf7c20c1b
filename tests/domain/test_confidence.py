"""Confidence is evidence and agreement; METHOD.md 5.6."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.confidence import Confidence, ConfidenceWord, confidence

KINDS = st.sampled_from(["document", "both", "one", "own", "none"])
LEVELS = st.lists(st.none() | st.integers(0, 4), max_size=5)
WORDS = tuple(ConfidenceWord)


@pytest.mark.parametrize(
    ("sources", "evidence"),
    [
        ([], 0),
        (["none"], 0),
        (["one"], 0),
        (["own", "one"], 0),
        (["document"], 1),
        (["document", "document"], 1),
        (["both", "one"], 1),
        (["both", "document"], 2),
    ],
)
def test_evidence_is_a_document_and_both_sides(sources: list[str], evidence: int) -> None:
    assert confidence(sources, [4, 4]).evidence == evidence


@pytest.mark.parametrize(
    ("levels", "agreement"),
    [
        ([4, 4], 2),
        ([3, 4, 4], 1),
        ([2, 4, 3], 0),
        ([0, 4], 0),
        ([4], None),
        ([4, None, 4], 2),
        ([None, 1], None),
    ],
)
def test_agreement_is_how_far_the_levels_are_apart(
    levels: Sequence[int | None], agreement: int | None
) -> None:
    assert confidence([], levels).agreement == agreement


@pytest.mark.parametrize(
    ("sources", "levels", "word"),
    [
        (["one"], [0, 4], "very_low"),
        (["document"], [0, 4], "low"),
        (["one"], [3, 4], "low"),
        (["document"], [3, 4], "medium"),
        (["document", "both"], [0, 4], "medium"),
        (["document", "both"], [3, 4], "high"),
        (["document"], [4, 4], "high"),
        (["document", "both"], [4, 4], "very_high"),
        (["document", "both"], [4], "medium"),
        (["both"], [4], "low"),
        ([], [4], "very_low"),
    ],
)
def test_the_word_is_the_sum_of_both(sources: list[str], levels: list[int | None], word: str) -> None:
    assert confidence(sources, levels).word == word


@pytest.mark.parametrize("levels", [[], [None], [None, None]])
def test_there_is_no_word_where_no_level_is_given(levels: list[int | None]) -> None:
    assert confidence(["document", "both"], levels) == Confidence(2, None, None)


@given(st.lists(KINDS), LEVELS)
def test_one_rater_is_never_above_medium(sources: list[str], levels: list[int | None]) -> None:
    found = confidence(sources, levels)
    if found.agreement is None and found.word is not None:
        assert WORDS.index(found.word) <= WORDS.index(ConfidenceWord.MEDIUM)


@given(st.lists(KINDS), LEVELS, KINDS)
def test_more_evidence_never_lowers_the_word(sources: list[str], levels: list[int | None], more: str) -> None:
    before, after = confidence(sources, levels).word, confidence([*sources, more], levels).word
    if before is None or after is None:
        assert before is after
    else:
        assert WORDS.index(after) >= WORDS.index(before)
