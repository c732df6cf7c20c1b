"""What stands around the PostgreSQL of a trial: pgbouncer with the file of deploy/, and a disk that is soon full."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg2

from tests import with_postgres
from tests.trial.machine import ROOT

MEGABYTE = 1024 * 1024
SMALL = 24


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def bouncer(folder: Path, server: str) -> Iterator[str]:
    """Run pgbouncer before a server; yield the address of the server behind it, without a database's name.

    Of ``deploy/pgbouncer.ini`` only places and who may come in are others.
    """
    program = shutil.which("pgbouncer")
    if program is None:
        raise FileNotFoundError("pgbouncer is missing: install Debian's package pgbouncer.")
    folder.mkdir()
    host, port = parse_qs(urlsplit(server).query)["host"][0], _free_port()
    said = (ROOT / "deploy" / "pgbouncer.ini").read_text()
    changes = {
        "ssr = host=/run/postgresql dbname=ssr": f"* = host={host} user=postgres",
        "listen_port = 6432": f"listen_port = {port}\nunix_socket_dir =",
        "auth_type = scram-sha-256": "auth_type = any",
        "auth_file = /etc/pgbouncer/userlist.txt": f"logfile = {folder}/log\npidfile = {folder}/pid",
    }
    for before, after in changes.items():
        assert before in said, before
        said = said.replace(before, after)
    (folder / "pgbouncer.ini").write_text(said)
    who = with_postgres.run_as()
    if who:
        os.chown(folder, with_postgres.NOBODY, with_postgres.NOBODY)
    process = subprocess.Popen([program, "--quiet", folder / "pgbouncer.ini"], cwd="/", **who)
    address = f"postgres://postgres@127.0.0.1:{port}"
    try:
        _wait(f"{address}/postgres")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with suppress(psycopg2.OperationalError), closing(psycopg2.connect(address)):
            return
        time.sleep(0.2)
    raise RuntimeError("pgbouncer does not answer.")


@dataclass(frozen=True, slots=True)
class Disk:
    """A small disk."""

    place: Path

    @property
    def _filler(self) -> Path:
        return self.place / "filler"

    def fill(self) -> None:
        """Leave no room on it."""
        with suppress(OSError), self._filler.open("wb", buffering=0) as filler:
            while filler.write(b"x" * 4096):
                pass

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()


@contextmanager
def small_disk(place: Path) -> Iterator[Disk | None]:
    """Make a small disk that a server of ``with_postgres`` may write to; None where this machine lets nobody."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        (place / "data").mkdir(mode=0o700)
        if with_postgres.run_as():
            os.chown(place / "data", with_postgres.NOBODY, with_postgres.NOBODY)
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def lying_on(disk: Disk, address: str, *tables: str) -> Iterator[None]:
    """Within the block tables and their indexes lie on a disk, and what is written of them."""
    with closing(psycopg2.connect(address)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:

            def move(to: str) -> None:
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} SET TABLESPACE {to}")
                    cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [table])
                    for (index,) in cursor.fetchall():
                        cursor.execute(f'ALTER INDEX "{index}" SET TABLESPACE {to}')

            cursor.execute(f"CREATE TABLESPACE small LOCATION '{disk.place / 'data'}'")
            move("small")
            yield
            move("pg_default")
            cursor.execute("DROP TABLESPACE small")
