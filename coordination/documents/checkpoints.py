"""Checkpoints as files: a few lines of JSON, the same bytes for the same checkpoint."""

import json
import re
from datetime import datetime
from typing import TypeGuard

from coordination.documents.fixture import reading
from coordination.domain.checkpoints import Checkpoint
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule

#: What the first line of a file says.
KIND = "journal 1"
#: A file is far smaller.
LARGEST = 10_000
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
NAMES = ("checkpoint", "programme", "as_of", "hash", "signature")


def write(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint as a file."""
    stated = {
        "checkpoint": KIND,
        "programme": checkpoint.programme,
        "as_of": checkpoint.as_of.isoformat(),
        "hash": checkpoint.hash,
        "signature": checkpoint.signature,
    }
    return json.dumps(stated, indent=2, ensure_ascii=False).encode() + b"\n"


def read(data: bytes, file: str) -> Checkpoint:
    """Return the checkpoint of a file; whether anybody signed it is not looked at.

    Raises:
        Refused: it is none.
    """
    refused = Refused((Problem(rule=Rule.NO_CHECKPOINT, file=file),))
    if len(data) > LARGEST:
        raise refused
    try:
        stated = reading.parse(data, file)
    except Refused:
        raise refused from None
    if not _is_checkpoint(stated):
        raise refused
    as_of = _moment(stated["as_of"])
    if as_of is None or not all(HASH.fullmatch(stated[name]) for name in ("hash", "signature")):
        raise refused
    return Checkpoint(
        programme=stated["programme"], as_of=as_of, hash=stated["hash"], signature=stated["signature"]
    )


def _is_checkpoint(stated: object) -> TypeGuard[dict[str, str]]:
    """Whether it states what a checkpoint does, all of it as text."""
    if not isinstance(stated, dict) or set(stated) != set(NAMES) or stated["checkpoint"] != KIND:
        return False
    return all(isinstance(each, str) for each in stated.values())


def _moment(text: str) -> datetime | None:
    """Return a moment that can be told in any time zone, None for none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1 < found.year < 9999 else None
