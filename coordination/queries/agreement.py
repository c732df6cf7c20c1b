"""How far the assessors of both sides agree, over all structures in question, each in the round it is shown at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coordination.domain.agreement import agreements_of
from coordination.domain.claims.agreement import (
    AcrossSides,
    AssessorPairs,
    OneLevel,
    WithinSide,
    across_sides,
    within_sides,
)
from coordination.domain.grids import Grid
from coordination.domain.instruments import InstrumentValue
from coordination.domain.vocabulary import SIDES
from coordination.domain.voices import rater_pairs_of
from coordination.queries.cards import Key, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What may be said of agreement among all assessors of the selection.

    ``one_level`` and ``pairs`` are None where they do not arise.
    """

    across: AcrossSides
    within: tuple[WithinSide, ...]
    one_level: OneLevel | None
    pairs: AssessorPairs | None


def agreed(keys: Sequence[Key], stacks: Mapping[str, Stack], instrument: InstrumentValue) -> Agreed:
    """Return what may be said of agreement over these structures, from both sides' answers on each in its round."""
    government, partners = (_ratings(keys, stacks[voice]) for voice in SIDES)
    conventions = instrument.conventions
    three = agreements_of(government.level, partners.level, conventions)
    pairs = rater_pairs_of(government, partners)
    return Agreed(
        across=across_sides(three, government, partners, conventions),
        within=within_sides(three, conventions),
        one_level=OneLevel(three.all) if three.all.is_lopsided else None,
        pairs=AssessorPairs(pairs) if pairs.pairs else None,
    )


def _ratings(keys: Sequence[Key], stack: Stack) -> Grid:
    """Return one row for each rater of a side, one column for each criterion of each structure."""
    panels = {each: stack.panels[stack.rows[each]] for each in keys if each in stack}
    raters = {
        rater: row for row, rater in enumerate(sorted({r for panel in panels.values() for _pk, r in panel}))
    }
    width = len(stack.criteria)
    found = Grid.blank(len(raters), width * len(keys))
    sheets: list[int] = []
    rows: list[int] = []
    columns: list[int] = []
    for place, each in enumerate(keys):
        for pk, rater in panels.get(each, ()):
            sheets.append(stack.places[pk])
            rows.append(raters[rater])
            columns.append(place * width)
    across = np.array(columns, dtype=np.intp)[:, None] + np.arange(width)
    return found.put_at(np.array(rows, dtype=np.intp)[:, None], across, stack.sheets.take(sheets))
