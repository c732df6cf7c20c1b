"""Orders are said only where they are certain; equal-weight lines of METHOD.md 12.2."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.domain.answers import Reading, read
from coordination.domain.comparison import (
    Card,
    Finding,
    FindingKind,
    difference,
    dominates,
    findings,
    gap,
    placement_key,
    ranks,
)
from coordination.domain.instruments import read_instrument
from coordination.domain.scoring import composite, is_assessable

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = read_instrument(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7
CODES = tuple(f"C{number}" for number in range(1, 8))

GTSE = ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")
CMJ = ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")
CCRSS = ("?", "-", "?", "?", "?", "?", "?")


def readings(words: Sequence[str]) -> list[Reading]:
    return [read(word) for word in words]


def card(code: str, *words: str, weights: Sequence[int] = EQUAL) -> Card:
    answers = readings(words)
    c = composite(answers, weights, CONVENTIONS)
    return Card(code, dict(zip(CODES, answers, strict=True)), c, is_assessable(c, CONVENTIONS))


DECK = (card("CCRSS", *CCRSS), card("CMJ", *CMJ), card("GTSE/CPSE", *GTSE))


def interval(c: Card) -> tuple[Fraction, Fraction]:
    assert c.composite.low is not None
    assert c.composite.high is not None
    return c.composite.low, c.composite.high


# The deck, METHOD.md 12.2.


def test_the_decks_equal_weight_difference() -> None:
    assert difference(readings(GTSE), readings(CMJ), EQUAL, CONVENTIONS) == (
        Fraction(100, 7),
        Fraction(150, 7),
    )


def test_the_difference_the_other_way_is_its_mirror() -> None:
    assert difference(readings(CMJ), readings(GTSE), EQUAL, CONVENTIONS) == (
        Fraction(-150, 7),
        Fraction(-100, 7),
    )


def test_the_deck_order_survives_leaving_out_any_one_criterion() -> None:
    lower = []
    for left_out in range(7):
        weights = [int(index != left_out) for index in range(7)]
        found = difference(readings(GTSE), readings(CMJ), weights, CONVENTIONS)
        assert found is not None
        lower.append(found[0])
    sixths = (100, 75, 125, 100, 75, 25, 100)  # 16.67, 12.5, 20.83, 16.67, 12.5, 4.17, 16.67
    assert lower == [Fraction(points, 6) for points in sixths]


def test_the_decks_equal_weight_ranks() -> None:
    assert ranks([interval(c) for c in DECK]) == [(1, 3), (2, 3), (1, 2)]
    assert ranks([interval(c) for c in DECK if c.assessable]) == [(2, 2), (1, 1)]


def test_no_structure_of_the_deck_is_ahead_on_every_criterion() -> None:
    pairs = list(permutations(DECK, 2))
    assert len(pairs) == 6
    assert not any(dominates(tuple(a.readings.values()), tuple(b.readings.values())) for a, b in pairs)


def test_the_decks_findings() -> None:
    assert findings(DECK, CONVENTIONS) == (
        Finding(FindingKind.AHEAD_CERTAIN, ("GTSE/CPSE", "CMJ"), value=(Fraction(100, 7), Fraction(150, 7))),
        Finding(FindingKind.CANNOT_BE_PLACED, ("CCRSS",), CODES),
        Finding(FindingKind.WEAK, ("CMJ",), ("C6",)),
    )


# Ranks.


def test_equal_points_share_their_rank_and_touching_ends_do_not_separate() -> None:
    def ends(low: int, high: int) -> tuple[Fraction, Fraction]:
        return Fraction(low), Fraction(high)

    assert ranks([]) == []
    assert ranks([ends(79, 79), ends(79, 79), ends(50, 50)]) == [(1, 1), (1, 1), (3, 3)]
    assert ranks([ends(50, 75), ends(75, 100)]) == [(1, 2), (1, 1)]
    assert ranks([ends(50, 74), ends(75, 100)]) == [(2, 2), (1, 1)]


LEVELS = st.integers(0, 6).map(Fraction)
INTERVALS = st.tuples(LEVELS, LEVELS).map(lambda pair: (min(pair), max(pair)))


@settings(deadline=None)
@given(st.lists(INTERVALS, max_size=5))
def test_ranks_are_the_best_and_worst_over_every_completion(
    intervals: list[tuple[Fraction, Fraction]],
) -> None:
    # The extremes of a rank are reached at ends of the intervals, so the ends stand for all completions.
    reached: list[set[int]] = [set() for _ in intervals]
    for completion in product(*intervals):
        for index, value in enumerate(completion):
            reached[index].add(1 + sum(other > value for other in completion))
    assert ranks(intervals) == [(min(found), max(found)) for found in reached]


def test_the_order_is_by_low_end_then_high_end_then_name_and_ends_with_what_has_no_composite() -> None:
    cards = [
        card("none", *["n/a"] * 7),
        card("wide", *["Mostly"] * 6, "Mostly to Yes"),
        card("b", *["Mostly"] * 7),
        card("A", *["Mostly"] * 7),
        card("top", *["Yes"] * 7),
        card("zero", *["No"] * 7),
        card("open", *["?"] * 7),
    ]
    ordered = sorted(cards, key=lambda c: placement_key(c.composite, c.code))
    assert [c.code for c in ordered] == ["top", "wide", "A", "b", "open", "zero", "none"]


# Differences.


def test_only_criteria_applicable_to_both_are_compared() -> None:
    without = ("Yes", "n/a", "Yes", "n/a", "Yes", "Yes", "Yes")
    found = gap(readings(without), readings(CMJ), EQUAL, CONVENTIONS)
    assert (found.common, found.weight, found.low, found.high) == (5, 5, 100, 100)
    assert difference(readings(without), readings(CMJ), EQUAL, CONVENTIONS) == (Fraction(20), Fraction(20))


def test_fewer_common_criteria_than_the_convention_are_not_comparable() -> None:
    mine = readings(("Yes",) * 5 + ("n/a",) * 2)
    three = readings(("n/a",) * 2 + ("No",) * 5)
    four = readings(("n/a",) + ("No",) * 6)
    assert difference(mine, three, EQUAL, CONVENTIONS) is None
    assert difference(mine, four, EQUAL, CONVENTIONS) == (Fraction(100), Fraction(100))
    assert difference(mine, four, (1, 0, 0, 0, 0, 1, 1), CONVENTIONS) is None


def test_differences_refuse_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="weights"):
        difference(readings(CMJ), readings(GTSE), EQUAL[:6], CONVENTIONS)
    with pytest.raises(ValueError, match="shorter"):
        difference(readings(CMJ), readings(GTSE)[:6], EQUAL, CONVENTIONS)
    with pytest.raises(ValueError, match="Maybe"):
        difference(readings(CMJ), readings((*GTSE[:6], "Maybe")), EQUAL, CONVENTIONS)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("Yes", "Yes"), ("Yes", "Mostly"), True),
        (("Yes", "Yes"), ("Yes", "Yes"), False),
        (("Yes", "Yes"), ("Yes", "Yes?"), False),
        (("Yes?", "Yes"), ("Mostly", "Mostly"), True),
        (("Yes?", "Yes"), ("Mostly?", "Mostly"), False),
        (("Yes", "No"), ("Mostly", "Not yet"), False),
        (("Yes", "n/a"), ("Mostly", "Yes"), True),
        (("n/a", "Yes"), ("Yes", "n/a"), False),
        (("Yes", "Yes"), ("?", "Mostly"), True),
        (("?", "Yes"), ("No", "Mostly"), True),
        (("?", "Yes"), ("Not yet", "Mostly"), False),
    ],
)
def test_ahead_on_every_criterion_holds_in_every_completion(
    a: tuple[str, ...], b: tuple[str, ...], expected: bool
) -> None:
    assert dominates(readings(a), readings(b)) is expected


# Findings.


def kinds(*cards: Card) -> list[FindingKind]:
    return [finding.kind for finding in findings(cards, CONVENTIONS)]


YES = ("Yes",) * 7
MOSTLY = ("Mostly",) * 7


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (YES, MOSTLY, FindingKind.DOMINATES),
        (GTSE, CMJ, FindingKind.AHEAD_CERTAIN),
        (("Yes?",) * 7, MOSTLY, FindingKind.UNDECIDED),
        (("Mostly?",) * 7, ("Mostly?",) * 7, FindingKind.UNDECIDED),
        (YES, YES, FindingKind.TIED),
        (("n/a", *YES[1:]), ("n/a", *YES[1:]), FindingKind.TIED),
        (("Yes", "Partly", *MOSTLY[2:]), MOSTLY, FindingKind.SAME_COMPOSITE),
        (("n/a", "n/a", *YES[2:]), (*MOSTLY[:5], "n/a", "n/a"), FindingKind.NOT_COMPARABLE),
    ],
)
def test_what_is_said_of_two_neighbours(a: tuple[str, ...], b: tuple[str, ...], kind: FindingKind) -> None:
    first = findings((card("b", *b), card("a", *a)), CONVENTIONS)[0]
    assert first.kind is kind
    assert first.structures == ("a", "b")


def test_nothing_certain_is_said_where_the_base_makes_the_order() -> None:
    six = ("Mostly",) * 6
    # The composites (79 and 75) are apart only because of a criterion that does not apply to both.
    found = findings((card("a", *six, "Yes"), card("b", *six, "n/a")), CONVENTIONS)
    assert found[0] == Finding(FindingKind.NOT_COMPARABLE, ("a", "b"), value=(Fraction(0), Fraction(0)))
    # The composites (71 and 64) and the six common criteria say opposite things.
    found = findings((card("a", *six, "No"), card("b", *six[1:], "Partly", "n/a")), CONVENTIONS)
    assert found[0] == Finding(
        FindingKind.NOT_COMPARABLE, ("b", "a"), value=(Fraction(-25, 6), Fraction(-25, 6))
    )
    # The same, with an open answer: the composites overlap, yet no answer to it lets the first be ahead.
    found = findings((card("a", *six, "?"), card("b", *six[1:], "Partly", "n/a")), CONVENTIONS)
    assert found[0] == Finding(
        FindingKind.NOT_COMPARABLE, ("b", "a"), value=(Fraction(-25, 6), Fraction(-25, 6))
    )
    # Here they agree.
    found = findings((card("a", *six, "Yes"), card("b", *["Partly"] * 6, "n/a")), CONVENTIONS)
    assert found[0] == Finding(FindingKind.DOMINATES, ("a", "b"), value=(Fraction(25), Fraction(25)))


def test_the_higher_structure_stands_first_whatever_the_order_of_the_cards() -> None:
    for cards in permutations(DECK):
        assert findings(cards, CONVENTIONS) == findings(DECK, CONVENTIONS)


def test_the_order_is_under_the_weights_given() -> None:
    weights = (100, 0, 0, 0, 0, 0, 0)
    strong_first = card("a", "Yes", *["Partly"] * 6, weights=weights)
    weak_first = card("b", "Mostly", *["Yes"] * 6, weights=weights)
    found = findings((weak_first, strong_first), CONVENTIONS, dict(zip(CODES, weights, strict=True)))
    assert found[0] == Finding(FindingKind.AHEAD_CERTAIN, ("a", "b"), value=(Fraction(25), Fraction(25)))


def test_a_structure_left_out_of_the_order_says_what_to_find_out() -> None:
    partly_known = card("x", "Yes", "?", "-", "Yes?", "n/a", "?", "Partly")
    assert findings((partly_known,), CONVENTIONS) == (
        Finding(FindingKind.CANNOT_BE_PLACED, ("x",), ("C2", "C3", "C6")),
        Finding(FindingKind.WEAK, ("x",), ("C7",)),
    )


def test_only_certainly_weak_criteria_are_called_weak() -> None:
    found = findings(
        (card("x", "Partly", "Not yet?", "Partly?", "No", "?", "No to Partly", "Yes"),), CONVENTIONS
    )
    assert found[-1] == Finding(FindingKind.WEAK, ("x",), ("C1", "C2", "C4", "C6"))


def test_fewest_open_questions_and_most_weak_criteria_come_first() -> None:
    found = findings(
        (
            card("all open", *["?"] * 7),
            card("some open", *["?"] * 4, "Yes", "No", "Yes"),
            card("weak", *["No"] * 3, *["Yes"] * 4),
        ),
        CONVENTIONS,
    )
    assert [(f.kind.value, f.structures) for f in found] == [
        ("cannot_be_placed", ("some open",)),
        ("cannot_be_placed", ("all open",)),
        ("weak", ("weak",)),
        ("weak", ("some open",)),
    ]


def test_at_most_eight_findings_with_room_for_each_kind() -> None:
    placed = [card(f"p{number:02}", *["Not yet"] * 7) for number in range(20)]
    unplaced = [card(f"u{number:02}", *["?"] * 7) for number in range(20)]
    tied, open_, weak = FindingKind.TIED, FindingKind.CANNOT_BE_PLACED, FindingKind.WEAK
    assert kinds(*placed, *unplaced) == [tied] * 4 + [open_] * 2 + [weak] * 2
    assert kinds(*unplaced) == [open_] * 8
    assert kinds(*placed) == [tied] * 6 + [weak] * 2
    assert kinds() == []
