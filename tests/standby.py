"""A PostgreSQL that follows another one by streaming, for tests: paused, frozen, stopped and started again."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import psycopg2

from tests import with_postgres

#: How a connection begins that asks how far the standby is; see `coordination.queries.replica`.
QUESTION = "pg_is_in_recovery"


@dataclass(frozen=True, slots=True)
class Standby:
    """The server that lies in ``data``."""

    programs: Path
    data: Path

    def address(self, name: str) -> str:
        """Return the address of a database of this name on it."""
        return f"postgres://postgres@/{name}?host={quote(str(self.data))}"

    def ask(self, sql: str, name: str = "postgres") -> Any:
        """Return the first value of the first row, if there is one."""
        with closing(psycopg2.connect(self.address(name))) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return (cursor.fetchone() or (None,))[0]

    def last_asked(self, name: str, since: str) -> str:
        """Return the last statement that a client of this database gave it since then; empty where there is none."""
        said = self.ask(
            "SELECT query FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            f" AND datname = '{name}' AND query_start > '{since}' ORDER BY query_start DESC LIMIT 1"
        )
        return " ".join(str(said or "").split())

    def pause(self) -> None:
        """Have it stay as it is, whatever the primary writes; return once it does."""
        self.ask("SELECT pg_wal_replay_pause()")
        while self.ask("SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.1)

    def resume(self) -> None:
        """Have it go on."""
        self.ask("SELECT pg_wal_replay_resume()")

    def start(self) -> None:
        """Start it; return once it lets people read."""
        self._control(f"--log={self.data / 'server.log'}", "start")

    def stop(self) -> None:
        """Stop it as a fault would."""
        self._control("--mode=immediate", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within the block it accepts connections and says nothing."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = [*map(int, children), first]
        for each in processes:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in processes:
                os.kill(each, signal.SIGCONT)

    def _control(self, *words: str) -> None:
        seconds = with_postgres.SECONDS_TO_START
        with_postgres.call(
            self.programs / "pg_ctl", f"--pgdata={self.data}", "--wait", f"--timeout={seconds}", *words
        )


@contextmanager
def following(primary: str) -> Iterator[Standby]:
    """Make a standby of a server of ``with_postgres.server``, and remove it at the end of the block."""
    found = with_postgres.programs_on_machine() or with_postgres.programs_in_wheel()
    assert found is not None
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if with_postgres.run_as():
            os.chown(data, with_postgres.NOBODY, with_postgres.NOBODY)
        programs = with_postgres.readable(found, folder)
        host = parse_qs(urlsplit(primary).query)["host"][0]
        with_postgres.call(
            programs / "pg_basebackup", f"--host={host}", "--username=postgres", f"--pgdata={data}",
            "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
        )  # fmt: skip
        # The primary's socket lies in its data: with it comes what says that it is in use.
        (data / ".s.PGSQL.5432.lock").unlink()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(f"unix_socket_directories = '{data}'\n")
        one = Standby(programs, data)
        one.start()
        try:
            yield one
        finally:
            if (data / "postmaster.pid").exists():
                one.stop()
