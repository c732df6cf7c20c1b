"""Nothing on how solid an order is, is untrue; and the referee can say so of each sentence."""

import pytest
from django.utils.translation import override

from tests.extent import examples
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import Case, hand_over
from tests.referee.solid import orders, said, untrue

#: Ahead on the first three criteria by four levels each, behind on the last by one: 11 of 7 under equal weights.
A = ("Yes", "Yes", "Yes", "Partly", "Partly", "Partly", "Partly")
B = ("No", "No", "No", "Partly", "Partly", "Partly", "Mostly")
FOUND = Round(Case({"A": (A,), "B": (B,)}, ((1,) * 7,)))
#: All weight on the first criterion.
ALONE = Round(Case({"A": (A,), "B": (B,)}, ((100, 0, 0, 0, 0, 0, 0),)))
#: Mostly throughout before what is now Yes, now No.
LEVELS = Round(Case({"A": (("Mostly",) * 7,), "B": ((*["Yes"] * 3, *["No"] * 4),)}, ((1,) * 7,)))


def claim(found: Round) -> Claim:
    return next(claim for claim, _sentences in said(found))


@pytest.mark.takes_long
def test_nothing_on_how_solid_an_order_is_is_untrue() -> None:
    kinds: set[str] = set()

    def one(case: Case) -> None:
        found = Round(case)
        with override("en"):
            for of, sentences in said(found):
                assert [(each, why) for each in sentences if (why := untrue(each, found, of))] == []
                kinds.update(each[:12] for each in sentences)

    hand_over(orders(), examples(150), one)
    assert len(kinds) >= 7, "every sentence was said"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (
            FOUND,
            "The order holds as long as less than 62 % of the weight, taken from all criteria in proportion, is shifted "
            "between criteria.",
        ),
        (
            FOUND,
            "The order holds as long as less than 59 % of the weight, taken from all criteria in proportion, is shifted "
            "between criteria.",
        ),
        (
            FOUND,
            "Where half of the weight is shifted in this way, it holds for at least 80 % of the weightings.",
        ),
        (
            FOUND,
            "How much a single criterion may weigh, the others being equal, before the order can turn: "
            "government supported up to 70 %.",
        ),
        (FOUND, "It may not hold if one of these is left out: clear strategy."),
        (ALONE, "It holds whichever criterion is left out."),
        (LEVELS, "It does not depend on how much each level counts."),
        (ALONE, "It depends on how much each level counts."),
        (
            FOUND,
            "With the other criteria equal, it does not hold whatever one of these weighs: clear strategy.",
        ),
    ],
)
def test_the_referee_refuses_what_is_untrue_of_an_order(found: Round, text: str) -> None:
    with override("en"):
        assert untrue(text, found, claim(found))


def test_the_referee_refuses_an_order_of_importance_that_does_not_hold() -> None:
    with override("en"):
        (_claim, first), (_other, last) = said(FOUND)
    of = claim(FOUND)
    assert first[-1].startswith("It holds if")
    assert not untrue(first[-1], FOUND, of)
    order = last[-1].rpartition(": ")[2]
    listed = "if no criterion counts less than the next in this list"
    assert untrue(f"It holds {listed}: {order}", FOUND, of)
    assert untrue(f"It holds, or the two are level, {listed}: {order}", FOUND, of)
    assert untrue(
        f"I{listed[1:]}, it holds for at least 99 % of the weightings: {order}",
        FOUND,
        of,
    )
