"""What the environment says: a database is named, and runs as the program needs it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import ConnectionHandler
from environ.fileaware_mapping import FileAwareMapping
from pytest_django.plugin import DjangoDbBlocker

from ssr_assess import env

ROOT = Path(__file__).resolve().parents[2]
NO_DATABASES = (
    "ssr.sqlite3",
    "postgres",
    "postgres://",
    "postgres://db.example",
    "postgres://ssr:s3cr3t@db.example:port/ssr",
    "mysql://ssr:s3cr3t@db.example/ssr",
    "https://db.example/ssr",
    "$OTHER",
)


@pytest.mark.parametrize("command", [("migrate",), ("check",), ("collectstatic", "--no-input", "--dry-run")])
def test_production_without_a_named_database_starts_nothing(command: tuple[str, ...], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        cwd=tmp_path,
        env={**environment, "PRODUCTION": "true", "SECRET_KEY": "only-for-this-run-" * 4},
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert "DATABASE_URL (or DATABASE_URL_FILE) is missing" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("address", ["", "  "])
def test_without_a_name_it_is_sqlite_but_in_production(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert str(env.database(production=False)["NAME"]).endswith("ssr.sqlite3")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        env.database(production=True)


@pytest.mark.parametrize("production", [True, False])
@pytest.mark.parametrize("address", NO_DATABASES)
def test_what_is_no_address_of_a_database_is_refused_without_repeating_it(
    address: str, production: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTHER", "not an address")
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database(production=production)
    assert "DATABASE_URL is no address" in str(refused.value)
    assert "s3cr3t" not in str(refused.value)


def test_the_name_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "database"
    file.write_text("postgres://ssr:s3cr3t@db.example/ssr?sslmode=require\n")
    # What was read from a file is remembered: here by a memory of its own.
    monkeypatch.setattr(env.env, "ENVIRON", FileAwareMapping())
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    found = env.database(production=True)
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("db.example", "ssr", "s3cr3t")


def test_what_the_address_says_of_the_connection_goes_before_what_the_program_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ssr@db.example/ssr?connect_timeout=9&sslmode=require")
    options: Any = env.database(production=True)["OPTIONS"]
    assert options["connect_timeout"] == 9
    assert options["sslmode"] == "require"
    assert options["tcp_user_timeout"] > 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        *(("synchronous", 3), ("journal_mode", "delete"), ("recursive_triggers", 1)),
        *(("foreign_keys", 1), ("busy_timeout", 20_000)),
    ],
)
def test_sqlite_keeps_what_was_acknowledged(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


def test_on_sqlite_a_transaction_is_in_line_to_write_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    file = tmp_path / "ssr.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    first = ConnectionHandler({"default": env.database(production=True)})["default"]
    with django_db_blocker.unblock(), closing(first), closing(sqlite3.connect(file, timeout=0)) as second:
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            second.execute("BEGIN IMMEDIATE")
        first.rollback()
        second.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize("address", ["postgres://ssr@db.example/ssr", "sqlite:////srv/ssr/ssr.sqlite3"])
@pytest.mark.parametrize("asked", ["", "?atomic_requests=true", "?ATOMIC_REQUESTS=True"])
def test_no_request_is_one_transaction_whatever_the_address_says(
    address: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address + asked)
    assert env.database(production=True)["ATOMIC_REQUESTS"] is False


@pytest.mark.parametrize("address", ["postgres://ssr@db.example/ssr", "postgresql://ssr@db.example:6432/ssr"])
def test_nothing_is_left_on_a_connection_that_a_pgbouncer_gives_to_the_next(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    assert env.database(production=True)["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_sqlite_gives_many_rows_by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/ssr/ssr.sqlite3")
    assert env.database(production=True)["DISABLE_SERVER_SIDE_CURSORS"] is False
