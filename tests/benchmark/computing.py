"""Pure computation, without database and page: figures of 1,000 structures × 20 rounds, and places under any weights."""

from dataclasses import dataclass

import numpy as np

from coordination.domain.claims.steps import Steps
from coordination.domain.claims.timeline import Changes
from coordination.domain.grids import Grid
from coordination.domain.instruments import InstrumentValue
from coordination.domain.robustness import place_bounds, ranks
from coordination.domain.scoring import composites
from coordination.domain.weights import Weights
from tests.benchmark import timing
from tests.benchmark.building import SEED, readings
from tests.benchmark.timing import Times

STRUCTURES, ROUNDS = 1_000, 20


@dataclass(frozen=True, slots=True)
class Computed:
    """Milliseconds; ``is_right`` says whether the places after a change are those of the changed answers."""

    composites: Times
    changes: Times
    ranks: Times
    cold: Times
    kept: Times
    changed: Times
    is_right: bool


def measure(instrument: InstrumentValue, runs: int) -> Computed:
    """Compute everything for answers as the benchmark builds them, on the coordination criteria."""
    criteria = instrument.section("coordination").criteria
    conventions, weights = instrument.conventions, (1,) * len(criteria)
    whole = Grid.of(readings(STRUCTURES * ROUNDS, len(criteria)))
    earlier = whole.take(range(STRUCTURES * (ROUNDS - 1)))
    later = whole.take(range(STRUCTURES, STRUCTURES * ROUNDS))
    shape = len(later), later.width
    between = Steps(
        criteria=criteria,
        is_compared=np.ones(later.width, dtype=bool),
        is_as_before=True,
        old=earlier,
        new=later,
        medians=(earlier, later),
        causes=np.random.default_rng(SEED).integers(0, 4, shape, dtype=np.uint8),
        differ=np.zeros(shape, dtype=bool),
        are_new=np.zeros(len(later), dtype=bool),
    )
    shown, recorded = Weights("equal", weights), Weights("partners", (20, 20, 20, 20, 10, 10, 0))
    figures = composites(whole, weights, conventions)
    one = whole.take(range(STRUCTURES))
    low, high = (ends[:STRUCTURES] for ends in figures.points)
    placed = figures.assessable(conventions)[:STRUCTURES]
    composed, compared, ranked = timing.in_turn(
        (
            lambda: composites(whole, weights, conventions),
            lambda: Changes(between, shown, (recorded,), conventions),
            lambda: ranks(low[placed], high[placed]),
        ),
        runs,
    )
    cold, kept, changed, is_right = _places(one, max(3, runs // 5))
    return Computed(composed, compared, ranked, cold, kept, changed, is_right)


def _places(grid: Grid, runs: int) -> tuple[Times, Times, Times, bool]:
    """Time the places of a grid never seen (another order each time), seen, and seen before one answer changed."""
    chance = np.random.default_rng(SEED)
    orders = [chance.permutation(len(grid)) for _ in range(runs)]
    strange = iter([grid.take(order) for order in orders])
    (cold,) = timing.in_turn((lambda: place_bounds(next(strange)),), runs)
    place_bounds(grid)
    (kept,) = timing.in_turn((lambda: place_bounds(grid),), runs)
    # The first structure answers as another one does: its places must become the other's.
    edited = [grid.take(np.r_[turn + 1, 1 : len(grid)]) for turn in range(runs)]
    others = iter(edited)
    (changed,) = timing.in_turn((lambda: place_bounds(next(others)),), runs)
    found = [place_bounds(new) for new in edited]
    is_right = all(np.array_equal(each[0], each[turn + 1]) for turn, each in enumerate(found))
    return cold, kept, changed, is_right
