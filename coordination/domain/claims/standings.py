"""How one structure stands for the sides heard, which is listed before which, and where the sides disagree on it.

Everything rests on the envelopes: a structure is strong for a side only where no assessor of it denies it. Source:
METHOD.md, sections 3.3, 3.4 and 5.4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import ClassVar

import numpy as np

from coordination.domain.bilingual import alphabetical
from coordination.domain.criteria import Conventions
from coordination.domain.grids import Grid
from coordination.domain.panels import WEAK
from coordination.domain.scoring import Band, band_at, composites
from coordination.domain.vocabulary import SIDES


class PortfolioPart(StrEnum):
    """How a structure stands, in the order in which a bar draws it; exactly one holds (`part_of`)."""

    STRONG = "strong"
    MIDDLING = "middling"
    WEAK = "weak"
    APART = "apart"
    BETWEEN = "between"
    TOO_LITTLE_KNOWN = "too-little-known"
    NOT_ASSESSED = "not-assessed"


OF_BAND = {
    Band.STRONG: PortfolioPart.STRONG,
    Band.MIDDLING: PortfolioPart.MIDDLING,
    Band.WEAK: PortfolioPart.WEAK,
}
#: The parts that are said of the sides heard: of both, or of the one.
OF_SIDES = tuple(OF_BAND.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class SideScore:
    """Between which scores a side's assessors allow a structure to lie, and the words for both ends."""

    low: Fraction
    high: Fraction
    bands: tuple[Band, Band]


def side_scores(envelope: Grid, conventions: Conventions) -> tuple[SideScore | None, ...]:
    """Return the score of each row under equal weights; None where the structure cannot be ranked."""
    bounds = composites(envelope, (1,) * envelope.width, conventions)
    columns = (bounds.assessable(conventions), bounds.low, bounds.high, bounds.weight)
    return tuple(
        _score(low, high, weight, conventions) if is_ranked else None
        for is_ranked, low, high, weight in zip(*(each.tolist() for each in columns), strict=True)
    )


@lru_cache(maxsize=4096)  # The same few come back in every structure.
def _score(low: int, high: int, weight: int, conventions: Conventions) -> SideScore:
    ends = Fraction(low, weight), Fraction(high, weight)
    return SideScore(
        low=ends[0], high=ends[1], bands=(band_at(ends[0], conventions), band_at(ends[1], conventions))
    )


#: By each side heard its score; None where the structure cannot be ranked by it.
SideScores = Mapping[str, SideScore | None]


def part_of(scores: SideScores) -> PortfolioPart:
    """Return how a structure stands: the first that holds, from “not assessed” to “between”.

    Of one side only, strong, middling and weak are that side's; the scores of two sides are apart where they do not
    overlap.
    """
    if not scores:
        return PortfolioPart.NOT_ASSESSED
    ranked = [each for each in scores.values() if each is not None]
    if len(ranked) < len(scores):
        return PortfolioPart.TOO_LITTLE_KNOWN
    bands = {band for each in ranked for band in each.bands}
    if len(bands) == 1:
        return OF_BAND[bands.pop()]
    if max(each.low for each in ranked) > min(each.high for each in ranked):
        return PortfolioPart.APART
    return PortfolioPart.BETWEEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """How one structure (by its code) stands for the sides heard at its latest round."""

    kind: ClassVar[str] = "portfolio-standing"

    structure: str
    part: PortfolioPart
    scores: SideScores

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides heard, government first."""
        return tuple(side for side in SIDES if side in self.scores)

    @property
    def lowest(self) -> Fraction | None:
        """The lowest score that any side heard allows; None where it cannot be ranked."""
        if not self.scores or None in self.scores.values():
            return None
        return min(each.low for each in self.scores.values() if each)


def standing(structure: str, scores: SideScores) -> Stance:
    """Return how a structure stands."""
    return Stance(structure=structure, part=part_of(scores), scores=scores)


def weakest_first(standings: Iterable[Stance]) -> list[Stance]:
    """Return them by the lower of the two lows; what cannot be ranked after all ranked, then what is not assessed.

    A sort order and no finding: of two neighbours neither is said to be weaker.
    """
    listed = list(standings)
    scores = [each for of in listed for each in of.scores.values() if each]
    # Whole numbers sort many times faster than fractions, and as exactly.
    common = lcm(*{each.low.denominator for each in scores}, *{each.high.denominator for each in scores})
    return sorted(listed, key=lambda of: _place(of, common))


def _place(of: Stance, common: int) -> tuple[int, int, int, tuple[str, str]]:
    name = alphabetical(of.structure)
    if of.part is PortfolioPart.NOT_ASSESSED:
        return 2, 0, 0, name
    ranked = [each for each in of.scores.values() if each is not None]
    if len(ranked) < len(of.scores):
        return 1, 0, 0, name
    low, high = (min(_whole(end, common) for end in ends) for ends in zip(*map(_ends, ranked), strict=True))
    return 0, low, high, name


def _ends(score: SideScore) -> tuple[Fraction, Fraction]:
    return score.low, score.high


def _whole(value: Fraction, common: int) -> int:
    return value.numerator * (common // value.denominator)


# --- criterion by criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelGap:
    """The sides disagree on a criterion: ``higher`` is so at least ``least`` levels higher, at most ``most``."""

    kind: ClassVar[str] = "portfolio-gap"

    code: str
    higher: str
    least: int
    most: int


def gaps_of(codes: Sequence[str], government: Grid, partners: Grid) -> tuple[tuple[LevelGap, ...], ...]:
    """Return, row by row of two envelopes, the criteria on which no level fits both sides."""
    both = government.answered & partners.answered  # Where it does not apply nothing is answered.
    above, below = government.lo - partners.hi, partners.lo - government.hi
    is_apart = both & ((above > 0) | (below > 0))
    found: list[tuple[LevelGap, ...]] = [()] * len(government)
    for row in np.flatnonzero(is_apart.any(1)).tolist():
        found[row] = tuple(
            LevelGap(
                code=codes[at],
                higher=SIDES[0] if above[row, at] > 0 else SIDES[1],
                least=int(max(above[row, at], below[row, at])),
                most=_most_apart(government, partners, row, at),
            )
            for at in np.flatnonzero(is_apart[row]).tolist()
        )
    return tuple(found)


def _most_apart(one: Grid, other: Grid, row: int, at: int) -> int:
    return int(max(one.hi[row, at] - other.lo[row, at], other.hi[row, at] - one.lo[row, at]))


def weak_of(codes: Sequence[str], envelope: Grid) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Return, row by row, (highest level admitted, criterion) of those answered Partly or lower, the lowest first."""
    is_weak = envelope.answered & (envelope.hi <= WEAK)
    found: list[tuple[tuple[int, str], ...]] = [()] * len(envelope)
    for row in np.flatnonzero(is_weak.any(1)).tolist():
        columns = np.flatnonzero(is_weak[row]).tolist()
        cells = sorted((int(envelope.hi[row, at]), at) for at in columns)
        found[row] = tuple((high, codes[at]) for high, at in cells)
    return tuple(found)
