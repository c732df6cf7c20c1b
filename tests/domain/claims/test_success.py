"""What may be said of the success criteria by one voice; sentences.md lines 6, 7, 8, 10, 11 and 42."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from coordination.documents import instruments
from coordination.domain.answers import read
from coordination.domain.claims.success import (
    CriteriaStanding,
    CriterionStanding,
    score_in_words,
    standing_of,
)
from coordination.domain.panels import PanelAnswer, envelope, panel
from coordination.domain.scoring import Band, composite

INSTRUMENT = Path(__file__).parents[3] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions


def asked(words: str) -> PanelAnswer:
    return panel([read(word) for word in words.split(" · ")])


def standing(**words: str) -> CriteriaStanding:
    panels: Mapping[str, PanelAnswer] = {code: asked(each) for code, each in words.items()}
    return CriteriaStanding(voice="partners", assessors=2, panels=panels)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Yes", CriterionStanding.MET),
        ("Yes?", CriterionStanding.MET),
        ("Mostly?", CriterionStanding.EITHER),
        ("Partly", CriterionStanding.WEAK),
        ("Partly?", CriterionStanding.EITHER),
        ("?", CriterionStanding.NOT_KNOWN),
        ("-", CriterionStanding.NO_ANSWER),
        ("n/a", CriterionStanding.NOT_APPLICABLE),
        # What one assessor denies is neither met nor weak.
        ("Yes · Yes · Partly", CriterionStanding.EITHER),
        ("No · No · Mostly", CriterionStanding.EITHER),
        ("Yes · ?", CriterionStanding.MET),
        ("n/a · No", CriterionStanding.WEAK),
        ("n/a · ?", CriterionStanding.NOT_KNOWN),
    ],
)
def test_each_criterion_stands_in_one_way(words: str, expected: CriterionStanding) -> None:
    assert standing_of(asked(words)) is expected


def test_counts_are_over_what_applies_and_what_does_not_is_named() -> None:
    """Line 42: one of five n/a."""
    found = standing(S1="Yes", S2="Partly", S3="n/a", S4="?", S5="Mostly")
    assert (found.base, found.having(CriterionStanding.NOT_APPLICABLE)) == (4, ("S3",))
    assert (found.having(CriterionStanding.MET), found.having(CriterionStanding.WEAK)) == (
        ("S1", "S5"),
        ("S2",),
    )


def test_where_no_criterion_applies_the_base_is_nothing() -> None:
    """Line 6."""
    assert standing(S1="n/a", S2="n/a").base == 0


def test_assessors_who_differ_and_criteria_that_some_left_open_are_named() -> None:
    """Lines 7, 8, 10 and 11."""
    found = standing(S1="Yes · Mostly", S2="Yes · ?", S3="Yes · Yes")
    assert (found.differ, found.partly_answered) == (("S1",), ("S2",))
    assert found.having(CriterionStanding.MET) == ("S1", "S2", "S3")


def test_a_score_s_word_rests_on_the_envelope() -> None:
    """Line 8: three assessors No, Partly, Yes throughout: nothing unhedged."""
    readings = [envelope([read(word) for word in ("No", "Partly", "Yes")])] * 5
    found = score_in_words("partners", 3, composite(readings, (1,) * 5, CONVENTIONS), CONVENTIONS)
    assert not found.is_known
    assert found.composite.yes == (0, 5)
    readings = [envelope([read(word) for word in ("Mostly", "Mostly", "Yes")])] * 5
    found = score_in_words("partners", 3, composite(readings, (1,) * 5, CONVENTIONS), CONVENTIONS)
    assert found.bands == (Band.STRONG, Band.STRONG)
