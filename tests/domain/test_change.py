"""What happened to an answer between two rounds; what may be said of the whole is tests/domain/claims/."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import read
from coordination.domain.change import (
    Cause,
    CellChange,
    are_mostly_new,
    cause_bits,
    causes_count,
    causes_in,
    cell_change,
    differences,
    matched,
)
from coordination.domain.grids import Grid
from tests.changes import CONVENTIONS

UP, LESS, NEW, SAME = CellChange.UP, CellChange.LESS_PRECISE, CellChange.NEW_INFORMATION, CellChange.SAME


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
        ("Yes?", "Yes", CellChange.MORE_PRECISE, "◇"),
        ("Partly?", "Mostly", CellChange.MORE_PRECISE, "◇"),
        ("No", "No?", CellChange.LESS_PRECISE, "◆"),
        ("Mostly", "Partly?", CellChange.LESS_PRECISE, "◆"),
        ("Partly?", "Mostly?", CellChange.NO_CLEAR_CHANGE, "·"),
        ("Mostly to Yes", "Partly to Mostly", CellChange.NO_CLEAR_CHANGE, "·"),
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


@given(st.integers(0, 7), st.data())
def test_a_thousand_structures_differ_as_each_of_them_does(width: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(PAIRS, min_size=width, max_size=width), max_size=5))
    old, new = (Grid.of([[pair[end] for pair in row] for row in rows], width) for end in (0, 1))
    found = differences(old, new, CONVENTIONS)
    values = CONVENTIONS.values
    for at, row in enumerate(rows):
        assert found.cells_of(at) == tuple(cell_change(*pair) for pair in row)
        for column, (was, now) in enumerate(row):
            is_common = None not in (was.lo, now.lo)
            assert bool(found.is_common[at, column]) is is_common
            if was.lo is None or was.hi is None or now.lo is None or now.hi is None:
                assert found.worst[at, column] == found.best[at, column] == 0
            else:
                assert found.worst[at, column] == values[now.lo] - values[was.hi]
                assert found.best[at, column] == values[now.hi] - values[was.lo]


def test_the_values_of_the_levels_are_the_instruments() -> None:
    uneven = replace(CONVENTIONS, values=(0, 10, 20, 60, 100))
    old, new = (Grid.of([[read(word) for word in words]]) for words in (("No", "Yes"), ("Partly", "Mostly")))
    assert differences(old, new, uneven).worst.tolist() == [[20, -40]]
    with pytest.raises(ValueError, match="same structures"):
        differences(old, new.columns([0]), uneven)


# --- causes


def test_causes_are_counted_for_what_went_up_or_down_or_became_known() -> None:
    cells = (UP, UP, UP, CellChange.DOWN, NEW, SAME, LESS, None)
    stated = ("real_change",), ("real_change", "error"), (), ("error",), ("better_information",), ("error",)
    bits = [*map(cause_bits, stated), 0, cause_bits(["error"])]
    assert causes_count(cells, bits) == {Cause.REAL: 2, Cause.ERROR: 2, None: 1, Cause.INFORMATION: 1}
    assert causes_count((), ()) == {}
    with pytest.raises(ValueError, match="zip"):
        causes_count((UP,), ())


def test_causes_are_kept_as_bits_and_come_back_in_order() -> None:
    assert causes_in(cause_bits(["error", "", "real_change", "error"])) == (Cause.REAL, Cause.ERROR)
    assert cause_bits([]) == cause_bits([""]) == 0
    assert causes_in(0) == ()


# --- assessors


@pytest.mark.parametrize(
    ("before", "answered", "are_new"),
    [
        ("", "", False),
        ("a", "", False),
        ("a", "a", False),
        ("a", "b", True),
        ("", "a", True),
        ("ab", "ac", False),
        ("a", "ab", False),
        ("a", "abc", True),
        ("abc", "abd", False),
        ("abc", "ade", True),
        ("abcd", "a", False),
        ("abcd", "abef", False),
    ],
)
def test_mostly_new_are_more_than_half_of_those_who_answered_this_time(
    before: str, answered: str, are_new: bool
) -> None:
    assert are_mostly_new(frozenset(answered), frozenset(before)) is are_new
    assert matched(frozenset(before), frozenset(answered)) == {*before} & {*answered}
