"""Making a backup: a copy of the database with its manifest, readable by its owner alone.

It is no entry of the journal: it changes nothing, and works on a database that is still to be migrated. Whoever makes
one has the database's password anyway.
"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from coordination.backups import copies, evidence
from coordination.documents import backups as documents
from coordination.documents.backups import Manifest

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
#: What only their owner may read, and enter.
FILE, FOLDER = 0o600, 0o700


def back_up(folder: Path, *, at: datetime) -> Path:
    """Copy the database and the files given as evidence into a new folder within this one, and return it.

    What is not whole has no name.

    Raises:
        Refused: the database cannot be copied.
        OSError: the folder cannot be written.
    """
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    place = folder / f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}-{documents.ENDING}"
    part = folder / f".{place.name}.part"
    part.mkdir(mode=FOLDER)
    try:
        _fill(part, at)
        part.rename(place)
        _to_disk(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return place


def _fill(part: Path, at: datetime) -> None:
    copy = part / FILES[connection.vendor]
    copy.touch(mode=FILE)
    found = copies.copy_sqlite(copy) if connection.vendor == "sqlite" else copies.dump(copy)
    manifest = Manifest(
        made_at=at,
        engine=connection.vendor,
        file=copy.name,
        size=copy.stat().st_size,
        sha256=copies.sha256(copy),
        migrations=found.migrations,
        rows=found.rows,
        journal=found.journal,
        evidence=evidence.copy(found.evidence, part, folder=FOLDER, file=FILE),
    )
    stated = part / documents.MANIFEST
    stated.touch(mode=FILE)
    stated.write_bytes(documents.write(manifest))
    for each in (copy, stated, *part.glob(f"{evidence.FOLDER}/*"), *part.glob(evidence.FOLDER), part):
        _to_disk(each)


def remove_older(folder: Path, *, keep: int) -> list[Path]:
    """Remove all backups of a folder but the latest, and return what was removed; other files stay.

    Raises:
        ValueError: none would be kept.
        OSError: one cannot be removed.
    """
    if keep < 1:
        raise ValueError(keep)
    made = sorted(
        each for each in folder.glob(f"*-{documents.ENDING}") if (each / documents.MANIFEST).is_file()
    )
    for each in made[:-keep]:
        shutil.rmtree(each)
    return made[:-keep]


def _to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
