"""Seats: who takes part from when until when, and what is refused with nothing changed."""

import pytest

from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Partner, Structure
from tests import make, partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure(cast: make.Cast) -> Structure:
    made = make.structure("Group")
    made.founded, made.closed = "2005-03-01", "2010"
    made.save()
    return made


def test_a_seat_is_recorded_and_journalled(cast: make.Cast) -> None:
    made = partners.seat("DFID", "CMJ", "secretariat_funder", "2006", "2007-06-30")
    assert (made.since, made.until) == ("2006", "2007-06-30")
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key) == ("saved", "seat", "CMJ DFID secretariat_funder")


@pytest.mark.parametrize(
    ("since", "until", "rules"),
    [
        ("2004", "", [Rule.DATES_REVERSED]),
        ("", "2004", [Rule.DATES_REVERSED]),
        ("2011", "", [Rule.SEAT_AFTER_CLOSING]),
        ("2006", "2011-01-01", [Rule.SEAT_AFTER_CLOSING]),
        ("2011", "2012", [Rule.SEAT_AFTER_CLOSING]),
        ("2008", "2007", [Rule.DATES_REVERSED]),
        ("2008-05-01", "2008-04", [Rule.DATES_REVERSED]),
        ("soon", "2008", [Rule.WRONG_PARTIAL_DATE]),
    ],
)
def test_a_seat_lies_within_the_life_of_its_structure(
    structure: Structure, since: str, until: str, rules: list[str]
) -> None:
    with make.refused(*rules):
        partners.seat("DFID", structure, "member", since, until)


def test_what_was_closed_since_it_was_read_takes_no_new_seat(cast: make.Cast) -> None:
    read = make.structure("Group")
    Structure.objects.filter(pk=read.pk).update(closed="2010")
    with make.refused(Rule.SEAT_AFTER_CLOSING):
        partners.seat("DFID", read, "member", "2020")


def test_a_seat_may_begin_in_the_year_of_the_founding_and_end_in_that_of_the_closing(
    structure: Structure,
) -> None:
    assert partners.seat("DFID", structure, "member", "2005", "2010-12-31").pk


def test_a_partner_has_a_role_once_at_a_time(structure: Structure) -> None:
    partners.seat("DFID", structure, "member", "2006", "2008")
    for since, until in (("2006", "2006"), ("2007", ""), ("", "2007"), ("", "")):
        with make.refused(Rule.SEAT_EXISTS):
            partners.seat("DFID", structure, "member", since, until)
    assert partners.seat("DFID", structure, "member", "2008", "").pk
    assert partners.seat("DFID", structure, "chair", "2006", "").pk
    assert partners.seat("MONUC", structure, "member", "2006", "").pk


def test_the_partner_is_of_the_programme(structure: Structure) -> None:
    stranger = partners.partner(programme=make.programme("caf"))
    with make.refused(Rule.OTHER_PROGRAMME):
        partners.seat(stranger, structure)


def test_a_seat_is_ended_and_changed(structure: Structure) -> None:
    made = partners.seat("DFID", structure, "member", "2006")
    assert partners.change_seat(made, until="2008").until == "2008"
    made.refresh_from_db()
    assert partners.change_seat(made, role="chair", partner=partners.of_deck("MONUC")).role == "chair"
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.before or {})["partner"] == "DFID"
    assert (entry.after or {})["partner"] == "MONUC"


def test_a_change_is_checked_as_a_new_seat_is(structure: Structure) -> None:
    partners.seat("DFID", structure, "member", "2006", "2007")
    made = partners.seat("DFID", structure, "member", "2008")
    with make.refused(Rule.SEAT_EXISTS):
        partners.change_seat(made, since="2006-05-01")
    with make.refused(Rule.DATES_REVERSED):
        partners.change_seat(made, until="2007")


def test_whose_seat_it_is_stays_where_the_source_says_so(cast: make.Cast) -> None:
    row = partners.of_deck("MONUC").seats.get()
    other = Partner.objects.get(code="DFID", programme=make.cod())
    with make.refused(Rule.SEAT_OF_SOURCE):
        partners.change_seat(row, partner=other)
    assert partners.change_seat(row, until="2009").quote


def test_what_somebody_else_changed_is_not_overwritten(structure: Structure) -> None:
    made = partners.seat("DFID", structure, "member", "2006")
    with make.refused(Rule.CHANGED_MEANWHILE):
        partners.change_seat(made, until="2008", base_version="another")
