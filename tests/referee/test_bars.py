"""No bar of a round is untrue, as a whole or on one criterion; and the referee can say so."""

import pytest
from django.utils.translation import override

from coordination.domain.claims.rounds import LevelPart, RoundPart, RoundParts
from tests.extent import examples
from tests.referee.bars import BARS, Bar, said, untrue
from tests.referee.rounds import Panel, Sheet, hand_over

YES: Sheet = ("Yes",) * 7
PARTLY: Sheet = ("Partly",) * 7
DOUBT: Sheet = ("Partly?",) * 7
UNKNOWN: Sheet = ("?",) * 7
#: All weight on the first criterion.
FIRST = (100, 0, 0, 0, 0, 0, 0)


def bar(*panels: Panel | None, **more: object) -> Bar:
    return Bar({f"S{number}": each for number, each in enumerate(panels, 1)}, **more)  # type: ignore[arg-type]


@pytest.mark.takes_long
def test_no_bar_of_a_round_is_untrue() -> None:
    seen: set[str] = set()

    def one(case: Bar) -> None:
        with override("en"):
            claim = said(case)
            assert not untrue(claim, case)
        seen.update(claim.counts)

    hand_over(BARS, examples(150), one)
    assert {*RoundPart, *LevelPart} <= seen


@pytest.mark.parametrize(
    ("case", "counts", "total"),
    [
        # A doubt that reaches over an edge is no zone; one assessor who denies it, either.
        (bar((DOUBT,)), {RoundPart.MIDDLING: 1}, 1),
        (bar((YES, PARTLY)), {RoundPart.STRONG: 1}, 1),
        # Weights move the score: with all weight on the first criterion it is strong.
        (bar((("Yes", *PARTLY[1:]),), weights=FIRST), {RoundPart.MIDDLING: 1}, 1),
        # Nobody assessed it, nobody knows, or too little is known: three different things.
        (bar((UNKNOWN,)), {RoundPart.NOT_ASSESSED: 1}, 1),
        (bar(None), {RoundPart.TOO_LITTLE_KNOWN: 1}, 1),
        (bar((("Yes", "Yes", "Yes", "?", "?", "?", "?"),)), {RoundPart.STRONG: 1}, 1),
        # A structure is left out, counted twice, or of another total.
        (bar((YES,), None), {RoundPart.STRONG: 1}, 2),
        (bar((YES,)), {RoundPart.STRONG: 2}, 1),
        (bar((YES,)), {RoundPart.STRONG: 1}, 2),
        # On one criterion.
        (bar((YES, PARTLY), at=0), {LevelPart.YES: 1}, 1),
        (bar((UNKNOWN,), at=0), {LevelPart.NOT_APPLICABLE: 1}, 1),
        (bar((YES,), at=0, is_asked=False), {LevelPart.YES: 1}, 1),
        (bar((("n/a",) * 7, YES), at=0), {LevelPart.NOT_APPLICABLE: 1}, 1),
    ],
)
def test_the_referee_refuses_a_bar_that_is_untrue(
    case: Bar, counts: dict[RoundPart | LevelPart, int], total: int
) -> None:
    with override("en"):
        assert untrue(RoundParts(counts=counts, total=total), case)
        assert not untrue(said(case), case)
