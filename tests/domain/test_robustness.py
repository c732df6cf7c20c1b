"""How solid an order is: the figures of METHOD.md 12.2, and what must hold of every figure."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, read
from coordination.domain.grids import Grid
from coordination.domain.robustness import Pair, doubts, pair, place_bounds, rank_shares, ranks, step_range

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7
NONE, ALL = Fraction(0), Fraction(1)


def readings(words: Sequence[str]) -> list[Reading]:
    return [read(word) for word in words]


GTSE = readings(("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"))
CMJ = readings(("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"))
CCRSS = readings(("?", "-", "?", "?", "?", "?", "?"))
DECK = (GTSE, CMJ, CCRSS)


def against(a: Sequence[Reading], b: Sequence[Reading], weights: Sequence[int] = EQUAL) -> Pair:
    found = pair(a, b, weights, CONVENTIONS)
    assert found is not None
    return found


# One pair.


def test_the_decks_pair() -> None:
    assert against(GTSE, CMJ) == Pair(
        common=7,
        worst=(0, 1, -1, 0, 1, 3, 0),
        best=(0, 1, 0, 1, 1, 3, 0),
        certain=Fraction(15, 16),
        possible=Fraction(1),
        points=(Fraction(100, 7), Fraction(150, 7)),
        epsilon=Fraction(4, 11),
        limits=(None, None, Fraction(5, 11), None, None, None, None),
        without=tuple(Fraction(points, 6) for points in (100, 75, 125, 100, 75, 25, 100)),
        is_scale_free=True,
    )
    assert against(GTSE, CMJ).survives_without_any


def test_the_decks_pair_the_other_way() -> None:
    found = against(CMJ, GTSE)
    assert (found.certain, found.possible) == (NONE, Fraction(1, 16))
    assert found.points == (Fraction(-150, 7), Fraction(-100, 7))
    assert (found.epsilon, found.is_scale_free, found.survives_without_any) == (NONE, False, False)


def test_nothing_is_certain_of_what_is_not_known() -> None:
    for a, b in permutations(DECK, 2):
        found = against(a, b)
        assert found.certain < 1
        if CCRSS in (a, b):
            assert (found.certain, found.possible) == (NONE, ALL)


def test_a_criterion_that_does_not_apply_to_both_is_left_out() -> None:
    without_c6 = [*CMJ[:5], read("n/a"), CMJ[6]]
    found, back = against(GTSE, without_c6), against(without_c6, GTSE)
    assert (found.common, found.worst[5], found.limits[5], found.without[5]) == (6, None, None, None)
    assert (found.certain, found.possible) == (Fraction(3, 4), ALL)
    assert (back.certain, back.possible) == (NONE, Fraction(1, 4))


def test_fewer_common_criteria_than_the_convention_are_not_comparable() -> None:
    mine = readings(("Yes",) * 5 + ("n/a",) * 2)
    assert pair(mine, readings(("n/a",) * 2 + ("No",) * 5), EQUAL, CONVENTIONS) is None
    four = readings(("n/a",) + ("No",) * 6)
    assert against(mine, four).points == (100 * ALL, 100 * ALL)
    # Comparable, and yet there are no points where only what is not common weighs.
    assert against(mine, four, (1, 0, 0, 0, 0, 1, 1)).points is None


def test_leaving_out_all_that_weighs_leaves_nothing_ahead() -> None:
    yes, no = readings(["Yes"] * 7), readings(["No"] * 7)
    only_first = against(yes, no, (1, 0, 0, 0, 0, 0, 0))
    assert only_first.points == (100 * ALL, 100 * ALL)
    assert only_first.without == (None, *[100 * ALL] * 6)
    assert not only_first.survives_without_any
    assert against(yes, no, (1, 1, 0, 0, 0, 0, 0)).survives_without_any


def test_pairs_refuse_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="weights"):
        pair(CMJ, GTSE, EQUAL[:6], CONVENTIONS)
    with pytest.raises(ValueError, match="shorter"):
        pair(CMJ, GTSE[:6], EQUAL, CONVENTIONS)
    with pytest.raises(ValueError, match="Maybe"):
        pair(CMJ, [*GTSE[:6], read("Maybe")], EQUAL, CONVENTIONS)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("Yes", "Yes"), ("Yes", "Mostly"), True),
        (("Yes", "Yes"), ("Yes", "Yes"), False),
        (("Yes", "Yes"), ("Yes", "Yes?"), False),
        (("Yes?", "Yes"), ("Mostly", "Mostly"), True),
        (("Yes?", "Yes"), ("Mostly?", "Mostly"), False),
        (("Yes", "No"), ("Mostly", "Not yet"), False),
        (("Yes", "n/a"), ("Mostly", "Yes"), True),
        (("?", "Yes"), ("No", "Mostly"), True),
        (("?", "Yes"), ("Not yet", "Mostly"), False),
    ],
)
def test_ahead_on_every_criterion_holds_in_every_completion(
    a: tuple[str, ...], b: tuple[str, ...], expected: bool
) -> None:
    rest = ("Yes",) * 5
    assert (against(readings((*a, *rest)), readings((*b, *rest))).certain == 1) is expected


@given(
    st.lists(st.integers(-4, 4), min_size=7, max_size=7), st.lists(st.integers(1, 9), min_size=7, max_size=7)
)
def test_the_order_holds_just_below_epsilon_and_is_lost_just_above(
    differences: list[int], weights: list[int]
) -> None:
    words = ("No", "Not yet", "Partly", "Mostly", "Yes")
    found = against(
        readings([words[max(each, 0)] for each in differences]),
        readings([words[max(-each, 0)] for each in differences]),
        weights,
    )

    def lowest(epsilon: Fraction) -> Fraction:
        centre = Fraction(sum(d * w for d, w in zip(differences, weights, strict=True)), sum(weights))
        return (1 - epsilon) * centre + epsilon * min(differences)

    step = Fraction(1, 1000)
    if found.epsilon:
        assert lowest(found.epsilon - min(step, found.epsilon / 2)) > 0
    if found.epsilon < 1:
        assert lowest(found.epsilon) <= 0
    for at, limit in enumerate(found.limits):
        if limit is not None:
            others = Fraction(sum(differences) - differences[at], 6)
            assert limit * differences[at] + (1 - limit) * others <= 0
            assert limit == 0 or limit * differences[at] + (1 - limit) * others == 0


# One structure.


def test_the_decks_range_over_all_scales() -> None:
    assert step_range(CMJ, EQUAL) == (Fraction(3, 7), ALL)
    assert step_range(GTSE, EQUAL) == (Fraction(5, 7), ALL)
    assert step_range(CCRSS, EQUAL) == (NONE, ALL)
    assert step_range(readings(["n/a"] * 7), EQUAL) is None


def test_the_decks_doubts() -> None:
    doubt = Fraction(25, 7)
    assert list(doubts(GTSE, EQUAL, CONVENTIONS)) == [0, 0, doubt, doubt, 0, 0, 0]
    assert doubts(CCRSS, EQUAL, CONVENTIONS) == (Fraction(100, 7),) * 7
    assert list(doubts(readings(["n/a", "?", "Yes"]), (5, 1, 3), CONVENTIONS)) == [0, 25, 0]
    assert list(doubts(readings(["n/a"] * 2), (1, 1), CONVENTIONS)) == [0, 0]


# Places under any weights.


def test_places_count_those_ahead_on_every_criterion_and_those_that_can_be_on_one() -> None:
    rows = [readings([word] * 7) for word in ("Mostly", "Yes", "Mostly?", "No")]
    assert place_bounds(Grid.of(rows)).tolist() == [[2, 3], [1, 1], [1, 3], [4, 4]]
    assert place_bounds(Grid.of(DECK)).tolist() == [[1, 3], [1, 3], [1, 3]]


def test_places_are_kept_until_an_answer_changes() -> None:
    before = place_bounds(Grid.of(DECK))
    assert place_bounds(Grid.of(DECK)) is before
    better = [GTSE, readings(["Yes"] * 7), CCRSS]
    assert place_bounds(Grid.of(better)) is not before
    assert place_bounds(Grid.of(better)).tolist() == [[1, 3], [1, 1], [1, 3]]


def test_places_of_many_are_those_of_each_pair() -> None:
    rows = [readings([("No", "Not yet", "Partly", "Mostly", "Yes")[at * 7 % 5]] * 7) for at in range(600)]
    found = place_bounds(Grid.of(rows))
    assert found[:5].tolist() == found[-5:].tolist(), "each word stands 120 times, in every block"
    assert sorted(found[:5].tolist()) == [[1 + 120 * over, 1 + 120 * over] for over in range(5)]


def test_of_no_structure_there_is_no_place() -> None:
    assert place_bounds(Grid.of([], 7)).tolist() == []


# Ranks.


def ends(*intervals: tuple[float, float]) -> list[list[int]]:
    low, high = (np.array([each[end] for each in intervals], dtype=np.float64) for end in (0, 1))
    found: list[list[int]] = ranks(low, high).tolist()
    return found


def test_the_decks_equal_weight_ranks() -> None:
    assert ends((650 / 7, 100), (550 / 7, 550 / 7), (0, 100)) == [[1, 2], [2, 3], [1, 3]]
    assert ends((650 / 7, 100), (550 / 7, 550 / 7)) == [[1, 1], [2, 2]]


def test_equal_points_share_their_rank_and_touching_ends_do_not_separate() -> None:
    assert ends() == []
    assert ends((79, 79), (79, 79), (50, 50)) == [[1, 1], [1, 1], [3, 3]]
    assert ends((50, 75), (75, 100)) == [[1, 2], [1, 1]]
    assert ends((50, 74), (75, 100)) == [[2, 2], [1, 1]]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted), max_size=5))
def test_ranks_are_the_best_and_worst_over_every_completion(intervals: list[list[int]]) -> None:
    # The extremes of a rank are reached at ends of the intervals, so the ends stand for all completions.
    reached: list[set[int]] = [set() for _ in intervals]
    for completion in product(*intervals):
        for index, value in enumerate(completion):
            reached[index].add(1 + sum(other > value for other in completion))
    assert ends(*((low, high) for low, high in intervals)) == [[min(found), max(found)] for found in reached]


@pytest.mark.takes_long
def test_the_decks_ranks_over_all_weights() -> None:
    found = rank_shares(Grid.of(DECK), 200_000, CONVENTIONS.seed_weights, CONVENTIONS)
    gtse, cmj, ccrss = ({places: round(float(share), 4) for places, share in each.items()} for each in found)
    assert gtse == {(1, 2): 0.9371, (1, 3): 0.0629}
    assert cmj == {(1, 3): 0.0629, (2, 3): 0.9371}
    assert ccrss == {(1, 3): 1.0}


def test_ranks_over_all_weights_are_always_the_same() -> None:
    one = rank_shares(Grid.of(DECK), 2_000, 5, CONVENTIONS)
    assert rank_shares(Grid.of(DECK), 2_000, 5, CONVENTIONS) is one
    assert all(sum(each.values()) == 1 for each in one)
    # Whatever the weights, the same answers share a rank.
    twice = rank_shares(Grid.of([CMJ, CMJ]), 100, 5, CONVENTIONS)
    assert twice == ({(1, 1): Fraction(1)},) * 2
