"""Many structures on one scale of 0 to 100, a lane for each group: a dot at a score, exact along the scale.

Across its lane a dot is moved so that those of one score do not cover each other; that says nothing. All dots of a lane
are one path of points with round ends, so that a thousand weigh little.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

#: Units of the drawing: the scale, what points at its ends need, a lane, and how far dots of one score stand apart.
WIDTH, EDGE, LANE, APART = 480, 4, 32, 5


@dataclass(frozen=True, slots=True)
class DotLane:
    """One group: the path of its dots, and how many there are."""

    path: str
    count: int


@lru_cache(maxsize=64)  # The same sectors, for as long as nothing is written.
def drawn(scores: tuple[Fraction, ...]) -> DotLane:
    """Return the dots of these scores."""
    there: Counter[Fraction] = Counter()
    parts = []
    for score in sorted(scores):
        parts.append(f"M{_x(score)} {_y(there[score])}h0")
        there[score] += 1
    return DotLane("".join(parts), len(parts))


def _x(score: Fraction) -> str:
    return f"{EDGE + float(score) * (WIDTH - 2 * EDGE) / 100:.1f}".removesuffix(".0")


def _y(turn: int) -> int:
    """Return where the next dot of one score stands: the middle, then below and above it in turn, then over again."""
    most = LANE // APART - 1
    step = turn % most
    return LANE // 2 + (step + 1) // 2 * APART * (1 if step % 2 else -1)
