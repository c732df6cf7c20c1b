"""What is weak, open, without a step or cannot be ranked: what no assessor denies, and on how many it rests."""

import pytest

from coordination.domain.answers import read
from coordination.domain.claims.answers import (
    Counted,
    EmptyReason,
    Nothing,
    Obstacle,
    Weak,
    WeakToMost,
    answers_by_kind,
    needs_points,
    no_step,
    nothing_open,
    unranked,
    weak_claims,
)
from coordination.domain.panels import CellKind, panel
from coordination.domain.recommendations import next_steps
from tests import chosen, make
from tests.chosen import CODES, Sheet

YES = ("Yes",) * 7
WITHOUT_WEIGHT = (0, 0, 0, 0, 0, 0, 1)


def test_weak_is_what_no_assessor_admits_more_of_than_partly() -> None:
    of = chosen.of(X=["Partly", "Not yet?", "Partly?", "No", "?", "No to Partly", "Yes"])
    assert weak_claims(of) == (
        Weak(structure="X", criteria=tuple(Counted(code, 1, 1) for code in ("C1", "C2", "C4", "C6"))),
    )


def test_of_three_assessors_who_differ_nothing_is_weak_but_to_most() -> None:
    of = chosen.of(X=[["No"] * 7, ["Partly"] * 7, ["Yes"] * 7])
    assert weak_claims(of) == (
        WeakToMost(structure="X", criteria=tuple(Counted(each, 2, 3) for each in CODES)),
    )


def test_weak_to_one_of_two_says_on_how_many_it_rests() -> None:
    of = chosen.of(X=[["No", *YES[1:]], ["?", *YES[1:]]])
    assert weak_claims(of) == (Weak(structure="X", criteria=(Counted("C1", 1, 2),)),)


@pytest.mark.parametrize(
    ("words", "weights", "obstacle", "needed", "left_out"),
    [
        (["Yes", "Yes", "Yes", "?", "n/a", "n/a", "n/a"], None, Obstacle.LEFT_OUT, 0, 3),
        (["Yes"] * 6 + ["n/a"], WITHOUT_WEIGHT, Obstacle.NO_WEIGHT, 0, 1),
        (["?", "-", *["?"] * 5], None, Obstacle.MISSING, 4, 0),
        (["Yes", "Yes", "Yes", *["?"] * 4], None, Obstacle.MISSING, 1, 0),
        (["n/a"] * 7, None, Obstacle.NOTHING_APPLIES, 0, 7),
    ],
)
def test_what_cannot_be_ranked_says_why_and_what_would_be_needed(
    words: Sheet, weights: tuple[int, ...] | None, obstacle: Obstacle, needed: int, left_out: int
) -> None:
    of = chosen.of(*([weights] if weights else []), X=words)
    (found,) = unranked(of)
    assert (found.obstacle, found.needed, found.left_out) == (obstacle, needed, left_out)
    assert found.missing == tuple(code for code, word in zip(CODES, words, strict=True) if word in ("?", "-"))


def test_where_no_criterion_applies_nothing_is_said_to_be_done_or_known() -> None:
    of = chosen.of(X=["n/a"] * 7)
    assert no_step(of.panels(0)) == Nothing(EmptyReason.NONE_APPLIES)
    assert nothing_open(of) == Nothing(EmptyReason.NONE_APPLIES)


def test_no_step_follows_only_from_a_firm_yes_of_every_assessor() -> None:
    assert no_step(chosen.of(X=YES).panels(0)) == Nothing(EmptyReason.NO_STEP)
    assert no_step(chosen.of(X=[YES, ["?", *YES[1:]]]).panels(0)) is None
    assert no_step(chosen.of(X=[YES, ["n/a", *YES[1:]]]).panels(0)) == Nothing(EmptyReason.DIFFER)
    assert no_step(chosen.of(X=["Yes?", *YES[1:]]).panels(0)) is None


def test_nothing_is_open_only_where_every_assessor_answered_firmly_and_alike() -> None:
    assert nothing_open(chosen.of(X=["No"] * 7)) == Nothing(EmptyReason.NOTHING_OPEN)
    assert nothing_open(chosen.of(X=[YES, ["?", *YES[1:]]])) is None
    assert nothing_open(chosen.of(X=[YES, ["Mostly", *YES[1:]]])) is None
    assert nothing_open(chosen.of(X=[YES, ["n/a", *YES[1:]]])) == Nothing(EmptyReason.DIFFER)


def test_cells_are_counted_in_six_kinds() -> None:
    several = [["Yes", "Yes", "Yes?", "?", "-", "n/a", "Yes"], ["?", "Mostly", "Yes?", "?", "", "n/a", "n/a"]]
    counted = answers_by_kind("X", chosen.of(X=several).panels(0))
    assert counted.counts == {
        CellKind.FIRM: 1,
        CellKind.NOT_SURE: 1,
        CellKind.DIFFER: 2,
        CellKind.NOT_KNOWN: 1,
        CellKind.NO_ANSWER: 1,
        CellKind.NOT_APPLICABLE: 1,
    }
    assert counted.assessors == 2


def test_what_a_criterion_needs_to_reach_yes_is_at_least_what_every_answer_leaves() -> None:
    instrument = make.instrument_value()
    (step,) = next_steps({"X": {"C1": panel([read("Not yet?")])}}, {"C1": 1}, instrument)
    claim = needs_points([step])
    assert (claim.structure, claim.codes, claim.least, claim.most) == ("X", ("C1",), 50, 100)
