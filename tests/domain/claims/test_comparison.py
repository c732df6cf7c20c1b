"""The findings of Compare: of all claims about the chosen structures, the most telling few."""

from coordination.domain.claims.answers import Weak, WeakToMost
from coordination.domain.claims.comparison import findings
from tests import chosen

YES, NO = ("Yes",) * 7, ("No",) * 7


def among(**structures: chosen.Sheet | list[chosen.Sheet]) -> dict[str, int]:
    """The structures that are called weak, and among how many."""
    found = findings(chosen.of(**structures))
    return {each.structure: each.among for each in found if isinstance(each, Weak | WeakToMost)}


def test_where_not_all_weak_structures_are_named_those_named_say_among_how_many() -> None:
    weak = {f"W{number}": (*YES[: 6 - number], *NO[: number + 1]) for number in range(6)}
    found = among(**weak, A=YES, B=YES, X=("?",) * 7, Y=("?",) * 7)
    assert 0 < len(found) < 6
    assert set(found.values()) == {6}


def test_where_all_are_named_nothing_is_said_of_others() -> None:
    assert among(A=(*YES[:6], "No"), B=YES) == {"A": 0}


def test_the_weak_and_the_weak_to_most_are_counted_apart() -> None:
    most = {f"M{number}": [NO, NO, YES] for number in range(5)}
    found = among(**most, W=NO, A=YES, B=YES, X=("?",) * 7, Y=("?",) * 7)
    assert found.pop("W") == 0
    assert set(found.values()) <= {5}
