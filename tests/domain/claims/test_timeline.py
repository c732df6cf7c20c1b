"""Better or worse is said only where nothing else can explain it; golden values of METHOD.md 12.4."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import Reading, read
from coordination.domain.change import Cause, CellChange
from coordination.domain.claims import steps
from coordination.domain.claims.change import ChangeClaim, ChangeKind, Scope, not_comparable
from coordination.domain.claims.steps import Steps
from coordination.domain.claims.timeline import Changes, HeadlineKind, course, headline
from coordination.domain.grids import Grid
from coordination.domain.weights import Weights
from tests.changes import CONVENTIONS, CRITERIA, EQUAL, WITHOUT_C7, claim, codes, side
from tests.referee.rounds import SHEETS

SAME, UP, LESS, NEW = CellChange.SAME, CellChange.UP, CellChange.LESS_PRECISE, CellChange.NEW_INFORMATION
YES, NO = ("Yes",) * 7, ("No",) * 7
TWO = {"amina": YES, "bruno": YES}
GTSE = ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")
CMJ = ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")
CCRSS = ("?", "-", "?", "?", "?", "?", "?")


def but(word: str, *numbers: int, other: str = "Yes") -> tuple[str, ...]:
    """One word on these criteria, by their numbers, and another on the rest."""
    return tuple(word if number in numbers else other for number in range(1, 8))


# --- the golden values


@pytest.mark.parametrize(
    ("old", "new", "kind", "points", "up", "cells"),
    [
        (
            GTSE,
            ("Yes", "Yes", "Yes", "Yes?", "Yes", "Yes", "Yes"),
            ChangeKind.NO_CLEAR_CHANGE,
            (Fraction(-25, 7), Fraction(50, 7)),
            0,
            (SAME, SAME, CellChange.MORE_PRECISE, CellChange.SAME_DOUBT, SAME, SAME, SAME),
        ),
        (
            CMJ,
            ("Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"),
            ChangeKind.BETTER,
            (Fraction(25, 7), Fraction(50, 7)),
            Fraction(3, 4),
            (SAME, UP, SAME, SAME, SAME, UP, LESS),
        ),
        (
            CCRSS,
            ("Partly", "No", "Not yet", "No", "Not yet", "No", "Partly?"),
            ChangeKind.NO_CLEAR_CHANGE,
            (Fraction(-575, 7), Fraction(25)),
            0,
            (NEW,) * 7,
        ),
    ],
)
def test_the_decks_structures_a_round_later_by_the_same_assessor(
    old: tuple[str, ...],
    new: tuple[str, ...],
    kind: ChangeKind,
    points: tuple[Fraction, Fraction],
    up: Fraction,
    cells: tuple[CellChange, ...],
) -> None:
    found = claim(old, new)
    assert (found.kind, found.points, found.shares, found.cells) == (kind, points, (up, 0), cells)
    assert (found.scope, len(found.common), found.of) == (Scope.WHOLE, 7, 7)


# --- better and worse


def test_what_becomes_known_is_never_better() -> None:
    found = claim(("?",) * 7, YES)
    assert (found.kind, found.points, found.became_known) == (ChangeKind.NO_CLEAR_CHANGE, (0, 100), 7)


def test_ends_that_touch_do_not_separate() -> None:
    assert claim(but("Mostly?", 1), YES).kind is ChangeKind.NO_CLEAR_CHANGE
    assert claim(but("Mostly", 1), YES).kind is ChangeKind.BETTER


def test_worse_is_the_mirror_of_better() -> None:
    found = claim(YES, but("Mostly", 7))
    assert (found.kind, found.points) == (ChangeKind.WORSE, (Fraction(-25, 7), Fraction(-25, 7)))
    assert (codes(found.falling), found.shares) == ("C7", None), "under every weighting that gives C7 weight"


def test_both_directions_are_named_and_no_weighting_is_claimed_for_the_wrong_one() -> None:
    # Line 19 of the cases: “certain decline, −29; up in at least 12 %” hid that it is down in 87 %.
    found = claim(("No", *["Yes"] * 6), ("Yes", "No", "No", "No", "Yes", "Yes", "Yes"))
    assert (found.kind, found.points) == (ChangeKind.WORSE, (Fraction(-200, 7), Fraction(-200, 7)))
    assert found.shares == (Fraction(1, 8), Fraction(7, 8))


def test_however_you_weigh_the_criteria_needs_every_one_of_them() -> None:
    assert claim(NO, YES).is_under_all_weights
    assert claim(YES, NO).is_under_all_weights
    six = claim(NO, ("No", *["Yes"] * 6))
    assert (six.is_under_all_weights, codes(six.rising)) == (False, "C2 C3 C4 C5 C6 C7")
    assert not claim(CCRSS, YES).is_under_all_weights


@pytest.mark.parametrize(
    ("old", "new", "kind", "rose", "fell"),
    [
        (but("No", 2, 3, 4), ("Mostly", *but("Not yet", 2, 3, 4)[1:]), ChangeKind.BETTER, "", ""),
        (but("No", 2), ("Mostly", "Not yet", *["Yes"] * 5), ChangeKind.MIXED, "C2", "C1"),
        (but("No", 2), ("Mostly", "Not yet?", *["Yes"] * 5), ChangeKind.NO_CLEAR_CHANGE, "", ""),
        (YES, YES, ChangeKind.NO_CLEAR_CHANGE, "", ""),
    ],
)
def test_one_criterion_up_and_one_down_is_mixed_and_names_them_unless_the_whole_is_clear(
    old: tuple[str, ...], new: tuple[str, ...], kind: ChangeKind, rose: str, fell: str
) -> None:
    found = claim(old, new)
    assert (found.kind, codes(found.rose), codes(found.fell)) == (kind, rose, fell)


# --- the base


def test_a_verdict_on_some_criteria_names_them_and_draws_no_line() -> None:
    # Line 5: a line rose from 57 to 94 beside “certain decline”.
    found = claim(("No", "No", "No", *["Yes"] * 4), ("n/a", "n/a", "n/a", *["Yes"] * 3, "Mostly"))
    assert (found.kind, codes(found.common), found.of) == (ChangeKind.WORSE, "C4 C5 C6 C7", 7)
    assert found.scores == ((100, 100), (Fraction(375, 4), Fraction(375, 4)))
    assert (found.scope, found.has_line) == (Scope.PART, False)


def test_too_few_criteria_in_common_bear_no_verdict() -> None:
    # Line 18: “certain improvement 0 → 100” rested on one criterion.
    found = claim((*["n/a"] * 6, "No"), (*["n/a"] * 6, "Yes"))
    assert (found.kind, codes(found.common), found.of) == (ChangeKind.TOO_FEW_IN_COMMON, "C7", 7)
    assert (found.points, found.shares, found.is_under_all_weights, found.has_line) == (
        None,
        None,
        False,
        False,
    )
    assert (
        claim((*["n/a"] * 4, *["No"] * 3), (*["n/a"] * 4, *["Yes"] * 3)).kind is ChangeKind.TOO_FEW_IN_COMMON
    )
    assert claim((*["n/a"] * 3, *["No"] * 4), (*["n/a"] * 3, *["Yes"] * 4)).kind is ChangeKind.BETTER


def test_nothing_in_common_says_nothing() -> None:
    found = claim(but("n/a", 1, 2, 3), but("n/a", 4, 5, 6, 7))
    assert (found.kind, found.common, found.scores) == (ChangeKind.TOO_FEW_IN_COMMON, (), (None, None))
    assert (found.share_up, found.share_down, found.points) == (0, 0, None)


def test_common_criteria_without_weight_bear_no_verdict() -> None:
    found = claim(NO, but("n/a", 1), shown=(100, 0, 0, 0, 0, 0, 0))
    assert (found.kind, found.scores, found.points) == (ChangeKind.NONE_HAS_WEIGHT, (None, None), None)


def test_two_questionnaires_of_which_none_follows_are_not_compared() -> None:
    found = not_comparable(7)
    assert (found.kind, found.cells, found.points, found.shares) == (
        ChangeKind.NOT_COMPARABLE,
        (None,) * 7,
        None,
        None,
    )


# --- weights


def test_what_changes_without_weight_is_no_change_and_said_with_the_weight_it_lacks() -> None:
    # Line 17: “no certain change, 0 points; whatever the weights”.
    found = claim(but("No", 7), YES, shown=WITHOUT_C7)
    assert (found.kind, codes(found.rose), found.points) == (ChangeKind.UP_WITHOUT_WEIGHT, "C7", None)
    down = claim(YES, but("No", 7), shown=WITHOUT_C7)
    assert (down.kind, codes(down.fell)) == (ChangeKind.DOWN_WITHOUT_WEIGHT, "C7")


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        (but("No", 7), but("Yes?", 1), {}),
        (but("No", 7), but("?", 1), {}),
        ({"amina": but("No", 7)}, {"bruno": YES}, {}),
        (but("No", 7), YES, {"C7": ["error"]}),
    ],
)
def test_no_change_under_these_weights_needs_all_that_weighs_to_be_the_same(
    old: tuple[str, ...], new: tuple[str, ...], reasons: dict[str, list[str]]
) -> None:
    assert claim(old, new, shown=WITHOUT_C7, reasons=reasons).kind is ChangeKind.NO_CLEAR_CHANGE


def test_a_verdict_holds_under_each_set_of_weights_in_question() -> None:
    old, new = but("No", 1), but("No", 7)
    first, last = (40, 10, 10, 10, 10, 10, 10), (10, 10, 10, 10, 10, 15, 35)
    assert claim(old, new).kind is ChangeKind.MIXED
    found = claim(old, new, shown=first)
    assert (found.kind, [each.kind for each in found.up_under]) == (ChangeKind.MIXED, ["entered"])
    # Better with equal weights, and not with those that a side has recorded.
    old, new = but("No", 1), but("Mostly", 7)
    assert claim(old, new).kind is ChangeKind.BETTER
    found = claim(old, new, recorded=[(0, 10, 10, 10, 10, 10, 50)])
    assert found.kind is ChangeKind.MIXED
    assert [each.kind for each in found.up_under] == ["equal"]
    assert [each.kind for each in found.down_under] == ["side 1"]
    assert claim(old, new, recorded=[first, last]).kind is ChangeKind.BETTER


# --- who answered


def test_answers_of_mostly_new_assessors_are_higher_and_never_better() -> None:
    found = claim({"amina": NO}, {"bruno": YES})
    assert (found.kind, found.shares, found.points) == (ChangeKind.HIGHER_NEW_ASSESSORS, None, None)
    assert claim({"amina": YES}, {"bruno": NO}).kind is ChangeKind.LOWER_NEW_ASSESSORS
    two = {"amina": NO, "bruno": NO}
    assert claim(two, {"amina": YES, "carol": YES}).kind is ChangeKind.BETTER, "half is not more than half"
    assert claim(two, {"amina": YES, "carol": YES, "dan": YES}).kind is ChangeKind.HIGHER_NEW_ASSESSORS


def test_those_who_left_do_not_make_the_others_new() -> None:
    three = {"amina": NO, "bruno": NO, "carol": NO}
    assert claim(three, {"amina": YES}).kind is ChangeKind.BETTER


def test_who_only_wrote_that_nothing_is_known_did_not_answer() -> None:
    found = claim({"amina": NO}, {"amina": ("?",) * 7, "bruno": YES})
    assert found.kind is ChangeKind.HIGHER_NEW_ASSESSORS


def test_what_one_assessor_denies_is_not_said_and_the_median_is() -> None:
    # Line 9: No·Not yet·Yes became No·Partly·Yes, said to be a certain improvement.
    old, new = (
        dict(zip(("amina", "bruno", "carol"), ((word,) * 7 for word in words), strict=True))
        for words in (("No", "Not yet", "Yes"), ("No", "Partly", "Yes"))
    )
    found = claim(old, new)
    assert (found.kind, found.median, found.differ) == (ChangeKind.NO_CLEAR_CHANGE, 1, True)
    assert found.scores == ((25, 25), (50, 50))
    assert set(found.cells) == {CellChange.SAME_DOUBT}
    assert claim(new, old).median == -1


def test_one_assessor_has_no_median_beside_the_answers() -> None:
    found = claim(but("No", 1), but("Mostly", 7), recorded=[(0, 10, 10, 10, 10, 10, 50)])
    assert (found.median, found.differ) == (0, False)


# --- reasons


@pytest.mark.parametrize("reason", ["better_information", "error", "another_rater", "another_instrument"])
def test_what_has_another_reason_than_a_change_makes_nothing_better(reason: str) -> None:
    # Line 49: answers marked better information or error were a certain improvement.
    found = claim(but("No", 1), YES, reasons={"C1": [reason], "C2": [reason]})
    assert (found.kind, found.reasons) == (ChangeKind.HIGHER_EXPLAINED, (Cause(reason),))
    assert (codes(found.unchanged), found.points, found.shares) == ("C1", None, None)
    assert claim(YES, but("No", 1), reasons={"C1": [reason]}).kind is ChangeKind.LOWER_EXPLAINED
    assert claim(but("No", 1), YES, reasons={"C1": ["real_change"]}).kind is ChangeKind.BETTER


def test_what_remains_without_the_explained_cells_is_better_with_the_points_of_those_that_count() -> None:
    found = claim(but("No", 1, 2), YES, reasons={"C1": ["error", "real_change"]})
    assert (found.kind, found.points) == (ChangeKind.BETTER, (Fraction(100, 7), Fraction(100, 7)))
    assert (codes(found.unchanged), found.has_line, codes(found.rising)) == ("C1", False, "C2")
    assert claim(but("No", 1, 2), YES).has_line
    still = claim(but("No", 2), YES, reasons={"C1": ["error"]})
    assert (still.unchanged, still.has_line) == ((), True), "what did not move explains nothing"


def test_an_explained_cell_that_fell_does_not_make_the_rest_better() -> None:
    found = claim(but("No", 1), but("No", 2), reasons={"C2": ["error"]})
    assert (found.kind, found.points, found.shares) == (ChangeKind.NO_CLEAR_CHANGE, None, None)
    rest = claim(but("No", 1, 3), but("Mostly", 2), reasons={"C2": ["error"]})
    assert (rest.kind, rest.rising, rest.shares) == (ChangeKind.BETTER, (), None), (
        "C2 fell, for another reason"
    )


def test_the_reasons_named_are_those_of_what_rose_with_weight() -> None:
    reasons = {"C1": ["error"], "C2": ["better_information"], "C3": ["another_rater"]}
    found = claim(
        ("No", "Yes", "No", *["Yes"] * 4), ("Yes", "Mostly", "Partly", *["Yes"] * 4), reasons=reasons
    )
    assert found.kind is ChangeKind.HIGHER_EXPLAINED
    assert found.reasons == (Cause.RATER, Cause.ERROR)


# --- many structures


def many(rows: Sequence[tuple[Sequence[Reading], Sequence[Reading]]]) -> Steps:
    old, new = (Grid.of([row[end] for row in rows], 7) for end in (0, 1))
    one = steps.within(CRITERIA, side(YES), side(YES))
    return Steps(
        criteria=CRITERIA,
        is_compared=one.is_compared,
        is_as_before=True,
        old=old,
        new=new,
        medians=(old, new),
        causes=one.causes.repeat(len(rows), axis=0),
        differ=one.differ.repeat(len(rows), axis=0),
        are_new=one.are_new.repeat(len(rows)),
    )


@given(st.lists(st.tuples(SHEETS, SHEETS), max_size=5))
def test_a_thousand_structures_change_as_each_of_them_does(
    rows: list[tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    read_ = [([read(word) for word in old], [read(word) for word in new]) for old, new in rows]
    found = Changes(many(read_), Weights("equal", EQUAL), (), CONVENTIONS)
    assert len(found) == len(rows)
    assert [found[at] for at in range(len(rows))] == [claim(old, new) for old, new in rows]


def test_weights_are_one_for_each_criterion_and_none_is_negative() -> None:
    for values in ((1,) * 6, (1, 1, 1, 1, 1, 1, -1)):
        with pytest.raises(ValueError, match="weight"):
            Changes(steps.within(CRITERIA, side(YES), side(YES)), Weights("entered", values), (), CONVENTIONS)


def test_an_unparsed_answer_is_not_compared() -> None:
    with pytest.raises(ValueError, match="person has to decide"):
        claim(but("Maybe", 1), YES)


# --- what heads a page


def test_the_headline_has_every_structure_that_was_assessed_twice() -> None:
    better, mixed, few = (
        claim(NO, YES),
        claim(but("No", 2), ("Mostly", "Not yet", *["Yes"] * 5)),
        claim((*["n/a"] * 6, "No"), YES),
    )
    found = headline([("A", mixed), ("B", few), ("C", better), ("D", mixed)], 2)
    assert found.kind is HeadlineKind.CHANGES
    assert [(kind, [name for name, _claim in group]) for kind, group in found.groups] == [
        (ChangeKind.BETTER, ["C"]),
        (ChangeKind.MIXED, ["A", "D"]),
        (ChangeKind.TOO_FEW_IN_COMMON, ["B"]),
    ]


def test_two_rounds_without_a_structure_in_both_are_not_one_round_so_far() -> None:
    # Line 27.
    assert headline([], 2).kind is HeadlineKind.NO_STRUCTURE_TWICE
    assert headline([], 1).kind is HeadlineKind.ONE_ROUND


def test_a_long_course_counts_its_steps_and_names_the_ends_of_its_known_scores() -> None:
    changed: list[ChangeClaim] = [claim(NO, YES), claim(YES, NO), claim(YES, YES)]
    scores = [(Fraction(0), Fraction(20)), (Fraction(100), Fraction(100))]
    found = course(scores, changed)
    assert (found.lowest, found.highest, found.better, found.worse, found.steps) == (0, 100, 1, 1, 3)
    assert course([], ()).lowest is None
