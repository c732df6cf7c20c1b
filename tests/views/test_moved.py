"""Addresses of former times lead to today's, with what was asked."""

import pytest

from tests import make
from tests.dashboards import ClientOf

FORMER = (
    ("/over-time/", "/changes/"),
    ("/over-time/figures.csv", "/changes/figures.csv"),
    ("/two-sides/", "/two-views/"),
    ("/two-sides/figures.csv", "/two-views/figures.csv"),
    ("/plane/", "/ownership/"),
    ("/plane/figures.csv", "/ownership/figures.csv"),
    ("/plane/plane.json", "/ownership/plane.json"),
    ("/findings/", "/overlaps/"),
    ("/findings/load.csv", "/overlaps/load.csv"),
)


@pytest.mark.parametrize(("former", "now"), FORMER)
def test_a_former_address_leads_for_good_to_the_new_one_with_its_query(
    former: str, now: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    for query in ("", "?round=january-2009&set=cmj&set=gtse-cpse", "?q=%C3%A9tat&x=%3Cb%3E"):
        response = browser.get(former + query)
        assert (response.status_code, response["Location"]) == (301, now + query)


@pytest.mark.parametrize(
    "former", ["/over-time/x/y/", "/plane/.json", "/findings/1/", "/two-sides/cmj/", "/voice/"]
)
def test_a_former_address_that_never_was_is_not_found(
    former: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.paul).get(former).status_code == 404


def test_a_former_address_does_not_lead_elsewhere(cast: make.Cast, client_of: ClientOf) -> None:
    for former in ("/plane//evil.example/", "/plane/%2f%2fevil.example/", "/plane/../admin/"):
        response = client_of(cast.paul).get(former)
        assert response.status_code == 404 or response["Location"].startswith("/ownership/")


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("/compare/?round=january-2008&voice=partners", "/compare/?round=january-2008&view=partners"),
        ("/compare/figures.csv?voice=government&set=cmj", "/compare/figures.csv?set=cmj&view=government"),
        ("/compare/intervals.json?voice=partners", "/compare/intervals.json?view=partners"),
        ("/changes/?voice=analyst", "/changes/?view=analyst"),
        ("/ownership/?voice=partners&view=government", "/ownership/?view=government"),
        ("/two-views/?voice=partners", "/two-views/?view=partners"),
        ("/success/?voice=x", "/success/?view=x"),
    ],
)
def test_the_former_name_of_the_view_in_a_query_leads_to_todays(
    former: str, now: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.paul).get(former)
    assert (response.status_code, response["Location"]) == (301, now)


def test_both_names_lead_from_an_answer_to_a_commitment(cast: make.Cast, client_of: ClientOf) -> None:
    for name in ("view", "voice"):
        address = f"/commitments/add/?structure=cmj&round=january-2008&{name}=partners&criterion=C6"
        assert client_of(cast.paul).get(address).status_code == 200
