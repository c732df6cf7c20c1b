"""Seats from the page of a structure: added, changed, ended; what is wrong is said."""

from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import Seat, User
from tests import make, pages, partners

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def data(code: str = "DFID", **changed: str) -> dict[str, str]:
    return {
        "partner": str(partners.of_deck(code).pk),
        "role": "member",
        "since": "2006",
        "until": "",
    } | changed


def test_a_seat_is_added_from_the_structure_and_links_to_its_partner(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    assert 'href="/seats/of/cmj/"' in browser.get("/structures/cmj/seats/").content.decode()
    assert browser.post("/seats/of/cmj/", data())["Location"] == "/structures/cmj/seats/"
    page = pages.read(browser.get("/structures/cmj/seats/"))
    assert "DFID" in page.one("section", aria_labelledby="seats").text()
    assert page.all("a", href=f"/partners/{partners.of_deck('DFID').pk}/")


def test_a_seat_is_ended_from_its_form(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = partners.seat("DFID", since="2006"), client_of(cast.grace)
    address = f"/seats/{row.pk}/"
    filled = pages.read(browser.get(address)).form("partner")
    assert browser.post(address, filled | {"until": "2008"})["Location"] == "/structures/cmj/seats/"
    row.refresh_from_db()
    assert row.until == "2008"
    response = browser.post(address, filled | {"until": "2009"})
    assert response.status_code == 400
    assert "pendant que cette page était ouverte" in response.content.decode()
    again = pages.read(response).form("partner")
    assert browser.post(address, again)["Location"] == "/structures/cmj/seats/"
    row.refresh_from_db()
    assert row.until == "2009", "who has read what stands there may send again"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"since": "2004"}, "must come first"),
        ({"since": "2008", "until": "2007"}, "must come first"),
        ({"since": "soon"}, "is no date"),
        ({"role": "king"}, "Select a valid choice"),
        ({"partner": "999999"}, "Select a valid choice"),
        ({"since": "20\x0006"}, "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    cast: make.Cast, client_of: ClientOf, changed: dict[str, str], said: str
) -> None:
    before = Seat.objects.count()
    response = client_of(cast.amina).post("/seats/of/ccrss/", data(**changed))
    assert response.status_code == 400
    assert said in response.content.decode()
    assert Seat.objects.count() == before


def test_a_partner_of_another_programme_cannot_be_chosen(cast: make.Cast, client_of: ClientOf) -> None:
    stranger = partners.partner(programme=make.programme("caf"))
    response = client_of(cast.amina).post("/seats/of/cmj/", data(partner=str(stranger.pk)))
    assert response.status_code == 400


def test_the_programme_as_a_whole_has_no_seats(cast: make.Cast, client_of: ClientOf) -> None:
    whole = make.structure("Whole")
    type(whole).objects.filter(programme=make.cod(), is_programme=True).update(is_programme=False)
    whole.is_programme = True
    whole.save()
    assert client_of(cast.amina).get(f"/seats/of/{whole.slug}/").status_code == 404


def test_what_the_source_says_of_a_seat_is_shown_with_its_form(cast: make.Cast, client_of: ClientOf) -> None:
    row = partners.of_deck("MONUC").seats.get()
    assert "Chaired by MONUC officer" in client_of(cast.amina).get(f"/seats/{row.pk}/").content.decode()
