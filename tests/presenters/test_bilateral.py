"""The neutral verdict of the three tests, in words."""

import pytest
from django.utils import translation

from coordination.presenters import bilateral
from coordination.queries import bilateral as tests
from tests import make


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (("no", "no", "no"), "supports SSR"),
        (("yes", "yes", "yes"), "bilateral activity"),
        (("yes", "no", "no"), "bilateral features: 1 of 3 signs"),
        (("yes", "no", "yes"), "bilateral features: 2 of 3 signs"),
        (("yes", "?", ""), "bilateral features: 1 to 3 of 3 signs"),
        (("", "", ""), "undecided: ask T1, T2, T3"),
        (("no", "?", "no"), "undecided: ask T2"),
    ],
)
def test_the_answers_say_no_more_than_they_can(answers: tuple[str, str, str], words: str) -> None:
    with translation.override("en"):
        assert bilateral.words(answers) == words


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["cod", "caf"])
def test_the_words_of_the_tests_come_from_the_instrument_with_or_without_a_round(code: str) -> None:
    found = tests.wording(make.programme(code))
    assert [each.code for each in found.tests] == ["T1", "T2", "T3"]
    listed = make.instrument_value().content["bilateral_tests"]
    assert isinstance(listed, list)
    assert [(each.name.en, each.question.fr) for each in found.tests] == [
        (each["name"]["en"], each["question"]["fr"]) for each in listed
    ]
    assert len(found.examples) == 4


def test_every_combination_of_answers_falls_under_one_verdict() -> None:
    asked = [set(tests.saying(each.value).children[0][1]) for each in bilateral.VERDICTS]
    assert sum(map(len, asked)) == len(set().union(*asked)) == 4**3
