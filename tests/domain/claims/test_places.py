"""Who is first and last, and which places are possible: of all chosen structures, under each set of weights."""

from coordination.domain.claims.chosen import places
from coordination.domain.claims.places import (
    DifferentCriteria,
    FirstOrLevel,
    ScoresHighest,
    ScoresLowest,
    ShareFirst,
    place_bounds_of,
    place_claims,
)
from tests import chosen
from tests.chosen import EQUAL, Sheet

LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
YES = ("Yes",) * 7


def ladder(count: int) -> dict[str, Sheet]:
    """So many structures at 100, 96, 93 …, each a level lower on one criterion."""
    return {
        f"S{number:02}": [LEVELS[4 - (number + 6 - at) // 7] for at in range(7)] for number in range(count)
    }


def test_who_is_last_is_said_of_all_chosen_and_not_of_those_drawn() -> None:
    of = chosen.of(**ladder(15))
    assert place_claims(of) == (
        ScoresHighest(structure="S00", placed=15, total=15),
        ScoresLowest(structure="S14", placed=15, total=15),
    )
    assert places(of)["S11"] == (12, 12)


def test_the_first_place_is_shared_with_one_that_is_not_drawn() -> None:
    structures = ladder(13) | {"Z": YES}
    (first, _last) = place_claims(chosen.of(**structures))
    assert first == ShareFirst(structures=("S00", "Z"), placed=14, total=14)


def test_scores_that_rest_on_different_criteria_have_no_order() -> None:
    of = chosen.of(A=["Yes"] * 5 + ["No"] * 2, B=["Mostly"] * 5 + ["n/a"] * 2)
    assert place_claims(of) == (DifferentCriteria(left_out=(("B", 2),), placed=2, total=2),)
    assert places(of) == {}
    assert place_bounds_of(of) == {}


def test_one_that_another_can_reach_is_first_or_level() -> None:
    of = chosen.of(A=["Yes", "Yes", *["Mostly"] * 5], B=[*["Mostly"] * 5, "Yes?", "Yes?"])
    assert place_claims(of) == (FirstOrLevel(structure="A", others=("B",), placed=2, total=2),)
    assert places(of) == {"A": (1, 1), "B": (1, 2)}


def test_first_is_said_under_each_set_of_weights_in_question() -> None:
    structures: dict[str, Sheet] = {"A": YES, "B": [*YES[:6], "No"]}
    assert place_claims(chosen.of(**structures)) == (ScoresHighest(structure="A", placed=2, total=2),)
    without = chosen.of(EQUAL, (20, 20, 20, 20, 10, 10, 0), **structures)
    assert place_claims(without) == (FirstOrLevel(structure="A", others=("B",), placed=2, total=2),)
    against = chosen.of(
        EQUAL, (0, 0, 0, 0, 0, 50, 50), A=["Yes"] * 5 + ["No"] * 2, B=["No"] * 5 + ["Yes"] * 2
    )
    assert place_claims(against) == ()


def test_what_no_assessor_denies_decides_the_place() -> None:
    of = chosen.of(A=[["No"] * 7, ["Partly"] * 7, ["Yes"] * 7], B=["Partly"] * 7)
    assert place_claims(of) == ()
    assert places(of) == {"A": (1, 2), "B": (1, 2)}


def test_what_cannot_be_ranked_is_counted_and_no_rival() -> None:
    of = chosen.of(A=YES, B=["Mostly"] * 7, C=["?"] * 7)
    assert place_claims(of) == (ScoresHighest(structure="A", placed=2, total=3),)
    assert places(of).keys() == {"A", "B"}
    assert place_claims(chosen.of(A=YES, C=["?"] * 7)) == ()


def test_places_under_any_weights_count_what_is_ahead_on_every_criterion_only() -> None:
    of = chosen.of(A=YES, B=[*YES[:6], "No"], C=["Partly"] * 7, D=["No"] * 7)
    assert {name: (each.best, each.worst) for name, each in place_bounds_of(of).items()} == {
        # On C7 alone, C is above B; on any other alone, A and B are level.
        "A": (1, 1),
        "B": (1, 3),
        "C": (2, 3),
        "D": (3, 4),
    }
