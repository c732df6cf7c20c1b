"""How solid an order of two structures is, sentence by sentence, put to a referee who tries weightings and scales.

He takes the answers against the structure that is said to be ahead, and asks whether it still is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from coordination.domain.claims.comparison import Finding, findings
from coordination.presenters import claims as words
from coordination.queries.claims import solidity
from tests.changes import CRITERIA
from tests.referee.comparison import EXPONENTIALS, TOLERANCE, Claim, Round
from tests.referee.rounds import CODES, SHEETS, WEIGHTS, Case
from tests.referee.timeline import edited, moved

KIND = "solidity"
SHORTS = {each.short.en.lower(): each.code for each in CRITERIA}
BY_CODE = {each.code: each for each in CRITERIA}
#: In which order the criteria are said to count: the reader may give any.
ORDER = CODES[::-1]


@st.composite
def orders(draw: st.DrawFn) -> Case:
    """Rounds of two or three structures that differ on some criteria, so that one is often ahead."""
    base = draw(SHEETS)
    others = [
        draw(edited(draw(st.sampled_from([base, moved(base, -1)])))) for _ in range(draw(st.integers(1, 2)))
    ]
    panels = {f"S{at}": (sheet,) for at, sheet in enumerate([base, *others], 1)}
    return Case(panels, (draw(WEIGHTS),))


def said(found: Round) -> Iterator[tuple[Finding, list[str]]]:
    """Each finding with an order, and what is said of how solid it is, made as the page makes it."""
    for claim in findings(found.of):
        for order in (CODES, ORDER):
            if solid := solidity(claim, found.of, order):
                yield claim, list(words.solid(solid, BY_CODE))


class Lead:
    """One structure before another on the criteria that apply to both, taken at its worst."""

    def __init__(self, found: Round, claim: Claim) -> None:
        common = found.common(claim.first, claim.second)
        used = dict(zip(CODES, found.case.weights[0], strict=True))
        self.codes = list(common)
        self.ends = [(mine[0], yours[1]) for mine, yours in common.values()]
        self.worst = [mine - yours for mine, yours in self.ends]
        self.weights = [Fraction(used[code]) for code in self.codes]

    def by(self, weights: Sequence[Fraction]) -> Fraction:
        """By how many levels, weighted, it is ahead; below 0 behind."""
        return sum((w * d for w, d in zip(weights, self.worst, strict=True)), Fraction(0))

    def shifted(self, part: Fraction) -> Iterator[list[Fraction]]:
        """The weightings that are reached when this part of the weight goes to one criterion, one for each."""
        total = sum(self.weights)
        for at in range(len(self.codes)):
            yield [(1 - part) * w / total + part * (place == at) for place, w in enumerate(self.weights)]


def untrue(text: str, found: Round, claim: Claim) -> str:
    """Why a sentence on how solid an order is, is not true; empty where it is."""
    lead = Lead(found, claim)
    for pattern, rule in RULES.items():
        if match := re.fullmatch(pattern, text):
            return rule(lead, match[1] if match.groups() else "", match[2] if len(match.groups()) > 1 else "")
    return f"no such sentence: {text}"


#: A share as it is written, and by how much it may be rounded.
STEP = Fraction(1, 100)
TENTH = Fraction(1, 1000)


def _share(text: str) -> tuple[Fraction, Fraction]:
    number = re.search(r"([\d.]+)", text)
    assert number
    return Fraction(number[1]) / 100, TENTH if "." in number[1] else STEP


def _shift(lead: Lead, text: str, _rest: str) -> str:
    part, step = _share(text)
    if text.startswith("under"):
        return "" if any(lead.by(each) <= 0 for each in lead.shifted(part)) else "it holds beyond"
    just_less = part * Fraction(999, 1000)
    if any(lead.by(each) <= 0 for each in lead.shifted(just_less)):
        return f"lost when {just_less} is shifted"
    return "" if any(lead.by(each) <= 0 for each in lead.shifted(part + step)) else "it holds beyond"


def _near(lead: Lead, text: str, _rest: str) -> str:
    drawn = EXPONENTIALS[:, : len(lead.codes)]
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    middle = np.array([float(each) for each in lead.weights]) / float(sum(lead.weights))
    return _holds_for(((drawn + middle) / 2 @ np.array(lead.worst) > 0).mean(), text)


def _holds_for(drawn: float, text: str) -> str:
    part, _step = _share(text)
    is_over = drawn < float(part) - TOLERANCE or drawn > float(part) + TOLERANCE + 0.01
    return f"it holds for {drawn} of those drawn" if is_over else ""


def _limits(lead: Lead, text: str, _rest: str) -> str:
    shown = {SHORTS[name.lower()]: share for name, share in re.findall(r"(?:^|; )(.+?) up to ([^;]+)", text)}
    for at, code in enumerate(lead.codes):
        others = Fraction(1, len(lead.codes) - 1)

        def weighed(part: Fraction, at: int = at, others: Fraction = others) -> list[Fraction]:
            return [part if place == at else (1 - part) * others for place in range(len(lead.codes))]

        turns = lead.by(weighed(Fraction(1))) < 0 < lead.by(weighed(Fraction(0)))
        if turns != (code in shown):
            return f"{code} alone {'turns' if turns else 'does not turn'} the order"
        if turns:
            part, step = _share(shown[code])
            if not shown[code].startswith("under") and lead.by(weighed(part * Fraction(999, 1000))) < 0:
                return f"{code} may not weigh {part}"
            if lead.by(weighed(min(Fraction(1), part + step))) > 0:
                return f"{code} may weigh more than {part}"
    return ""


def _never(lead: Lead, text: str, _rest: str) -> str:
    """Without it the others, each counting the same, do not put the first ahead, and with it neither."""
    true = set()
    for at, code in enumerate(lead.codes):
        rest = sum(each for place, each in enumerate(lead.worst) if place != at)
        if rest <= 0 and lead.worst[at] < 0:
            true.add(code)
    shown = {SHORTS[name.lower()] for name in text.split(", ")}
    return "" if shown == true else f"it is so of {true}"


def _survives(lead: Lead) -> set[str]:
    """The criteria without which it is no longer ahead."""
    return {
        code
        for at, code in enumerate(lead.codes)
        if lead.by([Fraction(0) if place == at else w for place, w in enumerate(lead.weights)]) <= 0
    }


def _left_out(lead: Lead, text: str, _rest: str) -> str:
    shown = {SHORTS[name.lower()] for name in text.split(", ")} if text else set()
    return "" if shown == _survives(lead) else f"it does not survive without {_survives(lead)}"


def _scale(lead: Lead, does_not: str, _rest: str) -> str:
    """Every scale that rises is a mixture of those that count nothing below one level and everything from it on."""
    behind = [
        level
        for level in range(1, 5)
        if sum(
            w * ((mine >= level) - (yours >= level))
            for w, (mine, yours) in zip(lead.weights, lead.ends, strict=True)
        )
        < 0
    ]
    return "" if bool(behind) != bool(does_not) else f"behind where only {behind} count"


def _in_order(lead: Lead, rest: str, order: str) -> str:
    """Every such weighting is a mixture of the first alone, the first two halved, and so on."""
    codes = [SHORTS[name.lower()] for name in order.split(", ")]
    if sorted(codes) != sorted(lead.codes):
        return "other criteria"
    worst = dict(zip(lead.codes, lead.worst, strict=True))
    sums = [sum(worst[code] for code in codes[: number + 1]) for number in range(len(codes))]
    if rest == "It holds":
        return "" if min(sums) > 0 else f"{sums}"
    if rest == "It holds, or the two are level,":
        return "" if min(sums) == 0 < max(sums) else f"{sums}"
    drawn = EXPONENTIALS[:, : len(sums)]
    corners = np.array([float(each) / number for number, each in enumerate(sums, 1)])
    return _holds_for((drawn @ corners > 0).mean(), rest)


RULES: Mapping[str, Callable[[Lead, str, str], str]] = {
    r"The order holds as long as less than (.*) of the weight, taken from all criteria in proportion, is shifted "
    r"between criteria\.": _shift,
    r"Where half of the weight is shifted in this way, it holds for (.*) of the weightings\.": _near,
    r"How much a single criterion may weigh, the others being equal, before the order can turn: (.*)\.": _limits,
    r"With the other criteria equal, it does not hold whatever one of these weighs: (.*)\.": _never,
    r"It holds whichever criterion is left out\.": _left_out,
    r"It may not hold if one of these is left out: (.*)\.": _left_out,
    r"It depends on how much each level counts\.": _scale,
    r"It (does not) depend on how much each level counts\.": _scale,
    r"(It holds.*) if no criterion counts less than the next in this list: (.*)\.": _in_order,
    r"If no criterion counts less than the next in this list, it holds for (.*) of the weightings: (.*)\.": _in_order,
}
