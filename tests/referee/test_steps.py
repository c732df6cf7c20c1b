"""No claim on one criterion, on the course of a structure or on a crosswalk is untrue; and the referee can say so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from coordination.domain.change import Cause
from coordination.domain.claims.change import CriterionClaim, CriterionKind
from coordination.domain.claims.timeline import Course
from tests.extent import examples
from tests.referee.rounds import hand_over
from tests.referee.steps import (
    ANSWERED,
    TWICE,
    Answered,
    Rounds,
    Twice,
    course_of,
    courses,
    criterion,
    fit,
    objections_to_course,
    objections_to_criterion,
    objections_to_fit,
)
from tests.referee.timeline import TwoRounds

YES, NO, NA, UNKNOWN = (("Yes",) * 7, ("No",) * 7, ("n/a",) * 7, ("?",) * 7)
#: Each level becomes itself.
SAME = tuple((level, level) for level in range(5))


def answered(old: tuple[str, ...], new: tuple[str, ...], by: str = "a", **more: object) -> Answered:
    return Answered(replace(TwoRounds({"a": old}, {by: new}), **more), 0, is_answered_again=True)


TRUE = {
    CriterionKind.NOT_YET_ANSWERED: replace(answered(NO, YES), is_answered_again=False),
    CriterionKind.NOT_COMPARED: answered(NO, YES, kinds=("subject_only",) * 7),
    CriterionKind.APPLIES_ONCE: answered(NA, YES),
    CriterionKind.BECAME_KNOWN: answered(UNKNOWN, YES),
    CriterionKind.HIGHER_NEW_ASSESSORS: answered(NO, YES, by="b"),
    CriterionKind.LOWER_NEW_ASSESSORS: answered(YES, NO, by="b"),
    CriterionKind.HIGHER_EXPLAINED: answered(NO, YES, reasons={("a", "C1"): "error"}),
    CriterionKind.LOWER_EXPLAINED: answered(YES, NO, reasons={("a", "C1"): "better_information"}),
    CriterionKind.BETTER: answered(NO, YES),
    CriterionKind.WORSE: answered(YES, NO),
    CriterionKind.NO_CLEAR_CHANGE: answered(("No to Yes",) * 7, YES),
}


def test_between_two_questionnaires_of_which_none_follows_nothing_is_compared() -> None:
    case = answered(NO, YES, kinds=("direct",) * 7, follows=False)
    assert criterion(case).kind is CriterionKind.NOT_COMPARED
    assert not list(objections_to_criterion(criterion(case), case))
    assert list(objections_to_criterion(CriterionClaim(CriterionKind.BETTER), case))


@pytest.mark.takes_long
def test_nothing_said_of_one_criterion_is_untrue() -> None:
    def one(case: Answered) -> None:
        assert not list(objections_to_criterion(criterion(case), case))

    hand_over(ANSWERED, examples(200), one)


@pytest.mark.parametrize("kind", CriterionKind)
def test_each_kind_is_said_where_it_is_true_and_refused_for_all_other_answers(kind: CriterionKind) -> None:
    claim = criterion(TRUE[kind])
    assert claim.kind is kind
    assert not list(objections_to_criterion(claim, TRUE[kind]))
    for other, case in TRUE.items():
        if other is not kind:
            assert list(objections_to_criterion(claim, case)), other


def test_the_referee_refuses_another_reason_than_was_stated() -> None:
    claim = CriterionClaim(CriterionKind.HIGHER_EXPLAINED, (Cause.INFORMATION,))
    assert list(objections_to_criterion(claim, TRUE[CriterionKind.HIGHER_EXPLAINED]))


@pytest.mark.takes_long
def test_no_course_is_untrue() -> None:
    def one(case: Rounds) -> None:
        assert not list(objections_to_course(course_of(case), case))

    hand_over(courses(), examples(80), one)


@pytest.mark.parametrize(
    "change",
    [
        {"lowest": Fraction(25)},
        {"highest": Fraction(75)},
        {"better": 2},
        {"worse": 0},
        {"steps": 2},
        {"lowest": None},
    ],
)
def test_the_referee_refuses_another_course(change: dict[str, object]) -> None:
    rounds = [NO, YES, UNKNOWN, YES, ("Mostly",) * 7]
    claim = course_of(rounds)
    assert claim == Course(lowest=Fraction(0), highest=Fraction(100), better=1, worse=1, steps=4)
    assert not list(objections_to_course(claim, rounds))
    assert list(objections_to_course(replace(claim, **change), rounds))


def test_no_fit_of_a_crosswalk_is_untrue() -> None:
    def one(case: Twice) -> None:
        assert not list(objections_to_fit(fit(case), case))

    hand_over(TWICE, examples(80), one)


def test_the_referee_refuses_another_fit_and_a_crosswalk_that_does_not_hold_or_is_too_wide() -> None:
    case = Twice([(YES, ("Mostly",) * 7), (NO, NO)], [SAME, *[None] * 6])
    claim = fit(case)
    assert (claim.inside, claim.pairs) == (1, 2)
    ((widened, wider),) = claim.wider
    assert not list(objections_to_fit(claim, case))
    assert list(objections_to_fit(replace(claim, inside=2), case))
    assert list(objections_to_fit(replace(claim, pairs=3), case))
    assert list(objections_to_fit(replace(claim, wider=()), case))
    for walk in (SAME, (*wider[:4], (2, 4)), ((0, 1), *wider[1:]), (*wider[:4], (3, 3))):
        assert list(objections_to_fit(replace(claim, wider=((widened, walk),)), case)), walk
