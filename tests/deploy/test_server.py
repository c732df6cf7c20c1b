"""The server as it is deployed: what it refuses unread, what its log leaves out, and how it begins and renews itself."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import databases
from tests.browser.program import ROOT, Server, bare, environment_of, manage

SECRET = "Zx9_secret-SECRET-secret-SECRET-secret-SECR"
TOKEN = "only-for-this-run-" * 2
CALENDAR = f"/calendar/{SECRET}.ics"
HOST = "\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
CLAIM = 300 * 1024 * 1024


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def address(folder: Path) -> str:
    """A database of SQLite with every migration applied and nothing in it."""
    if not databases.put_migrated(folder / "migrated.sqlite3"):
        manage(
            environment_of(folder, folder / "static", f"sqlite:///{folder / 'migrated.sqlite3'}"), "migrate"
        )
    return f"sqlite:///{folder / 'migrated.sqlite3'}"


@pytest.fixture(scope="module")
def server(folder: Path, address: str) -> Iterator[Server]:
    """The program on an empty database, telling all that it can; what it keeps for a while lies in `temporary`."""
    (folder / "temporary").mkdir()
    said = {"GUNICORN_CMD_ARGS": "--log-level debug --access-logfile -", "WEB_CONCURRENCY": "3"}
    said |= {"LOG_FORMAT": "json", "METRICS_TOKEN": TOKEN}
    with bare(folder, address, **said, TMPDIR=str(folder / "temporary")) as one:
        yield one


def ask(server: Server, head: str, body: bytes = b"") -> str:
    """Send these bytes and return all that comes back."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=20)) as connection:
        answer = b""
        # Whoever goes on sending what is refused may be cut off before the answer has reached them.
        with suppress(ConnectionResetError, BrokenPipeError):
            connection.sendall(head.encode() + b"\r\n" + body)
            while part := connection.recv(65536):
                answer += part
    return answer.decode(errors="replace")


def test_an_address_that_is_too_long_is_answered_with_a_sentence_in_both_languages(server: Server) -> None:
    said = ask(server, f"GET /search/?q={'a' * 10_000} HTTP/1.1{HOST}")
    head, page = said.split("\r\n\r\n", 1)
    assert head.startswith("HTTP/1.1 414 ")
    assert f"Content-Length: {len(page.encode())}" in head
    of_proxy = (ROOT / "deploy" / "nginx-own-pages.conf").read_text()
    found = re.findall(r'^add_header (\S+) "?(.*?)"? always;$', of_proxy, re.MULTILINE)
    assert len(found) > 5
    for name, value in found:
        if name not in ("Permissions-Policy", "Strict-Transport-Security"):
            assert f"{name}: {value}" in head, name
    assert "This address is too long" in page
    assert "Cette adresse est trop longue" in page


# --- what the log leaves out

REQUESTS = {
    "well formed": f"GET {CALENDAR} HTTP/1.1{HOST}",
    "with a query": f"GET {CALENDAR}?lang=fr HTTP/1.1{HOST}",
    "posted to": f"POST {CALENDAR} HTTP/1.1{HOST}Content-Length: 0\r\n",
    "without its ending": f"GET /calendar/{SECRET} HTTP/1.1{HOST}",
    "with a slash too many": f"GET /calendar//{SECRET}.ics/ HTTP/1.1{HOST}",
    "encoded": f"GET /calendar%2F{SECRET}%2Eics HTTP/1.1{HOST}",
    "in capitals": f"GET /CALENDAR/{SECRET}.ICS HTTP/1.1{HOST}",
    "in full": f"GET http://127.0.0.1{CALENDAR} HTTP/1.1{HOST}",
    "of an unknown host": f"GET {CALENDAR} HTTP/1.1\r\nHost: evil.example\r\n",
    "as the host": f"GET / HTTP/1.1\r\nHost: {CALENDAR}\r\n",
    "come from": f"GET / HTTP/1.1{HOST}Referer: http://127.0.0.1{CALENDAR}\r\n",
    "as the browser": f"GET / HTTP/1.1{HOST}User-Agent: {CALENDAR}\r\n",
    "without a version": f"GET {CALENDAR}\r\n",
    "of no version": f"GET {CALENDAR} HTTP/9.9{HOST}",
    "of no method": f"g,t {CALENDAR} HTTP/1.1{HOST}",
    "with two blanks": f"GET  {CALENDAR} HTTP/1.1{HOST}",
    "cut by a blank": f"GET /calendar/{SECRET[:20]} {SECRET[20:]}.ics HTTP/1.1{HOST}",
    "alone": f"GET {SECRET}.ics HTTP/1.1{HOST}",
    "as a header": f"GET / HTTP/1.1{HOST}{CALENDAR}: x\r\n",
    "over-long": f"GET {CALENDAR}?{'x' * 9000} HTTP/1.1{HOST}",
    "with a body of no length": f"POST {CALENDAR} HTTP/1.1{HOST}Content-Length: x\r\n",
    "with too long a body": f"POST {CALENDAR} HTTP/1.1{HOST}Content-Length: {CLAIM}\r\n",
}


def lines(server: Server, before: int) -> str:
    """What the log says since then, once it says something."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if len(said := server.log.read_text(errors="replace")[before:]) > 10:
            time.sleep(0.2)  # the line of the request comes after that of its method
            return server.log.read_text(errors="replace")[before:]
        time.sleep(0.05)
    return said


def assert_hidden(said: str) -> None:
    assert said
    for part in (SECRET, SECRET.upper(), SECRET[:20], SECRET[20:]):
        assert part not in said


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=list(REQUESTS))
def test_no_line_of_the_log_opens_a_calendar(request_: str, server: Server) -> None:
    before = len(server.log.read_text(errors="replace"))
    status = int(ask(server, request_).split(" ", 2)[1])
    assert status < 500
    assert_hidden(lines(server, before))


def test_every_line_is_json_with_its_moment_and_those_of_a_request_have_its_number(server: Server) -> None:
    before = len(server.log.read_text(errors="replace"))
    answer = ask(
        server, f"GET /compare/?code={SECRET} HTTP/1.1{HOST}Referer: http://127.0.0.1/?code={SECRET}\r\n"
    )
    number = re.search("^X-Request-ID: ([0-9a-f]{32})\r$", answer, re.MULTILINE)
    assert number is not None
    assert_hidden(lines(server, before))
    assert "0123456789abcdef" not in ask(
        server, f"GET / HTTP/1.1{HOST}X-Request-ID: {'0123456789abcdef' * 2}\r\n"
    )
    said = [json.loads(line) for line in server.log.read_text(errors="replace").splitlines()]
    assert all(line["time"].endswith("+00:00") and line["level"] and line["message"] for line in said)
    assert {"gunicorn.error", "gunicorn.access", "coordination.requests"} <= {line["logger"] for line in said}
    found = {line["logger"]: line for line in said if line.get("request") == number[1] and "status" in line}
    for logger in ("gunicorn.access", "coordination.requests"):
        line = found[logger]
        assert (line["method"], line["path"], line["status"]) == ("GET", "/compare/", 302)


def test_no_line_of_a_fault_opens_a_calendar(address: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite3"
    shutil.copy(urlsplit(address).path, broken)
    with closing(sqlite3.connect(broken)) as database:
        database.execute("DROP TABLE coordination_feed")
    with bare(
        tmp_path, f"sqlite:///{broken}", GUNICORN_CMD_ARGS="--log-level debug --access-logfile -"
    ) as one:
        before = len(one.log.read_text())
        assert ask(one, REQUESTS["well formed"]).startswith("HTTP/1.1 500")
        said = lines(one, before)
        assert "Traceback" in said
        assert_hidden(said)


# --- what is refused unread

SIGN_IN = f"POST /sign-in/ HTTP/1.1{HOST}Content-Type: multipart/form-data; boundary=x\r\n"
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n' + b"x" * 3_000_000
LENGTHS = {
    "too long": (f"{SIGN_IN}Content-Length: {CLAIM}\r\n", 413),
    "too long for the page of files": (
        f"{SIGN_IN.replace('sign-in', 'load')}Content-Length: {CLAIM}\r\n",
        413,
    ),
    "too long for a static file": (f"POST /static/icon.svg HTTP/1.1{HOST}Content-Length: {CLAIM}\r\n", 413),
    "too long by another method": (f"PUT /sign-in/ HTTP/1.1{HOST}Content-Length: {CLAIM}\r\n", 413),
    "of no length": (f"{SIGN_IN}Transfer-Encoding: chunked\r\n", 411),
    "of a negative length": (f"{SIGN_IN}Content-Length: -1\r\n", 400),
    "of a length that is no number": (f"{SIGN_IN}Content-Length: 0x5\r\n", 400),
    "of endless length": (f"{SIGN_IN}Content-Length: {'9' * 5000}\r\n", 400),
    "of two lengths": (f"{SIGN_IN}Content-Length: 5\r\nContent-Length: {CLAIM}\r\n", 400),
    "of a list of lengths": (f"{SIGN_IN}Content-Length: 5, {CLAIM}\r\n", 400),
    "of a length and of none": (f"{SIGN_IN}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
    "of a smuggled length": (f"{SIGN_IN}Content_Length: {CLAIM}\r\n", 403),
}


@pytest.mark.parametrize(("head", "status"), LENGTHS.values(), ids=list(LENGTHS))
def test_a_body_is_refused_by_its_length_and_leaves_nothing_on_the_disk(
    head: str, status: int, server: Server, folder: Path
) -> None:
    began = time.monotonic()
    answer = ask(server, head, FILE if "chunked" not in head else b"2dc6c0\r\n" + b"x" * 3_000_000)
    assert answer.startswith(f"HTTP/1.1 {status}") or not answer
    assert ask(server, head).startswith(f"HTTP/1.1 {status}")
    assert time.monotonic() - began < 10
    assert list((folder / "temporary").rglob("*upload*")) == []


def test_a_long_address_gets_the_program_s_own_page(server: Server) -> None:
    for length, status in ((5_000, 302), (7_000, 400)):
        answer = ask(server, f"GET /compare/?structure={'x' * length} HTTP/1.1{HOST}")
        assert answer.startswith(f"HTTP/1.1 {status}")
    assert "<main" in answer


# --- how it begins and renews itself


def test_as_many_workers_begin_as_the_environment_says(server: Server) -> None:
    assert server.log.read_text().count("Booting worker") == 3


def test_all_workers_count_together_and_one_that_is_killed_takes_nothing_with_it(server: Server) -> None:
    def told() -> list[int]:
        head = f"GET /metrics HTTP/1.1{HOST}Authorization: Bearer {TOKEN}\r\n"
        found = [ask(server, head) for _ in range(5)]
        return [
            int(re.findall(r'ssr_requests_total\{view="health-alive",status="2xx"\} (\d+)', each)[0])
            for each in found
        ]

    ask(server, f"GET /healthz HTTP/1.1{HOST}")
    before = told()[-1]
    for _ in range(20):
        ask(server, f"GET /healthz HTTP/1.1{HOST}")
    assert set(told()) == {before + 20}
    children = subprocess.run(
        ["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True
    ).stdout.split()
    assert len(children) == 3
    os.kill(int(children[0]), signal.SIGKILL)
    assert set(told()) == {before + 20}


def test_a_port_that_is_taken_is_an_error(server: Server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/server.py", "--bind", f"127.0.0.1:{server.port}"],
        cwd=ROOT, env=os.environ | {"SECRET_KEY": "x" * 50}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Address already in use" in done.stderr


def settle(has_come: Callable[[], bool]) -> None:
    """Wait until it is so: a busy machine is slow, not wrong."""
    end = time.monotonic() + 120
    while not has_come():
        assert time.monotonic() < end
        time.sleep(0.1)


@contextmanager
def mute() -> Iterator[tuple[int, list[socket.socket]]]:
    """A place that takes connections and says nothing, with those that it has taken."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as place:

        def take() -> None:
            with suppress(OSError):
                while True:
                    taken.append(place.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        yield place.getsockname()[1], taken
        place.shutdown(socket.SHUT_RDWR)
    for each in taken:
        each.close()


def test_whoever_asks_for_health_is_answered_while_every_thread_waits(tmp_path: Path) -> None:
    answered: list[str] = []
    page = f"GET / HTTP/1.1{HOST}Cookie: sessionid={'s' * 32}\r\n"
    with (
        mute() as (port, taken),
        bare(tmp_path, f"postgres://ssr@127.0.0.1:{port}/ssr", WEB_CONCURRENCY="1") as one,
    ):
        waiting = [threading.Thread(target=lambda: answered.append(ask(one, page))) for _ in range(12)]
        for each in waiting:
            each.start()
        settle(lambda: len(taken) == 4)
        hello = ask(one, f"GET /healthz HTTP/1.1{HOST}")
        assert answered == [], "each thread waits for the database, and eight requests for a thread"
        assert hello.startswith("HTTP/1.1 200")
        for silent in taken:
            silent.shutdown(socket.SHUT_RDWR)
        for each in waiting:
            each.join()
    assert len(answered) == len(waiting)
    assert all(each.startswith("HTTP/1.1 503") for each in answered)


def test_a_question_for_health_that_comes_slowly_holds_up_no_other(tmp_path: Path) -> None:
    with (
        bare(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite3'}", WEB_CONCURRENCY="1") as one,
        closing(socket.create_connection(("127.0.0.1", one.port), timeout=20)) as slow,
    ):
        slow.sendall(b"GET /healthz HTTP/1.1\r\n")
        time.sleep(0.3)
        assert ask(one, f"GET /healthz HTTP/1.1{HOST}").startswith("HTTP/1.1 200")
        slow.sendall(f"{HOST.strip()}\r\n\r\n".encode())
        assert slow.recv(15) == b"HTTP/1.1 200 OK"


def test_whoever_connects_and_says_nothing_holds_no_thread(tmp_path: Path) -> None:
    with (
        bare(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite3'}", WEB_CONCURRENCY="1") as one,
        ExitStack() as stack,
    ):
        for _ in range(8):
            stack.enter_context(closing(socket.create_connection(("127.0.0.1", one.port), timeout=20)))
        began = time.monotonic()
        assert ask(one, f"GET /readyz HTTP/1.1{HOST}").startswith("HTTP/1.1 503")
        assert time.monotonic() - began < 4


def test_new_workers_take_over_without_losing_a_request(tmp_path: Path) -> None:
    answered: list[int] = []
    lost: list[str] = []
    ends = threading.Event()

    def ask_on(port: int) -> None:
        while not ends.is_set():
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
                    connection.request("GET", "/healthz", headers={"Connection": "close"})
                    answered.append(connection.getresponse().status)
            except (OSError, http.client.HTTPException) as error:
                lost.append(repr(error))

    address = f"sqlite:///{tmp_path / 'none.sqlite3'}"
    with bare(tmp_path, address, GUNICORN_CMD_ARGS="--log-level info") as one:
        threads = [threading.Thread(target=ask_on, args=(one.port,)) for _ in range(6)]
        for each in threads:
            each.start()
        for gone in (2, 4):
            answered.clear()
            settle(lambda: len(answered) > 50)
            one.process.send_signal(signal.SIGHUP)
            settle(lambda gone=gone: one.log.read_text().count("Worker exiting") >= gone)
        answered.clear()
        settle(lambda: len(answered) > 50)
        ends.set()
        for each in threads:
            each.join()
    assert lost == []
    assert set(answered) == {200}
