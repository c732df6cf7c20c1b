"""An answer is said in the reader's words, whoever gave it in whichever language; what was typed stands beside it."""

from itertools import combinations, product

import pytest
from django.utils import translation

from coordination.domain.answers import Reading, read
from coordination.domain.scoring import side_reading
from coordination.domain.written_answers import WrittenAnswer, understand
from coordination.presenters import answers
from tests import make

LEVELS = {
    "en": ("No", "Not yet", "Partly", "Mostly", "Yes"),
    "fr": ("Non", "Pas encore", "Partiellement", "En grande partie", "Oui"),
}
JOINER = {"en": " to ", "fr": " à "}
DOUBT = {"en": "?", "fr": "\u202f?"}
NOT_APPLICABLE = {"en": "does not apply", "fr": "non applicable"}
LANGUAGES = ("en", "fr")


def pressed(language: str, entry: WrittenAnswer) -> Reading:
    """Return what the buttons of a page in that language store."""
    return understand(entry, level_words=LEVELS[language], language=language)


def said(reading: Reading, language: str) -> str:
    with translation.override(language):
        return answers.in_words(reading)


@pytest.mark.parametrize(("pressed_in", "read_in"), product(LANGUAGES, repeat=2))
def test_a_button_is_said_in_the_readers_language(pressed_in: str, read_in: str) -> None:
    words = LEVELS[read_in]
    for level in range(5):
        chosen = WrittenAnswer(choice=str(level))
        assert said(pressed(pressed_in, chosen), read_in) == words[level]
        doubted = WrittenAnswer(choice=str(level), doubtful=True)
        assert said(pressed(pressed_in, doubted), read_in) == f"{words[level]}{DOUBT[read_in]}"
    for low, high in combinations(range(5), 2):
        between = WrittenAnswer(range_lo=low, range_hi=high)
        expected = f"{words[low]}{JOINER[read_in]}{words[high]}"
        assert said(pressed(pressed_in, between), read_in) == expected
    assert said(pressed(pressed_in, WrittenAnswer(choice="unknown")), read_in) == "?"
    out = WrittenAnswer(choice="not_applicable", na_reason="r")
    assert said(pressed(pressed_in, out), read_in) == NOT_APPLICABLE[read_in]


@pytest.mark.parametrize("written", ["", "-", "–", "_"])
def test_no_answer_is_a_dash_in_both_languages(written: str) -> None:
    assert {said(read(written), language)[0] for language in LANGUAGES} == {"–"}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        *(("En partie", "Partiellement"), ("Pour l’essentiel", "En grande partie")),
        ("En partie\u202f?", "Partiellement\u202f?"),
        *(
            ("En partie à Pour l’essentiel", "Partiellement à En grande partie"),
            ("sans objet", "non applicable"),
        ),
    ],
)
def test_words_of_the_buttons_of_before_are_todays_words(before: str, now: str) -> None:
    assert said(read(before), "fr") == now


def test_what_was_typed_stands_as_typed_beside_the_readers_word() -> None:
    own = understand(
        WrittenAnswer(word="So-so, depends", choice="2"), level_words=LEVELS["en"], language="en"
    )
    assert said(own, "en") == "Partly “So-so, depends”"
    assert said(own, "fr") == "Partiellement «\u202fSo-so, depends\u202f»"
    assert said(read("Broadly"), "fr") == "En grande partie «\u202fBroadly\u202f»"
    assert said(read("La plupart?"), "en") == "Mostly? “La plupart?”"


def test_each_of_several_assessors_is_said_in_the_readers_language() -> None:
    words = [
        pressed("en", WrittenAnswer(choice="3")),
        pressed("fr", WrittenAnswer(choice="2")),
        read("Broadly"),
    ]
    assert said(side_reading(words), "en") == "Mostly “Broadly” · Mostly · Partly"
    assert said(side_reading(words), "fr") == (
        "En grande partie «\u202fBroadly\u202f» · En grande partie · Partiellement"
    )


def test_words_that_only_their_author_understands_are_quoted_among_several() -> None:
    own = understand(WrittenAnswer(word="So-so", choice="2"), level_words=LEVELS["en"], language="en")
    assert said(side_reading([own, read("Yes")]), "fr") == "«\u202fSo-so\u202f» · Oui"


def test_the_words_of_the_levels_are_those_of_the_questionnaire() -> None:
    for language in LANGUAGES:
        assert [level.name.get(language) for level in make.instrument_value().levels] == [*LEVELS[language]]
