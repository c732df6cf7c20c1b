"""One criterion by both sides on the line of levels from No to Yes; a link only where no level fits both.

Along the line everything is in per cent of its width. Where the two are apart they stand on one line and the link runs
between their near ends; otherwise the government stands above, so that neither covers the other.
"""

from dataclasses import dataclass
from enum import StrEnum

from coordination.domain.answers import HIGHEST, LOWEST
from coordination.domain.claims.sides import CriterionBySides, SideGap
from coordination.domain.panels import PanelAnswer
from coordination.domain.vocabulary import SIDES

#: Pixels: the whole, and the middle of it and of each side's half.
HEIGHT, MIDDLE, HALVES = 28, 14.0, (7.0, 21.0)


class Shape(StrEnum):
    """How an answer is drawn."""

    POINT = "point"
    RANGE = "range"  # a box over every level it may mean
    UNKNOWN = "unknown"  # a box over all levels, in no side's colour


@dataclass(frozen=True, slots=True, kw_only=True)
class SideOnLine:
    """One side: ``start`` and ``width`` in per cent of the line, ``y`` in pixels."""

    voice: str
    shape: Shape
    start: float
    width: float
    y: float


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The sides that the criterion applies to, and from where to where they are apart, in per cent of the line."""

    sides: tuple[SideOnLine, ...]
    link: tuple[float, float] | None


def drawn(claim: CriterionBySides) -> LevelLine:
    """Return the line of one criterion."""
    is_apart = claim.gap is SideGap.APART
    sides = tuple(
        _side(voice, claim.of(voice), MIDDLE if is_apart else middle)
        for voice, middle in zip(SIDES, HALVES, strict=True)
        if claim.of(voice).applies
    )
    return LevelLine(sides, _link(*sides) if is_apart else None)


def at(level: int) -> float:
    """Return where a level stands, in per cent of the line."""
    return (level - LOWEST) * 100 / (HIGHEST - LOWEST)


def _side(voice: str, panel: PanelAnswer, y: float) -> SideOnLine:
    assert panel.lo is not None
    assert panel.hi is not None
    start, end = at(panel.lo), at(panel.hi)
    shape = Shape.UNKNOWN if not panel.answered else Shape.RANGE if start < end else Shape.POINT
    return SideOnLine(voice=voice, shape=shape, start=start, width=end - start, y=y)


def _link(one: SideOnLine, other: SideOnLine) -> tuple[float, float]:
    low, high = sorted((one, other), key=lambda each: each.start)
    return low.start + low.width, high.start
