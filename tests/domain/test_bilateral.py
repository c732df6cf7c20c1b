"""The three tests of bilateral work, and what their answers allow to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.bilateral import BilateralVerdict, count, open_tests, verdict

THREE = st.lists(st.sampled_from(["yes", "no", "?", ""]), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("answers", "signs", "expected", "to_ask"),
    [
        (("no", "no", "no"), (0, 0), BilateralVerdict.SUPPORTS_SSR, ()),
        (("yes", "yes", "yes"), (3, 3), BilateralVerdict.BILATERAL, ()),
        (("yes", "yes", "no"), (2, 2), BilateralVerdict.FEATURES, ()),
        (("yes", "yes", "?"), (2, 3), BilateralVerdict.FEATURES, ("T3",)),
        (("", "yes", "no"), (1, 2), BilateralVerdict.FEATURES, ("T1",)),
        (("no", "?", "no"), (0, 1), BilateralVerdict.UNDECIDED, ("T2",)),
        (("", "", ""), (0, 3), BilateralVerdict.UNDECIDED, ("T1", "T2", "T3")),
    ],
)
def test_the_answers_decide_the_verdict_and_what_is_still_to_ask(
    answers: tuple[str, ...], signs: tuple[int, int], expected: BilateralVerdict, to_ask: tuple[str, ...]
) -> None:
    assert count(answers) == signs
    assert verdict(answers) is expected
    assert open_tests(answers) == to_ask


@pytest.mark.parametrize("answers", [(), ("no", "no"), ("yes",) * 4])
def test_fewer_or_more_than_three_answers_have_no_verdict(answers: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="3 tests"):
        verdict(answers)
    with pytest.raises(ValueError, match="zip"):
        open_tests(answers)


@given(THREE)
def test_only_three_times_yes_is_bilateral_and_only_three_times_no_supports_reform(
    answers: list[str],
) -> None:
    assert (verdict(answers) is BilateralVerdict.BILATERAL) == (answers == ["yes"] * 3)
    assert (verdict(answers) is BilateralVerdict.SUPPORTS_SSR) == (answers == ["no"] * 3)


@given(THREE)
def test_what_is_still_to_ask_is_what_may_be_a_sign_on_top(answers: list[str]) -> None:
    certain, possible = count(answers)
    assert possible - certain == len(open_tests(answers))
