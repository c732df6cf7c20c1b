"""No untrue sentence about who does what: every claim is put to a referee that goes day by day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings

from coordination.domain.claims.overlaps import (
    NoActivityKnown,
    NoRecordedActivity,
    OverlapClaim,
    PairsInTime,
    PartnersMeet,
    StandardsDiffer,
)
from coordination.domain.overlaps import ActivityRow
from tests.extent import examples
from tests.referee.overlaps import (
    BE,
    DAYS,
    FR,
    INTELLIGENCE,
    PLANNED_FUNCTIONS,
    POLICE,
    ROWS,
    TRAFFIC,
    UK,
    P,
    Q,
    contradictions,
    count,
    objections,
    objections_to_count,
    told,
)

TODAY = date(2020, 6, 1)
FIRST = date(1990, 6, 1)


def row(number: int, partner: int, since: str = "", until: str = "", **change: int | None) -> ActivityRow:
    facts: dict[str, int | None] = {"function": INTELLIGENCE, "standard": None, "equipment": None, **change}
    return ActivityRow(
        id=number,
        partner=partner,
        recipient=POLICE,
        function=facts["function"],
        standard=facts["standard"],
        equipment=facts["equipment"],
        since=since,
        until=until,
    )


#: It has ended, nobody knows when: perhaps today, on the first of all days asked about, perhaps before.
ENDED = [replace(row(1, UK), status="ended")]
#: On the first day of the year in which it began it has ended: so it ran that day.
ENDED_AT_ONCE = [replace(row(1, UK, "2006"), status="ended")]


def refused(claim: OverlapClaim, rows: Sequence[ActivityRow], today: date = TODAY) -> list[str]:
    return list(objections(claim, rows, PLANNED_FUNCTIONS, today))


@pytest.mark.takes_long
@settings(max_examples=examples(250), derandomize=True, deadline=None, database=None)
@given(ROWS, DAYS, DAYS)
@example(ENDED, FIRST, FIRST)
@example(ENDED_AT_ONCE, date(2006, 1, 1), date(2006, 1, 1))
def test_no_claim_about_who_does_what_is_untrue(rows: list[ActivityRow], on: date, today: date) -> None:
    for claim in told(rows, on, today):
        assert not refused(claim, rows, today), claim


@settings(max_examples=examples(250), derandomize=True, deadline=None, database=None)
@given(ROWS, DAYS, DAYS)
def test_no_two_claims_contradict_each_other(rows: list[ActivityRow], on: date, today: date) -> None:
    assert not list(contradictions(told(rows, on, today)))


@pytest.mark.takes_long
@settings(max_examples=examples(250), derandomize=True, deadline=None, database=None)
@given(ROWS, DAYS, DAYS)
@example(ENDED_AT_ONCE, date(2006, 1, 1), date(2006, 1, 1))
def test_no_number_of_findings_is_untrue(rows: list[ActivityRow], on: date, today: date) -> None:
    assert not list(objections_to_count(count(rows, on, today), rows, PLANNED_FUNCTIONS, today))


#: 31: two share the year, of the third nothing is known. 32: a chain. 33: of unknown function. 34: years apart.
SHARED = [row(1, UK, "2006-01-01", "2006-12-31"), row(2, FR, "2006-01-01", "2006-12-31"), row(3, BE)]
CHAIN = [
    row(1, UK, "2006-01-01", "2006-12-31"),
    row(2, FR, "2006-12-31", "2007-03-01"),
    row(3, BE, "2007-03-01", "2007-12-31"),
]
UNKNOWN = [row(1, UK, "2006", "2008-01-01", function=None)]
APART = [row(1, UK, "1990-06-01", "1990-06-01", standard=P), row(2, FR, "2006", "2007", standard=Q)]
PLANNED = [row(1, UK, "2006", "2007-03-01")]


def test_of_three_partners_those_two_meet_whose_dates_are_known() -> None:
    (claim,) = (each for each in told(SHARED, TODAY, TODAY) if isinstance(each, PartnersMeet))
    assert claim.pairs == PairsInTime(certain=((UK, FR),), possible=((UK, BE), (FR, BE)), never=())


def test_in_a_chain_the_ends_do_not_meet() -> None:
    (claim,) = (each for each in told(CHAIN, TODAY, TODAY) if isinstance(each, PartnersMeet))
    assert claim.pairs == PairsInTime(certain=((UK, FR), (FR, BE)), possible=(), never=((UK, BE),))


def test_an_activity_of_unknown_function_leaves_open_whether_nobody_supports_one() -> None:
    day = date(2007, 3, 1)
    assert [each for each in told(UNKNOWN, day, TODAY) if getattr(each, "function", 0) == INTELLIGENCE] == [
        NoActivityKnown(function=INTELLIGENCE, on=day, open_dates=0, open_functions=1, base=(1,))
    ]


def test_what_has_ended_on_a_day_that_nobody_knows_may_have_ended_before_the_first_asked_about() -> None:
    (claim,) = (each for each in told(ENDED, FIRST, FIRST) if isinstance(each, NoActivityKnown))
    assert claim == NoActivityKnown(
        function=INTELLIGENCE, on=FIRST, open_dates=1, open_functions=0, base=(1,)
    )
    assert not refused(claim, ENDED, FIRST)


def test_two_standards_years_apart_are_not_followed_at_the_same_time() -> None:
    (claim,) = (each for each in told(APART, TODAY, TODAY) if isinstance(each, StandardsDiffer))
    assert (claim.listed, claim.pairs) == ((P, Q), PairsInTime(certain=(), possible=(), never=((P, Q),)))


def test_an_end_that_is_only_planned_is_no_end() -> None:
    today, later = date(2007, 1, 1), date(2007, 12, 31)
    claims = {each.function: each for each in told(PLANNED, later, today)}
    assert isinstance(claims[INTELLIGENCE], NoActivityKnown)
    assert isinstance(claims[TRAFFIC], NoRecordedActivity)
    passed = {each.function: each for each in told(PLANNED, later, date(2007, 3, 1))}
    assert isinstance(passed[INTELLIGENCE], NoRecordedActivity)


def meet(rows: Sequence[ActivityRow], **pairs: tuple[tuple[int, int], ...]) -> PartnersMeet:
    told_pairs: dict[str, tuple[tuple[int, int], ...]] = {"certain": (), "possible": (), "never": (), **pairs}
    return PartnersMeet(
        recipient=POLICE,
        function=INTELLIGENCE,
        pairs=PairsInTime(**told_pairs),
        base=tuple(each.id for each in rows),
    )


def differ(**pairs: tuple[tuple[int, int], ...]) -> StandardsDiffer:
    return StandardsDiffer(
        recipient=POLICE,
        function=INTELLIGENCE,
        is_equipment=False,
        listed=(P, Q),
        pairs=meet(APART, **pairs).pairs,
        base=(1, 2),
    )


@pytest.mark.parametrize(
    ("rows", "claim", "why"),
    [
        (SHARED, meet(SHARED, certain=((UK, FR), (UK, BE))), "100 and 102 need not have met"),
        (SHARED, meet(SHARED, never=((UK, BE),)), "100 and 102 may have met"),
        (CHAIN, meet(CHAIN, certain=((UK, FR), (FR, BE), (UK, BE))), "100 and 102 need not have met"),
        (CHAIN, meet(CHAIN, possible=((UK, BE),)), "100 and 102 cannot have met"),
        (
            CHAIN,
            meet(CHAIN, certain=((UK, FR),), never=((UK, FR),)),
            "a pair is said to meet and not to meet",
        ),
        (
            UNKNOWN,
            NoRecordedActivity(function=INTELLIGENCE, on=date(2007, 3, 1)),
            "a recorded activity can run that day",
        ),
        (
            SHARED,
            NoActivityKnown(
                function=INTELLIGENCE, on=date(2006, 7, 1), open_dates=3, open_functions=0, base=()
            ),
            "a recorded activity runs that day",
        ),
        (
            UNKNOWN,
            NoActivityKnown(
                function=INTELLIGENCE, on=date(2007, 3, 1), open_dates=1, open_functions=0, base=()
            ),
            "0 may run, and the function of 1 is not known",
        ),
        (
            APART,
            NoActivityKnown(function=TRAFFIC, on=date(2007, 3, 1), open_dates=0, open_functions=0, base=()),
            "no recorded activity can run that day",
        ),
        (APART, differ(certain=((P, Q),)), "1 and 2 need not have met"),
        (APART, differ(possible=((P, Q),)), "1 and 2 cannot have met"),
        (SHARED, differ(), "other standards are recorded"),
        ([], NoRecordedActivity(function=99, on=TODAY), "the function is not in the common plan"),
    ],
)
def test_the_referee_refuses_what_is_untrue(
    rows: Sequence[ActivityRow], claim: OverlapClaim, why: str
) -> None:
    assert why in refused(claim, rows)


@pytest.mark.parametrize(
    ("rows", "change", "why"),
    [
        (SHARED, {"overlaps": 2}, "1 of 1 overlaps are known"),
        (SHARED, {"possible_overlaps": 1}, "1 of 1 overlaps are known"),
        (APART, {"incompatibilities": 0}, "standards or equipment differ in 1 cases"),
        (UNKNOWN, {"gaps": 2, "possible_gaps": 0}, "0 of 2 planned functions have no recorded activity"),
    ],
)
def test_the_referee_refuses_a_wrong_number(
    rows: Sequence[ActivityRow], change: dict[str, int], why: str
) -> None:
    day = date(2007, 3, 1)
    claim = count(rows, day, TODAY)
    assert not list(objections_to_count(claim, rows, PLANNED_FUNCTIONS, TODAY))
    assert why in list(objections_to_count(replace(claim, **change), rows, PLANNED_FUNCTIONS, TODAY))


def test_the_referee_refuses_a_gap_behind_a_planned_end() -> None:
    claim = NoRecordedActivity(function=INTELLIGENCE, on=date(2007, 12, 31))
    assert refused(claim, PLANNED, date(2007, 1, 1)) == ["a recorded activity can run that day"]
    assert not refused(claim, PLANNED, TODAY)
