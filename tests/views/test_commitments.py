"""The pages of commitments: from a weak answer to a promise, and what became of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import Commitment, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
FROM_C6 = "/commitments/add/?structure=cmj&round=january-2008&voice=partners&criterion=C6"


def test_a_weak_answer_offers_a_commitment_and_a_plain_yes_does_not(
    cast: make.Cast, client_of: ClientOf
) -> None:
    html = client_of(cast.amina).get("/structures/cmj/january-2008/").content.decode()
    assert "criterion=C6" in html
    assert "criterion=C1" not in html
    assert "criterion=C6" not in client_of(cast.vera).get("/structures/cmj/january-2008/").content.decode()


def test_the_proposal_is_in_both_languages_and_government_owns_it_first_where_the_idea_says_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    html = client_of(cast.amina).get(FROM_C6).content.decode()
    assert "Write the table of who does what" in html
    assert "Écrire le tableau qui fait quoi" in html


def test_a_promise_from_an_answer_is_recorded_listed_and_settled(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser, today = client_of(cast.amina), timezone.localdate()
    owner = Commitment._meta.get_field("owner").related_model.objects.get(code="Donors")
    data = {"text_en": "Write the table.", "text_fr": "", "owner": owner.pk, "due_on": today.isoformat()}
    response = browser.post(FROM_C6, data)
    made = Commitment.objects.get()
    assert response["Location"] == f"/commitments/{made.pk}/"
    assert (made.criterion.code, made.structure.code, made.voice) == ("C6", "CMJ", "partners")
    assert "Write the table." in browser.get("/").content.decode()
    settled = {"state": "kept", "settled_on": today.isoformat(), "outcome": "Written.", "base_version": 1}
    assert browser.post(f"/commitments/{made.pk}/", settled).status_code == 302
    said = pages.read(browser.get("/commitments/")).one("main").text()
    assert "kept on time" in said
    assert "Write the table." not in browser.get("/").content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    made = make.promise()
    data = {"state": "kept", "settled_on": "2001-01-01", "outcome": "A long story.", "base_version": 1}
    response = client_of(cast.amina).post(f"/commitments/{made.pk}/", data)
    assert response.status_code == 400
    assert "lies before the promise was made" in response.content.decode()
    assert "A long story." in response.content.decode()
    made.refresh_from_db()
    assert made.state == "open"


@pytest.mark.parametrize("typed", ["etat", "ÉTAT", "état"])
def test_search_finds_words_whatever_their_accents_and_case(
    cast: make.Cast, client_of: ClientOf, typed: str
) -> None:
    make.promise(text_en="Budget of the état-major", text_fr="")
    make.promise(text_en="Something else", text_fr="")
    said = client_of(cast.paul).get("/commitments/", {"q": typed}).content.decode()
    assert "Budget of the" in said
    assert "Something else" not in said


def test_a_viewer_sees_no_commitment_that_tells_of_an_unpublished_answer(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    make.sent(cast.amina, "CMJ", round_, word="Not yet")
    criterion = round_.instrument.criteria.get(code="C6")
    secret = make.promise(
        text_en="Tell nobody",
        text_fr="",
        structure=make.structure("CMJ"),
        round_=round_,
        voice="partners",
        criterion=criterion,
    )
    assert "Tell nobody" in client_of(cast.grace).get("/commitments/").content.decode()
    assert "Tell nobody" not in client_of(cast.vera).get("/commitments/").content.decode()
    assert client_of(cast.vera).get(f"/commitments/{secret.pk}/").status_code == 404


def test_what_is_due_waits_for_the_side_that_owns_it(cast: make.Cast, client_of: ClientOf) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    make.promise("Donors", text_en="Fund the secretariat", text_fr="", due_on=soon)
    assert "Fund the secretariat" in client_of(cast.amina).get("/").content.decode()
    assert "Fund the secretariat" not in client_of(cast.grace).get("/").content.decode()


def test_the_day_proposed_is_one_that_a_browser_reads_in_french_too(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = client_of(cast.grace).get(f"/commitments/{make.promise().pk}/").content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
