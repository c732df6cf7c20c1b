"""No count of risks and nothing on who leads is untrue; and the referee can say so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from coordination.domain.claims.signs import InternationalLead
from tests.extent import examples
from tests.referee.register import (
    HELD,
    REGISTERS,
    Held,
    Register,
    in_words,
    led,
    objections_to_counted,
    objections_to_lead,
    objections_to_seen,
    registered,
)
from tests.referee.signs import Answers

LEADS, MAY_LEAD = InternationalLead


@pytest.mark.takes_long
@settings(max_examples=examples(150), derandomize=True, deadline=None, database=None)
@given(REGISTERS)
def test_no_count_of_risks_is_untrue(case: Register) -> None:
    seen, by_risk = registered(case)
    with override("en"):
        assert not list(objections_to_seen(in_words(seen), case))
    assert not [why for risk, claim in by_risk.items() for why in objections_to_counted(risk, claim, case)]


@settings(max_examples=examples(300), derandomize=True, deadline=None, database=None)
@given(HELD)
def test_nothing_on_who_leads_is_untrue(case: tuple[list[Held], date]) -> None:
    assert not list(objections_to_lead(led(*case), *case))


QUIET: Mapping[str, list[Answers]] = {"R1": [], "R2": [], "R3": []}
WEAK: Mapping[str, list[Answers]] = {**QUIET, "R1": [{"C1": ["Partly"]}]}
#: Two structures; R1 was seen in the first and since then not, R2 warned of in the programme as a whole.
REGISTER = Register(
    {1: WEAK, 2: QUIET},
    [
        (1, "R1", "observed", 1),
        (1, "R1", "not_seen", 2),
        (None, "R2", "warning", 1),
        (9, "R3", "observed", 1),
    ],
)


@pytest.mark.parametrize(
    "text",
    [
        # An observation that a later one has replaced, or of a structure that is gone; the programme's left out.
        "2 of 3 risks are observed or warned of; in 1 of 2 structures the answers are worth a look.",
        "0 of 3 risks are observed or warned of; in 1 of 2 structures the answers are worth a look.",
        "1 of 4 risks is observed or warned of; in 1 of 2 structures the answers are worth a look.",
        "1 of 3 risks is observed or warned of; in 2 of 2 structures the answers are worth a look.",
        "1 of 3 risks is observed or warned of; in 1 of 3 structures the answers are worth a look.",
    ],
)
def test_the_referee_refuses_what_is_untrue_of_all_risks(text: str) -> None:
    assert list(objections_to_seen(text, REGISTER))
    with override("en"):
        assert not list(objections_to_seen(in_words(registered(REGISTER)[0]), REGISTER))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"seen": 1}, "R1 was seen in []"),
        ({"flagged": 0}, "answers on R1 are worth a look in [1]"),
        ({"total": 3}, "there are more structures or fewer"),
    ],
)
def test_the_referee_refuses_another_count_of_one_risk(change: dict[str, int], why: str) -> None:
    claim = registered(REGISTER)[1]["R1"]
    assert not list(objections_to_counted("R1", claim, REGISTER))
    assert list(objections_to_counted("R1", replace(claim, **change), REGISTER)) == [why]


@pytest.mark.parametrize(
    ("seat", "claim"),
    [
        (Held("chair", "international", "2007", ""), LEADS),
        (Held("chair", "international", "2006", "2007"), LEADS),
        (Held("chair", "international", "2006", ""), MAY_LEAD),
        (Held("chair", "national", "2006", ""), LEADS),
        (Held("member", "international", "2006", ""), MAY_LEAD),
        (Held("secretariat_lead", "international", "2006", ""), None),
        (Held("chair", "international", "2008", ""), MAY_LEAD),
    ],
)
def test_the_referee_refuses_who_does_not_lead_or_may_not(
    seat: Held, claim: InternationalLead | None
) -> None:
    on = date(2007, 7, 1)
    assert list(objections_to_lead(claim, [seat], on))
    assert not list(objections_to_lead(led([seat], on), [seat], on))
