"""What a backup says of itself: a manifest, a few lines of JSON beside the copy of the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from coordination.documents.fixture import reading
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

#: The name of the file, and what its first line says.
MANIFEST = "manifest.json"
KIND = "backup 1"
#: A manifest is smaller: with a hundred bytes for each file given as evidence.
LARGEST = 50_000_000
#: Folders end so, for whoever comes across one.
ENDING = "holds-sealed-answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was copied, and how to know it again.

    ``engine`` is ``sqlite`` or ``postgresql``, ``file`` the name of the copy beside the manifest, with its ``size`` in
    bytes and its SHA-256. ``migrations`` are those applied (``app.name``, in alphabetical order), ``rows`` how many
    rows each table has, ``journal`` where the journal ends: the number of its last entry, and the hash that the next one
    would follow; ``evidence`` the files given as evidence that lie beside the copy, each with its SHA-256.
    """

    made_at: datetime
    engine: str
    file: str
    size: int
    sha256: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    journal: tuple[int, str]
    evidence: Mapping[str, str] = field(default_factory=dict)


def write(manifest: Manifest) -> bytes:
    """Return a manifest as a file."""
    stated = {
        "kind": KIND,
        "notice": "The copy holds the sealed answers of both sides. Only whoever runs the server may read it.",
        "made_at": manifest.made_at.isoformat(),
        "engine": manifest.engine,
        "file": manifest.file,
        "size": manifest.size,
        "sha256": manifest.sha256,
        "journal": {"sequence": manifest.journal[0], "hash": manifest.journal[1]},
        "migrations": manifest.migrations,
        "rows": dict(sorted(manifest.rows.items())),
        "evidence": dict(sorted(manifest.evidence.items())),
    }
    return json.dumps(stated, indent=2).encode() + b"\n"


def read(data: bytes, file: str) -> Manifest:
    """Return the manifest of a file.

    Raises:
        Refused: it is none.
    """
    refused = Refused((Problem(rule=Rule.NO_BACKUP, file=file),))
    if len(data) > LARGEST:
        raise refused
    try:
        return _stated(reading.parse(data, file))
    except (Refused, KeyError, TypeError, ValueError, AttributeError):
        raise refused from None


def _stated(said: Any) -> Manifest:
    made_at = datetime.fromisoformat(said["made_at"])
    rows = {str(table): int(count) for table, count in said["rows"].items()}
    # Earlier versions had none.
    evidence = {str(name): str(sha256) for name, sha256 in said.get("evidence", {}).items()}
    if any(UUID(name).hex != name for name in evidence):
        raise ValueError
    # A name of a file, not a way to one elsewhere.
    if said["kind"] != KIND or made_at.tzinfo is None or set(said["file"]) & set("/\\\0"):
        raise ValueError
    return Manifest(
        made_at=made_at,
        engine=str(said["engine"]),
        file=said["file"],
        size=int(said["size"]),
        sha256=str(said["sha256"]),
        migrations=tuple(map(str, said["migrations"])),
        rows=rows,
        journal=(int(said["journal"]["sequence"]), str(said["journal"]["hash"])),
        evidence=evidence,
    )
