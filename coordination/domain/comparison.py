"""What to find out and what to do next, computed over all chosen structures; and how shares are rounded.

Source: METHOD.md, sections 4.7 and 9.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST
from coordination.domain.claims.chosen import Chosen, incomplete
from coordination.domain.panels import PanelAnswer
from coordination.domain.weightings import share, shares


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """An answer that is missing, doubtful or in dispute: its ``width`` in points of the score, and what it would settle.

    `pair` is the structure beside it in the order, None where there is none or too few criteria apply to both.
    `now` and `best` are the shares of weightings in which the structure is ahead of that one whatever the other open
    answers: now, and with the answer settled at its highest admissible level; `behind_now` and `behind_worst` those in
    which it is behind: now, and with the answer at its lowest.
    """

    kind: ClassVar[str] = "open_answer"
    structure: str
    code: str
    panel: PanelAnswer
    width: Fraction
    pair: str | None = None
    now: Fraction = Fraction(0)
    best: Fraction = Fraction(0)
    behind_now: Fraction = Fraction(0)
    behind_worst: Fraction = Fraction(0)

    @property
    def gain(self) -> Fraction:
        """How much more could be said of the order, in shares of weightings."""
        return max(self.best - self.now, self.behind_worst - self.behind_now, Fraction(0))


def find_next(of: Chosen, most: int) -> tuple[OpenQuestion, ...]:
    """Return the open answers of all chosen structures that would tell most, at most so many.

    First by the gain about the order with the neighbour (the next one below in the order, for the last the one above;
    for what cannot be ranked, the last one that can), then by width, then by structure and criterion. At most seven
    criteria. Source: METHOD.md, section 4.7.
    """
    grid = of.envelope
    is_open = grid.applicable & ((grid.lo < grid.hi) | incomplete(of))
    rows, columns = np.nonzero(is_open)
    beside = _neighbours(of)
    gains, widths = _gains(of, rows, columns, beside), _widths(of)[rows, columns]
    ordered = np.lexsort((_ranks(of.codes)[columns], _ranks(of.names)[rows], -widths, -gains))
    order: list[int] = ordered[:most].tolist()
    return tuple(_question(of, int(rows[at]), int(columns[at]), int(beside[rows[at]])) for at in order)


def _ranks(names: Sequence[str]) -> NDArray[np.intp]:
    """Return the place of each name in their order, for sorting many things by it."""
    found = np.empty(len(names), dtype=np.intp)
    found[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return found


def _neighbours(of: Chosen) -> NDArray[np.intp]:
    """Return the row beside each row in the order, −1 where there is none, or too few criteria apply to both."""
    placed = list(of.placed)
    found = np.full(len(of.names), placed[-1] if placed else -1, dtype=np.intp)
    found[placed[:-1]] = placed[1:]
    # The last one has none below it.
    found[placed[-1:]] = placed[-2] if len(placed) > 1 else -1
    apply = of.envelope.applicable
    found[(apply & apply[found]).sum(1) < of.conventions.min_common] = -1
    return found


def _widths(of: Chosen) -> NDArray[np.float64]:
    values = np.array(of.conventions.values, dtype=np.int64)
    points = (values[of.envelope.hi] - values[of.envelope.lo]) * np.array(of.shown.values)
    widths: NDArray[np.float64] = points / np.maximum(of.bounds[0].weight, 1)[:, None]
    return widths.round(9)


def _gains(
    of: Chosen, rows: NDArray[np.intp], columns: NDArray[np.intp], beside: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the gain of each open answer; rounded, so that equal ones tie."""
    grid, others = of.envelope, beside[rows]
    both = grid.applicable[rows] & grid.applicable[others] & (others >= 0)[:, None]
    ahead, behind = grid.lo[rows] - grid.hi[others], grid.lo[others] - grid.hi[rows]
    ahead[~both], behind[~both] = 0, 0
    each = np.arange(len(rows))
    width = np.where(both[each, columns], (grid.hi - grid.lo)[rows, columns], 0).astype(np.int8)
    best, worst = ahead.copy(), behind.copy()
    best[each, columns] += width
    worst[each, columns] += width
    mine, yours = shares(best) - shares(ahead), shares(worst) - shares(behind)
    gains: NDArray[np.float64] = np.maximum(np.maximum(mine, yours), 0)
    return gains.round(12)


def _question(of: Chosen, row: int, column: int, other: int) -> OpenQuestion:
    grid, values = of.envelope, of.conventions.values
    low, high = int(grid.lo[row, column]), int(grid.hi[row, column])
    weight = int(of.bounds[0].weight[row])
    question = OpenQuestion(
        structure=of.names[row],
        code=of.codes[column],
        panel=of.panels(row)[column],
        width=Fraction(of.shown.values[column] * (values[high] - values[low]), weight or 1),
    )
    if other < 0:
        return question
    both = np.flatnonzero(grid.applicable[row] & grid.applicable[other]).tolist()
    ahead = {at: int(grid.lo[row, at]) - int(grid.hi[other, at]) for at in both}
    behind = {at: int(grid.lo[other, at]) - int(grid.hi[row, at]) for at in both}
    settled = {column: high - low} if column in ahead else {}
    return replace(
        question,
        pair=of.names[other],
        now=share(list(ahead.values())),
        best=share([each + settled.get(at, 0) for at, each in ahead.items()]),
        behind_now=share(list(behind.values())),
        behind_worst=share([each + settled.get(at, 0) for at, each in behind.items()]),
    )


def most_pressing(of: Chosen, most: int) -> tuple[int, ...]:
    """Return the rows of all chosen structures that the first so many next steps are about.

    Steps of one structure that fall equally short are one. Source: METHOD.md, section 9.
    """
    grid, values = of.envelope, np.array(of.conventions.values, dtype=np.int64)
    is_step = grid.applicable & ((grid.lo < HIGHEST) | incomplete(of))
    rows, columns = np.nonzero(is_step)
    weights = np.array(of.shown.values, dtype=np.int64)[columns]
    certain = weights * (values[HIGHEST] - values[grid.hi[rows, columns]])
    possible = weights * (values[grid.hi[rows, columns]] - values[grid.lo[rows, columns]])
    order = np.lexsort((_ranks(of.names)[rows], columns, -possible, -certain))
    found: dict[tuple[int, int, int], int] = {}
    for at in order:
        row, column = int(rows[at]), int(columns[at])
        found.setdefault((row, int(grid.lo[row, column]), int(grid.hi[row, column])), row)
        if len(found) == most:
            break
    return tuple(dict.fromkeys(found.values()))


def percent_outward(value: Fraction, *, certain: bool, decimals: int = 0) -> Fraction:
    """Return a share in per cent, rounded so that not too much is said: certain down, possible up."""
    scaled = 100 * value * 10**decimals
    return Fraction(floor(scaled) if certain else ceil(scaled), 10**decimals)


def is_edge(percent: Fraction, value: Fraction) -> bool:
    """Whether the rounded share would reach 0 or 100 per cent, which the share itself does not."""
    return percent in (0, 100) and value not in (0, 1)


def shares_of_pair(of: Chosen, first: str, second: str) -> tuple[Fraction, Fraction] | None:
    """The certain and the possible share of all weightings in which the first is ahead; None where not comparable."""
    grid, one, other = of.envelope, of.row(first), of.row(second)
    both: Sequence[int] = np.flatnonzero(grid.applicable[one] & grid.applicable[other]).tolist()
    if len(both) < of.conventions.min_common:
        return None
    worst = [int(grid.lo[one, at]) - int(grid.hi[other, at]) for at in both]
    best = [int(grid.hi[one, at]) - int(grid.lo[other, at]) for at in both]
    return share(worst), share(best)
