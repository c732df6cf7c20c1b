"""What a change of one answer is put down to: only what its assessors say."""

import pytest

from coordination.domain.change import Cause, CellChange
from coordination.domain.reasons import ReasonGiven, reason_of

MOVED = (CellChange.UP, CellChange.DOWN)


@pytest.mark.parametrize("change", MOVED)
def test_what_moved_is_put_down_to_what_the_assessors_say(change: CellChange) -> None:
    assert reason_of(change, ()) is ReasonGiven.UNEXPLAINED
    assert reason_of(change, (Cause.REAL,)) is ReasonGiven.REALLY
    for cause in set(Cause) - {Cause.REAL}:
        assert reason_of(change, (cause,)) is ReasonGiven.KNOWN_BETTER
        assert reason_of(change, (Cause.REAL, cause)) is ReasonGiven.KNOWN_BETTER, (
            "one of them denies a real change"
        )


def test_what_did_not_move_has_no_reason_whatever_is_said() -> None:
    expected = {
        CellChange.MORE_PRECISE: ReasonGiven.MORE_PRECISE,
        CellChange.NEW_INFORMATION: ReasonGiven.MORE_PRECISE,
        CellChange.LESS_PRECISE: ReasonGiven.LESS_PRECISE,
        CellChange.LOST_INFORMATION: ReasonGiven.LESS_PRECISE,
    }
    for change in (None, *CellChange):
        if change not in MOVED:
            wanted = expected.get(change, ReasonGiven.NONE) if change else ReasonGiven.NONE
            assert reason_of(change, (Cause.REAL,)) is wanted
