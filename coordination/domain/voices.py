"""Government and partners on the same criteria: where they certainly differ, and what both could accept.

The sides are never merged silently: a gap always stands beside both readings, and until both sides confirm one
answer a joint figure spans both (the hull). Source: METHOD.md, sections 5.4 and 5.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.domain.instruments import Conventions
from coordination.domain.scoring import admissible, blank, check_weights

Ends = tuple[int, int]
Pairs = NDArray[np.int64]


class GapKind(StrEnum):
    """How partners stand to government on one criterion.

    `same`: one level, the same for both; `not_certain`: the intervals touch; `knowledge`: one side answered,
    the other did not; `none`: neither answered; `not_applicable`: for one side or for both.
    """

    SAME = "same"
    CERTAIN_HIGHER = "certain_higher"
    CERTAIN_LOWER = "certain_lower"
    NOT_CERTAIN = "not_certain"
    KNOWLEDGE = "knowledge"
    NONE = "none"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_certain(self) -> bool:
        """Whether the sides differ in every completion."""
        return self in (GapKind.CERTAIN_HIGHER, GapKind.CERTAIN_LOWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellGap:
    """Both sides on one criterion, in levels.

    `ends` is partners minus government, at least and at most; `common_ground` the levels that both admit.
    Both are None unless both sides answered: a side that does not know has proposed nothing. `hull` is the
    range of levels that either side admits, None where it is not applicable for both. `lacks` names the side
    that does not know where only the other answered.
    """

    kind: GapKind
    ends: Ends | None
    hull: Ends | None
    common_ground: Ends | None
    lacks: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideGap:
    """Both sides on one section of one structure.

    `certain` and `knowledge` count cells. `mean` is partners minus government in points (−100 to 100), at least
    and at most: the weighted mean over the criteria that both sides answered, None where these weigh nothing.
    `hull` is one reading for each criterion, for the joint composite.
    """

    cells: tuple[CellGap, ...]
    certain: int
    knowledge: int
    mean: tuple[Fraction, Fraction] | None
    hull: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How far raters of one side are apart: the mean over `pairs` of face values, in levels; None without a pair."""

    pairs: int
    absolute: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterPairs:
    """Every rater of the partners beside every rater of the government, on every criterion both answered.

    `pairs` counts those pairs; each is `lower` (partners certainly), `higher` or `not_certain`. `delta` is
    Cliff's delta (−1 to 1, partners over government), at least and at most. `signed` and `absolute` are mean
    differences of face values in levels, over the `levelled` pairs that have one on both sides (a range has
    none). Means are None without a pair.
    """

    pairs: int
    lower: int
    higher: int
    not_certain: int
    delta: tuple[Fraction, Fraction] | None
    levelled: int
    signed: Fraction | None
    absolute: Fraction | None
    government: Spread
    partners: Spread


def cell_gap(government: Reading, partners: Reading) -> CellGap:
    """Both sides on one criterion. Raises ValueError for an unparsed reading. Source: METHOD.md, section 5.4."""
    return _gap(
        admissible(government),
        admissible(partners),
        government.status is Status.ANSWERED,
        partners.status is Status.ANSWERED,
    )


@lru_cache(maxsize=2048)  # There are 17 × 17 states of two sides, so this holds all of them.
def _gap(
    government: Ends | None, partners: Ends | None, government_answered: bool, partners_answered: bool
) -> CellGap:
    if government is None or partners is None:
        return CellGap(
            kind=GapKind.NOT_APPLICABLE, ends=None, hull=government or partners, common_ground=None
        )
    hull = min(government[0], partners[0]), max(government[1], partners[1])
    if not (government_answered and partners_answered):
        if not (government_answered or partners_answered):
            return CellGap(kind=GapKind.NONE, ends=None, hull=hull, common_ground=None)
        lacks = "partners" if government_answered else "government"
        return CellGap(kind=GapKind.KNOWLEDGE, ends=None, hull=hull, common_ground=None, lacks=lacks)
    low, high = partners[0] - government[1], partners[1] - government[0]
    common = max(government[0], partners[0]), min(government[1], partners[1])
    return CellGap(
        kind=_kind(low, high),
        ends=(low, high),
        hull=hull,
        common_ground=common if common[0] <= common[1] else None,
    )


def _kind(low: int, high: int) -> GapKind:
    if low > 0:
        return GapKind.CERTAIN_HIGHER
    if high < 0:
        return GapKind.CERTAIN_LOWER
    return GapKind.SAME if low == high else GapKind.NOT_CERTAIN


def hull_reading(government: Reading, partners: Reading) -> Reading:
    """Both sides as one reading: the range of levels that either admits, with the words of both.

    Where a side does not know there is no joint answer: unknown (a blank where both are blank). Where it is not
    applicable for one side only, the other's levels stand: saying so must not take the other's answer out of the
    joint figure. Not applicable for both: not applicable. Raises ValueError for an unparsed reading. Source:
    METHOD.md, section 5.5.
    """
    hull = cell_gap(government, partners).hull
    verbatim = f"{government.verbatim} · {partners.verbatim}"
    if hull is None:
        return Reading(verbatim=verbatim, status=Status.NOT_APPLICABLE)
    statuses = {government.status, partners.status} - {Status.NOT_APPLICABLE}
    if statuses == {Status.ANSWERED}:
        return between(verbatim, *hull)
    status = Status.NONE if statuses == {Status.NONE} else Status.UNKNOWN
    return Reading(verbatim=verbatim, status=status, lo=LOWEST, hi=HIGHEST)


def side_gap(
    government: Sequence[Reading],
    partners: Sequence[Reading],
    weights: Sequence[int],
    conventions: Conventions,
) -> SideGap:
    """Both sides on one section: one reading and one weight (0 or more) for each criterion, in the same order.

    The mean is over the criteria that are applicable to and answered by both sides. Raises ValueError for an
    unparsed reading, a negative weight and lists of different lengths. Source: METHOD.md, section 5.4.
    """
    check_weights(weights, len(government))
    check_weights(weights, len(partners))
    values = conventions.values
    cells = tuple(map(cell_gap, government, partners))
    low = high = total = 0
    for cell, ours, theirs, weight in zip(cells, government, partners, weights, strict=True):
        before, after = admissible(ours), admissible(theirs)
        if cell.ends is not None and before is not None and after is not None:
            low += weight * (values[after[0]] - values[before[1]])
            high += weight * (values[after[1]] - values[before[0]])
            total += weight
    return SideGap(
        cells=cells,
        certain=sum(cell.kind.is_certain for cell in cells),
        knowledge=sum(cell.kind is GapKind.KNOWLEDGE for cell in cells),
        mean=(Fraction(low, total), Fraction(high, total)) if total else None,
        hull=tuple(map(hull_reading, government, partners)),
    )


def criterion_gap(cells: Sequence[CellGap]) -> tuple[Fraction, Fraction] | None:
    """One criterion over structures: partners minus government in levels, the mean of the ends.

    Over the cells that both sides answered; None where there is none. Source: METHOD.md, section 5.4.
    """
    ends = [cell.ends for cell in cells if cell.ends is not None]
    if not ends:
        return None
    return Fraction(sum(low for low, _ in ends), len(ends)), Fraction(
        sum(high for _, high in ends), len(ends)
    )


def rater_pairs(
    government: Sequence[Sequence[Reading | None]], partners: Sequence[Sequence[Reading | None]]
) -> RaterPairs:
    """Raters across the sides: one row for each rater, one column for each criterion of each structure.

    None stands where a rater gave no answer. Raises ValueError for rows of different lengths and for an
    unparsed reading. Source: METHOD.md, section 5.4.
    """
    width = max((len(row) for row in (*government, *partners)), default=0)
    return rater_pairs_of(_grid(government, width), _grid(partners, width))


def rater_pairs_of(ours: Grid, theirs: Grid) -> RaterPairs:
    """As `rater_pairs`, of two grids with one row for each rater of the government, and of the partners."""
    both = ours.answered[:, None] & theirs.answered[None]
    low = np.sign((theirs.lo[None] - ours.hi[:, None])[both]).astype(np.int64)
    high = np.sign((theirs.hi[None] - ours.lo[:, None])[both]).astype(np.int64)
    pairs, lower, higher = len(low), int((high < 0).sum()), int((low > 0).sum())
    apart = _apart(ours, theirs)
    return RaterPairs(
        pairs=pairs,
        lower=lower,
        higher=higher,
        not_certain=pairs - lower - higher,
        delta=(Fraction(int(low.sum()), pairs), Fraction(int(high.sum()), pairs)) if pairs else None,
        levelled=len(apart),
        signed=_mean(apart),
        absolute=_mean(abs(apart)),
        government=_spread(ours),
        partners=_spread(theirs),
    )


def _grid(raters: Sequence[Sequence[Reading | None]], width: int) -> Grid:
    return Grid.of([[blank() if each is None else each for each in row] for row in raters], width)


def _apart(ours: Grid, theirs: Grid) -> Pairs:
    """Face values of `theirs` minus `ours`, for every pair of rows and every column where both have one."""
    before, after = ours.level[:, None], theirs.level[None]
    both = (before != NO_LEVEL) & (after != NO_LEVEL)
    apart: Pairs = (after - before)[both].astype(np.int64)
    return apart


def _spread(side: Grid) -> Spread:
    apart = [
        abs(_apart(side.take([row]), side.take(range(row + 1, len(side))))) for row in range(len(side) - 1)
    ]
    every = np.concatenate(apart) if apart else np.zeros(0, dtype=np.int64)
    return Spread(len(every), _mean(every))


def _mean(differences: Pairs) -> Fraction | None:
    return Fraction(int(differences.sum()), len(differences)) if len(differences) else None
