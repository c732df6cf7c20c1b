"""When answers and seats prompt a look at a risk or a sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import Reading, between, read
from coordination.domain.risks import Prompt, prompt, signs_of_seats, weak

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
