"""What an assessor enters in the browser is understood as an answer, or refused by rule and field."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coordination.domain.answers import CHOICES, WORD_LIMIT, Certainty, Reading, Status, read
from coordination.domain.problems import Refused, is_control
from coordination.domain.rules import Rule
from coordination.domain.written_answers import WrittenAnswer, is_typed, understand
from coordination.presenters import problems

ENGLISH = ("No", "Not yet", "Partly", "Mostly", "Yes")
FRENCH = ("Non", "Pas encore", "Partiellement", "En grande partie", "Oui")
#: The French words of the questionnaire before: understood when typed.
BEFORE = ("Non", "Pas encore", "En partie", "Pour l’essentiel", "Oui")


def rules(entry: WrittenAnswer) -> list[tuple[str, str]]:
    """Rule and path of every problem with an entry."""
    with pytest.raises(Refused) as refused:
        understand(entry, level_words=ENGLISH)
    for problem in refused.value.problems:
        assert problems.text_in(problem, "en") != problems.text_in(problem, "fr")
    return [(problem.rule, problem.path) for problem in refused.value.problems]


def levels(reading: Reading) -> tuple[int | None, int | None, int | None, Certainty | None]:
    return reading.level, reading.lo, reading.hi, reading.certainty


@pytest.mark.parametrize("level", range(5))
def test_a_chosen_level_is_written_in_the_raters_language(level: int) -> None:
    entry = WrittenAnswer(choice=str(level))
    assert understand(entry, level_words=ENGLISH) == read(ENGLISH[level])
    assert understand(entry, level_words=FRENCH).verbatim == FRENCH[level]


@pytest.mark.parametrize(
    ("words", "language", "verbatim"),
    [
        (ENGLISH, None, "Yes?"),
        (ENGLISH, "en", "Yes?"),
        (FRENCH, "fr", "Oui\u202f?"),
        (FRENCH, "fr-cd", "Oui\u202f?"),
    ],
)
def test_the_doubt_box_is_the_question_mark(
    words: tuple[str, ...], language: str | None, verbatim: str
) -> None:
    reading = understand(WrittenAnswer(choice="4", doubtful=True), level_words=words, language=language)
    assert reading == Reading(
        verbatim=verbatim, status=Status.ANSWERED, level=4, lo=3, hi=4, certainty=Certainty.DOUBTFUL
    )


def test_the_doubt_box_uses_the_radius() -> None:
    reading = understand(WrittenAnswer(choice="4", doubtful=True), level_words=ENGLISH, radius=2)
    assert (reading.lo, reading.hi) == (2, 4)


@pytest.mark.parametrize(
    ("words", "language", "verbatim"),
    [
        (ENGLISH, None, "Partly..Mostly"),
        (ENGLISH, "en", "Partly to Mostly"),
        (FRENCH, "fr", "Partiellement à En grande partie"),
    ],
)
def test_a_range_is_written_with_the_words_of_its_ends(
    words: tuple[str, ...], language: str | None, verbatim: str
) -> None:
    reading = understand(WrittenAnswer(range_lo=2, range_hi=3), level_words=words, language=language)
    assert reading == Reading(
        verbatim=verbatim, status=Status.ANSWERED, level=None, lo=2, hi=3, certainty=Certainty.RANGE
    )


def test_a_choice_inside_the_range_gives_way_to_the_range() -> None:
    reading = understand(WrittenAnswer(choice="3", range_lo=2, range_hi=3), level_words=ENGLISH)
    assert levels(reading) == (None, 2, 3, Certainty.RANGE)


def test_a_range_with_equal_ends_is_that_level() -> None:
    assert understand(WrittenAnswer(range_lo=3, range_hi=3), level_words=ENGLISH) == read("Mostly")
    doubted = WrittenAnswer(choice="3", range_lo=3, range_hi=3, doubtful=True)
    assert understand(doubted, level_words=ENGLISH) == read("Mostly?")


def test_i_do_not_know_is_a_question_mark() -> None:
    assert understand(WrittenAnswer(choice="unknown"), level_words=ENGLISH) == read("?")


@pytest.mark.parametrize(("language", "verbatim"), [(None, "n/a"), ("en", "n/a"), ("fr", "non applicable")])
def test_not_applicable_with_a_reason(language: str | None, verbatim: str) -> None:
    entry = WrittenAnswer(choice="not_applicable", na_reason="No partner is active here.")
    assert understand(entry, level_words=ENGLISH, language=language) == read(verbatim)


@pytest.mark.parametrize(
    "entry", [WrittenAnswer(choice="not_applicable"), WrittenAnswer(word="n/a", na_reason=" \n ")]
)
def test_not_applicable_without_a_reason_is_refused(entry: WrittenAnswer) -> None:
    assert rules(entry) == [(Rule.NA_REASON_MISSING, "na_reason")]


@pytest.mark.parametrize("word", ["Most", "La plupart", "Yes?", "Oui ?", "?", "-", "Partly to Mostly"])
def test_a_typed_word_is_understood_as_the_parser_does(word: str) -> None:
    assert understand(WrittenAnswer(word=word), level_words=ENGLISH) == read(word)


def test_a_typed_word_with_the_doubt_box_is_doubtful_and_stays_as_typed() -> None:
    reading = understand(WrittenAnswer(word="Broadly", doubtful=True), level_words=ENGLISH)
    assert reading == Reading(
        verbatim="Broadly", status=Status.ANSWERED, level=3, lo=2, hi=4, certainty=Certainty.DOUBTFUL
    )


@pytest.mark.parametrize("word", ["Maybe", "Aucun", "None"])
def test_an_unknown_word_alone_is_asked_about(word: str) -> None:
    assert rules(WrittenAnswer(word=word)) == [(Rule.LEVEL_MISSING, "word")]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (WrittenAnswer(word="More or less", choice="3"), (3, 3, 3, Certainty.PLAIN)),
        (WrittenAnswer(word="More or less", choice="3", doubtful=True), (3, 2, 4, Certainty.DOUBTFUL)),
        (WrittenAnswer(word="More or less", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="More or less", choice="unknown"), (None, 0, 4, None)),
        (
            WrittenAnswer(word="More or less", choice="not_applicable", na_reason="r"),
            (None, None, None, None),
        ),
        (WrittenAnswer(word="Broadly", choice="3"), (3, 3, 3, Certainty.PLAIN)),
        (WrittenAnswer(word="Broadly?", choice="3"), (3, 2, 4, Certainty.DOUBTFUL)),
        (WrittenAnswer(word="Broadly", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="Broadly?", choice="3", range_lo=3, range_hi=4), (None, 3, 4, Certainty.RANGE)),
        (WrittenAnswer(word="Partly to Mostly", choice="3"), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="Mostly to Partly", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="??", choice="unknown"), (None, 0, 4, None)),
    ],
)
def test_the_raters_own_word_is_kept_beside_the_choice(
    entry: WrittenAnswer, expected: tuple[int | None, int | None, int | None, Certainty | None]
) -> None:
    reading = understand(entry, level_words=ENGLISH)
    assert reading.verbatim == entry.word
    assert levels(reading) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (WrittenAnswer(word="So-so, depends", choice="2"), (2, 2, 2, Certainty.PLAIN)),
        (WrittenAnswer(word="So-so, depends", choice="2", doubtful=True), (2, 1, 3, Certainty.DOUBTFUL)),
        (WrittenAnswer(word="Yes", choice="3"), (3, 3, 3, Certainty.PLAIN)),
        (WrittenAnswer(word="Yes?", choice="3"), (3, 2, 4, Certainty.DOUBTFUL)),
        (WrittenAnswer(word="Yes", choice="unknown"), (None, 0, 4, None)),
        (WrittenAnswer(word="Yes", choice="not_applicable", na_reason="r"), (None, None, None, None)),
        (WrittenAnswer(word="?", choice="4"), (4, 3, 4, Certainty.DOUBTFUL)),
        (WrittenAnswer(word="-", choice="0"), (0, 0, 0, Certainty.PLAIN)),
        (WrittenAnswer(word="-", choice="unknown"), (None, 0, 4, None)),
        (WrittenAnswer(word="n/a", choice="unknown"), (None, 0, 4, None)),
        (WrittenAnswer(word="n/a", choice="1"), (1, 1, 1, Certainty.PLAIN)),
        (WrittenAnswer(word="n/a", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="Yes", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="Partly", choice="3", range_lo=2, range_hi=3), (None, 2, 3, Certainty.RANGE)),
        (WrittenAnswer(word="Partly to Mostly", choice="4"), (4, 4, 4, Certainty.PLAIN)),
        (WrittenAnswer(word="Partly to Mostly", range_lo=2, range_hi=4), (None, 2, 4, Certainty.RANGE)),
    ],
)
def test_whatever_the_raters_words_are_what_was_chosen_holds(
    entry: WrittenAnswer, expected: tuple[int | None, int | None, int | None, Certainty | None]
) -> None:
    reading = understand(entry, level_words=ENGLISH)
    assert reading.verbatim == entry.word
    assert levels(reading) == expected


@given(st.text(max_size=250), st.sampled_from(CHOICES), st.booleans())
def test_beside_a_choice_any_words_that_can_be_kept_are(word: str, choice: str, is_doubted: bool) -> None:
    entry = WrittenAnswer(word=word, choice=choice, doubtful=is_doubted, na_reason="r")
    assume(len(word.strip()) <= WORD_LIMIT and not any(map(is_control, word.strip())))
    reading = understand(entry, level_words=ENGLISH)
    plain = understand(entry.without(["word"]), level_words=ENGLISH)
    assert (reading.status, reading.level) == (
        plain.status,
        plain.level,
    ) or reading.certainty is Certainty.RANGE
    if word.strip():
        assert reading.verbatim == word.strip()


def test_an_entry_can_be_taken_without_what_is_refused_of_it() -> None:
    entry = WrittenAnswer(choice="2", word="x", range_lo=1, range_hi=3, na_reason="r", doubtful=True)
    assert entry.without(["word"]) == replace(entry, word="")
    assert entry.without(["range_hi", "na_reason"]) == replace(
        entry, range_lo=None, range_hi=None, na_reason=""
    )
    assert entry.without(["choice"]) == entry


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (WrittenAnswer(), [(Rule.NOTHING_ENTERED, "choice")]),
        (WrittenAnswer(word=" \u202f "), [(Rule.NOTHING_ENTERED, "choice")]),
        (WrittenAnswer(doubtful=True, doubt_reason="old", na_reason="r"), [(Rule.NOTHING_ENTERED, "choice")]),
        (WrittenAnswer(choice="5"), [(Rule.WRONG_LEVEL, "choice")]),
        (WrittenAnswer(choice="-1"), [(Rule.WRONG_LEVEL, "choice")]),
        (WrittenAnswer(choice="yes"), [(Rule.WRONG_CHOICE, "choice")]),
        (WrittenAnswer(choice="none"), [(Rule.WRONG_CHOICE, "choice")]),
        (WrittenAnswer(choice="٣"), [(Rule.WRONG_CHOICE, "choice")]),
        (WrittenAnswer(choice="4\x00"), [(Rule.WRONG_CHOICE, "choice")]),
        (WrittenAnswer(range_lo=3, range_hi=2), [(Rule.RANGE_REVERSED, "range_lo")]),
        (WrittenAnswer(range_lo=3), [(Rule.RANGE_INCOMPLETE, "range_hi")]),
        (WrittenAnswer(choice="3", range_hi=3), [(Rule.RANGE_INCOMPLETE, "range_lo")]),
        (
            WrittenAnswer(range_lo=-1, range_hi=5),
            [(Rule.WRONG_LEVEL, "range_lo"), (Rule.WRONG_LEVEL, "range_hi")],
        ),
        (WrittenAnswer(choice="4", range_lo=2, range_hi=3), [(Rule.LEVEL_OUTSIDE_RANGE, "range_lo")]),
        (WrittenAnswer(choice="4", range_lo=3, range_hi=3), [(Rule.LEVEL_OUTSIDE_RANGE, "range_lo")]),
        (WrittenAnswer(choice="unknown", range_lo=2, range_hi=3), [(Rule.LEVEL_OUTSIDE_RANGE, "range_lo")]),
        (WrittenAnswer(word="x" * 201, choice="4"), [(Rule.TOO_LONG, "word")]),
        (WrittenAnswer(word="Yes\x00", choice="4"), [(Rule.CONTROL_CHARACTER, "word")]),
        (WrittenAnswer(word="Yes\nNo", choice="4"), [(Rule.CONTROL_CHARACTER, "word")]),
        (WrittenAnswer(word="\u202eseY", choice="4"), [(Rule.CONTROL_CHARACTER, "word")]),
        (WrittenAnswer(choice="not_applicable", na_reason="a\x00b"), [(Rule.CONTROL_CHARACTER, "na_reason")]),
        (
            WrittenAnswer(choice="9", word="\x07" * 201, range_lo=1),
            [
                (Rule.TOO_LONG, "word"),
                (Rule.CONTROL_CHARACTER, "word"),
                (Rule.WRONG_LEVEL, "choice"),
                (Rule.RANGE_INCOMPLETE, "range_hi"),
            ],
        ),
    ],
)
def test_bad_input_is_named_by_rule_and_field(entry: WrittenAnswer, expected: list[tuple[str, str]]) -> None:
    assert rules(entry) == expected


def test_a_word_of_two_hundred_characters_and_a_reason_of_several_lines_are_accepted() -> None:
    assert understand(WrittenAnswer(word="x" * 200, choice="4"), level_words=ENGLISH).verbatim == "x" * 200
    entry = WrittenAnswer(choice="not_applicable", na_reason="One.\r\n\tTwo.")
    assert understand(entry, level_words=ENGLISH).status is Status.NOT_APPLICABLE


def test_the_reason_for_doubt_does_not_change_the_reading() -> None:
    entry = WrittenAnswer(choice="2", doubt_reason="old")
    assert understand(entry, level_words=ENGLISH) == read("Partly")


def test_five_words_are_needed_for_five_levels() -> None:
    with pytest.raises(ValueError, match="five"):
        understand(WrittenAnswer(choice="0"), level_words=ENGLISH[:4])


@pytest.mark.parametrize(
    ("words", "language"), [(ENGLISH, "en"), (FRENCH, "fr"), (ENGLISH, None), (FRENCH, None)]
)
def test_what_is_written_for_the_rater_reads_as_the_same_answer_again(
    words: tuple[str, ...], language: str | None
) -> None:
    ends = [(None, None), *((lo, hi) for lo in range(5) for hi in range(lo, 5))]
    understood = 0
    for choice, doubted, (lo, hi), radius in product(("", *CHOICES), (False, True), ends, range(3)):
        entry = WrittenAnswer(choice=choice, doubtful=doubted, range_lo=lo, range_hi=hi, na_reason="r")
        try:
            reading = understand(entry, level_words=words, radius=radius, language=language)
        except Refused:
            continue
        understood += 1
        assert read(reading.verbatim, radius) == reading
    # 7 choices without a range; 15 ranges without a choice and 35 with one inside; doubt; radius.
    assert understood == (7 + 15 + 35) * 2 * 3


ANY_TEXT = st.text(max_size=250)
LIKELY_WORDS = st.sampled_from(
    [*ENGLISH, *FRENCH, *BEFORE, "Most", "La plupart", "?", "-", "n/a", "Maybe", ""]
)


@settings(deadline=None)
@given(
    st.builds(
        WrittenAnswer,
        choice=st.sampled_from(["", *CHOICES, "5", "maybe"]) | ANY_TEXT,
        word=LIKELY_WORDS | ANY_TEXT,
        doubtful=st.booleans(),
        range_lo=st.none() | st.integers(-1, 5),
        range_hi=st.none() | st.integers(-1, 5),
        na_reason=st.just("") | ANY_TEXT,
    )
)
def test_an_entry_is_understood_with_its_word_as_typed_or_refused_with_a_sentence(
    entry: WrittenAnswer,
) -> None:
    try:
        reading = understand(entry, level_words=FRENCH, language="fr")
    except Refused as refused:
        for problem in refused.problems:
            assert problems.text_in(problem, "fr")
            assert problems.text_in(problem, "en")
    else:
        assert reading.status is not Status.UNPARSED
        assert not entry.word.strip() or reading.verbatim == entry.word.strip()


# --- what a button wrote, and what a person typed

PRESSED = (
    *(WrittenAnswer(choice=str(level)) for level in range(5)),
    *(WrittenAnswer(choice=str(level), doubtful=True) for level in range(5)),
    *(WrittenAnswer(range_lo=lo, range_hi=hi) for lo, hi in product(range(5), repeat=2) if lo <= hi),
    WrittenAnswer(choice="unknown"),
    WrittenAnswer(choice="not_applicable", na_reason="r"),
)


@pytest.mark.parametrize(
    ("words", "language"),
    [(ENGLISH, "en"), (FRENCH, "fr"), (BEFORE, "fr")],
)
def test_what_any_button_writes_in_any_language_is_not_typed(
    words: tuple[str, ...], language: str | None
) -> None:
    for entry in PRESSED:
        assert not is_typed(understand(entry, level_words=words, language=language)), entry


@pytest.mark.parametrize("written", ["sans objet", "-", "–", "", " "])
def test_neither_is_what_a_button_wrote_before_or_what_stands_for_nothing(written: str) -> None:
    assert not is_typed(read(written))


@pytest.mark.parametrize(
    "entry",
    [
        *(
            WrittenAnswer(word=word)
            for word in ("Most", "Broadly?", "La plupart", "yes", "Yes / No", "unknown")
        ),
        *(WrittenAnswer(word=word) for word in ("??", "Tous", "Yes ?", "Oui?")),
        WrittenAnswer(word="So-so, depends", choice="2"),
        WrittenAnswer(word="Yes", doubtful=True),
        WrittenAnswer(word="s.o.", na_reason="r"),
        WrittenAnswer(word="nobody asked", choice="unknown"),
    ],
)
def test_any_other_word_is_a_persons_own(entry: WrittenAnswer) -> None:
    assert is_typed(understand(entry, level_words=ENGLISH, language="en"))
