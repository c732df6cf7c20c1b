"""The findings of the Compare page: of all claims about the chosen structures, the most telling few.

Source: METHOD.md, section 4.3.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from coordination.domain.claims.answers import (
    Unranked,
    Weak,
    WeakClaim,
    WeakToMost,
    unranked,
    weak_claims,
)
from coordination.domain.claims.chosen import Chosen
from coordination.domain.claims.pairs import (
    AheadHowever,
    AheadUnder,
    AtMostLevel,
    NoCommonWeight,
    NotBehind,
    NotComparable,
    PairClaim,
    SameAnswers,
    UnderWeights,
    pair_claim,
)
from coordination.domain.claims.places import (
    FirstOrLevel,
    PlaceClaim,
    ScoresHighest,
    ShareFirst,
    place_claims,
)

Finding = PlaceClaim | PairClaim | Unranked | WeakClaim

MOST_FINDINGS = 8
#: How many of them are places, pairs, structures that cannot be ranked and weak criteria, when there are too many.
_SHARES = (2, 2, 2, 2)
#: From these shares of all weightings on an order holds for “almost any” and for “most” weights.
ALMOST_ANY, MOST = Fraction(9, 10), Fraction(51, 100)


def findings(of: Chosen) -> tuple[Finding, ...]:
    """Return at most eight findings, one that may head the page first, if there is any.

    Who is first and last, then neighbours from the top, then what cannot be ranked, then what is weak.
    """
    neighbours = list(pairwise(of.placed))[:MOST_FINDINGS]
    pairs = [pair_claim(of, one, other) for one, other in neighbours]
    weak = weak_claims(of)
    found = _among(weak, _selected(place_claims(of), pairs, unranked(of), weak))
    ranked = [(rank, each) for each in found if (rank := headline_rank(each)) is not None]
    heads = [each for _rank, each in sorted(ranked, key=lambda each: each[0])][:1]
    return (*heads, *(each for each in found if each not in heads))


def _among(weak: Sequence[WeakClaim], found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the number of structures that are weak, where not all of them are named."""
    every, named = (Counter(each.kind for each in claims) for claims in (weak, found))
    return tuple(
        replace(each, among=every[each.kind])
        if isinstance(each, Weak | WeakToMost) and named[each.kind] < every[each.kind]
        else each
        for each in found
    )


def headline_rank(claim: Finding) -> int | None:
    """Return how early a claim may head the page, 0 first: who is strong, who is weak and on what, then pairs.

    None where it may not: it must hold under each set of weights in question, and be no small majority.
    """
    match claim:
        case ScoresHighest() | FirstOrLevel() | ShareFirst():
            return 0
        case Weak():
            return 1
        case AheadHowever() | SameAnswers():
            return 2
        case AheadUnder() if claim.certain >= MOST and claim.holds_under_each:
            return 2
        case NotBehind() if {outcome for _name, outcome in claim.under} == {UnderWeights.AHEAD}:
            return 2
    return None


class WeightsMatter(StrEnum):
    """Would other weights change what is said of two structures?"""

    NO = "no"
    HARDLY = "hardly"  # it holds for almost any weights
    CLOSE = "close"  # or it is too close to call under any
    NOT_COMPARED = "not_compared"


def weights_matter(claim: PairClaim) -> WeightsMatter:
    """Return whether other weights would put another structure ahead."""
    if isinstance(claim, NotComparable | NoCommonWeight):
        return WeightsMatter.NOT_COMPARED
    if isinstance(claim, AheadHowever | NotBehind | AtMostLevel | SameAnswers):
        return WeightsMatter.NO
    if isinstance(claim, AheadUnder) and claim.certain >= ALMOST_ANY:
        return WeightsMatter.HARDLY
    return WeightsMatter.CLOSE


def drawn_pairs(of: Chosen, names: Sequence[str]) -> tuple[PairClaim, ...]:
    """Return one claim for each pair of these structures that can be ranked, in the order of the names."""
    placed = set(of.placed)
    rows = [row for row in map(of.row, names) if row in placed]
    return tuple(pair_claim(of, one, other) for at, one in enumerate(rows) for other in rows[at + 1 :])


def _selected(*groups: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each group up to its share, then what is left over to the groups in order."""
    taken = [min(len(group), share) for group, share in zip(groups, _SHARES, strict=True)]
    for index, group in enumerate(groups):
        taken[index] += min(len(group) - taken[index], MOST_FINDINGS - sum(taken))
    return tuple(finding for group, count in zip(groups, taken, strict=True) for finding in group[:count])
