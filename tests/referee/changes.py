"""What the pages say of two rounds, held against the referee and against itself."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from coordination.domain.claims import steps
from coordination.domain.claims.change import UNCLEAR, VERDICTS, ChangeClaim, ChangeKind, not_comparable
from coordination.domain.claims.timeline import Changes, headline
from coordination.domain.weights import Weights
from coordination.presenters import changes, timeline
from coordination.presenters.said import Said
from tests.changes import CONVENTIONS, CRITERIA, EQUAL, INSTRUMENT, side, successor
from tests.referee.rounds import CODES, hand_over
from tests.referee.timeline import Referee, TwoRounds, objections, two_rounds


def said(case: TwoRounds) -> ChangeClaim:
    """What every page says of these two rounds, made as pages make it."""
    if not case.follows:
        return not_comparable(len(CRITERIA))
    stated = {code: [case.reasons.get((name, code), "") for name in case.new] for code in CODES}
    before, after = side(case.old), side(case.new, stated)
    if case.kinds is None:
        found = steps.within(CRITERIA, before, after)
    else:
        newer = successor(case.kinds, case.crosswalk)
        found = steps.between((INSTRUMENT, newer), "coordination", before, after)
    recorded = [Weights(f"side {number}", each) for number, each in enumerate(case.recorded)]
    return Changes(found, Weights("shown", case.shown), recorded, CONVENTIONS)[0]


def refused(case: TwoRounds, claim: ChangeClaim) -> str:
    """Why the claim is not true of these rounds; empty where it is."""
    return next(objections(Referee(case), claim), "")


def contradictions(case: TwoRounds, claim: ChangeClaim) -> Iterator[str]:
    """Yield what one page would say against itself: title, table, figures and line."""
    (group,) = headline([("CMJ", claim)], 2).groups
    if group[0] is not claim.kind:
        yield "the title says another kind"
    is_verdict, is_unclear = claim.kind in VERDICTS, claim.kind in UNCLEAR
    if (claim.has_line or claim.is_under_all_weights or claim.rising or claim.falling) and not is_verdict:
        yield "a line, or however you weigh, beside no verdict"
    if claim.shares and (claim.is_under_all_weights or claim.rising or claim.falling):
        yield "a share beside all weightings"
    if claim.points and is_unclear and not claim.points[0] <= 0 <= claim.points[1]:
        yield "points to one side beside no clear change"
    if not is_unclear and (claim.up_under or claim.down_under or claim.median):
        yield "a verdict beside what stands where there is none"
    if len(claim.up_under) == len({EQUAL, case.shown, *case.recorded}):
        yield "better under all weights in question beside no verdict"


def judge(case: TwoRounds) -> tuple[ChangeClaim, list[str]]:
    """Return what is said of two rounds, and why it is untrue, contradicts itself, or another kind would not be."""
    claim, found = said(case), Referee(case)
    wrong = [*objections(found, claim), *contradictions(case, claim)]
    others = [replace(claim, kind=kind) for kind in ChangeKind if kind is not claim.kind]
    wrong += [f"{each.kind} is not refused" for each in others if not any(objections(found, each))]
    return claim, [f"{claim}: {why}" for why in wrong]


def rounds(count: int, each: Callable[[TwoRounds], None]) -> None:
    """Hand over so many pairs of rounds, the same ones each time."""
    hand_over(two_rounds(), count, each)


# --- what heads the page: every structure, drawn or not

#: Structures by what happened to them: some in many structures, so that there are more than are drawn or named.
MANY = st.lists(st.tuples(two_rounds(), st.sampled_from([1, 1, 1, 2, 5, 13])), min_size=1, max_size=5)


def headlined(found: Sequence[tuple[TwoRounds, int]]) -> str:
    """The headline of a page of these structures, each as often as said."""
    claims = [claim for case, times in found for claim in [said(case)] * times]
    return timeline.titled(
        headline([(f"S{number:02}", each) for number, each in enumerate(claims, 1)], 2), "A → B"
    )


def untrue_headline(text: str, found: Sequence[tuple[TwoRounds, int]]) -> str:
    """Why a headline is not true of these structures; empty where it is: each has its place, named or counted."""
    kinds = [kind for case, times in found for kind in [_kind(case)] * times]
    true = {changes.group(kind): kinds.count(kind) for kind in kinds}
    shown: dict[str, int] = {}
    for part in text.removesuffix(" – A → B.").split("; "):
        label, _colon, names = part.partition(": ")
        label = next((each for each in true if each.lower() == label.lower()), label)
        listed = re.sub(r" \(\d of \d criteria\)", "", names).split(", ")
        shown[label] = 0
        for name in listed:
            if re.fullmatch(r"S\d\d", name):
                shown[label] += 1
                if changes.group(kinds[int(name[1:]) - 1]) != label:
                    return f"{name} is {kinds[int(name[1:]) - 1]}"
            else:
                shown[label] += int(name.split()[0])
    if "otherwise" in shown:
        shown["otherwise"] -= sum(true.pop(each) for each in set(true) - set(shown))
        true["otherwise"] = 0
    return "" if shown == true else f"{true}"


def _kind(case: TwoRounds) -> ChangeKind:
    """The one kind that the referee does not refuse."""
    claim, found = said(case), Referee(case)
    (kind,) = [each for each in ChangeKind if not any(objections(found, replace(claim, kind=each)))]
    return kind


# --- where nothing changed, because nothing was assessed twice


@dataclass(frozen=True)
class NoChange:
    """So many rounds are read, and in each the structures assessed by a side: none of them in two."""

    assessed: Sequence[frozenset[str]]


#: Each structure is assessed in one of the rounds, or in none of them.
NONE = st.integers(1, 4).flatmap(
    lambda number: st.lists(st.integers(0, number), max_size=4).map(
        lambda turns: NoChange(
            [
                frozenset(f"S{at}" for at, turn in enumerate(turns) if turn == round_)
                for round_ in range(number)
            ]
        )
    )
)


def said_of_none(case: NoChange) -> Said:
    """What heads a page of these rounds, made as the page makes it."""
    return timeline.unchanged(headline([], len(case.assessed)), len(case.assessed))


def untrue_of_none(said_of: Said, case: NoChange) -> str:
    """Why it is not true that there is one round so far, or that nothing was assessed in both or twice."""
    found = [name for each in case.assessed for name in each]
    if len(found) != len(set(found)):
        return f"assessed twice are {[each for each in found if found.count(each) > 1]}"
    number = len(case.assessed)
    true = {
        "One round so far: nothing to compare yet.": number == 1,
        "No structure was assessed in both rounds.": number == 2,
        "No structure was assessed twice.": number > 2,
    }
    return "" if true.get(said_of.text) else f"there are {number} rounds"
