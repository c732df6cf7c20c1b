"""The guided tour of an example: offered to who has not ended it, five pages by role, a sentence at the top of each."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from coordination.actions import people
from coordination.models import User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
SHARED = [
    "See how the structures stand",
    "Open the first of the list",
    "Read why, with the evidence",
    "Compare both views",
]
LAST = {
    "amina": "Score one criterion yourself",
    "paul": "Open a round",
    "vera": "See what changed",
    "alain": "Give people a place",
}


def reader(cast: make.Cast, name: str, client_of: ClientOf) -> Client:
    """Return the browser of one of the cast, who reads English for once."""
    return client_of(people.choose_language(language="en", by=getattr(cast, name), at=timezone.now()))


def card(browser: Client) -> pages.Node | None:
    """Return the tour's card on Home, if it is there."""
    found = pages.read(browser.get("/")).all("section", aria_labelledby="tour")
    return found[0] if found else None


def note(browser: Client, address: str) -> str:
    """Return what the tour says on a page, empty where it says nothing."""
    response = browser.get(address, follow=True)
    assert response.status_code == 200
    found = pages.read(response).all("section", aria_label="Guided tour")
    return found[0].text() if found else ""


def test_an_example_offers_five_steps_by_role_and_says_that_its_data_is_invented(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for name, last in LAST.items():
        found = card(reader(cast, name, client_of))
        assert found is not None, name
        assert [each.text() for each in found.all("li")] == [*SHARED, last]
        assert "an example whose data is invented" in found.text()


def test_a_programme_without_invented_rounds_offers_no_tour(cast: make.Cast, client_of: ClientOf) -> None:
    assert card(client_of(cast.amina)) is None


@pytest.mark.takes_long
def test_each_step_leads_to_its_page_with_a_sentence_and_to_the_next(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for name, last in LAST.items():
        browser = reader(cast, name, client_of)
        for number, following in enumerate([*SHARED[1:], last, ""], 1):
            said = note(browser, f"/tour/{number}/")
            assert f"Tour, {number} of 5" in said, (name, number)
            assert (f"Next step – {following}" in said) if following else ("Next" not in said)
            assert "End the tour" in said


def test_the_second_step_opens_what_home_lists_first_and_the_third_its_latest_answers(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.vera)
    first = pages.read(browser.get("/")).one("table", class_="portfolio").all("tr")[1].one("th").one("a")
    slug = first.attrs["href"]
    assert browser.get("/tour/2/")["Location"] == f"{slug}?tour=2"
    assert browser.get("/tour/3/")["Location"] == f"{slug}january-2010/?tour=3#C2", "the sides disagree on C2"


def test_without_answers_the_steps_about_a_structure_are_about_the_list(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.nadia)
    assert browser.get("/tour/3/")["Location"] == "/?tour=3"
    assert "Tour, 3 of 5" in note(browser, "/tour/3/")


def test_who_ends_it_is_offered_it_no_more_and_others_still_are(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    browser = client_of(cast.amina)
    assert browser.post("/tour/end/", follow=True).status_code == 200
    assert card(browser) is None
    assert card(client_of(cast.grace)) is not None


@pytest.mark.parametrize("asked", ["0", "6", "-1", "x", "1" * 5_000, "%00", "²"])
def test_a_step_that_there_is_not_says_nothing(asked: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert note(client_of(cast.vera), f"/?tour={asked}") == ""
