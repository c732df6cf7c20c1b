"""No untrue sentence about two structures side by side."""

import pytest
from hypothesis import given

from tests.referee.beside import SHEETS, TWICE, Sheets, said, said_together, untrue, untrue_together


@given(SHEETS, SHEETS)
def test_what_is_said_of_a_criterion_holds_for_every_level_admitted(first: Sheets, second: Sheets) -> None:
    assert not untrue(said(first, second), first, second)


@given(TWICE)
def test_what_is_said_of_all_criteria_holds_for_every_level_admitted(
    case: list[tuple[Sheets, Sheets]],
) -> None:
    assert not untrue_together(said_together(case), case)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("higher: A", ["Yes?"], ["Mostly"]),
        ("higher or level: A", ["Mostly"], ["Yes?"]),
        ("the same answer", ["Yes?"], ["Yes"]),
        ("too close to call", ["Yes"], ["No"]),
        ("higher: A", ["Yes"], ["?"]),
        ("", ["Yes"], ["No"]),
    ],
)
def test_a_false_word_of_a_criterion_is_refused(text: str, first: Sheets, second: Sheets) -> None:
    assert untrue(text, first, second)


@pytest.mark.parametrize(
    "text",
    [
        "Partners: A higher on 2 of 2",
        "Partners: A higher on 1 of 2",
        "Partners: A higher on at least 1 of 3",
        "Partners: B higher on at least 1 of 2",
        "Partners: the same answers on 2",
        "Partners: no criterion is answered of both",
    ],
)
def test_a_false_count_of_criteria_is_refused(text: str) -> None:
    # Of the two answered by both, A is higher on one, and could be on the other.
    case = [(["Yes"], ["No"]), (["Yes?"], ["Mostly"]), (["?"], ["No"])]
    assert untrue_together(text, case)
    assert not untrue_together("Partners: A higher on at least 1 of 2", case)
    assert said_together(case) == "Partners: A higher on at least 1 of 2."
