"""Weights as people write them: seven whole numbers that make 100, or a sentence for each mistake."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.weights import check, parse
from coordination.presenters import problems

SOUND = (25, 15, 15, 10, 15, 10, 10)


def rules(text: str, count: int = 7) -> list[tuple[str, str]]:
    """The rules that a text breaks, with what stood there; every one has a sentence in both languages."""
    with pytest.raises(Refused) as refused:
        parse(text, count)
    for problem in refused.value.problems:
        assert problem.path.partition(".")[0] == "weights"
        assert "%(" not in problems.text_in(problem, "en") + problems.text_in(problem, "fr")
    return [(problem.rule, problem.value) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        "25,15,15,10,15,10,10",
        "25, 15, 15, 10, 15, 10, 10",
        "25;15;15;10;15;10;10",
        " 25 15 15\t10 15 10\n10 ",
        "+25,015,15,10,15,10,10",
        "25\u202f15\u202f15\u202f10\u202f15\u202f10\u202f10",
    ],
)
def test_commas_semicolons_and_spaces_part_the_weights(text: str) -> None:
    assert parse(text, 7) == SOUND


def test_a_weight_may_be_0() -> None:
    assert parse("100,0,0,0,0,0,-0", 7) == (100, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [(Rule.WEIGHTS_WRONG_COUNT, "0")]),
        ("25,15,15,10,15,20", [(Rule.WEIGHTS_WRONG_COUNT, "6")]),
        ("25,15,15,10,15,10,5,5", [(Rule.WEIGHTS_WRONG_COUNT, "8")]),
        ("25,15,15,10,15,10,11", [(Rule.WEIGHTS_WRONG_SUM, "101")]),
        ("25,15,15,10,15,10,9", [(Rule.WEIGHTS_WRONG_SUM, "99")]),
        ("0,0,0,0,0,0,0", [(Rule.WEIGHTS_ALL_ZERO, "")]),
        ("35,15,15,10,15,20,-10", [(Rule.WEIGHTS_NEGATIVE, "-10")]),
        ("35,15,15,10,15,20,\u221210", [(Rule.WEIGHTS_NEGATIVE, "\u221210")]),
        ("25.5,14.5,15,10,15,10,10", [(Rule.WEIGHTS_NOT_WHOLE, "25.5"), (Rule.WEIGHTS_NOT_WHOLE, "14.5")]),
        ("25%,15,15,10,15,10,10", [(Rule.WEIGHTS_NOT_WHOLE, "25%")]),
        (
            "a,b,15,10",
            [(Rule.WEIGHTS_NOT_WHOLE, "a"), (Rule.WEIGHTS_NOT_WHOLE, "b"), (Rule.WEIGHTS_WRONG_COUNT, "4")],
        ),
        ("\u0665,15,15,10,15,10,10", [(Rule.WEIGHTS_NOT_WHOLE, "\u0665")]),
        ("nan,inf,1e2,10,15,10,10", [(Rule.WEIGHTS_NOT_WHOLE, each) for each in ("nan", "inf", "1e2")]),
        ("101,0,0,0,0,0,0", [(Rule.WEIGHTS_TOO_LARGE, "101")]),
        ("-101,0,0,0,0,0,0", [(Rule.WEIGHTS_NEGATIVE, "-101")]),
    ],
)
def test_each_mistake_is_said(text: str, found: list[tuple[str, str]]) -> None:
    assert rules(text) == found


@pytest.mark.parametrize("figures", [20, 5_000, 100_000])
def test_a_number_beyond_all_measure_gets_a_sentence(figures: int) -> None:
    [(rule, _value)] = rules(f"1{'0' * figures},0,0,0,0,0,0")
    assert rule == Rule.WEIGHTS_TOO_LARGE
    assert rules(f"-1{'0' * figures},0,0,0,0,0,0")[0][0] == Rule.WEIGHTS_NEGATIVE


@given(st.lists(st.integers(0, 100), min_size=6, max_size=6).map(sorted))
def test_what_is_sound_comes_back_as_it_was_written(sums: list[int]) -> None:
    weights = tuple(upper - lower for lower, upper in pairwise((0, *sums, 100)))
    assert sum(weights) == 100
    assert parse(", ".join(map(str, weights)), 7) == weights
    assert check(weights, 7) == weights


@given(st.text(max_size=60), st.integers(1, 8))
def test_whatever_is_written_gives_weights_or_sentences(text: str, count: int) -> None:
    try:
        found = parse(text, count)
    except Refused:
        return
    assert len(found) == count
    assert sum(found) == 100
    assert min(found) >= 0


def test_a_number_that_is_no_whole_number_is_refused_as_a_written_one_is() -> None:
    with pytest.raises(Refused):
        check([25.0, 15, 15, 10, 15, 10, 10], 7)  # type: ignore[list-item]
