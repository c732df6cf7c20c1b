"""Two structures side by side, put to a referee who goes through every level that their assessors admit."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from operator import gt, lt

from hypothesis import strategies as st

from coordination.domain.answers import Status, read
from coordination.domain.claims.side_by_side import CriterionOfTwo, TwoCompared
from coordination.domain.panels import panel
from coordination.presenters import side_by_side
from tests.referee.rounds import WORDS

SHEETS = st.lists(WORDS, min_size=1, max_size=3)
Sheets = Sequence[str]
#: Criterion by criterion, what the assessors of the first and of the second wrote.
TWICE = st.lists(st.tuples(SHEETS, SHEETS), min_size=1, max_size=7)
CALLED = ("A", "B")
HIGHER = re.compile(r"(A|B) higher on (at least )?(\d+) of (\d+)")


def levels(words: Sheets) -> set[int]:
    """Every level that one of the assessors who answered admits."""
    return {
        level
        for each in map(read, words)
        if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
        for level in range(each.lo, each.hi + 1)
    }


def claim(first: Sheets, second: Sheets) -> CriterionOfTwo:
    """What is claimed of one criterion."""
    one, other = (panel([read(word) for word in words]) for words in (first, second))
    return CriterionOfTwo(code="C1", first=one, second=other)


def said(first: Sheets, second: Sheets) -> str:
    """What the page says of one criterion; empty where it says nothing."""
    found = side_by_side.criterion(claim(first, second), CALLED)
    return found.text if found else ""


def said_together(case: Sequence[tuple[Sheets, Sheets]]) -> str:
    """What the page says of all of them."""
    return side_by_side.told(TwoCompared("partners", tuple(claim(*each) for each in case)), CALLED).text


def untrue(text: str, first: Sheets, second: Sheets) -> str:
    """Return why what is said of one criterion does not hold for every pair of levels; empty where it does."""
    pairs = list(product(levels(first), levels(second)))
    holds = {
        "": not pairs,
        "the same answer": all(one == other for one, other in pairs),
        "higher: A": all(one > other for one, other in pairs),
        "higher: B": all(one < other for one, other in pairs),
        "higher or level: A": all(one >= other for one, other in pairs),
        "higher or level: B": all(one <= other for one, other in pairs),
        "too close to call": any(one > other for one, other in pairs)
        and any(one < other for one, other in pairs),
    }
    is_true = holds.get(text, False) and bool(pairs) == bool(text)
    return "" if is_true else f"“{text}” of {first} and {second}"


def untrue_together(text: str, case: Sequence[tuple[Sheets, Sheets]]) -> str:
    """Return what is untrue in what is said of all criteria; empty where nothing is."""
    return "; ".join(_objections(text, case))


def _objections(text: str, case: Sequence[tuple[Sheets, Sheets]]) -> Iterator[str]:
    every = [list(product(levels(one), levels(other))) for one, other in case]
    both = [pairs for pairs in every if pairs]
    told = {name: (bool(least), int(count), int(base)) for name, least, count, base in HIGHER.findall(text)}
    for name, is_higher in zip(CALLED, (gt, lt), strict=True):
        least = sum(all(is_higher(*pair) for pair in pairs) for pairs in both)
        most = sum(any(is_higher(*pair) for pair in pairs) for pairs in both)
        is_hedged, count, base = told.get(name, ("at least" in text or "too close" in text, 0, len(both)))
        if count != least or base != len(both) or (not is_hedged and least != most):
            yield f"{name} is higher on {least} to {most} of {len(both)}"
    if ("no criterion is answered" in text) != (not both):
        yield f"{len(both)} are answered of both"
    if "the same answers" in text and any(one != other for pairs in both for one, other in pairs):
        yield "the answers differ"
