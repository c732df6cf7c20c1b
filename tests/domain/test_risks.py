"""When answers and seats prompt a look at a risk or a sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import Reading, between, read
from coordination.domain.instruments import Text
from coordination.domain.risks import Prompt, fed_by, listed, names, prompt, signs_of_seats, unclear, weak
from coordination.domain.vocabulary import RISKS, SIGNS
from tests import make

ANY_READING = st.one_of(
    st.none(),
    st.sampled_from([read(word) for word in ("?", "-", "n/a", "Yes", "Yes?", "Partly", "Not yet?")]),
    st.builds(lambda one, other: between("x", one, other), st.integers(0, 4), st.integers(0, 4)),
)


def said(*words: str | None) -> list[Reading | None]:
    return [None if word is None else read(word) for word in words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Partly",), Prompt.WARNING),
        (("Not yet?",), Prompt.WARNING),  # At best Partly.
        (("Yes", "?", "No"), Prompt.WARNING),
        (("?", "Yes"), Prompt.CANNOT_TELL),
        (("-",), Prompt.CANNOT_TELL),
        ((None, "Yes"), Prompt.CANNOT_TELL),
        (("Partly?",), Prompt.CANNOT_TELL),  # Not yet to Mostly.
        (("Mostly?",), Prompt.CANNOT_TELL),  # Partly to Yes.
        (("Yes?", "Mostly"), Prompt.NONE),
        (("n/a", "Yes"), Prompt.NONE),
        (("n/a", "n/a"), Prompt.NONE),
        ((), Prompt.NONE),
    ],
)
def test_only_what_is_certainly_weak_prompts_a_warning(
    words: tuple[str | None, ...], expected: Prompt
) -> None:
    assert prompt(said(*words)) is expected


def test_the_certainly_weak_criteria_are_named_in_their_order() -> None:
    codes = ("C5", "C2", "C1", "C3", "C6", "C7")
    linked = dict(zip(codes, said("No", "Mostly?", "Partly", None, "n/a", "Yes"), strict=True))
    assert weak(linked) == ("C5", "C1")


def test_the_criteria_that_may_be_weak_and_are_not_certainly_so_are_named_in_their_order() -> None:
    codes = ("C5", "C2", "C1", "C3", "C6", "C7")
    linked = dict(zip(codes, said("No", "Mostly?", "?", None, "n/a", "Yes"), strict=True))
    assert unclear(linked) == ("C2", "C1", "C3")


def test_the_risks_are_those_of_the_instrument_in_the_words_of_the_deck() -> None:
    found = listed(make.instrument_value())
    assert tuple(each.code for each in found) == RISKS
    assert found[0].name.en == (
        "Partner government gets confused by different advice – leading to loss of focus and political will"
    )
    assert [each.linked for each in found] == [
        ("C5", "C2", "C1"),
        ("C5", "C3", "C6"),
        ("C6", "C5"),
        ("C6", "C2"),
    ]
    assert [each.example is not None for each in found] == [True, False, True, True]


def test_risks_and_signs_have_names() -> None:
    found = names(make.instrument_value())
    assert set(found) == {*RISKS, *SIGNS}
    assert found["W3"] == Text("Doesn't address underlying problems", "Ne traite pas les problèmes de fond")


def test_an_instrument_without_risks_lists_none() -> None:
    assert listed(make.changed_instrument(risks=[])) == ()


@given(st.dictionaries(st.sampled_from(["C1", "C2", "C3", "C5", "C6"]), ANY_READING))
def test_there_is_a_warning_exactly_when_a_weak_criterion_can_be_named(
    linked: dict[str, Reading | None],
) -> None:
    assert (prompt(list(linked.values())) is Prompt.WARNING) == bool(weak(linked))


def test_an_answer_that_nobody_has_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="a person has to decide"):
        prompt(said("perhaps so"))


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ((("chair", "international"),), True),
        ((("chair", "national"), ("secretariat_lead", "international")), True),
        ((("chair", "national"), ("secretariat_lead", "national")), False),
        ((("co_chair", "international"), ("technical_lead", "international")), False),
        ((("member", "international"), ("secretariat_funder", "international")), False),
        ((("chair", ""),), False),
        ((), False),
    ],
)
def test_an_international_who_chairs_or_leads_prompts_the_sign(
    roles: tuple[tuple[str, str], ...], expected: bool
) -> None:
    assert signs_of_seats(roles) is expected


def test_each_criterion_leads_to_the_risks_that_it_feeds() -> None:
    fed = fed_by(make.instrument_value())
    assert (fed["C5"], fed["C6"], fed["C3"]) == (("R1", "R2", "R3"), ("R2", "R3", "R4"), ("R2",))
    assert "C4" not in fed
