"""One structure against another: of all that may be said, the first that is true, and only that.

Claims about pairs are never chained into a ranking: where criteria do not apply, orders on common criteria can run in a
circle. Source: METHOD.md, section 4.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from coordination.domain.claims.chosen import Chosen
from coordination.domain.panels import CellKind, PanelAnswer
from coordination.domain.weightings import share


class UnderWeights(StrEnum):
    """How two structures compare under one set of weights, the first against the second."""

    AHEAD = "ahead"
    AHEAD_OR_LEVEL = "ahead_or_level"
    LEVEL = "level"
    TOO_CLOSE = "too_close"
    LEVEL_OR_BEHIND = "level_or_behind"
    BEHIND = "behind"
    NO_WEIGHT = "no_weight"


class CloseCause(StrEnum):
    """Why two structures are too close to call."""

    MISSING = "missing"
    DOUBTFUL = "doubtful"
    DIFFER = "assessors_differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairClaim:
    """A statement about two structures that can be ranked, on the ``common`` criteria that apply to both.

    ``is_partial``: not the same criteria apply to both. ``under`` says how they compare under each set of weights in
    question, the shown one first.
    """

    kind: ClassVar[str]
    first: str
    second: str
    common: int
    is_partial: bool
    under: tuple[tuple[str, UnderWeights], ...]

    @property
    def holds_under_each(self) -> bool:
        """Whether each set of weights in question says the same as the shown one."""
        return len({outcome for _name, outcome in self.under}) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAnswers(PairClaim):
    """The same firm level on each common criterion, answered for both, by every assessor who answered."""

    kind: ClassVar[str] = "same_answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadHowever(PairClaim):
    """Ahead on every common criterion, so however the criteria are weighed."""

    kind: ClassVar[str] = "ahead_however"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotBehind(PairClaim):
    """Behind on none of the common criteria, ahead on ``codes``: ahead where one of these has weight."""

    kind: ClassVar[str] = "not_behind"
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMostLevel(PairClaim):
    """The second is at most level with the first: its best is the first's least on every common criterion."""

    kind: ClassVar[str] = "at_most_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadUnder(PairClaim):
    """Ahead under the weights shown. ``certain`` is the share of all weightings under which the first is ahead.

    ``reverse`` is the share under which some open answers let the second be ahead.
    """

    kind: ClassVar[str] = "ahead_under"
    certain: Fraction
    reverse: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadOrLevel(PairClaim):
    """Ahead of or level with, under the weights shown."""

    kind: ClassVar[str] = "ahead_or_level"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelUnder(PairClaim):
    """Level under the weights shown; ``others_decide``: some common criterion has one of them ahead for certain."""

    kind: ClassVar[str] = "level_under"
    others_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TooClose(PairClaim):
    """Either may be ahead under the weights shown. ``same_words``: both were answered alike, doubts included."""

    kind: ClassVar[str] = "too_close"
    causes: tuple[CloseCause, ...]
    same_words: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparable(PairClaim):
    """Fewer criteria apply to both than are needed."""

    kind: ClassVar[str] = "not_comparable"
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCommonWeight(PairClaim):
    """None of the criteria that apply to both has weight."""

    kind: ClassVar[str] = "no_common_weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facing:
    """Two rows face to face: on each common criterion (a column) how far the first is ahead at worst and at best."""

    first: int
    second: int
    columns: tuple[int, ...]
    worst: tuple[int, ...]
    best: tuple[int, ...]

    @property
    def turned(self) -> "_Facing":
        """The same from the second's point of view."""
        return _Facing(
            first=self.second,
            second=self.first,
            columns=self.columns,
            worst=tuple(-each for each in self.best),
            best=tuple(-each for each in self.worst),
        )


def pair_claim(of: Chosen, one: int, other: int) -> PairClaim:
    """Return what may be said of two rows that can be ranked; ``first`` is ahead, else by name."""
    facing = _facing(of, *sorted((one, other), key=lambda row: of.names[row]))
    if len(facing.columns) < of.conventions.min_common:
        return NotComparable(**_shared(of, facing), needed=of.conventions.min_common)
    if not _weight(of, facing):
        return NoCommonWeight(**_shared(of, facing))
    both = (facing, facing.turned)
    for decide in (_same, _whatever_the_weights, _at_most_level, _under_these_weights):
        for each in both:
            if (found := decide(of, each)) is not None:
                return found
    return _undecided(of, facing)


def _facing(of: Chosen, first: int, second: int) -> _Facing:
    grid = of.envelope
    columns = (grid.applicable[first] & grid.applicable[second]).nonzero()[0].tolist()
    return _Facing(
        first=first,
        second=second,
        columns=tuple(columns),
        worst=tuple(int(grid.lo[first, at]) - int(grid.hi[second, at]) for at in columns),
        best=tuple(int(grid.hi[first, at]) - int(grid.lo[second, at]) for at in columns),
    )


def _weight(of: Chosen, facing: _Facing) -> int:
    return sum(of.shown.values[at] for at in facing.columns)


def _shared(of: Chosen, facing: _Facing) -> dict[str, Any]:
    apply = of.envelope.applicable
    return {
        "first": of.names[facing.first],
        "second": of.names[facing.second],
        "common": len(facing.columns),
        "is_partial": bool((apply[facing.first] != apply[facing.second]).any()),
        "under": tuple((each.name, _outcome(each.values, facing)) for each in of.sets),
    }


def _outcome(weights: Sequence[int], facing: _Facing) -> UnderWeights:
    used = [weights[at] for at in facing.columns]
    if not any(used):
        return UnderWeights.NO_WEIGHT
    low = sum(weight * each for weight, each in zip(used, facing.worst, strict=True))
    high = sum(weight * each for weight, each in zip(used, facing.best, strict=True))
    if low > 0:
        return UnderWeights.AHEAD
    if high < 0:
        return UnderWeights.BEHIND
    if low == 0:
        return UnderWeights.AHEAD_OR_LEVEL if high else UnderWeights.LEVEL
    return UnderWeights.TOO_CLOSE if high else UnderWeights.LEVEL_OR_BEHIND


def _same(of: Chosen, facing: _Facing) -> PairClaim | None:
    answered = of.envelope.answered
    columns = list(facing.columns)
    if (
        any(facing.worst)
        or any(facing.best)
        or not (answered[facing.first] & answered[facing.second])[columns].all()
    ):
        return None
    return SameAnswers(**_shared(of, facing))


def _whatever_the_weights(of: Chosen, facing: _Facing) -> PairClaim | None:
    if min(facing.worst) > 0:
        return AheadHowever(**_shared(of, facing))
    if min(facing.worst) == 0 < max(facing.worst):
        codes = tuple(of.codes[at] for at, each in zip(facing.columns, facing.worst, strict=True) if each > 0)
        return NotBehind(**_shared(of, facing), codes=codes)
    return None


def _at_most_level(of: Chosen, facing: _Facing) -> PairClaim | None:
    return None if any(facing.worst) else AtMostLevel(**_shared(of, facing))


def _under_these_weights(of: Chosen, facing: _Facing) -> PairClaim | None:
    shared = _shared(of, facing)
    outcome = shared["under"][0][1]
    if outcome is UnderWeights.AHEAD:
        return AheadUnder(**shared, certain=share(facing.worst), reverse=share(facing.turned.best))
    if outcome is UnderWeights.AHEAD_OR_LEVEL:
        return AheadOrLevel(**shared)
    if outcome is UnderWeights.LEVEL:
        decided = any(each > 0 for each in facing.worst) or any(each < 0 for each in facing.best)
        return LevelUnder(**shared, others_decide=decided)
    return None


def _undecided(of: Chosen, facing: _Facing) -> PairClaim:
    mine, yours = of.panels(facing.first), of.panels(facing.second)
    weighty = [at for at in facing.columns if of.shown.values[at]]
    open_ = [panel for at in weighty for panel in (mine[at], yours[at]) if panel.lo != panel.hi]
    found = {cause for panel in open_ for cause in _causes(panel)}
    return TooClose(
        **_shared(of, facing),
        causes=tuple(each for each in CloseCause if each in found),
        same_words=_is_same_words(of, facing),
    )


def _causes(panel: PanelAnswer) -> set[CloseCause]:
    """Why an answer admits more than one level."""
    if panel.kind is CellKind.NOT_SURE:
        return {CloseCause.DOUBTFUL}
    if panel.kind is CellKind.DIFFER:
        # One who answered beside others who say that it does not apply is open by a doubt of his own.
        differ = {CloseCause.DIFFER} if panel.answered > 1 else set()
        return differ | ({CloseCause.DOUBTFUL} if panel.unsure else set())
    return {CloseCause.MISSING}


def _is_same_words(of: Chosen, facing: _Facing) -> bool:
    """Whether both have one assessor, and these answered alike on every common criterion, doubts included."""
    (mine, *more), (yours, *others) = of.rows[facing.first], of.rows[facing.second]
    if more or others:
        return False
    columns, sheets = list(facing.columns), of.sheets
    arrays = (sheets.lo, sheets.hi, sheets.level, sheets.answered, sheets.unknown)
    return all(bool((each[mine, columns] == each[yours, columns]).all()) for each in arrays)
