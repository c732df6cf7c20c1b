"""Rounds of structures, and what is said of them, judged kind by kind.

A module of claims about structures has ``said`` (every claim that a page would say of a round) and ``KINDS`` (by kind
what judges it: why the claim is not true, or nothing).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.referee.comparison import Claim, Round
from tests.referee.rounds import WORDS, Case, Panel, cases, hand_over

Kinds = Mapping[str, Callable[[Round, Claim], str]]


@dataclass
class Tally:
    """By kind: in how many rounds it was said, how often, and how often it was refused."""

    rounds: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """The table, kinds in the order of the alphabet."""
        yield f"{'kind':32}{'rounds':>10}{'judged':>12}{'refused':>10}"
        for kind in sorted(self.claims):
            yield f"{kind:32}{self.rounds[kind]:>10}{self.claims[kind]:>12}{self.refused[kind]:>10}"


def refusals(found: Round, claims: Iterable[Claim], kinds: Kinds, tally: Tally) -> list[str]:
    """Judge the claims of a round; return those refused with the reason."""
    refused, there = [], set()
    for claim in claims:
        there.add(claim.kind)
        tally.claims[claim.kind] += 1
        if why := kinds[claim.kind](found, claim):
            tally.refused[claim.kind] += 1
            refused.append(f"{claim}: {why}")
    tally.rounds.update(there)
    return refused


#: What applies to even and to odd structures differs so that pairs have little in common.
APART = ((0, 1), (5, 6))


def varied(most: int = 60) -> st.SearchStrategy[Case]:
    """Rounds as they come, and those that rarely come: one base for all, little or nothing with weight in common."""
    as_they_come = cases(most=most)
    return st.one_of(
        as_they_come,
        as_they_come.map(lambda case: _with(case, lambda _at, word: "Mostly" if word == "n/a" else word)),
        as_they_come.map(lambda case: _without(case, APART, case.weights)),
        as_they_come.map(lambda case: _without(case, ((0,), (6,)), ((50, 0, 0, 0, 0, 0, 50), (1,) * 7))),
        WORDS.map(lambda word: Case({"S01": ((word,) * 7,)}, ((1,) * 7,))),
    )


def _with(case: Case, change: Callable[[int, str], str]) -> Case:
    panels = {
        name: tuple(tuple(change(at, word) for at, word in enumerate(sheet)) for sheet in panel)
        for name, panel in case.panels.items()
    }
    return Case(panels, case.weights)


def _without(case: Case, columns: Sequence[Sequence[int]], weights: tuple[tuple[int, ...], ...]) -> Case:
    """The same with criteria that do not apply, others to odd structures than to even ones."""
    panels: dict[str, Panel] = {}
    for turn, (name, panel) in enumerate(case.panels.items()):
        left_out = columns[turn % 2]
        panels[name] = tuple(
            tuple(
                "n/a" if at in left_out else "Partly" if word == "n/a" else word
                for at, word in enumerate(sheet)
            )
            for sheet in panel
        )
    return Case(panels, weights)


def rounds(count: int, each: Callable[[Case], None]) -> None:
    """Hand over so many rounds, the same ones each time."""
    hand_over(varied(), count, each)
