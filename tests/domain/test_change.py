"""Change is claimed only where intervals separate; golden values of METHOD.md 12.4."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from coordination.domain.answers import Reading, read
from coordination.domain.change import CellChange, StructureChange, Verdict, cell_change, structure_change
from coordination.domain.instruments import read_instrument

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = read_instrument(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7

SAME, UP, LESS, NEW = CellChange.SAME, CellChange.UP, CellChange.LESS_KNOWN, CellChange.NEW_INFORMATION


def readings(words: Sequence[str]) -> list[Reading]:
    return [read(word) for word in words]


def change(old: Sequence[str], new: Sequence[str], weights: Sequence[int] = EQUAL) -> StructureChange:
    return structure_change(readings(old), readings(new), weights, CONVENTIONS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"),
            ("Yes", "Yes", "Yes", "Yes?", "Yes", "Yes", "Yes"),
            StructureChange(
                Fraction(-25, 7),
                Fraction(50, 7),
                Verdict.NONE,
                (SAME, SAME, CellChange.BETTER_KNOWN, CellChange.SAME_DOUBT, SAME, SAME, SAME),
                0,
                7,
            ),
        ),
        (
            ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"),
            ("Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"),
            StructureChange(
                Fraction(25, 7),
                Fraction(50, 7),
                Verdict.IMPROVEMENT,
                (SAME, UP, SAME, SAME, SAME, UP, LESS),
                0,
                7,
            ),
        ),
        (
            ("?", "-", "?", "?", "?", "?", "?"),
            ("Partly", "No", "Not yet", "No", "Not yet", "No", "Partly?"),
            StructureChange(Fraction(-575, 7), Fraction(25), Verdict.NONE, (NEW,) * 7, 7, 7),
        ),
    ],
)
def test_the_decks_structures_a_round_later(
    old: tuple[str, ...], new: tuple[str, ...], expected: StructureChange
) -> None:
    assert change(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected", "mark"),
    [
        ("?", "No", CellChange.NEW_INFORMATION, "✚"),
        ("-", "Yes?", CellChange.NEW_INFORMATION, "✚"),
        ("Yes", "?", CellChange.LOST_INFORMATION, "✖"),
        ("Partly?", "-", CellChange.LOST_INFORMATION, "✖"),
        ("n/a", "Yes", CellChange.BASE_CHANGED, "∅"),
        ("Yes", "n/a", CellChange.BASE_CHANGED, "∅"),
        ("?", "n/a", CellChange.BASE_CHANGED, "∅"),
        ("n/a", "-", CellChange.BASE_CHANGED, "∅"),
        ("Not yet", "Partly", CellChange.UP, "▲"),
        ("Not yet?", "Yes?", CellChange.UP, "▲"),
        ("Partly", "Not yet", CellChange.DOWN, "▼"),
        ("Yes?", "No to Partly", CellChange.DOWN, "▼"),
        ("Most", "La plupart", CellChange.SAME, "="),
        ("n/a", "s.o.", CellChange.SAME, "="),
        ("Yes?", "Yes?", CellChange.SAME_DOUBT, "≈"),
        ("Yes?", "Mostly to Yes", CellChange.SAME_DOUBT, "≈"),
        ("?", "-", CellChange.SAME_DOUBT, "≈"),
        ("Yes?", "Yes", CellChange.BETTER_KNOWN, "◇"),
        ("Partly?", "Mostly", CellChange.BETTER_KNOWN, "◇"),
        ("No", "No?", CellChange.LESS_KNOWN, "◆"),
        ("Mostly", "Partly?", CellChange.LESS_KNOWN, "◆"),
        ("Partly?", "Mostly?", CellChange.NO_CERTAIN_CHANGE, "·"),
        ("Mostly to Yes", "Partly to Mostly", CellChange.NO_CERTAIN_CHANGE, "·"),
    ],
)
def test_a_cell_says_up_or_down_only_when_every_completion_does(
    old: str, new: str, expected: CellChange, mark: str
) -> None:
    found = cell_change(read(old), read(new))
    assert found is expected
    assert found.mark == mark


def test_every_kind_of_cell_change_has_its_own_mark() -> None:
    assert len({kind.mark for kind in CellChange}) == len(CellChange)


def test_up_and_down_hold_in_every_completion_and_mirror_each_other() -> None:
    words = (
        "No",
        "No?",
        "Not yet?",
        "Partly",
        "Partly?",
        "Mostly?",
        "Yes?",
        "Yes",
        "No to Yes",
        "Partly to Yes",
    )
    mirror = {CellChange.UP: CellChange.DOWN, CellChange.DOWN: CellChange.UP}
    for old, new in product(map(read, words), repeat=2):
        assert old.lo is not None
        assert old.hi is not None
        assert new.lo is not None
        assert new.hi is not None
        pairs = list(product(range(old.lo, old.hi + 1), range(new.lo, new.hi + 1)))
        found = cell_change(old, new)
        assert (found is CellChange.UP) == all(after > before for before, after in pairs)
        assert (found is CellChange.DOWN) == all(after < before for before, after in pairs)
        if found in mirror:
            assert cell_change(new, old) is mirror[found]


def test_what_becomes_known_is_new_information_and_never_an_improvement() -> None:
    found = change(("?",) * 7, ("Yes",) * 7)
    assert (found.low, found.high) == (Fraction(0), Fraction(100))
    assert (found.verdict, found.new_information) == (Verdict.NONE, 7)


def test_ends_that_touch_do_not_separate() -> None:
    assert change(("Mostly?", *["Yes"] * 6), ("Yes", *["Yes"] * 6)).verdict is Verdict.NONE
    assert change(("Mostly", *["Yes"] * 6), ("Yes", *["Yes"] * 6)).verdict is Verdict.IMPROVEMENT


def test_a_certain_decline_is_the_mirror_of_an_improvement() -> None:
    found = change(("Yes",) * 7, (*["Yes"] * 6, "Mostly"))
    assert (found.low, found.high, found.verdict) == (Fraction(-25, 7), Fraction(-25, 7), Verdict.DECLINE)


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (("Yes", "No"), ("Mostly", "Not yet"), Verdict.MIXED),
        (("Yes", "No", "Yes"), ("Mostly", "Not yet", "?"), Verdict.MIXED),
        (("Yes", "No"), ("Mostly", "Partly"), Verdict.IMPROVEMENT),
        (("Yes", "No"), ("Mostly", "Not yet?"), Verdict.NONE),
        (("Yes", "No"), ("Yes", "No"), Verdict.NONE),
    ],
)
def test_one_cell_up_and_one_down_is_mixed_unless_the_whole_is_certain(
    old: tuple[str, ...], new: tuple[str, ...], verdict: Verdict
) -> None:
    assert change(old, new, (1,) * len(old)).verdict is verdict


def test_a_criterion_not_applicable_in_one_round_is_left_out_of_both() -> None:
    found = change(("Yes", "No", "n/a"), ("Yes", "n/a", "No"), (1, 1, 1))
    assert (found.low, found.high, found.base, found.verdict) == (Fraction(0), Fraction(0), 1, Verdict.NONE)


@pytest.mark.parametrize(
    ("old", "new", "weights"),
    [(("n/a", "Yes"), ("Yes", "n/a"), (1, 1)), ((), (), ()), (("No",), ("Yes",), (0,))],
)
def test_nothing_in_common_says_nothing(
    old: tuple[str, ...], new: tuple[str, ...], weights: tuple[int, ...]
) -> None:
    found = change(old, new, weights)
    assert (found.low, found.high, found.verdict) == (None, None, Verdict.NOT_COMPARABLE)


def test_weights_decide_which_change_counts() -> None:
    old, new = ("Yes", "No"), ("Partly", "Not yet")
    assert change(old, new, (1, 1)).verdict is Verdict.DECLINE
    assert change(old, new, (1, 3)).verdict is Verdict.IMPROVEMENT
    assert change(old, new, (1, 2)).verdict is Verdict.MIXED


def test_an_unparsed_answer_is_not_compared() -> None:
    with pytest.raises(ValueError, match="Maybe"):
        change(("Maybe",), ("Yes",), (1,))
    with pytest.raises(ValueError, match="weights"):
        change(("Yes",), ("Yes",), (1, 1))
