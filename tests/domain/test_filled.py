"""What a row of a file says is what the same answer says on its page, in whichever language it was filled in."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.domain.answers import Certainty, Status, normalise
from coordination.domain.filled import FilledCell, FilledRow, Words, answer_of, as_json, of_json, tidy
from coordination.domain.problems import Refused
from coordination.domain.rules import Rule
from coordination.domain.written_answers import WrittenAnswer, understand
from tests import make

WORDS = Words(
    choices={
        normalise(said): code
        for code, said in (("unknown", "Je ne sais pas"), ("not_applicable", "n/a here"))
    },
    flags={"oui": True, "x": True, "non": False},
)
LEVELS = st.one_of(st.none(), st.integers(0, 4))
TEXTS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12).map(tidy)


def row(**cells: str) -> FilledRow:
    letters = iter("ABCDEFGHIJKL")
    return FilledRow(
        sheet="Answers",
        number=7,
        cells={name: FilledCell(next(letters), text) for name, text in cells.items() if text},
    )


def name(level: int | None, language: str) -> str:
    return "" if level is None else str(getattr(make.instrument_value().levels[level].name, language))


@given(
    level=LEVELS,
    ends=st.tuples(LEVELS, LEVELS),
    words=TEXTS,
    doubtful=st.booleans(),
    reason=TEXTS,
    language=st.sampled_from(["en", "fr"]),
)
def test_a_row_is_understood_as_the_same_answer_on_its_page_is_or_refused_as_there(
    level: int | None,
    ends: tuple[int | None, int | None],
    words: str,
    doubtful: bool,
    reason: str,
    language: str,
) -> None:
    book = make.instrument_value()
    written = WrittenAnswer(
        choice="" if level is None else str(level),
        word=words,
        doubtful=doubtful,
        range_lo=ends[0],
        range_hi=ends[1],
        na_reason=reason,
    )
    filled = row(
        answer=name(level, language),
        words=words,
        doubt="oui" if doubtful else "",
        range_lo=name(ends[0], language),
        range_hi=name(ends[1], language),
        na_reason=reason,
    )
    said, problems = answer_of(filled, book, WORDS)
    # Which language a row without a level is in does not show: its range is then said in English.
    spoken = language if level is not None and name(level, "en") != name(level, "fr") else "en"
    expected: Any
    try:
        expected = understand(
            written,
            level_words=[name(each, spoken) for each in range(5)],
            radius=book.conventions.radius,
            language=spoken,
        )
    except Refused as refused:
        # A file says where the level and the words go: it has no form with both beside each other.
        there = {Rule.LEVEL_MISSING: Rule.LEVEL_MISSING_IN_FILE}
        expected = {there.get(each.rule, each.rule) for each in refused.problems}
    if said is None:
        assert {each.rule for each in problems} == expected
    else:
        assert said.reading == expected
        in_doubt = expected.certainty in (Certainty.DOUBTFUL, Certainty.RANGE)
        assert not said.doubt_reason or in_doubt
        assert bool(said.na_reason) <= (expected.status is Status.NOT_APPLICABLE)


def test_words_typed_into_the_answer_are_kept_as_typed() -> None:
    said, problems = answer_of(row(answer="Broadly"), make.instrument_value(), WORDS)
    assert not problems
    assert said
    assert (said.reading.verbatim, said.reading.level) == ("Broadly", 3)


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"answer": "2,5"}, Rule.LEVEL_MISSING_IN_FILE, "answer"),
        ({"answer": "2,5", "words": "so so"}, Rule.LEVEL_MISSING_IN_FILE, "answer"),
        ({"words": "so so"}, Rule.LEVEL_MISSING_IN_FILE, "words"),
        ({"range_lo": "Yes", "range_hi": "maybe"}, Rule.NOT_OF_THE_LIST, "range_hi"),
        ({"answer": "Yes", "doubt": "maybe"}, Rule.NOT_OF_THE_LIST, "doubt"),
        ({"answer": "n/a here"}, Rule.NA_REASON_MISSING, "na_reason"),
        ({"answer": "Yes", "basis": "x" * 4001}, Rule.TOO_LONG, "basis"),
    ],
)
def test_a_mistake_is_one_and_names_its_column(cells: dict[str, str], rule: Rule, column: str) -> None:
    _said, problems = answer_of(row(**cells), make.instrument_value(), WORDS)
    assert [(each.rule, dict(each.params)["column"]) for each in problems] == [(rule, column)]
    assert dict(problems[0].params)["row"] == "7"


@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(["answer", "words", "basis"]), TEXTS, max_size=3),
            st.sampled_from(["Answers", "Réponses"]),
            st.sampled_from([{}, {"answer": "G", "basis": "N"}]),
        ),
        max_size=4,
    )
)
def test_rows_come_back_with_their_columns_from_the_text_that_carries_them(
    said: list[tuple[dict[str, str], str, dict[str, str]]],
) -> None:
    rows = [replace(row(**cells), sheet=sheet, columns=columns) for cells, sheet, columns in said]
    assert of_json(as_json(rows)) == rows


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "{}x", "[[1]]", "[1]", '[["a","b",[]]]', '[["a",{},[["b",{}]]]]', '[["a",{},[[1,[]]]]]'),
        *('[["a",{},1]]', '[["a",1,{}]]', "[" * 100_000),
    ],
)
def test_a_text_that_carries_no_rows_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any: the view answers each with the same sentence
        of_json(text)
