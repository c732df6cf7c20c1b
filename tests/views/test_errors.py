"""When something cannot be done: a sentence in the reader's language, and the same headers everywhere."""

import logging
import socket
import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern

from coordination import urls
from coordination.models import JournalEntry, User
from coordination.queries import health, instruments
from coordination.queries.sessions import SEEN_KEY
from coordination.views import errors
from tests import make, pages

ClientOf = Callable[[User], Client]

PAGES = (
    "/",
    "/sign-in/",
    "/compare/",
    "/compare/figures.csv",
    "/changes/",
    "/changes/figures.csv",
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
    "/changes/": ("voice", "section", "sector"),
    "/changes/figures.csv": ("voice",),
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
            assert response.status_code in (200, 301, 302, 400, 404), (address, name)
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
    draft = make.begin(cast.amina, "CMJ", make.open_round())
    browser = client_of(cast.amina)
    bodies: tuple[tuple[bytes, str], ...] = (
        (b"\x00\xff\xfe", "application/x-www-form-urlencoded"),
        (b"C1-choice=%ff%00", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"&".join(b"f%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
        (b"a" * (2 * 1024 * 1024 + 1), "application/x-www-form-urlencoded"),
    )
    for address in (
        f"/assessments/{draft.pk}/coordination/",
        f"/assessments/{draft.pk}/answers/C1/",
    ):
        for body, kind in bodies:
            response = browser.generic("POST", address, body, content_type=kind)
            expected = (413,) if body.startswith(b"aaa") else (200, 302, 400)
            assert response.status_code in expected, (address, body[:20])
    assert [answer.criterion.code for answer in draft.answers.all()] == ["O7"]


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
    [("/compare/?view=x", 400), ("/load/", 403), ("/no/such/page/", 404), ("/rounds", 301)],
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
    said = response.json()
    assert set(said) == {"error", "reference"}
    assert said["error"].endswith(said["reference"])


# --- the database is out of reach


def locked() -> BaseException:
    """What SQLite raises where another holds the file."""
    return sqlite_fault("BEGIN EXCLUSIVE", "SELECT * FROM sqlite_master")


def full() -> BaseException:
    """What SQLite raises where there is no room."""
    return sqlite_fault("PRAGMA max_page_count = 1", "CREATE TABLE a (b)")


def out_of_reach() -> BaseException:
    """What SQLite raises where the file cannot be opened."""
    with pytest.raises(sqlite3.OperationalError) as fault:
        sqlite3.connect("/no/such/folder/db.sqlite3")
    return fault.value


def misspelt() -> BaseException:
    """What SQLite raises for a statement that is wrong: a fault of ours, though of the same class."""
    return sqlite_fault("SELECT 1", "SELEKT 1")


def sqlite_fault(before: str, statement: str) -> BaseException:
    with (
        TemporaryDirectory() as folder,
        closing(sqlite3.connect(f"{folder}/db", timeout=0)) as one,
        closing(sqlite3.connect(f"{folder}/db", timeout=0)) as other,
    ):
        one.execute("CREATE TABLE there (is_one)")
        one.execute(before)
        asked = other if before.startswith("BEGIN") else one
        with pytest.raises(sqlite3.OperationalError) as fault:
            asked.execute(statement)
    return fault.value


def refused() -> BaseException:
    """What PostgreSQL's driver raises where nothing listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        with pytest.raises(psycopg2.OperationalError) as fault:
            psycopg2.connect(host="127.0.0.1", port=place.getsockname()[1])
    return fault.value


def closed() -> BaseException:
    """What PostgreSQL's driver raises on a connection that was lost."""
    return psycopg2.InterfaceError("connection already closed")


def raised(fault: BaseException) -> DatabaseError | InterfaceError:
    """What Django makes of it."""
    kind = InterfaceError if isinstance(fault, psycopg2.InterfaceError) else OperationalError
    ours = kind(*fault.args)
    ours.__cause__ = fault
    return ours


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("is_script", [False, True])
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/compare/"),
        ("get", "/compare/figures.csv"),
        ("get", "/no/such/page/"),
        ("get", "/admin/"),
        ("get", "/calendar/no-such-secret.ics"),
        ("post", "/sign-in/"),
        ("post", "/sign-out/"),
        ("post", "/assessments/1/answers/C1/"),
    ],
)
@pytest.mark.parametrize("fault", [locked, full, out_of_reach, refused, closed])
def test_a_database_that_is_out_of_reach_is_said_so_with_a_reference(
    fault: Callable[[], BaseException],
    method: str,
    address: str,
    is_script: bool,
    language: str,
    cast: make.Cast,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("coordination"), "propagate", True)
    browser = faulty(cast.amina)
    ours = raised(fault())

    def down(*args: object, **named: object) -> None:
        raise ours

    headers = {"Accept-Language": language} | ({"Accept": "application/json"} if is_script else {})
    data = {"username": "x@y.example", "password": "x"} if method == "post" else {}
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", down)
        response = getattr(browser, method)(address, data, headers=headers)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store, private"
    assert_headers(response)
    (logged,) = {
        record.getMessage().split()[-1] for record in caplog.records if record.name == "coordination"
    }
    if is_script:
        said = response.json()["error"]
        assert response.json()["reference"] == logged
    else:
        page = pages.read(response)
        assert page.one("html").attrs["lang"] == language
        said = page.one("main").text()
    assert logged in said
    assert ("base de données" if language == "fr" else "database") in said


@pytest.mark.parametrize("fault", [locked, full, refused])
def test_a_database_that_goes_as_the_session_is_kept_is_said_so(
    fault: Callable[[], BaseException], cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = faulty(cast.amina)
    session = browser.session
    session[SEEN_KEY] = 0
    session.save()
    ours = raised(fault())

    def fail(*args: object, **named: object) -> None:
        raise ours

    monkeypatch.setattr(Session, "save", fail)
    response = browser.get("/method/")
    assert response.status_code == 503, "Django says of it that the session was deleted, and answers 400"
    assert int(response["Retry-After"]) > 0


def test_a_session_that_was_ended_meanwhile_is_no_fault_of_the_database(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = faulty(cast.amina)
    session = browser.session
    session[SEEN_KEY] = 0
    session.save()
    versions = instruments.versions

    def end() -> Any:
        Session.objects.all().delete()
        return versions()

    monkeypatch.setattr(instruments, "versions", end)
    assert browser.get("/method/").status_code == 400


@pytest.mark.parametrize("fault", [misspelt, lambda: ValueError("x")], ids=["statement", "value"])
def test_a_fault_of_ours_is_not_taken_for_a_database_that_is_out_of_reach(
    fault: Callable[[], BaseException], cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = faulty(cast.amina)
    found = fault()
    ours = raised(found) if isinstance(found, sqlite3.Error) else found

    def fail() -> None:
        raise ours

    monkeypatch.setattr(instruments, "versions", fail)
    response = browser.get("/method/")
    assert response.status_code == 500
    assert "Retry-After" not in response


# --- the database is there, and not as this program needs it


@pytest.fixture
def without_tables(transactional_db: None, tmp_path: Path) -> None:
    """The database answers, and nothing was ever made in it."""
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "empty.sqlite3")
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.mark.takes_long
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.usefixtures("without_tables")
def test_a_database_without_its_tables_is_said_so_on_every_page_with_a_reference(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    routes = [route for route in urls.urlpatterns if isinstance(route, URLPattern)]
    addresses = [f"/{route.pattern}" for route in routes if "<" not in str(route.pattern)]
    for address in ["/sign-in/", "/admin/", "/no/such/page/", *addresses]:
        # No pages: those of programs are asked below.
        if address in ("/healthz", "/readyz", "/metrics") or address.startswith(errors.API):
            continue
        for cookie in ("", f"{settings.SESSION_COOKIE_NAME}=abcdefghijklmnopqrstuvwxyz123456"):
            browser = Client(raise_request_exception=False)
            headers = {"Accept-Language": language, "Cookie": cookie}
            response = browser.get(address, headers=headers, follow=True)
            if response.status_code in (404, 405) and not cookie:
                continue  # refused before anything is asked of the database
            if address in ("/offline/", "/service-worker.js") and not cookie:
                assert response.status_code == 200, "what a device keeps for when there is no server"
                continue
            assert response.status_code == 503, address
            assert int(response["Retry-After"]) > 0
            said = pages.read(response).one("main").text()
            assert ("base de données" if language == "fr" else "database") in said


@pytest.mark.usefixtures("without_tables")
def test_a_program_is_told_in_json_of_a_database_without_its_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    lists = [route for route in urls.urlpatterns if str(route.name).startswith("api-")]
    patterns = [str(route.pattern) for route in lists if route.name != "api-description"]
    for address in [f"/{each.replace('<uuid:file_id>', str(uuid.UUID(int=4)))}" for each in patterns]:
        browser = Client(raise_request_exception=False)
        response = browser.get(address, headers={"Authorization": "Bearer ssr_x", "Accept-Language": "fr"})
        assert response.status_code == 503, address
        assert int(response["Retry-After"]) > 0
        assert "base de données" in response.json()["error"]


@pytest.mark.usefixtures("without_tables")
def test_what_is_sent_to_a_database_without_its_tables_is_answered_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "_migrated", set())
    browser = Client(raise_request_exception=False)
    sent = {"username": "x@y.example", "password": "x"}
    assert browser.post("/sign-in/", sent).status_code == 503
    response = browser.post("/sign-in/", sent, headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert set(response.json()) == {"error", "reference"}
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/readyz").content == b"not migrated"


def test_a_fault_of_the_database_before_an_update_has_ended_is_said_so(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = faulty(cast.amina)

    def fail() -> None:
        raise raised(misspelt())

    monkeypatch.setattr(health, "_migrated", set())
    last = MigrationRecorder.Migration.objects.filter(app="coordination").latest("pk")
    MigrationRecorder(connection).record_unapplied("coordination", last.name)
    monkeypatch.setattr(instruments, "versions", fail)
    assert browser.get("/method/").status_code == 503


# --- what is refused unread

MEGABYTE = 1024 * 1024


class Unread:
    """A body that must not be read."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("read")

    readline = read


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("is_script", [False, True])
@pytest.mark.parametrize(
    ("address", "extra", "status", "said"),
    [
        ("/sign-in/", {"CONTENT_LENGTH": 2 * MEGABYTE + 1}, 413, "2 M"),
        ("/compare/", {"CONTENT_LENGTH": 300 * MEGABYTE}, 413, "2 M"),
        ("/no/such/page/", {"CONTENT_LENGTH": 300 * MEGABYTE}, 413, "2 M"),
        ("/load/", {"CONTENT_LENGTH": 6 * MEGABYTE + 1}, 413, "6 M"),
        ("/sign-in/", {"CONTENT_LENGTH": "9" * 5000}, 413, "2 M"),
        ("/sign-in/", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411, "l"),
        ("/sign-in/", {"CONTENT_LENGTH": "-5"}, 400, ""),
        ("/sign-in/", {"CONTENT_LENGTH": "٥"}, 400, ""),
        ("/sign-in/", {"CONTENT_LENGTH": "5x"}, 400, ""),
        ("/sign-in/", {"HTTP_HOST": "evil.example"}, 400, "address"),
        ("/compare/", {"HTTP_HOST": "evil.example"}, 400, "address"),
        ("/no/such/page/", {"HTTP_HOST": "a b"}, 400, "address"),
    ],
)
def test_what_is_refused_unread_is_refused_with_a_sentence_signed_in_or_not(
    address: str,
    extra: dict[str, Any],
    status: int,
    said: str,
    is_script: bool,
    language: str,
    cast: make.Cast,
    client_of: ClientOf,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    headers = {"Accept-Language": language} | ({"Accept": "application/json"} if is_script else {})
    for browser in (Client(), client_of(cast.amina)):
        response = browser.post(address, headers=headers, **{"wsgi.input": Unread(), **extra})
        assert response.status_code == status
        assert_headers(response)
        assert response["Cache-Control"] == "no-store, private"
        if is_script:
            sentence = response.json()["error"]
        else:
            page = pages.read(response)
            assert page.one("html").attrs["lang"] == language
            sentence = page.one("main").text()
        assert (said if language == "en" else said.replace("address", "adresse")) in sentence
    assert not [record for record in caplog.records if record.exc_info]


def test_a_file_of_the_largest_size_is_read_and_a_form_may_be_as_long_as_it_needs(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.alain)
    file = SimpleUploadedFile("much.json", b"x" * 5 * MEGABYTE)
    assert browser.post("/load/", {"file": file}).status_code == 400
    assert browser.post("/language/", {"language": "xx", "next": "x" * MEGABYTE}).status_code == 400


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
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def assert_headers(response: HttpResponse) -> None:
    policy = {}
    for part in response["Content-Security-Policy"].split(";"):
        name, _, sources = part.strip().partition(" ")
        policy[name] = sources
    assert policy == CSP
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    permissions = response["Permissions-Policy"].split(", ")
    assert len(permissions) == 19
    assert all(each.endswith("=()") for each in permissions)
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"} <= set(permissions)


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/compare/", 302),
        ("get", "/compare/?view=partners", 200),
        ("get", "/compare/figures.csv", 200),
        ("get", "/healthz", 200),
        ("get", "/compare/?view=x", 400),
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


@pytest.mark.parametrize("name", ["css/site.css", "js/reader.js"])
def test_a_static_file_may_be_kept(name: str, settings: Any, db: None) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    response = Client().get(f"/static/{name}")
    response.close()
    assert "no-store" not in response["Cache-Control"]
    assert "max-age" in response["Cache-Control"]


def test_a_page_of_a_person_is_kept_by_no_shared_cache(cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.amina).get("/compare/")
    assert "Cookie" in response["Vary"]
    assert "public" not in response.headers.get("Cache-Control", "")
