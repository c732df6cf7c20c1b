"""Many people who save at once through two servers on one PostgreSQL, before and after its journal is parted.

``python tests/with_postgres.py --durable python -m tests.trial.at_once [--people 100] [--programmes 4] [--seconds 20]``

Each person saves one answer again and again, over HTTP, in a draft of their own. For each stretch a line tells the saves
a second, how long they took, how many failed, and of the statements on the server how many waited for a lock: on
average, and at most, at a look. The exit status says whether every acknowledged answer is stored.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import mean, quantiles

import psycopg2

from tests.browser import program as programs
from tests.browser.program import Client, Program
from tests.trial.load import Load, Saver, lost
from tests.trial.machine import AppServer
from tests.trial.stage import wait

NAME = "saving_at_once"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
HEAD = f"{'':<34}{'saves/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'failed':>8}{'waiting':>9}{'most':>6}"
KEY = "k" * 32


def main() -> int:
    """Measure; return 0 where every acknowledged answer is stored and the journal holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.trial.at_once", description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--programmes", type=int, default=4)
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    server = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        programs._execute(server, f"CREATE DATABASE {NAME}")
        address = programs._named(server, NAME)
        plain = (
            'STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}'
        )
        environment = programs.environment_of(folder, folder / "static", address, plain)
        programs.manage(environment, "migrate", "--verbosity", "0")
        make = f"from tests.trial import crowd; crowd.print_sessions({asked.people}, {asked.programmes})"
        made = programs.manage(environment, "shell", "--no-imports", "-c", make)
        with _servers(folder, environment, address) as doors:
            savers = [
                Saver(
                    Client(doors[turn % len(doors)], {"sessionid": each["session"], "csrftoken": KEY}),
                    each["assessment"],
                )
                for turn, each in enumerate(json.loads(made.splitlines()[-1]))
            ]
            print(f"{asked.people} people, {asked.programmes} programmes, {len(doors)} servers")
            print(HEAD, flush=True)
            measure = _measuring(savers, address, asked.seconds)
            measure("one line of the journal")
            programs.manage(environment, "part_journal")
            measure("a line for each programme")
            faults = lost(doors[0], savers)
        programs.manage(environment, "verify_journal")
    print("\n".join(faults) or "Every acknowledged answer is stored; the journal holds.")
    return 1 if faults else 0


@contextmanager
def _servers(folder: Path, environment: dict[str, str], address: str) -> Iterator[list[Program]]:
    servers = [AppServer(folder, environment) for _ in range(2)]
    try:
        for each in servers:
            each.start()
        doors = [
            Program(f"http://127.0.0.1:{each.port}", {}, folder / "server.log", address) for each in servers
        ]
        for door in doors:
            wait(door)
        yield doors
    finally:
        for each in servers:
            each.close()


def _measuring(savers: list[Saver], address: str, seconds: int) -> Callable[[str], None]:
    def measure(name: str) -> None:
        load, looks = Load(savers, []), list[int]()
        with load.at_work(), _looking(address, looks):
            _wait_for_all(savers)
            load.tally()
            looks.clear()
            began = time.monotonic()
            time.sleep(seconds)
            found, took = load.tally(), time.monotonic() - began
        cuts = quantiles(found.seconds, n=20)
        failed = sum(found.failed.values())
        print(
            f"{name:<34}{(len(found.seconds) - failed) / took:>9.1f}{1000 * cuts[9]:>9.0f}{1000 * cuts[18]:>9.0f}"
            f"{failed:>8}{mean(looks):>9.1f}{max(looks):>6}",
            flush=True,
        )

    return measure


def _wait_for_all(savers: list[Saver]) -> None:
    """Wait until everybody has saved: the first requests of a process take longer."""
    before, end = [each.acknowledgements for each in savers], time.monotonic() + 120
    while any(each.acknowledgements == was for each, was in zip(savers, before, strict=True)):
        if time.monotonic() > end:
            raise RuntimeError("somebody cannot save")
        time.sleep(0.1)


@contextmanager
def _looking(address: str, looks: list[int]) -> Iterator[None]:
    """Count every tenth of a second, within the block, how many statements wait for a lock."""
    end = threading.Event()

    def look() -> None:
        with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            while not end.wait(0.1):
                cursor.execute(WAITING)
                looks.append(cursor.fetchall()[0][0])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
