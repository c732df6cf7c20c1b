"""What may be said of both sides; sentences.md lines 10, 20, 21, 35, 36, 43, 46, 47; golden values of METHOD.md 12.3."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given

from coordination.domain.answers import read
from coordination.domain.claims.sides import (
    CriterionBySides,
    LevelsApart,
    PointsApart,
    Respondents,
    SideGap,
    SidesCompared,
    SidesOutcome,
    WhoAnswered,
    answered_by,
    levels_apart,
    side_assessors,
)
from coordination.domain.panels import PanelAnswer, panel
from tests.referee.rounds import CODES, PANELS, Panel

VALUES = (0, 25, 50, 75, 100)
GOVERNMENT = (
    ("Yes", "Most", "Yes", "Yes", "Most", "Partly", "Yes"),
    ("Yes", "Yes?", "Yes", "Broadly", "?", "Not yet", "Yes"),
)
PARTNERS = (
    ("Mostly", "Most", "Yes?", "Partly", "Most", "Not yet", "Mostly"),
    ("Yes", "Most", "Mostly", "Partly", "Partly", "No", "?"),
)


def asked(words: str) -> PanelAnswer:
    """Assessors' words on one criterion, divided by dots."""
    return panel([read(word) for word in words.split(" · ")])


def criterion(government: str, partners: str, code: str = "C1") -> CriterionBySides:
    return CriterionBySides(code=code, government=asked(government), partners=asked(partners))


def compared(government: Panel, partners: Panel) -> SidesCompared:
    cells = [
        CriterionBySides(
            code=code, government=panel(list(map(read, ours))), partners=panel(list(map(read, theirs)))
        )
        for code, ours, theirs in zip(
            CODES, zip(*government, strict=True), zip(*partners, strict=True), strict=True
        )
    ]
    return SidesCompared(structure="CMJ", criteria=tuple(cells))


def both(government: Sequence[str], partners: Sequence[str]) -> SidesCompared:
    return compared((tuple(government),), (tuple(partners),))


# The golden example: two assessors on each side.


def test_the_example_s_gaps_and_common_grounds() -> None:
    found = compared(GOVERNMENT, PARTNERS)
    assert [each.ends for each in found.criteria] == [(0, 1), (0, 1), (0, 1), (1, 2), (0, 1), (0, 2), (1, 1)]
    assert [each.common_ground for each in found.criteria] == [
        *((4, 4), (3, 3), (4, 4), None, (3, 3), (1, 1), None)
    ]
    assert found.outcome is SidesOutcome.DISAGREE
    assert [(each.code, each.apart) for each in found.apart] == [("C4", (1, 2)), ("C7", (1, 1))]
    assert (len(found.compared), found.higher) == (7, "government")
    assert found.mean(VALUES) == PointsApart(
        structure="CMJ", count=7, ends=(Fraction(50, 7), Fraction(225, 7))
    )


# One criterion.


@pytest.mark.parametrize(
    ("government", "partners", "gap", "ends"),
    [
        ("Partly", "Yes", SideGap.APART, (-2, -2)),
        ("Yes", "Partly?", SideGap.APART, (1, 3)),
        ("Yes", "Yes", SideGap.SAME, (0, 0)),
        ("Yes?", "Yes?", SideGap.MAY_DIFFER, (-1, 1)),
        ("Yes", "No to Yes", SideGap.MAY_DIFFER, (0, 4)),
        ("Yes", "?", SideGap.ONE_ANSWERED, None),
        ("-", "No", SideGap.ONE_ANSWERED, None),
        ("?", "-", SideGap.NONE_ANSWERED, None),
        ("n/a", "No", SideGap.ONE_APPLIES, None),
        ("?", "n/a", SideGap.ONE_APPLIES, None),
        ("n/a", "n/a", SideGap.NONE_APPLIES, None),
        # What one assessor of a side denies is not sure, wherever the median lies.
        ("Yes · Yes · No", "No", SideGap.MAY_DIFFER, (0, 4)),
        ("Yes · Mostly", "Partly · No", SideGap.APART, (1, 4)),
        # Who answered “?”, nothing or n/a sets no bound while another answered.
        ("Yes · ?", "Yes · n/a", SideGap.SAME, (0, 0)),
        ("n/a · ?", "Yes", SideGap.ONE_ANSWERED, None),
        ("n/a · n/a", "n/a · -", SideGap.ONE_APPLIES, None),
    ],
)
def test_every_way_in_which_both_sides_can_stand(
    government: str, partners: str, gap: SideGap, ends: tuple[int, int] | None
) -> None:
    found = criterion(government, partners)
    assert (found.gap, found.ends) == (gap, ends)


def test_who_is_higher_and_by_how_much_at_least() -> None:
    """Line 46: three levels lower for partners is three levels higher for the Government."""
    assert (criterion("Yes", "Not yet").higher, criterion("Yes", "Not yet").apart) == ("government", (3, 3))
    assert (criterion("Not yet", "Yes?").higher, criterion("Not yet", "Yes?").apart) == ("partners", (2, 3))
    assert (criterion("Yes", "Yes").higher, criterion("Yes?", "Yes").apart) == (None, (0, 0))


@given(PANELS, PANELS)
def test_the_sides_exchanged_give_the_gap_mirrored(government: Panel, partners: Panel) -> None:
    for one, other in zip(
        compared(government, partners).criteria, compared(partners, government).criteria, strict=True
    ):
        assert one.gap is other.gap
        assert one.ends == (None if other.ends is None else (-other.ends[1], -other.ends[0]))
        assert one.common_ground == other.common_ground
        assert {one.higher, other.higher} in ({None}, {"government", "partners"})


# A structure.


def test_the_sides_disagree_on_so_many_of_those_that_both_answered() -> None:
    found = both(
        ("Yes", "Yes", "Yes", "Yes", "?", "n/a", "Yes"), ("No", "Yes", "Yes?", "?", "-", "No", "Partly")
    )
    assert found.outcome is SidesOutcome.DISAGREE
    assert ([each.code for each in found.apart], len(found.compared)) == (["C1", "C7"], 4)
    assert [each.code for each in found.having(SideGap.ONE_ANSWERED)] == ["C4"]
    assert [each.code for each in found.having(SideGap.ONE_APPLIES)] == ["C6"]


@pytest.mark.parametrize("words", [("?",) * 7, ("n/a",) * 7, ("?", "n/a", "?", "-", "n/a", "?", "")])
def test_where_nothing_is_answered_by_both_there_is_nothing_to_compare(words: Sequence[str]) -> None:
    """Line 35: “?” or n/a throughout is no agreement."""
    found = both(words, words)
    assert found.outcome is SidesOutcome.NOTHING_TO_COMPARE
    assert found.mean(VALUES) is None
    assert both(["Yes"] * 7, words).outcome is SidesOutcome.NOTHING_TO_COMPARE


def test_the_same_answers_are_not_merely_no_sure_gap() -> None:
    assert both(["Yes"] * 7, ["Yes"] * 7).outcome is SidesOutcome.SAME_ANSWERS
    assert both(["Yes"] * 7, ["Yes"] * 6 + ["?"]).outcome is SidesOutcome.SAME_ANSWERS
    assert both(["Yes?"] * 7, ["Yes?"] * 7).outcome is SidesOutcome.NO_SURE_GAP


def test_now_one_side_is_higher_now_the_other() -> None:
    assert both(["Yes", "No"] + ["?"] * 5, ["No", "Yes"] + ["?"] * 5).higher is None


def test_the_mean_is_over_the_criteria_that_both_answered() -> None:
    """Line 47."""
    found = both(
        ("Yes", "No", "Yes", "Mostly", "?", "-", "n/a"),
        ("Partly", "Not yet?", "Yes", "Mostly", "Yes", "No", "No"),
    ).mean(VALUES)
    assert found == PointsApart(structure="CMJ", count=4, ends=(Fraction(0), Fraction(50, 4)))


def test_a_criterion_over_structures_is_the_mean_of_the_ends_that_are_there() -> None:
    cells = [criterion("Yes", "No"), criterion("No", "No?"), criterion("Yes", "?")]
    assert levels_apart("C1", cells) == LevelsApart(code="C1", count=2, ends=(Fraction(3, 2), Fraction(2)))
    assert levels_apart("C1", cells[2:]) == LevelsApart(code="C1", count=0, ends=None)


def test_twelfths_stay_exact() -> None:
    """Line 43."""
    cells = [criterion("Mostly", "Partly")] * 2 + [criterion("Yes?", "Mostly")] + [criterion("No", "No")] * 9
    assert levels_apart("C1", cells).ends == (Fraction(2, 12), Fraction(3, 12))


# Who has answered.


def answered(chosen: Sequence[int] = range(9), **by_voice: Sequence[int]) -> WhoAnswered:
    return WhoAnswered(
        by_voice={voice: frozenset(found) for voice, found in by_voice.items()}, chosen=frozenset(chosen)
    )


@pytest.mark.parametrize(
    ("found", "outcome", "side"),
    [
        (answered(government=[1, 2], partners=[2]), Respondents.BOTH, None),
        (answered(chosen=[1], government=[1, 2], partners=[2]), Respondents.ELSEWHERE, None),
        (answered(government=[1], partners=[2]), Respondents.DIFFERENT, None),
        (answered(partners=[1], analyst=[1]), Respondents.ONE_SIDE, "partners"),
        (answered(government=[1], partners=[]), Respondents.ONE_SIDE, "government"),
        (answered(analyst=[1]), Respondents.ANALYST, None),
        (answered(government=[]), Respondents.NOBODY, None),
    ],
)
def test_who_has_answered(found: WhoAnswered, outcome: Respondents, side: str | None) -> None:
    """Lines 20 and 21."""
    assert (found.outcome, found.side) == (outcome, side)


@pytest.mark.parametrize(
    ("words", "is_answer"), [("Yes?", True), ("?", True), ("n/a", True), ("-", False), ("", False)]
)
def test_a_blank_or_a_dash_is_no_answer(words: str, is_answer: bool) -> None:
    """Line 36."""
    assert answered_by([asked(words)]) is is_answer


# The assessors of a side.


def test_assessors_differ_on_so_many_of_what_applies() -> None:
    """Lines 7, 8 and 11."""
    panels = {
        "C1": asked("Yes · Mostly"),
        "C2": asked("Yes · Yes?"),
        "C3": asked("Yes · ?"),
        "C4": asked("n/a · n/a"),
    }
    found = side_assessors("government", 2, panels)
    assert (found.assessors, found.base, found.differ) == (2, 3, ("C1",))
