"""What changed between two rounds, claimed only where the intervals separate.

Something that becomes known is new information, not a change; two doubtful answers are not assumed to be
equal. Source: METHOD.md, sections 6.1 and 6.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from coordination.domain.answers import Reading, Status
from coordination.domain.comparison import Gap, gap
from coordination.domain.instruments import Conventions
from coordination.domain.scoring import admissible


class CellChange(StrEnum):
    """What happened to one criterion."""

    NEW_INFORMATION = "new_information"
    LOST_INFORMATION = "lost_information"
    BASE_CHANGED = "base_changed"
    UP = "up"
    DOWN = "down"
    SAME = "same"
    SAME_DOUBT = "same_doubt"
    BETTER_KNOWN = "better_known"
    LESS_KNOWN = "less_known"
    NO_CERTAIN_CHANGE = "no_certain_change"

    @property
    def mark(self) -> str:
        """One character for a table cell; never without its word for those who cannot see it."""
        return _MARKS[self]


_MARKS = {
    CellChange.NEW_INFORMATION: "✚",
    CellChange.LOST_INFORMATION: "✖",
    CellChange.BASE_CHANGED: "∅",
    CellChange.UP: "▲",
    CellChange.DOWN: "▼",
    CellChange.SAME: "=",
    CellChange.SAME_DOUBT: "≈",
    CellChange.BETTER_KNOWN: "◇",
    CellChange.LESS_KNOWN: "◆",
    CellChange.NO_CERTAIN_CHANGE: "·",
}


class Verdict(StrEnum):
    """What may be said of a structure.

    `mixed`: nothing certain as a whole, yet one cell certainly up and one down; `not_comparable`: no
    criterion is applicable in both rounds.
    """

    IMPROVEMENT = "improvement"
    DECLINE = "decline"
    MIXED = "mixed"
    NONE = "none"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class StructureChange:
    """A structure's change: `low` and `high` in points (−100 to 100), None where nothing is comparable.

    `cells` has one entry for each criterion in the order given; `new_information` counts such cells; `base`
    is how many criteria are applicable in both rounds.
    """

    low: Fraction | None
    high: Fraction | None
    verdict: Verdict
    cells: tuple[CellChange, ...]
    new_information: int
    base: int


def cell_change(old: Reading, new: Reading) -> CellChange:
    """The class of one criterion's change. Raises ValueError for an unparsed reading."""
    old_ends, new_ends = admissible(old), admissible(new)
    # Not applicable comes first: a criterion that enters or leaves the base is neither learnt nor lost.
    if old_ends is None or new_ends is None:
        return CellChange.SAME if old_ends == new_ends else CellChange.BASE_CHANGED
    was_answered, is_answered = old.status is Status.ANSWERED, new.status is Status.ANSWERED
    if was_answered != is_answered:
        return CellChange.NEW_INFORMATION if is_answered else CellChange.LOST_INFORMATION
    return _ends_change(*old_ends, *new_ends)


def _ends_change(l1: int, h1: int, l2: int, h2: int) -> CellChange:
    if l2 > h1:
        return CellChange.UP
    if h2 < l1:
        return CellChange.DOWN
    if (l1, h1) == (l2, h2):
        return CellChange.SAME if l1 == h1 else CellChange.SAME_DOUBT
    if l1 <= l2 and h2 <= h1:
        return CellChange.BETTER_KNOWN
    if l2 <= l1 and h1 <= h2:
        return CellChange.LESS_KNOWN
    return CellChange.NO_CERTAIN_CHANGE


def structure_change(
    old: Sequence[Reading], new: Sequence[Reading], weights: Sequence[int], conventions: Conventions
) -> StructureChange:
    """The change of one structure between two rounds.

    On the criteria applicable in both, under the same weights. Certain improvement only where the worst case
    is above 0, certain decline only where the best case is below 0: ends that touch do not separate. Raises
    ValueError for lists of different lengths and for an unparsed reading.
    """
    cells = tuple(cell_change(was, now) for was, now in zip(old, new, strict=True))
    found = gap(new, old, weights, conventions)
    low, high = found.points or (None, None)
    return StructureChange(
        low=low,
        high=high,
        verdict=_verdict(found, cells),
        cells=cells,
        new_information=cells.count(CellChange.NEW_INFORMATION),
        base=found.common,
    )


def _verdict(found: Gap, cells: Sequence[CellChange]) -> Verdict:
    if not found.weight:
        return Verdict.NOT_COMPARABLE
    if found.low > 0:
        return Verdict.IMPROVEMENT
    if found.high < 0:
        return Verdict.DECLINE
    return Verdict.MIXED if CellChange.UP in cells and CellChange.DOWN in cells else Verdict.NONE
