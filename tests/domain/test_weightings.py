"""Shares of all weightings: the race against the closed form, against chance and against METHOD.md 12.2."""

from fractions import Fraction
from itertools import combinations
from math import prod

import numpy as np
import pytest

from coordination.domain.weightings import holds_in_order, ordered_share, share, share_near, shares, weighted

EQUAL = (1,) * 7
WORST = (0, 1, -1, 0, 1, 3, 0)  # GTSE/CPSE over CMJ.


def by_closed_form(differences: tuple[int, ...]) -> Fraction:
    """For differences that are all different and none 0."""
    return sum(
        (
            Fraction(
                each ** (len(differences) - 1),
                prod(each - other for other in differences if other != each),
            )
            for each in differences
            if each > 0
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("count", range(1, 8))
def test_the_race_is_the_closed_form(count: int) -> None:
    for chosen in combinations([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 7], count):
        assert share(chosen) == by_closed_form(chosen)


def test_shares_are_those_that_chance_finds() -> None:
    chance = np.random.default_rng(3)
    draws = 100_000
    weights = chance.exponential(size=(draws, 7))
    differences = chance.integers(-4, 5, size=(60, 7)).astype(np.int8)
    expected = shares(differences)
    found = (weights @ differences.T > 0).mean(0)
    # Sixty are looked at, so four standard errors.
    assert np.all(np.abs(found - expected) <= 4 * np.sqrt(expected * (1 - expected) / draws) + 1e-12)


@pytest.mark.parametrize("width", [1, 5, 7])
def test_many_at_once_are_the_same_as_one_by_one(width: int) -> None:
    differences = np.random.default_rng(width).integers(-4, 5, size=(20, 15, width)).astype(np.int8)
    expected = [[float(share(row.tolist())) for row in rows] for rows in differences]
    assert shares(differences).tolist() == expected


def test_seven_alike_fit_and_eight_are_refused() -> None:
    alike = np.array([[each] * 7 for each in range(-4, 5)], dtype=np.int8)
    assert shares(alike).tolist() == [0.0] * 5 + [1.0] * 4
    with pytest.raises(ValueError, match="seven"):
        shares(np.zeros((2, 8), dtype=np.int8))


def test_nothing_is_ahead_where_nothing_differs() -> None:
    assert share([]) == share([0] * 7) == 0
    assert share([1, 0]) == 1
    assert share([-1, 0]) == 0
    assert share([Fraction(1, 3), Fraction(-2, 3)]) == share([1, -2]) == Fraction(1, 3)


# The deck, METHOD.md 12.2.


def test_the_decks_shares() -> None:
    assert share(WORST) == Fraction(15, 16)
    assert share((0, 1, 0, 1, 1, 3, 0)) == 1
    by_completion = [share((0, 1, c3 - 4, c4 - 3, 1, 3, 0)) for c3 in (3, 4) for c4 in (3, 4)]
    assert by_completion == [Fraction(15, 16), Fraction(31, 32), 1, 1]
    # The same without C6.
    assert share((0, 1, -1, 0, 1, 0)) == Fraction(3, 4)


def test_the_decks_share_among_weights_near_the_equal_ones() -> None:
    assert share_near(WORST, EQUAL, Fraction(1, 2)) == Fraction(1881655, 1882384)
    assert share_near(WORST, EQUAL, Fraction(4, 11)) == 1
    assert share_near(WORST, EQUAL, Fraction(0)) == 1
    assert share_near(WORST, EQUAL, Fraction(1)) == share(WORST)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("1234567", Fraction(1)),
        ("3124567", Fraction(39, 77)),
        ("3417256", Fraction(3413, 28842)),
    ],
)
def test_the_decks_share_where_importance_is_ordered(order: str, expected: Fraction) -> None:
    assert ordered_share(WORST, [int(each) - 1 for each in order]) == expected


def test_an_order_holds_only_where_no_weighting_in_it_makes_the_two_level() -> None:
    first, second = [0, 1, 2, 3, 4, 5, 6], [5, 0, 1, 2, 3, 4, 6]
    # All the weight on the first criterion is such a weighting, and there the two are level.
    assert (ordered_share(WORST, first), holds_in_order(WORST, first)) == (1, False)
    assert (ordered_share(WORST, second), holds_in_order(WORST, second)) == (1, True)


def test_weights_that_are_all_0_compare_nothing() -> None:
    assert weighted((1, 3), (1, 3)) == Fraction(5, 2)
    with pytest.raises(ValueError, match="all 0"):
        share_near((1, -1), (0, 0), Fraction(1, 2))
