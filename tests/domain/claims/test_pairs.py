"""One structure against another: the right claim for data of which a page once said what was not true."""

from fractions import Fraction

import pytest

from coordination.domain.claims.pairs import (
    AheadHowever,
    AheadOrLevel,
    AheadUnder,
    AtMostLevel,
    CloseCause,
    LevelUnder,
    NoCommonWeight,
    NotBehind,
    NotComparable,
    PairClaim,
    SameAnswers,
    TooClose,
    UnderWeights,
    pair_claim,
)
from tests import chosen
from tests.chosen import EQUAL, Sheet

YES = ("Yes",) * 7
MOSTLY = ("Mostly",) * 7
WITHOUT_C7 = (20, 20, 20, 20, 10, 10, 0)


def said(a: Sheet | list[Sheet], b: Sheet | list[Sheet], *weights: tuple[int, ...]) -> PairClaim:
    """The claim about A and B, which is the same about B and A."""
    of = chosen.of(*weights, A=a, B=b)
    assert len(of.placed) == 2, "both can be ranked"
    claim, back = pair_claim(of, 0, 1), pair_claim(of, 1, 0)
    assert type(claim) is type(back)
    return claim


def test_where_criteria_do_not_apply_to_one_the_claim_says_on_how_many_it_rests() -> None:
    claim = said(["Yes"] * 5 + ["No"] * 2, ["Mostly"] * 5 + ["n/a"] * 2)
    assert isinstance(claim, AheadHowever)
    assert (claim.first, claim.common, claim.is_partial) == ("A", 5, True)


def test_ahead_on_every_criterion_holds_however_they_are_weighed() -> None:
    claim = said(MOSTLY, YES)
    assert isinstance(claim, AheadHowever)
    assert (claim.first, claim.second, claim.common, claim.is_partial) == ("B", "A", 7, False)


def test_one_criterion_ahead_is_not_every_criterion() -> None:
    claim = said([*YES[:6], "Yes"], [*YES[:6], "Mostly"])
    assert isinstance(claim, NotBehind)
    assert (claim.first, claim.codes) == ("A", ("C7",))
    assert claim.under == (("equal", UnderWeights.AHEAD),)


@pytest.mark.parametrize(
    ("last", "outcome"),
    [("No", UnderWeights.LEVEL), ("No?", UnderWeights.LEVEL)],
    ids=["firm", "not sure, without weight"],
)
def test_ahead_only_on_what_has_no_weight_is_level_under_these_weights(
    last: str, outcome: UnderWeights
) -> None:
    claim = said(YES, [*YES[:6], last], WITHOUT_C7, EQUAL)
    assert isinstance(claim, NotBehind)
    assert claim.codes == ("C7",)
    assert claim.under == (("equal", outcome), ("government", UnderWeights.AHEAD))
    assert not claim.holds_under_each


def test_ahead_on_what_has_no_weight_with_a_doubt_on_what_has_is_ahead_or_level() -> None:
    claim = said(["Yes?", *YES[1:]], ["Mostly", *YES[1:6], "No"], WITHOUT_C7)
    assert isinstance(claim, NotBehind)
    assert claim.under == (("equal", UnderWeights.AHEAD_OR_LEVEL),)


def test_what_can_reach_the_other_on_every_criterion_and_pass_it_on_none_is_at_most_level() -> None:
    claim = said(YES, [*YES[:6], "Yes?"])
    assert isinstance(claim, AtMostLevel)
    assert (claim.first, claim.second) == ("A", "B")


def test_same_answers_are_firm_and_said_of_what_applies_to_both() -> None:
    claim = said(["Yes"] * 5 + ["No"] * 2, ["Yes"] * 5 + ["n/a"] * 2)
    assert isinstance(claim, SameAnswers)
    assert (claim.common, claim.is_partial) == (5, True)


def test_the_same_doubts_are_too_close_to_call() -> None:
    claim = said(["Mostly?"] * 7, ["Mostly?"] * 7)
    assert isinstance(claim, TooClose)
    assert claim.same_words
    assert claim.causes == (CloseCause.DOUBTFUL,)


def test_doubts_on_both_are_too_close_to_call_because_of_the_doubts() -> None:
    claim = said(["Yes"] + ["Not yet to Yes"] * 6, ["Partly"] * 7)
    assert isinstance(claim, TooClose)
    assert (claim.causes, claim.same_words) == ((CloseCause.DOUBTFUL,), False)


def test_each_cause_is_named_from_the_criteria_that_have_weight() -> None:
    several: list[Sheet] = [["Yes"] * 7, ["No"] * 2 + ["Yes"] * 5]
    assert said(several, MOSTLY).under == (("equal", UnderWeights.TOO_CLOSE),)
    claim = said(several, ["Mostly", "?", *MOSTLY[2:]])
    assert isinstance(claim, TooClose)
    assert claim.causes == (CloseCause.MISSING, CloseCause.DIFFER)
    unweighted = said(several, [*MOSTLY[:6], "?"], WITHOUT_C7)
    assert isinstance(unweighted, TooClose)
    assert unweighted.causes == (CloseCause.DIFFER,)


def test_who_is_ahead_of_three_assessors_that_differ_is_open() -> None:
    claim = said([["No"] * 7, ["Partly"] * 7, ["Yes"] * 7], MOSTLY)
    assert isinstance(claim, TooClose)
    assert claim.causes == (CloseCause.DIFFER,)


def test_ahead_under_these_weights_has_its_exact_share() -> None:
    claim = said(
        ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"),
        ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"),
        EQUAL,
        (10, 10, 50, 10, 10, 5, 5),
    )
    assert isinstance(claim, AheadUnder)
    assert (claim.first, claim.certain, claim.reverse) == ("A", Fraction(15, 16), Fraction(1, 16))
    assert claim.under == (("equal", UnderWeights.AHEAD), ("government", UnderWeights.TOO_CLOSE))


def test_no_one_above_and_one_that_can_be_level_is_ahead_or_level() -> None:
    claim = said(["Yes", "Yes", *["Mostly"] * 5], [*["Mostly"] * 5, "Yes?", "Yes?"])
    assert isinstance(claim, AheadOrLevel)
    assert claim.first == "A"


def test_level_under_these_weights_is_decided_by_others() -> None:
    claim = said(["Yes", "No", *YES[2:]], ["No", *YES[1:]])
    assert isinstance(claim, LevelUnder)
    assert claim.others_decide
    unknown = said([*YES[:6], "?"], [*YES[:6], "?"], WITHOUT_C7)
    assert isinstance(unknown, LevelUnder)
    assert not unknown.others_decide


def test_few_common_criteria_and_none_with_weight_are_said_apart() -> None:
    few = said(["n/a", "n/a", *YES[2:]], [*MOSTLY[:5], "n/a", "n/a"])
    assert isinstance(few, NotComparable)
    assert (few.common, few.needed) == (3, 4)
    weightless = said(["n/a", *YES[1:]], [*YES[:6], "n/a"], (50, 0, 0, 0, 0, 0, 50))
    assert isinstance(weightless, NoCommonWeight)
    assert weightless.common == 5
