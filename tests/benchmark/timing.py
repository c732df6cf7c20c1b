"""The clock: several things in turn, so that whatever else the machine does meets all of them alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Times:
    """Durations in milliseconds, at least one; and how much of the processor's time one took in this process."""

    each: tuple[float, ...]
    work: float = 0

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
    work = [0.0 for _ in steps]
    for _run in range(runs):
        for number, step in enumerate(steps):
            start = time.process_time()
            found[number].append(once(step))
            work[number] += time.process_time() - start
    return [Times(tuple(times), 1000 * spent / runs) for times, spent in zip(found, work, strict=True)]


def once(step: Callable[[], object]) -> float:
    """Run a step; return how many milliseconds it took."""
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000
