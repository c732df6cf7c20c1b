"""What changed between two rounds, claimed only where the intervals separate.

Something that becomes known is new information, not a change; two doubtful answers are not assumed to be
equal; a correction of an earlier answer is no change either. Source: METHOD.md, sections 6.1 to 6.4.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status
from coordination.domain.grids import Flags, Grid
from coordination.domain.instruments import Conventions
from coordination.domain.scoring import Counts, admissible, check_weights
from coordination.domain.weightings import share

Codes = NDArray[np.int8]


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


class Cause(StrEnum):
    """Why an answer differs from the one before, as its rater says; kept with the answer of the later round."""

    REAL = "real_change"
    INFORMATION = "better_information"
    RATER = "another_rater"
    INSTRUMENT = "another_instrument"
    ERROR = "error"  # of the earlier answer


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureChange:
    """A structure's change: `low` and `high` in points (−100 to 100), None where nothing is comparable.

    `cells` has one entry for each criterion in the order given; `new_information` counts such cells; `base`
    is how many criteria are applicable in both rounds. `worst` and `best` are the differences of these in
    points, each at worst and at best.
    """

    low: Fraction | None
    high: Fraction | None
    verdict: Verdict
    cells: tuple[CellChange, ...]
    new_information: int
    base: int
    worst: tuple[int, ...]
    best: tuple[int, ...]

    @property
    def share_up(self) -> Fraction:
        """The share of all weightings under which the improvement is certain (0 where nothing is comparable)."""
        return _share(tuple(sorted(self.worst)))

    @property
    def share_down(self) -> Fraction:
        """The share of all weightings under which the decline is certain (0 where nothing is comparable)."""
        return _share(tuple(sorted(-points for points in self.best)))


@lru_cache(maxsize=65_536)  # The same few thousand come back in every structure and round.
def _share(differences: tuple[int, ...]) -> Fraction:
    return share(differences)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Changes:
    """The changes of N structures in J criteria, as whole numbers, so that nothing is rounded.

    ``cells`` (N × J) are places in CellChange and ``verdicts`` (N) in Verdict. ``worst`` and ``best`` (N × J) are
    differences in points, 0 where ``is_common`` (N × J) says that the criterion is not applicable in both rounds;
    ``low`` and ``high`` (N) are their weighted sums, ``weight`` (N) what to divide them by. ``common`` and
    ``new_information`` (N) count criteria.
    """

    cells: Codes
    is_common: Flags
    worst: Counts
    best: Counts
    low: Counts
    high: Counts
    weight: Counts
    common: Codes
    new_information: Counts
    verdicts: Codes

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, row: int) -> StructureChange:
        weight, common = int(self.weight[row]), self.is_common[row]
        return StructureChange(
            low=Fraction(int(self.low[row]), weight) if weight else None,
            high=Fraction(int(self.high[row]), weight) if weight else None,
            verdict=_VERDICTS[self.verdicts[row]],
            cells=tuple(_CELLS[code] for code in self.cells[row].tolist()),
            new_information=int(self.new_information[row]),
            base=int(self.common[row]),
            worst=tuple(self.worst[row, common].tolist()),
            best=tuple(self.best[row, common].tolist()),
        )


_CELLS, _VERDICTS = tuple(CellChange), tuple(Verdict)
_CELL_CODES = {kind: code for code, kind in enumerate(CellChange)}
_VERDICT_CODES = {kind: code for code, kind in enumerate(Verdict)}

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
        return CellChange.BETTER_KNOWN
    if l2 <= l1 and h1 <= h2:
        return CellChange.LESS_KNOWN
    return CellChange.NO_CERTAIN_CHANGE


# The rule above for every pair of states, so that a thousand structures are looked up by the same rule as one.
_TABLE: Codes = np.array([_CELL_CODES[_cell(old, new)] for old in _STATES for new in _STATES], dtype=np.int8)


def cell_change(old: Reading, new: Reading) -> CellChange:
    """The class of one criterion's change. Raises ValueError for an unparsed reading."""
    return _cell(_state(old), _state(new))


def _state(reading: Reading) -> _State:
    ends = admissible(reading)
    return None if ends is None else (*ends, reading.status is Status.ANSWERED)


def changes(old: Grid, new: Grid, weights: Sequence[int], conventions: Conventions) -> Changes:
    """The change of every row between two rounds; row i of `old` and of `new` are the same structure.

    On the criteria applicable in both, under the same weights, one (0 or more) for each criterion. Certain
    improvement only where the worst case is above 0, certain decline only where the best case is below 0:
    ends that touch do not separate. Raises ValueError for grids of different shapes, for a negative weight and
    for another number of weights than criteria. Source: METHOD.md, sections 6.1 and 6.2.
    """
    if old.lo.shape != new.lo.shape:
        raise ValueError(f"the same structures and criteria twice, not {old.lo.shape} and {new.lo.shape}")
    check_weights(weights, old.width)
    cells = _TABLE[_places(old) * len(_STATES) + _places(new)]
    each = np.array(weights, dtype=np.int64)
    values = np.array(conventions.values, dtype=np.int64)
    is_common = old.applicable & new.applicable
    worst = (values[new.lo] - values[old.hi]) * is_common
    best = (values[new.hi] - values[old.lo]) * is_common
    low, high, weight = worst @ each, best @ each, is_common @ each
    return Changes(
        cells=cells,
        is_common=is_common,
        worst=worst,
        best=best,
        low=low,
        high=high,
        weight=weight,
        common=is_common.sum(1, dtype=np.int8),
        new_information=_count(cells, CellChange.NEW_INFORMATION),
        verdicts=_verdicts(low, high, weight, cells),
    )


def _places(grid: Grid) -> NDArray[np.int16]:
    """The place of each cell's state in `_STATES`."""
    known = grid.lo.astype(np.int16) * len(_LEVELS) + grid.hi
    state = np.where(grid.answered, known, np.int16(_NOT_ANSWERED))
    return np.where(grid.applicable, state, np.int16(_NOT_APPLICABLE))


def _count(cells: Codes, kind: CellChange) -> Counts:
    counts: Counts = (cells == _CELL_CODES[kind]).sum(1, dtype=np.int64)
    return counts


def _verdicts(low: Counts, high: Counts, weight: Counts, cells: Codes) -> Codes:
    is_mixed = (_count(cells, CellChange.UP) > 0) & (_count(cells, CellChange.DOWN) > 0)
    rules = (
        (weight == 0, Verdict.NOT_COMPARABLE),
        (low > 0, Verdict.IMPROVEMENT),
        (high < 0, Verdict.DECLINE),
        (is_mixed, Verdict.MIXED),
    )
    return np.select(
        [holds for holds, _ in rules],
        [np.int8(_VERDICT_CODES[verdict]) for _, verdict in rules],
        np.int8(_VERDICT_CODES[Verdict.NONE]),
    )


def structure_change(
    old: Sequence[Reading], new: Sequence[Reading], weights: Sequence[int], conventions: Conventions
) -> StructureChange:
    """The change of one structure: the one row of `changes`.

    Raises ValueError for lists of different lengths and for an unparsed reading.
    """
    return changes(Grid.of([old]), Grid.of([new]), weights, conventions)[0]


def causes_count(
    cells: Sequence[CellChange], causes: Sequence[Cause | None]
) -> Mapping[CellChange, Mapping[Cause | None, int]]:
    """How many cells that went up, went down or became known have each cause; None: no cause is stated.

    `causes` has one entry for each cell. Only what occurs has an entry. Raises ValueError for lists of
    different lengths.
    """
    asked = (CellChange.UP, CellChange.DOWN, CellChange.NEW_INFORMATION)
    found: dict[CellChange, Counter[Cause | None]] = {}
    for cell, cause in zip(cells, causes, strict=True):
        if cell in asked:
            found.setdefault(cell, Counter())[cause] += 1
    return found


def raters_changed(old: frozenset[str], new: frozenset[str]) -> bool:
    """Whether more than half of the raters changed.

    That is: fewer than half of the larger of the two panels rated in both rounds. Exactly half is not more than half;
    the order of the rounds makes no difference; two panels without a rater have not changed. Source: METHOD.md,
    section 6.4.
    """
    return 2 * len(matched(old, new)) < max(len(old), len(new))


def matched(old: frozenset[str], new: frozenset[str]) -> frozenset[str]:
    """The raters who rated in both rounds."""
    return old & new
