"""Both sides of one structure on level lines, and beside it all structures shown.

What a line shows is said in words at its right; the overview has only by how many levels a side is higher.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from coordination.domain.claims.sides import CriterionBySides, SideGap
from coordination.domain.instruments import CriterionValue
from coordination.domain.vocabulary import SIDES
from coordination.presenters import averages, differences, drawn, sentences
from coordination.presenters.drawn import LevelLineMark, StripMark
from coordination.presenters.said import Said
from coordination.presenters.sentences import local
from coordination.queries.rounds import RoundValue
from coordination.queries.sides import Sides, SidesBoard
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCriterion:
    """One criterion: its level line and what it says; ``is_apart``: no level fits both sides."""

    criterion: CriterionValue
    mark: LevelLineMark
    said: Said
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One structure by both sides: its lines, the widest apart first, and its scores."""

    structure: StructureValue
    round: RoundValue
    lines: tuple[DrawnCriterion, ...]
    strip: StripMark
    mean: Said | None
    joint: Said | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """One criterion of one structure in few letters: by how many levels the side ``higher`` is higher, or a word."""

    structure: StructureValue
    round: RoundValue
    code: str
    said: Said
    higher: str
    words: str


def picture(board: SidesBoard) -> Picture | None:
    """Return the picture of the structure that is drawn; None where none is answered by both sides."""
    row = board.drawn
    if row is None or row.compared is None:
        return None
    return Picture(
        structure=row.structure,
        round=row.round,
        lines=tuple(_line(criterion, claim) for criterion, claim in _widest_first(row, board.criteria)),
        strip=drawn.strip(row.structure.code, [(SIDES[0], row.government), (SIDES[1], row.partners)]),
        mean=Said(row.points.kind, averages.points_apart(row.points)) if row.points else None,
        joint=differences.both_together(row.joint) if row.joint else None,
    )


def _widest_first(
    row: Sides, criteria: Sequence[CriterionValue]
) -> list[tuple[CriterionValue, CriterionBySides]]:
    """Return the criteria: where the sides disagree first, the widest for sure first; the rest in their order."""
    assert row.compared
    both = zip(criteria, row.compared.criteria, strict=True)
    return sorted(both, key=lambda each: each[1].apart, reverse=True)


def _line(criterion: CriterionValue, claim: CriterionBySides) -> DrawnCriterion:
    return DrawnCriterion(
        criterion=criterion,
        mark=drawn.level_line(local(criterion.short), claim),
        said=Said(claim.kind, differences.criterion(claim)),
        is_apart=claim.gap is SideGap.APART,
    )


# --- all structures


def overview(board: SidesBoard) -> list[tuple[CriterionValue, tuple[Short, ...]]]:
    """Return each criterion and how the sides stand on it for each structure shown, in the order of the picture."""
    if board.drawn is None:
        return []
    rows = [row for row in board.rows if row.compared]
    places = {criterion.code: at for at, criterion in enumerate(board.criteria)}
    return [
        (criterion, tuple(_short(row, places[criterion.code]) for row in rows))
        for criterion, _claim in _widest_first(board.drawn, board.criteria)
    ]


def _short(row: Sides, at: int) -> Short:
    assert row.compared
    claim = row.compared.criteria[at]
    least, most = claim.apart
    by = str(least) if least == most else f"{least}–{most}"
    words = {
        SideGap.APART: by,
        SideGap.SAME: pgettext("both sides", "same"),
        SideGap.MAY_DIFFER: pgettext("both sides", "unclear"),
    }
    return Short(
        structure=row.structure,
        round=row.round,
        code=claim.code,
        said=Said(claim.kind, differences.criterion(claim)),
        higher=claim.higher or "",
        words=words.get(claim.gap, "–"),
    )


def shown(board: SidesBoard) -> Said | None:
    """Say how many of the structures on which both sides sent answers are shown, where it is not all."""
    rows = sum(row.compared is not None for row in board.rows)
    if rows == len(board.compared):
        return None
    return Said("drawn", sentences.drawn(rows, len(board.compared)))
