"""All structures that a reader chose, drawn or not: what claims about structures and pairs are decided on.

Everything here rests on the envelope, that is on what no assessor of the side denies. Source: METHOD.md, section 4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coordination.domain.grids import Flags, Grid
from coordination.domain.instruments import Conventions
from coordination.domain.panels import PanelAnswer, panels_of
from coordination.domain.robustness import ranks
from coordination.domain.scoring import Composites, composites

#: Places from the best to the worst; 1 is first.
Places = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WeightSet:
    """Weights in question: whose they are (equal, government, partners or entered), one for each criterion."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """Structures of one round as the assessors of one side answered them; built by ``chosen``.

    Row i of ``envelope`` is what no assessor of the structure ``names[i]`` denies, ``rows[i]`` are these assessors' rows
    of ``sheets``. ``sets`` are the weights in question, those shown first, and ``bounds`` the scores of the envelopes
    under each. ``placed`` are the rows that can be ranked, the higher first (low end, high end, name).
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    envelope: Grid
    sheets: Grid
    rows: tuple[tuple[int, ...], ...]
    sets: tuple[WeightSet, ...]
    conventions: Conventions
    bounds: tuple[Composites, ...]
    placed: tuple[int, ...]

    @property
    def shown(self) -> WeightSet:
        """The weights under which scores are shown."""
        return self.sets[0]

    @property
    def has_one_base(self) -> bool:
        """Whether the same criteria apply to all structures that can be ranked."""
        apply = self.envelope.applicable[list(self.placed)]
        return bool((apply == apply[:1]).all())

    def panels(self, row: int) -> tuple[PanelAnswer, ...]:
        """Return how a structure's assessors answered each criterion."""
        return panels_of(self.sheets, self.rows[row])

    def row(self, name: str) -> int:
        """Return the row of a structure."""
        return self.names.index(name)


def chosen(
    *,
    names: Sequence[str],
    codes: Sequence[str],
    sheets: Grid,
    rows: Sequence[Sequence[int]],
    envelope: Grid,
    sets: Sequence[WeightSet],
    conventions: Conventions,
) -> Chosen:
    """Return the structures with what follows from their answers under each of these weights.

    Raises ValueError without any weights.
    """
    if not sets:
        raise ValueError("claims need weights under which they hold")
    bounds = tuple(composites(envelope, each.values, conventions) for each in sets)
    is_placed = np.logical_and.reduce([each.assessable(conventions) for each in bounds])
    low, high = bounds[0].points
    placed = sorted(np.flatnonzero(is_placed).tolist(), key=lambda at: (-low[at], -high[at], names[at]))
    return Chosen(
        names=tuple(names),
        codes=tuple(codes),
        envelope=envelope,
        sheets=sheets,
        rows=tuple(map(tuple, rows)),
        sets=tuple(sets),
        conventions=conventions,
        bounds=bounds,
        placed=tuple(placed),
    )


def incomplete(of: Chosen) -> Flags:
    """Return, by structure and criterion, whether any assessor left it open, was unsure, or all who could did."""
    sheets = of.sheets
    firm = sheets.answered & (sheets.lo == sheets.hi)
    return _any_of(of, sheets.applicable & ~firm)


def excluded(of: Chosen) -> Flags:
    """Return, by structure and criterion, whether any assessor said that it does not apply."""
    return _any_of(of, ~of.sheets.applicable)


def _any_of(of: Chosen, flags: Flags) -> Flags:
    found = np.zeros(of.envelope.lo.shape, dtype=bool)
    owners = np.repeat(np.arange(len(of.rows)), [len(each) for each in of.rows])
    np.logical_or.at(found, owners, flags[[row for rows in of.rows for row in rows]])
    return found


def places(of: Chosen) -> dict[str, Places]:
    """Return between which places each structure lies under the weights shown.

    Empty unless two or more can be ranked, all on the same criteria: scores of different criteria have no order.
    """
    if len(of.placed) < 2 or not of.has_one_base:
        return {}
    bounds, rows = of.bounds[0], list(of.placed)
    found = ranks(bounds.low[rows].astype(float), bounds.high[rows].astype(float)).tolist()
    return {of.names[row]: (best, worst) for row, (best, worst) in zip(rows, found, strict=True)}


def named(of: Chosen, rows: Iterable[int]) -> tuple[str, ...]:
    """Return the names of these rows in alphabetical order."""
    return tuple(sorted(of.names[row] for row in rows))
