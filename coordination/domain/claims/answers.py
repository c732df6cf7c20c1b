"""What the answers to the criteria say: what is weak, what no step follows from, what is open, what cannot be ranked.

Each class is one kind of statement, true where the function that returns it says so. Source: METHOD.md, sections 3.4
and 9.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cache
from itertools import compress
from typing import ClassVar

import numpy as np

from coordination.domain.answers import HIGHEST
from coordination.domain.bilingual import alphabetical
from coordination.domain.claims.chosen import Chosen, excluded, incomplete
from coordination.domain.grids import Flags
from coordination.domain.panels import WEAK, CellKind, PanelAnswer
from coordination.domain.recommendations import NextStep


@dataclass(frozen=True, slots=True)
class Counted:
    """A criterion of which a statement rests on so many (``number``) of the ``asked`` assessors."""

    code: str
    number: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weak:
    """No assessor of the side who answered these criteria admits more than Partly; the number is who answered.

    ``among`` is of how many structures the same may be said, where a page does not name them all; otherwise 0.
    """

    kind: ClassVar[str] = "weak"
    structure: str
    criteria: tuple[Counted, ...]
    among: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakToMost:
    """More than half of the assessors asked admit nothing above Partly, and another one does; ``among`` as of Weak."""

    kind: ClassVar[str] = "weak_to_most"
    structure: str
    criteria: tuple[Counted, ...]
    among: int = 0


WeakClaim = Weak | WeakToMost


def weak_claims(of: Chosen) -> tuple[WeakClaim, ...]:
    """Return what is weak, the structures with most weak criteria first, of these the lowest; unhedged ones first."""
    grid = of.envelope
    is_weak = grid.answered & (grid.hi <= WEAK)
    certain = np.flatnonzero(is_weak.any(1)).tolist()
    several = [row for row, assessors in enumerate(of.rows) if len(assessors) > 1]
    weak: list[WeakClaim] = [
        Weak(structure=of.names[row], criteria=criteria)
        for row, criteria in zip(certain, _all_weak(of, certain, is_weak), strict=True)
    ]
    most: list[WeakClaim] = [
        WeakToMost(structure=of.names[row], criteria=criteria)
        for row in several
        if (criteria := _weak_to_most(of, row))
    ]
    return (*_most_first(of, weak), *_most_first(of, most))


def _most_first(of: Chosen, found: Iterable[WeakClaim]) -> list[WeakClaim]:
    high = dict(zip(of.names, of.bounds[0].points[1].tolist(), strict=True))

    def pressing(claim: WeakClaim) -> tuple[int, float, tuple[str, str]]:
        return -len(claim.criteria), high[claim.structure], alphabetical(claim.structure)

    return sorted(found, key=pressing)


def _all_weak(of: Chosen, rows: Sequence[int], is_weak: Flags) -> Iterator[tuple[Counted, ...]]:
    """Yield what ``_weak`` returns of each of these rows; most structures have one assessor."""
    alone = [Counted(code, 1, 1) for code in of.codes]

    @cache
    def of_one(*flags: bool) -> tuple[Counted, ...]:
        return tuple(compress(alone, flags))

    for row, flags in zip(rows, is_weak[rows].tolist(), strict=True):
        yield of_one(*flags) if len(of.rows[row]) == 1 else _weak(of, row)


def _weak(of: Chosen, row: int) -> tuple[Counted, ...]:
    return tuple(
        Counted(code, panel.answered, panel.asked)
        for code, panel in zip(of.codes, of.panels(row), strict=True)
        if _is_weak(panel)
    )


def _is_weak(panel: PanelAnswer) -> bool:
    return bool(panel.answered) and panel.hi is not None and panel.hi <= WEAK


def _weak_to_most(of: Chosen, row: int) -> tuple[Counted, ...]:
    return tuple(
        Counted(code, panel.weak, panel.asked)
        for code, panel in zip(of.codes, of.panels(row), strict=True)
        if 2 * panel.weak > panel.asked and not _is_weak(panel)
    )


class Obstacle(StrEnum):
    """Why a structure cannot be ranked; the first that holds."""

    NOTHING_APPLIES = "nothing_applies"
    LEFT_OUT = "left_out"
    TOO_FEW_APPLY = "too_few_apply"
    NO_WEIGHT = "no_weight"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unranked:
    """A structure that cannot be ranked, and why.

    ``missing`` are the criteria that no assessor answered, ``needed`` how many answers more it takes (0 where no answer
    helps), ``left_out`` how many do not apply, ``applicable`` how many do, ``weights`` the sets that give none weight.
    """

    kind: ClassVar[str] = "unranked"
    structure: str
    obstacle: Obstacle
    missing: tuple[str, ...]
    needed: int
    left_out: int
    applicable: int
    weights: tuple[str, ...]


def unranked(of: Chosen) -> tuple[Unranked, ...]:
    """Return every structure that cannot be ranked, those that fewest answers would help first."""
    rows = set(range(len(of.names))) - set(of.placed)
    found = [_unranked(of, row) for row in sorted(rows)]
    return tuple(sorted(found, key=lambda each: (not each.needed, each.needed, each.structure)))


def _unranked(of: Chosen, row: int) -> Unranked:
    grid, conventions = of.envelope, of.conventions
    base, answered = int(grid.applicable[row].sum()), int(grid.answered[row].sum())
    left_out = grid.width - base
    needed = max(conventions.min_answered, base // 2 + 1) - answered
    weightless = tuple(
        each.name for each, bounds in zip(of.sets, of.bounds, strict=True) if not bounds.weight[row]
    )
    if not base:
        obstacle = Obstacle.NOTHING_APPLIES
    elif left_out > conventions.max_not_applicable:
        obstacle = Obstacle.LEFT_OUT
    elif base < conventions.min_answered:
        obstacle = Obstacle.TOO_FEW_APPLY
    else:
        obstacle = Obstacle.NO_WEIGHT if weightless else Obstacle.MISSING
    open_ = grid.applicable[row] & ~grid.answered[row]
    return Unranked(
        structure=of.names[row],
        obstacle=obstacle,
        missing=tuple(of.codes[at] for at in np.flatnonzero(open_).tolist()),
        needed=needed if obstacle is Obstacle.MISSING else 0,
        left_out=left_out,
        applicable=base,
        weights=weightless if base else (),
    )


class EmptyReason(StrEnum):
    """What may be said where a list of steps, or of answers to find out, is empty."""

    NONE_APPLIES = "no_criterion_applies"
    NO_STEP = "no_step_follows"
    NOTHING_OPEN = "no_answer_is_open"
    DIFFER = "complete_but_assessors_differ"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a list is empty."""

    reason: EmptyReason

    @property
    def kind(self) -> str:
        """The kind of statement."""
        return self.reason.value


def no_step(panels: Iterable[PanelAnswer]) -> Nothing | None:
    """Return why no step follows from these answers; None where one does."""
    applying = [each for each in panels if each.applies]
    if not applying:
        return Nothing(EmptyReason.NONE_APPLIES)
    if all(each.is_firm_yes for each in applying):
        return Nothing(EmptyReason.NO_STEP)
    if all(each.lo == each.hi == HIGHEST and each.is_complete for each in applying):
        return Nothing(EmptyReason.DIFFER)
    return None


def nothing_open(of: Chosen) -> Nothing | None:
    """Return why no answer is missing, doubtful or in dispute; None where one is."""
    applies = of.envelope.applicable
    if not applies.any():
        return Nothing(EmptyReason.NONE_APPLIES)
    if (incomplete(of) & applies).any() or (of.envelope.lo < of.envelope.hi)[applies].any():
        return None
    differ = (excluded(of) & applies).any()
    return Nothing(EmptyReason.DIFFER if differ else EmptyReason.NOTHING_OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPoints:
    """What criteria need to reach Yes, each, in points of 100: at ``least`` so many, at ``most`` so many."""

    kind: ClassVar[str] = "needs_points"
    structure: str
    codes: tuple[str, ...]
    least: Fraction
    most: Fraction
    assessors_differ: bool


def needs_points(steps: Sequence[NextStep]) -> NeedsPoints:
    """Return what the criteria of these steps, which fall equally short, need to reach Yes."""
    first = steps[0]
    return NeedsPoints(
        structure=first.structure,
        codes=tuple(each.code for each in steps),
        least=first.certain_shortfall,
        most=first.certain_shortfall + first.possible_shortfall,
        assessors_differ=first.assessors_differ,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersByKind:
    """How many criteria of a structure are of each kind; ``assessors`` were asked."""

    kind: ClassVar[str] = "answers_by_kind"
    structure: str
    counts: Mapping[CellKind, int]
    assessors: int


def answers_by_kind(structure: str, panels: Sequence[PanelAnswer]) -> AnswersByKind:
    """Count a structure's criteria by kind, every kind in its order."""
    counted = Counter(each.kind for each in panels)
    return AnswersByKind(
        structure=structure,
        counts={kind: counted[kind] for kind in CellKind},
        assessors=max((each.asked for each in panels), default=0),
    )
