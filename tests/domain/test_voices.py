"""Two sides on the same criteria; golden values of METHOD.md 12.3."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, Status, between, read
from coordination.domain.scoring import composite, side_reading
from coordination.domain.voices import hull_reading, rater_pairs

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
HULL = list(map(hull_reading, GOVERNMENT, PARTNERS))

ANY_READING = st.one_of(
    st.sampled_from([read(word) for word in ("?", "-", "n/a", "Yes?", "Not yet?")]),
    st.builds(lambda one, other: between("x", one, other), st.integers(0, 4), st.integers(0, 4)),
)


# The example of CMJ.


def test_the_example_s_hull() -> None:
    assert [(each.lo, each.hi) for each in HULL] == [(3, 4), (3, 4), (3, 4), (2, 4), (2, 3), (0, 2), (3, 4)]


def test_the_examples_composites_of_each_side_and_of_both() -> None:
    ends = [
        (one.low, one.high)
        for one in (composite(each, EQUAL, CONVENTIONS) for each in (GOVERNMENT, PARTNERS, HULL))
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
    joint = composite(list(map(hull_reading, government, partners)), weights, CONVENTIONS)
    for each in (government, partners):
        own = composite(each, weights, CONVENTIONS)
        if own.low is None or own.high is None or joint.low is None or joint.high is None:
            assert own.low is own.high is joint.low is joint.high is None
        else:
            assert joint.low <= own.low <= own.high <= joint.high


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
    answered = [
        ((one.lo or 0, one.hi or 0), (other.lo or 0, other.hi or 0))
        for ours, theirs in product(government, partners)
        for one, other in zip(ours, theirs, strict=True)
        if one.status is other.status is Status.ANSWERED
    ]
    found = rater_pairs(government, partners)
    assert found.pairs == len(answered)
    assert found.lower == sum(theirs[1] < ours[0] for ours, theirs in answered)
    assert found.higher == sum(theirs[0] > ours[1] for ours, theirs in answered)
    assert found.lower + found.higher + found.not_certain == found.pairs
    if found.delta is not None:
        certain = Fraction(found.higher - found.lower, found.pairs)
        assert -1 <= found.delta[0] <= certain <= found.delta[1] <= 1
