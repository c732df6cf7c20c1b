"""How a change between two rounds is decided, for one structure and for a thousand; and what heads a page of changes.

Better or worse is said only where no missing or doubtful answer, no set of weights in question and no other reason than
a real change can explain it. Every claim rests on the envelopes: what no assessor of the side denies. Source:
METHOD.md, sections 6.1 to 6.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import compress
from typing import ClassVar, NamedTuple

import numpy as np

from coordination.domain.change import EXPLAINED, Cause, Codes, causes_in, differences, is_explained
from coordination.domain.claims.change import (
    UNCLEAR,
    UNCOMPARED,
    VERDICTS,
    ChangeClaim,
    ChangeKind,
    Points,
    Scope,
)
from coordination.domain.claims.steps import Steps
from coordination.domain.criteria import Conventions, CriterionValue
from coordination.domain.grids import Flags, Grid
from coordination.domain.kept_results import KeptByContent
from coordination.domain.scoring import Counts, check_weights
from coordination.domain.weights import Weights

#: A page asks for a few: from first to last, from the round before, between two rounds.
_kept = KeptByContent(64)


class Changes:
    """What may be said of each of N structures, decided for all at once."""

    def __init__(
        self, steps: Steps, shown: Weights, recorded: Iterable[Weights], conventions: Conventions
    ) -> None:
        """Decide under equal weights, those ``shown`` and those ``recorded``: one for each criterion.

        Raises ValueError for another number of weights than criteria and for a negative one.
        """
        equal = Weights("equal", (1,) * len(steps.criteria))
        self._sets = tuple({each.values: each for each in (*recorded, shown, equal)}.values())
        for each in self._sets:
            check_weights(each.values, len(steps.criteria))
        self._steps, self._conventions = steps, conventions
        self._weights = np.array([each.values for each in self._sets], dtype=np.int64).T
        self._shown = np.array(shown.values, dtype=np.int64)
        self._found = differences(steps.old, steps.new, conventions)
        self._is_common = self._found.is_common & steps.is_compared
        self._raw_worst, self._raw_best = (
            self._found.worst * self._is_common,
            self._found.best * self._is_common,
        )
        self._explained = is_explained(steps.causes) & self._is_common
        self._worst, self._best = self._raw_worst * ~self._explained, self._raw_best * ~self._explained
        # One column for each set of weights: whether answers are higher (lower), and still so where they count.
        self._higher, self._lower = (each @ self._weights > 0 for each in (self._raw_worst, -self._raw_best))
        self._up, self._down = (
            raw & (each @ self._weights > 0)
            for raw, each in ((self._higher, self._worst), (self._lower, -self._best))
        )
        self._kinds = self._decided()

    def __len__(self) -> int:
        return len(self._kinds)

    def kind(self, row: int) -> ChangeKind:
        """Return what is said of one structure, without all that goes with it."""
        return _KINDS[int(self._kinds[row])]

    @cached_property
    def claims(self) -> tuple[ChangeClaim, ...]:
        """What may be said of each, kept by all that it was made of: answers, reasons, assessors and weights."""
        return _kept.get(self._content, lambda: tuple(self[row] for row in range(len(self))))

    @property
    def _content(self) -> tuple[object, ...]:
        steps = self._steps
        grids = steps.old, steps.new, *steps.medians
        arrays = steps.is_compared, steps.causes, steps.differ, steps.are_new
        return (
            *(grid.content for grid in grids),
            *(array.tobytes() for array in arrays),
            *(steps.criteria, steps.is_as_before, self._sets, tuple(self._shown.tolist()), self._conventions),
        )

    def _decided(self) -> Codes:
        stayed = ~self._steps.are_new
        is_higher, is_lower = self._higher.all(1), self._lower.all(1)
        rules = (
            (self._is_common.sum(1) < self._conventions.min_common, ChangeKind.TOO_FEW_IN_COMMON),
            (self._is_common @ self._shown == 0, ChangeKind.NONE_HAS_WEIGHT),
            (is_higher & ~stayed, ChangeKind.HIGHER_NEW_ASSESSORS),
            (is_lower & ~stayed, ChangeKind.LOWER_NEW_ASSESSORS),
            (self._up.all(1), ChangeKind.BETTER),
            (self._down.all(1), ChangeKind.WORSE),
            (is_higher, ChangeKind.HIGHER_EXPLAINED),
            (is_lower, ChangeKind.LOWER_EXPLAINED),
            (stayed & self._without_weight(self._raw_worst, self._worst), ChangeKind.UP_WITHOUT_WEIGHT),
            (stayed & self._without_weight(-self._raw_best, -self._best), ChangeKind.DOWN_WITHOUT_WEIGHT),
            ((self._worst > 0).any(1) & (self._best < 0).any(1), ChangeKind.MIXED),
        )
        return np.select(
            [holds for holds, _ in rules],
            [np.int8(_KIND_CODES[kind]) for _, kind in rules],
            np.int8(_KIND_CODES[ChangeKind.NO_CLEAR_CHANGE]),
        )

    def _without_weight(self, points: Counts, counted: Counts) -> Flags:
        """Whether one that counts changed without weight, none the other way, and those with weight did not."""
        weighs = self._shown > 0
        is_same = (self._raw_worst == 0) & (self._raw_best == 0)
        found: Flags = (counted[:, ~weighs] > 0).any(1) & (points >= 0).all(1) & is_same[:, weighs].all(1)
        return found

    def __getitem__(self, row: int) -> ChangeClaim:
        found = self._rows[row]
        kind = _KINDS[found.kind]
        scope = self._scopes[row]
        common = tuple(compress(self._steps.criteria, found.common))
        is_named, is_unclear = kind in _NAMED, kind in UNCLEAR and not found.are_new
        median = found.median if kind in UNCLEAR else 0
        return ChangeClaim(
            kind=kind,
            common=common,
            of=len(found.common),
            scope=scope,
            scores=self._scores(found),
            worst=tuple(compress(found.worst, found.common)),
            best=tuple(compress(found.best, found.common)),
            low=_fraction(found.low, found.weight) if found.weight else None,
            high=_fraction(found.high, found.weight) if found.weight else None,
            rose=self._that(each > 0 for each in found.worst) if is_named else (),
            fell=self._that(each < 0 for each in found.best) if is_named else (),
            reasons=self._reasons(row, kind),
            unchanged=() if kind in UNCOMPARED else self._that(found.may_move),
            are_new=found.are_new,
            up_under=tuple(compress(self._sets, found.up)) if is_unclear else (),
            down_under=tuple(compress(self._sets, found.down)) if is_unclear else (),
            median=median,
            differ=bool(median and found.differ),
            is_one_way=found.is_one_way,
            has_line=kind in VERDICTS and scope is Scope.WHOLE and not found.is_explained,
            cells=tuple(
                cell if is_compared else None
                for cell, is_compared in zip(self._found.cells_of(row), self._compared, strict=True)
            ),
        )

    def _that(self, wanted: Iterable[bool]) -> tuple[CriterionValue, ...]:
        return tuple(compress(self._steps.criteria, wanted))

    def _scores(self, found: "_Row") -> tuple[Points | None, Points | None]:
        """Return the median scores on the base, however wide; None where it weighs nothing."""
        if not found.weight:
            return None, None
        old, new = (
            (_fraction(low, found.weight), _fraction(high, found.weight))
            for low, high in (found.scores[:2], found.scores[2:])
        )
        return old, new

    @cached_property
    def _compared(self) -> list[bool]:
        found: list[bool] = self._steps.is_compared.tolist()
        return found

    @cached_property
    def _scopes(self) -> list[Scope]:
        if not self._steps.is_as_before:
            return [Scope.VERSIONS] * len(self)
        is_same = (self._steps.old.applicable == self._steps.new.applicable).all(1)
        return [Scope.WHOLE if each else Scope.PART for each in is_same.tolist()]

    @cached_property
    def _rows(self) -> list["_Row"]:
        """Everything that a claim names, computed for all rows at once."""
        shown = self._shown * self._is_common
        weighs = shown > 0
        may_move = self._explained & ((self._raw_worst != 0) | (self._raw_best != 0))
        scores = np.stack([self._sums(grid, shown) for grid in self._steps.medians], axis=1)
        at = [each.values for each in self._sets].index(tuple(self._shown.tolist()))
        # The median rose or fell under the weights shown, and the envelope did not.
        rose = (scores[:, 1, 0] > scores[:, 0, 1]) & ~self._higher[:, at]
        fell = (scores[:, 1, 1] < scores[:, 0, 0]) & ~self._lower[:, at]
        columns = (
            *(self._is_common, self._worst, self._best, shown.sum(1)),
            *(self._worst @ self._shown, self._best @ self._shown, scores.reshape(len(self), 4), may_move),
            *((may_move & weighs).any(1), rose.astype(int) - fell, (self._steps.differ & weighs).any(1)),
            *(self._up, self._down, self._kinds, self._steps.are_new),
            (self._raw_worst >= 0).all(1) | (self._raw_best <= 0).all(1),
        )
        return [_Row._make(each) for each in zip(*(each.tolist() for each in columns), strict=True)]

    def _sums(self, grid: Grid, weights: Counts) -> Counts:
        """Return the weighted sums of the lowest and of the highest points, row by row."""
        values = np.array(self._conventions.values, dtype=np.int64)
        return np.stack([(values[ends] * weights).sum(1) for ends in (grid.lo, grid.hi)], axis=1)

    def _reasons(self, row: int, kind: ChangeKind) -> tuple[Cause, ...]:
        """Return what explains the cells with weight that changed the way that is said."""
        if kind not in (ChangeKind.HIGHER_EXPLAINED, ChangeKind.LOWER_EXPLAINED):
            return ()
        is_up = kind is ChangeKind.HIGHER_EXPLAINED
        moved = self._raw_worst[row] > 0 if is_up else self._raw_best[row] < 0
        wanted = moved & self._explained[row] & (self._weights > 0).any(1)
        bits = int(np.bitwise_or.reduce(self._steps.causes[row, wanted], initial=0))
        return tuple(each for each in causes_in(bits) if each in EXPLAINED)


class _Row(NamedTuple):
    """One structure in plain numbers: sums, and what holds of each criterion or set of weights."""

    common: list[bool]
    worst: list[int]
    best: list[int]
    weight: int
    low: int
    high: int
    scores: list[int]
    may_move: list[bool]
    is_explained: bool
    median: int
    differ: bool
    up: list[bool]
    down: list[bool]
    kind: int
    are_new: bool
    is_one_way: bool


@lru_cache(maxsize=65_536)  # The same few come back in every structure and round.
def _fraction(points: int, weight: int) -> Fraction:
    return Fraction(points, weight)


_KINDS = tuple(ChangeKind)
_KIND_CODES = {kind: code for code, kind in enumerate(ChangeKind)}
#: Those that name the criteria which rose and fell.
_NAMED = (ChangeKind.UP_WITHOUT_WEIGHT, ChangeKind.DOWN_WITHOUT_WEIGHT, ChangeKind.MIXED)


class HeadlineKind(StrEnum):
    """What heads a page of changes."""

    ONE_ROUND = "one-round"
    NO_STRUCTURE_TWICE = "no-structure-twice"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Headline:
    """The structures by what is said of each, since its first round or its round before: every one that has two."""

    kind: HeadlineKind
    groups: tuple[tuple[ChangeKind, tuple[tuple[str, ChangeClaim], ...]], ...]


#: In this order: what is said with most force first.
_TOLD = (*VERDICTS, *(each for each in ChangeKind if each not in (*VERDICTS, *UNCOMPARED)), *UNCOMPARED)


def headline(found: Sequence[tuple[str, ChangeClaim]], rounds: int) -> Headline:
    """Return what heads a page of so many rounds, given what is said of each structure by its code."""
    if not found:
        return Headline(HeadlineKind.NO_STRUCTURE_TWICE if rounds > 1 else HeadlineKind.ONE_ROUND, ())
    groups = ((kind, tuple(each for each in found if each[1].kind is kind)) for kind in _TOLD)
    return Headline(HeadlineKind.CHANGES, tuple((kind, each) for kind, each in groups if each))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One structure over many rounds: between which points its known scores lie, and how many steps say what."""

    kind: ClassVar[str] = "course"

    lowest: Fraction | None
    highest: Fraction | None
    better: int
    worse: int
    steps: int


def course(scores: Sequence[Points], changes: Sequence[ChangeClaim]) -> Course:
    """Return the course of a structure from its known scores and from what is said of each step."""
    return Course(
        lowest=min((low for low, _high in scores), default=None),
        highest=max((high for _low, high in scores), default=None),
        better=sum(each.kind is ChangeKind.BETTER for each in changes),
        worse=sum(each.kind is ChangeKind.WORSE for each in changes),
        steps=len(changes),
    )
