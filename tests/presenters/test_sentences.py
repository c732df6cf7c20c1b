"""Values in the reader's words."""

import pytest
from django.utils.translation import override

from coordination.presenters import sentences


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Division of labour", "division of labour"),
        ("TA helps government", "TA helps government"),
        ("Gouvernement coordonné", "Gouvernement coordonné"),
        ("Government coordinated", "government coordinated"),
    ],
)
def test_inside_a_sentence_a_name_is_small_but_for_what_is_always_great(name: str, written: str) -> None:
    assert sentences.inside(name) == written


@pytest.mark.parametrize(
    ("language", "hedges"), [("en", ("could", "may")), ("fr", ("pourrait", "peut", "peut-être"))]
)
def test_the_convention_is_a_sentence_that_names_the_hedges_of_its_language(
    language: str, hedges: tuple[str, ...]
) -> None:
    with override(language):
        said = sentences.convention()
    assert all(each in said for each in hedges)
    assert said.startswith({"en": "A sentence", "fr": "Une phrase"}[language])
