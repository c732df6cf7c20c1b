"""Whatever is killed while people save, send and publish: what was acknowledged is there, the journal replays."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases, with_postgres
from tests.browser import program as programs
from tests.extent import PROVES
from tests.trial import storm
from tests.trial.machine import Database
from tests.trial.storm import Storm

#: Kills of workers, and of the whole database.
OF_WORKERS, OF_DATABASE = (300, 30) if PROVES else (20, 1)
#: A server that answers before it has stored: what it was asked for is done a moment later.
TOO_EARLY = """
class AnswersTooEarly:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        import threading, time
        from django.db import connections
        from django.http import JsonResponse

        if request.method != "POST" or not request.path.endswith("/answers/C1/"):
            return self.get_response(request)
        version = int(request.POST["C1-version"])

        def store():
            time.sleep(0.2)
            try:
                self.get_response(request)
            finally:
                connections.close_all()

        threading.Thread(target=store).start()
        # Else it takes more at once than the database has connections for.
        time.sleep(0.1)
        return JsonResponse({"version": version + 1})

MIDDLEWARE = ["settings_of_this_run.AnswersTooEarly", *MIDDLEWARE]
"""


def shared_by_the_run(made: pytest.TempPathFactory) -> Path:
    base = made.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _rage(where: storm.Place, kill: Callable[[Storm], None]) -> tuple[Storm, list[str]]:
    found = Storm(where)
    with found.people_at_work():
        kill(found)
    return found, list(found.faults())


@pytest.mark.takes_long
def test_what_is_acknowledged_is_there_whichever_workers_are_killed(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, database: databases.Copy
) -> None:
    url = os.environ.get("DATABASE_URL", "")
    with storm.place(tmp_path, shared_by_the_run(tmp_path_factory), url, empty=database.empty) as where:
        found, faults = _rage(where, lambda each: each.kill_workers(OF_WORKERS))
    assert faults == []
    assert min(each.acknowledgements for each in found.savers) > 0
    assert found.told.sent
    assert found.told.published


@pytest.mark.skipif(not PROVES, reason="a server that answers too early is tried by make prove")
def test_the_storm_tells_what_a_server_loses_that_answers_before_it_has_stored(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, database: databases.Copy
) -> None:
    url, shared = os.environ.get("DATABASE_URL", ""), shared_by_the_run(tmp_path_factory)
    with storm.place(tmp_path, shared, url, TOO_EARLY, empty=database.empty) as where:
        assert _rage(where, lambda each: each.kill_workers(20))[1] != []


def _killing_the_database(address: str, times: int) -> Callable[[Storm], None]:
    database = Database(address)

    def kill(_storm: Storm) -> None:
        for _ in range(times):
            time.sleep(1.5)
            database.kill()
            database.start()

    return kill


@pytest.mark.skipif(not PROVES, reason="a database is killed by make prove")
@pytest.mark.knows_no_database
def test_what_is_acknowledged_is_there_however_often_the_database_is_killed(tmp_path: Path) -> None:
    with (
        with_postgres.server(is_durable=True) as address,
        storm.place(tmp_path / "program", tmp_path / "shared", address) as where,
    ):
        found, faults = _rage(where, _killing_the_database(address, OF_DATABASE))
    assert faults == []
    assert min(each.acknowledgements for each in found.savers) > OF_DATABASE
    assert found.told.published


@pytest.mark.skipif(not PROVES, reason="a database is killed by make prove")
@pytest.mark.knows_no_database
def test_the_storm_tells_what_a_database_loses_that_does_not_wait_for_its_disk(tmp_path: Path) -> None:
    careless = ("ALTER SYSTEM SET synchronous_commit = off", "ALTER SYSTEM SET wal_writer_delay = '10s'")
    with (
        with_postgres.server(is_durable=True) as address,
        storm.place(tmp_path / "program", tmp_path / "shared", address) as where,
    ):
        programs._execute(address, *careless, "SELECT pg_reload_conf()")
        assert _rage(where, _killing_the_database(address, 3))[1] != []
