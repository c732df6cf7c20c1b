"""Whether the database is up and migrated."""

import sqlite3
from typing import Final

from django.db import Error, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

#: What SQLite says when its file is busy, out of reach or full, and not of a statement that is wrong.
SQLITE_TROUBLE: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
#: Databases of which it is known that every migration is applied: looked up once.
_migrated: set[str] = set()


def is_migrated() -> bool:
    """Whether every migration is applied.

    Raises:
        django.db.Error: the database does not answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


def is_out_of_reach(fault: BaseException | None) -> bool:
    """Whether the error says that the database is down, busy or full, so that a retry may succeed."""
    while fault is not None:
        if isinstance(fault, InterfaceError):
            return True
        if isinstance(fault, OperationalError):
            cause = fault.__cause__
            if not isinstance(cause, sqlite3.Error):
                return True
            return cause.sqlite_errorcode & 0xFF in SQLITE_TROUBLE
        fault = fault.__cause__ or fault.__context__
    return False


def is_not_migrated(fault: BaseException | None) -> bool:
    """Whether the database raised the error and is empty or not yet as this program needs it."""
    while fault is not None:
        if isinstance(fault, Error):
            try:
                return not is_migrated()
            except Error:
                return False
        fault = fault.__cause__ or fault.__context__
    return False
