"""Seats held on a day: the database says what the domain says, under the names of that day."""

from datetime import date

import pytest

from coordination.domain.periods import possibly_on
from coordination.models import Seat
from coordination.queries import seats
from tests import make, partners

pytestmark = pytest.mark.django_db
ENDS = ("", "2007", "2007-01-01", "2007-06-15", "2007-12-31", "2008")
DAYS = [date(2006, 12, 31), date(2007, 1, 1), date(2007, 6, 15), date(2007, 12, 31), date(2008, 1, 1)]


def test_the_database_finds_the_seats_that_the_domain_says_possibly_run(cast: make.Cast) -> None:
    structure = make.structure("Group")
    for number, (since, until) in enumerate((a, b) for a in ENDS for b in ENDS if not a or not b or a <= b):
        row = partners.partner(f"Partner {number}")
        Seat.objects.create(structure=structure, partner=row, role="member", since=since, until=until)
    rows = Seat.objects.filter(structure=structure)
    for on in DAYS:
        found = set(rows.filter(seats.runs_on(on)).values_list("since", "until"))
        periods = rows.values_list("since", "until")
        assert found == {period for period in periods if possibly_on(*period, on)}, on


def test_who_sat_on_a_day_is_named_as_on_that_day_and_in_the_order_of_roles(cast: make.Cast) -> None:
    structure = make.structure("Group")
    monuc = partners.of_deck("MONUC")
    partners.seat(monuc, structure, "member", "2005", "2009")
    partners.seat("DFID", structure, "chair", "2007-06-01")
    partners.seat("DFID", structure, "co_chair", "2005", "2006")
    partners.change(monuc, name_en="MONUSCO", name_fr="MONUSCO", former_until=date(2008, 6, 30))

    def sat(*day: int) -> list[tuple[str, str, bool]]:
        found = seats.of_structure_on(structure, date(*day))
        return [(each.partner.en, each.role, each.is_certain) for each in found]

    assert sat(2008, 1, 1) == [("DFID", "chair", True), ("MONUC", "member", True)]
    assert sat(2009, 6, 1) == [("DFID", "chair", True), ("MONUSCO", "member", False)]
    assert sat(2010, 1, 1) == [("DFID", "chair", True)]
    assert sat(2004, 12, 31) == []


def test_nobody_sits_in_a_structure_that_is_closed_or_not_yet_founded(cast: make.Cast) -> None:
    structure = make.structure("Group")
    structure.founded, structure.closed = "2005", "2007-03-01"
    structure.save()
    partners.seat("DFID", structure)
    assert [each.is_certain for each in seats.of_structure_on(structure, date(2005, 5, 1))] == [False]
    assert [each.is_certain for each in seats.of_structure_on(structure, date(2007, 3, 1))] == [True]
    assert seats.of_structure_on(structure, date(2004, 12, 31)) == ()
    assert seats.of_structure_on(structure, date(2007, 3, 2)) == ()
