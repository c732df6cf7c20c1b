"""How solid an order is: all weightings, weights near the chosen ones, one criterion left out, another scale.

“Certain” holds in every completion of the open answers, “possible” in one of them at least. Levels are equally
spaced here, so that differences of levels decide. Source: METHOD.md, sections 4.1 to 4.8.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from coordination.domain.answers import HIGHEST, Reading
from coordination.domain.grids import Grid
from coordination.domain.instruments import Conventions
from coordination.domain.kept_results import KeptByContent
from coordination.domain.scoring import admissible, check_weights
from coordination.domain.weightings import share, weighted

Interval = tuple[Fraction, Fraction]
#: The lowest and the highest admissible level of A, and those of B.
BothEnds = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Structure A against structure B, on the criteria that apply to both.

    ``worst`` and ``best`` are the differences of each criterion in levels, at worst and at best for A, None where it
    does not apply to both. ``certain`` and ``possible`` are shares of all weightings. ``points`` is how far A is
    above B under the given weights, ``epsilon`` how much of the weight may move away from them before A can lose.
    ``limits`` are the largest weights single criteria may have, the others being equal, before A can lose (None: no
    limit); ``without`` the worst difference in points with a criterion left out (None: nothing weighs anything
    then). ``is_scale_free``: A is not behind B under the given weights whatever a level counts for.
    """

    common: int
    worst: tuple[int | None, ...]
    best: tuple[int | None, ...]
    certain: Fraction
    possible: Fraction
    points: Interval | None
    epsilon: Fraction
    limits: tuple[Fraction | None, ...]
    without: tuple[Fraction | None, ...]
    is_scale_free: bool

    @property
    def survives_without_any(self) -> bool:
        """Whether A stays certainly ahead, under the given weights, with any one criterion left out.

        Not where one common criterion has all the weight: without it nothing is left to be ahead on.
        """
        return all(
            rest is not None and rest > 0
            for difference, rest in zip(self.worst, self.without, strict=True)
            if difference is not None
        )


def shares_between(
    a: Sequence[Reading], b: Sequence[Reading], conventions: Conventions
) -> tuple[Fraction, Fraction] | None:
    """The certain and the possible share of all weightings in which A is ahead of B; None as in `pair`."""
    ends = [each for mine, yours in zip(a, b, strict=True) if (each := _both(mine, yours)) is not None]
    if len(ends) < conventions.min_common:
        return None
    certain = share([mine[0] - yours[1] for mine, yours in ends])
    return certain, share([mine[1] - yours[0] for mine, yours in ends])


def pair(
    a: Sequence[Reading], b: Sequence[Reading], weights: Sequence[int], conventions: Conventions
) -> Pair | None:
    """A against B; None (“not comparable”) with fewer common criteria than the convention's ``min_common``.

    Raises ValueError for lists of different lengths, negative weights and an unparsed reading.
    """
    check_weights(weights, len(a))
    ends = [_both(mine, yours) for mine, yours in zip(a, b, strict=True)]
    found = [each for each in ends if each is not None]
    shares = shares_between(a, b, conventions)
    if shares is None:
        return None
    worst, best = _apart(ends)
    low, high = _known(worst), _known(best)
    used = [weight for weight, each in zip(weights, ends, strict=True) if each is not None]
    return Pair(
        common=len(found),
        worst=worst,
        best=best,
        certain=shares[0],
        possible=shares[1],
        points=_points(low, high, used, conventions),
        epsilon=_epsilon(low, used),
        limits=tuple(_limit(worst, at) for at in range(len(worst))),
        without=tuple(_without(worst, weights, at, conventions) for at in range(len(worst))),
        is_scale_free=_is_scale_free(found, used),
    )


def _both(mine: Reading, yours: Reading) -> BothEnds | None:
    my_ends, your_ends = admissible(mine), admissible(yours)
    return None if my_ends is None or your_ends is None else (my_ends, your_ends)


def _apart(ends: Sequence[BothEnds | None]) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """How many levels A is above B on each criterion, at worst and at best; None where it does not apply to both."""
    return (
        tuple(None if each is None else each[0][0] - each[1][1] for each in ends),
        tuple(None if each is None else each[0][1] - each[1][0] for each in ends),
    )


def _known(differences: Sequence[int | None]) -> list[int]:
    return [each for each in differences if each is not None]


def _points(
    low: Sequence[int], high: Sequence[int], weights: Sequence[int], conventions: Conventions
) -> Interval | None:
    """How far A is above B in points; None where no common criterion weighs anything."""
    if not sum(weights):
        return None
    step = _step(conventions)
    return weighted(low, weights) * step, weighted(high, weights) * step


def _step(conventions: Conventions) -> Fraction:
    """Points for one level."""
    return Fraction(conventions.values[HIGHEST] - conventions.values[0], HIGHEST)


def _epsilon(worst: Sequence[int], weights: Sequence[int]) -> Fraction:
    """ε*: A stays ahead for every weighting (1 − ε) w0 + ε u with ε below it. Source: METHOD.md, section 4.4."""
    centre = weighted(worst, weights) if sum(weights) else Fraction(0)
    if centre <= 0:
        return Fraction(0)
    lowest = min(worst)
    return Fraction(1) if lowest >= 0 else centre / (centre - lowest)


def _limit(worst: Sequence[int | None], at: int) -> Fraction | None:
    mine = worst[at]
    others = [each for place, each in enumerate(worst) if place != at and each is not None]
    if mine is None or mine >= 0 or not others:
        return None
    mean = Fraction(sum(others), len(others))
    return mean / (mean - mine) if mean > 0 else Fraction(0)


def _without(
    worst: Sequence[int | None], weights: Sequence[int], at: int, conventions: Conventions
) -> Fraction | None:
    rest = [
        (each, weight)
        for place, (each, weight) in enumerate(zip(worst, weights, strict=True))
        if place != at and each is not None
    ]
    if worst[at] is None or not sum(weight for _each, weight in rest):
        return None
    return weighted([each for each, _ in rest], [weight for _, weight in rest]) * _step(conventions)


def _is_scale_free(found: Sequence[BothEnds], weights: Sequence[int]) -> bool:
    """Whether, at every level, A certainly has as much weight at or above it as B can have."""
    return all(
        sum(w for ((lo, _hi), _b), w in zip(found, weights, strict=True) if lo >= level)
        >= sum(w for (_a, (_lo, hi)), w in zip(found, weights, strict=True) if hi >= level)
        for level in range(1, HIGHEST + 1)
    )


def step_range(readings: Sequence[Reading], weights: Sequence[int]) -> Interval | None:
    """The composite's range (0 to 1) over all scales: the weight certainly at Yes, the weight possibly above No.

    None where no applicable criterion weighs anything. Source: METHOD.md, section 4.5.
    """
    check_weights(weights, len(readings))
    found = [
        (ends, weight)
        for reading, weight in zip(readings, weights, strict=True)
        if (ends := admissible(reading)) is not None
    ]
    total = sum(weight for _, weight in found)
    if not total:
        return None
    yes = sum(weight for (lo, _), weight in found if lo >= HIGHEST)
    some = sum(weight for (_, hi), weight in found if hi >= 1)
    return Fraction(yes, total), Fraction(some, total)


def doubts(
    readings: Sequence[Reading], weights: Sequence[int], conventions: Conventions
) -> tuple[Fraction, ...]:
    """How many points of the composite's width each criterion makes. Source: METHOD.md, section 4.7."""
    check_weights(weights, len(readings))
    found = [admissible(reading) for reading in readings]
    total = sum(weight for ends, weight in zip(found, weights, strict=True) if ends) or 1
    values = conventions.values
    return tuple(
        Fraction(weight * (values[ends[1]] - values[ends[0]]), total) if ends else Fraction(0)
        for ends, weight in zip(found, weights, strict=True)
    )


_kept = KeptByContent(64)
#: Rows compared with all others at a time: all pairs at once would take hundreds of megabytes.
_BLOCK = 256


def place_bounds(grid: Grid) -> NDArray[np.int64]:
    """Between which places each of N rows lies under any weights and whatever the open answers: N × 2.

    Never above one more than those ahead of it on every criterion, never below one more than those that can be above it
    on some criterion. The same criteria must apply to all rows. Source: METHOD.md, section 4.6.
    """

    def counted() -> NDArray[np.int64]:
        starts = range(0, len(grid), _BLOCK)
        found = [_bounds_of(grid, slice(start, start + _BLOCK)) for start in starts]
        return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int64)

    return _kept.get(("place bounds", grid.content), counted)


def _bounds_of(grid: Grid, block: slice) -> NDArray[np.int64]:
    """Compare the rows of a block (down) with all rows (across)."""
    count = len(grid.lo[block])
    is_over, can_pass = np.ones((count, len(grid)), dtype=bool), np.zeros((count, len(grid)), dtype=bool)
    for column in np.flatnonzero(grid.applicable.any(0)).tolist():
        lo, hi = grid.lo[:, column], grid.hi[:, column]
        is_over &= lo[None, :] > hi[block, None]
        can_pass |= hi[None, :] > lo[block, None]
    # A row that is open can be above its own low end, and is not another one.
    itself = np.arange(count), np.arange(block.start, block.start + count)
    is_over[itself], can_pass[itself] = False, False
    return np.stack([1 + is_over.sum(1), 1 + can_pass.sum(1)], axis=1).astype(np.int64)


def rank_shares(
    grid: Grid, draws: int, seed: int, conventions: Conventions
) -> tuple[dict[tuple[int, int], Fraction], ...]:
    """For each row, the share of ``draws`` weightings in which it can take the places (best, worst).

    Always the same for the same seed, and kept by content. Source: METHOD.md, section 4.6.
    """
    key = ("ranks", grid.content, draws, seed, conventions.values)
    return _kept.get(key, lambda: _rank_shares(grid, draws, seed, conventions))


def _rank_shares(
    grid: Grid, draws: int, seed: int, conventions: Conventions
) -> tuple[dict[tuple[int, int], Fraction], ...]:
    weights = np.random.default_rng(seed).exponential(size=(draws, grid.width))
    weights /= weights.sum(1, keepdims=True)
    values = np.array(conventions.values, dtype=np.float64)
    applicable = grid.applicable.astype(np.float64)
    counters: list[Counter[tuple[int, int]]] = [Counter() for _ in range(len(grid))]
    for chunk in np.array_split(weights, max(1, draws // 2_000)):
        weight = chunk @ applicable.T
        low, high = (
            np.round(chunk @ (applicable * values[ends]).T / weight, 9) for ends in (grid.lo, grid.hi)
        )
        places = np.array([ranks(*ends) for ends in zip(low, high, strict=True)])
        for row, counter in enumerate(counters):
            different, number = np.unique(places[:, row], axis=0, return_counts=True)
            for (best, worst), times in zip(different.tolist(), number.tolist(), strict=True):
                counter[best, worst] += times
    return tuple(
        {places: Fraction(times, draws) for places, times in sorted(counter.items())} for counter in counters
    )


def ranks(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.int64]:
    """The best and the worst rank (1 is first) of each of N intervals: N × 2; sharp. Equal points share theirs.

    Best: one more than the intervals that lie wholly above. Worst: one more than the others that can reach above.
    Source: METHOD.md, section 4.6.
    """
    lows, highs, count = np.sort(low), np.sort(high), len(low)
    best = 1 + count - np.searchsorted(lows, high, side="right")
    # An interval that is not a point reaches above its own low end and must not count itself.
    worst = 1 + count - np.searchsorted(highs, low, side="right") - (high > low)
    return np.stack([best, worst], axis=1).astype(np.int64)
