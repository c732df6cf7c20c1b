"""Evidence is a document and people of both sides; METHOD.md 5.6."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.confidence import Evidence, evidence, of_answers

KINDS = st.sampled_from(["document", "both", "one", "own", "none"])


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], Evidence.THIN),
        (["none"], Evidence.THIN),
        (["one"], Evidence.THIN),
        (["own", "one"], Evidence.THIN),
        (["document"], Evidence.FAIR),
        (["document", "document"], Evidence.FAIR),
        (["both", "one"], Evidence.FAIR),
        (["both", "document"], Evidence.SOLID),
    ],
)
def test_evidence_is_a_document_and_people_of_both_sides(sources: list[str], expected: Evidence) -> None:
    assert evidence(sources) is expected


@given(st.lists(KINDS), KINDS)
def test_one_source_more_never_makes_evidence_thinner(sources: list[str], more: str) -> None:
    order = list(Evidence)
    assert order.index(evidence([*sources, more])) >= order.index(evidence(sources))


def test_a_structure_rests_on_what_at_least_half_of_its_answers_do() -> None:
    thin, fair, solid = Evidence
    assert of_answers([]) is None
    assert of_answers([solid, thin]) is thin
    assert of_answers([solid, thin, fair]) is fair
