"""The program as it really runs, for tests and pictures: its own database and static files, gunicorn, people.

Nothing of it touches the copy's own ``var/``: settings of one line put database, static files, key and passwords
into a folder of the run.
"""

import fcntl
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
#: Of the packages' files, the pages load the one style sheet and the one script; see the Makefile.
LEFT_OUT = ("bootstrap.css*", "bootstrap.rtl.*", "bootstrap-*", "package.json", "README.md", "LICENSE")

#: What the demonstration printed, once it is made; and its database on a server.
PRINTED = "people-of-the-demonstration"
ORIGINAL = "demonstration_of_tests"

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration person, as ``manage.py demo`` prints them; ``side`` is ``-`` where the role has none."""

    role: str
    side: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Program:
    """A running server: its address (``http://127.0.0.1:port``), its people by role and side, and its log."""

    address: str
    people: Mapping[Key, Account]
    log: Path
    database_url: str = ""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the program's database directly: what is stored, whatever the pages say."""
        place = urlsplit(self.database_url)
        connect = (
            sqlite3.connect(place.path) if place.scheme == "sqlite" else psycopg2.connect(self.database_url)
        )
        with closing(connect) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]

    def said(self) -> str:
        """Return what the server has logged."""
        return self.log.read_text(errors="replace")


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, redirects not followed."""

    status: int
    text: str
    location: str

    def json(self) -> dict[str, Any]:
        """Return the JSON object that was answered."""
        value = json.loads(self.text)
        assert isinstance(value, dict)
        return value


def _connection(address: str) -> http.client.HTTPConnection:
    place = urlsplit(address)
    if place.scheme == "http":
        return http.client.HTTPConnection(place.netloc, timeout=60)
    # A proxy of the tests has signed its certificate itself.
    return http.client.HTTPSConnection(place.netloc, timeout=60, context=ssl._create_unverified_context())


@dataclass(slots=True)
class Client:
    """One signed-in person over bare HTTP: sets the stage quickly, and races in threads of its own."""

    program: Program
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, path: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """GET a path, or POST fields to it with the CSRF token."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode(data).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            sent["X-CSRFToken"] = self.cookies.get("csrftoken", "")
            place = urlsplit(self.program.address)
            if place.scheme == "https":
                sent["Referer"] = f"https://{place.hostname}/"
        connection = _connection(self.program.address)
        with closing(connection):
            connection.request("GET" if data is None else "POST", path, body, {**sent, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Reply(answer.status, text, answer.headers.get("Location", ""))

    def sign_in(self, account: Account) -> "Client":
        """Sign in through the form."""
        self.ask("/sign-in/")
        reply = self.ask("/sign-in/", {"username": account.email, "password": account.password})
        assert reply.status == 302, reply.text
        return self

    def speak(self, language: str) -> None:
        """Choose the language in which this person reads."""
        assert self.ask("/language/", {"language": language, "next": "/"}).status == 302

    def open_round(self, name: str, sides: str = "both", on: str = "2012-01-31") -> str:
        """Open a round as of a day, as a manager; return its label."""
        instrument = re.search(r'<option value="(\d+)"[^>]*>partnership-2008', self.ask("/rounds/").text)
        assert instrument
        fields = {
            "name_en": name,
            "name_fr": name,
            "reference_on": on,
            "last_on": "2099-12-31",
            "sides": sides,
        }
        reply = self.ask("/rounds/", {**fields, "instrument": instrument[1]})
        assert reply.status == 302, reply.text
        return name.lower().replace(" ", "-")

    def promise(self, text: str) -> int:
        """Record a commitment due at the end of a far year; return its number."""
        owner = re.search(
            r'<option value="(\d+)"[^>]*>Donors|<option value="(\d+)"[^>]*>Bailleurs',
            self.ask("/commitments/add/").text,
        )
        assert owner
        fields = {"text_en": text, "text_fr": text, "owner": owner[1] or owner[2], "due_on": "2099-12-31"}
        reply = self.ask("/commitments/add/", fields)
        assert reply.status == 302, reply.text
        return int(reply.location.strip("/").split("/")[-1])

    def support(self, name: str, **facts: str) -> int:
        """Record advice of the first partner for the first institution that are offered; return its number."""
        page = self.ask("/activities/add/").text
        for field_name in ("partner", "recipient"):
            offered = re.search(rf'<select name="{field_name}".*?<option value="(\d+)"', page, re.DOTALL)
            assert offered
            facts[field_name] = offered[1]
        reply = self.ask("/activities/add/", {"kind": "advice", "name_en": name, "name_fr": name, **facts})
        assert reply.status == 302, reply.text
        return int(reply.location.strip("/").split("/")[-1])

    def contact(self, subject: str, **fields: str) -> int:
        """Note a contact planned for a far day and read by both sides; return its number."""
        given = {"subject": subject, "kind": "call", "state": "planned", "on": "2099-12-31", "sharing": "all"}
        reply = self.ask("/contacts/add/", given | fields)
        assert reply.status == 302, reply.text
        return int(reply.location.strip("/").split("/")[-1])

    def observe(self, item: str, evidence: str) -> int:
        """Record that a risk was seen in the programme, as of a day long ago; return the observation's number."""
        given = {"status": "observed", "evidence": evidence, "observed_on": "2008-01-31"}
        reply = self.ask(f"/risks/observe/?item={item}", given)
        assert reply.status == 302, reply.text
        return self.first(reply.location, "/evidence/observation/")

    def invite(self, name: str, role: str, side: str = "") -> None:
        """Give a place to somebody new, as an administrator."""
        who = {"email": f"{name.lower()}@demo.example", "name": name, "language": "en"}
        reply = self.ask("/people/invite/", {**who, "role": role, "side": side})
        assert reply.status == 302, reply.text

    def first(self, path: str, address: str) -> int:
        """Return the number in the first link of a page to an address such as ``/partners/``."""
        found = re.search(rf'href="{address}(\d+)/', self.ask(path).text)
        assert found
        return int(found[1])

    def start(self, label: str, slug: str) -> int:
        """Begin an assessment, as an adviser, with “?” at its last criterion; return its number."""
        address = f"/assessments/new/{label}/{slug}/"
        last = "S5" if slug == "_programme" else "O7"
        data = {f"{last}-choice": "unknown", f"{last}-version": "0", "op_id": str(uuid4())}
        reply = self.ask(f"{address}answers/{last}/", data, {"Accept": "application/json"})
        assert reply.status == 200, reply.text
        return int(self.ask(address).location.strip("/").split("/")[-1])

    def save(self, assessment: int, code: str, version: int = 0, **fields: str) -> Reply:
        """Save one answer as the page's script does."""
        data = {f"{code}-{name}": value for name, value in fields.items()}
        data |= {f"{code}-version": str(version), "op_id": str(uuid4())}
        path = f"/assessments/{assessment}/answers/{code}/"
        return self.ask(path, data, {"Accept": "application/json"})

    def send(self, assessment: int) -> Reply:
        """Send an assessment, blanks accepted."""
        path = f"/assessments/{assessment}/send/"
        version = re.search(r'name="version" value="(\d+)"', self.ask(path).text)
        return self.ask(path, {"version": version[1] if version else "0", "accept_blanks": "on"})


@contextmanager
def running(
    folder: Path, *, shared: Path, database_url: str = "", empty: str | None = None
) -> Iterator[Program]:
    """Run the program in ``folder`` until the block ends.

    In ``shared`` lie the static files and the demonstration, made by whoever comes first. Where ``database_url`` names
    a PostgreSQL server, a copy of it is made there and dropped at the end; else it is SQLite in ``folder``. ``empty``
    is the file, or the database on that server, in which every migration is applied; without one that is done.
    """
    static = shared / "static"
    for each in (folder, static):
        each.mkdir(parents=True, exist_ok=True)
    make_once(shared, database_url, empty)
    people = _people((shared / PRINTED).read_text())
    with _database(folder, shared, database_url) as address:
        environment = environment_of(folder, static, address)
        with serving(folder, environment) as server:
            yield Program(server.address, people, server.log, address)


def make_once(shared: Path, database_url: str, empty: str | None) -> None:
    """Make the static files and the demonstration in ``shared``, where nobody did before."""
    with (shared / "made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / PRINTED).exists():
            _make(shared, shared / "static", database_url, empty)


def _make(shared: Path, static: Path, database_url: str, empty: str | None) -> None:
    """Collect the static files, and make the demonstration that each program has a copy of."""
    if _is_postgresql(database_url):
        like = f' TEMPLATE "{empty}"' if empty else ""
        _execute(database_url, f"DROP DATABASE IF EXISTS {ORIGINAL}", f"CREATE DATABASE {ORIGINAL}{like}")
        address = _named(database_url, ORIGINAL)
    else:
        address = f"sqlite:///{shared / 'demonstration.sqlite3'}"
        if empty:
            shutil.copyfile(empty, shared / "demonstration.sqlite3")
    environment = environment_of(shared, static, address)
    ignored = [part for pattern in LEFT_OUT for part in ("-i", pattern)]
    manage(environment, "collectstatic", "--no-input", "--verbosity", "0", *ignored)
    if not empty:
        manage(environment, "migrate", "--verbosity", "0")
    (shared / PRINTED).write_text(manage(environment, "demo"))


@contextmanager
def bare(
    folder: Path, database_url: str, *settings: str, until: str = "/healthz", **environment: str
) -> Iterator["Server"]:
    """Run the program on a database as it is, without people or collected files; ``settings`` are more lines."""
    plain = 'STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}'
    with serving(
        folder, environment_of(folder, folder / "static", database_url, plain, *settings) | environment, until
    ) as server:
        yield server


def environment_of(folder: Path, static: Path, database_url: str, *settings: str) -> dict[str, str]:
    """Return the environment of a run in ``folder``; ``settings`` are more lines of its settings."""
    lines = (
        "from pathlib import Path",
        "from ssr_assess.settings import *",
        f"VAR_DIR = Path({str(folder)!r})",
        f"STATIC_ROOT = Path({str(static)!r})",
        *settings,
    )
    (folder / "settings_of_this_run.py").write_text("\n".join(lines) + "\n")
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "EVIDENCE_DIR": str(folder / "evidence"),
        "DJANGO_SETTINGS_MODULE": "settings_of_this_run",
        "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": "only-for-this-run-" * 4,
        "PRODUCTION": "false",
        "DEBUG": "false",
    }


@contextmanager
def _database(folder: Path, shared: Path, database_url: str) -> Iterator[str]:
    if not _is_postgresql(database_url):
        shutil.copyfile(shared / "demonstration.sqlite3", folder / "program.sqlite3")
        yield f"sqlite:///{folder / 'program.sqlite3'}"
        return
    name = f"browser_{uuid4().hex[:12]}"
    _execute(database_url, f"CREATE DATABASE {name} TEMPLATE {ORIGINAL}")
    try:
        yield _named(database_url, name)
    finally:
        _execute(database_url, f"DROP DATABASE {name} WITH (FORCE)")


def _is_postgresql(database_url: str) -> bool:
    return database_url.startswith(("postgres://", "postgresql://"))


def _named(database_url: str, name: str) -> str:
    return urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))


def _execute(database_url: str, *statements: str) -> None:
    with closing(psycopg2.connect(database_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run a command of ``manage.py``; return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=dict(environment), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _people(printed: str) -> dict[Key, Account]:
    lines = [line.split("\t") for line in printed.splitlines() if line.count("\t") == 3]
    return {(role, side): Account(role, side, email, password) for role, side, email, password in lines}


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn: its port, its log, its first process."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(folder: Path, environment: Mapping[str, str], until: str = "/readyz") -> Iterator[Server]:
    """Run gunicorn as deployed until the block ends, from when it answers 200 at ``until``."""
    log = folder / "server.log"
    with socket.socket() as kept, log.open("w") as output:
        # Handed over open: nobody else is given this port before the server has it.
        kept.bind(("127.0.0.1", 0))
        kept.listen(128)
        server = [sys.executable, "-m", "gunicorn", "--config", "deploy/server.py"]
        process = subprocess.Popen(
            [*server, "--bind", f"fd://{kept.fileno()}"],
            cwd=ROOT, env=dict(environment), stdout=output, stderr=output, pass_fds=[kept.fileno()],
        )  # fmt: skip
        try:
            one = Server(kept.getsockname()[1], log, process)
            _wait(one, until)
            yield one
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(server: Server, until: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as connection:
                connection.request("GET", until)
                if connection.getresponse().status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text(errors='replace')}")
