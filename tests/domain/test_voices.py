"""Two sides on the same criteria; golden values of METHOD.md 12.3."""

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
from coordination.domain.answers import Reading, Status, between, read
from coordination.domain.scoring import composite, side_reading
from coordination.domain.voices import (
    CellGap,
    GapKind,
    cell_gap,
    criterion_gap,
    hull_reading,
    rater_pairs,
    side_gap,
)

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7

G1 = ("Yes", "Most", "Yes", "Yes", "Most", "Partly", "Yes")
G2 = ("Yes", "Yes?", "Yes", "Broadly", "?", "Not yet", "Yes")
P1 = ("Mostly", "Most", "Yes?", "Partly", "Most", "Not yet", "Mostly")
P2 = ("Yes", "Most", "Mostly", "Partly", "Partly", "No", "?")


def rater(words: Sequence[str]) -> list[Reading]:
    return [read(word) for word in words]


def side(*raters: Sequence[str]) -> list[Reading]:
    return [side_reading([read(word) for word in words]) for words in zip(*raters, strict=True)]


GOVERNMENT, PARTNERS = side(G1, G2), side(P1, P2)
GAP = side_gap(GOVERNMENT, PARTNERS, EQUAL, CONVENTIONS)

ANY_READING = st.one_of(
    st.sampled_from([read(word) for word in ("?", "-", "n/a", "Yes?", "Not yet?")]),
    st.builds(lambda one, other: between("x", one, other), st.integers(0, 4), st.integers(0, 4)),
)


# The example of CMJ.


def test_the_examples_gaps_hulls_and_common_grounds() -> None:
    assert [cell.ends for cell in GAP.cells] == [
        *((-1, 0), (-1, 0), (-1, 0), (-2, -1), (-1, 0), (-2, 0), (-1, -1))
    ]
    assert [cell.hull for cell in GAP.cells] == [(3, 4), (3, 4), (3, 4), (2, 4), (2, 3), (0, 2), (3, 4)]
    assert [cell.common_ground for cell in GAP.cells] == [
        *((4, 4), (3, 3), (4, 4), None, (3, 3), (1, 1), None)
    ]
    lower, open_ = GapKind.CERTAIN_LOWER, GapKind.NOT_CERTAIN
    assert [cell.kind for cell in GAP.cells] == [open_, open_, open_, lower, open_, open_, lower]
    assert (GAP.certain, GAP.knowledge) == (2, 0)
    assert GAP.mean == (Fraction(-225, 7), Fraction(-50, 7))


def test_the_examples_composites_of_each_side_and_of_both() -> None:
    ends = [
        (one.low, one.high)
        for one in (composite(each, EQUAL, CONVENTIONS) for each in (GOVERNMENT, PARTNERS, GAP.hull))
    ]
    assert ends == [
        (Fraction(550, 7), Fraction(625, 7)),
        (Fraction(400, 7), Fraction(500, 7)),
        (Fraction(400, 7), Fraction(625, 7)),
    ]


def test_the_examples_pairs_of_raters() -> None:
    pairs = rater_pairs([rater(G1), rater(G2)], [rater(P1), rater(P2)])
    assert (pairs.pairs, pairs.levelled) == (24, 24)
    assert (pairs.signed, pairs.absolute) == (Fraction(-19, 24), Fraction(19, 24))
    assert (pairs.lower, pairs.higher, pairs.not_certain) == (14, 0, 10)
    assert pairs.delta == (Fraction(-3, 4), Fraction(-7, 12))
    assert (pairs.government.pairs, pairs.government.absolute) == (6, Fraction(1, 2))
    assert (pairs.partners.pairs, pairs.partners.absolute) == (6, Fraction(2, 3))


# One cell.


@pytest.mark.parametrize(
    ("government", "partners", "expected"),
    [
        ("Partly", "Yes", CellGap(kind=GapKind.CERTAIN_HIGHER, ends=(2, 2), hull=(2, 4), common_ground=None)),
        (
            "Yes",
            "Partly?",
            CellGap(kind=GapKind.CERTAIN_LOWER, ends=(-3, -1), hull=(1, 4), common_ground=None),
        ),
        ("Yes", "Yes", CellGap(kind=GapKind.SAME, ends=(0, 0), hull=(4, 4), common_ground=(4, 4))),
        ("Yes?", "Yes?", CellGap(kind=GapKind.NOT_CERTAIN, ends=(-1, 1), hull=(3, 4), common_ground=(3, 4))),
        (
            "Yes",
            "?",
            CellGap(kind=GapKind.KNOWLEDGE, ends=None, hull=(0, 4), common_ground=None, lacks="partners"),
        ),
        (
            "-",
            "No",
            CellGap(kind=GapKind.KNOWLEDGE, ends=None, hull=(0, 4), common_ground=None, lacks="government"),
        ),
        ("?", "-", CellGap(kind=GapKind.NONE, ends=None, hull=(0, 4), common_ground=None)),
        ("n/a", "No", CellGap(kind=GapKind.NOT_APPLICABLE, ends=None, hull=(0, 0), common_ground=None)),
        ("Yes?", "n/a", CellGap(kind=GapKind.NOT_APPLICABLE, ends=None, hull=(3, 4), common_ground=None)),
        ("n/a", "?", CellGap(kind=GapKind.NOT_APPLICABLE, ends=None, hull=(0, 4), common_ground=None)),
        ("n/a", "n/a", CellGap(kind=GapKind.NOT_APPLICABLE, ends=None, hull=None, common_ground=None)),
    ],
)
def test_every_kind_of_gap(government: str, partners: str, expected: CellGap) -> None:
    assert cell_gap(read(government), read(partners)) == expected


def test_a_full_range_is_an_answer_and_not_a_gap_in_knowledge() -> None:
    assert cell_gap(read("Yes"), read("No to Yes")).kind is GapKind.NOT_CERTAIN


@given(ANY_READING, ANY_READING)
def test_a_gap_is_certain_only_where_every_completion_says_so(government: Reading, partners: Reading) -> None:
    cell = cell_gap(government, partners)
    if cell.ends is None:
        assert not cell.kind.is_certain
        return
    completions = {
        theirs - ours
        for ours in range(government.lo or 0, (government.hi or 0) + 1)
        for theirs in range(partners.lo or 0, (partners.hi or 0) + 1)
    }
    assert cell.ends == (min(completions), max(completions))
    assert (cell.kind is GapKind.CERTAIN_HIGHER) == all(each > 0 for each in completions)
    assert (cell.kind is GapKind.CERTAIN_LOWER) == all(each < 0 for each in completions)
    assert (cell.common_ground is None) == (0 not in completions)


@given(ANY_READING, ANY_READING)
def test_the_sides_exchanged_give_the_gap_mirrored(government: Reading, partners: Reading) -> None:
    one, other = cell_gap(government, partners), cell_gap(partners, government)
    assert one.ends == (None if other.ends is None else (-other.ends[1], -other.ends[0]))
    assert (one.hull, one.common_ground) == (other.hull, other.common_ground)


def test_a_gap_needs_words_that_are_understood() -> None:
    with pytest.raises(ValueError, match="a person has to decide"):
        cell_gap(read("Yes"), read("perhaps"))


# The hull.


@pytest.mark.parametrize(
    ("government", "partners", "status", "lo", "hi"),
    [
        ("Yes", "Partly", Status.ANSWERED, 2, 4),
        ("Yes", "Yes", Status.ANSWERED, 4, 4),
        ("Yes", "?", Status.UNKNOWN, 0, 4),
        ("-", "No", Status.UNKNOWN, 0, 4),
        ("?", "-", Status.UNKNOWN, 0, 4),
        ("-", "-", Status.NONE, 0, 4),
        ("n/a", "Partly", Status.ANSWERED, 2, 2),
        ("?", "n/a", Status.UNKNOWN, 0, 4),
        ("-", "n/a", Status.NONE, 0, 4),
        ("n/a", "n/a", Status.NOT_APPLICABLE, None, None),
    ],
)
def test_the_hull_keeps_all_that_either_side_admits(
    government: str, partners: str, status: Status, lo: int | None, hi: int | None
) -> None:
    hull = hull_reading(read(government), read(partners))
    assert (hull.status, hull.lo, hull.hi) == (status, lo, hi)
    assert hull.verbatim == f"{government} · {partners}"


@given(st.lists(st.tuples(ANY_READING, ANY_READING), min_size=1, max_size=7))
def test_the_hulls_composite_holds_both_sides_where_both_apply(
    cells: list[tuple[Reading, Reading]],
) -> None:
    cells = [pair for pair in cells if all(each.status is not Status.NOT_APPLICABLE for each in pair)]
    weights = (1,) * len(cells)
    government, partners = [one for one, _ in cells], [other for _, other in cells]
    joint = composite(side_gap(government, partners, weights, CONVENTIONS).hull, weights, CONVENTIONS)
    for each in (government, partners):
        own = composite(each, weights, CONVENTIONS)
        if own.low is None or own.high is None or joint.low is None or joint.high is None:
            assert own.low is own.high is joint.low is joint.high is None
        else:
            assert joint.low <= own.low <= own.high <= joint.high


# A section, and a criterion over structures.


def test_the_mean_is_over_what_both_answered_and_knowledge_is_counted_apart() -> None:
    gap = side_gap(
        rater(["Yes", "Yes", "?", "n/a"]), rater(["Partly", "?", "?", "No"]), (1, 5, 5, 5), CONVENTIONS
    )
    assert (gap.mean, gap.certain, gap.knowledge) == ((Fraction(-50), Fraction(-50)), 1, 1)


def test_the_mean_is_weighted_and_in_the_points_of_the_instrument() -> None:
    bent = replace(CONVENTIONS, values=(0, 10, 20, 60, 100))
    gap = side_gap(rater(["Yes", "No"]), rater(["Mostly", "Not yet?"]), (3, 1), bent)
    assert gap.mean == (Fraction(-3 * 40 + 0, 4), Fraction(-3 * 40 + 20, 4))


@pytest.mark.parametrize("weights", [(0, 1), (0, 0)])
def test_there_is_no_mean_where_nothing_that_both_answered_weighs(weights: tuple[int, int]) -> None:
    assert side_gap(rater(["Yes", "?"]), rater(["No", "No"]), weights, CONVENTIONS).mean is None


def test_both_sides_need_the_same_criteria() -> None:
    with pytest.raises(ValueError, match="1 readings need 1 weights, not 2"):
        side_gap(rater(["Yes", "No"]), rater(["Yes"]), (1, 1), CONVENTIONS)


def test_a_criterion_over_structures_is_the_mean_of_the_ends_that_are_there() -> None:
    cells = [cell_gap(read(one), read(other)) for one, other in (("Yes", "No"), ("No", "No?"), ("Yes", "?"))]
    assert criterion_gap(cells) == (Fraction(-2), Fraction(-3, 2))
    assert criterion_gap(cells[2:]) is None
    assert criterion_gap([]) is None


# Pairs of raters.


def test_a_range_counts_as_a_pair_but_has_no_face_value() -> None:
    pairs = rater_pairs([rater(["Yes", "Yes"])], [rater(["No to Partly", "Mostly"])])
    assert (pairs.pairs, pairs.lower, pairs.levelled) == (2, 2, 1)
    assert (pairs.signed, pairs.delta) == (Fraction(-1), (Fraction(-1), Fraction(-1)))


def test_one_side_alone_makes_no_pair_across() -> None:
    pairs = rater_pairs([rater(G1), rater(G2)], [])
    assert (pairs.pairs, pairs.delta, pairs.signed, pairs.absolute) == (0, None, None, None)
    assert (pairs.government.pairs, pairs.partners.pairs, pairs.partners.absolute) == (6, 0, None)


def test_an_answer_not_given_makes_no_pair() -> None:
    assert rater_pairs([[None, read("Yes")]], [[read("Yes"), None]]).pairs == 0


@given(
    *(st.lists(st.lists(ANY_READING, min_size=3, max_size=3), min_size=1, max_size=3) for _ in range(2)),
)
def test_the_pairs_are_those_counted_one_by_one(
    government: list[list[Reading]], partners: list[list[Reading]]
) -> None:
    cells = [
        cell_gap(one, other)
        for ours, theirs in product(government, partners)
        for one, other in zip(ours, theirs, strict=True)
    ]
    answered = [cell for cell in cells if cell.ends is not None]
    found = rater_pairs(government, partners)
    assert found.pairs == len(answered)
    assert found.lower == sum(cell.kind is GapKind.CERTAIN_LOWER for cell in answered)
    assert found.higher == sum(cell.kind is GapKind.CERTAIN_HIGHER for cell in answered)
    assert found.lower + found.higher + found.not_certain == found.pairs
    if found.delta is not None:
        certain = Fraction(found.higher - found.lower, found.pairs)
        assert -1 <= found.delta[0] <= certain <= found.delta[1] <= 1
