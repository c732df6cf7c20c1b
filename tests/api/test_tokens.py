"""Tokens: made by who just proved who they are, shown once, good for their person and programme until they end."""

import json
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.actions import memberships, tokens
from coordination.models import ApiToken, JournalEntry, User
from coordination.queries import people
from coordination.views.decorators import PROVED_KEY
from tests import make, pages
from tests.api.reading import LISTS, ask, results, token

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def test_a_token_is_shown_once_and_kept_as_a_fingerprint(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    made = browser.post("/tokens/", {"name": "Quarterly report", "days": "30"})
    secret = pages.read(made).one("input", id="token").attrs["value"]
    assert results(secret, "programmes")[0]["code"] == "cod"
    again = browser.get("/tokens/").content.decode()
    assert "Quarterly report" in again
    assert secret not in again
    assert secret not in json.dumps(list(ApiToken.objects.values()), default=str)
    told = JournalEntry.objects.filter(noun="API token")
    assert [(each.verb, each.key) for each in told] == [("saved", cast.amina.email)]
    assert secret not in json.dumps(list(told.values()), default=str)


def test_making_one_asks_for_a_proof_first(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    session = browser.session
    session[PROVED_KEY] = 0
    session.save()
    assert browser.post("/tokens/", {"name": "Report", "days": "30"}).status_code == 401
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("sent", [{"name": "Report", "days": "3650"}, {"name": "", "days": "30"}])
def test_no_token_lasts_for_longer_than_a_year_or_has_no_name(
    cast: make.Cast, client_of: ClientOf, sent: dict[str, str]
) -> None:
    assert client_of(cast.amina).post("/tokens/", sent).status_code == 400
    with pytest.raises(ValueError, match="a year at most"):
        tokens.make(
            programme=make.cod(), name="x", lasts=timedelta(days=366), by=cast.amina, at=timezone.now()
        )
    assert not ApiToken.objects.exists()


def test_only_its_person_ends_a_token(cast: make.Cast, client_of: ClientOf) -> None:
    secret = token(cast.amina)
    number = ApiToken.objects.get().pk
    assert client_of(cast.paul).post(f"/tokens/{number}/end/").status_code == 404
    assert ask(secret, "rounds").status_code == 200
    assert client_of(cast.amina).post(f"/tokens/{number}/end/").status_code == 302
    assert ask(secret, "rounds").status_code == 401
    assert client_of(cast.amina).post(f"/tokens/{number}/end/").status_code == 404


def test_a_token_expires(cast: make.Cast) -> None:
    before = timezone.now() - timedelta(days=30)
    assert ask(token(cast.amina, at=before + timedelta(minutes=5)), "rounds").status_code == 200
    assert ask(token(cast.amina, at=before), "rounds").status_code == 401


def test_a_token_ends_with_its_place(cast: make.Cast) -> None:
    secret = token(cast.amina)
    place = people.place_of(cast.amina, make.cod())
    assert place is not None
    memberships.end_place(place=place, by=cast.paul, at=timezone.now())
    assert ask(secret, "structures").status_code == 401
    assert ApiToken.objects.get().ended_at is not None


def test_who_may_no_longer_sign_in_reads_nothing(cast: make.Cast) -> None:
    secret = token(cast.amina)
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    assert ask(secret, "structures").status_code == 401


@pytest.mark.parametrize("name", LISTS)
def test_without_a_token_nothing_is_told_even_to_who_is_signed_in(
    cast: make.Cast, client_of: ClientOf, name: str
) -> None:
    response = client_of(cast.amina).get(f"/api/v1/{name}")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert "Make a new one" in response.json()["error"]


def test_errors_are_said_in_the_language_asked_for(cast: make.Cast) -> None:
    response = ask("wrong", "rounds", Accept_Language="fr")
    assert response.status_code == 401
    assert "Ce jeton" in response.json()["error"]  # type: ignore[attr-defined]
    missing = ask(token(cast.amina), "nothing", Accept_Language="fr")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/json")


def test_wrong_tokens_are_limited_and_right_ones_are_not(cast: make.Cast) -> None:
    secret = token(cast.amina)
    found = [ask(f"guess {number}", "rounds").status_code for number in range(11)]
    assert found == [401] * 10 + [429]
    assert ask(secret, "rounds").status_code == 200


def test_the_use_is_noted_every_five_minutes_and_nothing_else_is_kept(cast: make.Cast) -> None:
    secret = token(cast.amina)
    response = ask(secret, "rounds")
    assert not response.cookies
    first = ApiToken.objects.get().used_at
    assert first is not None
    ask(secret, "rounds")
    assert ApiToken.objects.get().used_at == first
    ApiToken.objects.update(used_at=first - timedelta(minutes=6))
    ask(secret, "rounds")
    assert ApiToken.objects.get().used_at >= first  # type: ignore[operator]


def test_no_token_stands_in_the_log(cast: make.Cast, caplog: pytest.LogCaptureFixture) -> None:
    secret = token(cast.amina)
    with caplog.at_level(logging.DEBUG):
        ask(secret, "rounds")
        ask("ssr_wrong", "rounds")
    assert secret not in caplog.text
    assert "ssr_wrong" not in caplog.text
