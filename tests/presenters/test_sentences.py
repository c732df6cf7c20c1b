"""Values in the reader's words."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from coordination.domain.change import CellChange
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


def test_what_happened_to_an_answer_has_the_words_and_signs_of_the_method() -> None:
    text = (Path(__file__).parents[2] / "coordination" / "domain" / "METHOD.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\|[^|]+\|([^|]+)\|([^|]+)\|$", text.split("### 6.1")[1].split("### 6.2")[0], re.MULTILINE
    )
    told = [
        (word.strip(), sign.strip())
        for words, signs in rows
        for word, sign in zip(words.split("/"), signs.split("/"), strict=True)
    ]
    with override("en"):
        said = {(str(sentences.CELL_CHANGES[each]), each.mark) for each in CellChange}
    assert {each for each in told if len(each[1]) == 1} == said
