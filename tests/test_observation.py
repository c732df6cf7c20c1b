"""Every request leaves one line, by which its page is found, and no line holds a secret or what people wrote."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coordination import attempts, urls
from coordination.actions import feeds
from coordination.actions.links import make_link
from coordination.models import User
from coordination.queries import instruments, links
from ssr_assess.logs import JsonLines, WithoutSecrets
from tests import make, pages
from tests.filled import FORMS, TYPED, Filled
from tests.views.test_kept import Tab

pytestmark = [pytest.mark.django_db, pytest.mark.knows_no_database]

ClientOf = Callable[[User], Client]
Lines = Callable[[], list[dict[str, Any]]]
SECRET = "Zx9secretSECRETsecretSECRETsecretSECRETsecr"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What the log of production says, libraries included, line by line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.addFilter(WithoutSecrets())
    loggers = [logging.getLogger(name) for name in ("", "django", "coordination")]
    monkeypatch.setattr(logging.getLogger("coordination.requests"), "level", logging.INFO)
    logging.getLogger("coordination.requests").manager._clear_cache()  # type: ignore[attr-defined]
    for each in loggers:
        each.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for each in loggers:
        each.removeHandler(handler)


def requests(lines: Lines) -> list[dict[str, Any]]:
    """Return the lines of requests, one each."""
    return [line for line in lines() if line["logger"] == "coordination.requests"]


# --- who, what, when, from where, and what became of it


def test_a_request_leaves_one_line_with_its_number_and_no_text_of_its_address(
    lines: Lines, cast: make.Cast, client_of: ClientOf, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    browser = client_of(cast.amina)
    response = browser.get(
        f"/structures/?lang=fr&q={SECRET}", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"}
    )
    (line,) = requests(lines)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert isinstance(line.pop("ms"), int)
    assert line == {
        "level": "info",
        "logger": "coordination.requests",
        "message": "GET /structures/ 200",
        "request": response["X-Request-ID"],
        "method": "GET",
        "path": "/structures/",
        "view": "structure-list",
        "status": 200,
        "person": cast.amina.pk,
        "client": "192.0.2.7",
    }


@pytest.mark.parametrize(
    ("path", "status", "level"),
    [("/no/such/page/", 404, "warning"), ("/load/", 403, "warning"), ("/compare", 301, "info")],
)
def test_a_refusal_is_a_warning(
    path: str, status: int, level: str, lines: Lines, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.amina).get(path).status_code == status
    (line,) = lines()
    assert (line["status"], line["level"], line["path"]) == (status, level, path)


def test_who_tries_too_often_and_what_cannot_be_done_now_leave_warnings(
    lines: Lines, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_found: object, **_named: object) -> None:
        raise attempts.TooManyError(attempts.Tried.SIGN_IN, 9)

    monkeypatch.setattr(attempts, "require_sign_in", full)
    assert Client().post("/sign-in/", {"username": cast.amina.email, "password": "x"}).status_code == 429
    assert [(line["status"], line["level"]) for line in requests(lines)] == [(429, "warning")]


def test_a_sign_in_and_a_refused_one_name_the_account_and_the_request(lines: Lines, cast: make.Cast) -> None:
    for password in ("a wrong password", make.PASSWORD):
        Client().post("/sign-in/", {"username": cast.amina.email, "password": password})
    found = [line for line in lines() if line["logger"] == "coordination"]
    assert [line["message"].partition(":")[0] for line in found] == ["refused to sign in", "signed in"]
    assert {line["person"] for line in found} == {cast.amina.pk}
    assert [line["request"] for line in found] == [line["request"] for line in requests(lines)]
    assert cast.amina.email not in json.dumps(lines())


def test_who_watches_leaves_no_line_unless_something_is_wrong(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/healthz", "/readyz"):
        assert Client().get(path).status_code == 200
    assert requests(lines) == []

    def down() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", down)
    assert Client().get("/readyz").status_code == 503
    assert [line["level"] for line in requests(lines)] == ["error"]


# --- its number

NUMBERS = {
    "of nginx": ("0123456789abcdef0123456789abcdef", True),
    "a UUID": (str(uuid4()), True),
    "too short": ("abc", False),
    "two lines": ("0123456789abcdef0123456789abcde\n", False),
    "a secret": (SECRET, False),
    "capitals": ("0123456789ABCDEF0123456789ABCDEF", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("given", "is_taken"), NUMBERS.values(), ids=list(NUMBERS))
@pytest.mark.parametrize("proxies", [0, 1])
def test_only_a_proxy_of_ours_gives_a_number_and_only_a_well_formed_one(
    given: str, is_taken: bool, proxies: int, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    number = Client().get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (number == given) == (is_taken and proxies == 1)
    assert re.fullmatch(r"[0-9a-f-]{32,36}", number)


def test_each_request_has_another_number() -> None:
    assert len({Client().get("/healthz")["X-Request-ID"] for _ in range(3)}) == 3


# --- its page


def shown(response: HttpResponse) -> str:
    """Return the reference that the page of an error shows."""
    return pages.read(response).one(class_="reference").text().split()[-1]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/compare/?view=x", 400),
        ("get", "/load/", 403),
        ("get", "/no/such/page/", 404),
        ("get", "/method/", 500),
        ("get", "/rounds/", 503),
    ],
)
def test_the_page_of_an_error_shows_by_what_its_lines_are_found(
    method: str,
    path: str,
    status: int,
    language: str,
    lines: Lines,
    cast: make.Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_found: object, **_named: object) -> None:
        raise ValueError(TYPED)

    def down(*_found: object, **_named: object) -> None:
        raise OperationalError("server closed the connection\nDETAIL: " + TYPED)

    monkeypatch.setattr(instruments, "versions", fail)
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.amina)
    with monkeypatch.context() as patch:
        if status == 503:
            patch.setattr(connection, "cursor", down)
            browser.cookies["language"] = language
        response = getattr(browser, method)(path, headers={"Accept-Language": language})
    assert response.status_code == status
    reference = shown(response)
    assert response["X-Request-ID"].endswith(reference)
    word = "Référence" if language == "fr" else "Reference"
    assert pages.read(response).one(class_="reference").text().startswith(word)
    (line,) = [line for line in requests(lines) if line["request"].endswith(reference)]
    assert line["status"] == status
    assert TYPED not in json.dumps(lines(), ensure_ascii=False)
    if status == 500:
        (trace,) = [line["trace"] for line in lines() if "trace" in line]
        assert "builtins.ValueError\n" in trace
        assert "instruments.py" in trace


# --- what no line holds


def typed_in(lines: Lines) -> str:
    """Return all that the log says, as it would be read."""
    found = lines()
    assert found
    return "\n".join(f"{name}: {text}" for line in found for name, text in line.items())


@pytest.mark.parametrize("route", urls.urlpatterns, ids=lambda route: str(route.name))
def test_no_line_holds_a_secret_whatever_address_it_is_sent_to(
    route: Any, lines: Lines, cast: make.Cast, client_of: ClientOf
) -> None:
    if route.name == "password-new":
        secrets = [make_link(user=cast.amina, way="mail", by=None, at=make.AT)]
        address = reverse("password-new", args=[links.number(cast.amina), *secrets])
    elif route.name == "feed-calendar":
        secrets = [feeds.make(programme=make.cod(), by=cast.amina, at=make.AT)]
        address = reverse("feed-calendar", args=secrets)
    else:
        kinds = route.pattern.converters
        values = {name: _of(type(kind).__name__) for name, kind in kinds.items()}
        # A former address is told by an expression, not by kinds.
        values |= {"page": "plane", "rest": f"{SECRET[:4]}/"} if route.name == "moved" else {}
        address, secrets = reverse(route.name, kwargs=values), []
    secrets += [SECRET, make.PASSWORD, "934215", TYPED]
    sent = dict.fromkeys(("code", "token", "password", "new_password1", "reason", "note", "why"), SECRET)
    sent |= {"username": cast.amina.email, "otp": "934215", "name": TYPED, "C1-text": TYPED}
    for browser in (client_of(cast.amina), Client()):
        browser.raise_request_exception = False
        for where in (address, f"{address}?code={SECRET}&next=/calendar/{SECRET}.ics"):
            headers = {"Referer": f"http://testserver{where}", "Authorization": f"Bearer {SECRET}"}
            browser.get(where, headers=headers)
            browser.post(where, sent, headers=headers)
    said = typed_in(lines)
    assert len(requests(lines)) >= (8 if route.name not in ("health-alive", "health-ready") else 4)
    assert [each for each in secrets if each in said] == []


def _of(kind: str) -> object:
    return {"IntConverter": 1, "UUIDConverter": uuid4(), "SlugConverter": "cmj"}.get(kind, "C1")


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_no_line_holds_what_was_typed_into_a_form(
    form: Filled, lines: Lines, cast: make.Cast, client_of: ClientOf
) -> None:
    address, browser = form.page(), client_of(getattr(cast, form.who))
    response = Tab(browser, address, form).send()
    assert response.status_code < 400
    said = typed_in(lines)
    assert requests(lines)[-1]["method"] == "POST"
    long = [text for text in form.fields().values() if len(text) > 8 and not text.startswith("20")]
    assert [text for text in long if text in said] == []
