"""The risks of an instrument, and when seats prompt a look at a sign."""

import pytest

from coordination.domain.instruments import Text
from coordination.domain.risks import fed_by, listed, names, signs_of_seats
from coordination.domain.vocabulary import RISKS, SIGNS
from tests import make


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
