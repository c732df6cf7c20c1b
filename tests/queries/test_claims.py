"""What may be said of a scoreboard: findings, how solid an order is, pairs, and what to find out."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from coordination.models import User
from coordination.queries import claims, comparison
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import Filters
from tests import make

IN_DECK = {"round": "january-2008", "voice": "partners"}
REVERSED = ("C7", "C6", "C5", "C4", "C3", "C2", "C1")


def board(person: User, **filters: Any) -> Scoreboard:
    """The scoreboard as this person is shown it."""
    programme = person.memberships.get().programme
    return comparison.scoreboard(Filters(**IN_DECK | filters), user=person, programme=programme)


def test_the_deck_says_who_cannot_be_ranked_and_what_is_weak(cast: make.Cast) -> None:
    kinds = {found.claim.kind for found in claims.claims(board(cast.paul))}
    assert kinds >= {"unranked", "weak"}


def test_only_an_order_has_a_solidity(cast: make.Cast) -> None:
    found = claims.claims(board(cast.paul))
    assert [each.claim.kind for each in found if each.solidity] == ["ahead_under"]


def test_an_order_is_tried_in_the_order_of_importance_asked_for(cast: make.Cast) -> None:
    (solid,) = [each.solidity for each in claims.claims(board(cast.paul)) if each.solidity]
    (asked,) = [
        each.solidity for each in claims.claims(board(cast.paul, importance=REVERSED)) if each.solidity
    ]
    assert (solid.order, asked.order) == (REVERSED[::-1], REVERSED)
    assert asked.ordered is not None
    assert Fraction(0) <= asked.ordered <= 1


def test_pairs_are_those_that_can_be_ranked_each_against_each(cast: make.Cast) -> None:
    found = claims.shares(board(cast.paul))
    assert set(found) == {("GTSE/CPSE", "CMJ"), ("CMJ", "GTSE/CPSE")}
    there, back = found["GTSE/CPSE", "CMJ"], found["CMJ", "GTSE/CPSE"]
    assert there
    assert back
    assert (there[0] + back[1], there[1] + back[0]) == (1, 1), "what one is certain of, the other cannot be"


def test_a_figure_that_is_not_known_has_no_range_over_scales(cast: make.Cast) -> None:
    shown = board(cast.paul)
    known = {row.structure.code for row in shown.rows if row.card.is_known}
    assert set(claims.scale_ranges(shown)) == known


@pytest.mark.parametrize(
    "say",
    [
        *(claims.claims, claims.extremes, claims.pairs, claims.shares, claims.scale_ranges),
        *(claims.steps, claims.without_steps, claims.questions, claims.without_questions),
    ],
)
def test_of_an_empty_board_nothing_is_said(cast: make.Cast, say: Callable[[Scoreboard], object]) -> None:
    empty = comparison.scoreboard(
        Filters(), user=cast.nadia, programme=cast.nadia.memberships.get().programme
    )
    assert not say(empty)
