"""Filling an empty database from a backup: all is checked before anything is written, and counted again afterwards.

It is no entry of the journal: what is restored is the history as it was.
"""

from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from coordination.backups import copies, evidence, rows
from coordination.backups.copies import Content
from coordination.documents import backups as documents
from coordination.documents.backups import Manifest
from coordination.documents.files import read_bytes
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule


def restore(place: Path) -> Manifest:
    """Fill the empty database from a backup, and return its manifest.

    Raises:
        Refused: it is no backup, not as it was made, not for this program or database, or the database holds something.
        OSError: the backup cannot be read.
    """
    manifest = _checked(place)
    copy = place / manifest.file
    fill = _way(manifest)
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise _refused(Rule.DATABASE_NOT_EMPTY, connection.settings_dict["NAME"])
    if manifest.engine == "sqlite":
        _compare(manifest, copies.content_of_file(copy), copy)
    # Before the rows that name them: no page ever leads to a file that is still to come.
    evidence.put_back(manifest.evidence, place)
    fill(copy)
    _compare(manifest, copies.standing(), copy)
    return manifest


def to_migrate(manifest: Manifest) -> bool:
    """Whether the program has migrations that a backup was made without."""
    return bool(_known() - set(manifest.migrations))


def _checked(place: Path) -> Manifest:
    stated = place / documents.MANIFEST
    manifest = documents.read(read_bytes(stated, documents.LARGEST), str(stated))
    copy = place / manifest.file
    if not copy.is_file() or copy.stat().st_size != manifest.size or copies.sha256(copy) != manifest.sha256:
        raise _refused(Rule.BACKUP_CHANGED, file=str(copy))
    evidence.check(manifest.evidence, place)
    if unknown := set(manifest.migrations) - _known():
        raise _refused(Rule.BACKUP_NEWER, max(unknown))
    return manifest


def _way(manifest: Manifest) -> Callable[[Path], None]:
    """Return what fills the program's database from a copy of this kind."""
    ways: dict[tuple[str, str], Callable[[Path], None]] = {
        ("sqlite", "sqlite"): copies.restore_sqlite,
        ("postgresql", "postgresql"): copies.restore_dump,
        ("sqlite", "postgresql"): _move,
    }
    found = ways.get((manifest.engine, connection.vendor))
    if found is None:
        raise _refused(Rule.BACKUP_OF_OTHER_KIND, manifest.engine)
    if found is _move and to_migrate(manifest):
        raise _refused(Rule.BACKUP_OLDER)
    return found


def _move(copy: Path) -> None:
    """Make the tables of the program's database, and fill them from a file of SQLite."""
    call_command("migrate", verbosity=0, interactive=False)
    rows.move(copy)


def _compare(manifest: Manifest, found: Content, copy: Path) -> None:
    """Refuse what does not hold what the manifest says; of migrations each database keeps its own list."""
    expected = (manifest.migrations, manifest.rows, manifest.journal)
    if expected != (found.migrations, found.rows, found.journal):
        raise _refused(Rule.BACKUP_CHANGED, file=str(copy))


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _refused(rule: Rule, value: str = "", *, file: str = "") -> Refused:
    return Refused((Problem(rule=rule, value=value, file=file),))
