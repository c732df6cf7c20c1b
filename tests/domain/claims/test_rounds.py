"""How structures stand in a round: each in exactly one part, by every completion of its answers; what changed most."""

from fractions import Fraction
from itertools import product

import pytest

from coordination.domain.answers import read
from coordination.domain.claims.rounds import LevelPart, RoundPart, levels, round_parts, standings
from coordination.domain.grids import Grid
from coordination.domain.scoring import composites
from tests import make

CONVENTIONS = make.instrument_value().conventions
WIDTH = 5
#: By letter: No to Yes, between Not yet and Mostly, not known, not applicable.
WORDS = {
    "0": "No",
    "1": "Not yet",
    "2": "Partly",
    "3": "Mostly",
    "4": "Yes",
    "~": "Partly?",
    "?": "?",
    "-": "n/a",
}
ANSWERS = {letter: read(word) for letter, word in WORDS.items()}
ROWS = ["".join(each) for each in product("04~?-", repeat=WIDTH)] + [
    "33333",
    "22222",
    "32222",
    "44433",
    "43433",
]


def grid(rows: list[str]) -> Grid:
    return Grid.of([[ANSWERS[letter] for letter in row] for row in rows], WIDTH)


def by_brute_force(row: str) -> RoundPart:
    """The definition: every way to complete the answers, equal weights."""
    answered = [each for each in row if each in "01234~"]
    applicable = [each for each in row if each != "-"]
    if (
        len(answered) < CONVENTIONS.min_answered
        or 2 * len(answered) <= len(applicable)
        or row.count("-") > CONVENTIONS.max_not_applicable
    ):
        return RoundPart.TOO_LITTLE_KNOWN
    ends = [(ANSWERS[each].lo, ANSWERS[each].hi) for each in applicable]
    choices = [range(low, high + 1) for low, high in ends if low is not None and high is not None]
    zones = set()
    for completed in product(*choices):
        score = Fraction(sum(CONVENTIONS.values[each] for each in completed), len(completed))
        zones.add("strong" if score >= 75 else "middling" if score >= 50 else "weak")
    return RoundPart(zones.pop()) if len(zones) == 1 else RoundPart.BETWEEN


def test_a_structure_stands_where_every_completion_of_its_answers_puts_it() -> None:
    found = standings(composites(grid(ROWS), (1,) * WIDTH, CONVENTIONS), CONVENTIONS)
    expected = [by_brute_force(row) for row in ROWS]
    assert found == expected
    assert set(expected) == set(RoundPart) - {RoundPart.NOT_ASSESSED}


def test_weights_decide_where_it_stands() -> None:
    bounds = [composites(grid(["40000"]), weights, CONVENTIONS) for weights in ((1,) * 5, (96, 1, 1, 1, 1))]
    assert [standings(each, CONVENTIONS) for each in bounds] == [[RoundPart.WEAK], [RoundPart.STRONG]]


def test_the_levels_of_one_criterion_are_told_apart() -> None:
    assert levels(grid([f"{each}0000" for each in "43210~?-"]), 0) == [
        *(LevelPart.YES, LevelPart.MOSTLY, LevelPart.PARTLY, LevelPart.NOT_YET, LevelPart.NO),
        *(LevelPart.BETWEEN_LEVELS, LevelPart.NO_LEVEL, LevelPart.NOT_APPLICABLE),
    ]


@pytest.mark.parametrize(
    ("found", "order"),
    [
        ({RoundPart.WEAK: 1, RoundPart.STRONG: 2}, ["strong", "weak", "not-assessed"]),
        ({LevelPart.NO: 1, LevelPart.YES: 2}, ["level-4", "level-0", "not-assessed"]),
    ],
)
def test_the_parts_stand_in_order_and_add_up(
    found: dict[RoundPart | LevelPart, int], order: list[str]
) -> None:
    parts = round_parts(found, 5)
    assert [each.value for each in parts.counts] == order
    assert sum(parts.counts.values()) == parts.total == 5
