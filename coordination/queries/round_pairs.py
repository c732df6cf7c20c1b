"""Two rounds side by side, structure by structure; and rounds that bridge two versions of the instrument."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coordination.domain.change import Cause, CellChange, causes_count, causes_in, matched
from coordination.domain.claims import steps
from coordination.domain.claims.bridges import BridgeFit, bridge_fit
from coordination.domain.claims.change import ChangeClaim
from coordination.domain.claims.timeline import Changes
from coordination.domain.instruments import CriterionValue
from coordination.queries import changes, series
from coordination.queries.cards import Cell, Key, Stack, Stacks
from coordination.queries.changes import Weighing
from coordination.queries.rounds import RoundValue
from coordination.queries.series import Point
from coordination.queries.structures import StructureValue


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedCell:
    """One criterion in two rounds: what happened (None: not compared), and the reasons stated by the assessors."""

    criterion: CriterionValue
    old: Cell | None
    new: Cell
    change: CellChange | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One structure in two rounds, criterion by criterion.

    ``matched`` is what may be said of the assessors of both rounds, where most of those who answered are new and two or
    more were there before: nobody is shown alone.
    """

    structure: StructureValue
    old: Point
    new: Point
    claim: ChangeClaim
    cells: tuple[PairedCell, ...]
    matched: ChangeClaim | None


@dataclass(frozen=True, slots=True)
class Both:
    """How many structures were heard in both rounds, and the reasons given for what rose, fell or became known there."""

    structures: int
    causes: Mapping[Cause | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Two rounds of one date with a version of the questionnaire and its successor, and how its crosswalks fit."""

    old: RoundValue
    new: RoundValue
    fit: BridgeFit


def both(
    structures: Sequence[StructureValue],
    old: RoundValue,
    new: RoundValue,
    stacks: Stacks,
    voice: str,
    weighing: Weighing,
) -> Both:
    """Return what is counted over all structures that were heard in both rounds; no words are needed."""
    after = stacks[new.instrument_id, voice]
    heard = _in_both(structures, (old, new), (stacks[old.instrument_id, voice], after))
    found = changes.of_steps([(each.id, old, new) for each in heard], stacks, voice, weighing)
    bits = changes.causes_of(after, [after.rows[new.id, each.id] for each in heard]).tolist() if heard else []
    cells = [cell for each in heard for cell in found[each.id, old.id, new.id].claim.cells]
    return Both(len(heard), causes_count(cells, [each for row in bits for each in row]))


def _in_both(
    structures: Sequence[StructureValue], rounds: tuple[RoundValue, RoundValue], stacks: tuple[Stack, Stack]
) -> list[StructureValue]:
    (old, new), (before, after) = rounds, stacks
    return [each for each in structures if (old.id, each.id) in before and (new.id, each.id) in after]


def pairings(
    structures: Sequence[StructureValue],
    old: RoundValue,
    new: RoundValue,
    stacks: Stacks,
    voice: str,
    weighing: Weighing,
) -> Iterator[Pairing]:
    """Yield the structures that were heard in both rounds, criterion by criterion."""
    before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
    heard = _in_both(structures, (old, new), (before, after))
    found = changes.of_steps([(each.id, old, new) for each in heard], stacks, voice, weighing)
    for structure in heard:
        claim = found[structure.id, old.id, new.id].claim
        yield _pairing(structure, (old, new), (before, after), claim, weighing)


def _pairing(
    structure: StructureValue,
    rounds: tuple[RoundValue, RoundValue],
    stacks: tuple[Stack, Stack],
    claim: ChangeClaim,
    weighing: Weighing,
) -> Pairing:
    old, new = rounds
    before, after = stacks
    keys = (old.id, structure.id), (new.id, structure.id)
    old_cells = {cell.criterion.code: cell for cell in before.card(keys[0]).cells}
    stated = changes.side_of(after, keys[1]).causes
    cells = tuple(
        PairedCell(
            criterion=cell.criterion,
            old=old_cells.get(cell.criterion.code),
            new=cell,
            change=change,
            causes=causes_in(stated[cell.criterion.code]),
        )
        for cell, change in zip(after.card(keys[1]).cells, claim.cells, strict=True)
    )
    return Pairing(
        structure=structure,
        old=series.point(structure, old, before, None, with_card=False),
        new=series.point(structure, new, after, None, with_card=False),
        claim=claim,
        cells=cells,
        matched=_matched(after, keys, new, weighing) if claim.are_new and before is after else None,
    )


def _matched(stack: Stack, keys: tuple[Key, Key], new: RoundValue, weighing: Weighing) -> ChangeClaim | None:
    """Return what may be said of the assessors of both rounds; None for fewer than two."""
    assessors = matched(*(stack.raters(key) for key in keys))
    if len(assessors) < 2:
        return None
    before, after = (changes.side_of(stack, key, assessors) for key in keys)
    shown, recorded = weighing.of(new, len(stack.criteria))
    found = Changes(
        steps.within(stack.criteria, before, after), shown, recorded, stack.instrument.conventions
    )
    return found[0]


def bridges(
    structures: Sequence[StructureValue], heard: Sequence[RoundValue], stacks: Stacks, voice: str
) -> Iterator[Bridge]:
    """Yield the bridge rounds, with the fit of their crosswalks."""
    for old, new in pairwise(heard):
        before, after = stacks[old.instrument_id, voice], stacks[new.instrument_id, voice]
        version = before.instrument.code, before.instrument.version
        if old.reference_on == new.reference_on and after.instrument.predecessor == version:
            keys = [((old.id, each.id), (new.id, each.id)) for each in structures]
            twice = [(first, second) for first, second in keys if first in before and second in after]
            readings = [(before.readings(a), after.readings(b)) for a, b in twice]
            yield Bridge(old=old, new=new, fit=bridge_fit(readings, after.criteria))
