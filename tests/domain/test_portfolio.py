"""The one step about a structure is the first that applies."""

import pytest

from coordination.domain.portfolio import OpenDraft, RowStep, row_step


def draft(answered: int, *, is_own: bool = True) -> OpenDraft:
    return OpenDraft(assessment_id=1, answered=answered, asked=14, is_own=is_own)


@pytest.mark.parametrize(
    ("of", "can_start", "can_confirm", "can_publish", "can_commit", "heard", "step"),
    [
        (draft(5), True, True, True, True, 2, RowStep.CONTINUE),
        (draft(14), True, True, True, True, 2, RowStep.SEND),
        (draft(14, is_own=False), False, True, True, True, 2, RowStep.SEND),
        (draft(5, is_own=False), False, False, False, True, 2, RowStep.COMMIT),
        (None, True, True, True, True, 2, RowStep.START),
        (None, False, True, True, True, 2, RowStep.CONFIRM),
        (None, False, False, True, True, 2, RowStep.PUBLISH),
        (None, False, False, False, True, 2, RowStep.COMMIT),
        (None, False, False, False, False, 2, RowStep.SEE_BOTH),
        (None, False, False, False, False, 1, RowStep.SEE_ANSWERS),
        (None, False, False, False, False, 0, RowStep.SEE_STRUCTURE),
    ],
)
def test_the_first_step_that_applies_is_the_one(
    of: OpenDraft | None,
    can_start: bool,
    can_confirm: bool,
    can_publish: bool,
    can_commit: bool,
    heard: int,
    step: RowStep,
) -> None:
    found = row_step(
        draft=of,
        can_start=can_start,
        can_confirm=can_confirm,
        can_publish=can_publish,
        can_commit=can_commit,
        sides_heard=heard,
    )
    assert found is step
