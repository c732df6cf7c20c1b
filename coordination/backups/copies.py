"""The database as one file and back: SQLite's own online copy, and PostgreSQL's ``pg_dump`` and ``pg_restore``.

What is counted is what is copied: on SQLite in the copy, on PostgreSQL in the very moment that is dumped.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from psycopg2.extensions import make_dsn

from coordination.domain.journal_lines import End, joined
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

HEAD = "coordination_journalhead"
MIGRATIONS = "django_migrations"
EVIDENCE = "coordination_evidencefile"
CHUNK = 1 << 20


class Cursor(Protocol):
    """What a cursor of either database can do."""

    def execute(self, sql: str) -> Any:
        """Run a statement."""

    def fetchall(self) -> Iterable[tuple[Any, ...]]:
        """Return the rows that are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database holds; see :class:`coordination.documents.backups.Manifest`."""

    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    journal: tuple[int, str]
    #: Files given as evidence, by their names in the storage, with the SHA-256 of each.
    evidence: Mapping[str, str]


def content(cursor: Cursor, tables: Iterable[str]) -> Content:
    """Count what stands in these tables."""
    rows = {each: int(_rows(cursor, f'SELECT count(*) FROM "{each}"')[0][0]) for each in tables}
    applied = _rows(cursor, f"SELECT app, name FROM {MIGRATIONS}") if MIGRATIONS in rows else []
    # The first is that of the line that all write in; before the journal is parted there is no other.
    heads = _rows(cursor, f"SELECT sequence, hash FROM {HEAD} ORDER BY id") if HEAD in rows else []
    ends = [End(int(sequence), str(hash_)) for sequence, hash_ in heads]
    return Content(
        migrations=tuple(sorted(f"{app}.{name}" for app, name in applied)),
        rows=rows,
        journal=joined(ends[0], ends[1:]) if ends else (0, ""),
        evidence=evidence(cursor, rows),
    )


def evidence(cursor: Cursor, tables: Iterable[str]) -> dict[str, str]:
    """Return the files that rows of these tables name, with the SHA-256 of each."""
    found = _rows(cursor, f"SELECT id, sha256 FROM {EVIDENCE}") if EVIDENCE in tables else []
    return {UUID(str(number)).hex: str(sha256) for number, sha256 in found}


def _rows(cursor: Cursor, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


def standing() -> Content:
    """Return what the program's database holds."""
    with connection.cursor() as cursor:
        return content(cursor, connection.introspection.table_names(cursor))


def tables_of_file(cursor: Cursor) -> list[str]:
    """Return the tables in a file of SQLite."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return [name for (name,) in _rows(cursor, sql)]


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            found.update(part)
    return found.hexdigest()


# --- SQLite


def copy_sqlite(target: Path) -> Content:
    """Copy the program's database at a stroke into a new file; others read on, and wait to write.

    Raises:
        Refused: it cannot be copied, or the copy is not sound.
    """
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            return _sound(copy, target)
    except sqlite3.Error as error:
        raise _failed("SQLite", str(error)) from None


def content_of_file(path: Path) -> Content:
    """Return what a file of SQLite holds, which stays as it is.

    Raises:
        Refused: it is not sound.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            return _sound(copy, path)
    except sqlite3.Error as error:
        raise _failed("SQLite", str(error)) from None


def _sound(copy: sqlite3.Connection, path: Path) -> Content:
    cursor = copy.cursor()
    if _rows(cursor, "PRAGMA integrity_check(1)") != [("ok",)]:
        raise Refused((Problem(rule=Rule.BACKUP_CHANGED, file=path.name),))
    return content(cursor, tables_of_file(cursor))


def restore_sqlite(source: Path) -> None:
    """Make the program's database what a file of SQLite holds, whatever it held.

    Raises:
        Refused: it cannot be written.
    """
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            copy.backup(connection.connection)
    except sqlite3.Error as error:
        raise _failed("SQLite", str(error)) from None
    connection.close()


# --- PostgreSQL


def dump(target: Path) -> Content:
    """Dump the program's database into a new file; nobody waits.

    Raises:
        Refused: there is no ``pg_dump``, or it fails.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        found = content(cursor, connection.introspection.table_names(cursor))
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", *words, f"--file={target}")
    return found


def restore_dump(source: Path) -> None:
    """Fill the program's empty database from a dump, in one transaction.

    Raises:
        Refused: there is no ``pg_restore``, or it fails; the database is then as empty as before.
    """
    connection.close()
    words = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", *words, str(source))


def _run(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise Refused((Problem(rule=Rule.PROGRAM_MISSING, value=program),))
    address, password = _address()
    done = subprocess.run(
        [found, f"--dbname={address}", *words],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise _failed(program, (done.stderr.strip().splitlines() or [str(done.returncode)])[-1].strip())


def _address() -> tuple[str, str]:
    """Return where the database is, in libpq's words, and its password, which stands in no list of processes."""
    asked = connection.get_connection_params()
    words = {name: str(value) for name, value in asked.items() if isinstance(value, str | int)}
    password = words.pop("password", "")
    return make_dsn(**words), password


def _failed(program: str, said: str) -> Refused:
    return Refused((Problem(rule=Rule.PROGRAM_FAILED, value=program, params=(("said", said),)),))
