"""What happened to each answer between two rounds, and what may explain it besides a change.

Something that becomes known is new information, not a change; two doubtful answers are not assumed to be
equal; a correction of an earlier answer is no change either. What may be said of the whole is
``claims/timeline.py``. Source: METHOD.md, sections 6.1 to 6.4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status
from coordination.domain.grids import Flags, Grid
from coordination.domain.instruments import Conventions
from coordination.domain.scoring import Counts, admissible

Codes = NDArray[np.int8]
#: One bit for each cause that an assessor states.
CauseBits = NDArray[np.uint8]


class CellChange(StrEnum):
    """What happened to one criterion."""

    NEW_INFORMATION = "new_information"
    LOST_INFORMATION = "lost_information"
    BASE_CHANGED = "base_changed"
    UP = "up"
    DOWN = "down"
    SAME = "same"
    SAME_DOUBT = "same_doubt"
    MORE_PRECISE = "more_precise"
    LESS_PRECISE = "less_precise"
    NO_CLEAR_CHANGE = "no_clear_change"

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
    CellChange.MORE_PRECISE: "◇",
    CellChange.LESS_PRECISE: "◆",
    CellChange.NO_CLEAR_CHANGE: "·",
}


class Cause(StrEnum):
    """Why an answer differs from the one before, as its assessor says; kept with the answer of the later round."""

    REAL = "real_change"
    INFORMATION = "better_information"
    RATER = "another_rater"
    INSTRUMENT = "another_instrument"
    ERROR = "error"  # of the earlier answer


_BITS = {cause.value: 1 << place for place, cause in enumerate(Cause)}
#: With these the answer differs, and what it describes need not: such a cell counts as unchanged.
EXPLAINED = (Cause.INFORMATION, Cause.RATER, Cause.INSTRUMENT, Cause.ERROR)
_EXPLAINED_BITS = np.uint8(sum(_BITS[each] for each in EXPLAINED))


def cause_bits(stated: Iterable[str]) -> int:
    """Return the bits of these causes, given by their codes; empty ones say nothing."""
    bits = 0
    for each in stated:
        bits |= _BITS[each] if each else 0
    return bits


def causes_in(bits: int) -> tuple[Cause, ...]:
    """Return the causes behind bits, in the order of ``Cause``."""
    return tuple(each for each in Cause if bits & _BITS[each])


def is_explained(bits: CauseBits) -> Flags:
    """Whether any of the causes behind each of these bits is other than a real change."""
    found: Flags = (bits & _EXPLAINED_BITS) > 0
    return found


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Differences:
    """What happened in N structures to J criteria, as whole numbers, so that nothing is rounded.

    ``cells`` (N × J) are places in CellChange, ``worst`` and ``best`` (N × J) the differences in points, at worst and
    at best; 0 where ``is_common`` (N × J) says that the criterion does not apply in both rounds.
    """

    cells: Codes
    is_common: Flags
    worst: Counts
    best: Counts

    def cells_of(self, row: int) -> tuple[CellChange, ...]:
        """Return what happened to each criterion of one structure."""
        return tuple(_CELLS[code] for code in self.cells[row].tolist())


_CELLS = tuple(CellChange)
_CELL_CODES = {kind: code for code, kind in enumerate(CellChange)}

# Both ends and whether it is answered; None where not applicable. Readings have no other states than these.
_State = tuple[int, int, bool] | None
_LEVELS = range(LOWEST, HIGHEST + 1)
_STATES: tuple[_State, ...] = (
    *((lo, hi, True) for lo in _LEVELS for hi in _LEVELS),
    (LOWEST, HIGHEST, False),
    None,
)
_NOT_ANSWERED, _NOT_APPLICABLE = len(_STATES) - 2, len(_STATES) - 1


def _cell(old: _State, new: _State) -> CellChange:
    # Not applicable comes first: a criterion that enters or leaves the base is neither learnt nor lost.
    if old is None or new is None:
        return CellChange.SAME if old == new else CellChange.BASE_CHANGED
    (l1, h1, was_answered), (l2, h2, is_answered) = old, new
    if was_answered != is_answered:
        return CellChange.NEW_INFORMATION if is_answered else CellChange.LOST_INFORMATION
    return _of_ends(l1, h1, l2, h2)


def _of_ends(l1: int, h1: int, l2: int, h2: int) -> CellChange:
    """The class of a change from the admissible levels l1 to h1 to those from l2 to h2."""
    if l2 > h1:
        return CellChange.UP
    if h2 < l1:
        return CellChange.DOWN
    if (l1, h1) == (l2, h2):
        return CellChange.SAME if l1 == h1 else CellChange.SAME_DOUBT
    if l1 <= l2 and h2 <= h1:
        return CellChange.MORE_PRECISE
    if l2 <= l1 and h1 <= h2:
        return CellChange.LESS_PRECISE
    return CellChange.NO_CLEAR_CHANGE


# The rule above for every pair of states, so that a thousand structures are looked up by the same rule as one.
_TABLE: Codes = np.array([_CELL_CODES[_cell(old, new)] for old in _STATES for new in _STATES], dtype=np.int8)


def cell_change(old: Reading, new: Reading) -> CellChange:
    """The class of one criterion's change. Raises ValueError for an unparsed reading."""
    return _cell(_state(old), _state(new))


def _state(reading: Reading) -> _State:
    ends = admissible(reading)
    return None if ends is None else (*ends, reading.status is Status.ANSWERED)


def differences(old: Grid, new: Grid, conventions: Conventions) -> Differences:
    """Return what happened between two rounds; row i of `old` and of `new` are the same structure.

    Raises ValueError for grids of different shapes. Source: METHOD.md, section 6.1.
    """
    if old.lo.shape != new.lo.shape:
        raise ValueError(f"the same structures and criteria twice, not {old.lo.shape} and {new.lo.shape}")
    values = np.array(conventions.values, dtype=np.int64)
    is_common = old.applicable & new.applicable
    return Differences(
        cells=_TABLE[_places(old) * len(_STATES) + _places(new)],
        is_common=is_common,
        worst=(values[new.lo] - values[old.hi]) * is_common,
        best=(values[new.hi] - values[old.lo]) * is_common,
    )


def _places(grid: Grid) -> NDArray[np.int16]:
    """The place of each cell's state in `_STATES`."""
    known = grid.lo.astype(np.int16) * len(_LEVELS) + grid.hi
    state = np.where(grid.answered, known, np.int16(_NOT_ANSWERED))
    return np.where(grid.applicable, state, np.int16(_NOT_APPLICABLE))


def causes_count(cells: Iterable[CellChange | None], bits: Iterable[int]) -> Mapping[Cause | None, int]:
    """How many cells that went up, went down or became known have each cause; None: no cause is stated.

    `bits` are the causes stated for each cell, which may be several. Raises ValueError for lists of different lengths.
    """
    asked = (CellChange.UP, CellChange.DOWN, CellChange.NEW_INFORMATION)
    found: Counter[Cause | None] = Counter()
    for cell, stated in zip(cells, bits, strict=True):
        if cell in asked:
            found.update(causes_in(stated) or (None,))
    return found


def are_mostly_new(answered: frozenset[str], before: frozenset[str]) -> bool:
    """Whether more than half of those who answered this time did not assess the round before.

    Exactly half is not more than half; nobody is not new. Source: METHOD.md, section 6.4.
    """
    return 2 * len(answered - before) > len(answered)


def matched(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """The assessors of both rounds."""
    return old & new
