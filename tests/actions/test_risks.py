"""What was seen of risks and signs: recorded with evidence, never taken back, and refused with nothing changed."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError

from coordination.domain.rules import Rule
from coordination.domain.vocabulary import RISKS, SIGNS
from coordination.models import JournalEntry, Observation
from tests import make
from tests.risks import change, observe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("item", [*RISKS, *SIGNS])
def test_what_was_seen_is_kept_with_evidence_day_and_person(item: str, cast: make.Cast) -> None:
    made = observe(item, by=cast.grace, observed_on=date(2011, 2, 1))
    stored = Observation.objects.get()
    assert (stored.item, stored.status, stored.structure) == (item, "observed", make.structure("CMJ"))
    assert (stored.observed_on, stored.recorded_by, stored.origin) == (
        date(2011, 2, 1),
        cast.grace,
        "entered",
    )
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("observed", "observation", f"{item} · CMJ")
    assert entry.after["evidence"] == made.evidence


def test_what_was_seen_before_stays(cast: make.Cast) -> None:
    observe("R1", "observed")
    observe("R1", "not_seen", evidence="One advice since.")
    assert [each.status for each in Observation.objects.all()] == ["observed", "not_seen"]


def test_the_same_observation_is_not_recorded_twice_in_a_row(cast: make.Cast) -> None:
    observe("R1", "observed")
    with make.refused(Rule.RECORDED_ALREADY):
        observe("R1", "observed")
    observe("R1", "not_seen", evidence="One advice since.")
    observe("R1", "observed")


def test_a_risk_may_be_of_the_programme_as_a_whole_and_a_sign_may_not(cast: make.Cast) -> None:
    assert observe("R3", "warning", structure=None).structure is None
    with make.refused(Rule.SIGN_WITHOUT_STRUCTURE):
        observe("U1", structure=None)


def test_only_not_known_needs_no_evidence(cast: make.Cast) -> None:
    assert observe("R2", "unknown", evidence=" ").evidence == ""
    for status in ("observed", "warning", "not_seen"):
        with make.refused(Rule.OBSERVATION_WITHOUT_EVIDENCE):
            observe("R2", status, evidence=" ")


@pytest.mark.parametrize(
    ("item", "status"), [("U1", "warning"), ("W4", "warning"), ("R1", "Yes"), ("R1", "")]
)
def test_a_status_that_the_item_does_not_take_is_refused(item: str, status: str, cast: make.Cast) -> None:
    with make.refused(Rule.WRONG_CHOICE):
        observe(item, status)


@pytest.mark.parametrize("item", ["R5", "C1", "", "r1"])
def test_what_is_no_risk_or_sign_is_refused(item: str, cast: make.Cast) -> None:
    with make.refused(Rule.UNKNOWN_REFERENCE):
        observe(item)


def test_the_day_is_not_to_come_and_not_before_the_founding(cast: make.Cast) -> None:
    with make.refused(Rule.OBSERVED_IN_FUTURE):
        observe(observed_on=date(2011, 3, 2))
    with make.refused(Rule.DATES_REVERSED):
        observe(structure="CCRSS", observed_on=date(2004, 12, 31))
    assert observe(structure="CCRSS", observed_on=date(2005, 1, 1)).pk


def test_today_is_the_day_in_kinshasa_and_not_in_greenwich(cast: make.Cast) -> None:
    late = datetime(2011, 3, 1, 23, 30, tzinfo=UTC)
    assert observe(at=late, observed_on=date(2011, 3, 2)).observed_on == date(2011, 3, 2)


def test_a_closed_structure_can_still_be_looked_back_at(cast: make.Cast) -> None:
    change("CCRSS", closed="2009")
    assert observe("U3", structure="CCRSS", observed_on=date(2011, 1, 1)).pk


def test_a_structure_of_another_programme_is_refused(cast: make.Cast) -> None:
    with make.refused(Rule.OTHER_PROGRAMME):
        observe(structure=make.structure("CNS", programme=make.programme("caf")))


def test_all_that_is_wrong_is_said_at_once(cast: make.Cast) -> None:
    with make.refused(Rule.WRONG_CHOICE, Rule.OBSERVATION_WITHOUT_EVIDENCE, Rule.OBSERVED_IN_FUTURE):
        observe("U1", "warning", evidence="", observed_on=date(2012, 1, 1))


@pytest.mark.parametrize(("item", "status"), [("R5", "observed"), ("U1", "warning"), ("R1", "seen")])
def test_the_database_keeps_the_same_rules(item: str, status: str, cast: make.Cast) -> None:
    row = Observation(
        programme=make.cod(),
        item=item,
        status=status,
        evidence="x",
        observed_on=date(2011, 1, 1),
        recorded_at=make.AT,
    )
    with pytest.raises(DatabaseError):
        row.save()
