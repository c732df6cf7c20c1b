"""Checkpoints: what the managers of each side keep of the journal, and prove later.

A checkpoint is as of the last midnight, so that it is the same whatever happened since, and holds keyed hashes only: no
number, nothing that can be computed without the server's secret.
"""

from dataclasses import dataclass
from datetime import datetime, time, tzinfo

from coordination.domain.journal import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What stands in the file: the programme's code, the moment, a keyed hash of the journal, a signature over these."""

    programme: str
    as_of: datetime
    hash: str
    signature: str


def last_midnight(at: datetime, zone: tzinfo) -> datetime:
    """Return the beginning of the day of ``at`` in a time zone."""
    return datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone)


def hashed_text(*, programme: str, as_of: datetime, sequence: int, head: str) -> str:
    """Return what is hashed with the key: as it names programme and moment, no two hashes tell that nothing happened."""
    return f"{signed_text(programme=programme, as_of=as_of, hash_=head)}\n{sequence}"


def signed_text(*, programme: str, as_of: datetime, hash_: str) -> str:
    """Return what is signed."""
    return f"{programme}\n{stamp(as_of)}\n{hash_}"
