"""Correcting a revealed answer through its page: whatever it said, whatever the new evidence shows."""

from collections.abc import Callable
from itertools import permutations

import pytest
from django.test import Client

from coordination.models import Answer, Assessment, Correction, User
from coordination.queries import journal
from tests import make, pages

ClientOf = Callable[[User], Client]

#: How a rater gives each kind of answer in the form: by name, the fields.
GIVEN = {
    "a level": {"choice": "4"},
    "a doubtful level": {"choice": "3", "doubtful": "on", "doubt_reason": "hearsay"},
    "own words beside a level": {"choice": "2", "word": "So-so, depends"},
    "a range": {"range_lo": "2", "range_hi": "3"},
    "not known": {"choice": "unknown"},
    "a dash": {"word": "-"},
    "not applicable": {"choice": "not_applicable", "na_reason": "There is no such office."},
}


def fields(given: str, code: str = "C3") -> dict[str, str]:
    return {f"{code}-{name}": value for name, value in GIVEN[given].items()}


def columns(row: Answer | Correction) -> tuple[object, ...]:
    return row.verbatim, row.status, row.level, row.lo, row.hi, row.certainty


@pytest.mark.parametrize(("before", "after"), list(permutations(GIVEN, 2)))
def test_whatever_an_answer_said_it_is_corrected_to_whatever_the_evidence_shows(
    cast: make.Cast, client_of: ClientOf, before: str, after: str
) -> None:
    round_ = make.open_round("partners")
    assessment = make.begin(cast.amina, "CMJ", round_)
    amina, paul = client_of(cast.amina), client_of(cast.paul)
    section = f"/assessments/{assessment.pk}/coordination/"
    assert amina.post(section, fields(before) | {"C3-version": "0"}).status_code == 302
    make.send(assessment, accept_blanks=True)
    old = columns(Answer.objects.get(assessment=assessment, criterion__code="C3"))

    address = f"/assessments/{assessment.pk}/correct/C3/"
    shown = pages.read(paul.get(address)).form("C3-word")
    evidence = {"evidence": "Minutes found since."}
    response = paul.post(address, {"C3-version": shown["C3-version"]} | fields(after) | evidence)

    assert response.status_code == 302, pages.read(response).one("main").text()
    answer = Answer.objects.get(assessment=assessment, criterion__code="C3")
    assert columns(answer) != old
    assert columns(Correction.objects.get(answer=answer)) == old
    assert journal.faults() == []
    card = pages.read(paul.get(response["Location"])).one("main").text()
    assert "Minutes found since." in card


def test_the_page_of_a_correction_comes_filled_with_what_was_answered(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assessment: Assessment = make.begin(cast.amina, "CMJ", make.open_round("partners"))
    given = fields("not applicable") | {"C3-version": "0", "C3-basis": "Asked twice."}
    assert client_of(cast.amina).post(f"/assessments/{assessment.pk}/coordination/", given).status_code == 302
    make.send(assessment, accept_blanks=True)
    page = pages.read(client_of(cast.paul).get(f"/assessments/{assessment.pk}/correct/C3/"))
    shown = {name: value.strip("\n") for name, value in page.form("C3-word").items()}
    assert shown["C3-choice"] == "not_applicable"
    assert shown["C3-na_reason"] == GIVEN["not applicable"]["na_reason"]
    assert shown["C3-basis"] == "Asked twice."
