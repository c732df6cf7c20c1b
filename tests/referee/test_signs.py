"""No untrue sentence about risks and signs: every claim is put to a referee that reads the raw words."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.domain.answers import read
from coordination.domain.claims.signs import (
    RiskPrompt,
    RiskPromptKind,
    Share,
    SignObserved,
    SignsCounted,
    risk_prompt,
    signs_counted,
)
from coordination.domain.panels import panel
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS
from tests.extent import examples
from tests.referee.signs import Answers, Seen, Stated, objections_to_prompt, objections_to_signs

LOOK, CANNOT_TELL, NO_FLAG, NOTHING = RiskPromptKind
WORDS = st.sampled_from(
    ["Yes", "Yes", "Mostly", "Partly", "Not yet", "No", "Yes?", "Mostly?", "Partly?", "Partly to Mostly"]
    + ["?", "-", "n/a", "n/a"]
)
ANSWERS = st.integers(1, 3).flatmap(
    lambda assessors: st.dictionaries(
        st.sampled_from(["C1", "C2", "C3"]),
        st.lists(WORDS, min_size=assessors, max_size=assessors),
        max_size=3,
    )
)
SIGNS = st.sampled_from([*SUBSTITUTION_SIGNS, "W1"])
SEEN = st.lists(
    st.builds(
        Seen, SIGNS, st.sampled_from(["observed", "not_seen", "unknown"]), st.integers(1, 3), st.booleans()
    ),
    max_size=6,
)
STATED = st.lists(st.builds(Stated, SIGNS, st.sampled_from(["It is so", "Is it so?"])), max_size=4)


def prompted(answers: Answers) -> RiskPrompt:
    return risk_prompt({code: panel([read(word) for word in words]) for code, words in answers.items()})


def counted(seen: Sequence[Seen], stated: Sequence[Stated]) -> SignsCounted:
    """Count them as the queries do: the latest day counts, and of one day what was recorded last."""
    latest = {each.sign: each for each in sorted(seen, key=lambda each: each.day)}
    plain: dict[str, bool] = {}
    for each in stated:
        plain[each.sign] = plain.get(each.sign, True) and each.quote.endswith("?")
    observed = {sign: SignObserved(each.status, each.is_invented) for sign, each in latest.items()}
    return signs_counted(SUBSTITUTION_SIGNS, plain, observed)


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
