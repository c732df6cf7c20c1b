"""So many rounds of each subject, every claim and sentence judged: ``make referee`` prints what was said and refused.

A module of claims about structures joins with ``said`` (every claim that a page would say of a round) and ``KINDS`` (by
kind what judges it: why the claim is not true, or nothing). What is said of other subjects has rounds of its own.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

from django.utils import translation
from hypothesis import strategies as st

from coordination.domain.overlaps import ActivityRow
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS
from tests.referee import answers, both, changes, comparison, overlaps, ownership, sides, signs, success
from tests.referee.comparison import Claim, Round
from tests.referee.rounds import WORDS, Case, Panel, Verdict, cases, hand_over
from tests.referee.timeline import TwoRounds, two_rounds

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


# --- every kind of claim, each with rounds of its own


@dataclass(frozen=True)
class Subject:
    """What pages say of one subject: the cases in which it is tried, and what is said of each, judged."""

    name: str
    cases: st.SearchStrategy[Any]
    verdicts: Callable[[Any], Iterable[Verdict]]


def _of_structures(case: Case) -> Iterator[Verdict]:
    found = Round(case)
    for said, kinds in MODULES.values():
        claims = list(said(found))
        yield from ((each.kind, kinds[each.kind](found, each)) for each in claims)
        yield from ((CONTRADICTION, why) for why in comparison.contradictions(claims))


def _of_changes(case: TwoRounds) -> Iterator[Verdict]:
    claim, why = changes.judge(case)
    yield claim.kind, "; ".join(why)


def _of_headlines(case: Sequence[tuple[TwoRounds, int]]) -> Iterator[Verdict]:
    yield "changes", changes.untrue_headline(changes.headlined(case), case)


def _of_sides(case: both.Case) -> Iterator[Verdict]:
    said = sides.said(case)
    yield from ((each.kind, sides.untrue(each, case)) for each in said)
    if why := sides.contradiction(said):
        yield CONTRADICTION, why


def _of_success(sheets: success.Sheets) -> Iterator[Verdict]:
    head, beside = success.said(sheets)
    yield "criteria_standing", success.untrue(head, sheets)
    yield "score_in_words", success.untrue_score(beside, sheets)


def _of_success_together(found: Sequence[success.Sheets]) -> Iterator[Verdict]:
    yield "criteria_together", success.untrue_together(success.said_together(found), found)


def _of_success_since(case: success.Since) -> Iterator[Verdict]:
    yield "criteria_changed", success.untrue_since(success.said_since(case), case)


def _of_ownership(found: ownership.Round) -> Iterator[Verdict]:
    head, positions, thin = ownership.said(found)
    yield "quadrants_counted", ownership.untrue_head(head, found)
    told = zip(positions, found.values(), strict=True)
    yield from (("quadrants", ownership.untrue(text, sheets)) for text, sheets in told)
    yield from (("thin_ownership", ownership.untrue_of_items(text, found)) for text in thin)


def _of_overlaps(case: tuple[list[ActivityRow], date, date]) -> Iterator[Verdict]:
    rows, on, today = case
    claims = list(overlaps.told(rows, on, today))
    for claim in claims:
        yield claim.kind, "; ".join(overlaps.objections(claim, rows, overlaps.PLANNED_FUNCTIONS, today))
    yield from ((CONTRADICTION, why) for why in overlaps.contradictions(claims))


def _of_risks(answers_: signs.Answers) -> Iterator[Verdict]:
    claim = signs.prompted(answers_)
    yield claim.kind, "; ".join(signs.objections_to_prompt(claim, answers_))


def _of_signs(case: tuple[list[signs.Seen], list[signs.Stated]]) -> Iterator[Verdict]:
    claim = signs.counted(*case)
    yield claim.kind, "; ".join(signs.objections_to_signs(claim, SUBSTITUTION_SIGNS, *case))


CONTRADICTION = "contradiction"
SUBJECTS = (
    Subject("structures and answers", varied(), _of_structures),
    Subject("changes", two_rounds(), _of_changes),
    Subject("headline of changes", changes.MANY, _of_headlines),
    Subject("sides and agreement", both.cases(), _of_sides),
    Subject("success", success.SHEETS, _of_success),
    Subject("success together", success.TOGETHER, _of_success_together),
    Subject("success since", success.since(), _of_success_since),
    Subject("ownership", ownership.ROUNDS, _of_ownership),
    Subject("overlaps", st.tuples(overlaps.ROWS, overlaps.DAYS, overlaps.DAYS), _of_overlaps),
    Subject("risks", signs.ANSWERS, _of_risks),
    Subject("signs", st.tuples(signs.SEEN, signs.STATED), _of_signs),
)


def judged(subject: Subject, count: int, tally: Tally) -> list[str]:
    """Judge what is said in so many cases, with progress; return what was refused, with the case and the reason."""
    started, done, wrong = monotonic(), Counter[str](), list[str]()

    def one(case: object) -> None:
        verdicts = list(subject.verdicts(case))
        tally.rounds.update({str(kind) for kind, _why in verdicts})
        for kind, why in verdicts:
            tally.claims[str(kind)] += 1
            if why:
                tally.refused[str(kind)] += 1
                wrong.append(f"{kind}: {why}\n  {case}")
        done["cases"] += 1
        if not done["cases"] % 500:
            seconds = monotonic() - started
            print(f"{subject.name}: {done['cases']} rounds in {seconds:.0f} s", file=sys.stderr, flush=True)

    hand_over(subject.cases, count, one)
    return wrong


def main(count: int) -> int:
    """Judge what every page says in so many rounds of each subject; return 1 if anything was refused."""
    tally, wrong = Tally(), list[str]()
    with translation.override("en"):
        for subject in SUBJECTS:
            wrong += judged(subject, count, tally)
    print("\n".join(tally.lines()))
    print(f"{sum(tally.claims.values())} judged, {len(wrong)} refused")
    print("\n".join(wrong[:20]))
    return bool(wrong)
