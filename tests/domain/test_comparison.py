"""Orders are said only as far as they are certain; the deck of METHOD.md 12.2."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from coordination.documents import instruments
from coordination.domain.answers import Reading, read
from coordination.domain.comparison import (
    ComparisonFinding,
    Contender,
    FindingKind,
    OpenQuestion,
    find_next,
    findings,
    percent_outward,
    placement_key,
)
from coordination.domain.scoring import composite, is_assessable

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7
CODES = tuple(f"C{number}" for number in range(1, 8))

GTSE = ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")
CMJ = ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")
CCRSS = ("?", "-", "?", "?", "?", "?", "?")


def readings(words: Sequence[str]) -> list[Reading]:
    return [read(word) for word in words]


def card(code: str, *words: str, weights: Sequence[int] = EQUAL) -> Contender:
    answers = readings(words)
    c = composite(answers, weights, CONVENTIONS)
    return Contender(
        code=code,
        readings=dict(zip(CODES, answers, strict=True)),
        composite=c,
        assessable=is_assessable(c, CONVENTIONS),
    )


DECK = (card("CCRSS", *CCRSS), card("CMJ", *CMJ), card("GTSE/CPSE", *GTSE))


def test_the_decks_findings() -> None:
    assert findings(DECK, CONVENTIONS) == (
        ComparisonFinding(
            kind=FindingKind.AHEAD_SHARE,
            structures=("GTSE/CPSE", "CMJ"),
            certain=Fraction(15, 16),
            reverse_possible=Fraction(1, 16),
            epsilon=Fraction(4, 11),
            holds=(("equal", True),),
        ),
        ComparisonFinding(kind=FindingKind.CANNOT_BE_PLACED, structures=("CCRSS",), codes=CODES),
        ComparisonFinding(kind=FindingKind.WEAK, structures=("CMJ",), codes=("C6",)),
    )


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


# Findings.


def kinds(*cards: Contender) -> list[FindingKind]:
    return [finding.kind for finding in findings(cards, CONVENTIONS)]


YES = ("Yes",) * 7
MOSTLY = ("Mostly",) * 7


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        (YES, MOSTLY, FindingKind.DOMINATES),
        (GTSE, CMJ, FindingKind.AHEAD_SHARE),
        (("Yes?",) * 7, MOSTLY, FindingKind.UNDECIDED),
        (("Mostly?",) * 7, ("Mostly?",) * 7, FindingKind.UNDECIDED),
        (YES, YES, FindingKind.TIED),
        (("n/a", *YES[1:]), ("n/a", *YES[1:]), FindingKind.TIED),
        (("Yes", "Partly", *MOSTLY[2:]), MOSTLY, FindingKind.AHEAD_SHARE),
        (("n/a", "n/a", *YES[2:]), (*MOSTLY[:5], "n/a", "n/a"), FindingKind.NOT_COMPARABLE),
    ],
)
def test_what_is_said_of_two_neighbours(a: tuple[str, ...], b: tuple[str, ...], kind: FindingKind) -> None:
    first = findings((card("b", *b), card("a", *a)), CONVENTIONS)[0]
    assert first.kind is kind
    assert first.structures == ("a", "b")


def test_the_one_ahead_in_more_weightings_stands_first_even_where_its_base_puts_it_lower() -> None:
    c = card("c", *["Partly"] * 6, "n/a")
    d = card("d", *["Partly"] * 6, "Yes")
    # Composites 57 and 50, yet the common answers are the same.
    found = findings((c, d), CONVENTIONS)[0]
    assert (found.kind, found.structures) == (FindingKind.TIED, ("d", "c"))
    low = card("low", "Mostly", *["Partly"] * 5, "n/a")
    found = findings((low, d), CONVENTIONS)[0]
    assert low.composite.low is not None
    assert d.composite.low is not None
    assert low.composite.low < d.composite.low
    assert (found.kind, found.structures) == (FindingKind.DOMINATES, ("low", "d"))


def test_the_higher_structure_stands_first_whatever_the_order_of_the_cards() -> None:
    for cards in permutations(DECK):
        assert findings(cards, CONVENTIONS) == findings(DECK, CONVENTIONS)


def test_the_order_is_under_the_weights_given() -> None:
    weights = (100, 0, 0, 0, 0, 0, 0)
    strong_first = card("a", "Yes", *["Partly"] * 6, weights=weights)
    weak_first = card("b", "Mostly", *["Yes"] * 6, weights=weights)
    found = findings((weak_first, strong_first), CONVENTIONS, dict(zip(CODES, weights, strict=True)))
    # One of seven differences speaks for it: 1, against six of −2.
    share = Fraction(1, 3) ** 6
    assert found[0] == ComparisonFinding(
        kind=FindingKind.AHEAD_SHARE,
        structures=("b", "a"),
        certain=1 - share,
        reverse_possible=share,
        epsilon=Fraction(0),
        holds=(("equal", True),),
    )


def test_named_weights_say_under_which_of_them_the_order_is_certain() -> None:
    named = {
        "equal": dict.fromkeys(CODES, 1),
        "government": dict(zip(CODES, (10, 10, 50, 10, 10, 5, 5), strict=True)),
        "partners": dict(zip(CODES, (20, 20, 0, 0, 20, 20, 20), strict=True)),
    }
    found = findings(DECK, CONVENTIONS, named["government"], named)[0]
    # Differences at worst 0, 1, −1, 0, 1, 3, 0: 10 − 50 + 10 + 15 is below 0.
    assert found.holds == (("equal", True), ("government", False), ("partners", True))
    assert found.certain == Fraction(15, 16)
    assert found.epsilon == 0
    assert findings(DECK, CONVENTIONS, named["government"])[0].holds == (("equal", True),)


def test_a_structure_left_out_of_the_order_says_what_to_find_out() -> None:
    partly_known = card("x", "Yes", "?", "-", "Yes?", "n/a", "?", "Partly")
    assert findings((partly_known,), CONVENTIONS) == (
        ComparisonFinding(kind=FindingKind.CANNOT_BE_PLACED, structures=("x",), codes=("C2", "C3", "C6")),
        ComparisonFinding(kind=FindingKind.WEAK, structures=("x",), codes=("C7",)),
    )


def test_only_certainly_weak_criteria_are_called_weak() -> None:
    found = findings(
        (card("x", "Partly", "Not yet?", "Partly?", "No", "?", "No to Partly", "Yes"),), CONVENTIONS
    )
    assert found[-1] == ComparisonFinding(
        kind=FindingKind.WEAK, structures=("x",), codes=("C1", "C2", "C4", "C6")
    )


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


# What to find out next.


def test_the_answer_that_would_settle_most_comes_first() -> None:
    weights = dict.fromkeys(CODES, 1)
    found = find_next(DECK, weights, CONVENTIONS)
    # A No of CCRSS on C1, C3 or C7 would put CMJ ahead by 4 there: (4/5)³ · 4/7 of all weightings.
    assert [(each.structure, each.code, each.gain) for each in found] == [
        *(("CCRSS", code, Fraction(256, 875)) for code in ("C1", "C3", "C7")),
        *(("CCRSS", code, Fraction(9, 32)) for code in ("C2", "C4", "C5")),
        ("CCRSS", "C6", Fraction(1, 8)),
        ("GTSE/CPSE", "C3", Fraction(1, 16)),
        ("GTSE/CPSE", "C4", Fraction(1, 32)),
    ]
    assert (found[0].pair, found[0].width, found[0].behind_now) == ("CMJ", Fraction(100, 7), Fraction(0))
    assert found[0].behind_worst == Fraction(256, 875)
    assert found[7] == OpenQuestion(
        structure="GTSE/CPSE",
        code="C3",
        width=Fraction(25, 7),
        pair="CMJ",
        now=Fraction(15, 16),
        worst=Fraction(15, 16),
        best=Fraction(1),
        behind_now=Fraction(0),
        behind_worst=Fraction(1, 32),
    )
    assert (found[8].worst, found[8].best) == (Fraction(15, 16), Fraction(31, 32))


def test_an_answer_settles_no_order_with_what_it_cannot_be_compared_with() -> None:
    weights = dict.fromkeys(CODES, 1)
    here = card("a", "n/a", "n/a", "Yes?", *["Yes"] * 4)
    there = card("b", *["Mostly"] * 5, "n/a", "n/a")
    assert [(each.code, each.pair, each.gain) for each in find_next((here, there), weights, CONVENTIONS)] == [
        ("C3", None, Fraction(0))
    ]
    assert find_next((card("a", *YES),), weights, CONVENTIONS) == ()


# Shares in per cent.


@pytest.mark.parametrize(
    ("value", "certain", "possible"),
    [
        (Fraction(0), 0, 0),
        (Fraction(1, 1000), None, 1),
        (Fraction(1, 16), 6, 7),
        (Fraction(15, 16), 93, 94),
        (Fraction(1, 2), 50, 50),
        (Fraction(999, 1000), 99, None),
        (Fraction(1), 100, 100),
    ],
)
def test_shares_are_rounded_outward(value: Fraction, certain: int | None, possible: int | None) -> None:
    assert percent_outward(value, certain=True) == certain
    assert percent_outward(value, certain=False) == possible
