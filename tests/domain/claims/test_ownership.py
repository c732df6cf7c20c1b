"""What may be said of a place on the plane and of thin ownership; sentences.md lines 41 and 48."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from coordination.documents import instruments
from coordination.domain.answers import Reading, between, read
from coordination.domain.claims.ownership import Quadrants, ThinOwnership
from coordination.domain.ownership import Position, Quadrant, position
from coordination.domain.panels import PanelAnswer, envelope, panel

INSTRUMENT = Path(__file__).parents[3] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
ITEMS = (*CONVENTIONS.ownership_items, *CONVENTIONS.partnership_items)


def corners(found: Position, stated: Quadrant | None = None) -> Quadrants:
    return Quadrants(structure="CMJ", assessors=1, position=found, stated=stated)


def placed(reading: Reading) -> Position:
    return position(dict.fromkeys(ITEMS, reading), CONVENTIONS)


def test_50_counts_as_the_upper_half() -> None:
    """Line 48: a box that begins at 50 on both is an owned partnership."""
    found = corners(placed(between("x", 2, 3)))
    assert found.position.ownership == (Fraction(50), Fraction(75))
    assert found.only is Quadrant.OWNED_PARTNERSHIP


def test_a_corner_is_the_only_one_where_no_assessor_denies_it() -> None:
    assert corners(placed(read("Yes"))).only is Quadrant.OWNED_PARTNERSHIP
    differ = corners(placed(envelope([read("Yes"), read("Yes"), read("No")])))
    assert differ.only is None
    assert len(differ.position.quadrants) == 4


def test_where_no_item_applies_there_is_no_corner_and_nothing_contradicts() -> None:
    found = corners(placed(read("n/a")), Quadrant.SUBSTITUTION)
    assert (found.only, found.contradicts) == (None, False)


@pytest.mark.parametrize(
    ("word", "stated", "contradicts"),
    [
        ("Yes", Quadrant.SUBSTITUTION, True),
        ("Yes", Quadrant.OWNED_PARTNERSHIP, False),
        ("Yes", None, False),
        ("?", Quadrant.SUBSTITUTION, False),
    ],
)
def test_the_source_is_contradicted_where_no_answer_allows_its_corner(
    word: str, stated: Quadrant | None, contradicts: bool
) -> None:
    assert corners(placed(read(word)), stated).contradicts is contradicts


def items(**words: str) -> ThinOwnership:
    panels: dict[str, PanelAnswer] = {
        code: panel([read(word) for word in each.split(" · ")]) for code, each in words.items()
    }
    return ThinOwnership(structure="CMJ", panels=panels)


def test_weak_is_what_no_assessor_puts_above_partly() -> None:
    found = items(
        O1="Partly", O2="Partly?", O3="No · Not yet", O4="No · No · Yes", O5="No · ? · ?", O6="?", O7="-"
    )
    assert (found.weak, found.mostly_weak) == (("O1", "O3", "O5"), ("O4",))
    assert (found.not_known, found.no_answer, found.base) == (("O6",), ("O7",), 7)


def test_where_no_item_applies_nothing_is_weak_and_nothing_is_not() -> None:
    """Line 41."""
    found = items(O1="n/a", O2="n/a · n/a")
    assert (found.base, found.weak, found.not_known) == (0, (), ())
    assert items(O1="n/a · ?").base == 1
