"""Whether assessors agree across the sides: five different statements; sentences.md lines 20, 22 and 23."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coordination.documents import instruments
from coordination.domain.agreement import Agreement, agreements_of
from coordination.domain.answers import read
from coordination.domain.claims.agreement import (
    AcrossSides,
    AgreementFinding,
    WithinSide,
    across_sides,
    within_sides,
)
from coordination.domain.grids import Grid

INSTRUMENT = Path(__file__).parents[3] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
WORDS = ("No", "Not yet", "Partly", "Mostly", "Yes")
VIEW = ["No", "Not yet", "Partly", "Mostly", "Yes"] * 4


def grid(*rows: Sequence[str]) -> Grid:
    return Grid.of([[read(word) for word in row] for row in rows], len(rows[0]) if rows else 20)


def across(government: Grid, partners: Grid) -> AcrossSides:
    three = agreements_of(government.level, partners.level, CONVENTIONS)
    return across_sides(three, government, partners, CONVENTIONS)


def rated(found: AcrossSides, low: float, high: float) -> AcrossSides:
    """The same with another interval."""
    between = replace(found.between, interval=(low, high))
    return replace(found, three=replace(found.three, between=between))


def test_where_ten_are_rated_alike_and_alpha_is_high_assessors_agree() -> None:
    assert across(grid(VIEW), grid(VIEW)).finding is AgreementFinding.AGREE


def test_everyone_gave_the_same_answer_is_a_finding_of_its_own() -> None:
    """Line 22: four assessors, 112 pairs, all Yes."""
    found = across(grid(*[["Yes"] * 28] * 2), grid(*[["Yes"] * 28] * 2))
    assert (found.finding, found.level, found.unsure) == (AgreementFinding.SAME_ANSWER, 4, 0)
    assert found.between.pairs == 112
    assert found.between.is_lopsided, "line 23: alpha can be low then although assessors agree"


def test_a_doubt_or_a_range_beside_the_same_level_is_counted() -> None:
    found = across(grid(["Yes", "Yes?"]), grid(["Yes", "Yes"], ["No to Yes", "?"]))
    assert (found.finding, found.level, found.unsure) == (AgreementFinding.SAME_ANSWER, 4, 2)


@pytest.mark.parametrize(
    ("government", "partners"),
    [
        (grid(VIEW[:9]), grid(VIEW[:9])),
        (grid(VIEW), grid(["?"] * 20)),
        (grid(VIEW), grid(["No to Yes"] * 20)),
        (grid(VIEW), grid()),
        (grid(VIEW[:4] + ["?"] * 16), grid(["?"] * 16 + VIEW[:4])),
    ],
)
def test_below_ten_rated_on_both_sides_nothing_is_said(government: Grid, partners: Grid) -> None:
    """Line 20: one side alone, or each on other criteria, is too few ratings and no agreement."""
    assert across(government, partners).finding is AgreementFinding.TOO_FEW


@pytest.mark.parametrize(
    ("low", "high", "finding"),
    [
        (0.8, 0.9, AgreementFinding.AGREE),
        (0.7999, 1.0, AgreementFinding.BETWEEN),
        (0.1, 0.667, AgreementFinding.BETWEEN),
        (0.1, 0.6669, AgreementFinding.LOW),
        (-0.4, 0.2, AgreementFinding.LOW),
    ],
)
def test_the_interval_of_alpha_decides(low: float, high: float, finding: AgreementFinding) -> None:
    assert rated(across(grid(VIEW), grid(VIEW)), low, high).finding is finding


def test_a_sure_gap_is_no_agreement_however_high_alpha_is() -> None:
    long = VIEW * 20
    found = across(grid(long), grid(["Not yet", *long[1:]]))
    assert found.between.interval is not None
    assert found.between.interval[0] > 0.8
    assert (found.gaps, found.finding) == (1, AgreementFinding.BETWEEN)


def test_what_one_assessor_of_a_side_denies_is_no_sure_gap() -> None:
    assert across(grid(["Yes"], ["Yes"], ["No"]), grid(["No"])).gaps == 0
    assert across(grid(["Yes"], ["?"], ["n/a"]), grid(["No"])).gaps == 1


def test_two_sides_each_of_one_mind_differ_between_the_sides() -> None:
    mirrored = [WORDS[4 - WORDS.index(word)] for word in VIEW]
    found = across(grid(VIEW, VIEW), grid(mirrored, mirrored))
    assert (found.finding, found.is_of_sides) == (AgreementFinding.LOW, True)
    alone = across(grid(VIEW), grid(mirrored))
    assert (alone.finding, alone.is_of_sides) == (AgreementFinding.LOW, False)


def test_a_side_that_agrees_little_within_is_named_unless_one_level_says_nearly_all() -> None:
    mirrored = [WORDS[4 - WORDS.index(word)] for word in VIEW]
    three = agreements_of(grid(VIEW, mirrored).level, grid(VIEW, VIEW).level, CONVENTIONS)
    assert within_sides(three, CONVENTIONS) == (WithinSide("government", three.government),)
    lopsided: Agreement = replace(three.government, is_lopsided=True)
    assert within_sides(replace(three, government=lopsided), CONVENTIONS) == ()
