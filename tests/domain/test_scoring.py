"""Composites are exact intervals over every completion; golden values of METHOD.md 12.1 and 12.3."""

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Certainty, Reading, Status, read
from coordination.domain.bilingual import alphabetical
from coordination.domain.scoring import (
    Band,
    Composite,
    band,
    blank,
    composite,
    is_assessable,
    is_known,
    side_reading,
    text,
)

INSTRUMENT = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
CONVENTIONS = instruments.read(json.loads(INSTRUMENT.read_text(encoding="utf-8"))).conventions
EQUAL = (1,) * 7
STATED = (25, 15, 15, 10, 15, 10, 10)

GTSE = ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")
CMJ = ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")
CCRSS = ("?", "-", "?", "?", "?", "?", "?")


def readings(words: Sequence[str], radius: int = 1) -> list[Reading]:
    return [read(word, radius) for word in words]


def score(words: Sequence[str], weights: Sequence[int] | None = None, radius: int = 1) -> Composite:
    return composite(readings(words, radius), weights or (1,) * len(words), CONVENTIONS)


def cmj_with(criterion: int, word: str) -> tuple[str, ...]:
    return (*CMJ[: criterion - 1], word, *CMJ[criterion:])


# The deck, METHOD.md 12.1.


@pytest.mark.parametrize(
    ("words", "low", "high", "yes", "mostly", "weakest", "coverage"),
    [
        (GTSE, Fraction(650, 7), Fraction(100), (5, 7), (7, 7), (3, 4), 1),
        (CMJ, Fraction(550, 7), Fraction(550, 7), (3, 3), (6, 6), (1, 1), 1),
        (CCRSS, Fraction(0), Fraction(100), (0, 7), (0, 7), (0, 4), 0),
    ],
)
def test_the_decks_structures_have_their_exact_composites(
    words: tuple[str, ...],
    low: Fraction,
    high: Fraction,
    yes: tuple[int, int],
    mostly: tuple[int, int],
    weakest: tuple[int, int],
    coverage: int,
) -> None:
    answered = 7 * coverage
    assert score(words) == Composite(
        low=low,
        high=high,
        base=7,
        answered=answered,
        not_applicable=0,
        coverage=Fraction(coverage),
        yes=yes,
        mostly=mostly,
        weakest=weakest,
    )


@pytest.mark.parametrize(("words", "count"), [(GTSE, 4), (CMJ, 1), (CCRSS, 78_125)])
def test_the_ends_are_reached_by_some_completion_and_passed_by_none(
    words: tuple[str, ...], count: int
) -> None:
    cells = [range(r.lo, r.hi + 1) for r in readings(words) if r.lo is not None and r.hi is not None]
    sums = [sum(25 * level for level in completion) for completion in product(*cells)]
    assert len(sums) == count
    c = score(words)
    assert (c.low, c.high) == (Fraction(min(sums), 7), Fraction(max(sums), 7))


def test_a_wider_radius_of_doubt_widens_the_composite() -> None:
    c = score(GTSE, radius=2)
    assert (c.low, c.high) == (Fraction(600, 7), Fraction(100))


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [(GTSE, Fraction(375, 4), 100), (CMJ, Fraction(165, 2), Fraction(165, 2)), (CCRSS, 0, 100)],
)
def test_weights_count_exactly(words: tuple[str, ...], low: Fraction, high: Fraction) -> None:
    c = score(words, STATED)
    assert (c.low, c.high) == (low, high)


@pytest.mark.parametrize(
    ("word", "low", "high", "base", "answered"),
    [
        ("?", 75, Fraction(625, 7), 7, 6),
        ("–", 75, Fraction(625, 7), 7, 6),
        ("n/a", Fraction(175, 2), Fraction(175, 2), 6, 6),
        ("Not yet", Fraction(550, 7), Fraction(550, 7), 7, 7),
    ],
)
def test_unknown_is_neither_zero_nor_left_out_and_not_applicable_is_left_out(
    word: str, low: Fraction, high: Fraction, base: int, answered: int
) -> None:
    c = score(cmj_with(6, word))
    assert (c.low, c.high, c.base, c.answered, c.not_applicable) == (low, high, base, answered, 7 - base)
    assert c.coverage == Fraction(answered, base)


@pytest.mark.parametrize(
    ("words", "points"),
    [
        (GTSE, [0, 0, Fraction(25, 7), Fraction(25, 7), 0, 0, 0]),
        (CMJ, [0] * 7),
        (CCRSS, [Fraction(100, 7)] * 7),
    ],
)
def test_each_open_answer_widens_the_composite_by_its_own_doubt(
    words: tuple[str, ...], points: list[Fraction]
) -> None:
    whole = score(words).width
    assert whole is not None
    gained = []
    for index in range(7):
        settled = readings(words)
        lo = settled[index].lo
        assert lo is not None
        settled[index] = read(("No", "Not yet", "Partly", "Mostly", "Yes")[lo])
        width = composite(settled, EQUAL, CONVENTIONS).width
        assert width is not None
        gained.append(whole - width)
    assert gained == points
    assert sum(points) == whole


def test_the_share_of_criteria_at_a_level_or_above_is_the_same_mean_on_a_step_scale() -> None:
    shares = []
    for threshold in (1, 2, 3, 4):
        step = replace(CONVENTIONS, values=tuple(int(level >= threshold) for level in range(5)))
        shares.append(composite(readings(CMJ), EQUAL, step).low)
    assert shares == [1, Fraction(6, 7), Fraction(6, 7), Fraction(3, 7)]


# Where there is nothing to say.


def test_nothing_applicable_has_no_figures_and_is_not_zero() -> None:
    assert score(("n/a",) * 7) == Composite(
        low=None,
        high=None,
        base=0,
        answered=0,
        not_applicable=7,
        coverage=None,
        yes=None,
        mostly=None,
        weakest=None,
    )
    assert score(()) == Composite(
        low=None,
        high=None,
        base=0,
        answered=0,
        not_applicable=0,
        coverage=None,
        yes=None,
        mostly=None,
        weakest=None,
    )
    assert score(()).width is None


def test_criteria_that_weigh_nothing_have_counts_but_no_composite() -> None:
    c = score(("Yes", "n/a"), (0, 7))
    assert (c.low, c.high, c.coverage, c.base, c.yes, c.weakest) == (None, None, None, 1, (1, 1), (4, 4))
    assert not is_known(c, CONVENTIONS)
    assert not is_assessable(c, CONVENTIONS)


def test_an_answer_nobody_understood_is_never_counted() -> None:
    with pytest.raises(ValueError, match="Maybe"):
        score(cmj_with(3, "Maybe"))


@pytest.mark.parametrize("weights", [(1,) * 6, (1,) * 8, (1, 1, 1, 1, 1, 1, -1)])
def test_weights_must_fit_the_readings(weights: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weight"):
        composite(readings(CMJ), weights, CONVENTIONS)


def test_a_criterion_without_a_stored_answer_counts_as_a_blank() -> None:
    assert blank() == read("")
    assert composite([blank()] * 7, EQUAL, CONVENTIONS) == score(CCRSS)


# Words for the composite, METHOD.md 3.3.


def at(low: Fraction | int, high: Fraction | int, coverage: Fraction | int = 1) -> Composite:
    return Composite(
        low=Fraction(low),
        high=Fraction(high),
        base=7,
        answered=7,
        not_applicable=0,
        coverage=Fraction(coverage),
        yes=(0, 7),
        mostly=(0, 7),
        weakest=(0, 4),
    )


@pytest.mark.parametrize(
    ("c", "words"),
    [
        (score(GTSE), (Band.STRONG, Band.STRONG)),
        (score(CMJ), (Band.STRONG, Band.STRONG)),
        (score(CCRSS), None),
        (score(()), None),
        (at(0, Fraction(2499, 100)), (Band.WEAK, Band.WEAK)),
        (at(25, Fraction(4999, 100)), (Band.WEAK, Band.WEAK)),
        (at(50, Fraction(7499, 100)), (Band.MIDDLING, Band.MIDDLING)),
        (at(75, 100), (Band.STRONG, Band.STRONG)),
        (at(Fraction(7499, 100), 75), (Band.MIDDLING, Band.STRONG)),
        (at(26, Fraction(7599, 100)), (Band.WEAK, Band.STRONG)),
        (at(26, 76), None),
        (at(60, 60, Fraction(1, 2)), (Band.MIDDLING, Band.MIDDLING)),
        (at(60, 60, Fraction(49, 100)), None),
    ],
)
def test_the_words_for_an_interval(c: Composite, words: tuple[Band, Band] | None) -> None:
    assert band(c, CONVENTIONS) == words
    assert is_known(c, CONVENTIONS) == (words is not None)


# Assessable, METHOD.md 3.4.


@pytest.mark.parametrize(
    ("words", "assessable"),
    [
        (GTSE, True),
        (CMJ, True),
        (CCRSS, False),
        (("Yes",) * 4 + ("?",) * 3, True),
        (("Yes",) * 3 + ("?",) * 4, False),
        (("Yes",) * 4 + ("?",) + ("n/a",) * 2, True),
        (("Yes",) * 5 + ("n/a",) * 2, True),
        (("Yes",) * 3 + ("?",) * 2 + ("n/a",) * 2, False),
        (("Yes",) * 4 + ("n/a",) * 3, False),
        (("Yes",) * 4 + ("?",) * 4, False),
    ],
)
def test_a_structure_enters_rankings_with_enough_answers(words: tuple[str, ...], assessable: bool) -> None:
    assert is_assessable(score(words), CONVENTIONS) is assessable


# Several raters of one side, METHOD.md 5.2 and the example of 12.3.

GOVERNMENT = (
    ("Yes", "Most", "Yes", "Yes", "Most", "Partly", "Yes"),
    ("Yes", "Yes?", "Yes", "Broadly", "?", "Not yet", "Yes"),
)
PARTNERS = (
    ("Mostly", "Most", "Yes?", "Partly", "Most", "Not yet", "Mostly"),
    ("Yes", "Most", "Mostly", "Partly", "Partly", "No", "?"),
)


@pytest.mark.parametrize(
    ("raters", "cells", "low", "high"),
    [
        (
            GOVERNMENT,
            [(4, 4), (3, 4), (4, 4), (3, 4), (3, 3), (1, 2), (4, 4)],
            Fraction(550, 7),
            Fraction(625, 7),
        ),
        (
            PARTNERS,
            [(3, 4), (3, 3), (3, 4), (2, 2), (2, 3), (0, 1), (3, 3)],
            Fraction(400, 7),
            Fraction(500, 7),
        ),
    ],
)
def test_two_raters_of_a_side_span_what_they_say(
    raters: tuple[tuple[str, ...], ...], cells: list[tuple[int, int]], low: Fraction, high: Fraction
) -> None:
    joint = [side_reading(readings(words)) for words in zip(*raters, strict=True)]
    assert [(reading.lo, reading.hi) for reading in joint] == cells
    c = composite(joint, EQUAL, CONVENTIONS)
    assert (c.low, c.high) == (low, high)


@pytest.mark.parametrize("word", ["Yes", "Yes?", "Partly to Yes", "?", "-", "n/a", "Maybe"])
def test_one_raters_reading_stays_as_it_is(word: str) -> None:
    assert side_reading([read(word)]) == read(word)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Yes", "Most"), (Status.ANSWERED, None, 3, 4, Certainty.RANGE)),
        (("Yes", "Yes"), (Status.ANSWERED, 4, 4, 4, Certainty.PLAIN)),
        (("Yes?", "Yes?"), (Status.ANSWERED, None, 3, 4, Certainty.RANGE)),
        (("Yes", "Yes", "No"), (Status.ANSWERED, 4, 4, 4, Certainty.PLAIN)),
        (("Yes", "Partly", "No"), (Status.ANSWERED, 2, 2, 2, Certainty.PLAIN)),
        (("No", "Not yet", "Mostly", "Yes"), (Status.ANSWERED, None, 1, 3, Certainty.RANGE)),
        (("Yes", "?", "-"), (Status.ANSWERED, 4, 4, 4, Certainty.PLAIN)),
        (("Yes", "n/a"), (Status.ANSWERED, 4, 4, 4, Certainty.PLAIN)),
        (("?", "-"), (Status.UNKNOWN, None, 0, 4, None)),
        (("?", "n/a"), (Status.UNKNOWN, None, 0, 4, None)),
        (("-", ""), (Status.NONE, None, 0, 4, None)),
        (("-", "n/a"), (Status.NONE, None, 0, 4, None)),
        (("n/a", "s.o."), (Status.NOT_APPLICABLE, None, None, None, None)),
    ],
)
def test_several_raters_become_one_reading_with_everybodys_words(
    words: tuple[str, ...], expected: tuple[Status, int | None, int | None, int | None, Certainty | None]
) -> None:
    status, level, lo, hi, certainty = expected
    written = " · ".join(sorted(filter(None, words), key=alphabetical))
    assert side_reading(readings(words)) == Reading(
        verbatim=written, status=status, level=level, lo=lo, hi=hi, certainty=certainty
    )


def test_the_words_of_several_raters_stand_in_alphabetical_order_whoever_wrote_them() -> None:
    assert side_reading(readings(("Yes", "", "mostly", "No"))).verbatim == "mostly · No · Yes"


def test_a_side_without_raters_is_a_blank_and_an_unparsed_word_is_not_merged() -> None:
    assert side_reading([]) == blank()
    with pytest.raises(ValueError, match="Maybe"):
        side_reading(readings(("Yes", "Maybe")))


# For display only.


@pytest.mark.parametrize(
    ("low", "high", "english", "french"),
    [
        (Fraction(650, 7), Fraction(100), "93–100", "93–100"),
        (Fraction(550, 7), Fraction(550, 7), "79", "79"),
        (Fraction(0), Fraction(100), "0–100", "0–100"),
        (Fraction(165, 2), Fraction(165, 2), "83", "83"),
        (Fraction(1, 2), Fraction(3, 2), "1–2", "1–2"),
        (Fraction(785, 10), Fraction(794, 10), "78.5–79.4", "78,5–79,4"),
        (Fraction(996, 10), Fraction(100), "99.6–100", "99,6–100"),
        (Fraction(7851, 100), Fraction(7854, 100), "78.51–78.54", "78,51–78,54"),
        (Fraction(-25, 7), Fraction(50, 7), "−4 to 7", "−4 à 7"),
        (Fraction(-575, 7), Fraction(-25), "−82 to −25", "−82 à −25"),
        (Fraction(-1, 4), Fraction(1, 4), "−0.2 to 0.2", "−0,2 à 0,2"),
        (Fraction(-25, 7), Fraction(-25, 7), "−4", "−4"),
    ],
)
def test_an_interval_never_looks_like_one_number(
    low: Fraction, high: Fraction, english: str, french: str
) -> None:
    assert text(low, high) == english
    assert text(low, high, "fr") == french


FRACTIONS = st.fractions(min_value=-100, max_value=100, max_denominator=10_000)


@settings(deadline=None)
@given(FRACTIONS, FRACTIONS)
def test_shown_ends_differ_exactly_when_the_ends_do(one: Fraction, other: Fraction) -> None:
    low, high = min(one, other), max(one, other)
    shown = text(low, high).replace("−", "-").replace(" to ", "–").split("–")
    assert len(shown) == (1 if low == high else 2)
    assert len(set(shown)) == len(shown)
    for value, end in zip((low, high), shown, strict=False):
        unit = Fraction(1, 10 ** len(end.partition(".")[2]))
        error, size = abs(Fraction(end) - value), abs(value)
        # Cut off, not rounded, only where rounding would reach an edge that the value does not.
        would_reach = {round(size), round(size / unit) * unit} & {0, 25, 50, 75, 100}
        assert error <= unit / 2 or (error < unit and would_reach)


@settings(deadline=None)
@given(FRACTIONS)
def test_what_is_shown_lies_in_the_same_stretch_of_the_scale(value: Fraction) -> None:
    shown = Fraction(text(value, value).replace("−", "-"))
    assert (shown == 0) == (value == 0)
    for edge in (25, 50, 75, 100):
        assert (abs(shown) >= edge) == (abs(value) >= edge)


@pytest.mark.parametrize(
    ("value", "shown"), [("99.75", "99.7"), ("74.75", "74.7"), ("0.04", "0.04"), ("75.2", "75")]
)
def test_rounding_crosses_no_word_and_reaches_no_end(value: str, shown: str) -> None:
    assert text(Fraction(value), Fraction(value)) == shown
