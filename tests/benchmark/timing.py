"""The clock: several things in turn, so that whatever else the machine does meets all of them alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Times:
    """Durations in milliseconds, at least one."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs took at most this."""
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        """Of a hundred runs 95 took at most this."""
        return sorted(self.each)[ceil(0.95 * len(self.each)) - 1]


def in_turn(steps: Sequence[Callable[[], object]], runs: int) -> list[Times]:
    """Run all steps one after the other, ``runs`` times; return the times of each."""
    found: list[list[float]] = [[] for _ in steps]
    for _run in range(runs):
        for step, times in zip(steps, found, strict=True):
            times.append(once(step))
    return [Times(tuple(times)) for times in found]


def once(step: Callable[[], object]) -> float:
    """Run a step; return how many milliseconds it took."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000
