"""When something cannot be done: a sentence in the reader's language, and the same headers everywhere."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client

from coordination.models import JournalEntry, User
from coordination.queries import instruments
from tests import make, pages

ClientOf = Callable[[User], Client]

PAGES = (
    "/",
    "/sign-in/",
    "/compare/",
    "/compare/figures.csv",
    "/over-time/",
    "/over-time/figures.csv",
    "/structures/",
    "/structures/cmj/",
    "/structures/cmj/january-2008/",
    "/assessments/",
    "/rounds/",
    "/load/",
    "/method/",
    "/password/",
    "/no/such/page/",
)
#: What a page reads of its address; every page reads the language.
READ = dict.fromkeys(PAGES, ("lang",)) | {
    "/sign-in/": ("next", "lang"),
    "/structures/": ("q", "sector"),
    "/compare/": ("round", "voice", "section", "sector", "sort"),
    "/compare/figures.csv": ("round", "sort"),
    "/over-time/": ("voice", "section", "sector"),
    "/over-time/figures.csv": ("voice",),
}
JUNK = (
    "\x00",
    "’; DROP TABLE coordination_answer; --",
    "<script>alert(1)</script>",
    "%s%n{0}{{7*7}}",
    "-1",
    "9" * 400,
    "\ud7ff\uffff\U0010ffff",
    "../../etc/passwd",
    "january-2008\x00",
    "ﬁ\u202e\u0301" * 20,
)


# --- junk


@pytest.mark.parametrize("junk", JUNK, ids=ascii)
def test_no_junk_in_the_query_string_is_answered_by_a_fault(
    junk: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    before = JournalEntry.objects.count()
    for address, names in READ.items():
        for name in names:
            response = browser.get(f"{address}?{name}={quote(junk)}&{name}={quote(junk)}&{quote(junk)}=1")
            assert response.status_code in (200, 302, 400, 404), (address, name)
            assert b"<script>alert" not in response.content, (address, name)
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    "query",
    ["%ff%fe", "%", "%zz", "&&&==", "a[]=1&a[b]=2", "round=%c0%af", "=" * 500, "&".join(["a=1"] * 999)],
)
def test_no_broken_query_string_is_answered_by_a_fault(
    query: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    for address in PAGES:
        assert browser.get(f"{address}?{query}").status_code < 500, address


@pytest.mark.parametrize(
    "address",
    [
        "/structures/%00/",
        "/structures/cmj/%00/",
        "/assessments/0/",
        "/assessments/99999999999999999999999999/",
        "/assessments/9223372036854775808/coordination/",
        "/assessments/-1/",
        "/assessments/1/%ff/",
        "/structures/" + "x" * 5000 + "/",
        "/%2e%2e/%2e%2e/",
        "/admin/coordination/user/99999999999999999999/change/",
        "/static/../ssr_assess/settings.py",
    ],
)
def test_an_address_that_cannot_be_is_not_found(address: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.alain).get(address).status_code in (302, 404)
    assert client_of(cast.amina).get(address, follow=True).status_code in (403, 404)


def test_junk_in_a_body_is_answered_by_a_sentence(cast: make.Cast, client_of: ClientOf) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round())
    browser = client_of(cast.amina)
    bodies: tuple[tuple[bytes, str], ...] = (
        (b"\x00\xff\xfe", "application/x-www-form-urlencoded"),
        (b"C1-choice=%ff%00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"&".join(b"f%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
        (b"a" * (6 * 1024 * 1024 + 1), "application/x-www-form-urlencoded"),
    )
    for address in (
        f"/assessments/{draft.pk}/coordination/",
        f"/assessments/{draft.pk}/answers/C1/",
        "/assessments/",
    ):
        for body, kind in bodies:
            response = browser.generic("POST", address, body, content_type=kind)
            assert response.status_code in (200, 302, 400), (address, body[:20])
    assert not draft.answers.exists()


def test_a_method_that_makes_no_sense_is_refused(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.alain)
    before = JournalEntry.objects.count()
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"):
        for address in PAGES:
            assert browser.generic(method, address).status_code < 500, (method, address)
    assert JournalEntry.objects.count() == before


# --- the pages that say no


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("address", "status"),
    [("/compare/?voice=x", 400), ("/load/", 403), ("/no/such/page/", 404), ("/rounds", 301)],
)
def test_a_refusal_is_a_page_with_a_way_back(
    address: str, status: int, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    response = client_of(cast.amina).get(address)
    assert response.status_code == status
    if status == 301:
        return
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert page.one("main").one("h1").text()
    assert page.one("main").all("p")
    assert page.one("main").all("a", href="/")


def test_an_unknown_page_is_not_told_to_the_signed_out_either(db: None) -> None:
    response = Client().get("/no/such/page/")
    assert response.status_code == 404
    assert pages.read(response).one("main").text()


# --- our own faults


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Method page has a fault."""

    def fail() -> Any:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(instruments, "versions", fail)


def faulty(user: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(user)
    return browser


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_fault_of_ours_is_a_page_with_a_reference_that_stands_in_the_log(
    language: str, cast: make.Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("coordination", "django"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    User.objects.filter(pk=cast.amina.pk).update(language=language)
    response = faulty(cast.amina).get("/method/?secret=query")
    assert response.status_code == 500
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert b"secret inside" not in response.content
    assert b"Traceback" not in response.content
    references = {word for record in caplog.records for word in record.getMessage().split()}
    (reference,) = [word for word in page.one("main").text().split() if word in references and len(word) == 8]
    assert reference.isalnum()


@pytest.mark.usefixtures("broken")
def test_a_fault_is_json_for_a_script(cast: make.Cast) -> None:
    response = faulty(cast.amina).get("/method/", headers={"Accept": "application/json"})
    assert response.status_code == 500
    assert set(response.json()) == {"error"}


def test_a_fault_of_the_database_is_a_page_too(cast: make.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = faulty(cast.amina)

    def down(*args: object) -> None:
        raise DatabaseError("secret address of the database")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", down)
        response = browser.get("/compare/")
    assert response.status_code == 500
    assert pages.read(response).one("main").text()
    assert b"secret" not in response.content


# --- headers

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_headers(response: HttpResponse) -> None:
    policy = {}
    for part in response["Content-Security-Policy"].split(";"):
        name, _, sources = part.strip().partition(" ")
        policy[name] = sources
    assert policy == CSP
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in response["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/compare/", 302),
        ("get", "/compare/?voice=partners", 200),
        ("get", "/compare/figures.csv", 200),
        ("get", "/healthz", 200),
        ("get", "/compare/?voice=x", 400),
        ("get", "/load/", 403),
        ("get", "/no/such/page/", 404),
        ("get", "/structures/nothing/", 404),
        ("get", "/language/", 405),
        ("post", "/language/", 400),
        ("post", "/sign-out/", 302),
        ("get", "/compare", 301),
    ],
)
def test_every_answer_carries_the_headers(
    method: str, address: str, status: int, cast: make.Cast, client_of: ClientOf
) -> None:
    response = getattr(client_of(cast.amina), method)(address)
    assert response.status_code == status
    assert_headers(response)


@pytest.mark.usefixtures("broken")
def test_a_fault_a_signed_out_save_and_a_missing_key_carry_the_headers(cast: make.Cast) -> None:
    assert_headers(faulty(cast.amina).get("/method/"))
    response = Client().post("/assessments/1/answers/C1/")
    assert response.status_code == 401
    assert_headers(response)
    response = Client(enforce_csrf_checks=True).post("/sign-in/")
    assert response.status_code == 403
    assert_headers(response)
    assert_headers(Client().get("/compare/"))


def test_the_administration_carries_the_headers(cast: make.Cast, client_of: ClientOf) -> None:
    for person, status in ((cast.alain, 200), (cast.amina, 403)):
        response = client_of(person).get("/admin/")
        assert response.status_code in (status, 302)
        assert_headers(response)


@pytest.mark.parametrize("name", ["css/site.css", "js/score.js", "icon.svg"])
def test_a_static_file_carries_the_headers(name: str, settings: Any, db: None) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    response = Client().get(f"/static/{name}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
    response.close()
    assert_headers(response)


def test_pages_load_nothing_from_anywhere_else_and_run_nothing_written_into_them(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.alain)
    for address in PAGES:
        response = browser.get(address)
        if not response.headers["Content-Type"].startswith("text/html") or response.status_code == 302:
            continue
        page = pages.read(response)
        for node in page.walk():
            for name in ("src", "href", "action", "data-script"):
                value = node.attrs.get(name, "/")
                is_here = value.startswith(("/", "#")) and not value.startswith("//")
                assert is_here or node.tag == "a", (address, node.tag, value)
            assert "style" not in node.attrs, (address, node.tag)
            assert not [name for name in node.attrs if name.startswith("on")], (address, node.tag)
            if node.tag == "script" and not node.attrs.get("src"):
                assert node.attrs["type"] == "application/json"
            assert node.tag != "style"


def test_a_page_of_a_person_is_kept_by_no_shared_cache(cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.amina).get("/compare/")
    assert "Cookie" in response["Vary"]
    assert "public" not in response.headers.get("Cache-Control", "")
