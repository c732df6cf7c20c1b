"""Ordinal alpha three ways, and what may be said of it; golden values of METHOD.md 12.3."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import krippendorff
import numpy as np
import pytest

from coordination.documents import instruments
from coordination.domain.agreement import (
    Agreement,
    AgreementWord,
    Reason,
    agreement,
    agreements_of,
    between,
)
from coordination.domain.grids import Levels

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
# Alpha of few units is hidden on pages; here it is looked at.
ANY_UNITS = replace(CONVENTIONS, min_units_alpha=1)
QUICK = replace(ANY_UNITS, bootstrap_replicates=1)


def matrix(*rows: str) -> Levels:
    return np.array(
        [[-1 if each in "n." else int(each) for each in row.split()] for row in rows], dtype=np.int8
    )


# Krippendorff's own example has levels 1 to 5.
REFERENCE = matrix(
    "0 1 2 2 1 0 3 0 1 n n n",
    "0 1 2 2 1 1 3 0 1 4 n 2",
    "n 2 2 2 1 2 3 1 1 4 0 n",
    "0 1 2 2 1 3 3 0 1 4 0 n",
)
RT = matrix(
    "4 4 4 4 4 4 4 4 3 4 4 3 2 4",
    "4 4 4 3 4 4 4 4 4 4 3 n 1 4",
    "4 4 3 2 4 3 4 3 3 4 2 3 1 3",
    "4 4 3 3 4 4 4 4 3 3 2 2 0 n",
)


def by_package(levels: Levels) -> float:
    ratings = np.where(levels < 0, np.nan, levels)
    return float(krippendorff.alpha(ratings, value_domain=list(range(5)), level_of_measurement="ordinal"))


def by_definition(levels: Levels) -> float:
    """Alpha in exact fractions, pair by pair."""
    units = [[int(each) for each in unit if each >= 0] for unit in levels.T]
    units = [unit for unit in units if len(unit) > 1]
    every = [each for unit in units for each in unit]
    count = [every.count(level) for level in range(5)]

    def apart(one: int, other: int) -> Fraction:
        low, high = min(one, other), max(one, other)
        return (sum(count[low : high + 1]) - Fraction(count[low] + count[high], 2)) ** 2

    def pairs(ratings: list[int]) -> Fraction:
        return sum(
            (apart(a, b) for i, a in enumerate(ratings) for j, b in enumerate(ratings) if i != j), Fraction(0)
        )

    observed = sum((pairs(unit) / (len(unit) - 1) for unit in units), Fraction(0))
    return float(1 - (len(every) - 1) * observed / pairs(every))


def random_levels(random: np.random.Generator) -> Levels:
    shape = int(random.integers(2, 6)), int(random.integers(2, 15))
    levels = random.integers(0, 5, shape)
    return np.where(random.random(shape) < 0.3, -1, levels).astype(np.int8)


# Golden values.


def test_the_reference_matrix_of_the_literature() -> None:
    found = agreement(REFERENCE, CONVENTIONS)
    assert found.alpha == pytest.approx(0.815387504, abs=1e-9)
    assert found.units == 11


@pytest.mark.parametrize(
    ("rows", "alpha", "pairs", "exact", "within_one"),
    [
        (slice(0, 4), 0.500710836, 78, Fraction(43, 78), Fraction(37, 39)),
        (slice(0, 2), 0.397036707, 13, Fraction(9, 13), Fraction(1)),
        (slice(2, 4), 0.712098581, 13, Fraction(7, 13), Fraction(1)),
    ],
)
def test_the_rating_matrix_has_its_alphas_and_percentages(
    rows: slice, alpha: float, pairs: int, exact: Fraction, within_one: Fraction
) -> None:
    found = agreement(RT[rows], CONVENTIONS)
    assert found.alpha == pytest.approx(alpha, abs=1e-9)
    assert (found.pairs, found.exact, found.within_one) == (pairs, exact, within_one)


def test_the_interval_of_the_rating_matrix() -> None:
    found = agreement(RT, CONVENTIONS)
    assert found.interval == pytest.approx((0.107, 0.750), abs=0.05)
    assert found.word is AgreementWord.NOT_RELIABLE
    assert found == agreement(RT, CONVENTIONS), "the same seed gives the same interval"


# Three ways to one alpha.


@pytest.mark.parametrize("seed", range(200))
def test_alpha_is_the_same_three_ways(seed: int) -> None:
    levels = random_levels(np.random.default_rng(seed))
    found = agreement(levels, QUICK)
    if found.alpha is None:
        assert found.reason in (Reason.NO_UNITS, Reason.NO_VARIATION, Reason.ONE_RATER)
        return
    assert found.alpha == pytest.approx(by_definition(levels), abs=1e-12)
    assert found.alpha == pytest.approx(by_package(levels), abs=1e-12)


def test_nearly_all_of_those_matrices_have_an_alpha() -> None:
    found = [agreement(random_levels(np.random.default_rng(seed)), QUICK).alpha for seed in range(200)]
    assert sum(alpha is not None for alpha in found) > 190


@pytest.mark.parametrize("seed", range(5))
def test_a_replicate_is_the_alpha_of_the_units_drawn(seed: int) -> None:
    # Every replicate of one draw has both ends of the interval at its own alpha.
    one = replace(ANY_UNITS, bootstrap_replicates=1, seed_bootstrap=seed)
    found = agreement(RT, one)
    ratings = [tuple(int((unit == level).sum()) for level in range(5)) for unit in RT.T]
    profiles = sorted(set(ratings))
    times = np.array([ratings.count(profile) for profile in profiles])
    drawn = np.random.default_rng(seed).multinomial(14, times / 14)
    units = [
        RT[:, ratings.index(profile)]
        for profile, count in zip(profiles, drawn, strict=True)
        for _ in range(count)
    ]
    expected = by_package(np.array(units, dtype=np.int8).T)
    assert found.interval == pytest.approx((expected, expected), abs=1e-12)


def test_the_interval_is_that_of_units_drawn_one_by_one() -> None:
    random = np.random.default_rng(1)
    plain = [by_package(RT[:, random.integers(0, 14, 14)]) for _ in range(1000)]
    assert agreement(RT, CONVENTIONS).interval == pytest.approx(np.quantile(plain, (0.025, 0.975)), abs=0.05)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_raters_and_units_makes_no_difference(seed: int) -> None:
    random = np.random.default_rng(seed)
    turned = RT[random.permutation(4)][:, random.permutation(14)]
    assert agreement(turned, CONVENTIONS) == agreement(RT, CONVENTIONS)


def test_units_that_one_rater_rated_change_nothing() -> None:
    lonely = np.full((4, 6), -1, dtype=np.int8)
    lonely[2] = 1
    assert agreement(np.hstack([RT, lonely]), CONVENTIONS) == agreement(RT, CONVENTIONS)


# Where there is no alpha.


def test_one_rater_is_not_assessed() -> None:
    expected = Agreement(
        alpha=None,
        interval=None,
        reason=Reason.ONE_RATER,
        exact=None,
        within_one=None,
        pairs=0,
        units=0,
        is_lopsided=False,
        word=AgreementWord.NOT_ASSESSABLE,
    )
    assert agreement(RT[:1], CONVENTIONS) == expected
    assert agreement(np.zeros((0, 0), dtype=np.int8), CONVENTIONS) == expected
    silent = np.full((1, 14), -1, dtype=np.int8)
    assert agreement(np.vstack([RT[:1], silent]), CONVENTIONS) == expected


def test_raters_who_rated_nothing_in_common_are_not_assessed() -> None:
    found = agreement(matrix("4 3 n n", "n n 2 1"), ANY_UNITS)
    assert (found.reason, found.pairs, found.alpha) == (Reason.NO_UNITS, 0, None)


def test_everybody_saying_yes_has_full_agreement_and_no_alpha() -> None:
    found = agreement(np.full((3, 12), 4, dtype=np.int8), CONVENTIONS)
    assert (found.alpha, found.interval, found.reason) == (None, None, Reason.NO_VARIATION)
    assert (found.exact, found.within_one, found.pairs) == (1, 1, 36)
    assert found.is_lopsided
    assert found.word is AgreementWord.NOT_ASSESSABLE


@pytest.mark.parametrize(("units", "is_hidden"), [(9, True), (10, False)])
def test_few_units_have_percentages_only(units: int, is_hidden: bool) -> None:
    found = agreement(RT[:, -units:], CONVENTIONS)
    assert (found.reason is Reason.FEW_UNITS) == is_hidden
    assert (found.alpha is None) == (found.interval is None) == is_hidden
    assert found.units == units
    assert found.exact is not None


def test_full_agreement_over_several_levels_is_one() -> None:
    found = agreement(matrix("0 1 4", "0 1 4"), ANY_UNITS)
    assert found.alpha == 1
    assert found.interval == (1, 1)
    assert found.word is AgreementWord.RELIABLE


def test_no_interval_where_no_replicate_varies() -> None:
    levels = matrix("0 4", "0 4")
    seed = next(s for s in range(50) if 0 in np.random.default_rng(s).multinomial(2, [0.5, 0.5]))
    found = agreement(levels, replace(QUICK, seed_bootstrap=seed))
    assert (found.alpha, found.interval, found.word) == (1, None, AgreementWord.NOT_ASSESSABLE)


# Words.


@pytest.mark.parametrize(("others", "is_lopsided"), [(4, False), (3, True)])
def test_lopsided_is_above_four_in_five(others: int, is_lopsided: bool) -> None:
    levels = np.full((2, 10), 4, dtype=np.int8)
    levels.flat[:others] = 1
    assert agreement(levels, QUICK).is_lopsided is is_lopsided


@pytest.mark.parametrize(
    ("alpha_words", "word"),
    [(("0.05", "0.1"), "reliable"), (("0.05", "0.6"), "tentative"), (("0.4", "0.45"), "not_reliable")],
)
def test_the_word_goes_by_the_lower_end(alpha_words: tuple[str, str], word: str) -> None:
    tentative, reliable = map(Fraction, alpha_words)
    assert agreement(RT, replace(CONVENTIONS, alpha_words=(tentative, reliable))).word == word


# The sides.


def test_the_sides_are_rated_together_and_apart() -> None:
    found = agreements_of(RT[:2], RT[2:], CONVENTIONS)
    assert found.all == agreement(RT, CONVENTIONS)
    assert found.government == agreement(RT[:2], CONVENTIONS)
    assert found.partners == agreement(RT[2:], CONVENTIONS)
    assert found.between == between(RT[:2], RT[2:], CONVENTIONS)


def test_a_side_that_is_not_heard_is_not_assessed() -> None:
    found = agreements_of(RT[:0], RT[2:], CONVENTIONS)
    assert found.government.reason is Reason.ONE_RATER
    assert found.all == found.partners
    assert found.between.reason is Reason.NO_UNITS


# Between the sides.


def between_by_definition(ours: Levels, theirs: Levels) -> float:
    """Alpha in exact fractions over pairs of one rater of each side, each unit counting as two ratings."""
    units = [
        ([int(a) for a in one if a >= 0], [int(b) for b in other if b >= 0])
        for one, other in zip(ours.T, theirs.T, strict=True)
    ]
    units = [(one, other) for one, other in units if one and other]
    weight = [Fraction(0)] * 5
    for one, other in units:
        for level in range(5):
            weight[level] += Fraction(one.count(level), len(one)) + Fraction(other.count(level), len(other))

    def apart(one: int, other: int) -> Fraction:
        low, high = min(one, other), max(one, other)
        return (sum(weight[low : high + 1], Fraction(0)) - (weight[low] + weight[high]) / 2) ** 2

    observed = sum(
        (
            2 * sum((apart(a, b) for a in one for b in other), Fraction(0)) / (len(one) * len(other))
            for one, other in units
        ),
        Fraction(0),
    )
    expected = sum((weight[a] * weight[b] * apart(a, b) for a in range(5) for b in range(5)), Fraction(0))
    return float(1 - (2 * len(units) - 1) * observed / expected)


def test_between_the_sides_one_rater_each_is_the_usual_alpha() -> None:
    pair = RT[[0, 2]]
    found, usual = between(pair[:1], pair[1:], ANY_UNITS), agreement(pair, ANY_UNITS)
    assert found.alpha == pytest.approx(usual.alpha)
    assert found.interval == pytest.approx(usual.interval)
    assert (found.exact, found.within_one, found.pairs, found.units) == (
        *(usual.exact, usual.within_one, usual.pairs, usual.units),
    )


def test_between_the_sides_only_pairs_across_count() -> None:
    found = between(RT[:2], RT[2:], CONVENTIONS)
    assert (found.pairs, found.units) == (52, 14)
    assert found.exact == Fraction(27, 52)
    assert found.alpha == pytest.approx(0.4176011464, abs=1e-9)
    assert found.alpha == pytest.approx(between_by_definition(RT[:2], RT[2:]))


def test_how_far_one_side_agrees_within_makes_no_agreement_across() -> None:
    view = np.array([[0, 1, 2, 3, 4] * 4], dtype=np.int8)
    crowd, other = np.repeat(view, 9, axis=0), 4 - view
    assert agreement(np.concatenate([crowd, other]), QUICK).alpha > 0.5  # type: ignore[operator]
    assert between(crowd, other, QUICK).alpha == pytest.approx(between(view, other, QUICK).alpha)


def test_a_unit_that_one_side_alone_rated_is_not_between_the_sides() -> None:
    found = between(matrix("4 4 n 0"), matrix("4 n 4 1"), QUICK)
    assert (found.units, found.pairs, found.exact) == (2, 2, Fraction(1, 2))
    assert between(matrix("4 n"), matrix("n 4"), QUICK).reason is Reason.NO_UNITS
