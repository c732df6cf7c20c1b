"""What may be said of a scoreboard: who is ahead and how solidly, what to find out, what to do next.

Each page asks for what it shows: pairs, weightings and open answers cost more than the board itself. Everything is
decided over all chosen structures, drawn or not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from coordination.domain.claims.answers import (
    AnswersByKind,
    Nothing,
    answers_by_kind,
    no_step,
    nothing_open,
)
from coordination.domain.claims.chosen import Chosen
from coordination.domain.claims.comparison import Finding, drawn_pairs, findings
from coordination.domain.claims.pairs import AheadHowever, AheadUnder, NotBehind, PairClaim, UnderWeights
from coordination.domain.claims.places import PlaceClaim, place_claims
from coordination.domain.comparison import OpenQuestion, find_next, most_pressing, shares_of_pair
from coordination.domain.recommendations import NextStep, next_steps
from coordination.domain.robustness import Interval, Pair, pair, step_range
from coordination.domain.weightings import holds_in_order, ordered_share, share_near
from coordination.queries.comparison import Scoreboard
from coordination.queries.structure_rows import StructureRow

#: How many next steps, and how many answers to find out, a page lists.
SHOWN = 12
#: By two structures' codes: the certain and possible share of weightings in which the first is ahead; None where the
#: two are not comparable.
Shares = Mapping[tuple[str, str], tuple[Fraction, Fraction] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solidity:
    """How far the order of two structures holds.

    ``near`` is the share of weightings in which it holds where up to half of the weight is moved, None where it holds
    in all or in none. ``limits`` are how much single criteria may weigh, ``turning`` the criteria it does not
    survive without. ``ordered`` is the share of weightings in which the criteria count in ``order``, None where one of
    them does not apply to both; ``holds_in_order`` that none of these makes the two level.
    """

    pair: Pair
    near: Fraction | None
    limits: tuple[tuple[str, Fraction], ...]
    turning: tuple[str, ...]
    order: tuple[str, ...]
    ordered: Fraction | None
    holds_in_order: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A finding; ``solidity`` only where one structure is ahead of another under the weights shown."""

    claim: Finding
    solidity: Solidity | None


def claims(board: Scoreboard) -> tuple[Found, ...]:
    """Return the findings about all chosen structures, the most telling first."""
    if board.chosen is None:
        return ()
    of, order = board.chosen, board.asked.importance or board.chosen.codes
    return tuple(Found(each, solidity(each, of, order)) for each in findings(of))


def solidity(claim: Finding, of: Chosen, order: Sequence[str]) -> Solidity | None:
    """Return how far an order of two structures holds, the criteria counting in this order; None of other claims."""
    if (
        not isinstance(claim, AheadHowever | AheadUnder | NotBehind)
        or claim.under[0][1] is not UnderWeights.AHEAD
    ):
        return None
    first, second = (of.envelope.readings(of.row(name)) for name in (claim.first, claim.second))
    found = pair(first, second, of.shown.values, of.conventions)
    if found is None:
        return None
    differences = _on_all(found)
    places = [of.codes.index(code) for code in order]
    return Solidity(
        pair=found,
        near=_near(found, of),
        limits=tuple(
            (code, limit) for code, limit in zip(of.codes, found.limits, strict=True) if limit is not None
        ),
        turning=_turning(found, of.codes),
        order=tuple(order),
        ordered=ordered_share(differences, places) if differences else None,
        holds_in_order=bool(differences) and holds_in_order(differences, places),
    )


def _turning(found: Pair, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        code
        for code, rest, difference in zip(codes, found.without, found.worst, strict=True)
        if difference is not None and (rest is None or rest <= 0)
    )


def _near(found: Pair, of: Chosen) -> Fraction | None:
    if not 0 < found.epsilon < 1:
        return None
    apply = [
        (difference, weight)
        for difference, weight in zip(found.worst, of.shown.values, strict=True)
        if difference is not None
    ]
    differences, weights = zip(*apply, strict=True)
    near = share_near(differences, weights, Fraction(1, 2))
    return near if near < 1 else None


def _on_all(found: Pair) -> list[int]:
    """Return the worst differences, one for each criterion; none where one of them does not apply to both."""
    differences = [each for each in found.worst if each is not None]
    return differences if len(differences) == len(found.worst) else []


def extremes(board: Scoreboard) -> tuple[PlaceClaim, ...]:
    """Return who scores highest and lowest of all chosen structures."""
    return place_claims(board.chosen) if board.chosen else ()


def pairs(board: Scoreboard) -> tuple[PairClaim, ...]:
    """Return one claim for each pair of drawn structures that can be ranked."""
    return drawn_pairs(board.chosen, _drawn(board)) if board.chosen else ()


def shares(board: Scoreboard) -> Shares:
    """Return the shares of weightings of each drawn structure that can be ranked against each other one."""
    if board.chosen is None:
        return {}
    placed = [row.structure.code for row in board.drawn if row.is_placed]
    return {
        (one, other): shares_of_pair(board.chosen, one, other)
        for one in placed
        for other in placed
        if one != other
    }


def _drawn(board: Scoreboard) -> list[str]:
    return [row.structure.code for row in board.drawn]


def scale_ranges(board: Scoreboard) -> Mapping[str, Interval]:
    """Return between which points a known score lies however levels are counted, by structure code."""
    of = board.chosen
    if of is None:
        return {}
    ranges = {
        row.structure.code: step_range(of.envelope.readings(of.row(row.structure.code)), board.weights.values)
        for row in board.rows
        if row.card.is_known
    }
    return {code: (100 * ends[0], 100 * ends[1]) for code, ends in ranges.items() if ends}


def steps(board: Scoreboard) -> tuple[NextStep, ...]:
    """Return what to do next, in order: the most pressing steps of all chosen structures come first."""
    of = board.chosen
    if of is None or board.instrument is None:
        return ()
    pressing = {
        of.names[row]: dict(zip(of.codes, of.panels(row), strict=True)) for row in most_pressing(of, SHOWN)
    }
    weights = dict(zip(of.codes, of.shown.values, strict=True))
    return next_steps(pressing, weights, board.instrument)


def without_steps(board: Scoreboard) -> Nothing | None:
    """Return why no step follows from any answer; None where one does."""
    of = board.chosen
    return no_step(panel for row in range(len(of.names)) for panel in of.panels(row)) if of else None


def questions(board: Scoreboard) -> tuple[OpenQuestion, ...]:
    """Return which open answers of all chosen structures to find out, the most telling first."""
    return find_next(board.chosen, SHOWN) if board.chosen else ()


def without_questions(board: Scoreboard) -> Nothing | None:
    """Return why no answer is to be found out; None where one is."""
    return nothing_open(board.chosen) if board.chosen else None


def by_kind(rows: Sequence[StructureRow]) -> tuple[AnswersByKind, ...]:
    """Count the answers of each of these structures by kind."""
    return tuple(answers_by_kind(row.structure.code, [cell.panel for cell in row.card.cells]) for row in rows)
