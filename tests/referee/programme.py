"""Home over all structures: what heads it and what moved, put to a referee who knows only the words of two rounds.

How they stand and where the sides disagree is judged by ``portfolio``, a change by ``timeline``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from coordination.domain.claims import portfolio as claims
from coordination.domain.claims.portfolio import (
    Claim,
    GapsClaim,
    MovedClaim,
    NothingStands,
    PartClaim,
    WeakCriterion,
)
from coordination.domain.claims.standings import LevelGap, Stance
from coordination.presenters import portfolio as words
from coordination.presenters.said import Said
from tests.referee import changes, portfolio
from tests.referee.both import CRITERIA, SIDES, Case
from tests.referee.both import Referee as Sides
from tests.referee.rounds import PANELS, Panel, Sheet
from tests.referee.timeline import Referee, TwoRounds, edited, moved

#: A structure and a side.
Place = tuple[str, str]
ASSESSORS = "abcd"
#: What a headline says of a change: of few structures, which are named with their sides, and of many, which are counted.
TOLD = {
    "worse": ("Worse", "Worse for at least one side since its round before"),
    "better": ("Better", "Better for at least one side since its round before"),
    "lower-new-assessors": (
        "Answers are lower (new assessors)",
        "Answers of at least one side are lower (new assessors)",
    ),
    "higher-new-assessors": (
        "Answers are higher (new assessors)",
        "Answers of at least one side are higher (new assessors)",
    ),
}


@dataclass(frozen=True)
class Programme:
    """The latest round of both sides, and by structure and side the words of its round before, where there is one."""

    now: Case
    before: Mapping[Place, Mapping[str, Sheet]]


#: Words of which nothing follows: neither strong nor weak, nor apart from anything.
VAGUE = st.sampled_from(["?", "-", "Partly to Mostly", "Mostly?", "Not yet to Yes", "No to Yes", "n/a"])
VAGUE_PANELS = st.lists(st.lists(VAGUE, min_size=7, max_size=7).map(tuple), min_size=1, max_size=2).map(tuple)
LEVEL_PANELS = st.just((("Mostly", "Partly", "Mostly", "Mostly", "Partly", "Mostly", "Partly"),))


@st.composite
def programmes(draw: st.DrawFn, most: int = 6) -> Programme:
    """Programmes of which much is said, and of which nothing is; some structures were assessed by a side before."""
    quiet = st.one_of(VAGUE_PANELS, LEVEL_PANELS)
    panels = draw(st.sampled_from([PANELS, PANELS, PANELS, VAGUE_PANELS, LEVEL_PANELS, quiet]))
    sheets: dict[str, dict[str, Panel]] = {side: {} for side in SIDES}
    before: dict[Place, Mapping[str, Sheet]] = {}
    for number in range(1, draw(st.integers(0, most)) + 1):
        name = f"S{number}"
        for side in draw(st.sampled_from([SIDES, SIDES, SIDES, SIDES[:1], SIDES[1:], ()])):
            sheets[side][name] = panel = draw(panels)
            if draw(st.booleans()):
                before[name, side] = draw(_earlier(panel))
    return Programme(Case(sheets), before)


@st.composite
def _earlier(draw: st.DrawFn, panel: Panel) -> Mapping[str, Sheet]:
    """The words of the round before: the same, edited, or a level away; by the same assessors or by others."""
    by = draw(st.sampled_from([0, 0, 1, -1, 2, -2]))
    names = draw(st.sampled_from([ASSESSORS, ASSESSORS, "wxyz"]))
    return {name: draw(edited(moved(sheet, by))) for name, sheet in zip(names, panel, strict=False)}


def two_rounds(case: Programme, place: Place) -> TwoRounds:
    """A side's two rounds of a structure."""
    name, side = place
    return TwoRounds(case.before[place], dict(zip(ASSESSORS, case.now.sheets[side][name], strict=False)))


# --- what Home would say


def said(case: Programme) -> list[Claim | Stance | LevelGap]:
    """Every claim about all structures, made as the page makes it; what may head it comes last."""
    found = portfolio.said(case.now)
    return [*found, *_moved(case), *[each for each in headline(case) if isinstance(each, NothingStands)]]


def _moved(case: Programme) -> tuple[MovedClaim, ...]:
    told = ((name, side, changes.said(two_rounds(case, (name, side))).kind) for name, side in case.before)
    return claims.moved(told)


def headline(case: Programme) -> tuple[Claim, ...]:
    """What may head the page."""
    of = portfolio.said(case.now)
    return claims.headline(
        [each for each in of if isinstance(each, PartClaim)],
        next((each for each in of if isinstance(each, GapsClaim)), None),
        _moved(case),
        [each for each in of if isinstance(each, WeakCriterion)],
    )


def headed(case: Programme) -> list[Said]:
    """The sentences that head the page."""
    return words.headline(headline(case), CRITERIA)


# --- the referee


def untrue(claim: Claim | Stance | LevelGap, case: Programme) -> str:
    """Why a claim is not true of the raw words; empty where it is."""
    if isinstance(claim, MovedClaim):
        return _untrue_move(claim, case)
    if isinstance(claim, NothingStands):
        return next(_untrue_nothing(claim, case), "")
    return portfolio.untrue(claim, case.now)


def _kinds(case: Programme) -> dict[Place, str]:
    return {place: Referee(two_rounds(case, place)).kind for place in case.before}


def _untrue_move(claim: MovedClaim, case: Programme) -> str:
    true = {place for place, kind in _kinds(case).items() if kind == claim.change}
    return (
        "" if set(claim.moved) == true and len(claim.moved) == len(true) > 0 else f"{claim.change} are {true}"
    )


def _untrue_nothing(claim: NothingStands, case: Programme) -> Iterator[str]:
    names = portfolio.names(case.now)
    assessed = [name for name in names if any(name in case.now.sheets[side] for side in SIDES)]
    if (claim.assessed, claim.total) != (len(assessed), len(names)):
        yield f"{len(assessed)} of {len(names)} are assessed"
    for name in names:
        if portfolio.part(case.now, name) in ("strong", "weak"):
            yield f"{name} is {portfolio.part(case.now, name)}"
        if apart := Sides(case.now).apart(name):
            yield f"the sides disagree on {apart} of {name}"
        if weak := [each.code for each in CRITERIA if portfolio.is_weak(case.now, name, each.code)]:
            yield f"{name} is weak on {weak}"
    for place, kind in _kinds(case).items():
        if kind in TOLD:
            yield f"{place} is {kind}"


def untrue_sentence(said_of: Said, case: Programme) -> str:
    """Why a sentence that heads the page is not true: on what moved, or that nothing stands; of others nothing."""
    if said_of.kind == MovedClaim.kind:
        return _untrue_move_in_words(said_of.text, case)
    if said_of.kind == NothingStands.kind:
        return _untrue_nothing_in_words(said_of.text, case)
    return ""


def _untrue_move_in_words(text: str, case: Programme) -> str:
    """Few structures are named with their sides; a number is not said as if each side saw them all so."""
    label, _colon, rest = text.removesuffix(".").partition(": ")
    true: dict[str, set[str]] = {}
    for (name, side), kind in _kinds(case).items():
        if label in TOLD.get(kind, ()):
            true.setdefault(name, set()).add(side)
    if counted := re.fullmatch(r"(\d+) structures", rest):
        is_so = int(counted[1]) == len(true) and "at least one side" in label
        return "" if is_so else f"{true}"
    sides = {"both sides": {*SIDES}, "government": {SIDES[0]}, "partners": {SIDES[1]}}
    shown = {name: sides[who] for name, who in re.findall(r"(S\d+) \(([^)]*)\)", rest)}
    return "" if shown == true else f"{true}"


def _untrue_nothing_in_words(text: str, case: Programme) -> str:
    names = portfolio.names(case.now)
    assessed = [name for name in names if any(name in case.now.sheets[side] for side in SIDES)]
    if text == "No structure is known to be strong or weak.":
        found = [name for name in names if portfolio.part(case.now, name) in ("strong", "weak")]
        return f"{found}" if found or not assessed else ""
    none = {1: "The structure is not assessed yet."}
    expected = none.get(len(names), f"None of the {len(names)} structures is assessed yet.")
    return "" if text == expected and not assessed else f"{assessed} of {len(names)} are assessed"
