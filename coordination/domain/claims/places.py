"""Who scores highest or lowest, and which places are possible: said of all chosen structures, drawn or not.

Each class is one kind of statement, true where the function that returns it says so. Source: METHOD.md, section 4.6.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from coordination.domain.claims.chosen import Chosen, Places, named
from coordination.domain.robustness import place_bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A statement about all structures that can be ranked: ``placed`` of the ``total`` chosen."""

    placed: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresHighest(Ranked):
    """The structure's low end is above every other's high end, under each set of weights in question."""

    kind: ClassVar[str] = "scores_highest"
    structure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresLowest(Ranked):
    """The structure's high end is below every other's low end, under each set of weights in question."""

    kind: ClassVar[str] = "scores_lowest"
    structure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOrLevel(Ranked):
    """No other can be above the structure under any set of weights in question; ``others`` can be level with it."""

    kind: ClassVar[str] = "first_or_level"
    structure: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFirst(Ranked):
    """These have one and the same firm score under each set of weights in question, and no other reaches it."""

    kind: ClassVar[str] = "share_first"
    structures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentCriteria(Ranked):
    """Scores rest on different criteria; ``left_out`` says of which structure how many do not apply."""

    kind: ClassVar[str] = "different_criteria"
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBound(Ranked):
    """Under any weights, and whatever the open answers, the structure lies between these places."""

    kind: ClassVar[str] = "place_bound"
    structure: str
    best: int
    worst: int

    @property
    def places(self) -> Places:
        """Both ends, the best first."""
        return self.best, self.worst


PlaceClaim = ScoresHighest | ScoresLowest | FirstOrLevel | ShareFirst | DifferentCriteria


def place_claims(of: Chosen) -> tuple[PlaceClaim, ...]:
    """Return who is first, then who is last; or that scores have no order, or nothing."""
    if len(of.placed) < 2:
        return ()
    counts = {"placed": len(of.placed), "total": len(of.names)}
    if not of.has_one_base:
        return (DifferentCriteria(left_out=_left_out(of), **counts),)
    rows = list(of.placed)
    # On one base the sums of weights are equal, so that sums of points compare as scores do.
    lows = np.stack([each.low[rows] for each in of.bounds])
    highs = np.stack([each.high[rows] for each in of.bounds])
    found: list[PlaceClaim] = []
    for at, row in enumerate(rows):
        others = np.delete(np.arange(len(rows)), at)
        if (lows[:, at] > highs[:, others].max(1)).all():
            found.append(ScoresHighest(structure=of.names[row], **counts))
        elif (lows[:, at] >= highs[:, others].max(1)).all():
            if not found:
                found.append(_first(of, lows, highs, at))
        elif len(rows) > 2 and (highs[:, at] < lows[:, others].min(1)).all():
            found.append(ScoresLowest(structure=of.names[row], **counts))
    return tuple(found)


def _left_out(of: Chosen) -> tuple[tuple[str, int], ...]:
    placed = list(of.placed)
    counts: list[int] = (~of.envelope.applicable[placed]).sum(axis=1).tolist()
    return tuple(sorted((of.names[row], count) for row, count in zip(placed, counts, strict=True) if count))


def _first(
    of: Chosen, lows: NDArray[np.int64], highs: NDArray[np.int64], at: int
) -> FirstOrLevel | ShareFirst:
    counts = {"placed": len(of.placed), "total": len(of.names)}
    level = [
        other for other in range(len(of.placed)) if other != at and (highs[:, other] == lows[:, at]).any()
    ]
    ends = np.concatenate([lows[:, [at, *level]], highs[:, [at, *level]]], axis=1)
    if (ends == ends[:, :1]).all():
        return ShareFirst(structures=named(of, (of.placed[each] for each in (at, *level))), **counts)
    others = named(of, (of.placed[each] for each in level))
    return FirstOrLevel(structure=of.names[of.placed[at]], others=others, **counts)


def place_bounds_of(of: Chosen) -> dict[str, PlaceBound]:
    """Return between which places each structure lies under any weights, by name.

    Empty unless two or more can be ranked, all on the same criteria.
    """
    if len(of.placed) < 2 or not of.has_one_base:
        return {}
    found = place_bounds(of.envelope.take(of.placed)).tolist()
    return {
        of.names[row]: PlaceBound(
            structure=of.names[row],
            best=best,
            worst=worst,
            placed=len(of.placed),
            total=len(of.names),
        )
        for row, (best, worst) in zip(of.placed, found, strict=True)
    }
