"""One answer as it comes from the browser: understood, asked about, or refused, and never guessed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from coordination.documents import instruments
from coordination.domain.answers import Certainty, Reading, Status, read
from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.forms.answers import MOST_SOURCES, AnswerForm
from coordination.presenters import problems
from coordination.queries.sheets import AnswerValue, SourceValue
from tests.links import ADDRESSES, NO_ADDRESSES

FIXTURES = Path(__file__).parents[2] / "fixtures"
INSTRUMENT = instruments.load_folder(FIXTURES / "instruments")["partnership-2008", "2008.1"]
C3 = INSTRUMENT.criterion("C3")
LANGUAGES = ("en", "fr")
LEVELS = ("0", "1", "2", "3", "4")


def form(language: str = "en", stored: AnswerValue | None = None, **fields: str) -> AnswerForm:
    """The form of C3 as posted with these fields."""
    data = {f"C3-{name.replace('__', '-')}": value for name, value in fields.items()}
    with override(language):
        posted = AnswerForm(data, criterion=C3, instrument=INSTRUMENT, language=language, stored=stored)
        posted.is_valid()
        return posted


def source(number: int, **parts: str) -> dict[str, str]:
    return {f"source__{number}__{part}": value for part, value in parts.items()}


def stored(reading: Reading, **facts: object) -> AnswerValue:
    values: dict[str, object] = {
        "criterion": "C3",
        "reading": reading,
        "doubt_reason": "",
        "basis": "",
        "na_reason": "",
        "version": 3,
        "saved_at": datetime(2026, 1, 5, tzinfo=UTC),
        "saved_by": "Amina",
        "sources": (),
    }
    return AnswerValue(**values | facts)  # type: ignore[arg-type]


def understood(posted: AnswerForm) -> Reading:
    assert posted.errors == {}
    assert posted.entry is not None
    return posted.entry.reading


def asked_about(posted: AnswerForm) -> dict[str, list[str]]:
    """The codes of the problems, by field."""
    return {field: [each.code or "" for each in said.as_data()] for field, said in posted.errors.items()}


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chosen_level_is_written_in_the_readers_language(level: int, language: str) -> None:
    name = INSTRUMENT.levels[level].name.get(language)
    assert understood(form(language, choice=str(level))) == Reading(
        verbatim=name, status=Status.ANSWERED, level=level, lo=level, hi=level, certainty=Certainty.PLAIN
    )


@pytest.mark.parametrize(
    ("word", "level", "span", "certainty"),
    [
        ("Most", 3, (3, 3), Certainty.PLAIN),
        ("Broadly", 3, (3, 3), Certainty.PLAIN),
        ("All", 4, (4, 4), Certainty.PLAIN),
        ("Yes?", 4, (3, 4), Certainty.DOUBTFUL),
        ("Partly?", 2, (1, 3), Certainty.DOUBTFUL),
        ("La plupart", 3, (3, 3), Certainty.PLAIN),
        ("Oui\u202f?", 4, (3, 4), Certainty.DOUBTFUL),
        ("pas encore", 1, (1, 1), Certainty.PLAIN),
        ("Partly to Mostly", None, (2, 3), Certainty.RANGE),
        ("Partiellement à En grande partie", None, (2, 3), Certainty.RANGE),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_typed_word_is_understood_in_both_languages_and_kept_as_typed(
    word: str, level: int | None, span: tuple[int, int], certainty: Certainty, language: str
) -> None:
    reading = understood(form(language, word=word))
    assert reading == Reading(
        verbatim=word, status=Status.ANSWERED, level=level, lo=span[0], hi=span[1], certainty=certainty
    )


@pytest.mark.parametrize("word", ["Well", "Sort of", "80 %", "Oui mais", "Yes and no", "Yess"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_word_is_asked_about_beside_its_field_and_kept(word: str, language: str) -> None:
    posted = form(language, word=word)
    assert asked_about(posted) == {"word": [Rule.LEVEL_MISSING]}
    assert {"en": "Which level comes closest?", "fr": "Quel niveau s’en rapproche le plus"}[
        language
    ] in posted.errors["word"][0]
    assert word in posted.errors["word"][0]
    assert posted["word"].value() == word


def test_an_unknown_word_is_kept_where_a_choice_says_what_it_means() -> None:
    assert understood(form(word="Well enough", choice="3")) == Reading(
        verbatim="Well enough", status=Status.ANSWERED, level=3, lo=3, hi=3, certainty=Certainty.PLAIN
    )


@pytest.mark.parametrize("word", ["So-so, depends", "No", "n/a", "-", "Yes and no", "Partly to Mostly"])
def test_words_beside_a_level_are_kept_as_typed_and_the_level_as_chosen(word: str) -> None:
    posted = form(word=word, choice="4", doubtful="on", doubt_reason="hearsay", basis="Two interviews.")
    reading = understood(posted)
    assert (reading.verbatim, reading.level, reading.certainty) == (word, 4, Certainty.DOUBTFUL)
    assert posted.entry is not None
    assert (posted.entry.doubt_reason, posted.entry.basis) == ("hearsay", "Two interviews.")


GOOD_DETAILS = {"choice": "2", "doubtful": "on", "doubt_reason": "hearsay", "basis": "Two interviews."}
#: A detail that is refused, the field that is named, and what is stored of the sources then.
REFUSED_DETAILS = [
    (source(0, title="Memo", link="ftp://x.example/y"), "source-0-link", [("Memo", None, "")]),
    (source(0, title="Memo", link="http://user:pw@x.example"), "source-0-link", [("Memo", None, "")]),
    (source(0, title="Memo", dated_on="mars 2026"), "source-0-dated_on", [("Memo", None, "")]),
    (source(0, title="Memo", dated_on="soon"), "source-0-dated_on", [("Memo", None, "")]),
    (source(0, link="https://example.org/m"), "source-0-title", []),
    (source(0, title="x" * 301), "source-0-title", []),
    (
        source(0, title="Memo") | source(1, title="Talk", dated_on="?"),
        "source-1-dated_on",
        [("Memo", None, ""), ("Talk", None, "")],
    ),
    ({"doubt_reason": "mood"}, "doubt_reason", []),
    ({"basis": "x" * 4001}, "basis", []),
    ({"change_cause": "whim"}, "change_cause", []),
    ({"word": "x" * 400}, "word", []),
    ({"word": "a\x07"}, "word", []),
    ({"range_lo": "3", "range_hi": "1"}, "range_lo", []),
    ({"range_lo": "3"}, "range_hi", []),
    ({"range_lo": "3", "range_hi": "4"}, "range_lo", []),
]


@pytest.mark.parametrize(("details", "field", "sources"), REFUSED_DETAILS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_detail_is_named_and_holds_back_nothing_else(
    details: dict[str, str], field: str, sources: list[tuple[str, None, str]], language: str
) -> None:
    posted = form(language, **GOOD_DETAILS | details)
    assert list(posted.errors) == [field]
    assert posted[field].value() == details[field.replace("-", "__")] if field in details else True
    entry = posted.entry
    assert entry is not None
    assert (entry.reading.level, entry.reading.certainty) == (2, Certainty.DOUBTFUL)
    assert entry.doubt_reason == ("" if field == "doubt_reason" else "hearsay")
    assert entry.basis == ("" if field == "basis" else "Two interviews.")
    assert [(each.title, each.dated_on, each.link) for each in entry.sources] == sources


def test_what_is_stored_of_a_refused_detail_stays_stored() -> None:
    memo = SourceValue(
        title="Memo", kind="document", dated_on=date(2008, 1, 15), link="https://example.org/m"
    )
    before = stored(read("Yes"), basis="Minutes.", sources=(memo,), change_cause="real_change")
    typed = source(0, title="Memo, final", kind="document", dated_on="2008-13-01", link="ftp://example.org/m")
    posted = form(stored=before, choice="2", basis="x" * 4001, change_cause="whim", **typed)
    entry = posted.entry
    assert entry is not None
    assert (entry.reading.level, entry.basis, entry.change_cause) == (2, "Minutes.", "real_change")
    assert [(each.title, each.dated_on, each.link) for each in entry.sources] == [
        ("Memo, final", date(2008, 1, 15), "https://example.org/m")
    ]


def test_a_doubt_admits_one_level_either_side_and_keeps_its_reason() -> None:
    reason = INSTRUMENT.doubt_reasons[0].code
    posted = form(choice="2", doubtful="on", doubt_reason=reason)
    assert understood(posted) == Reading(
        verbatim="Partly?", status=Status.ANSWERED, level=2, lo=1, hi=3, certainty=Certainty.DOUBTFUL
    )
    assert posted.entry is not None
    assert posted.entry.doubt_reason == reason


def test_a_reason_without_a_doubt_is_dropped() -> None:
    posted = form(choice="2", doubt_reason=INSTRUMENT.doubt_reasons[0].code)
    understood(posted)
    assert posted.entry is not None
    assert posted.entry.doubt_reason == ""


def test_a_reason_for_doubt_that_the_instrument_does_not_have_is_refused() -> None:
    assert asked_about(form(choice="2", doubtful="on", doubt_reason="mood")) == {
        "doubt_reason": ["invalid_choice"]
    }


def test_a_range_has_no_single_level() -> None:
    assert understood(form(range_lo="1", range_hi="3")) == Reading(
        verbatim="Not yet to Mostly",
        status=Status.ANSWERED,
        level=None,
        lo=1,
        hi=3,
        certainty=Certainty.RANGE,
    )


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"range_lo": "3", "range_hi": "1"}, {"range_lo": [Rule.RANGE_REVERSED]}),
        ({"range_lo": "3"}, {"range_hi": [Rule.RANGE_INCOMPLETE]}),
        ({"range_hi": "3"}, {"range_lo": [Rule.RANGE_INCOMPLETE]}),
        ({"range_lo": "1", "range_hi": "2", "choice": "4"}, {"range_lo": [Rule.LEVEL_OUTSIDE_RANGE]}),
        ({"range_lo": "1", "range_hi": "9"}, {"range_hi": ["invalid_choice"]}),
        ({"range_lo": "one", "range_hi": "2"}, {"range_lo": ["invalid_choice"]}),
        ({"choice": "5"}, {"choice": [Rule.WRONG_LEVEL]}),
        ({"choice": "-1"}, {"choice": [Rule.WRONG_LEVEL]}),
        ({"choice": "99"}, {"choice": [Rule.WRONG_LEVEL]}),
        ({"choice": "2.5"}, {"choice": [Rule.WRONG_CHOICE]}),
        ({"choice": "٢"}, {"choice": [Rule.WRONG_CHOICE]}),
        ({"choice": "x" * 21}, {"choice": ["max_length"]}),
        ({}, {"choice": [Rule.NOTHING_ENTERED]}),
        ({"doubtful": "on"}, {"choice": [Rule.NOTHING_ENTERED]}),
        ({"choice": "not_applicable"}, {"na_reason": [Rule.NA_REASON_MISSING]}),
        ({"choice": "not_applicable", "na_reason": "  "}, {"na_reason": [Rule.NA_REASON_MISSING]}),
        ({"word": "n/a"}, {"na_reason": [Rule.NA_REASON_MISSING]}),
        ({"word": "x" * 400}, {"word": [Rule.TOO_LONG]}),
        ({"word": "x" * 400, "choice": "4"}, {"word": [Rule.TOO_LONG]}),
        ({"word": "Yes\x00"}, {"word": ["null_characters_not_allowed"]}),
        ({"word": "Yes\x07"}, {"word": [Rule.CONTROL_CHARACTER]}),
        ({"choice": "4\x00"}, {"choice": ["null_characters_not_allowed"]}),
        ({"choice": "4", "basis": "\x00"}, {"basis": ["null_characters_not_allowed"]}),
        ({"choice": "4", "basis": "x" * 4001}, {"basis": ["max_length"]}),
        ({"choice": "4", "version": "-1"}, {"version": ["min_value"]}),
        ({"choice": "4", "version": str(2**40)}, {"version": ["max_value"]}),
        ({"choice": "4", "version": "one"}, {"version": ["invalid"]}),
        ({"choice": "4"} | source(0, title="x" * 301), {"source-0-title": ["max_length"]}),
        (
            {"choice": "4"} | source(0, title="Memo", dated_on="30/02/2008"),
            {"source-0-dated_on": ["invalid"]},
        ),
        (
            {"choice": "4"} | source(0, title="Memo", link="javascript:alert(1)"),
            {"source-0-link": [Rule.WRONG_LINK]},
        ),
        ({"choice": "4"} | source(0, title="Memo", kind="rumour"), {"source-0-kind": ["invalid_choice"]}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_stored_is_refused_beside_its_field(
    fields: dict[str, str], problem: dict[str, list[str]], language: str
) -> None:
    posted = form(language, **fields)
    assert asked_about(posted) == problem
    assert all(said and said[0] for said in posted.errors.values()), "with a sentence"
    assert (posted.entry is None) is (fields.get("choice") not in LEVELS or "version" in posted.errors)


@pytest.mark.parametrize("fields", [{"choice": "9"}, {"word": "Well"}, {"choice": "not_applicable"}, {}])
def test_the_sentence_is_in_the_readers_language(fields: dict[str, str]) -> None:
    english, french = form("en", **fields).errors, form("fr", **fields).errors
    assert english.keys() == french.keys()
    assert all(list(english[field]) != list(french[field]) for field in english)


def test_not_applicable_keeps_its_reason_and_any_other_answer_drops_it() -> None:
    reason = "The secretariat was never meant to exist."
    posted = form(choice="not_applicable", na_reason=reason)
    assert understood(posted).status is Status.NOT_APPLICABLE
    assert posted.entry is not None
    assert posted.entry.na_reason == reason
    other = form(choice="4", na_reason=reason)
    assert other.entry is not None
    assert other.entry.na_reason == ""


@pytest.mark.parametrize("fields", [{"choice": "unknown"}, {"word": "?"}, {"word": "don't know"}])
def test_i_do_not_know_admits_every_level_and_is_never_a_no(fields: dict[str, str]) -> None:
    reading = understood(form(**fields))
    assert (reading.status, reading.level, reading.lo, reading.hi) == (Status.UNKNOWN, None, 0, 4)


def linked(link: str, language: str = "en") -> AnswerForm:
    return form(language, choice="4", **source(0, title="Memo", kind="document", link=link))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        *((each, each) for each in ADDRESSES),
        ("  https://example.org/m \n", "https://example.org/m"),
        ("Https://example.org/m", "https://example.org/m"),
        ("example.org/a:b@c?d#e", "https://example.org/a:b@c?d#e"),
        ("https://fr.example.org/Réforme", "https://fr.example.org/R%C3%A9forme"),
        ("", ""),
    ],
)
def test_a_link_is_kept_as_browsers_send_it(given: str, kept: str) -> None:
    posted = linked(given)
    understood(posted)
    assert posted.entry is not None
    assert [each.link for each in posted.entry.sources] == [kept]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "link", [each for each in NO_ADDRESSES if each == each.strip() and each != "example.org"]
)
def test_a_link_that_is_no_address_is_refused_beside_its_field_in_the_readers_language(
    link: str, language: str
) -> None:
    posted = linked(link, language)
    assert asked_about(posted) == {"source-0-link": [Rule.WRONG_LINK]}
    assert posted.errors["source-0-link"] == [
        problems.text_in(Problem(rule=Rule.WRONG_LINK, value=link), language)
    ]


@pytest.mark.parametrize("length", [500, 501])
def test_a_link_that_grows_too_long_on_its_way_is_refused_beside_its_field(length: int) -> None:
    link = "https://example.org/é".ljust(length - 5, "x")  # é is sent as six characters
    posted = linked(link)
    assert asked_about(posted) == {"source-0-link": ["max_length"]} if length > 500 else not posted.errors


def test_sources_are_kept_in_order_with_their_date_and_link() -> None:
    kinds = [kind.code for kind in INSTRUMENT.evidence_kinds]
    posted = form(
        choice="4",
        **source(0, title="Minutes", kind=kinds[0], dated_on="2008-01-15", link="https://example.org/m"),
        **source(1, title="Interview", kind=kinds[1]),
    )
    understood(posted)
    assert posted.entry is not None
    first, second = posted.entry.sources
    assert (first.title, first.kind, first.dated_on, first.link) == (
        "Minutes",
        kinds[0],
        date(2008, 1, 15),
        "https://example.org/m",
    )
    assert (second.title, second.kind, second.dated_on, second.link) == ("Interview", kinds[1], None, "")


def test_there_is_always_room_for_one_source_more_up_to_a_limit() -> None:
    assert form().shown_sources() == 1
    two = stored(
        read("Yes"),
        sources=(
            SourceValue(title="A", kind="none", dated_on=None, link=""),
            SourceValue(title="B", kind="none", dated_on=None, link=""),
        ),
    )
    assert AnswerForm(criterion=C3, instrument=INSTRUMENT, language="en", stored=two).shown_sources() == 3
    assert form(choice="4", **source(1, title="B")).shown_sources() == 3
    assert form(choice="4", **source(9, title="J"), **source(50, title="Z")).shown_sources() == MOST_SOURCES


def test_a_criterion_left_alone_is_blank_and_one_that_was_answered_is_not() -> None:
    assert form(version="0").is_blank()
    assert form(version="0", source__0__kind="none").is_blank()
    for field in ("choice", "word", "doubtful", "range_lo", "range_hi", "na_reason", "basis"):
        assert not form(**{field: "1"}).is_blank(), field
    assert not form(**source(0, title="Minutes")).is_blank()
    assert not form(stored=stored(read("Yes")), version="3").is_blank()


def test_a_link_or_date_without_a_title_is_not_silently_dropped() -> None:
    assert not form(**source(0, link="https://example.org/m")).is_blank()
    for part in ({"link": "https://example.org/m"}, {"dated_on": "2008-01-15"}):
        assert "source-0-title" in form(choice="4", **source(0, **part)).errors


def resent(answer: AnswerValue, language: str) -> AnswerForm:
    """The form as a browser sends it when nothing was touched."""
    shown = AnswerForm(criterion=C3, instrument=INSTRUMENT, language=language, stored=answer)
    data = {}
    for name in shown.fields:
        value = shown[name].value()
        if value not in (None, "", False):
            data[f"C3-{name}"] = "on" if value is True else str(value)
    posted = AnswerForm(data, criterion=C3, instrument=INSTRUMENT, language=language, stored=answer)
    posted.is_valid()
    return posted


WORDS = [
    "Yes",
    "Mostly",
    "Most",
    "All",
    "Yes?",
    "Broadly?",
    "Partly to Mostly",
    "Partly/Mostly",
    "?",
    "unknown",
    "-",
]
MOTS = [
    "Oui",
    "En grande partie",
    "La plupart",
    "Oui\u202f?",
    "Oui?",
    "Partiellement à En grande partie",
    "?",
    "-",
]


@pytest.mark.parametrize(
    ("language", "word"), [("en", each) for each in WORDS] + [("fr", each) for each in MOTS]
)
def test_an_answer_shown_and_sent_again_untouched_is_the_same_answer(language: str, word: str) -> None:
    answer = stored(
        read(word),
        basis="What the minister said\non Monday",
        sources=(
            SourceValue(
                title="Minutes", kind="document", dated_on=date(2008, 1, 15), link="https://example.org/m"
            ),
        ),
    )
    posted = resent(answer, language)
    assert understood(posted) == answer.reading
    assert posted.entry is not None
    assert posted.entry.basis == answer.basis
    assert posted.entry.base_version == answer.version
    assert [(each.title, each.dated_on) for each in posted.entry.sources] == [("Minutes", date(2008, 1, 15))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_not_applicable_shown_and_sent_again_is_the_same_answer(language: str) -> None:
    answer = stored(read("n/a" if language == "en" else "non applicable"), na_reason="No such body.")
    posted = resent(answer, language)
    assert understood(posted) == answer.reading
    assert posted.entry is not None
    assert posted.entry.na_reason == "No such body."


def test_a_word_the_program_wrote_itself_is_not_shown_as_the_raters_own() -> None:
    for language in LANGUAGES:
        for word in ("Mostly", "En grande partie", "Yes?", "?", "Partly to Mostly"):
            shown = AnswerForm(
                criterion=C3, instrument=INSTRUMENT, language=language, stored=stored(read(word))
            )
            assert shown["word"].value() == "", (language, word)
    own = AnswerForm(criterion=C3, instrument=INSTRUMENT, language="fr", stored=stored(read("Broadly")))
    assert own["word"].value() == "Broadly"
    assert own["choice"].value() == "3"


# --- why an answer differs from the one before


@pytest.mark.parametrize(
    "cause", ["", "real_change", "better_information", "another_rater", "another_instrument", "error"]
)
def test_the_cause_of_a_change_goes_with_the_answer(cause: str) -> None:
    posted = form(choice="3", change_cause=cause)
    assert posted.entry is not None
    assert posted.entry.change_cause == cause


def test_a_cause_that_is_none_of_the_five_is_asked_about() -> None:
    assert asked_about(form(choice="3", change_cause="a whim")) == {"change_cause": ["invalid_choice"]}


def test_the_stored_cause_is_shown_again() -> None:
    shown = AnswerForm(
        criterion=C3,
        instrument=INSTRUMENT,
        language="en",
        stored=stored(read("Mostly"), change_cause="another_rater"),
    )
    assert shown["change_cause"].value() == "another_rater"
