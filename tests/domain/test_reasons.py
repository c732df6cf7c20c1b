"""What a change of one answer is put down to: only what its assessors say."""

import pytest

from coordination.domain.change import Cause, CellChange
from coordination.domain.reasons import Reason, reason_of

MOVED = (CellChange.UP, CellChange.DOWN)


@pytest.mark.parametrize("change", MOVED)
def test_what_moved_is_put_down_to_what_the_assessors_say(change: CellChange) -> None:
    assert reason_of(change, ()) is Reason.UNEXPLAINED
    assert reason_of(change, (Cause.REAL,)) is Reason.REALLY
    for cause in set(Cause) - {Cause.REAL}:
        assert reason_of(change, (cause,)) is Reason.KNOWN_BETTER
        assert reason_of(change, (Cause.REAL, cause)) is Reason.KNOWN_BETTER, (
            "one of them denies a real change"
        )


def test_what_did_not_move_has_no_reason_whatever_is_said() -> None:
    expected = {
        CellChange.BETTER_KNOWN: Reason.MORE_PRECISE,
        CellChange.NEW_INFORMATION: Reason.MORE_PRECISE,
        CellChange.LESS_KNOWN: Reason.LESS_PRECISE,
        CellChange.LOST_INFORMATION: Reason.LESS_PRECISE,
    }
    for change in (None, *CellChange):
        if change not in MOVED:
            wanted = expected.get(change, Reason.NONE) if change else Reason.NONE
            assert reason_of(change, (Cause.REAL,)) is wanted
