"""Migrating alone: two servers that start at the same time do not change the same tables at once."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

#: The name of the lock on a server: any number that nothing else of the program's locks.
KEY = 0x55_5352_4D49_4752


@contextmanager
def alone(connection: BaseDatabaseWrapper, waits: Callable[[], None]) -> Iterator[None]:
    """Be the only one within this block for a database; call ``waits`` where somebody else is in it, then wait.

    The lock goes with the process that has it, however that ends.
    """
    with (_on_server if connection.vendor == "postgresql" else _beside_file)(connection, waits):
        yield


@contextmanager
def _on_server(connection: BaseDatabaseWrapper, waits: Callable[[], None]) -> Iterator[None]:
    # A connection of its own: what happens to the other's transactions does not touch the lock.
    with closing(connection.copy()) as own, own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
        if cursor.fetchone() != (True,):
            waits()
            cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
        try:
            yield
        finally:
            # The server notices a closed connection a moment later: the next would be told to wait for nobody.
            with suppress(Error):
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


@contextmanager
def _beside_file(connection: BaseDatabaseWrapper, waits: Callable[[], None]) -> Iterator[None]:
    name = str(connection.settings_dict["NAME"])
    if not Path(name).parent.is_dir() or ":memory:" in name or name.startswith("file:"):
        # In memory nobody else can be; where there is no folder, SQLite says so.
        yield
        return
    with Path(f"{name}.migrating").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
