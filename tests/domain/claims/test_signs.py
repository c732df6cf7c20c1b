"""What answers prompt a look at, and what is said of signs: seen apart from stated."""

import pytest

from coordination.domain.answers import read
from coordination.domain.claims.signs import (
    InternationalLead,
    RiskPrompt,
    RiskPromptKind,
    Share,
    SignObserved,
    SignsCounted,
    international_lead,
    risk_prompt,
    signs_counted,
)
from coordination.domain.panels import PanelAnswer, panel
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS

LOOK, CANNOT_TELL, NO_FLAG, NOTHING = RiskPromptKind


def linked(*answers: str | tuple[str, ...] | None) -> dict[str, PanelAnswer | None]:
    """Each criterion as one assessor answered it, or as several did; None is one that nobody was asked."""
    found: dict[str, PanelAnswer | None] = {}
    for at, words in enumerate(answers, start=1):
        given = (words,) if isinstance(words, str) else words
        found[f"C{at}"] = None if given is None else panel([read(word) for word in given])
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("Partly",), LOOK),
        (("Not yet?",), LOOK),  # At best Partly.
        (("Yes", "?", "No"), LOOK),
        (("?", "Yes"), CANNOT_TELL),
        (("-",), CANNOT_TELL),
        ((None, "Yes"), CANNOT_TELL),
        (("Partly?",), CANNOT_TELL),  # Not yet to Mostly.
        (("Mostly?",), CANNOT_TELL),  # Partly to Yes.
        (("n/a", "?"), CANNOT_TELL),
        (("Yes?", "Mostly"), NO_FLAG),
        (("n/a", "Yes"), NO_FLAG),
        (("n/a", "n/a"), NOTHING),
        ((), NOTHING),
    ],
)
def test_one_word_holds_of_the_linked_criteria(
    words: tuple[str | None, ...], expected: RiskPromptKind
) -> None:
    assert risk_prompt(linked(*words)).kind is expected


def test_the_weak_criteria_are_named_in_their_order() -> None:
    found = risk_prompt(linked("No", "Mostly?", "Partly", None, "n/a", "Yes"))
    assert (found.weak, found.open, found.base) == (("C1", "C3"), (), ("C1", "C2", "C3", "C4", "C6"))


def test_those_that_may_be_weak_are_named_by_why() -> None:
    found = risk_prompt(linked("Mostly?", "?", ("Partly", "Yes"), "n/a", "Yes"))
    assert (found.kind, found.open, found.differing) == (CANNOT_TELL, ("C1", "C2"), ("C3",))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("No", "Yes"), CANNOT_TELL),  # What one of them denies is not said.
        (("No", "Partly"), LOOK),
        (("Yes", "Mostly"), NO_FLAG),
        (("n/a", "No"), LOOK),
        (("n/a", "n/a"), NOTHING),
    ],
)
def test_what_one_assessor_of_the_side_denies_is_not_said(
    words: tuple[str, ...], expected: RiskPromptKind
) -> None:
    assert risk_prompt(linked(words)).kind is expected


def test_it_says_how_many_answered_where_not_every_assessor_did() -> None:
    assert risk_prompt(linked(("No", "?"))).shares == (Share("C1", 1, 2),)
    assert risk_prompt(linked(("Yes", "?"))).shares == (Share("C1", 1, 2),)
    assert risk_prompt(linked(("Yes", "Yes"))) == RiskPrompt(kind=NO_FLAG, base=("C1",))


def test_an_answer_that_nobody_has_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="a person has to decide"):
        linked("perhaps so")


def count(stated: dict[str, bool], observed: dict[str, str]) -> SignsCounted:
    seen = {code: SignObserved(status, False) for code, status in observed.items()}
    return signs_counted(SUBSTITUTION_SIGNS, stated, seen)


def test_what_was_seen_never_stands_in_place_of_what_the_source_states() -> None:
    found = count(dict.fromkeys(SUBSTITUTION_SIGNS, False), dict.fromkeys(SUBSTITUTION_SIGNS, "not_seen"))
    assert (found.observed, found.not_seen, found.stated) == ((), SUBSTITUTION_SIGNS, SUBSTITUTION_SIGNS)


def test_what_the_source_does_not_mention_can_be_observed() -> None:
    found = count({}, dict.fromkeys(SUBSTITUTION_SIGNS, "observed"))
    assert (found.observed, found.stated) == (SUBSTITUTION_SIGNS, ())


def test_signs_of_the_other_trap_do_not_count() -> None:
    assert count({"W1": False}, {"W2": "observed"}) == count({}, {})


def test_a_question_mark_of_the_source_is_kept_apart() -> None:
    found = count({"U1": True, "U2": False}, {"U3": "unknown"})
    assert (found.stated, found.asked, found.unknown, found.looked_at) == (("U2",), ("U1",), ("U3",), 1)


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [
        ([], None),
        ([False], InternationalLead.MAY_LEAD),
        ([False, True], InternationalLead.LEADS),
        ([True], InternationalLead.LEADS),
    ],
)
def test_an_international_is_said_to_lead_only_where_a_seat_is_certain(
    certainties: list[bool], expected: InternationalLead | None
) -> None:
    assert international_lead(certainties) is expected
