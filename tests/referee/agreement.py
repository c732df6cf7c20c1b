"""What a page says of agreement among assessors, put to a referee who goes through the ratings one by one."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import TypeVar

from coordination.domain.agreement import agreements_of
from coordination.domain.answers import Status, read
from coordination.domain.claims.agreement import AssessorPairs, OneLevel, across_sides, within_sides
from coordination.domain.voices import rater_pairs_of
from coordination.presenters import agreement
from tests.referee.both import GOVERNMENT, INSTRUMENT, PARTNERS, SIDES, Case, Referee, Sentence, grids
from tests.referee.rounds import CODES, LEVELS

T = TypeVar("T")


def said(case: Case) -> Iterator[Sentence]:
    """Everything that the page says of agreement, made as the page makes it."""
    government, partners = grids(case)
    conventions = INSTRUMENT.conventions
    three = agreements_of(government.level, partners.level, conventions)
    pairs = rater_pairs_of(government, partners)
    words = [
        agreement.across(across_sides(three, government, partners, conventions), INSTRUMENT.levels),
        *map(agreement.within, within_sides(three, conventions)),
        *([agreement.pairs(AssessorPairs(pairs))] if pairs.pairs else []),
        *([agreement.one_level(OneLevel(three.all))] if three.all.is_lopsided else []),
    ]
    for each in words:
        yield Sentence(each.kind, each.text)


def across(text: str, _of: Sequence[str], judge: Referee) -> str:
    """Why one of the five sentences on agreement across the sides is not true."""
    units = units_of(judge.case)
    ratings = {level for unit in units for side in unit for level in side}
    gaps = [code for name in judge.both for code in judge.apart(name)]
    count = re.search(r"(\d+) criteri", text)
    if text.startswith("Everyone gave the same"):
        level = re.search(r"\((.*)\)", text)
        is_true = len(ratings) == 1 and level is not None and LEVELS[min(ratings)] == level[1]
        is_sure = "not all surely" not in text
        return "" if is_true and is_sure == _is_sure(judge) and _counts(count, units) else f"{ratings}"
    if text.startswith("Too few"):
        is_few = len(units) < 10 and len(ratings) != 1
        return "" if is_few and _counts(count, units) else f"{len(units)} rated on both, {ratings}"
    if len(units) < 10 or len(ratings) < 2:
        return f"{len(units)} rated on both, {ratings}"
    if text.startswith("Assessors agree") and (gaps or not _counts(count, units)):
        return f"{gaps} of {len(units)}"
    # An end may jump where one draw in forty has no two who differ: where few draws object, many decide.
    first = _ends(text, interval(units, alpha), gaps)
    return first and _ends(text, interval(units, alpha, draws=MANY), gaps)


def _ends(text: str, found: tuple[float, float], gaps: Sequence[str]) -> str:
    """Why a sentence does not fit the referee's interval."""
    low, high = found
    if text.startswith("Assessors agree"):
        return "" if low >= 0.8 - SLACK else f"{low} to {high}"
    if text.startswith("Agreement across the sides is low"):
        return "" if high < 0.667 + SLACK else f"{low} to {high}"
    if text.startswith("Agreement across the sides is in between"):
        return "" if (low < 0.8 + SLACK or gaps) and high > 0.667 - SLACK else f"{low} to {high}"
    return "no such sentence"


#: A referee's interval rests on other draws than the program's.
SLACK = 0.1
FEW, MANY = 200, 20_000


def _counts(found: re.Match[str] | None, units: Sequence[object]) -> bool:
    return found is not None and int(found[1]) == len(units)


def _is_sure(judge: Referee) -> bool:
    return all(
        len(range(each.lo, each.hi + 1)) == 1
        for name in judge.both
        for code in CODES
        if all(_faces(judge.words(side, name, code)) for side in SIDES)
        for side in SIDES
        for word in judge.words(side, name, code)
        if (each := read(word)).status is Status.ANSWERED and each.lo is not None and each.hi is not None
    )


def _faces(words: Sequence[str]) -> list[int]:
    return [level for word in words if (level := read(word).level) is not None]


Unit = tuple[Sequence[int], Sequence[int]]


def units_of(case: Case) -> list[Unit]:
    """Both sides' face levels on every criterion that both rated."""
    judge = Referee(case)
    units = [
        (_faces(judge.words(GOVERNMENT, name, code)), _faces(judge.words(PARTNERS, name, code)))
        for name in judge.both
        for code in CODES
    ]
    return [(ours, theirs) for ours, theirs in units if ours and theirs]


def alpha(units: Sequence[Unit]) -> float | None:
    """Alpha between the sides by its definition; None where every rating is the same level."""
    weight = [0.0] * 5
    for unit in units:
        for side in unit:
            for level in side:
                weight[level] += 1 / len(side)

    def apart(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        return (sum(weight[low : high + 1]) - (weight[low] + weight[high]) / 2) ** 2

    distance = [[apart(one, other) for other in range(5)] for one in range(5)]
    observed = sum(
        2 * sum(distance[a][b] for a in ours for b in theirs) / (len(ours) * len(theirs))
        for ours, theirs in units
    )
    expected = sum(weight[a] * weight[b] * distance[a][b] for a in range(5) for b in range(5))
    return 1 - (2 * len(units) - 1) * observed / expected if expected else None


def interval(
    units: Sequence[T], of: Callable[[Sequence[T]], float | None], *, draws: int = FEW
) -> tuple[float, float]:
    """The referee's own 95 % interval of alpha, of fewer draws than the program's unless told otherwise."""
    random = Random(1)
    drawn = (of(random.choices(units, k=len(units))) for _ in range(draws))
    found = sorted(each for each in drawn if each is not None)
    return found[len(found) // 40], found[-1 - len(found) // 40]


# --- within a side, and pairs


def _within(case: Case, sides: Sequence[str]) -> list[list[int]]:
    """The ratings of each criterion that at least two assessors of these sides rated."""
    judge = Referee(case)
    names = sorted({name for side in SIDES for name in case.sheets[side]})
    units = [
        [level for side in sides for level in _faces(judge.words(side, name, code))]
        for name in names
        for code in CODES
    ]
    return [each for each in units if len(each) > 1]


def _alpha_within(units: Sequence[Sequence[int]]) -> float | None:
    every = [level for unit in units for level in unit]
    count = [every.count(level) for level in range(5)]

    def apart(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        return (sum(count[low : high + 1]) - (count[low] + count[high]) / 2) ** 2

    observed = sum(apart(a, b) / (len(unit) - 1) for unit in units for a in unit for b in unit)
    expected = sum(count[a] * count[b] * apart(a, b) for a in range(5) for b in range(5))
    return 1 - (len(every) - 1) * observed / expected if expected else None


def within(text: str, _of: Sequence[str], judge: Referee) -> str:
    """Why it is not true that the assessors of one side agree little among themselves."""
    side = GOVERNMENT if "of the Government" in text else PARTNERS
    units = _within(judge.case, [side])
    if len(units) < 10 or _is_lopsided(units):
        return f"{len(units)} rated twice"
    for draws in (FEW, MANY):
        _low, high = interval(units, _alpha_within, draws=draws)
        if high < 0.667 + SLACK:
            return ""
    return f"at most {high}"


def one_level(_text: str, _of: Sequence[str], judge: Referee) -> str:
    """Why it is not true that nearly all ratings are one level."""
    return "" if _is_lopsided(_within(judge.case, SIDES)) else "not nearly all"


def _is_lopsided(units: Sequence[Sequence[int]]) -> bool:
    every = [level for unit in units for level in unit]
    return bool(every) and max(Fraction(every.count(level), len(every)) for level in every) > Fraction(4, 5)


def pairs(text: str, _of: Sequence[str], judge: Referee) -> str:
    """Why the numbers of pairs are not true."""
    found = [0, 0, 0]
    for name in judge.both:
        for code in CODES:
            for ours in map(read, judge.words(GOVERNMENT, name, code)):
                for theirs in map(read, judge.words(PARTNERS, name, code)):
                    if ours.status is theirs.status is Status.ANSWERED:
                        assert ours.lo is not None
                        assert ours.hi is not None
                        assert theirs.lo is not None
                        assert theirs.hi is not None
                        found[0 if ours.lo > theirs.hi else 1 if theirs.lo > ours.hi else 2] += 1
    shown = [int(each) for each in re.findall(r"\d+", text)]
    return "" if shown == [sum(found), *found] else f"{found}"


RULES = {
    "across_sides": across,
    "within_side": within,
    "one_level": one_level,
    "assessor_pairs": pairs,
}
