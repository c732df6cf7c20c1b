"""Who sits where and who does what where, on a day: rows, columns, names, doubt and pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from coordination.models import Activity, Partner, Seat
from coordination.queries import matrices
from tests import activities, make, partners

pytestmark = pytest.mark.django_db
DAY = date(2008, 1, 1)


def roles(**asked: object) -> dict[tuple[str, str], list[str]]:
    found = matrices.of_seats(make.cod(), **{"on": DAY} | asked)  # type: ignore[arg-type]
    return {
        (row.partner.en, column.name.en): [entry.role for entry in cell.entries]
        for row in found.rows
        for column, cell in zip(found.head, row.cells, strict=True)
        if cell.entries
    }


def test_a_cell_holds_the_roles_of_a_partner_in_a_structure(cast: make.Cast) -> None:
    found = roles()
    assert found["Ministry (Mixed Justice Commission)", "CMJ"] == ["chair", "technical lead"]
    assert found["MONUC", "CCRSS"] == ["chair"]
    assert ("DFID", "CMJ") not in found


def test_who_holds_nothing_is_counted_and_not_listed(cast: make.Cast) -> None:
    found = matrices.of_seats(make.cod(), on=DAY)
    everybody = Partner.objects.filter(programme=make.cod()).count()
    assert (found.total + found.nothing, found.total) == (everybody, len(found.rows))
    assert "DFID" not in {row.partner.en for row in found.rows}
    assert {column.key for column in found.head} == {"ccrss", "cmj", "gtse-cpse"}


def test_rows_follow_side_and_search_and_columns_follow_rows(cast: make.Cast) -> None:
    assert set(roles(side="international", search="monuc")) == {("MONUC", "CCRSS")}
    found = matrices.of_seats(make.cod(), on=DAY, side="national", search="monuc")
    assert (found.rows, found.head, found.nothing) == ((), (), 0)


def test_a_matrix_shows_the_names_of_its_day_and_finds_them(cast: make.Cast) -> None:
    row = partners.of_deck("MONUC")
    partners.change(row, name_en="MONUSCO", name_fr="MONUSCO", former_until=date(2010, 6, 30))
    assert ("MONUC", "CCRSS") in roles(search="monusco")
    assert ("MONUSCO", "CCRSS") in roles(search="MONUC", on=date(2010, 7, 1))


def test_nobody_sits_before_the_structure_was_founded(cast: make.Cast) -> None:
    assert ("MONUC", "CCRSS") not in roles(on=date(2004, 12, 31))
    assert ("MONUC", "CCRSS") in roles(on=date(2005, 1, 1))


def test_a_cell_says_what_is_given_to_whom_and_where_and_whether_that_is_certain(cast: make.Cast) -> None:
    about = {"function": "Order", "place": "Goma"}
    partners.activity("DFID", since="2007", until="2009", **about)
    partners.activity("DFID", since="2007", **about)
    partners.activity("DFID", kind="equipment", since="2007", **about)
    partners.activity("DFID", kind="advice", since="2009", **about)
    partners.activity("DFID", "Police HQ", since="2005", until="2009")
    found = matrices.of_functions(make.cod(), on=DAY, search="dfid")
    (row,) = found.rows
    assert [column.name.en for column in found.head] == ["Order", ""]
    said = [
        [(entry.kind, entry.recipient.en, entry.place, entry.is_certain) for entry in cell.entries]
        for cell in row.cells
    ]
    assert said == [
        [("equipment", "FARDC", "Goma", False), ("training", "FARDC", "Goma", True)],
        [("training", "Police HQ", "", True)],
    ]
    assert (found.total, found.nothing) == (1, 0)


def test_the_recipient_too_has_the_name_of_the_day(cast: make.Cast) -> None:
    partners.activity("DFID", since="2007", until="2009")
    partners.change(
        partners.of_deck("FARDC"), name_en="The army", name_fr="L’armée", former_until=date(2010, 1, 1)
    )
    (row,) = matrices.of_functions(make.cod(), on=DAY, search="dfid").rows
    assert row.cells[0].entries[0].recipient.en == "FARDC"


def test_a_full_cell_says_how_much_more_there_is_and_a_file_has_all(cast: make.Cast) -> None:
    for number in range(9):
        partners.activity("DFID", function="Order", place=f"Place {number}")
    cell = matrices.of_functions(make.cod(), on=DAY, search="dfid").rows[0].cells[0]
    assert (len(cell.entries), cell.more) == (matrices.ENTRIES, 9 - matrices.ENTRIES)
    cell = matrices.of_functions(make.cod(), on=DAY, search="dfid", page=None).rows[0].cells[0]
    assert (len(cell.entries), cell.more) == (9, 0)


def test_more_than_a_hundred_partners_stand_on_pages_and_cost_no_more_queries(cast: make.Cast) -> None:
    programme = make.cod()

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            matrices.of_seats(programme, on=DAY)
            matrices.of_functions(programme, on=DAY)
        return len(queries)

    partners.activity("DFID", function="Order")
    little = counted()
    cmj, order = make.structure("CMJ"), {"function": "Order"}
    made = Partner.objects.bulk_create(
        Partner(
            programme=make.cod(),
            code=f"N-{number:03}",
            name_en=f"N {number:03}",
            name_fr=f"N {number:03}",
            side="international",
            kind="bilateral",
            folded=f"n {number:03}",
        )
        for number in range(105)
    )
    Seat.objects.bulk_create(Seat(structure=cmj, partner=row, role="member") for row in made)
    for row in made[:30]:
        partners.activity(row, **order)
    assert counted() == little == 11
    first, second = (
        matrices.of_seats(make.cod(), on=DAY, search="n", page=page, side="international") for page in (1, 9)
    )
    assert (len(first.rows), first.pages, second.page) == (100, 2, 2)
    assert len(first.rows) + len(second.rows) == first.total == second.total
    assert (
        len(matrices.of_seats(make.cod(), on=DAY, search="n", side="international", page=None).rows)
        == first.total
    )


def test_functions_and_what_is_given_stand_in_the_readers_alphabet(cast: make.Cast) -> None:
    for name_en, name_fr in (("Borders", "Zones frontalières"), ("Pay", "Élaboration de la solde")):
        function = activities.function(name_en, name_fr=name_fr)
        for code, kind in (("Police HQ", "equipment"), ("FARDC", "advice"), ("FARDC", "equipment")):
            partners.activity("DFID", code, kind=kind, since="2007", until="2009")
            Activity.objects.filter(function=None, partner__code="DFID").update(function=function)
    Partner.objects.filter(code="FARDC").update(name_fr="Forces armées")
    Partner.objects.filter(code="Police HQ").update(name_fr="État-major")

    def read(language: str) -> tuple[list[str], list[tuple[str, str]]]:
        with override(language):
            found = matrices.of_functions(make.cod(), on=DAY, language=language, search="dfid")
        cell = found.rows[0].cells[0]
        return (
            [column.name.get(language) for column in found.head],
            [(each.kind, each.recipient.get(language)) for each in cell.entries],
        )

    assert read("en") == (
        ["Borders", "Pay"],
        [("advice", "FARDC"), ("equipment", "FARDC"), ("equipment", "Police HQ")],
    )
    assert read("fr") == (
        ["Élaboration de la solde", "Zones frontalières"],
        [("conseil", "Forces armées"), ("équipement", "État-major"), ("équipement", "Forces armées")],
    )
