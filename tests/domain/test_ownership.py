"""Ownership × partnership, and the signs of the two traps. Golden values: METHOD.md 12.5."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, between, read
from coordination.domain.ownership import Position, Quadrant, position

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
ITEMS = (*CONVENTIONS.ownership_items, *CONVENTIONS.partnership_items)

GTSE = ("Mostly?", "Yes?", "Yes?", "Yes", "Yes", "Yes?", "Mostly?", "Yes", "Yes", "Yes", "Yes", "Yes", "Yes?")
CMJ = (
    *("Mostly?", "Yes?", "Yes?", "Mostly?", "Yes?", "Mostly?", "?"),
    *("Most", "Most", "Not yet", "Yes", "?", "Mostly?"),
)
CCRSS = ("?", "?", "?", "?", "No?", "?", "?", "-", "?", "?", "?", "?", "?")
FARDC = ("?", "?", "?", "?", "Yes?", "?", "?", "?", "?", "?", "?", "?", "?")
ANYWHERE = tuple(Quadrant)

ANY_READING = st.one_of(
    st.sampled_from([read(word) for word in ("?", "-", "n/a", "Yes?", "Not yet?")]),
    st.builds(lambda one, other: between("x", one, other), st.integers(0, 4), st.integers(0, 4)),
)
ANY_READINGS = st.fixed_dictionaries({}, optional=dict.fromkeys(ITEMS, ANY_READING))


def coded(*words: str) -> dict[str, Reading]:
    return {code: read(word) for code, word in zip(ITEMS, words, strict=True)}


def levels(ownership: str, partnership: str) -> Position:
    return position(coded(*[ownership] * 7, *[partnership] * 6), CONVENTIONS)


def points(low: int, high: int) -> tuple[Fraction, Fraction]:
    return Fraction(low), Fraction(high)


@pytest.mark.parametrize(
    ("words", "ownership", "partnership", "quadrants"),
    [
        (GTSE, ("75", "100"), ("575/6", "100"), (Quadrant.OWNED_PARTNERSHIP,)),
        (CMJ, ("375/7", "100"), ("325/6", "475/6"), (Quadrant.OWNED_PARTNERSHIP,)),
        (CCRSS, ("0", "625/7"), ("0", "100"), ANYWHERE),
        (FARDC, ("75/7", "100"), ("0", "100"), ANYWHERE),
    ],
    ids=["GTSE/CPSE", "CMJ", "CCRSS", "FARDC equipment"],
)
def test_the_coding_of_the_deck_gives_its_golden_values(
    words: tuple[str, ...],
    ownership: tuple[str, str],
    partnership: tuple[str, str],
    quadrants: tuple[Quadrant, ...],
) -> None:
    found = position(coded(*words), CONVENTIONS)
    assert found.ownership == tuple(map(Fraction, ownership))
    assert found.partnership == tuple(map(Fraction, partnership))
    assert found.quadrants == quadrants
    assert found.is_certain == (len(quadrants) == 1)


@pytest.mark.parametrize(
    ("ownership", "partnership", "quadrant"),
    [
        ("Yes", "Yes", Quadrant.OWNED_PARTNERSHIP),
        ("No", "Yes", Quadrant.SUBSTITUTION),
        ("Yes", "No", Quadrant.OWNERSHIP_WITHOUT_PARTNERSHIP),
        ("No", "No", Quadrant.NEITHER),
    ],
)
def test_each_corner_has_its_quadrant(ownership: str, partnership: str, quadrant: Quadrant) -> None:
    assert levels(ownership, partnership).quadrants == (quadrant,)


def test_the_threshold_itself_is_high_on_both() -> None:
    found = levels("Partly", "Partly")
    assert found.ownership == found.partnership == points(50, 50)
    assert found.quadrants == (Quadrant.OWNED_PARTNERSHIP,)


def test_an_upper_end_on_the_threshold_leaves_both_sides_of_it_possible() -> None:
    found = levels("Not yet to Partly", "Yes")
    assert found.ownership == points(25, 50)
    assert found.quadrants == (Quadrant.OWNED_PARTNERSHIP, Quadrant.SUBSTITUTION)
    assert not found.is_certain


def test_what_nobody_answered_is_not_known() -> None:
    said = {code: read("Yes") for code in CONVENTIONS.partnership_items}
    found = position(said, CONVENTIONS)
    assert (found.ownership, found.partnership) == (points(0, 100), points(100, 100))
    assert found.quadrants == (Quadrant.OWNED_PARTNERSHIP, Quadrant.SUBSTITUTION)
    assert position({}, CONVENTIONS).quadrants == ANYWHERE


def test_other_criteria_do_not_count() -> None:
    extra = {code: read("No") for code in ("C1", "C3", "C4", "S1", "S2", "S3")}
    assert position(coded(*CMJ) | extra, CONVENTIONS) == position(coded(*CMJ), CONVENTIONS)


def test_without_an_applicable_item_there_is_no_quadrant() -> None:
    found = levels("n/a", "Yes")
    assert found == Position(None, (Fraction(100), Fraction(100)), ())
    assert not found.is_certain


def settled(readings: Mapping[str, Reading], level: int) -> dict[str, Reading]:
    """Every open answer at the level, or as near to it as the answer admits."""
    found = {}
    for code in ITEMS:
        reading = readings.get(code, read("?"))
        if reading.lo is None or reading.hi is None:
            found[code] = reading
        else:
            at = min(max(level, reading.lo), reading.hi)
            found[code] = between("x", at, at)
    return found


@given(ANY_READINGS, st.integers(0, 4))
def test_what_becomes_known_never_adds_a_quadrant(readings: dict[str, Reading], level: int) -> None:
    before, after = position(readings, CONVENTIONS), position(settled(readings, level), CONVENTIONS)
    assert set(after.quadrants) <= set(before.quadrants)
    assert after.is_certain or not after.quadrants


@given(ANY_READINGS)
def test_quadrants_stand_in_their_order(readings: dict[str, Reading]) -> None:
    found = position(readings, CONVENTIONS).quadrants
    assert list(found) == [each for each in Quadrant if each in found]
