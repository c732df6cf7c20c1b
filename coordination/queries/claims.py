"""What may be said of a scoreboard: who is ahead and how solidly, what to find out, what to do next.

Each page asks for what it shows: pairs, weightings and open answers cost more than the board itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coordination.domain.comparison import (
    ComparisonFinding,
    Contender,
    FindingKind,
    OpenQuestion,
    find_next,
    findings,
)
from coordination.domain.instruments import InstrumentValue
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.robustness import Interval, Pair, pair, shares_between, step_range
from coordination.domain.weightings import ordered_share, share_near
from coordination.queries import filters
from coordination.queries.comparison import Scoreboard

#: By two structures' codes: the certain and possible share of weightings in which the first is ahead; None where the
#: two are not comparable.
Shares = Mapping[tuple[str, str], tuple[Fraction, Fraction] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solidity:
    """How far the order of two structures holds.

    ``near`` is the share of weightings in which it holds where up to half of the weight is moved, None where every
    move or none turns it. ``limits`` are how much single criteria may weigh, ``turning`` the criteria it does not
    survive without. ``ordered`` is the share of weightings in which the criteria count in ``order``, None where one of
    them does not apply to both.
    """

    pair: Pair
    near: Fraction | None
    limits: tuple[tuple[str, Fraction], ...]
    turning: tuple[str, ...]
    order: tuple[str, ...]
    ordered: Fraction | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding about the drawn structures; ``solidity`` only where one is ahead of another."""

    finding: ComparisonFinding
    solidity: Solidity | None


def claims(board: Scoreboard) -> tuple[Claim, ...]:
    """Return the findings about the drawn structures, the most telling first."""
    if board.instrument is None:
        return ()
    codes = [criterion.code for criterion in board.criteria]
    named = (
        filters.named_weights(board.offered.weights, codes) if board.asked.section == "coordination" else {}
    )
    weights = _weights(board)
    if board.weights.kind == "entered":
        named["entered"] = weights
    found = findings(_contenders(board), board.instrument.conventions, weights, named or None)
    return tuple(Claim(each, _solidity(each, board, board.instrument)) for each in found)


def _solidity(finding: ComparisonFinding, board: Scoreboard, instrument: InstrumentValue) -> Solidity | None:
    if finding.kind not in (FindingKind.DOMINATES, FindingKind.AHEAD_SHARE):
        return None
    readings = {row.structure.code: row.card.readings for row in board.drawn}
    first, second = (readings[name] for name in finding.structures)
    found = pair(first, second, board.weights.values, instrument.conventions)
    if found is None:
        return None
    codes = [criterion.code for criterion in board.criteria]
    order = board.asked.importance or tuple(codes)
    return Solidity(
        pair=found,
        near=_near(found, board),
        limits=tuple(
            (code, limit) for code, limit in zip(codes, found.limits, strict=True) if limit is not None
        ),
        turning=_turning(found, codes),
        order=order,
        ordered=_ordered(found, [codes.index(code) for code in order]),
    )


def _turning(found: Pair, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        code
        for code, rest, difference in zip(codes, found.without, found.worst, strict=True)
        if difference is not None and (rest is None or rest <= 0)
    )


def _near(found: Pair, board: Scoreboard) -> Fraction | None:
    if not 0 < found.epsilon < 1:
        return None
    apply = [
        (difference, weight)
        for difference, weight in zip(found.worst, board.weights.values, strict=True)
        if difference is not None
    ]
    differences, weights = zip(*apply, strict=True)
    return share_near(differences, weights, Fraction(1, 2))


def _ordered(found: Pair, order: list[int]) -> Fraction | None:
    differences = [each for each in found.worst if each is not None]
    return ordered_share(differences, order) if len(differences) == len(found.worst) else None


def shares(board: Scoreboard) -> Shares:
    """Compare each drawn structure that can be placed with each other one."""
    if board.instrument is None:
        return {}
    conventions = board.instrument.conventions
    placed = [row for row in board.drawn if row.card.is_assessable]
    return {
        (a.structure.code, b.structure.code): shares_between(a.card.readings, b.card.readings, conventions)
        for a in placed
        for b in placed
        if a is not b
    }


def scale_ranges(board: Scoreboard) -> Mapping[str, Interval]:
    """Return between which points a known composite lies however levels are counted, by structure code."""
    ranges = {
        row.structure.code: step_range(row.card.readings, board.weights.values)
        for row in board.rows
        if row.card.is_known
    }
    return {code: (100 * ends[0], 100 * ends[1]) for code, ends in ranges.items() if ends}


def steps(board: Scoreboard) -> tuple[NextStep, ...]:
    """Return what to do next about the drawn structures, in order."""
    return next_steps(_contenders(board), _weights(board), board.instrument) if board.instrument else ()


def questions(board: Scoreboard) -> tuple[OpenQuestion, ...]:
    """Return which open answers to find out, the most telling first."""
    if board.instrument is None:
        return ()
    return find_next(_contenders(board), _weights(board), board.instrument.conventions)


def _weights(board: Scoreboard) -> dict[str, int]:
    codes = (criterion.code for criterion in board.criteria)
    return dict(zip(codes, board.weights.values, strict=True))


def _contenders(board: Scoreboard) -> list[Contender]:
    return [
        Contender(
            code=row.structure.code,
            readings={cell.criterion.code: cell.reading for cell in row.card.cells},
            composite=row.card.composite,
            assessable=row.card.is_assessable,
        )
        for row in board.drawn
    ]
