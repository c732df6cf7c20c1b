"""What Home says of all structures, put to a referee who knows only the raw words of every assessor.

He tries every completion of what is open (scores rise with answers, so its two ends are enough) and counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from coordination.domain.answers import read
from coordination.domain.claims import portfolio, standings
from coordination.domain.claims.portfolio import GapsClaim, PartClaim, WeakCriterion
from coordination.domain.claims.standings import LevelGap, PortfolioPart, Stance
from coordination.domain.grids import Grid
from coordination.domain.panels import envelope
from tests.referee.both import INSTRUMENT, SIDES, Case, Referee
from tests.referee.rounds import CODES, admitted, extremes, is_placed, score

#: One that nobody assessed stands beside those of every round.
NEVER = "S0"
EQUAL = (1,) * 7
ZONES: Mapping[PortfolioPart, tuple[int, int]] = {
    PortfolioPart.STRONG: (75, 101),
    PortfolioPart.MIDDLING: (50, 75),
    PortfolioPart.WEAK: (0, 50),
}
Claim = Stance | PartClaim | GapsClaim | WeakCriterion


def names(case: Case) -> list[str]:
    """Every structure of the programme."""
    return [NEVER, *sorted({name for side in SIDES for name in case.sheets[side]})]


# --- what Home would say


def said(case: Case) -> list[Claim]:
    """Every claim about the round, made as the page makes it."""
    stand = stood(case)
    apart = portfolio.gaps({name: len(found) for name, found in gaps(case).items()})
    return [*stand, *portfolio.parts(stand), *([apart] if apart else []), *_weak(case)]


def stood(case: Case) -> list[Stance]:
    """How each structure stands, as the page decides it."""
    scores: dict[str, dict[str, standings.SideScore | None]] = {name: {} for name in names(case)}
    for side in SIDES:
        there = list(case.sheets[side])
        found = standings.side_scores(_envelopes(case, side, there), INSTRUMENT.conventions)
        for name, of in zip(there, found, strict=True):
            scores[name][side] = of
    return [standings.standing(name, of) for name, of in scores.items()]


def _envelopes(case: Case, side: str, there: Sequence[str]) -> Grid:
    return Grid.of(
        [
            [envelope([read(word) for word in words]) for words in zip(*case.sheets[side][name], strict=True)]
            for name in there
        ],
        7,
    )


def gaps(case: Case) -> dict[str, tuple[LevelGap, ...]]:
    """Where the sides disagree on each structure that both assessed, as the page decides it."""
    both = [name for name in names(case) if all(name in case.sheets[side] for side in SIDES)]
    found = standings.gaps_of(CODES, *(_envelopes(case, side, both) for side in SIDES))
    return dict(zip(both, found, strict=True))


def _weak(case: Case) -> tuple[WeakCriterion, ...]:
    of: dict[str, list[str]] = {name: [] for name in names(case)}
    for side in SIDES:
        there = list(case.sheets[side])
        for name, cells in zip(there, standings.weak_of(CODES, _envelopes(case, side, there)), strict=True):
            of[name] += [code for _high, code in cells]
    return portfolio.weak_criteria(
        {
            name: (codes, sum(name in case.sheets[side] for side in SIDES)) for name, codes in of.items()
        }.values(),
        CODES,
    )


# --- the referee


def untrue(claim: Claim, case: Case) -> str:
    """Why a claim is not true of the raw words; empty where it is."""
    if isinstance(claim, Stance):
        return (
            ""
            if claim.part is part(case, claim.structure)
            else f"{claim.structure} is {part(case, claim.structure)}"
        )
    if isinstance(claim, PartClaim):
        return _part_counted(claim, case)
    if isinstance(claim, GapsClaim):
        counts = {name: len(Referee(case).apart(name)) for name in names(case)}
        there = {name: count for name, count in counts.items() if count}
        return "" if dict(claim.structures) == there else f"they disagree on {there}"
    return _weak_counted(claim, case)


def untrue_gaps(name: str, found: Sequence[LevelGap], case: Case) -> str:
    """Why these are not the criteria on which the sides disagree about a structure, or not so far apart."""
    true = {}
    for code in Referee(case).apart(name):
        levels = Referee(case).differences(name, code)
        true[code] = (SIDES[min(levels) < 0], *sorted((abs(min(levels)), abs(max(levels)))))
    shown = {each.code: (each.higher, each.least, each.most) for each in found}
    return "" if shown == true and len(found) == len(true) else f"{true}, not {shown}"


def _part_counted(claim: PartClaim, case: Case) -> str:
    for name in claim.structures:
        if part(case, name) is not claim.part:
            return f"{name} is {part(case, name)}"
        if claim.part in ZONES and claim.sides != tuple(side for side in SIDES if name in case.sheets[side]):
            return f"not those sides of {name}"
    if claim.total != len(names(case)):
        return "not all structures are counted"
    possible = [name for name in names(case) if name not in claim.structures and _could_be(claim, name, case)]
    return "" if len(possible) <= claim.others else f"{possible} could be so too"


def part(case: Case, name: str) -> PortfolioPart:
    """The first part that holds, by every completion of what is open."""
    sides = [side for side in SIDES if name in case.sheets[side]]
    if not sides:
        return PortfolioPart.NOT_ASSESSED
    if not all(is_placed(case.sheets[side][name], [EQUAL]) for side in sides):
        return PortfolioPart.TOO_LITTLE_KNOWN
    found = [scores(case, side, name) for side in sides]
    for zone, (low, high) in ZONES.items():
        if all(low <= each < high for side in found for each in side):
            return zone
    if len(found) == 2 and (max(found[0]) < min(found[1]) or max(found[1]) < min(found[0])):
        return PortfolioPart.APART
    return PortfolioPart.BETWEEN


def scores(case: Case, side: str, name: str) -> set[Fraction]:
    """Every score that a side's assessors allow at an end of what is open."""
    completions = extremes(admitted(case.sheets[side][name]))
    return {found for levels in completions if (found := score(levels, EQUAL)) is not None}


def _could_be(claim: PartClaim, name: str, case: Case) -> bool:
    """Whether another structure that the same sides assessed may, for all that is known, be in the zone."""
    sides = tuple(side for side in SIDES if name in case.sheets[side])
    if claim.part not in ZONES or sides != claim.sides or part(case, name) in ZONES:
        return False
    low, high = ZONES[claim.part]
    return all(
        any(low <= each < high for each in scores(case, side, name))
        for side in sides
        if is_placed(case.sheets[side][name], [EQUAL])
    )


def _weak_counted(claim: WeakCriterion, case: Case) -> str:
    weak = [name for name in names(case) if is_weak(case, name, claim.code)]
    assessed = [name for name in names(case) if any(name in case.sheets[side] for side in SIDES)]
    return "" if (claim.count, claim.total) == (len(weak), len(assessed)) else f"weak are {weak}"


def is_weak(case: Case, name: str, code: str) -> bool:
    """Whether each side heard answered, and nobody of it admits more than Partly."""
    sides = [side for side in SIDES if name in case.sheets[side]]
    found = [Referee(case).levels(side, name, code) for side in sides]
    return bool(found) and all(levels and max(levels) <= 2 for levels in found)


def misplaced(case: Case) -> Iterator[str]:
    """What stands before a structure that is weaker: not assessed last, not ranked before it, the lower low first."""
    order = [each.structure for each in standings.weakest_first(stood(case))]
    keys = [_place(case, name) for name in order]
    for at, (one, next_) in enumerate(zip(keys, keys[1:], strict=False)):
        if one > next_:
            yield f"{order[at]} before {order[at + 1]}"


def _place(case: Case, name: str) -> tuple[int, Fraction]:
    found = part(case, name)
    if found is PortfolioPart.NOT_ASSESSED:
        return 2, Fraction(0)
    if found is PortfolioPart.TOO_LITTLE_KNOWN:
        return 1, Fraction(0)
    return 0, min(min(scores(case, side, name)) for side in SIDES if name in case.sheets[side])
