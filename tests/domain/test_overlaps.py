"""Overlaps, incompatibilities and gaps: what is certain, what is only possible, and what is neither."""

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain import overlaps as domain
from coordination.domain.claims.overlaps import pairs_in_time
from coordination.domain.dates import span
from coordination.domain.overlaps import ActivityRow, OverlapFinding, OverlapKind, incompatibilities

POLICE, ARMY = 1, 2
PUBLIC_ORDER, TRAFFIC = 10, 11
A, B, C = 100, 101, 102
DAY = date(2007, 6, 1)
#: Every end recorded here has passed.
TODAY = date(2020, 1, 1)
overlaps = partial(domain.overlaps, today=TODAY)
gaps = partial(domain.gaps, today=TODAY)


def row(
    number: int,
    partner: int = A,
    since: str = "",
    until: str = "",
    *,
    recipient: int = POLICE,
    function: int | None = PUBLIC_ORDER,
    standard: int | None = None,
    equipment: int | None = None,
) -> ActivityRow:
    return ActivityRow(
        id=number,
        partner=partner,
        recipient=recipient,
        function=function,
        standard=standard,
        equipment=equipment,
        since=since,
        until=until,
    )


def seen(findings: tuple[OverlapFinding, ...]) -> list[tuple[tuple[int, ...], bool]]:
    return [(each.rows, each.is_certain) for each in findings]


def test_the_police_case_is_one_possible_overlap_and_one_certain_incompatibility() -> None:
    rows = [row(1, A, standard=1, equipment=5), row(2, B, standard=2, equipment=6)]
    (overlap,) = overlaps(rows)
    (incompatibility,) = incompatibilities(rows)
    assert (overlap.kind, overlap.recipient, overlap.function) == (OverlapKind.OVERLAP, POLICE, PUBLIC_ORDER)
    assert (overlap.rows, overlap.is_certain) == ((1, 2), False)
    assert incompatibility.kind is OverlapKind.INCOMPATIBILITY
    assert (incompatibility.rows, incompatibility.is_certain) == ((1, 2), True)
    assert overlap.fingerprint != incompatibility.fingerprint


def test_touching_days_overlap() -> None:
    rows = [row(1, A, "2007-01-01", "2007-03-01"), row(2, B, "2007-03-01", "2007-05-01")]
    assert seen(overlaps(rows)) == [((1, 2), True)]


def test_following_days_do_not_overlap() -> None:
    assert not overlaps([row(1, A, "2007-01-01", "2007-03-01"), row(2, B, "2007-03-02", "2007-05-01")])


def test_consecutive_years_do_not_overlap() -> None:
    assert not overlaps([row(1, A, "2006", "2007"), row(2, B, "2008", "2009")])


def test_a_shared_year_possibly_overlaps_and_a_year_between_certainly() -> None:
    assert seen(overlaps([row(1, A, "2006", "2007"), row(2, B, "2007", "2008")])) == [((1, 2), False)]
    assert seen(overlaps([row(1, A, "2005", "2008"), row(2, B, "2006", "2009")])) == [((1, 2), True)]


def test_a_period_within_one_year_certainly_covers_no_day() -> None:
    assert seen(overlaps([row(1, A, "2007", "2007"), row(2, B, "2006", "2008")])) == [((1, 2), False)]


def test_the_same_partner_twice_is_no_overlap() -> None:
    assert not overlaps([row(1, A), row(2, A, "2007", "2009")])


def test_other_recipients_other_functions_and_no_function_are_no_overlap() -> None:
    assert not overlaps([row(1, A), row(2, B, recipient=ARMY), row(3, B, function=TRAFFIC)])
    assert not overlaps([row(1, A, function=None), row(2, B, function=None)])


def test_a_chain_leaves_out_the_row_that_meets_only_its_own_partner() -> None:
    rows = [
        row(1, A, "2001-01-01", "2003-06-30"),
        row(2, A, "2003-01-01", "2005-06-30"),
        row(3, B, "2005-01-01", "2007-06-30"),
    ]
    assert seen(overlaps(rows)) == [((2, 3), True)]


def test_a_break_in_time_makes_two_findings() -> None:
    rows = [row(1, A, "2001", "2003"), row(2, B, "2001", "2003"), row(3, A, "2007"), row(4, C, "2008")]
    assert seen(overlaps(rows)) == [((1, 2), True), ((3, 4), False)]


def test_a_row_that_ends_before_it_starts_never_runs() -> None:
    backwards = row(1, A, "2009", "2006")
    assert not overlaps([backwards, row(2, B)])
    assert seen(gaps([PUBLIC_ORDER], [backwards], DAY)) == [((), True)]


def test_findings_are_in_order() -> None:
    rows = [
        row(number, partner, recipient=recipient, function=function, standard=number)
        for number, (recipient, function, partner) in enumerate(
            (r, f, p) for r in (ARMY, POLICE) for f in (TRAFFIC, PUBLIC_ORDER) for p in (B, A)
        )
    ]
    for found in (overlaps(rows), incompatibilities(rows)):
        assert [(each.recipient, each.function) for each in found] == [
            (POLICE, PUBLIC_ORDER),
            (POLICE, TRAFFIC),
            (ARMY, PUBLIC_ORDER),
            (ARMY, TRAFFIC),
        ]


def test_nothing_is_found_in_nothing() -> None:
    assert overlaps([]) == incompatibilities([]) == gaps([], [], DAY) == ()


def test_one_standard_known_or_two_alike_is_no_incompatibility() -> None:
    assert not incompatibilities([row(1, A, standard=1), row(2, B)])
    assert not incompatibilities([row(1, A, standard=1), row(2, B, standard=1, equipment=5)])
    assert not incompatibilities([row(1, A, standard=1), row(2, B, standard=2, function=TRAFFIC)])
    assert not incompatibilities([row(1, A, function=None, standard=1), row(2, function=None, standard=2)])


def test_two_standards_or_two_families_are_enough_and_rows_without_either_stay_out() -> None:
    assert seen(incompatibilities([row(1, standard=1), row(2), row(3, standard=2)])) == [((1, 3), True)]
    assert seen(incompatibilities([row(1, equipment=5), row(2, B, equipment=6)])) == [((1, 2), True)]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2006", "2008", []),
        ("2007-06-01", "2007-06-01", []),
        ("2007", "2008", [((1,), False)]),
        ("2006", "", [((1,), False)]),
        ("2007-06-01", "", []),  # The day of its start is known.
        ("", "2007-06-01", []),
        ("", "", [((1,), False)]),
        ("2008", "", [((), True)]),
        ("", "2007-05-31", [((), True)]),
    ],
)
def test_a_gap_is_certain_or_possible_by_what_is_known(
    since: str, until: str, expected: list[tuple[tuple[int, ...], bool]]
) -> None:
    rows = [row(1, A, since, until), row(2, A, "2006", "2008", function=TRAFFIC)]
    assert seen(gaps([PUBLIC_ORDER], rows, DAY)) == expected


def test_an_activity_of_unknown_function_may_fill_any_gap_of_its_days() -> None:
    unknown = row(3, A, "2006", "2008", function=None)
    assert seen(gaps([PUBLIC_ORDER, TRAFFIC], [unknown], DAY)) == [((3,), False), ((3,), False)]
    assert seen(gaps([PUBLIC_ORDER], [unknown], date(2009, 1, 1))) == [((), True)]
    supported = row(1, B, "2006", "2008")
    assert not gaps([PUBLIC_ORDER], [unknown, supported], DAY)


def test_the_fingerprint_of_a_gap_changes_with_the_activities_that_may_fill_it() -> None:
    own, unknown = row(1, A, "2007", "2007"), row(2, B, function=None)
    found = [gaps([PUBLIC_ORDER], rows, DAY)[0] for rows in ([own], [own, unknown], [unknown], [])]
    assert len({each.fingerprint for each in found}) == 4
    assert found[1].rows == (1, 2)


def test_an_end_that_has_not_passed_is_none() -> None:
    planned = [row(1, A, "2005", "2007-12-31"), row(2, B, "2008", "2009")]
    assert seen(domain.overlaps(planned, date(2007, 6, 1))) == [((1, 2), False)]
    assert not domain.overlaps(planned, date(2007, 12, 31))
    assert seen(domain.gaps([PUBLIC_ORDER], planned[:1], date(2010, 1, 1), DAY)) == [((1,), False)]
    assert seen(domain.gaps([PUBLIC_ORDER], planned[:1], date(2010, 1, 1), date(2008, 1, 1))) == [((), True)]


def test_what_lies_ahead_is_not_certain_and_a_recorded_plan_is_no_gap() -> None:
    planned = [row(1, A, "2008", "2010"), row(2, B, "2008", "2010")]
    assert seen(domain.overlaps(planned, DAY)) == [((1, 2), False)]
    assert seen(domain.overlaps(planned, date(2009, 1, 1))) == [((1, 2), True)]
    assert not domain.gaps([PUBLIC_ORDER], planned, date(2009, 6, 1), DAY)


def test_gaps_are_in_order_of_function_whoever_is_supported() -> None:
    rows = [row(2, A, recipient=ARMY), row(1, B)]
    found = gaps([TRAFFIC, PUBLIC_ORDER, TRAFFIC], rows, DAY)
    assert [(each.kind, each.recipient, each.function, each.rows, each.is_certain) for each in found] == [
        (OverlapKind.GAP, None, PUBLIC_ORDER, (1, 2), False),
        (OverlapKind.GAP, None, TRAFFIC, (), True),
    ]


def test_a_fingerprint_stays_when_rows_change_places() -> None:
    rows = [row(1, A, standard=1), row(2, B, standard=2)]
    assert overlaps(rows) == overlaps(rows[::-1])
    assert incompatibilities(rows) == incompatibilities(rows[::-1])


@pytest.mark.parametrize(
    "change",
    [{"id": 3}, {"partner": C}, {"standard": 7}, {"equipment": 7}, {"since": "2007"}, {"until": "2007"}],
    ids=str,
)
def test_a_fingerprint_changes_when_a_row_changes(change: dict[str, Any]) -> None:
    first, second = row(1, A), row(2, B)
    (before,), (after,) = overlaps([first, second]), overlaps([first, replace(second, **change)])
    assert before.fingerprint != after.fingerprint


def test_a_fingerprint_changes_with_its_own_rows_only() -> None:
    rows = [row(1, A), row(2, B)]
    (before,), (after,) = overlaps(rows), overlaps([*rows, row(3, C)])
    assert before.fingerprint != after.fingerprint
    assert overlaps([*rows, row(3, C, recipient=ARMY)]) == (before,)


DATES = st.sampled_from(
    ["", "2005", "2006", "2007", "2008", "2005-12-31", "2006-01-01", "2006-07-01", "2007-01-01", "2007-12-31"]
)
ROWS = st.lists(
    st.builds(
        ActivityRow,
        id=st.integers(1, 99),
        partner=st.sampled_from([A, B, C]),
        recipient=st.sampled_from([POLICE, ARMY]),
        function=st.sampled_from([PUBLIC_ORDER, PUBLIC_ORDER, TRAFFIC, None]),
        standard=st.sampled_from([None, 1, 2]),
        equipment=st.sampled_from([None, 5, 6]),
        since=DATES,
        until=DATES,
    ),
    max_size=14,
    unique_by=lambda each: each.id,
)


def longest(each: ActivityRow) -> tuple[str, str]:
    return span(each.since)[0] or "0", span(each.until)[1] or "9"


def surest(each: ActivityRow) -> tuple[str, str]:
    # A known day of one end is a day on which it ran, whatever the other is.
    begun, ended = (span(text) if text else ("0", "9") for text in (each.since, each.until))
    if begun[0] > ended[1]:
        return "9", "0"
    return min(begun[1], ended[1]), max(begun[0], ended[0])


def meet(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def by_pairs(rows: list[ActivityRow]) -> set[tuple[int, int | None, tuple[int, ...], bool]]:
    def alike(one: ActivityRow, other: ActivityRow) -> bool:
        return one.function is not None and (one.recipient, one.function) == (other.recipient, other.function)

    def linked(one: ActivityRow, other: ActivityRow) -> bool:
        return alike(one, other) and meet(longest(one), longest(other))

    def sure(one: ActivityRow, other: ActivityRow) -> bool:
        return alike(one, other) and one.partner != other.partner and meet(surest(one), surest(other))

    left = [one for one in rows if any(linked(one, other) and one.partner != other.partner for other in rows)]
    found = set()
    while left:
        part = [left.pop()]
        for one in part:
            part += [other for other in left if linked(one, other)]
            left = [other for other in left if other not in part]
        ids = tuple(sorted(each.id for each in part))
        certain = any(sure(one, other) for one in part for other in part)
        found.add((part[0].recipient, part[0].function, ids, certain))
    return found


@given(ROWS)
def test_overlaps_are_those_found_pair_by_pair(rows: list[ActivityRow]) -> None:
    found = overlaps(rows)
    assert {(each.recipient, each.function, each.rows, each.is_certain) for each in found} == by_pairs(rows)
    assert len(found) == len(by_pairs(rows))


@given(ROWS, st.data())
def test_the_order_of_rows_changes_nothing(rows: list[ActivityRow], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    functions = [PUBLIC_ORDER, TRAFFIC]
    assert overlaps(rows) == overlaps(shuffled)
    assert incompatibilities(rows) == incompatibilities(shuffled)
    assert gaps(functions, rows, DAY) == gaps(functions[::-1], shuffled, DAY)


# --- how far they are


def test_what_is_planned_or_suspended_overlaps_perhaps_and_never_for_certain() -> None:
    sure = [row(1, A, "2006", "2008"), row(2, B, "2006", "2008")]
    assert seen(overlaps(sure)) == [((1, 2), True)]
    for status in ("planned", "suspended"):
        assert seen(overlaps([sure[0], replace(sure[1], status=status)])) == [((1, 2), False)]


def test_what_has_ended_on_a_day_not_known_does_not_run_on() -> None:
    ended = replace(row(1, A, "2006"), status="ended")
    ahead = row(2, B, "2050-01-01")
    assert overlaps([row(1, A, "2006"), ahead]) != ()
    assert overlaps([ended, ahead]) == ()


def test_what_has_ended_on_the_first_day_on_which_it_can_have_begun_ran_that_day() -> None:
    today, ended = date(2006, 1, 1), replace(row(1, A, "2006"), status="ended")
    for on, expected in ((today, []), (date(2006, 1, 2), [((), True)])):
        assert seen(domain.gaps([PUBLIC_ORDER], [ended], on, today)) == expected
    assert seen(domain.gaps([PUBLIC_ORDER], [ended], today, date(2006, 1, 2))) == [((1,), False)]
    assert seen(domain.overlaps([ended, row(2, B, "2005-01-01", "2006-01-01")], today)) == [((1, 2), True)]


def test_what_is_suspended_is_no_recorded_support() -> None:
    running = row(1, A, "2006", "2040")
    assert gaps([PUBLIC_ORDER], [running], DAY) == ()
    assert seen(gaps([PUBLIC_ORDER], [replace(running, status="suspended")], DAY)) == [((1,), False)]


def test_a_fingerprint_follows_who_joins_and_how_far_it_is() -> None:
    there = [row(1, A, "2006", "2008"), row(2, B, "2006", "2008")]
    prints = {
        overlaps([changed, there[1]])[0].fingerprint
        for changed in (
            there[0],
            replace(there[0], others=frozenset({C})),
            replace(there[0], status="running"),
        )
    }
    assert len(prints) == 3


def test_who_works_with_a_partner_meets_it_in_another_activity_of_its_own() -> None:
    joint = replace(row(1, A, "2006", "2008"), others=frozenset({B}))
    assert seen(overlaps([joint, row(2, A, "2006", "2008")])) == [((1, 2), True)]
    assert overlaps([joint, replace(row(2, B, "2006", "2008"), others=frozenset({A}))]) == ()


TEXTS = st.sampled_from(["", "2006", "2007", "2006-05", "2007-01-01", "2008-02-03"])
JOINT = st.builds(
    ActivityRow,
    id=st.integers(1, 99),
    partner=st.sampled_from([A, B, C]),
    others=st.frozensets(st.sampled_from([A, B, C]), max_size=2),
    recipient=st.just(POLICE),
    function=st.just(PUBLIC_ORDER),
    standard=st.none(),
    equipment=st.none(),
    since=TEXTS,
    until=TEXTS,
)


@given(st.lists(JOINT, max_size=5, unique_by=lambda each: each.id))
def test_two_partners_meet_through_two_activities_only(rows: list[ActivityRow]) -> None:
    def met(period: Any) -> set[tuple[int, int]]:
        spans = [(each, found) for each in rows if (found := period(each, TODAY)) and found[0] <= found[1]]
        return {
            (one, other)
            for (first, mine), (second, yours) in product(spans, repeat=2)
            if first.id != second.id and mine[0] <= yours[1] and yours[0] <= mine[1]
            for one, other in product(first.parties, second.parties)
            if one < other
        }

    pairs = pairs_in_time(rows, lambda each: each.parties, TODAY)
    together = {pair for each in rows for pair in combinations(sorted(each.parties), 2)}
    everybody = sorted({one for each in rows for one in each.parties})
    certain, possible = met(domain.certain_period), met(domain.possible_period)
    assert set(pairs.certain) == certain
    assert set(pairs.possible) == possible - certain
    assert set(pairs.never) == set(combinations(everybody, 2)) - possible - together
