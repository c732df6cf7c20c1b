"""So many rounds made by Hypothesis, every claim of each judged: ``make referee`` prints what was said and refused.

A module of claims joins with ``said`` (every claim that a page would say of a round) and ``KINDS`` (by kind what judges
it: why the claim is not true, or nothing). What is said of changes has pairs of rounds of its own.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.referee import answers, changes, comparison
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import WORDS, Case, Panel, cases
from tests.referee.timeline import TwoRounds

#: Which claims a page says of a round, and what judges each kind.
MODULES = {"comparison": (comparison.said, comparison.KINDS), "answers": (answers.said, answers.KINDS)}

Said = Callable[[Round], Iterable[Claim]]
Kinds = Mapping[str, Callable[[Round, Claim], str]]


@dataclass
class Tally:
    """By kind: in how many rounds it was said, how often, and how often it was refused."""

    rounds: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """The table, kinds in the order of the alphabet."""
        yield f"{'kind':32}{'rounds':>10}{'claims':>12}{'refused':>10}"
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


def judge(case: Case, tally: Tally) -> list[str]:
    """Judge every claim that any page would say of a round."""
    found = Round(case)
    wrong = []
    for said, kinds in MODULES.values():
        claims = list(said(found))
        wrong += refusals(found, claims, kinds, tally)
        wrong += comparison.contradictions(claims)
    return wrong


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

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(varied())
    def hand_over(case: Case) -> None:
        each(case)

    hand_over()


def main(count: int) -> int:
    """Judge so many rounds, with progress; return 1 if anything was refused."""
    tally, started, wrong, done = Tally(), monotonic(), [], Counter[str]()

    def one(case: Case) -> None:
        wrong.extend(judge(case, tally))
        done["rounds"] += 1
        if not done["rounds"] % 500:
            print(f"{done['rounds']} rounds in {monotonic() - started:.0f} s", file=sys.stderr, flush=True)

    def two(case: TwoRounds) -> None:
        claim, why = changes.judge(case)
        for counted in (tally.rounds, tally.claims, *([tally.refused] if why else [])):
            counted[claim.kind] += 1
        wrong.extend(why)

    rounds(count, one)
    changes.rounds(count, two)
    print("\n".join(tally.lines()))
    print(f"{done['rounds']} rounds, {sum(tally.claims.values())} claims, {len(wrong)} refused")
    print("\n".join(wrong[:20]))
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
