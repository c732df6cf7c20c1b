"""The bytes of evidence beside the copy of the database: each known by its number and its SHA-256.

A file whose bytes are not there, because it was removed while the copy was made or the storage lost it, is left out; the
manifest names what is there.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from coordination.backups import copies
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

#: The folder within a backup; it is made only where there is something to put into it.
FOLDER = "evidence"


def copy(files: Mapping[str, str], place: Path, *, folder: int, file: int) -> dict[str, str]:
    """Copy these files, by name and SHA-256, into a backup, with these rights; return what is there now."""
    copied: dict[str, str] = {}
    for name, sha256 in files.items():
        try:
            with storages["evidence"].open(name) as opened:
                data = opened.read()
        except FileNotFoundError:
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            continue
        (place / FOLDER).mkdir(mode=folder, exist_ok=True)
        (place / FOLDER / name).touch(mode=file)
        (place / FOLDER / name).write_bytes(data)
        copied[name] = sha256
    return copied


def check(files: Mapping[str, str], place: Path) -> None:
    """Raise `Refused` where one of these files is not in the backup as it was copied."""
    for name, sha256 in files.items():
        found = place / FOLDER / name
        if not found.is_file() or copies.sha256(found) != sha256:
            raise Refused((Problem(rule=Rule.BACKUP_CHANGED, file=str(found)),))


def put_back(files: Mapping[str, str], place: Path) -> None:
    """Store the files of a backup that was checked; what lies there already under such a number is the same."""
    kept = storages["evidence"]
    for name in files:
        if not kept.exists(name):
            kept.save(name, ContentFile((place / FOLDER / name).read_bytes()))
