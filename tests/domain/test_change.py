"""Change is claimed only where intervals separate; golden values of METHOD.md 12.4."""

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, read
from coordination.domain.change import (
    Cause,
    CellChange,
    StructureChange,
    Verdict,
    causes_count,
    cell_change,
    changes,
    matched,
    raters_changed,
    structure_change,
)
from coordination.domain.grids import Grid

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7

SAME, UP, LESS, NEW = CellChange.SAME, CellChange.UP, CellChange.LESS_KNOWN, CellChange.NEW_INFORMATION


WORDS = (
    "No",
    "Not yet",
    "Not yet?",
    "Partly",
    "Partly?",
    "Mostly",
    "Mostly?",
    "Yes",
    "Yes?",
    "No to Yes",
    "?",
    "-",
    "n/a",
)
READINGS = st.sampled_from(WORDS).map(read)
PAIRS = st.tuples(READINGS, READINGS)
WEIGHTS = st.integers(0, 100)


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
                low=Fraction(-25, 7),
                high=Fraction(50, 7),
                verdict=Verdict.NONE,
                cells=(SAME, SAME, CellChange.BETTER_KNOWN, CellChange.SAME_DOUBT, SAME, SAME, SAME),
                new_information=0,
                base=7,
                worst=(0, 0, 0, -25, 0, 0, 0),
                best=(0, 0, 25, 25, 0, 0, 0),
            ),
        ),
        (
            ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"),
            ("Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"),
            StructureChange(
                low=Fraction(25, 7),
                high=Fraction(50, 7),
                verdict=Verdict.IMPROVEMENT,
                cells=(SAME, UP, SAME, SAME, SAME, UP, LESS),
                new_information=0,
                base=7,
                worst=(0, 25, 0, 0, 0, 25, -25),
                best=(0, 25, 0, 0, 0, 25, 0),
            ),
        ),
        (
            ("?", "-", "?", "?", "?", "?", "?"),
            ("Partly", "No", "Not yet", "No", "Not yet", "No", "Partly?"),
            StructureChange(
                low=Fraction(-575, 7),
                high=Fraction(25),
                verdict=Verdict.NONE,
                cells=(NEW,) * 7,
                new_information=7,
                base=7,
                worst=(-50, -100, -75, -100, -75, -100, -75),
                best=(50, 0, 25, 0, 25, 0, 75),
            ),
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


def test_nothing_in_common_is_certain_under_no_weighting() -> None:
    found = change(("n/a", "Yes"), ("Yes", "n/a"), (1, 1))
    assert (found.worst, found.best, found.share_up, found.share_down) == ((), (), 0, 0)


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
    with pytest.raises(ValueError, match="same structures"):
        change(("Yes",), ("Yes", "No"), (1,))


# --- shares of all weightings


@pytest.mark.parametrize(
    ("old", "new", "up", "down"),
    [
        (
            ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"),
            ("Yes", "Yes", "Yes", "Yes?", "Yes", "Yes", "Yes"),
            Fraction(0),
            Fraction(0),
        ),
        (
            ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"),
            ("Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"),
            Fraction(3, 4),
            Fraction(0),
        ),
        (
            ("?", "-", "?", "?", "?", "?", "?"),
            ("Partly", "No", "Not yet", "No", "Not yet", "No", "Partly?"),
            Fraction(0),
            Fraction(0),
        ),
        (("Yes", "Yes", "Yes"), ("Mostly", "Yes", "Yes?"), Fraction(0), Fraction(1)),
        (("Yes", "No"), ("Mostly", "Partly"), Fraction(2, 3), Fraction(1, 3)),
    ],
)
def test_the_share_of_all_weightings_that_agree(
    old: tuple[str, ...], new: tuple[str, ...], up: Fraction, down: Fraction
) -> None:
    found = change(old, new, (1,) * len(old))
    assert (found.share_up, found.share_down) == (up, down)


@given(st.lists(PAIRS, min_size=1, max_size=7), st.data())
def test_an_improvement_under_some_weights_has_a_share_and_the_mirror_has_it_down(
    pairs: list[tuple[Reading, Reading]], data: st.DataObject
) -> None:
    weights = data.draw(st.lists(WEIGHTS, min_size=len(pairs), max_size=len(pairs)))
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    there = structure_change(old, new, weights, CONVENTIONS)
    back = structure_change(new, old, weights, CONVENTIONS)
    assert (there.share_up, there.share_down) == (back.share_down, back.share_up)
    assert there.share_up + there.share_down <= 1
    if there.verdict is Verdict.IMPROVEMENT:
        assert there.share_up > 0
    if there.verdict is Verdict.DECLINE:
        assert there.share_down > 0


# --- many structures


def by_hand(old: Sequence[Reading], new: Sequence[Reading], weights: Sequence[int]) -> tuple[object, ...]:
    """The change as the formula has it, criterion by criterion, without arrays."""
    low = high = total = base = 0
    values = CONVENTIONS.values
    for was, now, weight in zip(old, new, weights, strict=True):
        if was.lo is not None and was.hi is not None and now.lo is not None and now.hi is not None:
            low += weight * (values[now.lo] - values[was.hi])
            high += weight * (values[now.hi] - values[was.lo])
            total, base = total + weight, base + 1
    cells = tuple(cell_change(was, now) for was, now in zip(old, new, strict=True))
    if not total:
        verdict = Verdict.NOT_COMPARABLE
    elif low > 0:
        verdict = Verdict.IMPROVEMENT
    elif high < 0:
        verdict = Verdict.DECLINE
    else:
        verdict = Verdict.MIXED if {UP, CellChange.DOWN} <= {*cells} else Verdict.NONE
    ends = (Fraction(low, total), Fraction(high, total)) if total else (None, None)
    return (*ends, verdict, cells, cells.count(NEW), base)


@given(st.integers(0, 7), st.data())
def test_a_thousand_structures_change_as_each_of_them_does(width: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(PAIRS, min_size=width, max_size=width), max_size=5))
    weights = data.draw(st.lists(WEIGHTS, min_size=width, max_size=width))
    old, new = ([[pair[end] for pair in row] for row in rows] for end in (0, 1))
    found = changes(Grid.of(old, width), Grid.of(new, width), weights, CONVENTIONS)
    assert len(found) == len(rows)
    for at, (was, now) in enumerate(zip(old, new, strict=True)):
        each = found[at]
        assert each == structure_change(was, now, weights, CONVENTIONS)
        assert (
            each.low,
            each.high,
            each.verdict,
            each.cells,
            each.new_information,
            each.base,
        ) == by_hand(was, now, weights)


def test_the_values_of_the_levels_are_the_instruments() -> None:
    uneven = replace(CONVENTIONS, values=(0, 10, 20, 60, 100))
    found = structure_change(readings(["No", "Yes"]), readings(["Partly", "Mostly"]), (1, 1), uneven)
    assert (found.low, found.verdict, found.worst) == (Fraction(-10), Verdict.DECLINE, (20, -40))
    assert (found.share_up, found.share_down) == (Fraction(1, 3), Fraction(2, 3))


# --- causes


def test_causes_are_counted_for_what_went_up_or_down_or_became_known() -> None:
    down = CellChange.DOWN
    cells = (UP, UP, UP, down, NEW, SAME, LESS)
    causes = (Cause.REAL, Cause.REAL, None, Cause.ERROR, Cause.INFORMATION, Cause.RATER, None)
    assert causes_count(cells, causes) == {
        UP: {Cause.REAL: 2, None: 1},
        down: {Cause.ERROR: 1},
        NEW: {Cause.INFORMATION: 1},
    }
    assert causes_count((), ()) == {}
    with pytest.raises(ValueError, match="zip"):
        causes_count((UP,), ())


# --- raters


@pytest.mark.parametrize(
    ("old", "new", "has_changed"),
    [
        ("", "", False),
        ("a", "a", False),
        ("a", "b", True),
        ("", "a", True),
        ("ab", "ac", False),
        ("a", "ab", False),
        ("a", "abc", True),
        ("abc", "abd", False),
        ("abc", "ade", True),
        ("abcd", "abef", False),
        ("abcd", "aefg", True),
    ],
)
def test_raters_changed_when_fewer_than_half_stayed(old: str, new: str, has_changed: bool) -> None:
    assert raters_changed(frozenset(old), frozenset(new)) is has_changed
    assert raters_changed(frozenset(new), frozenset(old)) is has_changed
    assert matched(frozenset(old), frozenset(new)) == {*old} & {*new}
