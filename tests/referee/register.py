"""What the page of risks counts, and what prompts a look at who leads, put to a referee of the raw records."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hypothesis import strategies as st

from coordination.domain.claims.signs import (
    InternationalLead,
    RiskPromptKind,
    RisksCounted,
    RisksSeen,
    international_lead,
    risks_counted,
)
from coordination.domain.periods import possibly_on, recorded_on
from coordination.domain.risks import signs_of_seats
from coordination.presenters import signs as words
from tests.referee.signs import ANSWERS, PARTLY, Answers, admits, applies, levels, prompted


@dataclass(frozen=True)
class Register:
    """Structures by number with what a side's answers say of each risk, and who saw what: of one day the later counts.

    A structure that is no longer the programme's (``gone``) may have observations still; None is the programme itself.
    """

    answers: Mapping[int, Mapping[str, Sequence[Answers]]]
    seen: Sequence[tuple[int | None, str, str, int]]


RISK_CODES = ("R1", "R2", "R3")
OBSERVED = st.tuples(
    st.one_of(st.none(), st.integers(1, 4), st.just(9)),
    st.sampled_from([*RISK_CODES, "U1"]),
    st.sampled_from(["observed", "warning", "not_seen", "unknown"]),
    st.integers(1, 3),
)
REGISTERS = st.builds(
    Register,
    st.integers(0, 4).flatmap(
        lambda number: st.fixed_dictionaries(
            {
                of: st.fixed_dictionaries({risk: st.lists(ANSWERS, max_size=2) for risk in RISK_CODES})
                for of in range(1, number + 1)
            }
        )
    ),
    st.lists(OBSERVED, max_size=12),
)


def registered(case: Register) -> tuple[RisksSeen, Mapping[str, RisksCounted]]:
    """Count the risks, made as the page makes it: the latest observation of each place, and any side's prompt."""
    latest = {(of, risk): status for of, risk, status, _day in sorted(case.seen, key=lambda each: each[3])}
    looks = [
        (of, risk)
        for of, risks in case.answers.items()
        for risk, sides in risks.items()
        if any(prompted(each).kind is RiskPromptKind.LOOK for each in sides)
    ]
    seen = [place for place, status in latest.items() if status in ("observed", "warning")]
    return risks_counted(RISK_CODES, case.answers.keys(), seen, looks)


def in_words(claim: RisksSeen) -> str:
    """The sentence that heads the page of risks."""
    return words.risks_seen(claim).text


def _is_seen(case: Register, of: int | None, risk: str) -> bool:
    found = [
        (day, at, status)
        for at, (one, each, status, day) in enumerate(case.seen)
        if (one, each) == (of, risk)
    ]
    return bool(found) and max(found)[2] in ("observed", "warning")


def _is_worth_a_look(sides: Sequence[Answers]) -> bool:
    """Whether on some linked criterion nobody of a side who answered admits more than Partly, and somebody did."""
    return any(
        any(admits(word) for word in words) and max(levels(words)) <= PARTLY
        for answers in sides
        for words in answers.values()
        if applies(words)
    )


def objections_to_counted(risk: str, claim: RisksCounted, case: Register) -> Iterator[str]:
    """Say what is untrue in how often a risk was seen, and in how many structures the answers are worth a look."""
    seen = [of for of in case.answers if _is_seen(case, of, risk)]
    looks = [of for of, risks in case.answers.items() if _is_worth_a_look(risks[risk])]
    if claim.seen != len(seen):
        yield f"{risk} was seen in {seen}"
    if claim.flagged != len(looks):
        yield f"answers on {risk} are worth a look in {looks}"
    if claim.total != len(case.answers):
        yield "there are more structures or fewer"


def objections_to_seen(text: str, case: Register) -> Iterator[str]:
    """Say what is untrue in the sentence that heads the page of risks."""
    said_of = re.fullmatch(
        r"(\d+) of (\d+) risks (?:is|are) observed or warned of; "
        r"(?:in (\d+) of (\d+) structures the answers are worth a look|there is no structure yet)\.",
        text,
    )
    seen = [risk for risk in RISK_CODES if any(_is_seen(case, of, risk) for of in (None, *case.answers))]
    looks = [of for of, risks in case.answers.items() if any(map(_is_worth_a_look, risks.values()))]
    true: tuple[int | None, ...] = (len(seen), len(RISK_CODES), len(looks), len(case.answers))
    if not case.answers:
        true = (*true[:2], None, None)
    if said_of is None or tuple(each and int(each) for each in said_of.groups()) != true:
        yield f"seen are {seen}, worth a look {looks}"


# --- who leads


class Held(NamedTuple):
    """A seat: its role, the side of the partner in it, and from when to when (a year, a day, or empty)."""

    role: str
    side: str
    since: str
    until: str


YEARS = ("2006", "2007", "2008")
MOMENTS = st.sampled_from(
    ["", "", *YEARS, "2006-12-31", "2007-01-01", "2007-07-01", "2007-12-31", "2008-01-01"]
)
HELD = st.tuples(
    st.lists(
        st.builds(
            Held,
            st.sampled_from(["chair", "co_chair", "technical_lead", "secretariat_lead", "member"]),
            st.sampled_from(["international", "international", "national"]),
            MOMENTS,
            MOMENTS,
        ),
        max_size=3,
    ),
    st.sampled_from([date(2006, 12, 31), date(2007, 1, 1), date(2007, 7, 1), date(2007, 12, 31)]),
)


def led(seats: Sequence[Held], on: date) -> InternationalLead | None:
    """What is said of who leads, made as the page makes it."""
    held = [each for each in seats if possibly_on(each.since, each.until, on)]
    prompting = [each for each in held if signs_of_seats([(each.role, each.side)])]
    return international_lead([recorded_on(each.since, each.until, on) for each in prompting])


def _days(text: str, otherwise: date) -> list[date]:
    """Every day that a text may stand for, of those that matter; an empty one stands for a day beyond all of them."""
    if not text:
        return [otherwise]
    if "-" in text:
        return [date.fromisoformat(text)]
    return [date(int(text), month, day) for month, day in ((1, 1), (7, 1), (12, 31))]


def objections_to_lead(claim: InternationalLead | None, seats: Sequence[Held], on: date) -> Iterator[str]:
    """Say what is untrue in who leads, by every day on which each seat may have begun and ended."""
    surely = maybe = False
    for each in seats:
        if each.side != "international" or each.role not in ("chair", "secretariat_lead"):
            continue
        ways = [
            begun <= on <= ended
            for begun in _days(each.since, date.min)
            for ended in _days(each.until, date.max)
            if begun <= ended
        ]
        surely |= bool(ways) and all(ways)
        maybe |= any(ways)
    true = InternationalLead.LEADS if surely else InternationalLead.MAY_LEAD if maybe else None
    if claim is not true:
        yield f"it is {true}"
