"""A replica that the environment names: how it is reached, and what ``manage.py check`` says where it cannot serve."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from ssr_assess import env
from tests.browser.program import ROOT
from tests.configuration.test_postgresql import silent

#: Of the settings alone, and of a server that says nothing.
pytestmark = pytest.mark.knows_no_database
PRIMARY, REPLICA = "postgres://ssr@db.example/ssr", "postgres://ssr:s3cr3t@replica.example/ssr"


def databases(monkeypatch: pytest.MonkeyPatch, primary: str, replica: str) -> dict[str, dict[str, Any]]:
    """The settings, as the environment names both."""
    monkeypatch.setenv("DATABASE_URL", primary)
    monkeypatch.setenv("DATABASE_REPLICA_URL", replica)
    return env.databases(production=True)


@pytest.mark.parametrize("replica", ["", "  "])
def test_without_a_name_there_is_one_database(monkeypatch: pytest.MonkeyPatch, replica: str) -> None:
    assert set(databases(monkeypatch, PRIMARY, replica)) == {"default"}


def test_a_replica_is_only_read_and_waited_for_as_long_as_the_primary(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = databases(monkeypatch, PRIMARY, f"{REPLICA}?sslmode=require")
    primary, replica = found["default"], found["replica"]
    assert (replica["HOST"], replica["OPTIONS"]["sslmode"]) == ("replica.example", "require")
    assert "default_transaction_read_only=on" in replica["OPTIONS"]["options"]
    assert "options" not in primary["OPTIONS"]
    for each in ("connect_timeout", "tcp_user_timeout"):
        assert replica["OPTIONS"][each] == primary["OPTIONS"][each]
    assert replica["CONN_HEALTH_CHECKS"]
    assert replica["DISABLE_SERVER_SIDE_CURSORS"]


def test_its_name_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "replica"
    file.write_text(f"{REPLICA}\n")
    monkeypatch.setattr(env.env, "ENVIRON", FileAwareMapping())
    monkeypatch.delenv("DATABASE_REPLICA_URL", raising=False)
    monkeypatch.setenv("DATABASE_REPLICA_URL_FILE", str(file))
    monkeypatch.setenv("DATABASE_URL", PRIMARY)
    assert env.databases(production=True)["replica"]["PASSWORD"] == "s3cr3t"


def test_what_is_no_address_is_refused_by_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL is no address") as refused:
        databases(monkeypatch, PRIMARY, "postgresql//ssr:s3cr3t@replica.example/ssr")
    assert "s3cr3t" not in str(refused.value)


def said(*words: str, primary: str, replica: str) -> str:
    """What a command of an installation that names both says, in a process of its own."""
    named = {"DATABASE_URL": primary, "DATABASE_REPLICA_URL": replica, "PRODUCTION": "false"}
    environment = {**os.environ, **named, "DJANGO_SETTINGS_MODULE": "ssr_assess.settings"}
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "primary", "replica", "code"),
    [
        ((), "sqlite://:memory:", REPLICA, "ssr.E001"),
        ((), PRIMARY, "sqlite://:memory:", "ssr.E001"),
        ((), PRIMARY, REPLICA, ""),
        (("--deploy",), PRIMARY, PRIMARY, "ssr.W001"),
        (("--deploy",), PRIMARY, REPLICA, ""),
    ],
)
def test_a_check_says_where_it_cannot_serve(
    words: tuple[str, ...], primary: str, replica: str, code: str
) -> None:
    found = said("manage.py", "check", *words, primary=primary, replica=replica)
    assert [each for each in ("ssr.E001", "ssr.W001", "ssr.E002") if each in found] == [code] * bool(code)
    assert "s3cr3t" not in found


#: In a process of its own, for from now on every wait in it has an end: what is asked of a replica that says nothing.
ASKED = """
import time
import ssr_assess.wsgi
from django.db import OperationalError, connections
from ssr_assess.postgresql.base import SILENCES
for _ in range(2):
    began = time.monotonic()
    try:
        connections["replica"].cursor()
    except OperationalError:
        print(round(time.monotonic() - began))
print(SILENCES["replica"].lasts(), SILENCES["default"].lasts())
"""


def test_one_that_says_nothing_is_not_waited_for_twice_and_makes_no_other_silent() -> None:
    with silent() as port:
        replica = f"postgres://ssr@127.0.0.1:{port}/ssr"
        found = said("-c", ASKED, primary=PRIMARY, replica=replica)
    assert found.split() == ["3", "0", "True", "False"]
