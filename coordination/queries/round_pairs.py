"""Two rounds side by side, structure by structure; and rounds that bridge two versions of the instrument."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from coordination.domain import bridging
from coordination.domain.answers import Reading
from coordination.domain.change import (
    Cause,
    CellChange,
    StructureChange,
    causes_count,
    matched,
    raters_changed,
    structure_change,
)
from coordination.domain.criteria import Crosswalk
from coordination.domain.instruments import CriterionValue
from coordination.domain.scoring import side_reading
from coordination.queries import series
from coordination.queries.cards import Cell, Key, Stack, Stacks
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One structure in two rounds, criterion by criterion: (old, new, what happened; None: not compared).

    ``common`` is how many criteria are compared, ``matched`` the change among those who rated in both rounds, where
    more than half of the raters changed; None where they did not, or nobody rated in both. ``causes`` count the reasons
    given for what went up, went down or became known.
    """

    structure: StructureValue
    old: Point
    new: Point
    change: StructureChange | None
    cells: tuple[tuple[CriterionValue, Cell | None, Cell, CellChange | None], ...]
    common: int
    has_changed_raters: bool
    matched: StructureChange | None
    causes: Mapping[CellChange, Mapping[Cause | None, int]]


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
    old_key, new_key = (old.id, structure.id), (new.id, structure.id)
    cells = after.card(new_key).cells
    old_cells = {cell.criterion.code: cell for cell in before.card(old_key).cells}
    compared = _compared(structure, old, new, stacks, voice)
    panels = before.raters(old_key), after.raters(new_key)
    has_changed = raters_changed(*panels)
    is_one_instrument = old.instrument_id == new.instrument_id
    marked = [
        (mark, Cause(cell.cause) if cell.cause else None)
        for cell in cells
        if (mark := compared.marks.get(cell.criterion.code))
    ]
    return Pairing(
        structure=structure,
        old=series.point(structure, old, before, None, with_card=False),
        new=series.point(structure, new, after, None, with_card=False),
        change=compared.change,
        cells=tuple(
            (
                cell.criterion,
                old_cells.get(cell.criterion.code),
                cell,
                compared.marks.get(cell.criterion.code),
            )
            for cell in cells
        ),
        common=compared.common,
        has_changed_raters=has_changed,
        matched=_matched(after, old_key, new_key) if has_changed and is_one_instrument else None,
        causes=causes_count([mark for mark, _cause in marked], [cause for _mark, cause in marked]),
    )


class _Compared(NamedTuple):
    """Two rounds compared: the change, what happened by criterion code, and the number of criteria compared."""

    change: StructureChange | None
    marks: Mapping[str, CellChange | None]
    common: int


def _compared(
    structure: StructureValue, old: RoundValue, new: RoundValue, stacks: Stacks, voice: str
) -> _Compared:
    stack = stacks[new.instrument_id, voice]
    conventions = stack.instrument.conventions
    if old.instrument_id == new.instrument_id:
        before, after = (stack.readings((each.id, structure.id)) for each in (old, new))
        change = structure_change(list(before.values()), list(after.values()), stack.weights, conventions)
        return _Compared(change, dict(zip(before, change.cells, strict=True)), change.base)
    aligned = series.alignment(structure.id, old, new, stacks, voice)
    if aligned is None:
        return _Compared(None, {}, 0)
    change = bridging.bridge_change(aligned, stack.weights, conventions)
    return _Compared(change, aligned.cells, aligned.common)


def _matched(stack: Stack, old: Key, new: Key) -> StructureChange | None:
    """Return the change among raters of both rounds; None for fewer than two, so that nobody is shown alone."""
    both = matched(stack.raters(old), stack.raters(new))
    if len(both) < 2:
        return None
    before, after = (_of_raters(stack, key, both) for key in (old, new))
    return structure_change(before, after, stack.weights, stack.instrument.conventions)


def _of_raters(stack: Stack, key: Key, raters: frozenset[str]) -> list[Reading]:
    """Merge the readings of some of a card's raters."""
    by_rater = stack.by_rater(key)
    return [side_reading(given) for given in zip(*(by_rater[rater] for rater in sorted(raters)), strict=True)]


def bridges(
    structures: Sequence[StructureValue], heard: Sequence[RoundValue], stacks: Stacks, voice: str
) -> Iterator[Bridge]:
    """Yield the bridge rounds, with the fit of their crosswalks."""
    for old, new in pairwise(heard):
        before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
        version = before.instrument.code, before.instrument.version
        if old.reference_on == new.reference_on and after.instrument.predecessor == version:
            keys = [((old.id, each.id), (new.id, each.id)) for each in structures]
            both = [(first, second) for first, second in keys if first in before and second in after]
            yield _bridge(
                old, new, [(before.readings(a), after.readings(b)) for a, b in both], after.criteria
            )


def _bridge(
    old: RoundValue,
    new: RoundValue,
    both: Sequence[tuple[Mapping[str, Reading], Mapping[str, Reading]]],
    criteria: Iterable[CriterionValue],
) -> Bridge:
    """Return the bridge of two rounds from the readings of each structure that was heard in both."""
    count = outside = 0
    wider: list[tuple[str, Crosswalk]] = []
    for criterion in criteria:
        if criterion.crosswalk is None:
            continue
        pairs = [(first[criterion.code], second[criterion.code]) for first, second in both]
        count += len(pairs)
        if found := len(bridging.check_bridge(criterion.crosswalk, pairs)):
            outside += found
            wider.append((criterion.code, bridging.widened(criterion.crosswalk, pairs)))
    return Bridge(old=old, new=new, pairs=count, outside=outside, wider=tuple(wider))
