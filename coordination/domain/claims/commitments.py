"""What may be said of commitments: how many are due, and whether the criterion behind one is better since.

Source: METHOD.md, section 9.7.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from coordination.domain.change import CellChange

#: The stated reasons for which another answer is no better and no worse state of things.
NO_REAL_CHANGE = ("better_information", "error", "another_rater", "another_instrument")
#: Said beside them, where most who answered this time had not answered before.
NEW_ASSESSORS = "new_assessors"


class Effect(StrEnum):
    """What became of the answer that a commitment was made from, the next time it was answered."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "answer-higher"
    LOWER = "answer-lower"
    NO_CLEAR_CHANGE = "no-clear-change"
    NOT_COMPARED = "not-compared"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEffect:
    """What became of the answer; ``reasons`` (of a higher or lower one) are why it does not say better or worse."""

    kind: Effect
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCounted:
    """So many open commitments are overdue, and so many more due within ``days``."""

    kind: ClassVar[str] = "commitments-due"

    overdue: int
    soon: int
    days: int


def effect(
    change: CellChange | None, *, causes: Collection[str], before: Collection[str], now: Collection[str]
) -> CommitmentEffect:
    """Decide what a change of the answer says; None: the two questionnaires do not let it be compared.

    The change is that of what no assessor denies. ``causes`` are the reasons that any assessor stated, ``before`` and
    ``now`` who answered. What becomes known is no improvement, and neither is a criterion that is no longer asked.
    """
    if change is None:
        return CommitmentEffect(kind=Effect.NOT_COMPARED)
    if change not in (CellChange.UP, CellChange.DOWN):
        return CommitmentEffect(kind=Effect.NO_CLEAR_CHANGE)
    is_up = change is CellChange.UP
    reasons = [each for each in NO_REAL_CHANGE if each in causes]
    if 2 * len(set(now) - set(before)) > len(set(now)):
        reasons.append(NEW_ASSESSORS)
    if reasons:
        return CommitmentEffect(kind=Effect.HIGHER if is_up else Effect.LOWER, reasons=tuple(reasons))
    return CommitmentEffect(kind=Effect.BETTER if is_up else Effect.WORSE)
