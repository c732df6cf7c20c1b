"""What an activity is called elsewhere, where it came from, and that nobody need be known to receive it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from coordination.actions import activities as actions
from coordination.actions.fixtures import load
from coordination.actions.undoing import undo
from coordination.domain.rules import Rule
from coordination.models import Activity, JournalEntry
from coordination.queries import activities as queries
from coordination.queries import export_work, fixtures, overlaps
from coordination.queries.activities import ActivityFilters
from tests import activities, make, withdrawn

pytestmark = pytest.mark.django_db
NAME = "XM-DAC-1-42"


def test_an_activity_keeps_what_it_is_called_elsewhere(cast: make.Cast) -> None:
    row = activities.add("MONUC", identifier=f" {NAME} ", source="registry")
    row.refresh_from_db()
    assert (row.identifier, row.source) == (NAME, "registry")
    after = JournalEntry.objects.order_by("-sequence")[0].after or {}
    assert (after["identifier"], after["source"]) == (NAME, "registry")
    assert queries.index(make.cod(), ActivityFilters(search="dac-1-42"), 1).total == 1


def test_an_identifier_stands_once_in_a_programme_withdrawn_ones_too(cast: make.Cast) -> None:
    first = activities.add("MONUC", identifier=NAME)
    with make.refused(Rule.IDENTIFIER_TAKEN):
        activities.add("DFID", identifier=NAME)
    withdrawn.withdraw(first)
    with make.refused(Rule.IDENTIFIER_TAKEN):
        activities.add("DFID", identifier=NAME)


def test_the_database_refuses_an_identifier_twice_but_none_as_often_as_wanted(cast: make.Cast) -> None:
    activities.add("MONUC", identifier=NAME)
    other = activities.add("DFID")
    activities.add("Donors")
    with pytest.raises(DatabaseError), transaction.atomic():
        Activity.objects.filter(pk=other.pk).update(identifier=NAME)


def test_nobody_need_be_known_to_receive_it_and_then_it_meets_nobody(cast: make.Cast) -> None:
    since = {"since": "2006", "until": "2008"}
    row = activities.add("MONUC", "Police HQ", "Riot control", recipient=None, **since)
    other = activities.add("DFID", "Police HQ", "Riot control", recipient=None, kind="advice", **since)
    activities.add("Donors", "Police HQ", "Riot control", **since)
    assert (row.recipient, row.name_en) == (None, "Training – Riot control")
    assert overlaps.of_activity(make.cod(), row.pk, make.AT.date()) == ()
    found = overlaps.findings(make.cod(), make.AT.date(), make.AT.date())
    assert not {row.pk, other.pk} & {pk for each in found for pk in each.rows}


def test_to_take_the_institution_out_can_be_undone(cast: make.Cast) -> None:
    row, at = activities.add("MONUC", "Police HQ", identifier=NAME), timezone.now()
    gone = activities.facts("MONUC", recipient=None)
    changed = actions.change(activity=row, facts=gone, base_version=1, by=cast.paul, at=at)
    assert (changed.recipient, changed.identifier) == (None, "")
    undo(record=Activity.objects.get(pk=row.pk), by=cast.paul, at=at + timedelta(seconds=1))
    row.refresh_from_db()
    assert row.recipient is not None
    assert (row.recipient.code, row.identifier) == ("Police HQ", NAME)


def test_a_file_carries_it_and_conflicts_where_another_has_the_identifier(cast: make.Cast) -> None:
    document = make.document() | {"rounds": [], "structures": [], "statements": []}
    name = {"en": "Lessons", "fr": "Leçons"}
    one = {"code": "L-1", "name": name, "partner": "MONUC", "kind": "training"}
    said = one | {"identifier": NAME, "source": "registry"}
    load(fixture=make.fixture(document | {"activities": [said]}), by=None, at=make.AT)
    (row,) = (each for each in export_work.activities(make.cod()) if each.code == "L-1")
    assert (row.recipient, row.identifier, row.source) == ("", NAME, "registry")
    again = said | {"code": "L-2", "kind": "advice"}
    assert [
        each.key for each in fixtures.plan(make.fixture(document | {"activities": [again]})).conflicts
    ] == [("L-2",)]
    withdrawn.withdraw(Activity.objects.get(code="L-1"))
    assert fixtures.plan(make.fixture(document | {"activities": [again]})).conflicts


def test_a_file_gives_an_identifier_once(cast: make.Cast) -> None:
    one = {"code": "L-1", "name": {"en": "A", "fr": "A"}, "partner": "MONUC", "kind": "training"}
    two = one | {"code": "L-2", "kind": "advice"}
    listed = [each | {"identifier": NAME} for each in (one, two)]
    with make.refused(Rule.DUPLICATE):
        make.fixture(make.document() | {"activities": listed})
