"""Claims about structures and pairs, judged over the raw words: the referee's own definitions, by brute force.

None of this asks the program for a figure. Where few answers are open every completion of them is tried, else their
extremes, which suffice because a score rises with each answer. Of weightings so many are tried, as whole numbers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm
from typing import Any

import numpy as np

from coordination.domain.answers import Status, read
from coordination.domain.claims.chosen import Chosen
from coordination.domain.claims.comparison import drawn_pairs, findings
from coordination.domain.claims.places import place_bounds_of, place_claims
from tests import chosen
from tests.referee.rounds import CODES, Case, Ends, admitted, is_placed, lowest_and_highest, weightings

#: Any claim of a page: the referee reads what it says, whatever its class.
Claim = Any
#: How many structures a page draws.
DRAWN = 12
SETS = ("equal", "government", "partners")
#: Draws for a share of all weightings, and how far it may be off: five times the standard error.
DRAWS, TOLERANCE = 4_000, 0.04
EXPONENTIALS = np.random.default_rng(7).exponential(size=(DRAWS, 7))


def _whole(weighting: Sequence[Fraction]) -> tuple[int, ...]:
    scale = lcm(*(each.denominator for each in weighting))
    return tuple(int(each * scale) for each in weighting)


WEIGHTINGS = [_whole(each) for each in weightings(seed=3, count=24)]


class Round:
    """A case as the referee reads it: which levels each answer admits, and what can be ranked."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.sets = dict(zip(SETS, case.weights, strict=False))

    @cached_property
    def cells(self) -> Mapping[str, tuple[Ends, ...]]:
        """By structure the lowest and the highest level of each criterion."""
        return {name: admitted(panel) for name, panel in self.case.panels.items()}

    @cached_property
    def placed(self) -> list[str]:
        """What can be ranked."""
        return [name for name, panel in self.case.panels.items() if is_placed(panel, self.case.weights)]

    @cached_property
    def has_one_base(self) -> bool:
        """Whether the same criteria apply to all that can be ranked."""
        return len({tuple(each is None for each in self.cells[name]) for name in self.placed}) <= 1

    @cached_property
    def of(self) -> Chosen:
        """The same round as the program has it."""
        return chosen.of_panels(self.case.panels, self.sets)

    def score(self, name: str, weights: Sequence[int]) -> tuple[Fraction, Fraction]:
        """The least and the most a score can be."""
        found = lowest_and_highest(self.cells[name], weights)
        assert found is not None
        return found

    def common(self, one: str, other: str) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
        """By code what both admit, where the criterion applies to both."""
        both = zip(CODES, self.cells[one], self.cells[other], strict=True)
        return {code: (mine, yours) for code, mine, yours in both if mine and yours}

    def weights_of(self, name: str, codes: Sequence[str]) -> list[int]:
        """The weights of a set on these criteria."""
        return [weight for code, weight in zip(CODES, self.sets[name], strict=True) if code in codes]


def said(found: Round) -> Iterator[Claim]:
    """Every claim about structures and pairs that a page would say of the round."""
    of = found.of
    drawn = [of.names[row] for row in of.placed[:DRAWN]]
    mine = [each for each in findings(of) if each.kind in KINDS]
    yield from dict.fromkeys([*mine, *place_claims(of), *drawn_pairs(of, drawn)])
    yield from place_bounds_of(of).values()


# --- who is first, who is last


def _among(found: Round, claim: Claim) -> str:
    if (claim.placed, claim.total) != (len(found.placed), len(found.case.panels)):
        return "counts others than can be ranked"
    if len(found.placed) < 2:
        return "fewer than two can be ranked"
    return ""


def _rivals(found: Round, name: str) -> list[str]:
    return [each for each in found.placed if each != name]


def _under_each(found: Round, holds: Callable[[Sequence[int]], bool]) -> bool:
    return all(holds(weights) for weights in found.sets.values())


def scores_highest(found: Round, claim: Claim) -> str:
    """Every completion leaves it above every other, under each set of weights."""
    name = claim.structure
    if why := _among(found, claim) or _one_base(found):
        return why
    wins = _under_each(
        found,
        lambda weights: all(
            found.score(name, weights)[0] > found.score(each, weights)[1] for each in _rivals(found, name)
        ),
    )
    return "" if wins else "another can reach it"


def scores_lowest(found: Round, claim: Claim) -> str:
    """Every completion leaves it below every other, under each set of weights."""
    name = claim.structure
    if why := _among(found, claim) or _one_base(found):
        return why
    loses = _under_each(
        found,
        lambda weights: all(
            found.score(name, weights)[1] < found.score(each, weights)[0] for each in _rivals(found, name)
        ),
    )
    return "" if loses else "it can reach another"


def _one_base(found: Round) -> str:
    return "" if found.has_one_base else "not the same criteria apply to all"


def _reaching(found: Round, name: str) -> set[str]:
    """Who can be level with it at its least, under any set of weights."""
    return {
        each
        for each in _rivals(found, name)
        for weights in found.sets.values()
        if found.score(each, weights)[1] == found.score(name, weights)[0]
    }


def _is_never_passed(found: Round, name: str) -> bool:
    return _under_each(
        found,
        lambda weights: all(
            found.score(name, weights)[0] >= found.score(each, weights)[1] for each in _rivals(found, name)
        ),
    )


def first_or_level(found: Round, claim: Claim) -> str:
    """No other can pass it; named are all that can be level with it."""
    if why := _among(found, claim) or _one_base(found):
        return why
    name, others = claim.structure, set(claim.others)
    if not _is_never_passed(found, name):
        return "another can pass it"
    if not others or others != _reaching(found, name):
        return "not those that can be level with it are named"
    return ""


def share_first(found: Round, claim: Claim) -> str:
    """All named have one firm score under each set of weights, which no other reaches."""
    if why := _among(found, claim) or _one_base(found):
        return why
    names = set(claim.structures)
    first = next(iter(names))
    same = _under_each(
        found, lambda weights: len({end for each in names for end in found.score(each, weights)}) == 1
    )
    if len(names) < 2 or not same or not _is_never_passed(found, first):
        return "they do not share it"
    return "" if _reaching(found, first) | {first} == names else "not all who share it are named"


def different_criteria(found: Round, claim: Claim) -> str:
    """Not the same criteria apply to all that can be ranked."""
    if why := _among(found, claim):
        return why
    if found.has_one_base:
        return "the same criteria apply to all"
    left_out = {name: sum(each is None for each in found.cells[name]) for name in found.placed}
    said_ = dict(claim.left_out)
    return "" if said_ == {name: count for name, count in left_out.items() if count} else "counted wrongly"


def place_bound(found: Round, claim: Claim) -> str:
    """No weighting and no completion takes it to another place, and each end is what the criteria allow."""
    if why := _among(found, claim) or _one_base(found):
        return why
    name, best, worst = claim.structure, claim.best, claim.worst
    mine = found.cells[name]
    applies = [at for at, each in enumerate(mine) if each]
    rivals = [found.cells[each] for each in _rivals(found, name)]
    over = sum(all(each[at][0] > mine[at][1] for at in applies) for each in rivals)
    can = sum(any(each[at][1] > mine[at][0] for at in applies) for each in rivals)
    if (best, worst) != (1 + over, 1 + can):
        return "not the bound that single criteria give"
    for weights in WEIGHTINGS:
        if any(weights[at] for at in applies):
            low, high = place_under(found, name, weights)
            if low < best or high > worst:
                return f"{low} to {high} under {weights}"
    return ""


def place_under(found: Round, name: str, weights: Sequence[int]) -> tuple[int, int]:
    """The best and the worst place under these weights over all completions."""
    mine = found.score(name, weights)
    rivals = [found.score(each, weights) for each in _rivals(found, name)]
    return (
        1 + sum(each[0] > mine[1] for each in rivals),
        1 + sum(each[1] > mine[0] for each in rivals),
    )


# --- one against another


def _differences(found: Round, one: str, other: str) -> list[list[int]]:
    """For each common criterion every difference in levels that some completion gives."""
    return [
        [a - b for a in sorted({*mine}) for b in sorted({*yours})]
        for mine, yours in found.common(one, other).values()
    ]


def _sums(found: Round, one: str, other: str, weights: Sequence[int]) -> list[int]:
    """Every weighted difference where few answers are open, else the least and the most."""
    differences = _differences(found, one, other)
    count = 1
    for each in differences:
        count *= len(each)
    if count > 64:
        differences = [[min(each), max(each)] for each in differences]
        return [
            sum(weight * each[end] for weight, each in zip(weights, differences, strict=True))
            for end in (0, 1)
        ]
    return [
        sum(weight * each for weight, each in zip(weights, some, strict=True))
        for some in product(*differences)
    ]


def outcome(found: Round, one: str, other: str, name: str) -> str:
    """How the first compares with the second under a set of weights, over all completions."""
    weights = found.weights_of(name, list(found.common(one, other)))
    if not any(weights):
        return "no_weight"
    sums = _sums(found, one, other, weights)
    above, level, below = (any(test) for test in zip(*((s > 0, s == 0, s < 0) for s in sums), strict=True))
    if above and below:
        return "too_close"
    if above:
        return "ahead_or_level" if level else "ahead"
    if below:
        return "level_or_behind" if level else "behind"
    return "level"


def row(found: Round, one: str, other: str) -> str:
    """The first row of the table of claims that is true of the two, whichever is ahead."""
    common = found.common(one, other)
    if len(common) < 4:
        return "not_comparable"
    shown = next(iter(found.sets))
    if not any(found.weights_of(shown, list(common))):
        return "no_common_weight"
    ways = [(one, other), (other, one)]
    for kind, holds in ROWS:
        if any(holds(found, *way) for way in ways):
            return kind
    return "too_close"


def _same(found: Round, one: str, other: str) -> bool:
    """Every assessor of both who answered gave one and the same firm level, and somebody did for both."""
    for at, code in enumerate(CODES):
        if code not in found.common(one, other):
            continue
        levels: set[tuple[int | None, int | None]] = set()
        for name in (one, other):
            readings = [read(sheet[at]) for sheet in found.case.panels[name]]
            given = {(each.lo, each.hi) for each in readings if each.status is Status.ANSWERED}
            if not given:
                return False
            levels |= given
        if len(levels) != 1 or any(lo != hi for lo, hi in levels):
            return False
    return True


def _lead(found: Round, one: str, other: str) -> list[int]:
    """How far the first is ahead on each common criterion at the least."""
    return [min(each) for each in _differences(found, one, other)]


ROWS: Sequence[tuple[str, Callable[[Round, str, str], bool]]] = (
    ("same_answers", _same),
    ("ahead_however", lambda found, one, other: min(_lead(found, one, other)) > 0),
    (
        "not_behind",
        lambda found, one, other: min(_lead(found, one, other)) >= 0 and max(_lead(found, one, other)) > 0,
    ),
    ("at_most_level", lambda found, one, other: set(_lead(found, one, other)) == {0}),
    ("ahead_under", lambda found, one, other: outcome(found, one, other, next(iter(found.sets))) == "ahead"),
    (
        "ahead_or_level",
        lambda found, one, other: outcome(found, one, other, next(iter(found.sets))) == "ahead_or_level",
    ),
    ("level_under", lambda found, one, other: outcome(found, one, other, next(iter(found.sets))) == "level"),
)


def pair(found: Round, claim: Claim) -> str:
    """The first true row, the right way round, on the base that it names, and what each set of weights says."""
    one, other = claim.first, claim.second
    if one not in found.placed or other not in found.placed:
        return "one of them cannot be ranked"
    common = found.common(one, other)
    apply = [[each is not None for each in found.cells[name]] for name in (one, other)]
    if claim.common != len(common) or claim.is_partial != (apply[0] != apply[1]):
        return "another base"
    if row(found, one, other) != claim.kind:
        return f"{row(found, one, other)} comes first"
    turned = dict(ROWS).get(claim.kind)
    if turned and not turned(found, one, other):
        return "the other way round"
    for name, under in claim.under:
        if outcome(found, one, other, name) != under:
            return f"{outcome(found, one, other, name)} {name}"
    return DETAILS.get(claim.kind, lambda _found, _claim: "")(found, claim)


def _ahead_on(found: Round, claim: Claim) -> str:
    one, other = claim.first, claim.second
    codes = [
        code
        for code, lead in zip(found.common(one, other), _lead(found, one, other), strict=True)
        if lead > 0
    ]
    if list(claim.codes) != codes:
        return "ahead on others"
    for weights in WEIGHTINGS:
        used = dict(zip(CODES, weights, strict=True))
        sums = _sums(found, one, other, [used[code] for code in found.common(one, other)])
        if any(used[code] for code in codes) and min(sums) <= 0:
            return f"not ahead under {weights}"
    return ""


def _shares(found: Round, claim: Claim) -> str:
    """The shares of so many weightings drawn are near those said, and no weighting is missed at the ends."""
    one, other = claim.first, claim.second
    differences = _differences(found, one, other)
    worst, best = (np.array([end(each) for each in differences]) for end in (min, max))
    drawn = EXPONENTIALS[:, : len(differences)]
    ahead, behind = (drawn @ worst > 0).mean(), (drawn @ best < 0).mean()
    # The second is ahead in some completion where the first is not ahead, or level, in every one.
    reverse = (drawn @ worst < 0).mean()
    if abs(ahead - float(claim.certain)) > TOLERANCE:
        return f"ahead for {ahead} of the weightings drawn"
    if abs(reverse - float(claim.reverse)) > TOLERANCE:
        return f"the reverse for {reverse} of the weightings drawn"
    return "behind whatever the answers" if behind and claim.certain == 1 else ""


def _others_decide(found: Round, claim: Claim) -> str:
    one, other = claim.first, claim.second
    decides = max(_lead(found, one, other)) > 0 or max(_lead(found, other, one)) > 0
    return "" if claim.others_decide == decides else "others decide it or not"


def _causes(found: Round, claim: Claim) -> str:
    """Each cause named is there on a common criterion with weight, and no cause that is there is left out."""
    one, other = claim.first, claim.second
    weights = dict(zip(CODES, next(iter(found.sets.values())), strict=True))
    there: set[str] = set()
    alike = len(found.case.panels[one]) == len(found.case.panels[other]) == 1
    for at, code in enumerate(CODES):
        if code not in found.common(one, other):
            continue
        readings = {name: [read(sheet[at]) for sheet in found.case.panels[name]] for name in (one, other)}
        facts = [
            [(each.status, each.level, each.lo, each.hi) for each in readings[name]] for name in readings
        ]
        alike = alike and facts[0] == facts[1]
        for name in (one, other):
            given = [each for each in readings[name] if each.status is Status.ANSWERED]
            ends = found.cells[name][at]
            if not weights[code] or ends is None or ends[0] == ends[1]:
                continue
            there |= {"missing"} if not given else set()
            there |= {"doubtful"} if any(each.lo != each.hi for each in given) else set()
            excluded = any(each.status is Status.NOT_APPLICABLE for each in readings[name])
            words = {(each.level, each.lo, each.hi) for each in given}
            there |= {"assessors_differ"} if len(given) > 1 and _differ(words, excluded) else set()
    if set(claim.causes) != there:
        return f"the causes are {sorted(there)}"
    return "" if claim.same_words == alike else "the same words or not"


def _differ(words: set[tuple[int | None, int | None, int | None]], excluded: bool) -> bool:
    """Whether assessors of one side name different levels, admit none in common, or differ on whether it applies."""
    levels = {level for level, _lo, _hi in words if level is not None}
    lows, highs = [lo or 0 for _level, lo, _hi in words], [hi or 0 for _level, _lo, hi in words]
    return excluded or len(levels) > 1 or max(lows) > min(highs)


DETAILS: Mapping[str, Callable[[Round, Claim], str]] = {
    "not_behind": _ahead_on,
    "ahead_under": _shares,
    "level_under": _others_decide,
    "too_close": _causes,
}
#: By kind what judges it: why the claim is not true, or nothing.
KINDS: Mapping[str, Callable[[Round, Claim], str]] = {
    "scores_highest": scores_highest,
    "scores_lowest": scores_lowest,
    "first_or_level": first_or_level,
    "share_first": share_first,
    "different_criteria": different_criteria,
    "place_bound": place_bound,
    **dict.fromkeys([kind for kind, _holds in ROWS], pair),
    **dict.fromkeys(["too_close", "not_comparable", "no_common_weight"], pair),
}


def contradictions(claims: Sequence[Claim]) -> list[str]:
    """Claims of one page that cannot both be true."""
    tops = {
        name: claim.kind
        for claim in claims
        if getattr(claim, "kind", "") in ("scores_highest", "first_or_level", "share_first")
        for name in getattr(claim, "structures", None) or [claim.structure]
    }
    pairs: dict[frozenset[str], Claim] = {}
    found = []
    for claim in claims:
        if not hasattr(claim, "under"):
            continue
        both = frozenset((claim.first, claim.second))
        if pairs.setdefault(both, claim) != claim:
            found.append(f"two claims about {sorted(both)}")
        if claim.second in tops and claim.under[0][1] == "ahead":
            found.append(f"{claim.second} is first and behind {claim.first}")
    return found
