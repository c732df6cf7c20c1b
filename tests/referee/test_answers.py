"""No claim about answers is untrue; and the referee can say so of each kind."""

from dataclasses import replace
from fractions import Fraction

import pytest

from coordination.domain.claims.answers import Counted, EmptyReason, Nothing, Obstacle
from tests.extent import examples
from tests.referee import answers
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import Case, Panel
from tests.referee.structures import Tally, refusals, rounds

YES = ("Yes",) * 7


def round_of(*panel: tuple[str, ...]) -> Round:
    """One structure X by these assessors."""
    sheets: Panel = panel
    return Round(Case({"X": sheets}, ((1,) * 7,)))


def claim(kind: str, found: Round) -> Claim:
    """The true claim of this kind that is said of the round."""
    return next(each for each in answers.said(found) if each.kind == kind)


def is_refused(found: Round, untrue: Claim) -> bool:
    return bool(answers.KINDS[untrue.kind](found, untrue))


#: By kind: answers of which it is true, and others of which the same is not.
TRUE_AND_NOT = {
    "weak": (round_of(("No", *YES[1:])), round_of(("No to Mostly", *YES[1:]))),
    "weak_to_most": (round_of(("No",) * 7, ("Partly",) * 7, YES), round_of(("No",) * 7, YES)),
    "unranked": (round_of(("?",) * 7), round_of(YES)),
    "no_criterion_applies": (round_of(("n/a",) * 7), round_of(("n/a", *YES[1:]))),
    "no_step_follows": (round_of(YES), round_of(YES, ("?", *YES[1:]))),
    "no_answer_is_open": (round_of(YES), round_of(YES, ("?", *YES[1:]))),
    "complete_but_assessors_differ": (round_of(YES, ("n/a", *YES[1:])), round_of(YES)),
    "answers_by_kind": (round_of(("Yes?", *YES[1:])), round_of(YES)),
    "needs_points": (round_of(("Mostly", *YES[1:])), round_of(("Partly", *YES[1:]))),
    "open_answer": (round_of(("Yes?", *YES[1:])), round_of(YES)),
}


@pytest.mark.takes_long
def test_no_claim_about_answers_is_untrue() -> None:
    tally = Tally()

    def judge(case: Case) -> None:
        found = Round(case)
        assert refusals(found, answers.said(found), answers.KINDS, tally) == []

    for known, _other in TRUE_AND_NOT.values():
        judge(known.case)
    rounds(examples(60), judge)
    assert tally.claims.keys() == answers.KINDS.keys()


def test_every_kind_is_tried() -> None:
    assert TRUE_AND_NOT.keys() == answers.KINDS.keys()


@pytest.mark.parametrize("kind", TRUE_AND_NOT)
def test_the_referee_refuses_what_is_true_of_other_answers(kind: str) -> None:
    true, other = TRUE_AND_NOT[kind]
    said = claim(kind, true)
    assert not is_refused(true, said)
    assert is_refused(other, said)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("weak", {"criteria": (Counted("C1", 1, 2),)}),
        ("weak_to_most", {"criteria": (Counted("C1", 2, 3),)}),
        ("unranked", {"needed": 1}),
        ("unranked", {"obstacle": Obstacle.NO_WEIGHT}),
        ("unranked", {"missing": ("C1",)}),
        ("answers_by_kind", {"assessors": 2}),
        ("needs_points", {"least": Fraction(0)}),
        ("open_answer", {"width": Fraction(100)}),
    ],
)
def test_the_referee_refuses_a_detail_that_is_not_true(kind: str, change: dict[str, object]) -> None:
    true, _other = TRUE_AND_NOT[kind]
    assert is_refused(true, replace(claim(kind, true), **change))


def test_where_nothing_applies_nothing_is_done_or_known() -> None:
    nothing = round_of(("n/a",) * 7)
    for reason in (EmptyReason.NO_STEP, EmptyReason.NOTHING_OPEN, EmptyReason.DIFFER):
        assert is_refused(nothing, Nothing(reason))
