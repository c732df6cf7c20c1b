"""Where a commitment stands on a day, what a partner kept, and who is proposed as its owner."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.commitments import (
    CommitmentStanding,
    Record,
    by_year,
    proposed_side,
    record,
    standing,
)

DUE = date(2011, 4, 1)


@pytest.mark.parametrize(
    ("state", "settled", "today", "expected"),
    [
        ("open", None, date(2011, 3, 17), CommitmentStanding.OPEN),
        ("open", None, date(2011, 3, 18), CommitmentStanding.DUE),
        ("open", None, DUE, CommitmentStanding.DUE),
        ("open", None, date(2011, 4, 2), CommitmentStanding.OVERDUE),
        ("kept", DUE, date(2012, 1, 1), CommitmentStanding.ON_TIME),
        ("kept", date(2011, 4, 2), date(2012, 1, 1), CommitmentStanding.LATE),
        ("not_kept", date(2011, 3, 1), date(2011, 3, 2), CommitmentStanding.NOT_KEPT),
        ("released", date(2011, 3, 1), date(2011, 3, 2), CommitmentStanding.RELEASED),
    ],
)
def test_a_commitment_stands_where_its_dates_say(
    state: str, settled: date | None, today: date, expected: CommitmentStanding
) -> None:
    assert standing(state, DUE, settled, today) is expected


@given(st.lists(st.sampled_from(list(CommitmentStanding))))
def test_every_commitment_counts_once(standings: list[CommitmentStanding]) -> None:
    found = record(standings)
    counts = (found.on_time, found.late, found.not_kept, found.released, found.open, found.overdue)
    assert sum(counts) == len(standings)


def test_what_is_due_is_open_and_what_is_overdue_is_not() -> None:
    assert record([CommitmentStanding.DUE, CommitmentStanding.OPEN, CommitmentStanding.OVERDUE]) == Record(
        on_time=0, late=0, not_kept=0, released=0, open=2, overdue=1
    )


@given(st.integers(0, 400))
def test_an_open_commitment_is_overdue_from_the_day_after(days: int) -> None:
    found = standing("open", DUE, None, DUE + timedelta(days=days))
    assert (found is CommitmentStanding.OVERDUE) == (days > 0)


@pytest.mark.parametrize(
    ("ideas", "side"),
    [
        ((), "national"),
        (("K1", "O1"), "national"),
        (("K4", "K5"), "international"),
        (("K2", "O6"), "national"),
    ],
)
def test_government_is_proposed_first(ideas: tuple[str, ...], side: str) -> None:
    assert proposed_side(ideas) == side


@given(st.lists(st.tuples(st.integers(2008, 2012), st.sampled_from(list(CommitmentStanding)))))
def test_the_years_add_up_to_the_whole_and_stand_in_order(
    dated: list[tuple[int, CommitmentStanding]],
) -> None:
    years = by_year(dated)
    assert [year for year, _record in years] == sorted({year for year, _standing in dated})
    whole = record(each for _year, each in dated)
    for name in ("on_time", "late", "not_kept", "released", "open", "overdue"):
        assert sum(getattr(each, name) for _year, each in years) == getattr(whole, name)
