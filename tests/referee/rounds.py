"""Rounds as Hypothesis makes them, and what a referee may say of their raw answers by brute force.

Nothing here uses the program's figures: a referee that asked the same function would agree with every mistake.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coordination.domain.answers import Reading, Status, read

CODES = tuple(f"C{number}" for number in range(1, 8))
LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
#: Points of each level, from No to Yes.
POINTS = (0, 25, 50, 75, 100)

FIRM = st.sampled_from(LEVELS)
DOUBTED = st.sampled_from([f"{word}?" for word in LEVELS])
BETWEEN = st.builds("{} to {}".format, FIRM, FIRM)
OPEN = st.sampled_from(["?", "-", ""])
#: Half of all answers are firm, so that something can be said; the rest is everything else there is.
WORDS = st.one_of(FIRM, FIRM, FIRM, FIRM, DOUBTED, BETWEEN, OPEN, st.just("n/a"))
READINGS = WORDS.map(read)
#: Weights that add up to 100, as a side records them; some of the criteria weigh nothing.
RECORDED = st.lists(st.integers(0, 20), min_size=7, max_size=7).map(lambda drawn: _to_100(drawn))
WEIGHTS = st.one_of(st.just((1,) * 7), st.just((20, 20, 20, 20, 10, 10, 0)), RECORDED)


def _to_100(drawn: Sequence[int]) -> tuple[int, ...]:
    total = sum(drawn) or 1
    scaled = [100 * each // total for each in drawn]
    scaled[0] += 100 - sum(scaled)
    return tuple(scaled)


#: One assessor's words on the seven criteria; some repeat one word, so that ties and edges occur.
SHEETS = st.one_of(
    st.lists(WORDS, min_size=7, max_size=7).map(tuple),
    FIRM.map(lambda word: (word,) * 7),
    st.builds(
        lambda word, at, other: (*(word,) * at, other, *(word,) * (6 - at)), FIRM, st.integers(0, 6), WORDS
    ),
)
#: The assessors of one side on one structure.
PANELS = st.lists(SHEETS, min_size=1, max_size=4).map(tuple)
Sheet = tuple[str, ...]
Panel = tuple[Sheet, ...]


@dataclass(frozen=True)
class Case:
    """One round as one side answered it: by structure the words of its assessors; and the weights in question."""

    panels: Mapping[str, Panel]
    weights: tuple[tuple[int, ...], ...]


def cases(*, most: int = 60) -> st.SearchStrategy[Case]:
    """Rounds of 1 to so many structures, mostly few, with one to three sets of weights in question."""
    count = st.one_of(st.integers(1, 4), st.integers(1, 4), st.integers(1, most))
    panels = count.flatmap(lambda number: st.lists(PANELS, min_size=number, max_size=number))
    named = panels.map(lambda found: {f"S{number:02}": each for number, each in enumerate(found, 1)})
    return st.builds(Case, named, st.lists(WEIGHTS, min_size=1, max_size=3).map(tuple))


#: The kind of a claim or sentence, and why it is untrue; empty where it is true.
Verdict = tuple[str, str]
T = TypeVar("T")


def hand_over(drawn: st.SearchStrategy[T], count: int, each: Callable[[T], None]) -> None:
    """Hand over so many of these cases, the same ones each time."""

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn)
    def one(case: T) -> None:
        each(case)

    one()


# What follows is the referee's own arithmetic.

Ends = tuple[int, int] | None


def admitted(panel: Panel) -> tuple[Ends, ...]:
    """Lowest and highest level that any assessor who answered admits, by criterion; None where it does not apply."""
    return tuple(_admitted([read(word) for word in words]) for words in zip(*panel, strict=True))


def _admitted(readings: Sequence[Reading]) -> Ends:
    if all(each.status is Status.NOT_APPLICABLE for each in readings):
        return None
    levels = {
        level
        for each in readings
        if each.status is Status.ANSWERED and each.lo is not None and each.hi is not None
        for level in range(each.lo, each.hi + 1)
    }
    return (min(levels), max(levels)) if levels else (0, 4)


def extremes(cells: Sequence[Ends]) -> Iterator[tuple[int | None, ...]]:
    """Every completion in which each open answer takes one of its two ends: enough, as scores rise with answers."""
    yield from product(*((None,) if each is None else sorted({*each}) for each in cells))


def score(levels: Sequence[int | None], weights: Sequence[int | Fraction]) -> Fraction | None:
    """The weighted mean in points over what applies; None where that weighs nothing."""
    counted = [
        (POINTS[level], weight) for level, weight in zip(levels, weights, strict=True) if level is not None
    ]
    total = sum(weight for _, weight in counted)
    return Fraction(sum(points * weight for points, weight in counted)) / Fraction(total) if total else None


def lowest_and_highest(cells: Sequence[Ends], weights: Sequence[int]) -> tuple[Fraction, Fraction] | None:
    """The least and the most the score can be; None where nothing that applies weighs anything."""
    ends = [score([None if each is None else each[at] for each in cells], weights) for at in (0, 1)]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def weightings(seed: int, count: int, width: int = 7) -> Iterator[tuple[Fraction, ...]]:
    """Weightings as exact fractions: every single criterion, equal weights, and so many drawn at random."""
    for at in range(width):
        yield tuple(Fraction(int(place == at)) for place in range(width))
    yield (Fraction(1, width),) * width
    random = Random(seed)
    for _ in range(count):
        drawn = [random.randint(0, 30) ** 2 for _ in range(width)]
        yield tuple(Fraction(each, sum(drawn) or 1) for each in drawn)


def is_placed(panel: Panel, weights: Sequence[Sequence[int]]) -> bool:
    """Whether a structure may be ranked: 4 or more answered, most of what applies, at most 2 that do not, weight."""
    by_criterion = [[read(word).status for word in words] for words in zip(*panel, strict=True)]
    applies = [any(each is not Status.NOT_APPLICABLE for each in statuses) for statuses in by_criterion]
    answered = sum(Status.ANSWERED in statuses for statuses in by_criterion)
    has_weight = all(any(w and a for w, a in zip(each, applies, strict=True)) for each in weights)
    return answered >= 4 and 2 * answered > sum(applies) and applies.count(False) <= 2 and has_weight
