"""One answer on its way to be saved: whose draft is found without asking further, and what its form is given."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from coordination.domain.assessments import SourceEntry
from coordination.models import Assessment, User
from coordination.permissions import Standing, standings
from coordination.queries import assessments, saves, sheets
from tests import make

pytestmark = pytest.mark.django_db


def _standing(user: User) -> Standing:
    return standings(User.objects.get(pk=user.pk))[0]


def _is_found(draft: Assessment, user: User) -> bool:
    return saves.own_draft(draft.pk, _standing(user)) is not None


def test_only_the_author_finds_a_draft_and_reads_it_as_the_door_does() -> None:
    cast = make.cast()
    draft = make.start(cast.amina, "CMJ", make.open_round(name="Own"))
    make.answer(draft, "C1")
    found = saves.own_draft(draft.pk, _standing(cast.amina))
    stored = assessments.find(draft.pk, user=cast.amina, programme=make.cod())
    assert found is not None
    assert stored is not None
    for name in ("pk", "side", "state", "rater_user_id", "started_at", "round", "structure"):
        assert getattr(found, name) == getattr(stored, name)
    others = (cast.paul, cast.grace, cast.joseph, cast.vera)
    assert [each for each in others if _is_found(draft, each)] == []


def test_what_is_sent_is_left_to_the_door() -> None:
    cast = make.cast()
    sent = make.sent(cast.amina, "CMJ", make.open_round(name="Sent"))
    assert not _is_found(sent, cast.amina)


@pytest.mark.parametrize(
    "change", [{"side": "government"}, {"side": None}, {"programme_id": 0}, {"reads_since": make.AT}]
)
def test_who_stands_elsewhere_or_reads_only_from_a_day_on_is_left_to_the_door(
    change: dict[str, Any],
) -> None:
    amina = make.cast().amina
    draft = make.start(amina, "CMJ", make.open_round(name="Elsewhere"))
    make.answer(draft, "C1")
    assert _is_found(draft, amina)
    assert saves.own_draft(draft.pk, replace(_standing(amina), **change)) is None


def test_the_form_is_given_the_criteria_that_are_asked_and_the_one_answer() -> None:
    amina = make.cast().amina
    draft = make.start(amina, "CMJ", make.open_round(name="Form"))
    make.answer(draft, "C1")
    make.answer(draft, "C2", "No")
    standing = _standing(amina)
    row = saves.own_draft(draft.pk, standing)
    assert row is not None
    given, sheet = saves.of_criterion(row, "C1"), sheets.of_assessment(draft, standing)
    assert given.asked == sheet.asked
    assert given.instrument == sheet.instrument
    assert given.answers == {"C1": sheet.answers["C1"]}


def test_a_stored_answer_with_several_sources_is_the_one_of_the_sheet() -> None:
    amina = make.cast().amina
    draft = make.start(amina, "CMJ", make.open_round(name="Several"))
    sources = [
        SourceEntry(
            title="Decree", kind="document", dated_on=date(2011, 2, 3), link="https://example.cd/decree"
        ),
        SourceEntry(title="Minutes", kind="document"),
    ]
    make.save(
        draft, make.entry("C2", "Mostly?", doubt_reason="hearsay", basis="Read twice.", sources=sources)
    )
    standing = _standing(amina)
    row = saves.own_draft(draft.pk, standing)
    assert row is not None
    given = saves.of_criterion(row, "C2").answers
    assert given == {"C2": sheets.of_assessment(draft, standing).answers["C2"]}
    assert [each.dated_on for each in given["C2"].sources] == [date(2011, 2, 3), None]
