"""No mark of where answers come from, no answer on a card and no number of what is due is untrue, or is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from coordination.domain.claims.marks import CardMark
from tests.extent import examples
from tests.referee.marks import (
    ANSWERED,
    CASES,
    DUE,
    TODAY,
    Answered,
    Origins,
    due_in_words,
    marks,
    objections_to_card,
    objections_to_due,
    objections_to_mark,
    objections_to_shares,
    on_card,
    shares,
)


@settings(max_examples=examples(200), derandomize=True, deadline=None, database=None)
@given(CASES)
def test_no_mark_of_an_origin_is_untrue(case: Origins) -> None:
    assert not list(objections_to_shares(shares(case), case))
    assert not [why for place, claim in marks(case) for why in objections_to_mark(place, claim, case)]


@settings(max_examples=examples(300), derandomize=True, deadline=None, database=None)
@given(ANSWERED)
def test_no_answer_on_a_card_is_untrue(case: Answered) -> None:
    with override("en"):
        assert not list(objections_to_card(on_card(case), case))


@settings(max_examples=examples(200), derandomize=True, deadline=None, database=None)
@given(DUE)
def test_no_number_of_what_is_due_is_untrue(due_on: list[date]) -> None:
    with override("en"):
        assert not list(objections_to_due(due_in_words(due_on), due_on))


MIXED = Origins(
    "entered",
    [("S1", "partners", "invented"), ("S1", "partners", "entered"), ("S2", "government", "entered")],
)


def test_the_referee_refuses_another_share_and_one_that_goes_unsaid() -> None:
    (claim,) = shares(MIXED)
    assert not list(objections_to_shares([claim], MIXED))
    assert list(objections_to_shares([], MIXED))
    assert list(objections_to_shares([claim, claim], MIXED))
    assert list(objections_to_shares([replace(claim, count=2)], MIXED))
    assert list(objections_to_shares([replace(claim, total=2)], MIXED))
    assert list(objections_to_shares([replace(claim, cards=())], MIXED))
    assert list(objections_to_shares([replace(claim, origin="source")], MIXED))


@pytest.mark.parametrize(
    ("place", "claim"),
    [
        (("S2", "government"), CardMark(count=1, total=1)),
        (("S1", "partners"), None),
        (("S1", "partners"), CardMark(count=2, total=2)),
        (("S1", "partners"), CardMark(count=1, total=1)),
    ],
)
def test_the_referee_refuses_to_call_a_real_answer_invented(
    place: tuple[str, str], claim: CardMark | None
) -> None:
    assert list(objections_to_mark(place, claim, MIXED))


@pytest.mark.parametrize(
    ("words", "sources", "text"),
    [
        (["Yes?"], ["document"], "firm; evidence ●●○ fair"),
        (["Yes"], ["document"], "firm; evidence ●●● solid"),
        (["Yes"], ["document", "document"], "firm; evidence ●●● solid"),
        (["?"], ["document"], "not known; evidence ●●○ fair"),
        (["-"], [], "not known"),
        (["Yes", "Mostly"], [], "not sure; 2 assessors; evidence ●○○ thin"),
        (["Yes", "?"], [], "firm; 2 assessors; evidence ●○○ thin"),
        (["Yes", "n/a"], [], "firm; 1 of 2 assessors answered; evidence ●○○ thin"),
    ],
)
def test_the_referee_refuses_an_answer_on_a_card_that_is_untrue(
    words: list[str], sources: list[str], text: str
) -> None:
    case = words, sources
    assert list(objections_to_card(text, case))
    with override("en"):
        assert not list(objections_to_card(on_card(case), case))


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([-1, 0], "2 overdue"),
        ([0], ""),
        ([14], ""),
        ([15], "1 due within 14 days"),
        ([-1], "1 due within 14 days"),
    ],
)
def test_the_referee_refuses_another_number_of_what_is_due(days: Sequence[int], text: str) -> None:
    due_on = [TODAY + timedelta(each) for each in days]
    assert list(objections_to_due(text, due_on))
    with override("en"):
        assert not list(objections_to_due(due_in_words(due_on), due_on))
