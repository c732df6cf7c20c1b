"""``make trial``: the program as it is deployed, at work while everything around it is restarted, killed and stopped.

Two servers behind Debian's nginx and before Debian's pgbouncer, with the files of ``deploy/``, on a PostgreSQL that
writes to the disk and has a second one that follows. Then the program as it was before its last migration, which is
upgraded, and whose disk is full. The end is a table, and whether what was promised was kept: no request fails in a
restart or an upgrade, none is answered 500, and what was acknowledged is stored, whatever happened.
"""

import os
import random
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.browser import program as programs
from tests.standby import Standby, following
from tests.trial import around, upgrade
from tests.trial.load import HEAD
from tests.trial.machine import AppServer, Database
from tests.trial.stage import Trial, at_work

SECONDS = 10
#: What an end of the database, or of a worker, may be answered with, by the program or by the proxy: come back later.
SAID = frozenset({"503"})
#: What a full disk stops: the history, and the numbers of what was saved.
ON_THE_DISK = ("coordination_journalentry", "coordination_operation")


def main() -> int:
    """Run the trial; return 0 where every promise was kept."""
    server = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        print(HEAD, flush=True)
        broken = [*_deployed(folder / "deployed", server), *_upgraded(folder / "upgraded", server)]
        for each in broken:
            print(f"BROKEN {each}")
    return 1 if broken else 0


def _deployed(folder: Path, server: str) -> list[str]:
    """Try the program with all that stands around it; return which promises were broken."""
    static = folder / "static"
    static.mkdir(parents=True)
    programs._make(folder, static, server, None)
    people = programs._people((folder / programs.PRINTED).read_text())
    address = programs._named(server, programs.ORIGINAL)
    environment = programs.environment_of(folder, static, address) | {"TRUSTED_PROXIES": "1"}
    with ExitStack() as stack:
        standby = stack.enter_context(following(server))
        pooled = f"{stack.enter_context(around.bouncer(folder / 'pgbouncer', server))}/{programs.ORIGINAL}"
        of_servers = environment | {
            "DATABASE_URL": pooled,
            "DATABASE_REPLICA_URL": standby.address(programs.ORIGINAL),
        }
        app_servers = [AppServer(folder, of_servers) for _ in range(2)]
        with at_work(folder, app_servers, people, address) as trial:
            _stretches(trial, Database(server), app_servers, environment, folder)
            _stretches_of_standby(trial, standby)
        programs.manage(environment, "verify_journal")
    print(f"{trial.acknowledged} saves were acknowledged.", flush=True)
    return trial.broken


def _upgraded(folder: Path, server: str) -> list[str]:
    """Upgrade the program as it was before its last migration, then fill its disk; return what was broken."""
    name = "upgraded_in_the_trial"
    programs._execute(server, f"CREATE DATABASE {name}")
    address = programs._named(server, name)
    before = upgrade.earlier(folder / "before", address)
    if before is None:
        print("upgraded from the program before the last migration: not tried, this copy has no history")
        return []
    static = folder / "static"
    static.mkdir()
    environment = programs.environment_of(folder, static, address) | {"TRUSTED_PROXIES": "1"}
    ignored = [part for pattern in programs.LEFT_OUT for part in ("-i", pattern)]
    programs.manage(environment, "collectstatic", "--no-input", "--verbosity", "0", *ignored)
    app_servers = [before.serve(folder) for _ in range(2)]

    def replace() -> None:
        for each in app_servers:
            each.upgrade(environment)
            time.sleep(4)

    with at_work(folder, app_servers, before.people, address) as trial:
        trial.stretch("the program before the last migration", lambda: time.sleep(SECONDS / 2))
        trial.stretch("migrated while it serves", lambda: programs.manage(environment, "migrate"))
        trial.stretch("its servers replaced, one after the other", replace)
        with around.small_disk(folder / "disk") as disk:
            if disk is None:
                print("disk full: not tried, this machine lets nobody mount one")
            else:
                _full(trial, disk, address)
    print(f"{trial.acknowledged} saves were acknowledged.", flush=True)
    return trial.broken


def _full(trial: Trial, disk: around.Disk, address: str) -> None:
    def fill() -> None:
        disk.fill()
        time.sleep(SECONDS)
        disk.free()

    with around.lying_on(disk, address, *ON_THE_DISK):
        trial.stretch("disk full for 10 seconds", fill, may_fail=SAID)
        trial.stretch("room on the disk again", lambda: time.sleep(SECONDS / 2))


def _stretches_of_standby(trial: Trial, standby: Standby) -> None:
    def answered() -> int:
        return int(
            standby.ask(f"SELECT xact_commit FROM pg_stat_database WHERE datname = '{programs.ORIGINAL}'")
        )

    def stop() -> None:
        standby.stop()
        time.sleep(5)
        standby.start()
        time.sleep(3)

    def freeze() -> None:
        with standby.frozen():
            time.sleep(6)

    before = answered()
    trial.stretch("at work with a standby", lambda: time.sleep(SECONDS))
    if answered() - before < SECONDS:
        trial.broken.append("no page was read from the standby")
    trial.stretch("standby stopped and started", stop)
    trial.stretch("standby silent for 6 seconds", freeze)


def _stretches(
    trial: Trial, database: Database, app_servers: list[AppServer], environment: dict[str, str], folder: Path
) -> None:
    chance = random.Random(1)

    def restart() -> None:
        for each in app_servers:
            each.stop()
            each.start()
            time.sleep(4)

    def migrate() -> None:
        programs.manage(environment, "migrate")
        restart()

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

    trial.stretch("at work", lambda: time.sleep(SECONDS))
    trial.stretch("its journal parted", lambda: programs.manage(environment, "part_journal"))
    trial.stretch("both servers restarted, one after the other", restart)
    trial.stretch("migrated and restarted", migrate)
    trial.stretch("backed up, restored elsewhere", back_up)
    trial.stretch("20 workers killed", kill_workers, may_fail=SAID)
    trial.stretch("database stopped and started", stop_database, may_fail=SAID)
    trial.stretch("database killed three times", kill_database, may_fail=SAID)
    trial.stretch("database silent for 8 seconds", silence, may_fail=SAID)
    trial.stretch("at work again", lambda: time.sleep(SECONDS))


if __name__ == "__main__":
    sys.exit(main())
