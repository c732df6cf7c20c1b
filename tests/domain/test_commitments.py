"""Where a commitment stands on a day, what a partner kept, and who is proposed as its owner."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.commitments import Record, Standing, proposed_side, record, standing

DUE = date(2011, 4, 1)


@pytest.mark.parametrize(
    ("state", "settled", "today", "expected"),
    [
        ("open", None, date(2011, 3, 17), Standing.OPEN),
        ("open", None, date(2011, 3, 18), Standing.DUE),
        ("open", None, DUE, Standing.DUE),
        ("open", None, date(2011, 4, 2), Standing.OVERDUE),
        ("kept", DUE, date(2012, 1, 1), Standing.ON_TIME),
        ("kept", date(2011, 4, 2), date(2012, 1, 1), Standing.LATE),
        ("not_kept", date(2011, 3, 1), date(2011, 3, 2), Standing.NOT_KEPT),
        ("released", date(2011, 3, 1), date(2011, 3, 2), Standing.RELEASED),
    ],
)
def test_a_commitment_stands_where_its_dates_say(
    state: str, settled: date | None, today: date, expected: Standing
) -> None:
    assert standing(state, DUE, settled, today) is expected


@given(st.lists(st.sampled_from(list(Standing))))
def test_every_commitment_counts_once(standings: list[Standing]) -> None:
    found = record(standings)
    counts = (found.on_time, found.late, found.not_kept, found.released, found.open, found.overdue)
    assert sum(counts) == len(standings)


def test_what_is_due_is_open_and_what_is_overdue_is_not() -> None:
    assert record([Standing.DUE, Standing.OPEN, Standing.OVERDUE]) == Record(0, 0, 0, 0, 2, 1)


@given(st.integers(0, 400))
def test_an_open_commitment_is_overdue_from_the_day_after(days: int) -> None:
    found = standing("open", DUE, None, DUE + timedelta(days=days))
    assert (found is Standing.OVERDUE) == (days > 0)


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
