"""Two rounds side by side, structure by structure; and rounds that bridge two versions of the instrument."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordination.domain import bridging
from coordination.domain.answers import Reading
from coordination.domain.change import CellChange, StructureChange, matched, raters_changed, structure_change
from coordination.domain.criteria import Crosswalk
from coordination.domain.instruments import CriterionValue
from coordination.domain.scoring import side_reading
from coordination.queries import series
from coordination.queries.cards import Cell, Stacks
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One structure in two rounds, criterion by criterion: (old, new, what happened; None: not compared).

    ``common`` is how many criteria are compared, ``matched`` the change among those who rated in both rounds, where
    more than half of the raters changed; None where they did not, or nobody rated in both.
    """

    structure: StructureValue
    old: Point
    new: Point
    change: StructureChange | None
    cells: tuple[tuple[CriterionValue, Cell | None, Cell, CellChange | None], ...]
    common: int
    has_changed_raters: bool
    matched: StructureChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Two rounds of one date with a version of the instrument and its successor.

    ``pairs`` are answers given in both to criteria that are compared through a crosswalk, ``outside`` those that it
    does not hold; ``wider`` are the crosswalks that would hold them, by criterion code.
    """

    old: RoundValue
    new: RoundValue
    pairs: int
    outside: int
    wider: tuple[tuple[str, Crosswalk], ...]


def pairings(
    structures: Sequence[StructureValue], old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> Iterator[Pairing]:
    """Yield the structures that were heard in both rounds, criterion by criterion."""
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    for structure in structures:
        if (old.id, structure.id) in before and (new.id, structure.id) in after:
            yield _pairing(structure, old, new, stacks, voice)


def _pairing(
    structure: StructureValue, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> Pairing:
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    points = series.point(structure, old, before, None), series.point(structure, new, after, None)
    old_cells = {cell.criterion.code: cell for cell in points[0].card.cells}
    marks: Mapping[str, CellChange | None]
    if old.instrument_id == new.instrument_id:
        found = structure_change(
            points[0].card.readings, points[1].card.readings, after.weights, after.instrument.conventions
        )
        change: StructureChange | None = found
        marks, common = dict(zip(old_cells, found.cells, strict=True)), found.base
    elif aligned := series.alignment(structure.id, old, new, stacks, voice):
        change = bridging.bridge_change(aligned, after.weights, after.instrument.conventions)
        marks, common = aligned.cells, aligned.common
    else:
        change, marks, common = None, {}, 0
    panels = [
        frozenset(rater for _pk, rater in stack.panels[stack.rows[round_.id, structure.id]])
        for stack, round_ in ((before, old), (after, new))
    ]
    has_changed = raters_changed(*panels)
    return Pairing(
        structure=structure,
        old=points[0],
        new=points[1],
        change=change,
        cells=tuple(
            (cell.criterion, old_cells.get(cell.criterion.code), cell, marks.get(cell.criterion.code))
            for cell in points[1].card.cells
        ),
        common=common,
        has_changed_raters=has_changed,
        matched=_matched(points, panels) if has_changed and old.instrument_id == new.instrument_id else None,
    )


def _matched(points: tuple[Point, Point], panels: Sequence[frozenset[str]]) -> StructureChange | None:
    """Return the change as those see it who rated in both rounds; None of fewer than two.

    Where raters changed there are several of a side, and one of them is not shown alone.
    """
    both = matched(*panels)
    if len(both) < 2:
        return None
    old, new = (_of_raters(point, both) for point in points)
    stack = points[1].stack
    return structure_change(old, new, stack.weights, stack.instrument.conventions)


def _of_raters(point: Point, raters: frozenset[str]) -> list[Reading]:
    """Return the readings of some of a point's raters, as one."""
    by_rater = point.stack.by_rater((point.round.id, point.structure.id))
    return [side_reading(given) for given in zip(*(by_rater[rater] for rater in sorted(raters)), strict=True)]


def bridges(
    structures: Sequence[StructureValue], heard: Sequence[RoundValue], stacks: Stacks, voice: str
) -> Iterator[Bridge]:
    """Yield the bridge rounds, with what their pairs of answers say of the crosswalks."""
    for old, new in pairwise(heard):
        before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
        version = before.instrument.code, before.instrument.version
        if old.reference_on != new.reference_on or after.instrument.predecessor != version:
            continue
        both = [each for each in structures if (old.id, each.id) in before and (new.id, each.id) in after]
        count = outside = 0
        wider: list[tuple[str, Crosswalk]] = []
        for criterion in after.criteria:
            if criterion.crosswalk is None:
                continue
            code = criterion.code
            pairs = [
                (before.readings((old.id, each.id))[code], after.readings((new.id, each.id))[code])
                for each in both
            ]
            count += len(pairs)
            if found := len(bridging.check_bridge(criterion.crosswalk, pairs)):
                outside += found
                wider.append((code, bridging.widened(criterion.crosswalk, pairs)))
        yield Bridge(old=old, new=new, pairs=count, outside=outside, wider=tuple(wider))
