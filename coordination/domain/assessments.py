"""What a rater gives to be stored."""

from dataclasses import dataclass

from coordination.domain.answers import Reading
from coordination.domain.rounds import SourceValue


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """An answer to be stored.

    ``base_version`` is the stored version it was written over, 0 where there was none. ``change_cause`` is one of
    ``rounds.CHANGE_CAUSES``, or empty.
    """

    criterion: str
    reading: Reading
    base_version: int
    doubt_reason: str = ""
    basis: str = ""
    na_reason: str = ""
    sources: tuple[SourceValue, ...] = ()
    change_cause: str = ""
