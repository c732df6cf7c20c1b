"""What a rater gives to be stored."""

from dataclasses import dataclass
from datetime import date

from coordination.domain.answers import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """What an answer rests on; `kind` is one of the instrument's evidence kinds."""

    title: str
    kind: str
    dated_on: date | None = None
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """An answer to be stored.

    ``base_version`` is the stored version it was written over, 0 where there was none. ``change_cause`` is one of
    ``vocabulary.CHANGE_CAUSES``, or empty.
    """

    criterion: str
    reading: Reading
    base_version: int
    doubt_reason: str = ""
    basis: str = ""
    na_reason: str = ""
    sources: tuple[SourceEntry, ...] = ()
    change_cause: str = ""
