"""What to do next. Golden values: the deck's result, METHOD.md, section 9."""

import json
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.documents import instruments
from coordination.domain.answers import Reading, Status, between, read
from coordination.domain.panels import PanelAnswer, panel
from coordination.domain.recommendations import NextStep, StepKind, ideas, kind_of, next_steps, text
from coordination.domain.scoring import composite

FILE = Path(__file__).parents[2] / "fixtures" / "instruments" / "partnership-2008.json"
INSTRUMENT = instruments.read(json.loads(FILE.read_text(encoding="utf-8")))
CODES = tuple(f"C{number}" for number in range(1, 8))
EQUAL = dict.fromkeys((criterion.code for criterion in INSTRUMENT.criteria), 1)

ANY_READING = st.one_of(
    st.sampled_from([read(word) for word in ("?", "-", "n/a", "Yes?", "Mostly", "Mostly?", "No?")]),
    st.builds(lambda one, other: between("x", one, other), st.integers(0, 4), st.integers(0, 4)),
)


#: Structures by name, each with its criteria.
Structures = dict[str, dict[str, PanelAnswer]]


def card(code: str, readings: Sequence[Reading], codes: Sequence[str] = CODES) -> Structures:
    return {code: {name: panel([each]) for name, each in zip(codes, readings, strict=True)}}


def said(code: str, *words: str) -> Structures:
    return card(code, [read(word) for word in words])


def side(*words: str) -> PanelAnswer:
    """One criterion as so many assessors answered it."""
    return panel([read(word) for word in words])


def brief(steps: Sequence[NextStep]) -> list[tuple[str, str, StepKind, int, int]]:
    return [
        (each.structure, each.code, each.kind, int(each.certain_shortfall), int(each.possible_shortfall))
        for each in steps
    ]


DECK = (
    said("GTSE/CPSE", "Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes")
    | said("CMJ", "Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes")
    | said("CCRSS", "?", "-", "?", "?", "?", "?", "?")
)


def test_the_deck_gives_its_result_in_order() -> None:
    assert brief(next_steps(DECK, EQUAL, INSTRUMENT)) == [
        ("CMJ", "C6", StepKind.ACTION, 75, 0),
        *[("CMJ", code, StepKind.CLOSE_GAP, 25, 0) for code in ("C2", "C4", "C5")],
        *[("CCRSS", code, StepKind.FIND_OUT, 0, 100) for code in CODES],
        *[("GTSE/CPSE", code, StepKind.CONFIRM, 0, 25) for code in ("C3", "C4")],
    ]


def test_the_first_step_comes_from_the_deck_s_idea_with_its_warning() -> None:
    first = next_steps(DECK, EQUAL, INSTRUMENT)[0]
    assert first.ideas == ("K6", "K5")
    assert "beware of dependency" in ideas(INSTRUMENT)["K6"].en
    assert text(first, INSTRUMENT.criterion("C6")) == INSTRUMENT.criterion("C6").action


def test_weights_order_the_steps_and_do_not_change_the_shortfalls() -> None:
    steps = next_steps(DECK, EQUAL | {"C2": 4}, INSTRUMENT)
    assert brief(steps)[:3] == [
        ("CMJ", "C2", StepKind.CLOSE_GAP, 25, 0),
        ("CMJ", "C6", StepKind.ACTION, 75, 0),
        ("CMJ", "C4", StepKind.CLOSE_GAP, 25, 0),
    ]


def test_steps_that_fall_equally_short_stand_by_criterion_then_structure() -> None:
    steps = next_steps(
        said("B", "No", *["Yes"] * 5, "No") | said("A", "No", *["Yes"] * 5, "No"), EQUAL, INSTRUMENT
    )
    assert [(each.code, each.structure) for each in steps] == [
        *(("C1", "A"), ("C1", "B"), ("C7", "A"), ("C7", "B"))
    ]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Yes", None),
        ("n/a", None),
        ("Mostly", StepKind.CLOSE_GAP),
        ("Partly", StepKind.ACTION),
        ("Not yet", StepKind.ACTION),
        ("No", StepKind.ACTION),
        ("Not yet?", StepKind.ACTION),
        ("No?", StepKind.ACTION),
        ("Partly?", StepKind.FIND_OUT),
        ("Mostly?", StepKind.FIND_OUT),
        ("No to Yes", StepKind.FIND_OUT),
        ("?", StepKind.FIND_OUT),
        ("-", StepKind.FIND_OUT),
        ("Yes?", StepKind.CONFIRM),
        ("Mostly to Yes", StepKind.CONFIRM),
    ],
)
def test_each_answer_asks_for_its_kind_of_step(word: str, kind: StepKind | None) -> None:
    assert kind_of(panel([read(word)])) is kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("No", "Partly", "Yes"), StepKind.FIND_OUT),
        (("Yes", "Mostly"), StepKind.CONFIRM),
        (("Yes", "?"), StepKind.CONFIRM),
        (("Yes", "n/a"), None),
        (("Yes", "Yes"), None),
        (("No", "?"), StepKind.ACTION),
        (("Mostly", "n/a"), StepKind.CLOSE_GAP),
    ],
)
def test_of_several_assessors_a_step_is_what_none_of_them_denies(
    words: tuple[str, ...], kind: StepKind | None
) -> None:
    assert kind_of(side(*words)) is kind


@given(st.lists(ANY_READING, min_size=7, max_size=7))
def test_an_unknown_answer_is_never_acted_upon(readings: list[Reading]) -> None:
    for step in next_steps(card("A", readings), EQUAL, INSTRUMENT):
        reading = readings[CODES.index(step.code)]
        if reading.status is not Status.ANSWERED:
            assert step.kind is StepKind.FIND_OUT
        if step.kind in (StepKind.ACTION, StepKind.CLOSE_GAP):
            assert step.certain_shortfall > 0


@given(st.lists(ANY_READING, min_size=7, max_size=7))
def test_shortfalls_make_up_what_the_composite_lacks(readings: list[Reading]) -> None:
    score = composite(readings, (1,) * 7, INSTRUMENT.conventions)
    steps = next_steps(card("A", readings), EQUAL, INSTRUMENT)
    keys = [(-each.certain_shortfall, -each.possible_shortfall, each.code) for each in steps]
    assert keys == sorted(keys)
    if score.low is None or score.high is None:
        assert steps == ()
        return
    base = score.base
    assert Fraction(sum(each.certain_shortfall for each in steps), base) == 100 - score.high
    assert Fraction(sum(each.possible_shortfall for each in steps), base) == score.width


@pytest.mark.parametrize(
    ("word", "code", "expected"),
    [
        ("Mostly", "C2", INSTRUMENT.criterion("C2").gap),
        ("?", "C2", INSTRUMENT.criterion("C2").find_out),
        ("Yes?", "C2", INSTRUMENT.criterion("C2").find_out),
        ("No", "O4", INSTRUMENT.criterion("O4").action),
        ("Mostly", "O4", INSTRUMENT.criterion("O4").gap),
        ("?", "S4", INSTRUMENT.criterion("S4").find_out),
        ("No", "S4", INSTRUMENT.criterion("S4").action),
    ],
)
def test_the_text_is_the_instrument_s(word: str, code: str, expected: object) -> None:
    (step,) = next_steps(card("A", [read(word)], [code]), EQUAL, INSTRUMENT)
    assert text(step, INSTRUMENT.criterion(code)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Mostly", INSTRUMENT.criterion("O4").anchors[4].text),
        ("?", INSTRUMENT.criterion("O4").ask),
        ("No", None),
    ],
)
def test_where_the_instrument_has_no_text_for_the_step_the_next_best_stands(
    word: str, expected: object
) -> None:
    (step,) = next_steps(card("A", [read(word)], ["O4"]), EQUAL, INSTRUMENT)
    bare = replace(INSTRUMENT.criterion("O4"), action=None, gap=None, find_out=None)
    assert text(step, bare) == expected


def test_an_ownership_item_is_its_own_idea_and_a_success_criterion_has_none() -> None:
    steps = next_steps(card("A", [read("No"), read("No")], ["O4", "S4"]), EQUAL, INSTRUMENT)
    assert [(each.code, each.ideas) for each in steps] == [("O4", ("O4",)), ("S4", ())]


def test_every_idea_that_is_named_has_a_name() -> None:
    named = ideas(INSTRUMENT)
    assert set(named) == {f"K{n}" for n in range(1, 8)} | {f"O{n}" for n in range(1, 8)}
    steps = next_steps(said("A", *["No"] * 7), EQUAL, INSTRUMENT)
    assert all(each.ideas and set(each.ideas) <= set(named) for each in steps)
