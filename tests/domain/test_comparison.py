"""What to find out and to do next, of all chosen structures; the deck of METHOD.md 12.2; and how shares are rounded."""

from fractions import Fraction

import pytest

from coordination.domain.comparison import (
    find_next,
    is_edge,
    most_pressing,
    percent_outward,
    shares_of_pair,
)
from tests import chosen

YES = ("Yes",) * 7
MOSTLY = ("Mostly",) * 7
DECK = {
    "CCRSS": [("?", "-", "?", "?", "?", "?", "?")],
    "CMJ": [("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")],
    "GTSE/CPSE": [("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")],
}
SETS = {"equal": chosen.EQUAL}


def test_the_order_is_by_low_end_then_high_end_then_name_without_what_cannot_be_ranked() -> None:
    of = chosen.of(
        none=["n/a"] * 7,
        wide=[*["Mostly"] * 6, "Mostly to Yes"],
        b=MOSTLY,
        A=MOSTLY,
        top=YES,
        zero=["No"] * 7,
        open=["?"] * 7,
    )
    assert [of.names[row] for row in of.placed] == ["top", "wide", "A", "b", "zero"]


# --- what to find out next


def test_the_answer_that_would_settle_most_comes_first() -> None:
    found = find_next(chosen.of_panels(DECK, SETS), 100)
    # A No of CCRSS on C1, C3 or C7 would put CMJ ahead by 4 there: (4/5)³ · 4/7 of all weightings.
    assert [(each.structure, each.code, each.gain) for each in found] == [
        *(("CCRSS", code, Fraction(256, 875)) for code in ("C1", "C3", "C7")),
        *(("CCRSS", code, Fraction(9, 32)) for code in ("C2", "C4", "C5")),
        ("CCRSS", "C6", Fraction(1, 8)),
        ("GTSE/CPSE", "C3", Fraction(1, 16)),
        ("GTSE/CPSE", "C4", Fraction(1, 32)),
    ]
    assert (found[0].pair, found[0].width, found[0].behind_now) == ("CMJ", Fraction(100, 7), Fraction(0))
    assert found[0].behind_worst == Fraction(256, 875)
    third = found[7]
    assert (third.pair, third.width, third.now, third.best) == ("CMJ", Fraction(25, 7), Fraction(15, 16), 1)
    assert (third.behind_now, third.behind_worst) == (0, Fraction(1, 32))
    assert found[8].best == Fraction(31, 32)
    assert find_next(chosen.of_panels(DECK, SETS), 2) == found[:2]


def test_an_answer_settles_no_order_with_what_it_cannot_be_compared_with() -> None:
    of = chosen.of(A=["n/a", "n/a", "Yes?", *["Yes"] * 4], B=[*["Mostly"] * 5, "n/a", "n/a"])
    assert [(each.code, each.pair, each.gain) for each in find_next(of, 9)] == [("C3", None, Fraction(0))]
    assert find_next(chosen.of(A=YES), 9) == ()


def test_what_one_of_two_assessors_left_open_can_be_found_out_though_the_score_is_closed() -> None:
    (one,) = find_next(chosen.of(A=[YES, ["?", *YES[1:]]]), 9)
    assert (one.code, one.width, one.panel.answered, one.panel.asked) == ("C1", 0, 1, 2)


def test_what_assessors_differ_on_can_be_found_out() -> None:
    (one,) = find_next(chosen.of(A=[YES, ["Mostly", *YES[1:]]]), 9)
    assert (one.code, one.width) == ("C1", Fraction(25, 7))


# --- what to do next


def test_the_most_pressing_steps_are_of_all_structures_whatever_their_place() -> None:
    structures = {f"S{number:02}": MOSTLY for number in range(39)}
    of = chosen.of(**structures, T=["?"] * 7, U=["No", *YES[1:]])
    assert [of.names[row] for row in most_pressing(of, 1)] == ["U"]
    assert [of.names[row] for row in most_pressing(of, 2)] == ["U", "S00"]


def test_weights_order_the_steps() -> None:
    of = chosen.of((4, 1, 1, 1, 1, 1, 1), A=["Mostly", *YES[1:]], B=["Yes", "Partly", *YES[2:]])
    assert [of.names[row] for row in most_pressing(of, 1)] == ["A"]


# --- shares


def test_the_shares_of_a_pair_are_those_of_what_no_assessor_denies() -> None:
    of = chosen.of_panels(DECK, SETS)
    assert shares_of_pair(of, "GTSE/CPSE", "CMJ") == (Fraction(15, 16), 1)
    assert shares_of_pair(of, "CMJ", "GTSE/CPSE") == (0, Fraction(1, 16))
    several = chosen.of(A=[YES, ["No"] * 7], B=MOSTLY)
    assert shares_of_pair(several, "A", "B") == (0, 1)
    few = chosen.of(A=["n/a", "n/a", *YES[2:]], B=[*MOSTLY[:5], "n/a", "n/a"])
    assert shares_of_pair(few, "A", "B") is None


@pytest.mark.parametrize(
    ("value", "certain", "possible"),
    [
        (Fraction(0), 0, 0),
        (Fraction(1, 1000), 0, 1),
        (Fraction(1, 16), 6, 7),
        (Fraction(15, 16), 93, 94),
        (Fraction(1, 2), 50, 50),
        (Fraction(999, 1000), 99, 100),
        (Fraction(1), 100, 100),
    ],
)
def test_shares_are_rounded_so_that_not_too_much_is_said(
    value: Fraction, certain: int, possible: int
) -> None:
    assert percent_outward(value, certain=True) == certain
    assert percent_outward(value, certain=False) == possible


def test_what_is_rounded_to_an_end_that_it_does_not_reach_is_an_edge() -> None:
    assert is_edge(percent_outward(Fraction(1, 1000), certain=True), Fraction(1, 1000))
    assert is_edge(percent_outward(Fraction(999, 1000), certain=False), Fraction(999, 1000))
    assert not is_edge(percent_outward(Fraction(1), certain=False), Fraction(1))
    assert percent_outward(Fraction(1, 1000), certain=True, decimals=1) == Fraction(1, 10)
