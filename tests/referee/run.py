"""So many rounds of each subject, every claim and sentence judged: ``make referee`` prints what was said and refused.

A subject names the kinds of claims that it judges: ``test_kinds`` holds that none is left out.
"""

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Any

from django.utils import translation
from hypothesis import strategies as st

from coordination.domain.claims.change import ChangeKind, CriterionKind
from coordination.domain.claims.marks import CardMark, OriginShare
from coordination.domain.claims.portfolio import (
    GapsClaim,
    MovedClaim,
    NothingStands,
    PartClaim,
    WeakCriterion,
)
from coordination.domain.claims.signs import (
    InternationalLead,
    RiskPromptKind,
    RisksCounted,
    RisksSeen,
    SignsCounted,
)
from coordination.domain.claims.standings import LevelGap, Stance
from coordination.domain.claims.timeline import Course, HeadlineKind
from coordination.domain.overlaps import ActivityRow
from coordination.domain.vocabulary import SUBSTITUTION_SIGNS
from tests.referee import (
    answers,
    bars,
    beside,
    both,
    changes,
    comparison,
    marks,
    overlaps,
    ownership,
    portfolio,
    programme,
    register,
    sides,
    signs,
    solid,
    steps,
    success,
)
from tests.referee.comparison import Round
from tests.referee.rounds import Case, Verdict, hand_over
from tests.referee.structures import Tally, varied
from tests.referee.timeline import TwoRounds, two_rounds

#: Which claims a page says of a round, and what judges each kind.
MODULES = {"comparison": (comparison.said, comparison.KINDS), "answers": (answers.said, answers.KINDS)}


@dataclass(frozen=True)
class Subject:
    """What pages say of one subject: the cases in which it is tried, and what is said of each, judged."""

    name: str
    cases: st.SearchStrategy[Any]
    verdicts: Callable[[Any], Iterable[Verdict]]
    kinds: Collection[str]


def _of_structures(case: Case) -> Iterator[Verdict]:
    found = Round(case)
    for said, kinds in MODULES.values():
        claims = list(said(found))
        yield from ((each.kind, kinds[each.kind](found, each)) for each in claims)
        yield from ((CONTRADICTION, why) for why in comparison.contradictions(claims))


def _of_orders(case: Case) -> Iterator[Verdict]:
    found = Round(case)
    for claim, sentences in solid.said(found):
        yield from ((solid.KIND, solid.untrue(each, found, claim)) for each in sentences)


def _of_changes(case: TwoRounds) -> Iterator[Verdict]:
    claim, why = changes.judge(case)
    yield claim.kind, "; ".join(why)


def _of_headlines(case: Sequence[tuple[TwoRounds, int]]) -> Iterator[Verdict]:
    yield HeadlineKind.CHANGES, changes.untrue_headline(changes.headlined(case), case)


def _of_no_changes(case: changes.NoChange) -> Iterator[Verdict]:
    said = changes.said_of_none(case)
    yield said.kind, changes.untrue_of_none(said, case)


def _of_bars(case: bars.Bar) -> Iterator[Verdict]:
    yield bars.KIND, bars.untrue(bars.said(case), case)


def _of_programmes(case: programme.Programme) -> Iterator[Verdict]:
    yield from ((each.kind, programme.untrue(each, case)) for each in programme.said(case))
    yield from (
        (LevelGap.kind, portfolio.untrue_gaps(*each, case.now)) for each in portfolio.gaps(case.now).items()
    )
    yield from ((each.kind, programme.untrue_sentence(each, case)) for each in programme.headed(case))


def _of_criteria(case: steps.Answered) -> Iterator[Verdict]:
    claim = steps.criterion(case)
    yield claim.kind, "; ".join(steps.objections_to_criterion(claim, case))


def _of_courses(case: steps.Rounds) -> Iterator[Verdict]:
    yield Course.kind, "; ".join(steps.objections_to_course(steps.course_of(case), case))


def _of_bridges(case: steps.Twice) -> Iterator[Verdict]:
    claim = steps.fit(case)
    yield claim.kind, "; ".join(steps.objections_to_fit(claim, case))


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
    counted = overlaps.count(rows, on, today)
    why = overlaps.objections_to_count(counted, rows, overlaps.PLANNED_FUNCTIONS, today)
    yield counted.kind, "; ".join(why)


def _of_risks(answers_: signs.Answers) -> Iterator[Verdict]:
    claim = signs.prompted(answers_)
    yield claim.kind, "; ".join(signs.objections_to_prompt(claim, answers_))


def _of_signs(case: tuple[list[signs.Seen], list[signs.Stated]]) -> Iterator[Verdict]:
    claim = signs.counted(*case)
    yield claim.kind, "; ".join(signs.objections_to_signs(claim, SUBSTITUTION_SIGNS, *case))


def _of_register(case: register.Register) -> Iterator[Verdict]:
    seen, by_risk = register.registered(case)
    yield seen.kind, "; ".join(register.objections_to_seen(register.in_words(seen), case))
    for risk, claim in by_risk.items():
        yield claim.kind, "; ".join(register.objections_to_counted(risk, claim, case))


def _of_leads(case: tuple[list[register.Held], date]) -> Iterator[Verdict]:
    claim = register.led(*case)
    yield claim or "no-international-leads", "; ".join(register.objections_to_lead(claim, *case))


def _of_marks(case: marks.Origins) -> Iterator[Verdict]:
    yield OriginShare.kind, "; ".join(marks.objections_to_shares(marks.shares(case), case))
    for place, claim in marks.marks(case):
        yield CardMark.kind, "; ".join(marks.objections_to_mark(place, claim, case))


def _of_cards(case: marks.Answered) -> Iterator[Verdict]:
    yield "answer_on_card", "; ".join(marks.objections_to_card(marks.on_card(case), case))


def _of_two(case: Sequence[tuple[beside.Sheets, beside.Sheets]]) -> Iterator[Verdict]:
    for one, other in case:
        yield "criterion_of_two", beside.untrue(beside.said(one, other), one, other)
    yield "two_compared", beside.untrue_together(beside.said_together(case), case)


def _of_due(due_on: Sequence[date]) -> Iterator[Verdict]:
    yield "commitments-due", "; ".join(marks.objections_to_due(marks.due_in_words(due_on), due_on))


CONTRADICTION = "contradiction"
SUBJECTS = (
    Subject("structures and answers", varied(), _of_structures, {*comparison.KINDS, *answers.KINDS}),
    Subject("orders", solid.orders(), _of_orders, [solid.KIND]),
    Subject("changes", two_rounds(), _of_changes, ChangeKind),
    Subject("headline of changes", changes.MANY, _of_headlines, [HeadlineKind.CHANGES]),
    Subject("no changes", changes.NONE, _of_no_changes, {*HeadlineKind} - {HeadlineKind.CHANGES}),
    Subject("bars of rounds", bars.BARS, _of_bars, [bars.KIND]),
    Subject(
        "all structures",
        programme.programmes(),
        _of_programmes,
        [
            each.kind
            for each in (Stance, PartClaim, GapsClaim, LevelGap, WeakCriterion, MovedClaim, NothingStands)
        ],
    ),
    Subject("one criterion", steps.ANSWERED, _of_criteria, CriterionKind),
    Subject("courses", steps.courses(), _of_courses, [Course.kind]),
    Subject("bridges", steps.TWICE, _of_bridges, ["bridge"]),
    Subject("sides and agreement", both.cases(), _of_sides, sides.RULES),
    Subject("success", success.SHEETS, _of_success, ["criteria_standing", "score_in_words"]),
    Subject("success together", success.TOGETHER, _of_success_together, ["criteria_together"]),
    Subject("success since", success.since(), _of_success_since, ["criteria_changed"]),
    Subject(
        "ownership", ownership.ROUNDS, _of_ownership, ["quadrants", "quadrants_counted", "thin_ownership"]
    ),
    Subject("overlaps", st.tuples(overlaps.ROWS, overlaps.DAYS, overlaps.DAYS), _of_overlaps, overlaps.KINDS),
    Subject("risks", signs.ANSWERS, _of_risks, RiskPromptKind),
    Subject("signs", st.tuples(signs.SEEN, signs.STATED), _of_signs, [SignsCounted.kind]),
    Subject("register of risks", register.REGISTERS, _of_register, [RisksSeen.kind, RisksCounted.kind]),
    Subject("who leads", register.HELD, _of_leads, InternationalLead),
    Subject("origins", marks.CASES, _of_marks, [OriginShare.kind, CardMark.kind]),
    Subject("answers on cards", marks.ANSWERED, _of_cards, ["answer_on_card"]),
    Subject("side by side", beside.TWICE, _of_two, ["criterion_of_two", "two_compared"]),
    Subject("what is due", marks.DUE, _of_due, ["commitments-due"]),
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


def main(count: int, names: Sequence[str] = ()) -> int:
    """Judge what every page says in so many rounds of each subject, or of those named; return 1 if any was refused."""
    tally, wrong = Tally(), list[str]()
    with translation.override("en"):
        for subject in SUBJECTS:
            if not names or subject.name in names:
                wrong += judged(subject, count, tally)
    print("\n".join(tally.lines()))
    print(f"{sum(tally.claims.values())} judged, {len(wrong)} refused")
    print("\n".join(wrong[:20]))
    return bool(wrong)
