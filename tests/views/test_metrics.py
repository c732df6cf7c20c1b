"""Counts for whoever watches: off by default, read with a token alone, and by view, never by programme or side."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from coordination import urls
from coordination.models import Programme, User
from coordination.views import metrics
from ssr_assess.metrics import Counts
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.knows_no_database]

ClientOf = Callable[[User], Client]
TOKEN = "only-for-this-run-" * 2


@pytest.fixture(autouse=True)
def counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was counted before."""
    monkeypatch.setattr(metrics, "counts", Counts())


@pytest.fixture
def is_on(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def ask(shown: str = f"Bearer {TOKEN}", **headers: str) -> HttpResponse:
    return Client().get("/metrics", headers={"Authorization": shown} | headers)


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer", f"Bearer {TOKEN}", "Bearer é"])
def test_they_are_nowhere_where_no_token_is_configured(shown: str, cast: make.Cast) -> None:
    assert ask(shown).status_code == 404


@pytest.mark.usefixtures("is_on")
@pytest.mark.parametrize("shown", ["", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é", "Bearer "])
def test_they_are_nowhere_without_the_token_whoever_asks(
    shown: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert ask(shown).status_code == 404
    assert client_of(cast.alain).get("/metrics", headers={"Authorization": shown}).status_code == 404


@pytest.mark.usefixtures("is_on")
def test_with_the_token_they_are_told_under_any_name_without_the_database(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", down)
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = [], True
    response = ask(Host="10.0.0.7:8000")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert Client().post("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code != 200


@pytest.mark.usefixtures("is_on")
def test_answers_are_told_by_the_name_of_the_view(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    for path in ("/structures/cmj/", "/structures/cmj/", "/structures/none/", "/no/such/page/", "/admin/"):
        browser.get(path)
    text = ask().content.decode()
    for line in (
        'ssr_requests_total{view="structure-detail",status="2xx"} 2',
        'ssr_requests_total{view="structure-detail",status="4xx"} 1',
        'ssr_requests_total{view="none",status="4xx"} 1',
        'ssr_request_seconds_count{view="structure-detail"} 3',
        "ssr_database_failures_total 0",
    ):
        assert line in text.splitlines()
    assert 'view="admin"' in text


@pytest.mark.usefixtures("is_on")
def test_no_label_says_which_programme_side_or_person(cast: make.Cast, client_of: ClientOf) -> None:
    Programme.objects.filter(code="cod").update(code="zzz-programme")
    for person in (cast.amina, cast.joseph):
        for path in (
            "/compare/?view=partners",
            "/structures/cmj/",
            "/people/",
            "/calendar/x.ics",
            "/partners",
        ):
            client_of(person).get(path)
    text = ask().content.decode()
    labels = dict.fromkeys(re.findall(r'(\w+)="([^"]*)"', text))
    assert {name for name, _value in labels} == {"view", "status", "le"}
    views = {value for name, value in labels if name == "view"}
    assert views <= {str(route.name) for route in urls.urlpatterns} | {"admin", "static", "none", "other"}
    assert "zzz" not in text


@pytest.mark.usefixtures("is_on")
def test_a_database_that_fails_a_page_or_readiness_is_counted(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(cast.amina)
    browser.raise_request_exception = False

    def down(*_found: object, **_named: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", down)
        assert browser.get("/compare/").status_code == 503
        assert Client().get("/readyz").status_code == 503
        assert Client().get("/healthz").status_code == 200
    assert "ssr_database_failures_total 2" in ask().content.decode().splitlines()


def test_nothing_is_counted_where_no_token_is_configured(settings: Any) -> None:
    Client().get("/healthz")
    settings.METRICS_TOKEN = TOKEN
    assert "ssr_requests_total{" not in ask().content.decode()
