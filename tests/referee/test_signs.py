"""No untrue sentence about risks and signs: every claim is put to a referee that reads the raw words."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings

from coordination.domain.claims.signs import RiskPrompt, RiskPromptKind, Share, SignsCounted
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS
from tests.extent import examples
from tests.referee.signs import (
    ANSWERS,
    SEEN,
    STATED,
    Answers,
    Seen,
    Stated,
    counted,
    objections_to_prompt,
    objections_to_signs,
    prompted,
)

LOOK, CANNOT_TELL, NO_FLAG, NOTHING = RiskPromptKind


@pytest.mark.takes_long
@settings(max_examples=examples(300), derandomize=True, deadline=None, database=None)
@given(ANSWERS)
def test_no_prompt_is_untrue(answers: Answers) -> None:
    assert not list(objections_to_prompt(prompted(answers), answers)), prompted(answers)


@settings(max_examples=examples(200), derandomize=True, deadline=None, database=None)
@given(SEEN, STATED)
def test_no_count_of_signs_is_untrue(seen: list[Seen], stated: list[Stated]) -> None:
    claim = counted(seen, stated)
    assert not list(objections_to_signs(claim, SUBSTITUTION_SIGNS, seen, stated)), claim


@settings(max_examples=examples(200), derandomize=True, deadline=None, database=None)
@given(SEEN, STATED)
def test_no_sign_is_in_two_of_a_kind(seen: list[Seen], stated: list[Stated]) -> None:
    claim = counted(seen, stated)
    recorded, said = [*claim.observed, *claim.not_seen, *claim.unknown], [*claim.stated, *claim.asked]
    assert len(recorded) == len(set(recorded)) == claim.looked_at <= claim.total
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("answers", "claim", "why"),
    [
        ({"C1": ["n/a"]}, RiskPrompt(kind=NO_FLAG, base=()), "no linked criterion applies"),
        ({"C1": ["?"]}, RiskPrompt(kind=NO_FLAG, base=("C1",)), "C1 may be Partly or lower"),
        ({"C1": ["Yes"]}, RiskPrompt(kind=NOTHING, base=("C1",)), "a linked criterion applies"),
        ({"C1": ["Partly?"]}, RiskPrompt(kind=LOOK, base=("C1",), weak=("C1",)), "C1 may be Mostly or Yes"),
        (
            {"C1": ["Partly", "Yes"]},
            RiskPrompt(kind=LOOK, base=("C1",), weak=("C1",)),
            "C1 may be Mostly or Yes",
        ),
        ({"C1": ["Yes"]}, RiskPrompt(kind=LOOK, base=("C1",)), "it names no criterion"),
        (
            {"C1": ["No", "?"]},
            RiskPrompt(kind=LOOK, base=("C1",), weak=("C1",)),
            "not every assessor answered",
        ),
        (
            {"C1": ["No", "?"]},
            RiskPrompt(kind=LOOK, base=("C1",), weak=("C1",), shares=(Share("C1", 2, 2),)),
            "another number answered C1",
        ),
        (
            {"C1": ["No"]},
            RiskPrompt(kind=CANNOT_TELL, base=("C1",), open=("C1",)),
            "C1 is Partly or lower whatever is missing",
        ),
        (
            {"C1": ["?"], "C2": ["Yes"]},
            RiskPrompt(kind=CANNOT_TELL, base=("C1", "C2"), open=("C1", "C2")),
            "other criteria may be Partly or lower",
        ),
        (
            {"C1": ["?", "?"]},
            RiskPrompt(kind=CANNOT_TELL, base=("C1",), differing=("C1",)),
            "all assessors say the same on C1",
        ),
        ({"C1": ["n/a"], "C2": ["Yes"]}, RiskPrompt(kind=NO_FLAG, base=("C1", "C2")), "other criteria apply"),
    ],
)
def test_the_referee_refuses_a_prompt_that_is_untrue(answers: Answers, claim: RiskPrompt, why: str) -> None:
    assert why in objections_to_prompt(claim, answers)


NOT_SEEN = [Seen(code, "not_seen", 1, False) for code in SUBSTITUTION_SIGNS]
THREE = [Stated(code, "It is so") for code in SUBSTITUTION_SIGNS]


def signs(**facts: tuple[str, ...] | int) -> SignsCounted:
    given: dict[str, tuple[str, ...] | int] = dict.fromkeys(
        ("observed", "not_seen", "unknown", "stated", "asked"), ()
    )
    return SignsCounted(**{"total": 3, "invented": 0, **given, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seen", "stated", "claim", "why"),
    [
        # Line 25: what was not seen is not stated, and what is stated was not seen.
        (
            NOT_SEEN,
            THREE,
            signs(observed=SUBSTITUTION_SIGNS, stated=SUBSTITUTION_SIGNS),
            "other signs were last recorded as observed",
        ),
        (NOT_SEEN, THREE, signs(not_seen=SUBSTITUTION_SIGNS), "a source states other signs"),
        # Line 26: what was observed is not stated.
        (
            [Seen(code, "observed", 1, False) for code in SUBSTITUTION_SIGNS],
            [],
            signs(observed=SUBSTITUTION_SIGNS, stated=SUBSTITUTION_SIGNS),
            "a source states other signs",
        ),
        (
            [Seen("U1", "observed", 1, True)],
            [],
            signs(observed=("U1",)),
            "another number of observations is invented",
        ),
        (
            [Seen("U1", "observed", 2, False), Seen("U1", "not_seen", 1, False)],
            [],
            signs(not_seen=("U1",)),
            "other signs were last recorded as not_seen",
        ),
        (
            [],
            [Stated("U1", "Is it so?")],
            signs(stated=("U1",)),
            "a source puts other signs with a question mark",
        ),
        ([], [], signs(total=4), "there are more signs or fewer"),
    ],
)
def test_the_referee_refuses_a_count_that_is_untrue(
    seen: Sequence[Seen], stated: Sequence[Stated], claim: SignsCounted, why: str
) -> None:
    assert why in objections_to_signs(claim, SUBSTITUTION_SIGNS, seen, stated)
