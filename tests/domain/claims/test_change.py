"""What may be said of one criterion: better or worse only where nothing else can explain it."""

import pytest

from coordination.domain.change import Cause, CellChange
from coordination.domain.claims.change import CriterionClaim, CriterionKind, criterion_claim


@pytest.mark.parametrize("change", list(CellChange))
def test_only_what_is_up_or_down_is_called_better_or_worse(change: CellChange) -> None:
    found = criterion_claim(change, (), are_new=False).kind
    expected = {
        CellChange.UP: CriterionKind.BETTER,
        CellChange.DOWN: CriterionKind.WORSE,
        CellChange.NEW_INFORMATION: CriterionKind.BECAME_KNOWN,
        CellChange.BASE_CHANGED: CriterionKind.APPLIES_ONCE,
    }
    assert found is expected.get(change, CriterionKind.NO_CLEAR_CHANGE)


def test_what_two_questionnaires_do_not_let_compare_is_not_compared() -> None:
    assert criterion_claim(None, (), are_new=False).kind is CriterionKind.NOT_COMPARED


@pytest.mark.parametrize(
    ("change", "new", "explained"),
    [
        (CellChange.UP, CriterionKind.HIGHER_NEW_ASSESSORS, CriterionKind.HIGHER_EXPLAINED),
        (CellChange.DOWN, CriterionKind.LOWER_NEW_ASSESSORS, CriterionKind.LOWER_EXPLAINED),
    ],
)
def test_new_assessors_and_other_reasons_make_an_answer_higher_or_lower_and_no_more(
    change: CellChange, new: CriterionKind, explained: CriterionKind
) -> None:
    causes = (Cause.REAL, Cause.INFORMATION, Cause.ERROR)
    assert criterion_claim(change, causes, are_new=True) == CriterionClaim(new)
    found = criterion_claim(change, causes, are_new=False)
    assert found == CriterionClaim(explained, (Cause.INFORMATION, Cause.ERROR))
    assert criterion_claim(change, (Cause.REAL,), are_new=False).reasons == ()
