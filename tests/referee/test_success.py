"""No sentence about the success criteria is untrue of what assessors wrote, and the referee can refuse."""

from collections.abc import Sequence

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests import extent
from tests.referee import success
from tests.referee.success import (
    CODES,
    CRITERIA,
    SHEETS,
    TOGETHER,
    Sheets,
    Since,
    said_since,
    said_together,
    since,
    untrue,
    untrue_score,
    untrue_since,
    untrue_together,
)

FOUR = "agreed common vision, government-owned strategy, difficult choices made, adequate resources"
ALL = f"{FOUR}, united political support"


@settings(max_examples=extent.examples(150), deadline=None, derandomize=True)
@given(SHEETS)
def test_nothing_is_said_of_the_success_criteria_that_the_words_deny(sheets: Sheets) -> None:
    with translation.override("en"):
        head, beside = success.said(sheets)
    assert not untrue(head, sheets), head
    assert not untrue_score(beside, sheets), beside


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("Partners: no criterion applies.", [["n/a"] * 4 + ["?"]]),
        (f"Partners: Mostly or Yes on 5 of 5 ({ALL}).", [["Yes"] * 5, ["Yes"] * 5, ["Partly"] * 5]),
        (f"Partners: Mostly or Yes on 5 of 5 ({ALL}).", [["Mostly?"] * 5]),
        (f"Partners: Partly or lower on 5 of 5 ({ALL}).", [["Partly?"] * 5]),
        (f"Partners: could be one or the other on 5 of 5 ({ALL}).", [["Yes"] * 5]),
        (f"Partners: not known on 5 of 5 ({ALL}).", [["-"] * 5]),
        (f"Partners: no answer on 5 of 5 ({ALL}).", [["?"] * 5]),
        (f"Partners: Mostly or Yes on 5 of 5 ({ALL}).", [["n/a"] * 5]),
        # One of five does not apply: the count is over four, and it is named.
        (f"Partners: Mostly or Yes on 4 of 5 ({FOUR}).", [["Yes"] * 4 + ["n/a"]]),
        # Two assessors, of whom one did not answer: said.
        (f"Partners: Mostly or Yes on 5 of 5 ({ALL}).", [["Yes"] * 5, ["?"] * 5]),
        (f"Partners: Mostly or Yes on 5 of 5 ({ALL}).", [["Yes"] * 5, ["Mostly"] * 5]),
    ],
)
def test_the_referee_refuses_what_is_not_so(text: str, sheets: Sheets) -> None:
    assert untrue(text, sheets)


@pytest.mark.parametrize(
    ("text", "sheets"),
    [
        ("5 of 5 Yes · strong", [["Yes"] * 4 + ["Yes?"]]),
        ("5 of 5 Yes · strong", [["Yes"] * 5, ["Yes"] * 5]),
        ("5 of 5 Yes · strong · median of 3 assessors", [["Yes"] * 5, ["Yes"] * 5, ["No"] * 5]),
        ("0 of 5 Yes · middling", [["No"] * 5]),
        ("no criterion applies", [["n/a"] * 4 + ["?"]]),
        ("2 of 5 answered", [["?"] * 5]),
    ],
)
def test_the_referee_refuses_words_for_a_score_that_are_not_so(text: str, sheets: Sheets) -> None:
    assert untrue_score(text, sheets)


@pytest.mark.takes_long
@settings(max_examples=extent.examples(150), deadline=None, derandomize=True)
@given(since())
def test_nothing_is_said_of_a_change_of_the_success_criteria_that_the_words_deny(case: Since) -> None:
    with translation.override("en"):
        text = said_since(case)
    assert not untrue_since(text, case), text


ONE = "adequate resources"


@pytest.mark.parametrize(
    ("text", "old", "new", "reason"),
    [
        (f"Partners, since R: better: {ONE}.", {"a": "No"}, {"a": "Yes"}, "error"),
        (f"Partners, since R: better: {ONE}.", {"a": "No"}, {"b": "Yes"}, ""),
        (f"Partners, since R: better: {ONE}.", {"a": "Yes"}, {"a": "No"}, ""),
        (f"Partners, since R: better: {ONE}.", {"a": "No?"}, {"a": "Not yet"}, ""),
        (f"Partners, since R: better: {ONE}.", {"a": "?"}, {"a": "Yes"}, ""),
        ("Partners, since R: no clear change.", {"a": "No"}, {"a": "Yes"}, ""),
        ("Partners, since R: no clear change.", {"a": "No"}, {"a": "?"}, ""),
        (f"Partners, since R: no longer known: {ONE}.", {"a": "No"}, {"a": "n/a"}, ""),
    ],
)
def test_the_referee_refuses_a_change_that_is_not_so(
    text: str, old: dict[str, str], new: dict[str, str], reason: str
) -> None:
    rest = ["Yes"] * 5
    at = [each.short.en.lower() for each in CRITERIA].index(ONE)
    sheets = [
        {name: [*rest[:at], word, *rest[at + 1 :]] for name, word in each.items()} for each in (old, new)
    ]
    reasons = {(name, CODES[at]): reason for name in new} if reason else {}
    assert untrue_since(text, Since(sheets[0], sheets[1], reasons))


@settings(max_examples=extent.examples(150), deadline=None, derandomize=True)
@given(TOGETHER)
def test_nothing_heads_the_page_of_success_that_the_words_of_a_side_deny(found: Sequence[Sheets]) -> None:
    with translation.override("en"):
        text = said_together(found)
    assert not untrue_together(text, found), text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Both sides: Mostly or Yes on 5 of 5.", [[["Yes"] * 5], [["Mostly?"] * 5]]),
        ("Both sides: Mostly or Yes on 4 of 5.", [[["Yes"] * 5], [["Mostly"] * 5]]),
        (f"Both sides: Mostly or Yes on {ALL}.", [[["Yes"] * 5], [["Yes"] * 4 + ["n/a"]]]),
        (f"Partners: Partly or lower on {ALL}.", [[["Partly"] * 5, ["Mostly"] * 5]]),
        (f"Both sides: Partly or lower on {ALL}.", [[["Partly"] * 5]]),
        (
            "Both sides: no criterion is known to be Mostly or Yes, and none Partly or lower.",
            [[["Yes"] * 5], [["Yes", "No", "No", "No", "No"]]],
        ),
    ],
)
def test_the_referee_refuses_a_headline_of_success_that_is_not_so(text: str, found: Sequence[Sheets]) -> None:
    assert untrue_together(text, found)
