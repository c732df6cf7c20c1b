"""An answer is kept as written and understood exactly as the table of METHOD.md 2.3 says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.domain.answers import Certainty, Reading, Status, normalise, read

PLAIN_WORDS = {
    4: ("Yes", "All", "Fully", "Oui", "Tous", "Toutes", "Entièrement"),
    3: (
        *("Mostly", "Most", "Broadly", "Largely"),
        *("En grande partie", "La plupart", "Pour l'essentiel", "Dans l'ensemble"),
        *("Globalement", "Largement"),
    ),
    2: ("Partly", "Partially", "Partiellement", "En partie"),
    1: ("Not yet", "Pas encore"),
    0: ("No", "Non"),
}
EVERY_PLAIN_WORD = [(word, level) for level, words in PLAIN_WORDS.items() for word in words]


@pytest.mark.parametrize(("word", "level"), EVERY_PLAIN_WORD)
def test_a_word_of_the_table_is_its_level_plainly_in_any_case(word: str, level: int) -> None:
    for written in (word, word.upper(), word.lower(), f"  {word} "):
        expected = Reading(
            verbatim=written,
            status=Status.ANSWERED,
            level=level,
            lo=level,
            hi=level,
            certainty=Certainty.PLAIN,
        )
        assert read(written) == expected


@pytest.mark.parametrize(("word", "level"), EVERY_PLAIN_WORD)
@pytest.mark.parametrize("mark", ["?", " ?", "\u00a0?", "\u202f?"])
def test_a_question_mark_admits_one_level_either_side_within_the_scale(
    word: str, level: int, mark: str
) -> None:
    lo, hi = {0: (0, 1), 1: (0, 2), 2: (1, 3), 3: (2, 4), 4: (3, 4)}[level]
    written = word + mark
    assert read(written) == Reading(
        verbatim=written, status=Status.ANSWERED, level=level, lo=lo, hi=hi, certainty=Certainty.DOUBTFUL
    )


@pytest.mark.parametrize(("radius", "lo", "hi"), [(0, 2, 2), (1, 1, 3), (2, 0, 4), (3, 0, 4)])
def test_the_radius_of_doubt_is_the_instruments(radius: int, lo: int, hi: int) -> None:
    reading = read("Partly?", radius)
    assert (reading.level, reading.lo, reading.hi) == (2, lo, hi)


def test_a_negative_radius_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="radius"):
        read("Yes?", -1)


@pytest.mark.parametrize(
    ("written", "lo", "hi"),
    [
        ("Partly to Mostly", 2, 3),
        ("Partly..Yes", 2, 4),
        ("No .. Not yet", 0, 1),
        ("Not yet/Partly", 1, 2),
        ("Most / Yes", 3, 4),
        ("En partie à Pour l’essentiel", 2, 3),
        ("Partiellement à En grande partie", 2, 3),
        ("NON À OUI", 0, 4),
        ("Yes to Partly", 2, 4),
    ],
)
def test_a_range_keeps_both_ends_and_has_no_level(written: str, lo: int, hi: int) -> None:
    assert read(written) == Reading(
        verbatim=written, status=Status.ANSWERED, level=None, lo=lo, hi=hi, certainty=Certainty.RANGE
    )


def test_a_range_of_one_level_is_that_level() -> None:
    assert read("Yes / Oui") == Reading(
        verbatim="Yes / Oui", status=Status.ANSWERED, level=4, lo=4, hi=4, certainty=Certainty.PLAIN
    )


@pytest.mark.parametrize(
    "written",
    ["?", "??", " ? ", "？", "unknown", "Don't know", "Don’t know", "Don＇t know", "Inconnu", "Ne sait pas"],
)
def test_not_knowing_admits_every_level_and_is_never_a_no(written: str) -> None:
    assert read(written) == Reading(
        verbatim=written, status=Status.UNKNOWN, level=None, lo=0, hi=4, certainty=None
    )


@pytest.mark.parametrize("written", ["", "   ", "\u202f", "-", "–", "—", "_", "\u2011", "\u2212"])
def test_a_dash_or_a_blank_stays_without_a_meaning(written: str) -> None:
    assert read(written) == Reading(
        verbatim=written, status=Status.NONE, level=None, lo=0, hi=4, certainty=None
    )


@pytest.mark.parametrize(
    "written",
    ["n/a", "N/A", "n.a.", "Not applicable", "Does not apply", "s.o.", "Sans objet", "Non applicable"],
)
def test_not_applicable_has_no_levels(written: str) -> None:
    assert read(written) == Reading(
        verbatim=written, status=Status.NOT_APPLICABLE, level=None, lo=None, hi=None, certainty=None
    )


@pytest.mark.parametrize(
    "written",
    [
        *("Maybe", "None", "Some", "Aucun", "yes and no", "Yes!", "3", "4/5", "Yess", "not", "yet"),
        *("Yes??", "?Yes", "Yes?Yes", "Partly to", "to Yes", "Partly to Mostly?", "Yes to Maybe"),
        *(
            "Yes - No",
            "No to Partly to Yes",
            "--",
            "Yes\x00",
            "not\u200byet",
            "<b>Yes</b>",
            "Yes" + " " * 198,
        ),
    ],
)
def test_anything_else_is_left_to_a_person(written: str) -> None:
    assert read(written) == Reading(
        verbatim=written, status=Status.UNPARSED, level=None, lo=None, hi=None, certainty=None
    )


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("  Entièrement  ", "entierement"),
        ("Entie\u0300rement", "entierement"),
        ("Pour\u202fl’essentiel\u00a0", "pour l'essentiel"),
        ("Don´t\tknow", "don't know"),
        ("N/A — –", "n/a - -"),
    ],
)
def test_words_are_looked_up_without_accents_case_or_kinds_of_space(written: str, normal: str) -> None:
    assert normalise(written) == normal


# Reading's own invariants, METHOD.md 2.2.


@pytest.mark.parametrize(
    ("status", "level", "lo", "hi", "certainty"),
    [
        (Status.ANSWERED, None, None, None, None),
        (Status.ANSWERED, 4, 4, 4, None),
        (Status.ANSWERED, 4, 4, 5, Certainty.DOUBTFUL),
        (Status.ANSWERED, 0, -1, 0, Certainty.DOUBTFUL),
        (Status.ANSWERED, None, 3, 2, Certainty.RANGE),
        (Status.ANSWERED, 2, 1, 3, Certainty.RANGE),
        (Status.ANSWERED, None, 1, 3, Certainty.DOUBTFUL),
        (Status.ANSWERED, 1, 2, 3, Certainty.DOUBTFUL),
        (Status.ANSWERED, 4, 3, 4, Certainty.PLAIN),
        (Status.UNKNOWN, 0, 0, 4, None),
        (Status.UNKNOWN, None, 0, 0, None),
        (Status.UNKNOWN, None, None, None, None),
        (Status.NONE, None, 1, 4, None),
        (Status.NONE, None, 0, 4, Certainty.DOUBTFUL),
        (Status.NOT_APPLICABLE, None, 0, 4, None),
        (Status.UNPARSED, 3, None, None, None),
    ],
)
def test_a_reading_that_cannot_be_true_cannot_be_made(
    status: Status, level: int | None, lo: int | None, hi: int | None, certainty: Certainty | None
) -> None:
    with pytest.raises(ValueError, match="Reading"):
        Reading(verbatim="as written", status=status, level=level, lo=lo, hi=hi, certainty=certainty)


ANY_TEXT = st.text(max_size=250)
LIKELY_WORDS = st.sampled_from([word for word, _ in EVERY_PLAIN_WORD] + ["?", "-", "n/a", "Maybe", ""])


@settings(deadline=None)
@given(
    ANY_TEXT
    | st.builds(
        lambda a, b, c: a + b + c, LIKELY_WORDS, st.sampled_from(["?", " to ", "/", ""]), LIKELY_WORDS
    )
)
def test_whatever_is_written_comes_back_as_written(written: str) -> None:
    assert read(written).verbatim == written
