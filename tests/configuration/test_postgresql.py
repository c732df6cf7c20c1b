"""A database that is down or silent: the program says so within seconds, and comes back by itself."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from tests import with_postgres
from tests.browser.program import ROOT, Server, bare, environment_of, manage

SECONDS = 12
#: So many wait at once: fewer than the server answers at once, so that none waits for another.
AT_ONCE = 3
KEY = "k" * 32
SESSION = {"Cookie": f"sessionid={'s' * 32}; csrftoken={KEY}"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": KEY}
JSON = {"Accept": "application/json"}
#: What a request asks of the database: the session, a person, an answer's place; or nothing at all.
NEED_IT = (
    ("GET", "/", SESSION, ""),
    ("GET", "/compare/figures.csv", SESSION, ""),
    ("GET", "/compare/intervals.json", SESSION | JSON, ""),
    ("GET", "/no/such/page/", SESSION, ""),
    ("GET", "/admin/", SESSION, ""),
    ("GET", "/calendar/no-such-secret.ics", {}, ""),
    ("POST", "/sign-in/", SESSION | FORM, "username=x@y.example&password=x"),
    ("POST", "/sign-out/", SESSION | FORM, ""),
    ("POST", "/assessments/1/answers/C1/", SESSION | FORM | JSON, "op_id=x"),
)
DO_WITHOUT = (("GET", "/sign-in/", {}, ""), ("GET", "/healthz", SESSION, ""))


def ask(
    server: Server, method: str, path: str, headers: dict[str, str], body: str
) -> tuple[int, str, http.client.HTTPMessage]:
    """Return status, text and headers of the answer, which comes within seconds."""
    began = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as asked:
        asked.request(method, path, body or None, headers)
        answer = asked.getresponse()
        text = answer.read().decode(errors="replace")
    assert time.monotonic() - began < SECONDS, path
    return answer.status, text, answer.headers


def assert_out_of_reach(server: Server) -> None:
    """Whatever needs the database is 503 with a reference that stands in the log; the rest goes on."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda asked: ask(server, *asked), NEED_IT))
    for (_method, path, headers, _body), (status, text, got) in zip(NEED_IT, answers, strict=True):
        assert status == 503, path
        assert int(got["Retry-After"]) > 0
        references = {
            line.split()[-1] for line in server.log.read_text().splitlines() if "answered 503" in line
        }
        assert any(reference in text for reference in references), path
        assert ("Accept" in headers) == got["Content-Type"].startswith("application/json")
    assert ask(server, "GET", "/readyz", SESSION, "")[0] == 503
    for method, path, headers, body in DO_WITHOUT:
        assert ask(server, method, path, headers, body)[0] == 200, path


@contextmanager
def silent() -> Iterator[int]:
    """A place that accepts every connection and says nothing."""
    kept: list[socket.socket] = []
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen(64)

        def accept() -> None:
            try:
                while True:
                    kept.append(place.accept()[0])
            except OSError:
                return

        threading.Thread(target=accept, daemon=True).start()
        yield place.getsockname()[1]
        place.shutdown(socket.SHUT_RDWR)
    for each in kept:
        each.close()


@pytest.mark.knows_no_database
def test_where_nothing_listens_it_is_said_within_seconds(tmp_path: Path) -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        address = f"postgres://ssr@127.0.0.1:{place.getsockname()[1]}/ssr"
        with bare(tmp_path, address) as server:
            assert_out_of_reach(server)


@pytest.mark.knows_no_database
def test_where_nobody_answers_it_is_said_within_seconds_and_health_is_told_meanwhile(tmp_path: Path) -> None:
    with silent() as port, bare(tmp_path, f"postgres://ssr@127.0.0.1:{port}/ssr") as server:
        assert_out_of_reach(server)
        waiting = [threading.Thread(target=ask, args=(server, *NEED_IT[0])) for _ in range(24)]
        for each in waiting:
            each.start()
        assert ask(server, "GET", "/healthz", {}, "")[0] == 200
        for each in waiting:
            each.join()


@pytest.mark.knows_no_database
def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    with bare(tmp_path, "sqlite:////no/such/folder/db.sqlite3") as server:
        assert_out_of_reach(server)


@pytest.mark.knows_no_database
def test_a_file_that_another_keeps_locked_is_said_so(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    with (
        closing(sqlite3.connect(tmp_path / "db.sqlite3")) as other,
        bare(tmp_path, address, 'DATABASES["default"]["OPTIONS"]["timeout"] = 0.2') as server,
    ):
        other.execute("BEGIN EXCLUSIVE")
        assert_out_of_reach(server)


# --- a real PostgreSQL, of this test's own

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")


def processes(address: str) -> list[int]:
    """The server's own processes, the first one last."""
    data = Path(parse_qs(urlsplit(address).query)["host"][0])
    first = int((data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [*map(int, children), first]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with a database in which every migration is applied; the last test ends it."""
    tmp_path = tmp_path_factory.mktemp("postgresql")
    with with_postgres.server(is_durable=False) as address:
        manage(environment_of(tmp_path, tmp_path / "static", address), "migrate", "--verbosity", "0")
        yield address


@on_postgresql
def test_a_server_that_hangs_is_noticed_and_found_again(address: str, tmp_path: Path) -> None:
    with bare(tmp_path, address, until="/readyz") as server:
        assert ask(server, "GET", "/", SESSION, "")[0] == 302
        frozen = processes(address)
        for each in frozen:
            os.kill(each, signal.SIGSTOP)
        try:
            assert_out_of_reach(server)
        finally:
            for each in frozen:
                os.kill(each, signal.SIGCONT)
        time.sleep(3)
        assert ask(server, "GET", "/readyz", {}, "")[0] == 200
        assert ask(server, "GET", "/", SESSION, "")[0] == 302


@on_postgresql
def test_a_database_that_is_not_migrated_is_not_ready(tmp_path: Path) -> None:
    with with_postgres.server(is_durable=False) as address, bare(tmp_path, address) as server:
        status, text, _headers = ask(server, "GET", "/readyz", {}, "")
        assert (status, text) == (503, "not migrated")


@on_postgresql
def test_a_statement_of_a_request_that_takes_too_long_is_ended(tmp_path: Path, address: str) -> None:
    # In a process of its own: from now on every wait in it has an end.
    code = (
        "import ssr_assess.wsgi, time\n"
        "from django.db import OperationalError, connection\n"
        "from ssr_assess.postgresql import base\n"
        "base.SECONDS_FOR_A_STATEMENT = 1\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('SELECT count(*) FROM generate_series(1, 100000)')\n"
        "    assert cursor.fetchone() == (100000,)\n"
        "    try: cursor.execute('SELECT pg_sleep(30)')\n"
        "    except OperationalError as error: print('ended', error)\n"
    )
    environment = environment_of(tmp_path, tmp_path / "static", address)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.startswith("ended"), done.stderr
    assert time.monotonic() - began < 25


@on_postgresql
def test_a_server_that_is_gone_is_noticed(address: str, tmp_path: Path) -> None:
    with bare(tmp_path, address, until="/readyz") as server:
        assert ask(server, "GET", "/", SESSION, "")[0] == 302
        os.kill(processes(address)[-1], signal.SIGQUIT)
        time.sleep(1)
        assert_out_of_reach(server)
