"""Which of two is higher on a criterion, held against every level that their assessors admit."""

from itertools import product
from operator import gt, lt

from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.claims.side_by_side import TwoCompared
from tests.referee.beside import SHEETS, claim, levels


@given(SHEETS, SHEETS)
def test_one_is_higher_only_where_every_admitted_level_says_so(first: list[str], second: list[str]) -> None:
    found = claim(first, second)
    pairs = list(product(levels(first), levels(second)))
    assert (found.ends is not None) == bool(pairs)
    if not pairs:
        assert found.higher is found.not_lower is None
        return
    assert (found.higher == 0) == all(one > other for one, other in pairs)
    assert (found.higher == 1) == all(one < other for one, other in pairs)
    assert found.is_same == all(one == other for one, other in pairs)
    if found.not_lower is None:
        assert any(one > other for one, other in pairs)
        assert any(one < other for one, other in pairs)
    else:
        assert all(one >= other if found.not_lower == 0 else one <= other for one, other in pairs)


@given(st.lists(st.tuples(SHEETS, SHEETS), min_size=1, max_size=4))
def test_the_count_holds_for_every_completion_and_is_called_exact_only_where_it_is(
    answers: list[tuple[list[str], list[str]]],
) -> None:
    told = TwoCompared("partners", tuple(claim(one, other) for one, other in answers))
    pairs = [list(product(levels(one), levels(other))) for one, other in answers]
    both = [each for each in pairs if each]
    assert told.base == len(both)
    for at, is_higher in enumerate((gt, lt)):
        least = sum(all(is_higher(*pair) for pair in each) for each in both)
        most = sum(any(is_higher(*pair) for pair in each) for each in both)
        assert told.higher[at] == least
        assert told.is_open or least == most
