"""One criterion from one round to the next, the course of a structure, and the fit of a crosswalk, from raw words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

from hypothesis import strategies as st

from coordination.domain import bridging
from coordination.domain.answers import Status, read
from coordination.domain.change import are_mostly_new, cause_bits, causes_in, cell_change
from coordination.domain.claims.bridges import BridgeFit, bridge_fit
from coordination.domain.claims.change import (
    NOT_YET_ANSWERED,
    ChangeClaim,
    CriterionClaim,
    criterion_claim,
)
from coordination.domain.claims.timeline import Course, course
from coordination.domain.criteria import Crosswalk
from coordination.domain.panels import envelope
from coordination.domain.scoring import band, composite
from tests.changes import CONVENTIONS, CRITERIA
from tests.referee import changes
from tests.referee.rounds import CODES, SHEETS, Sheet, admitted, extremes, score
from tests.referee.timeline import (
    CROSSWALKS,
    Referee,
    TwoRounds,
    edited,
    moved,
    two_rounds,
)

# --- one criterion, from the answer behind a commitment to the next one


@dataclass(frozen=True)
class Answered:
    """A criterion in one round, and in the next one that answered it, if any."""

    rounds: TwoRounds
    at: int
    is_answered_again: bool


ANSWERED = st.builds(Answered, two_rounds(), st.integers(0, 6), st.sampled_from([True] * 7 + [False]))


def criterion(case: Answered) -> CriterionClaim:
    """What is said of the criterion, made as pages make it."""
    of, at = case.rounds, case.at
    if not case.is_answered_again:
        return NOT_YET_ANSWERED
    old, new = (envelope([read(sheet[at]) for sheet in each.values()]) for each in (of.old, of.new))
    kind = "subject_only" if not of.follows else of.kinds[at] if of.kinds else "direct"
    if kind == "indirect":
        assert of.crosswalk is not None
        old = bridging.through(of.crosswalk, old)
    answered = {name for name, sheet in of.new.items() if read(sheet[at]).status is Status.ANSWERED}
    return criterion_claim(
        cell_change(old, new) if kind in ("direct", "indirect") else None,
        causes_in(cause_bits(of.reasons.get((name, CODES[at]), "") for name in of.new)),
        are_new=are_mostly_new(frozenset(answered), frozenset(of.old)),
    )


def objections_to_criterion(claim: CriterionClaim, case: Answered) -> Iterator[str]:
    """Yield why another thing became of the criterion, or for other reasons."""
    true, reasons = _became(case)
    if claim.kind.value != true:
        yield f"it is {true}"
    if tuple(each.value for each in claim.reasons) != tuple(reasons):
        yield f"reasons stated are {reasons}"


def _became(case: Answered) -> tuple[str, list[str]]:
    """The kind, and the reasons that explain what is higher or lower: the first that holds."""
    of, at = case.rounds, case.at
    found = Referee(of)
    if not case.is_answered_again:
        return "not-yet-answered", []
    if not of.follows or of.kinds and of.kinds[at] not in ("direct", "indirect"):
        return "not-compared", []
    given = [[read(sheet[at]).status for sheet in each.values()] for each in (of.old, of.new)]
    applies = [any(each is not Status.NOT_APPLICABLE for each in statuses) for statuses in given]
    if applies[0] != applies[1]:
        return "applies-in-one-round", []
    before, after = (Status.ANSWERED in statuses for statuses in given)
    if after and not before:
        return "became-known", []
    sign = found.moves(at) if before and after else 0
    if not sign:
        return "criterion-no-clear-change", []
    way = "higher" if sign > 0 else "lower"
    answered = [name for name, sheet in of.new.items() if read(sheet[at]).status is Status.ANSWERED]
    if 2 * sum(name not in of.old for name in answered) > len(answered):
        return f"criterion-{way}-new-assessors", []
    if reasons := found.explained(at):
        return f"criterion-{way}-explained", reasons
    return "criterion-better" if sign > 0 else "criterion-worse", []


# --- a structure over many rounds

#: The words of one assessor, round by round; a round of which nothing is known has no score.
Rounds = Sequence[Sheet]


@st.composite
def courses(draw: st.DrawFn) -> Rounds:
    """Two to five rounds of one assessor, who mostly changes some of the words."""
    found = [draw(SHEETS)]
    for _ in range(draw(st.integers(1, 4))):
        found.append(
            draw(st.one_of(edited(found[-1]), st.sampled_from([moved(found[-1], 1), moved(found[-1], -1)])))
        )
    return found


def course_of(rounds: Rounds) -> Course:
    """What is said of the course, made as the page makes it."""
    steps = [TwoRounds({"a": old}, {"a": new}) for old, new in pairwise(rounds)]
    claims: list[ChangeClaim] = [changes.said(step) for step in steps]
    figures = [composite([read(word) for word in sheet], (1,) * 7, CONVENTIONS) for sheet in rounds]
    known = [
        (each.low, each.high)
        for each in figures
        if band(each, CONVENTIONS) and each.low is not None and each.high is not None
    ]
    return course(known, claims)


#: From this width on, in points, a score is not named.
TOO_WIDE = 50


def _known(sheet: Sheet) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest score that the open answers allow; None where it may not be named."""
    applying = [word for word in sheet if read(word).status is not Status.NOT_APPLICABLE]
    answered = [word for word in applying if read(word).status is Status.ANSWERED]
    if not applying or 2 * len(answered) < len(applying):
        return None
    found = [score(levels, (1,) * 7) for levels in extremes(admitted((sheet,)))]
    scores = [each for each in found if each is not None]
    return (min(scores), max(scores)) if max(scores) - min(scores) < TOO_WIDE else None


def objections_to_course(claim: Course, rounds: Rounds) -> Iterator[str]:
    """Yield what is untrue in the ends of the known scores and in the steps that are better or worse."""
    known = [each for each in map(_known, rounds) if each is not None]
    ends = min((low for low, _ in known), default=None), max((high for _, high in known), default=None)
    if (claim.lowest, claim.highest) != ends:
        yield f"known scores lie between {ends}"
    kinds = [Referee(TwoRounds({"a": old}, {"a": new})).kind for old, new in pairwise(rounds)]
    true = kinds.count("better"), kinds.count("worse"), len(kinds)
    if (claim.better, claim.worse, claim.steps) != true:
        yield f"{kinds}"


# --- a bridge between two versions of the questionnaire


@dataclass(frozen=True)
class Twice:
    """Structures answered with both versions on one day; the crosswalk of each criterion, None where it has none."""

    structures: Sequence[tuple[Sheet, Sheet]]
    crosswalks: Sequence[Crosswalk | None]


PAIRS = st.tuples(SHEETS, SHEETS)
TWICE = st.builds(
    Twice,
    st.lists(PAIRS, max_size=4),
    st.lists(st.one_of(st.none(), CROSSWALKS), min_size=7, max_size=7),
)


def fit(case: Twice) -> BridgeFit:
    """What is said of the crosswalks, made as the page makes it."""
    criteria = [replace(each, crosswalk=walk) for each, walk in zip(CRITERIA, case.crosswalks, strict=True)]
    readings = [
        tuple({code: read(word) for code, word in zip(CODES, sheet, strict=True)} for sheet in pair)
        for pair in case.structures
    ]
    return bridge_fit([(old, new) for old, new in readings], criteria)


def objections_to_fit(claim: BridgeFit, case: Twice) -> Iterator[str]:
    """Yield what is untrue in how many pairs a crosswalk holds, and in the wider one that would hold them all."""
    inside = pairs = 0
    needed = {}
    for at, (code, walk) in enumerate(zip(CODES, case.crosswalks, strict=True)):
        if walk is None:
            continue
        answered = [(read(old[at]), read(new[at])) for old, new in case.structures]
        both = [
            ((one.lo, one.hi), (other.lo, other.hi))
            for one, other in answered
            if one.status is other.status is Status.ANSWERED
        ]
        held = [pair for pair in both if _holds(walk, *pair)]
        inside, pairs = inside + len(held), pairs + len(both)
        if len(held) < len(both):
            needed[code] = walk, both
    if (claim.inside, claim.pairs) != (inside, pairs):
        yield f"{inside} of {pairs} lie inside"
    if {each.code for each, _walk in claim.wider} != needed.keys():
        yield f"wider ones are needed on {list(needed)}"
    for each, wider in claim.wider:
        walk, both = needed.get(each.code, (wider, []))
        if any(
            low > old_low or high < old_high
            for (low, high), (old_low, old_high) in zip(wider, walk, strict=True)
        ):
            yield f"{each.code} is narrower than before"
        if not all(_holds(wider, *pair) for pair in both):
            yield f"{each.code} does not hold every pair"
        if any(all(_holds(less, *pair) for pair in both) for less in _narrower(wider, walk)):
            yield f"{each.code} is wider than is needed"


Span = tuple[int | None, int | None]


def _holds(walk: Crosswalk, old: Span, new: Span) -> bool:
    """Whether every level that the new answer admits lies between levels to which the old one may lead."""
    reached = [
        level for at in range(old[0] or 0, (old[1] or 0) + 1) for level in range(walk[at][0], walk[at][1] + 1)
    ]
    return all(min(reached) <= level <= max(reached) for level in range(new[0] or 0, (new[1] or 0) + 1))


def _narrower(wider: Crosswalk, walk: Crosswalk) -> Iterator[Crosswalk]:
    """Every crosswalk that adds a level less in one place."""
    for at, end in product(range(5), (0, 1)):
        row = wider[at]
        if row[end] != walk[at][end]:
            less = (row[0] + 1, row[1]) if end == 0 else (row[0], row[1] - 1)
            if less[0] <= less[1]:
                yield (*wider[:at], less, *wider[at + 1 :])
