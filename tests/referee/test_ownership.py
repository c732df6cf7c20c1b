"""No sentence about the plane or thin ownership is untrue of what assessors wrote, and the referee can refuse."""

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests import extent
from tests.referee import ownership
from tests.referee.ownership import MANY, ROUNDS, Round, untrue, untrue_head, untrue_of_items


@pytest.mark.takes_long
@settings(max_examples=extent.examples(120), deadline=None, derandomize=True)
@given(ROUNDS)
def test_nothing_is_said_of_the_plane_that_the_words_deny(found: Round) -> None:
    with translation.override("en"):
        head, positions, thin = ownership.said(found)
    assert not untrue_head(head, found), head
    told = zip(positions, found.values(), strict=True)
    assert not [(text, why) for text, sheets in told if (why := untrue(text, sheets))]
    assert not [(text, why) for text in thin if (why := untrue_of_items(text, found))]


def one(own: str, part: str, *others: tuple[str, str]) -> Round:
    """One structure: a word for all ownership items and one for all of partnership, of each assessor."""
    return {"S1": [[a] * 7 + [b] * 6 for a, b in ((own, part), *others)]}


@settings(max_examples=extent.examples(20), deadline=None, derandomize=True)
@given(MANY)
def test_of_many_structures_the_headline_is_true_too(found: Round) -> None:
    with translation.override("en"):
        head, _positions, _thin = ownership.said(found)
    assert not untrue_head(head, found), head


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Owned partnership: S1.", one("Yes", "Yes", ("Yes", "Yes"), ("No", "Yes"))),
        ("Owned partnership: S1.", one("Partly?", "Yes")),
        ("Substitution: S1.", one("Partly", "Yes")),
        ("Could be in several quadrants: S1.", one("Partly", "Yes")),
        ("No structure has a position: no item applies.", one("?", "?")),
        ("Neither: S1.", one("n/a", "No")),
        ("Of 1 structures: 1 owned partnership.", one("Partly?", "Yes")),
        ("Of 1 structures, at least: 1 owned partnership.", one("Yes", "Yes")),
        ("Of 2 structures: 1 owned partnership.", one("Yes", "Yes")),
        ("Of 1 structures: 1 substitution.", one("Yes", "Yes")),
        ("None of 1 structures is known to stand in one quadrant.", one("Yes", "Yes")),
    ],
)
def test_the_referee_refuses_a_headline_that_is_not_so(text: str, found: Round) -> None:
    assert untrue_head(text, found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("owned partnership", one("Yes", "Yes", ("Yes", "Yes"), ("No", "Yes"))),
        ("owned partnership", one("Partly?", "Yes")),
        ("substitution", one("Partly", "Yes")),
        ("could be: owned partnership or substitution", one("Partly", "Yes")),
        ("could be in any of the four quadrants", one("Yes", "?")),
        ("no position: no item applies", one("?", "?")),
        ("neither", one("n/a", "No")),
    ],
)
def test_the_referee_refuses_a_quadrant_that_is_not_so(text: str, found: Round) -> None:
    assert untrue(text, found["S1"])


def test_50_counts_as_the_upper_half() -> None:
    assert not untrue("owned partnership", one("Partly", "Partly to Mostly")["S1"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S1: no ownership item is weak, and none is missing.", one("n/a", "Yes")),
        ("S1: no ownership item is weak, and none is missing.", one("?", "Yes")),
        ("S1: no ownership item is weak, and none is missing.", one("Partly", "Yes")),
        ("S1: no item applies.", one("n/a", "Yes", ("?", "Yes"))),
        ("S1: not known on 7 of 7.", one("-", "Yes")),
        ("S1: no answer on 7 of 7.", one("?", "Yes")),
        ("S1: weak on right tools.", one("Partly", "Yes", ("Mostly", "Yes"))),
        ("S1: weak for most assessors on right tools.", one("Partly", "Yes", ("Mostly", "Yes"))),
    ],
)
def test_the_referee_refuses_what_is_not_so_of_items(text: str, found: Round) -> None:
    assert untrue_of_items(text, found)
