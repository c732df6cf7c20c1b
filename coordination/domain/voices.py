"""Government and partners together: what spans both, and every rater of one beside every rater of the other.

The sides are never merged silently: until both sides confirm one answer a joint figure spans both (the hull). What may
be said of where they differ is `claims/sides.py`. Source: METHOD.md, sections 5.4 and 5.5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, LOWEST, Reading, Status, between
from coordination.domain.grids import NO_LEVEL, Grid
from coordination.domain.scoring import admissible, blank

Pairs = NDArray[np.int64]


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


def hull_reading(government: Reading, partners: Reading) -> Reading:
    """Both sides as one reading: the range of levels that either admits, with the words of both.

    Where a side does not know there is no joint answer: unknown (a blank where both are blank). Where it is not
    applicable for one side only, the other's levels stand: saying so must not take the other's answer out of the
    joint figure. Not applicable for both: not applicable. Raises ValueError for an unparsed reading. Source:
    METHOD.md, section 5.5.
    """
    verbatim = f"{government.verbatim} · {partners.verbatim}"
    ends = [found for each in (government, partners) if (found := admissible(each)) is not None]
    if not ends:
        return Reading(verbatim=verbatim, status=Status.NOT_APPLICABLE)
    statuses = {government.status, partners.status} - {Status.NOT_APPLICABLE}
    if statuses == {Status.ANSWERED}:
        return between(verbatim, min(low for low, _ in ends), max(high for _, high in ends))
    status = Status.NONE if statuses == {Status.NONE} else Status.UNKNOWN
    return Reading(verbatim=verbatim, status=status, lo=LOWEST, hi=HIGHEST)


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
