"""No sentence about the plane or thin ownership is untrue of what assessors wrote, and the referee can refuse."""

import pytest
from django.utils import translation
from hypothesis import given, settings

from tests import extent
from tests.referee import ownership
from tests.referee.ownership import ROUNDS, Round, untrue, untrue_of_items


@settings(max_examples=extent.examples(120), deadline=None, derandomize=True)
@given(ROUNDS)
def test_nothing_is_said_of_the_plane_that_the_words_deny(found: Round) -> None:
    with translation.override("en"):
        head, thin = ownership.said(found)
    assert not [(text, why) for text in head if (why := untrue(text, found))]
    assert not [(text, why) for text in thin if (why := untrue_of_items(text, found))]


def one(own: str, part: str, *others: tuple[str, str]) -> Round:
    """One structure: a word for all ownership items and one for all of partnership, of each assessor."""
    return {"S1": [[a] * 7 + [b] * 6 for a, b in ((own, part), *others)]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Owned partnership: S1.", one("Yes", "Yes", ("Yes", "Yes"), ("No", "Yes"))),
        ("Owned partnership: S1.", one("Partly?", "Yes")),
        ("Substitution: S1.", one("Partly", "Yes")),
        ("S1: could be: owned partnership or substitution.", one("Partly", "Yes")),
        ("S1: could be in any of the four quadrants.", one("Yes", "?")),
        ("S1: no position: no item applies.", one("?", "?")),
        ("Neither: S1.", one("n/a", "No")),
    ],
)
def test_the_referee_refuses_a_quadrant_that_is_not_so(text: str, found: Round) -> None:
    assert untrue(text, found)


def test_50_counts_as_the_upper_half() -> None:
    assert not untrue("Owned partnership: S1.", one("Partly", "Partly to Mostly"))


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
