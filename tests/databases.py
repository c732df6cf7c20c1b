"""The tests' database: migrated once in a run and given the world; each process has a copy, and gets it back whole.

As it was before the world it is kept beside it, for the programs that tests run with a database of their own. On SQLite
it is kept for the next run, too, as long as models and migrations stay: a file of tests then begins 15 seconds earlier.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import sqlite_version
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.db import connection

from tests import make

ROOT = Path(__file__).resolve().parents[1]
MADE = "world-is-made"
#: Where the migrated file is kept from run to run.
KEPT = ROOT / "var" / "tests"
#: What it is made of.
OF_DATABASES = (
    "coordination/migrations",
    "coordination/models",
    "coordination/domain",
    "ssr_assess/settings.py",
)
#: A block in which fixtures of a module make what all its tests find; see ``lasting`` in conftest.py.
Lasting = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Copy:
    """A process's own database, and the one with the world in it of which it is a copy, by their names."""

    shared: Path
    original: str
    own: str
    #: The database with every migration applied and nothing in it.
    empty: str

    def renew(self) -> None:
        """Be the world again, whatever was committed or migrated.

        A connection that a test has left open is an error of PostgreSQL here, in that test.
        """
        connection.close()
        if connection.vendor == "sqlite":
            Path(self.own).unlink(missing_ok=True)
            shutil.copyfile(self.original, self.own)
        else:
            _on_server(_drop(self.own), _copied(self.original, to=self.own))
        connection.settings_dict["NAME"] = self.own

    def drop(self) -> None:
        """Leave nothing on a server: the last process takes the original with it."""
        connection.close()
        if connection.vendor == "sqlite":
            return
        with _alone(self.shared):
            _on_server(_drop(self.own))
            with connection._nodb_cursor() as cursor:
                cursor.execute("SELECT datname FROM pg_database")
                is_in_use = any(name.startswith(f"{self.original}_") for (name,) in cursor.fetchall())
            if not is_in_use:
                (self.shared / MADE).unlink()
                _on_server(_drop(self.original), _drop(self.empty))


class Elsewhere:
    """An empty database; within ``with`` it is the program's, and after it the one from before is again."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is where it lies, where it is a file."""
        self._before = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            self.name = str(folder / "elsewhere.sqlite3")
        else:
            self.name = f"{self._before}_elsewhere"
            _on_server(_drop(self.name), f"CREATE DATABASE {_quoted(self.name)}")

    def __enter__(self) -> None:
        self._go(self.name)

    def __exit__(self, *_raised: object) -> None:
        self._go(self._before)

    def drop(self) -> None:
        """Leave nothing on a server; a folder of a test goes with what lies in it."""
        if connection.vendor == "postgresql":
            _on_server(_drop(self.name))

    def _go(self, name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name


def copy(shared: Path, process: str) -> Copy:
    """Make a database for this process; ``shared`` is one folder for all processes of a run."""
    is_sqlite, named = connection.vendor == "sqlite", connection.settings_dict["NAME"]
    original = str(shared / "world.sqlite3") if is_sqlite else f"test_{named}"
    own = str(shared / f"{process}.sqlite3") if is_sqlite else f"{original}_{process}"
    one = Copy(shared, original, own, str(shared / "empty.sqlite3") if is_sqlite else f"empty_{original}")
    with _alone(shared):
        if not (shared / MADE).exists():
            _make(one)
            (shared / MADE).touch()
        one.renew()
    return one


def _make(one: Copy) -> None:
    if connection.vendor == "sqlite":
        kept = migrated(one.original)
        shutil.copyfile(kept, one.empty)
        shutil.copyfile(kept, one.original)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = one.original
    else:
        _migrate(one.original)
        _on_server(_drop(one.empty), _copied(one.original, to=one.empty))
    make.world()


def migrated(name: str) -> Path:
    """Return the SQLite file with every migration applied; where it is not kept, it is made under this name first."""
    kept = KEPT / f"empty-{fingerprint()}.sqlite3"
    if not kept.exists():
        _migrate(name)
        keep(Path(name), kept)
    return kept


def put_migrated(file: Path) -> bool:
    """Put the kept SQLite file there, whatever database the tests are on; False where none is kept."""
    kept = KEPT / f"empty-{fingerprint()}.sqlite3"
    if kept.exists():
        shutil.copyfile(kept, file)
    return kept.exists()


def make_ready() -> None:
    """Keep the migrated SQLite file for the processes that will ask for it."""
    with TemporaryDirectory() as folder:
        migrated(f"{folder}/empty.sqlite3")


def _migrate(name: str) -> None:
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()


def fingerprint(root: Path = ROOT) -> str:
    """Return a name for what a migrated database is made of: another, when any of it is changed."""
    found = hashlib.sha256(f"{django.VERSION} {sqlite_version}".encode())
    for place in (root / each for each in OF_DATABASES):
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            found.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return found.hexdigest()[:16]


def keep(made: Path, kept: Path) -> None:
    """Keep a file for later runs in place of those of other migrations; none ever sees a part of it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("empty-*.sqlite3"):
        old.unlink(missing_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(made, part)
    part.replace(kept)


@contextmanager
def _alone(shared: Path) -> Iterator[None]:
    with (shared / "databases.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_server(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _drop(name: str) -> str:
    return f"DROP DATABASE IF EXISTS {_quoted(name)}"


def _copied(name: str, *, to: str) -> str:
    return f"CREATE DATABASE {_quoted(to)} TEMPLATE {_quoted(name)}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
