"""A side's assessors together: the kinds of cells, and what not one of them denies."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.domain.answers import Reading, Status, read
from coordination.domain.grids import Grid
from coordination.domain.panels import CellKind, envelope, envelopes, panel, panels_of
from tests.referee.rounds import READINGS


def of(*words: str) -> list[Reading]:
    return [read(word) for word in words]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Yes", CellKind.FIRM),
        ("Yes?", CellKind.NOT_SURE),
        ("Partly to Mostly", CellKind.NOT_SURE),
        ("?", CellKind.NOT_KNOWN),
        ("-", CellKind.NO_ANSWER),
        ("n/a", CellKind.NOT_APPLICABLE),
        ("Yes · Yes", CellKind.FIRM),
        ("Yes · Yes?", CellKind.NOT_SURE),
        ("Yes · ?", CellKind.FIRM),
        ("Yes · Mostly", CellKind.DIFFER),
        ("Yes? · Mostly?", CellKind.DIFFER),
        ("Mostly · Partly to Yes", CellKind.NOT_SURE),
        ("No · Partly to Yes", CellKind.DIFFER),
        ("Yes · n/a", CellKind.DIFFER),
        ("? · n/a", CellKind.NOT_KNOWN),
        ("- · n/a", CellKind.NO_ANSWER),
        ("? · -", CellKind.NOT_KNOWN),
        ("n/a · n/a", CellKind.NOT_APPLICABLE),
    ],
)
def test_each_cell_is_of_one_kind(words: str, kind: CellKind) -> None:
    assert panel(of(*words.split(" · "))).kind is kind


def test_nobody_asked_is_no_answer() -> None:
    assert panel([]).kind is CellKind.NO_ANSWER


def test_who_did_not_answer_sets_no_bound_while_another_did() -> None:
    found = panel(of("Mostly", "?", "-", "n/a"))
    assert (found.lo, found.hi) == (3, 3)
    assert (found.asked, found.answered, found.unknown, found.silent, found.excluded) == (4, 1, 1, 1, 1)


def test_the_envelope_holds_the_outlier_that_the_median_leaves_out() -> None:
    found = envelope(of("Yes", "Yes", "No"))
    assert (found.lo, found.hi) == (0, 4)


def test_weak_counts_who_admits_nothing_above_partly() -> None:
    assert panel(of("Partly", "No?", "Mostly")).weak == 2


def test_only_a_firm_yes_of_everybody_asked_is_one() -> None:
    assert panel(of("Yes", "Yes")).is_firm_yes
    assert not panel(of("Yes", "?")).is_firm_yes
    assert not panel(of("Yes", "Yes?")).is_firm_yes
    assert not panel(of("n/a")).is_firm_yes


def test_what_nobody_has_decided_yet_is_refused() -> None:
    with pytest.raises(ValueError, match="decide"):
        panel(of("sometimes", "Yes"))


@settings(deadline=None)
@given(st.lists(READINGS, min_size=1, max_size=4))
def test_every_answer_lies_inside_the_envelope_and_its_ends_are_somebodys(readings: list[Reading]) -> None:
    found, whole = panel(readings), envelope(readings)
    given_ = [each for each in readings if each.status is Status.ANSWERED]
    if given_:
        assert {each.lo for each in given_} >= {whole.lo}
        assert {each.hi for each in given_} >= {whole.hi}
        assert all(whole.lo <= each.lo and each.hi <= whole.hi for each in given_)  # type: ignore[operator]
    assert (found.lo, found.hi) == (whole.lo, whole.hi)
    assert found.answered + found.unknown + found.silent + found.excluded == found.asked == len(readings)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.lists(READINGS, min_size=3, max_size=3), min_size=1, max_size=4), min_size=1))
def test_a_thousand_cards_are_read_as_one_is(cards: list[list[list[Reading]]]) -> None:
    sheets = Grid.of([sheet for card in cards for sheet in card])
    ends = [0]
    for card in cards:
        ends.append(ends[-1] + len(card))
    rows = [list(range(start, stop)) for start, stop in pairwise(ends)]
    found = envelopes(sheets, rows)
    for at, card in enumerate(cards):
        given_ = list(zip(*card, strict=True))
        assert [each.kind for each in panels_of(sheets, rows[at])] == [panel(each).kind for each in given_]
        for one, other in zip(found.readings(at), map(envelope, given_), strict=True):
            assert (one.status, one.lo, one.hi) == (other.status, other.lo, other.hi)
