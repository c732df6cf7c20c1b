"""What is said of the criterion behind a commitment: better or worse only where nothing else explains the answer."""

import pytest

from coordination.domain.change import CellChange
from coordination.domain.claims.commitments import (
    NEW_ASSESSORS,
    NO_REAL_CHANGE,
    CommitmentEffect,
    Effect,
    effect,
)


def of(change: CellChange | None, *causes: str, now: tuple[str, ...] = ("Amina",)) -> CommitmentEffect:
    return effect(change, causes=causes, before=("Amina", "Bruno"), now=now)


@pytest.mark.parametrize("change", list(CellChange))
def test_only_a_change_that_no_assessor_denies_is_better_or_worse(change: CellChange) -> None:
    said = {CellChange.UP: Effect.BETTER, CellChange.DOWN: Effect.WORSE}
    assert of(change) == CommitmentEffect(kind=said.get(change, Effect.NO_CLEAR_CHANGE))


@pytest.mark.parametrize("cause", NO_REAL_CHANGE)
def test_another_stated_reason_is_named_in_place_of_better_and_worse(cause: str) -> None:
    assert of(CellChange.UP, cause) == CommitmentEffect(kind=Effect.HIGHER, reasons=(cause,))
    assert of(CellChange.DOWN, cause, "real_change") == CommitmentEffect(kind=Effect.LOWER, reasons=(cause,))


def test_a_real_change_is_better() -> None:
    assert of(CellChange.UP, "real_change").kind is Effect.BETTER


@pytest.mark.parametrize(
    ("now", "is_new"),
    [
        (("Amina",), False),
        (("Amina", "Chloé"), False),
        (("Amina", "Chloé", "David"), True),
        (("Chloé",), True),
    ],
)
def test_most_who_answered_being_new_is_never_better(now: tuple[str, ...], is_new: bool) -> None:
    found = of(CellChange.UP, now=now)
    assert (found.kind, found.reasons) == (
        (Effect.HIGHER, (NEW_ASSESSORS,)) if is_new else (Effect.BETTER, ())
    )


def test_what_two_questionnaires_do_not_let_compare_is_not_compared() -> None:
    assert of(None).kind is Effect.NOT_COMPARED
