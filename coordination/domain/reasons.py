"""What a change of one answer is put down to, as its assessors say: the words and marks of two rounds side by side.

Reasons are the assessors' own; what they do not say is not made up. Source: METHOD.md, section 6.2.
"""

from collections.abc import Collection
from enum import StrEnum

from coordination.domain.change import EXPLAINED, Cause, CellChange


class ReasonGiven(StrEnum):
    """Why an answer is another one than before; the first that holds."""

    KNOWN_BETTER = (
        "known-better"  # information, an error, another assessor or questionnaire: no change of the structure
    )
    REALLY = "really"
    UNEXPLAINED = "unexplained"
    MORE_PRECISE = "more-precise"
    LESS_PRECISE = "less-precise"
    NONE = "none"  # the same answer, or nothing clear, or not compared


#: Those that a reader may ask for, in the order of the page.
OFFERED = (
    *(ReasonGiven.REALLY, ReasonGiven.KNOWN_BETTER, ReasonGiven.UNEXPLAINED),
    *(ReasonGiven.LESS_PRECISE, ReasonGiven.MORE_PRECISE),
)
_MORE = (CellChange.NEW_INFORMATION, CellChange.MORE_PRECISE)
_LESS = (CellChange.LOST_INFORMATION, CellChange.LESS_PRECISE)


def reason_of(change: CellChange | None, causes: Collection[Cause]) -> ReasonGiven:
    """Return what one answer's change (None: not compared) is put down to, given the reasons of all its assessors."""
    if change in (CellChange.UP, CellChange.DOWN):
        if any(each in EXPLAINED for each in causes):
            return ReasonGiven.KNOWN_BETTER
        return ReasonGiven.REALLY if causes else ReasonGiven.UNEXPLAINED
    if change in _MORE:
        return ReasonGiven.MORE_PRECISE
    return ReasonGiven.LESS_PRECISE if change in _LESS else ReasonGiven.NONE
