"""How all chosen structures stand in one round, as parts of a whole; and which of them changed most.

Everything rests on the envelopes, under the weights shown: what no assessor of the side denies. Source: METHOD.md,
sections 3.3, 3.4 and 6.2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

import numpy as np

from coordination.domain.answers import HIGHEST
from coordination.domain.bilingual import alphabetical
from coordination.domain.claims.change import UNCOMPARED, VERDICTS, ChangeClaim, ChangeKind
from coordination.domain.criteria import Conventions
from coordination.domain.grids import Grid
from coordination.domain.scoring import Composites


class RoundPart(StrEnum):
    """How a structure stands in a round, in the order in which a bar draws it; exactly one holds."""

    STRONG = "strong"
    MIDDLING = "middling"
    WEAK = "weak"
    BETWEEN = "between"  # the answers allow more than one of these
    TOO_LITTLE_KNOWN = "too-little-known"
    NOT_ASSESSED = "not-assessed"


class LevelPart(StrEnum):
    """How a structure is answered on one criterion in a round, in the same way."""

    YES = "level-4"
    MOSTLY = "level-3"
    PARTLY = "level-2"
    NOT_YET = "level-1"
    NO = "level-0"
    BETWEEN_LEVELS = "between-levels"
    NO_LEVEL = "no-level"  # not known, or not answered
    NOT_APPLICABLE = "not-applicable"
    NOT_ASKED = "not-asked"  # the round's questionnaire has no such criterion
    NOT_ASSESSED = "not-assessed"


_ZONES = (RoundPart.WEAK, RoundPart.MIDDLING, RoundPart.STRONG)
_LEVELS = (LevelPart.NO, LevelPart.NOT_YET, LevelPart.PARTLY, LevelPart.MOSTLY, LevelPart.YES)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundParts:
    """Of ``total`` structures so many stand like this; the parts that have none are left out."""

    kind: ClassVar[str] = "round-parts"

    counts: Mapping[RoundPart | LevelPart, int]
    total: int


def standings(bounds: Composites, conventions: Conventions) -> list[RoundPart]:
    """Return how each row stands, given the composites of its envelope."""
    _first, middling, strong = conventions.bands
    low, high = (
        (ends >= middling * bounds.weight).astype(int) + (ends >= strong * bounds.weight)
        for ends in (bounds.low, bounds.high)
    )
    parts = (*_ZONES, RoundPart.BETWEEN, RoundPart.TOO_LITTLE_KNOWN)
    codes = np.where(low == high, low, len(_ZONES))
    codes = np.where(bounds.assessable(conventions), codes, len(_ZONES) + 1)
    return [parts[code] for code in codes.tolist()]


def levels(envelope: Grid, column: int) -> list[LevelPart]:
    """Return how each row is answered on the criterion of one column."""
    low, high = (ends[:, column].astype(int) for ends in (envelope.lo, envelope.hi))
    parts = (*_LEVELS, LevelPart.BETWEEN_LEVELS, LevelPart.NO_LEVEL, LevelPart.NOT_APPLICABLE)
    codes = np.where(low == high, low, HIGHEST + 1)
    codes = np.where(envelope.answered[:, column], codes, HIGHEST + 2)
    codes = np.where(envelope.applicable[:, column], codes, HIGHEST + 3)
    return [parts[code] for code in codes.tolist()]


def round_parts(found: Mapping[RoundPart | LevelPart, int], total: int) -> RoundParts:
    """Return the parts in the order of a bar; of ``total`` structures those not ``found`` are not assessed."""
    rest = total - sum(found.values())
    order: tuple[RoundPart | LevelPart, ...] = tuple(LevelPart if _are_levels(found) else RoundPart)
    counts = dict(found) | ({order[-1]: rest} if rest else {})
    return RoundParts(counts={each: counts[each] for each in order if counts.get(each)}, total=total)


def _are_levels(found: Iterable[RoundPart | LevelPart]) -> bool:
    return any(isinstance(each, LevelPart) for each in found)


#: What is listed before what: a change, then higher or lower answers, then what is unclear.
_HIGHER = (
    *(ChangeKind.HIGHER_NEW_ASSESSORS, ChangeKind.LOWER_NEW_ASSESSORS),
    *(ChangeKind.HIGHER_EXPLAINED, ChangeKind.LOWER_EXPLAINED),
    *(ChangeKind.UP_WITHOUT_WEIGHT, ChangeKind.DOWN_WITHOUT_WEIGHT),
)


def biggest_first(changes: Iterable[tuple[str, ChangeClaim | None]]) -> Sequence[str]:
    """Return structures (by code, which is unique) by what is at least changed; those of one round (None) come last.

    A sort order and no finding: of two neighbours neither is said to have changed more.
    """
    return [code for code, _claim in sorted(changes, key=_place)]


def _place(of: tuple[str, ChangeClaim | None]) -> tuple[int, Fraction, tuple[object, ...]]:
    code, claim = of
    name = (alphabetical(code),)
    if claim is None:
        return 5, Fraction(0), name
    if claim.kind in VERDICTS:
        return 0, -_at_least(claim), name
    if claim.kind in _HIGHER:
        return 1, -_at_least(claim), name
    if claim.kind in UNCOMPARED:
        return 4, Fraction(0), name
    return 2 if claim.kind is ChangeKind.MIXED else 3, Fraction(0), name


def _at_least(claim: ChangeClaim) -> Fraction:
    """Return by how many points it changed at least, in whichever direction."""
    return max(claim.low or Fraction(0), -(claim.high or Fraction(0)), Fraction(0))
