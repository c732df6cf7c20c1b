"""What a reader asks to see: weights and orders of importance that are followed, and what is chosen for them."""

from typing import Any

import pytest

from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.weights import Weights
from coordination.queries import filters
from coordination.queries.filters import Filters, NoSuch
from tests import make

CODES = [f"C{n}" for n in range(1, 8)]
WRITTEN = "25,15,15,10,15,10,10"
RECORDED = {"partners": Weights("partners", (0, 0, 100, 0, 0, 0, 0), "The secretariat.")}


def weights(**asked: Any) -> Weights:
    return filters.weights_of(Filters(**asked), RECORDED, 7)


def test_without_a_choice_every_criterion_weighs_the_same() -> None:
    assert weights() == Weights("equal", (1,) * 7, "")


def test_entered_weights_are_those_written_with_their_reason() -> None:
    entered = weights(weights="entered", entered=WRITTEN, reason="Objectives first.")
    assert entered == Weights("entered", (25, 15, 15, 10, 15, 10, 10), "Objectives first.")
    with pytest.raises(Refused) as refusal:
        weights(weights="entered", entered=WRITTEN)
    assert [each.rule for each in refusal.value.problems] == [Rule.WEIGHTS_WITHOUT_REASON]


def test_a_sides_weights_are_those_it_recorded_and_no_others() -> None:
    assert weights(weights="partners") == RECORDED["partners"]
    with pytest.raises(NoSuch):
        weights(weights="government")


def test_other_sections_are_never_weighted() -> None:
    assert weights(weights="partners", section="ownership") == Weights("equal", (1,) * 7, "")


def test_an_order_of_importance_names_every_criterion_once() -> None:
    order = ("C3", "C1", "C2", "C4", "C5", "C6", "C7")
    filters.check_importance(Filters(importance=order), CODES)
    filters.check_importance(Filters(), CODES)
    for wrong in (("C1",), (*order, "C7"), (*order[:6], "X9"), (*order[:6], "C3")):
        with pytest.raises(Refused) as refusal:
            filters.check_importance(Filters(importance=wrong), CODES)
        assert [each.rule for each in refusal.value.problems] == [Rule.IMPORTANCE_INCOMPLETE]


def test_chosen_structures_are_those_named_once_each_in_that_order(cast: make.Cast) -> None:
    def chosen(*slugs: str, sector: str = "") -> list[str]:
        asked = Filters(chosen=slugs, sector=sector)
        found = filters.select(asked, user=cast.paul, programme=make.cod())
        return [each.code for each in found.structures]

    assert chosen("gtse-cpse", "cmj", "gtse-cpse") == ["GTSE/CPSE", "CMJ"]
    assert chosen() == ["CCRSS", "CCRSS Defence", "CMJ", "GTSE/CPSE"]
    assert chosen("gtse-cpse", "cmj", sector="justice") == ["CMJ"]
    with pytest.raises(NoSuch):
        chosen("cmj", "cns")
