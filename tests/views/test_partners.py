"""The pages of partners: found, read, recorded, renamed; who sits where and who does what where."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.models import Contact, Partner, Seat, User
from tests import make, overlaps, pages, partners
from tests.dashboards import rows_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
NEW = {"name_en": "EUPOL", "name_fr": "", "side": "international", "kind": "mission"}


def main(browser: Client, address: str, **query: str) -> str:
    return pages.read(browser.get(address, query)).one("main").text()


def renamed() -> Partner:
    return partners.change(
        partners.of_deck("MONUC"), name_en="MONUSCO", name_fr="MONUSCO", former_until=date(2010, 6, 30)
    )


# --- the register


@pytest.mark.parametrize("typed", ["etat-MAJOR", "État-major", "police hq"])
def test_the_register_is_searched_in_both_languages_without_case_and_accents(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    said = main(client_of(cast.vera), "/partners/", q=typed)
    assert "Police HQ" in said
    assert "DFID" not in said


def test_a_partner_is_found_by_a_former_name(cast: make.Cast, client_of: ClientOf) -> None:
    renamed()
    said = main(client_of(cast.vera), "/partners/", q="monuc")
    assert "MONUSCO" in said
    assert "1 partner " in said


def test_the_register_is_filtered_by_kind_and_side_and_counts_what_each_has_now(
    cast: make.Cast, client_of: ClientOf
) -> None:
    partners.activity("MONUC")
    partners.activity("MONUC")
    partners.seat("MONUC", "CMJ", until="2009")
    said = main(client_of(cast.vera), "/partners/", kind="mission", side="international")
    assert "mission · 1 seat now · 2 activities" in said
    assert "DFID" not in said
    assert "receives 2" in main(client_of(cast.vera), "/partners/", q="fardc")


def test_the_register_is_in_the_order_of_the_readers_language(cast: make.Cast, client_of: ClientOf) -> None:
    said = main(client_of(cast.joseph), "/partners/", q="donors")
    assert "Bailleurs" in said
    listed = [main(client_of(each), "/partners/") for each in (cast.paul, cast.joseph)]
    assert listed[0].index("Donors") > listed[0].index("DFID")
    assert listed[1].index("Bailleurs") < listed[1].index("DFID")


@pytest.mark.parametrize("address", ["/partners/", "/partners/seats/"])
def test_accents_and_case_do_not_change_the_order(cast: make.Cast, client_of: ClientOf, address: str) -> None:
    for name in ("Étoile", "eagle", "Europe", "Zebra"):
        partners.seat(partners.partner(name), "CMJ")
    said = main(client_of(cast.paul), address)
    places = [said.index(name) for name in ("eagle", "Étoile", "Europe", "Zebra")]
    assert places == sorted(places)


@pytest.mark.parametrize("query", ["page=x", "kind=army", "side=both", "page=-1"])
def test_what_cannot_be_asked_is_not_there(cast: make.Cast, client_of: ClientOf, query: str) -> None:
    assert client_of(cast.vera).get(f"/partners/?{query}").status_code == 404


@pytest.mark.takes_long
def test_the_register_stands_on_pages_and_costs_no_more_for_much(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.vera)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            browser.get("/partners/")
        return len(found)

    queries()
    little = queries()
    for number in range(45):
        partners.seat(partners.partner(f"Partner {number:02}"), "CMJ")
    assert queries() == little <= 6
    assert "Partner 44" in main(browser, "/partners/", page="2")
    assert "Partner 44" not in main(browser, "/partners/")


def test_a_viewer_is_offered_nothing_to_change(cast: make.Cast, client_of: ClientOf) -> None:
    row = partners.of_deck("MONUC")
    for address in ("/partners/", f"/partners/{row.pk}/", "/structures/ccrss/seats/"):
        for person, is_offered in ((cast.vera, False), (cast.alain, True), (cast.grace, True)):
            html = client_of(person).get(address).content.decode()
            assert any(f'href="{each}' in html for each in ("/partners/add/", "/seats/")) is is_offered


# --- one partner


def test_the_page_says_what_they_want_what_they_do_and_whether_they_deliver(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = renamed()
    partners.change(
        row, objectives_en="Protect civilians.", objectives_fr="Protéger.", aim="both", since="1999"
    )
    partners.activity(row, since="2008", place="Goma", t1="yes", t2="yes", t3="yes")
    today = timezone.localdate()
    for state in ("kept", "not_kept"):
        make.settle(make.promise("MONUC"), state, settled_on=today)
    said = main(client_of(cast.amina), f"/partners/{row.pk}/")
    for each in (
        "until 30 June 2010: MONUC",
        "Protect civilians.",
        "both",
        "since 1999",
        "CCRSS – chair",
        "Chaired by MONUC officer",
        "Ownership and leadership: Where can it go wrong?",
        "1 activity is recorded.",
        "to FARDC",
        "bilateral activity",
        "done on time 1",
        "not done 1",
    ):
        assert each in said, each
    assert "Protéger." in main(client_of(cast.grace), f"/partners/{row.pk}/")


def test_an_institution_shows_what_it_receives(cast: make.Cast, client_of: ClientOf) -> None:
    partners.activity("DFID", t1="no", t2="no", t3="no")
    said = main(client_of(cast.vera), f"/partners/{partners.of_deck('FARDC').pk}/")
    assert "from DFID" in said
    assert "supports SSR" in said


def test_the_list_of_all_that_a_partner_gives_holds_as_many_as_its_page_counts(
    cast: make.Cast, client_of: ClientOf
) -> None:
    partners.activity("Ministry", "Police HQ")
    partners.activity("DFID", "Ministry")
    partners.activity("MONUC", "Ministry")
    browser, row = client_of(cast.vera), partners.of_deck("Ministry")
    page = pages.read(browser.get(f"/partners/{row.pk}/"))
    said = page.one("section", aria_labelledby="does").text()
    assert "1 activity is recorded." in said
    assert "2 activities are recorded" in said
    assert "1 activity " in main(browser, "/activities/", partner=str(row.pk))
    assert "2 activities " in main(browser, "/activities/", recipient=str(row.pk))


def test_an_invented_contact_is_named_as_such(cast: make.Cast, client_of: ClientOf) -> None:
    made = make.contact(cast.amina, partners=["MONUC"])
    address = f"/partners/{partners.of_deck('MONUC').pk}/"
    assert "only me · invented" not in main(client_of(cast.amina), address)
    Contact.objects.filter(pk=made.pk).update(origin="invented")
    assert "only me · invented for the demonstration" in main(client_of(cast.amina), address)


def test_nothing_known_is_said_as_such(cast: make.Cast, client_of: ClientOf) -> None:
    said = main(client_of(cast.vera), f"/partners/{partners.partner().pk}/")
    assert "Stated objectives not recorded" in said
    assert "Bilateral objectives or SSR? not known" in said
    assert "No seat is recorded." in said


def test_a_page_shows_only_contacts_that_its_reader_may_read_and_the_last_five(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = partners.of_deck("MONUC")
    facts = {"programme": make.cod(), "kind": "call", "folded": "x", "author": cast.amina, "side": "partners"}
    shared = [("private", "Secret call"), ("side", "Talk among us"), ("all", "Open talk")]
    for number, (sharing, subject) in enumerate(shared):
        on = date(2011, 2, number + 1)
        made = Contact.objects.create(code=f"K-{number}", subject=subject, sharing=sharing, on=on, **facts)
        made.partners.add(row)
    address = f"/partners/{row.pk}/"
    mine, paul, grace, vera = (
        main(client_of(each), address) for each in (cast.amina, cast.paul, cast.grace, cast.vera)
    )
    assert "Secret call" in mine
    assert "Secret call" not in paul
    assert "Talk among us" in paul
    assert all("Talk among us" not in each and "Open talk" in each for each in (grace, vera))
    for number in range(5):
        on = date(2011, 2, number + 10)
        made = Contact.objects.create(code=f"L-{number}", subject="Later", sharing="all", on=on, **facts)
        made.partners.add(row)
    assert "Open talk" not in main(client_of(cast.vera), address)


def test_a_viewer_counts_no_commitment_that_tells_of_an_unpublished_answer(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    make.sent(cast.amina, "CMJ", round_, word="Not yet")
    make.promise(
        "DFID",
        structure=make.structure("CMJ"),
        round_=round_,
        voice="partners",
        criterion=round_.instrument.criteria.get(code="C6"),
    )
    address = f"/partners/{partners.of_deck('DFID').pk}/"
    assert " open 1 " in main(client_of(cast.paul), address)
    assert "No commitment of theirs is recorded." in main(client_of(cast.vera), address)


@pytest.mark.takes_long
def test_the_page_of_a_partner_with_much_costs_no_more_queries(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = partners.of_deck("DFID"), client_of(cast.amina)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            said = main(browser, f"/partners/{row.pk}/")
            assert "12 activities" in said or "1 activity" in said
        return len(found)

    partners.activity(row)
    queries()
    little = queries()
    for number in range(11):
        partners.activity(row)
        partners.seat(row, make.structure(f"Group {number}"))
        make.promise("DFID", text_en=f"Promise {number}")
    assert queries() == little <= 12


# --- recording and renaming


def test_a_partner_is_recorded_and_its_page_opens(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    response = browser.post("/partners/add/", NEW)
    row = Partner.objects.get(code="EUPOL")
    assert response["Location"] == f"/partners/{row.pk}/"
    assert "EUPOL" in main(browser, f"/partners/{row.pk}/")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name_en": "monuc"}, "is there already"),
        ({"name_en": "FARDC"}, "on the other side"),
        ({"name_en": " "}, "Write the name"),
        ({"since": "then"}, "is no date"),
        ({"since": "2009", "until": "2008"}, "must come first"),
        ({"kind": "army"}, "Select a valid choice"),
        ({"name_en": "EU\x00POL"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf, changed: dict[str, str], said: str
) -> None:
    browser = client_of(cast.amina)
    before = make.everything()
    data = NEW | {"objectives_en": "A long text."} | changed
    response = browser.post("/partners/add/", data)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "A long text." in response.content.decode()
    assert make.everything() == before


def test_a_partner_of_a_name_alike_is_asked_with_the_way_to_the_one_there(
    cast: make.Cast, client_of: ClientOf
) -> None:
    there, browser = partners.partner("Danube Relief Council (DRC-X)"), client_of(cast.paul)
    page = pages.read(browser.get("/partners/add/"))
    data = page.form("name_en") | {"name_en": "DRC-X", "side": "international", "kind": "mission"}
    response = browser.post("/partners/add/", data)
    page = pages.read(response)
    assert response.status_code == 400
    assert page.one("main").one("a", href=f"/partners/{there.pk}/").text().startswith("Danube Relief Council")
    assert "It is another partner" in page.one("main").text()
    assert browser.post("/partners/add/", page.form("name_en") | {"is_another": "on"}).status_code == 302
    assert Partner.objects.get(name_en="DRC-X").pk != there.pk


def test_a_partner_is_renamed_from_its_form(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = partners.of_deck("MONUC"), client_of(cast.paul)
    address = f"/partners/{row.pk}/edit/"
    page = pages.read(browser.get(address))
    assert "the old one is forgotten" in page.one("main").text()
    data = page.form("name_en") | {"name_en": "MONUSCO", "name_fr": "MONUSCO", "former_until": "2010-06-30"}
    assert browser.post(address, data)["Location"] == f"/partners/{row.pk}/"
    assert "until 30 June 2010: MONUC" in main(browser, f"/partners/{row.pk}/")
    response = browser.post(address, data | {"name_en": "MONUSCO II"})
    assert response.status_code == 400
    assert "Somebody changed MONUC" in response.content.decode()
    again = pages.read(response).form("name_en")
    assert again["name_en"] == "MONUSCO II"
    assert browser.post(address, again | {"former_until": ""}).status_code == 302
    row.refresh_from_db()
    assert row.name_en == "MONUSCO II", "who has read what stands there may send again"


def test_a_card_of_an_old_round_shows_who_sat_there_then_under_the_name_of_the_time(
    cast: make.Cast, client_of: ClientOf
) -> None:
    renamed()
    partners.seat("DFID", "CCRSS", since="2009")
    said = main(client_of(cast.vera), "/structures/ccrss/seats/", round="january-2008")
    assert "Who sat here then" in said
    assert "chair MONUC international" in said
    assert "DFID" not in said[said.rindex("Who sat here then") : said.rindex("Seats")]
    assert "MONUSCO" in main(client_of(cast.vera), "/structures/ccrss/seats/")


# --- the matrices


def table(response: object) -> list[list[str]]:
    return rows_of(response.content)  # type: ignore[attr-defined]


def test_who_sits_where_as_of_a_day_as_page_and_as_file(cast: make.Cast, client_of: ClientOf) -> None:
    renamed()
    browser = client_of(cast.vera)
    rows = pages.read(browser.get("/partners/seats/?on=2008-01-01&side=international")).rows()
    assert rows[0][1:] == ["CCRSS", "CMJ", "GTSE/CPSE"]
    assert ["MONUC", "chair", "–", "–"] in rows
    assert "MONUSCO" in main(browser, "/partners/seats/")
    found = table(browser.get("/partners/seats.csv?on=2008-01-01&side=international"))
    assert found[0] == ["Partner", "Side", "CCRSS", "CMJ", "GTSE/CPSE"]
    assert found[-2:] == [[], ["As of", "2008-01-01"]]
    assert ["MONUC", "international", "chair", "", ""] in found


def test_who_does_what_where_says_what_is_possible_only(cast: make.Cast, client_of: ClientOf) -> None:
    partners.activity("DFID", function="Order", place="=Goma", since="2007")
    browser = client_of(cast.vera)
    page = pages.read(browser.get("/partners/functions/?on=2008-01-01&q=dfid"))
    assert page.rows()[1] == ["DFID", "training · FARDC · =Goma possible"]
    found = table(browser.get("/partners/functions.csv?on=2008-01-01&q=dfid"))
    assert found[1] == ["DFID", "international", "training, FARDC, =Goma (possible)"]
    assert "No partner that matches has an activity recorded" in main(
        browser, "/partners/functions/", on="2001-01-01", q="dfid"
    )


def test_what_is_invented_is_marked_beside_what_is_not_on_page_and_in_file(
    cast: make.Cast, client_of: ClientOf
) -> None:
    facts = {"function": "Order", "since": "2007", "until": "2009"}
    partners.activity("DFID", **facts)
    partners.activity("DFID", origin="invented", **facts)
    partners.activity("DFID", origin="invented", **facts)
    browser = client_of(cast.vera)
    page = pages.read(browser.get("/partners/functions/?on=2008-01-01&q=dfid"))
    cell = page.one("table").all("td")[0]
    assert [each.text() for each in cell.all("div")] == [
        "training · FARDC",
        "training · FARDC invented for the demonstration",
    ]
    found = table(browser.get("/partners/functions.csv?on=2008-01-01&q=dfid"))
    assert found[1][2] == "training, FARDC; training, FARDC (invented for the demonstration)"


def test_more_seats_than_a_cell_shows_are_on_the_page_of_the_structure(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = partners.partner("EUPOL")
    cmj, since = make.structure("CMJ"), map(str, range(2003, 2011))
    Seat.objects.bulk_create(Seat(structure=cmj, partner=row, role="member", since=each) for each in since)
    page = pages.read(client_of(cast.vera).get("/partners/seats/?q=eupol"))
    (more,) = [each for each in page.one("table").all("a") if "more" in each.text()]
    assert more.attrs["href"] == "/structures/cmj/seats/"


def test_a_name_that_a_spreadsheet_would_compute_is_made_text(cast: make.Cast, client_of: ClientOf) -> None:
    partners.seat(partners.partner("=1+1"), "CMJ")
    found = table(client_of(cast.vera).get("/partners/seats.csv"))
    assert "'=1+1" in {row[0] for row in found if row}


@pytest.mark.parametrize("query", ["on=2008", "on=2008-02-30", "on=soon", "side=x", "page=x"])
def test_a_matrix_of_no_day_or_side_is_not_there(cast: make.Cast, client_of: ClientOf, query: str) -> None:
    for address in ("/partners/seats/", "/partners/functions/"):
        assert client_of(cast.vera).get(f"{address}?{query}").status_code == 404


def test_nul_in_a_search_is_no_error(cast: make.Cast, client_of: ClientOf) -> None:
    for address in ("/partners/", "/partners/seats/", "/partners/functions/", "/partners/seats.csv"):
        assert client_of(cast.vera).get(f"{address}?q=a%00b").status_code == 200


def test_cells_of_who_does_what_lead_to_these_activities_and_seats_to_their_structure(
    cast: make.Cast, client_of: ClientOf
) -> None:
    overlaps.forget_the_deck()
    one = overlaps.row("EUPOL", since="2009-01-01", until="2012-12-31")
    overlaps.row("EUPOL", since="2009-01-01", until="2012-12-31", function_="traffic")
    browser = client_of(cast.vera)
    page = pages.read(browser.get("/partners/functions/?on=2011-03-01"))
    address = f"/activities/?partner={one.partner_id}&function={one.function_id}&on=2011-03-01"
    assert address in {each.attrs["href"] for each in page.one("table").all("a")}
    listed = {each.attrs["href"] for each in pages.read(browser.get(address)).one("main").all("a")}
    assert {each for each in listed if re.fullmatch(r"/activities/\d+/", each)} == {f"/activities/{one.pk}/"}
    partners.seat(one.partner, "CMJ")
    seats = pages.read(browser.get("/partners/seats/")).one("table")
    assert "/structures/cmj/seats/" in {each.attrs["href"] for each in seats.all("a")}
