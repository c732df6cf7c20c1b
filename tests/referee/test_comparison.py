"""No claim about structures and pairs is untrue; and the referee can say so of each kind."""

from dataclasses import replace
from fractions import Fraction

import pytest

from coordination.domain.claims.pairs import CloseCause, UnderWeights
from coordination.domain.claims.places import (
    DifferentCriteria,
    FirstOrLevel,
    ScoresHighest,
    ScoresLowest,
    ShareFirst,
)
from tests.extent import examples
from tests.referee import comparison
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import Case
from tests.referee.structures import Tally, refusals, rounds

YES = ("Yes",) * 7
MOSTLY = ("Mostly",) * 7
EQUAL = (1,) * 7
NA_FIRST = ("n/a", "n/a", *YES[2:])


def round_of(*weights: tuple[int, ...], **structures: tuple[str, ...]) -> Round:
    """These structures, each by one assessor."""
    return Round(Case({name: (sheet,) for name, sheet in structures.items()}, weights or (EQUAL,)))


def claim(kind: str, found: Round) -> Claim:
    """The true claim of this kind that is said of the round."""
    return next(each for each in comparison.said(found) if each.kind == kind)


def is_refused(found: Round, untrue: Claim) -> bool:
    return bool(comparison.KINDS[untrue.kind](found, untrue))


TWO = {"placed": 2, "total": 2}


@pytest.mark.parametrize(
    ("structures", "untrue"),
    [
        ({"A": YES, "B": ("Yes?", *YES[1:])}, ScoresHighest(structure="A", **TWO)),
        ({"A": YES, "B": NA_FIRST[:1] + MOSTLY[1:]}, ScoresHighest(structure="A", **TWO)),
        ({"A": YES, "B": MOSTLY}, ScoresHighest(structure="A", placed=2, total=3)),
        ({"A": YES, "B": ("Yes?", *YES[1:])}, ScoresLowest(structure="B", **TWO)),
        ({"A": MOSTLY, "B": YES}, FirstOrLevel(structure="A", others=("B",), **TWO)),
        ({"A": YES, "B": MOSTLY}, FirstOrLevel(structure="A", others=("B",), **TWO)),
        ({"A": YES, "B": ("Yes?", *YES[1:])}, ShareFirst(structures=("A", "B"), **TWO)),
        ({"A": YES, "B": MOSTLY}, DifferentCriteria(left_out=(("B", 1),), **TWO)),
    ],
)
def test_the_referee_refuses_what_is_not_true_of_places(
    structures: dict[str, tuple[str, ...]], untrue: Claim
) -> None:
    assert is_refused(round_of(**structures), untrue)


def test_the_referee_refuses_a_bound_that_some_weighting_passes() -> None:
    found = round_of(A=YES, B=(*YES[:6], "No"), C=("Partly",) * 7)
    bound = next(
        each for each in comparison.said(found) if each.kind == "place_bound" and each.structure == "B"
    )
    assert not is_refused(found, bound)
    assert is_refused(found, replace(bound, worst=2))
    assert is_refused(found, replace(bound, best=2))


#: By kind: structures and weights of which it is true.
TRUE = {
    "same_answers": round_of(A=YES, B=YES),
    "ahead_however": round_of(A=YES, B=MOSTLY),
    "not_behind": round_of(A=YES, B=(*YES[:6], "No")),
    "at_most_level": round_of(A=YES, B=(*YES[:6], "Yes?")),
    "ahead_under": round_of(A=("Mostly", *YES[1:]), B=("Yes", *MOSTLY[1:])),
    "ahead_or_level": round_of(A=("Yes", "Yes", *MOSTLY[2:]), B=(*MOSTLY[:5], "Yes?", "Yes?")),
    "level_under": round_of(A=("Yes", "No", *YES[2:]), B=("No", *YES[1:])),
    "too_close": round_of(A=("Yes?", *YES[1:]), B=(*YES[:6], "Yes?")),
    "not_comparable": round_of(A=NA_FIRST, B=(*YES[:5], "n/a", "n/a")),
    "no_common_weight": round_of((50, 0, 0, 0, 0, 0, 50), A=("n/a", *YES[1:]), B=(*YES[:6], "n/a")),
}


PLACES = {
    "scores_highest": round_of(A=YES, B=MOSTLY, C=("Partly",) * 7),
    "first_or_level": round_of(A=("Yes", "Yes", *MOSTLY[2:]), B=(*MOSTLY[:5], "Yes?", "Yes?")),
    "share_first": round_of(A=YES, B=YES, C=MOSTLY),
    "different_criteria": round_of(A=YES, B=NA_FIRST),
}


@pytest.mark.takes_long
def test_no_claim_about_structures_and_pairs_is_untrue_and_no_two_contradict() -> None:
    tally = Tally()

    def judge(case: Case) -> None:
        found = Round(case)
        claims = list(comparison.said(found))
        assert refusals(found, claims, comparison.KINDS, tally) == []
        assert comparison.contradictions(claims) == []

    for known in (*TRUE.values(), *PLACES.values()):
        judge(known.case)
    rounds(examples(60), judge)
    assert tally.claims.keys() == comparison.KINDS.keys()


@pytest.mark.parametrize("kind", TRUE)
def test_the_referee_refuses_what_is_true_of_other_data(kind: str) -> None:
    said = claim(kind, TRUE[kind])
    assert not is_refused(TRUE[kind], said)
    for other, found in TRUE.items():
        if other != kind:
            assert is_refused(found, said), other


@pytest.mark.parametrize("kind", TRUE)
def test_the_referee_refuses_another_base_and_other_weights(kind: str) -> None:
    found, said = TRUE[kind], claim(kind, TRUE[kind])
    assert is_refused(found, replace(said, common=said.common - 1))
    assert is_refused(found, replace(said, is_partial=not said.is_partial))
    assert is_refused(found, replace(said, under=(("equal", UnderWeights.BEHIND),)))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("not_behind", {"codes": ("C1",)}),
        ("ahead_under", {"certain": Fraction(1)}),
        ("ahead_under", {"reverse": Fraction(1)}),
        ("level_under", {"others_decide": False}),
        ("too_close", {"causes": (CloseCause.MISSING,)}),
        ("too_close", {"same_words": True}),
    ],
)
def test_the_referee_refuses_a_detail_that_is_not_true(kind: str, change: dict[str, object]) -> None:
    assert is_refused(TRUE[kind], replace(claim(kind, TRUE[kind]), **change))


@pytest.mark.parametrize("kind", ["ahead_however", "not_behind", "at_most_level", "ahead_under"])
def test_the_referee_refuses_an_order_the_other_way_round(kind: str) -> None:
    said = claim(kind, TRUE[kind])
    assert is_refused(TRUE[kind], replace(said, first=said.second, second=said.first))


def test_two_claims_about_one_pair_and_a_first_one_that_is_behind_contradict() -> None:
    found = TRUE["ahead_however"]
    said = claim("ahead_however", found)
    assert comparison.contradictions([said]) == []
    assert comparison.contradictions([said, claim("same_answers", TRUE["same_answers"])])
    assert comparison.contradictions([said, ScoresHighest(structure="B", **TWO)])
