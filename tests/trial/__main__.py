"""``make trial``: the program as it is deployed, at work while everything around it is restarted, killed and stopped.

Two servers behind Debian's nginx with the file of ``deploy/``, on a PostgreSQL that writes to the disk. The end is a
table, and whether what was promised was kept: no request fails in a restart, none is answered 500, and what was
acknowledged is stored, whatever happened.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.browser import program as programs
from tests.browser.program import Client, Program
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, GOVERNMENT_MANAGER, MANAGER
from tests.trial.load import HEAD, Load, Saver, Tally, lost
from tests.trial.machine import AppServer, Database, proxy

SAVERS, SECONDS = 6, 10
#: What an end of the database may be answered with: it is out of reach, or the proxy has nobody to ask.
SAID = {"503", "502"}


class Trial:
    """The stretches of a trial, each with its line, and what broke a promise."""

    def __init__(self, load: Load) -> None:
        self._load, self.broken = load, list[str]()

    def stretch(
        self, name: str, what: Callable[[], object], *, may_fail: frozenset[str] = frozenset()
    ) -> None:
        """Do something while people work, and say what became of their requests."""
        self._load.tally()
        what()
        time.sleep(1)
        found = self._load.tally()
        print(found.line(name), flush=True)
        self._judge(name, found, may_fail)

    def _judge(self, name: str, found: Tally, may_fail: frozenset[str]) -> None:
        if wrong := {what: number for what, number in found.failed.items() if what not in may_fail}:
            self.broken.append(f"{name}: {wrong}")


def main() -> int:
    """Run the trial; return 0 where every promise was kept."""
    server = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        folder.chmod(0o755)
        static = folder / "static"
        static.mkdir()
        programs._make(folder, static, server, None)
        people = programs._people((folder / programs.PRINTED).read_text())
        address = programs._named(server, programs.ORIGINAL)
        environment = programs.environment_of(folder, static, address) | {"TRUSTED_PROXIES": "1"}
        app_servers = [AppServer(folder, environment) for _ in range(2)]
        for each in app_servers:
            stack.callback(each.close)
            each.start()
        found = stack.enter_context(proxy(folder / "nginx", [each.port for each in app_servers]))
        program = Program(found.address, people, folder / "server.log", address)
        _wait(program)
        savers, readers = _people_at_work(program)
        load = Load(savers, readers)
        trial = Trial(load)
        print(HEAD)
        with load.at_work():
            _stretches(trial, Database(server), app_servers, environment, folder)
        trial.broken += lost(program, savers)
        print(f"{sum(each.acknowledgements for each in savers)} saves were acknowledged.")
        for each in trial.broken:
            print(f"BROKEN {each}")
    return 1 if trial.broken else 0


def _wait(program: Program) -> None:
    """Wait until the program can work."""
    end, said = time.monotonic() + 60, "nothing"
    while time.monotonic() < end:
        try:
            reply = Client(program).ask("/readyz")
        except OSError as error:
            said = str(error)
        else:
            if reply.status == 200:
                return
            said = reply.text
        time.sleep(0.5)
    raise RuntimeError(f"The program does not get ready: {said}")


def _people_at_work(program: Program) -> tuple[list[Saver], list[Client]]:
    """Return advisers of both sides, each with an assessment of their own, and two readers."""

    def client(person: programs.Key) -> Client:
        return Client(program).sign_in(program.people[person])

    manager, advisers = client(MANAGER), [client(ADVISER), client(GOVERNMENT_ADVISER)]
    savers = []
    for number in range(SAVERS):
        label = manager.open_round(f"Trial {number}")
        adviser = Client(program, dict(advisers[number % 2].cookies))
        savers.append(Saver(adviser, adviser.start(label, "cmj")))
    return savers, [client(MANAGER), client(GOVERNMENT_MANAGER)]


def _stretches(
    trial: Trial, database: Database, app_servers: list[AppServer], environment: dict[str, str], folder: Path
) -> None:
    chance = random.Random(1)

    def restart() -> None:
        for each in app_servers:
            each.stop()
            each.start()
            time.sleep(4)

    def kill_workers() -> None:
        for _ in range(20):
            if workers := chance.choice(app_servers).workers():
                os.kill(chance.choice(workers), 9)
            time.sleep(0.7)

    def kill_database() -> None:
        for _ in range(3):
            database.kill()
            time.sleep(1)
            database.start()
            time.sleep(3)

    def stop_database() -> None:
        database.stop()
        time.sleep(5)
        database.start()
        time.sleep(3)

    def silence() -> None:
        with database.silent():
            time.sleep(8)
        time.sleep(6)

    def back_up() -> None:
        place = programs.manage(environment, "backup", str(folder / "backups")).strip()
        name = "restored_in_the_trial"
        programs._execute(environment["DATABASE_URL"], f"CREATE DATABASE {name}")
        elsewhere = environment | {"DATABASE_URL": programs._named(environment["DATABASE_URL"], name)}
        programs.manage(elsewhere, "restore", place)

    said = frozenset(SAID)
    trial.stretch("at work", lambda: time.sleep(SECONDS))
    trial.stretch("both servers restarted, one after the other", restart)
    trial.stretch("migrated and restarted", lambda: (programs.manage(environment, "migrate"), restart()))
    trial.stretch("backed up, restored elsewhere", back_up)
    trial.stretch("20 workers killed", kill_workers, may_fail=frozenset({"502"}))
    trial.stretch("database stopped and started", stop_database, may_fail=said)
    trial.stretch("database killed three times", kill_database, may_fail=said)
    trial.stretch("database silent for 8 seconds", silence, may_fail=said)
    trial.stretch("at work again", lambda: time.sleep(SECONDS))


if __name__ == "__main__":
    sys.exit(main())
