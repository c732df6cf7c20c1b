"""A fixture document is checked whole: every mistake once, at its place."""

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.domain.answers import Reading, Status
from coordination.domain.change import Verdict, structure_change
from coordination.domain.fixtures import Fixture, Known, KnownProgramme, check, still_to_come
from coordination.domain.instruments import Instrument, read_instrument
from coordination.domain.problems import Refused
from coordination.domain.rounds import RoundValue
from tests.links import ADDRESSES, NO_ADDRESSES

FIXTURES = Path(__file__).parents[2] / "fixtures"
Instruments = dict[tuple[str, str], Instrument]
Change = Callable[[dict[str, Any]], object]
ASSESSMENT = "rounds[0].assessments[0]"
VERBATIM = {
    "GTSE/CPSE": ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
    "CMJ": ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
    "CCRSS": ["?", "-", "?", "?", "?", "?", "?"],
}


@pytest.fixture(scope="module")
def instruments() -> Instruments:
    path = FIXTURES / "instruments" / "partnership-2008.json"
    found = read_instrument(json.loads(path.read_text(encoding="utf-8")))
    return {(found.code, found.version): found}


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    return found


DRC = load("drc-2008.json")


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(DRC)


def refusal(document: object, instruments: Instruments, known: Known | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        check(document, instruments, "f.json", known)
    return [(problem.rule, problem.path) for problem in refused.value.problems]


def answers(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["rounds"][0]["assessments"][0]["answers"]
    return found


# --- the two files that come with the program


def test_the_deck_is_transcribed_word_for_word(instruments: Instruments) -> None:
    found = check(DRC, instruments)
    assert found.origin == "source"
    (wave,) = found.rounds
    assert {
        assessment.structure: [answer.reading.verbatim for answer in assessment.answers]
        for assessment in wave.assessments
    } == VERBATIM
    assert {assessment.rater for assessment in wave.assessments} == {
        "Oliver Blake, Senior Governance Adviser, DFID DRC"
    }
    assert (wave.sides, wave.reference_date) == (("partners",), date(2008, 1, 31))


def test_every_statement_of_the_deck_has_its_slide_and_its_translation(instruments: Instruments) -> None:
    found = check(DRC, instruments)
    assert all(said.slide and said.quote_fr and said.quote_fr != said.quote for said in found.statements)
    items = {said.item for said in found.statements} - {""}
    assert items == {"U1", "U2", "U3", "W1", "W2", "W3", "W4", "R1", "R2", "R3", "R4"}


def test_the_invented_rounds_say_that_they_are_invented(instruments: Instruments) -> None:
    found = check(load("demo-rounds.json"), instruments)
    assert found.origin == "invented"
    assert "Invented for the demonstration" in found.notice.en
    assert "Inventé pour la démonstration" in found.notice.fr
    for wave in found.rounds:
        for assessment in wave.assessments:
            assert "nvented" in assessment.rater or "inventé" in assessment.rater
            assert len(assessment.answers) == (14 if assessment.structure else 5)
            for answer in assessment.answers:
                for text in (answer.basis, answer.na_reason):
                    assert not text or text.startswith(("Invented", "Inventé"))
                assert all(
                    "nvented" in source.title or "inventé" in source.title for source in answer.sources
                )


def test_the_invented_rounds_are_about_the_same_structures(instruments: Instruments) -> None:
    demo, deck = check(load("demo-rounds.json"), instruments), check(DRC, instruments)
    assert (demo.programme, demo.partners, demo.structures) == (
        deck.programme,
        deck.partners,
        deck.structures,
    )


def test_the_last_invented_round_waits_for_the_partners(instruments: Instruments) -> None:
    last = check(load("demo-rounds.json"), instruments).rounds[-1]
    assert (last.label, last.state, last.sides) == ("january-2011", "open", ("government", "partners"))
    assert {(assessment.side, assessment.state) for assessment in last.assessments} == {
        ("government", "sent")
    }


def test_the_invented_rounds_show_a_decline_an_improvement_and_a_gap(instruments: Instruments) -> None:
    first, second, _ = check(load("demo-rounds.json"), instruments).rounds
    (instrument,) = instruments.values()

    def readings(wave: RoundValue, structure: str, side: str) -> list[Reading]:
        (found,) = [one for one in wave.assessments if (one.structure, one.side) == (structure, side)]
        return [answer.reading for answer in found.answers if answer.criterion.startswith("C")]

    verdicts = {
        structure: structure_change(
            readings(first, structure, "partners"),
            readings(second, structure, "partners"),
            [1] * 7,
            instrument.conventions,
        ).verdict
        for structure in VERBATIM
    }
    assert verdicts == {
        "GTSE/CPSE": Verdict.DECLINE,
        "CMJ": Verdict.NONE,
        "CCRSS": Verdict.IMPROVEMENT,
    }
    pairs = zip(readings(first, "CMJ", "government"), readings(first, "CMJ", "partners"), strict=True)
    assert any(
        ours.lo is not None and theirs.hi is not None and ours.lo > theirs.hi for ours, theirs in pairs
    )


# --- bad input


def test_seven_independent_mistakes_are_seven_problems(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["partners"][0]["name"].pop("fr")
    document["structures"][1]["code"] = "GTSE/CPSE"  # then CMJ is referred to in vain: the same mistake
    document["structures"][2]["founded"] = "in 2005"
    document["statements"][0]["kind"] = "rumour"
    document["rounds"][0]["reference_date"] = "31/01/2008"
    answers(document)["C9"] = "Yes"
    answers(document)["C1"] = "Maybe"
    assert sorted(refusal(document, instruments)) == sorted(
        [
            ("missing_language", "partners[0].name"),
            ("duplicate", "structures[1].code"),
            ("wrong_year_or_date", "structures[2].founded"),
            ("wrong_choice", "statements[0].kind"),
            ("wrong_date", "rounds[0].reference_date"),
            ("unknown_criterion", f"{ASSESSMENT}.answers.C9"),
            ("unknown_word", f"{ASSESSMENT}.answers.C1"),
        ]
    )


def test_seven_other_mistakes_are_seven_problems(document: dict[str, Any], instruments: Instruments) -> None:
    document["programme"]["time_zone"] = "Kinshasa"
    document["partners"].append(copy.deepcopy(document["partners"][0]))
    document["structures"][0]["seats"][0]["partner"] = "Nobody"
    document["structures"][0]["colour"] = "blue"
    document["rounds"][0]["assessments"][1]["side"] = "government"
    document["rounds"][0]["assessments"][2]["answers"]["C2"] = 0
    answers(document)["C3"] = "Yes\x00"
    assert len(refusal(document, instruments)) == 7


def change(path: str, value: object) -> Change:
    """Return a function that sets the value at a path such as “rounds.0.label”."""

    def apply(document: dict[str, Any]) -> None:
        *parts, last = path.split(".")
        target: Any = document
        for part in parts:
            target = target[int(part)] if isinstance(target, list) else target[part]
        target[int(last) if isinstance(target, list) else last] = copy.deepcopy(value)

    return apply


def drop(path: str) -> Change:
    """Return a function that removes what stands at a path."""

    def apply(document: dict[str, Any]) -> None:
        *parts, last = path.split(".")
        target: Any = document
        for part in parts:
            target = target[int(part)] if isinstance(target, list) else target[part]
        del target[int(last) if isinstance(target, list) else last]

    return apply


C1 = "rounds.0.assessments.0.answers.C1"
PLACE = f"{ASSESSMENT}.answers.C1"
SOURCE = {"title": "Minutes", "kind": "document", "date": "2008-01-10", "link": "https://example.org/a"}


@pytest.mark.parametrize(
    ("mistake", "rule", "path"),
    [
        # answers
        (change(C1, "Maybe"), "unknown_word", PLACE),
        (change(C1, "99"), "unknown_word", PLACE),
        (change(C1, "None"), "unknown_word", PLACE),
        (change(C1, 4), "answer_not_text", PLACE),
        (change(C1, True), "answer_not_text", PLACE),
        (change(C1, 4.0), "answer_not_text", PLACE),
        (change(C1, None), "answer_not_text", PLACE),
        (change(C1, ["Yes"]), "answer_not_text", PLACE),
        (change(C1, "Yes" + " " * 400), "too_long", PLACE),
        (change(C1, "Yes\x00"), "control_character", PLACE),
        (change(C1, "Yes\n"), "control_character", PLACE),
        (change(C1, "Entie\u0300rement"), "not_composed", PLACE),
        (change(C1, "n/a"), "na_reason_missing", PLACE),
        (change(C1, {"verbatim": "Sans objet"}), "na_reason_missing", PLACE),
        (change(C1, {"verbatim": "n/a", "na_reason": " "}), "empty_text", f"{PLACE}.na_reason"),
        (change(C1, {"verbatim": "Yes", "na_reason": "Why"}), "na_reason_unused", f"{PLACE}.na_reason"),
        (
            change(C1, {"verbatim": "Yes", "doubt_reason": "old"}),
            "doubt_reason_unused",
            f"{PLACE}.doubt_reason",
        ),
        (change(C1, {"verbatim": "Yes?", "doubt_reason": "mood"}), "wrong_choice", f"{PLACE}.doubt_reason"),
        (change(C1, {"verbatim": "Yes", "basis": "x" * 4_001}), "too_long", f"{PLACE}.basis"),
        (change(C1, {"verbatim": "Yes", "level": 4}), "unknown_key", PLACE),
        (change(C1, {"basis": "Only that"}), "missing_key", PLACE),
        (
            change(C1, {"verbatim": "Yes", "sources": [SOURCE | {"kind": "gossip"}]}),
            "wrong_choice",
            f"{PLACE}.sources[0].kind",
        ),
        (
            change(C1, {"verbatim": "Yes", "sources": [SOURCE | {"date": "2009-01-01"}]}),
            "dates_reversed",
            f"{PLACE}.sources[0].date",
        ),
        (
            change(C1, {"verbatim": "Yes", "sources": [SOURCE | {"link": "javascript:alert(1)"}]}),
            "wrong_link",
            f"{PLACE}.sources[0].link",
        ),
        (change("rounds.0.assessments.0.answers.Q1", "Yes"), "unknown_criterion", f"{ASSESSMENT}.answers.Q1"),
        (change("rounds.0.assessments.0.answers", ["Yes"]), "wrong_type", f"{ASSESSMENT}.answers"),
        # assessments
        (change("rounds.0.assessments.0.side", "government"), "side_not_in_round", f"{ASSESSMENT}.side"),
        (change("rounds.0.assessments.0.side", "donors"), "wrong_choice", f"{ASSESSMENT}.side"),
        (change("rounds.0.assessments.0.structure", "GTSE"), "unknown_reference", f"{ASSESSMENT}.structure"),
        (change("rounds.0.assessments.0.state", "draft"), "wrong_choice", f"{ASSESSMENT}.state"),
        (change("rounds.0.assessments.0.sent_on", "2008-02-30"), "wrong_date", f"{ASSESSMENT}.sent_on"),
        (change("rounds.0.assessments.0.sent_on", 20080131), "wrong_type", f"{ASSESSMENT}.sent_on"),
        (change("rounds.0.assessments.0.rater", "x" * 255), "too_long", f"{ASSESSMENT}.rater"),
        (change("rounds.0.assessments.0.rater", "\u202eevil"), "control_character", f"{ASSESSMENT}.rater"),
        (drop("rounds.0.assessments.0.rater"), "missing_key", ASSESSMENT),
        (
            change("rounds.0.assessments.1", DRC["rounds"][0]["assessments"][0]),
            "duplicate",
            "rounds[0].assessments[1]",
        ),
        (
            change("rounds.0.assessments.2.sent_on", "2004-12-31"),
            "dates_reversed",
            "rounds[0].assessments[2].sent_on",
        ),
        # rounds
        (change("rounds.0.label", "January 2008"), "wrong_label", "rounds[0].label"),
        (change("rounds.0.sides", []), "nothing_listed", "rounds[0].sides"),
        (change("rounds.0.sides", ["partners", "partners"]), "duplicate", "rounds[0].sides[1]"),
        (change("rounds.0.sides", ["donors"]), "wrong_choice", "rounds[0].sides[0]"),
        (change("rounds.0.instrument", "partnership-2008"), "wrong_type", "rounds[0].instrument"),
        (change("rounds.0.instrument.version", "1999"), "unknown_instrument", "rounds[0].instrument"),
        (change("rounds", {}), "wrong_type", "rounds"),
        (change("rounds.0", None), "wrong_type", "rounds[0]"),
        # structures, seats, partners
        (change("structures.0.code", " GTSE/CPSE"), "outer_space", "structures[0].code"),
        (change("structures.0.sector", "navy"), "wrong_choice", "structures[0].sector"),
        (change("structures.0.name.fr", ""), "missing_language", "structures[0].name"),
        (change("structures.0.name", "GTSE"), "wrong_type", "structures[0].name"),
        (change("structures.0.name.en", "x" * 201), "too_long", "structures[0].name.en"),
        (change("structures.0.name.en", "\u200b\u3164"), "nothing_to_see", "structures[0].name.en"),
        (change("structures.2.closed", "2004"), "dates_reversed", "structures[2].closed"),
        (change("structures.2.parent", "CCRSS Defence"), "own_parent", "structures[3].parent"),
        (change("structures.2.predecessor", "CCRSS"), "predecessor_ring", "structures[2].predecessor"),
        (change("rounds.0.reference_date", "0001-01-01"), "wrong_date", "rounds[0].reference_date"),
        (change("structures.2.seats.0.from", "1999"), "dates_reversed", "structures[2].seats[0].from"),
        (change("structures.2.seats.0.role", "boss"), "wrong_choice", "structures[2].seats[0].role"),
        (
            change(
                "structures.2.seats.0",
                DRC["structures"][2]["seats"][0] | {"from": "2006-05-01", "to": "2006"},
            ),
            "dates_unclear",
            "structures[2].seats[0].to",
        ),
        (
            change("structures.0.seats.0.partner", "Nobody"),
            "unknown_reference",
            "structures[0].seats[0].partner",
        ),
        (change("partners.4.code", "x" * 41), "too_long", "partners[4].code"),
        (change("partners.4.side", "both"), "wrong_choice", "partners[4].side"),
        (change("partners.4.side", False), "wrong_type", "partners[4].side"),
        # statements
        (change("statements.0.item", "U9"), "unknown_reference", "statements[0].item"),
        (change("statements.0.quote_fr", ""), "empty_text", "statements[0].quote_fr"),
        (change("statements.1", DRC["statements"][0]), "duplicate", "statements[1]"),
        # the whole
        (change("format", "ssr-partnership/9"), "wrong_format", "format"),
        (change("origin", "rumour"), "wrong_choice", "origin"),
        (drop("notice.fr"), "missing_language", "notice"),
        (drop("source"), "missing_key", ""),
        (change("source.date", "January"), "wrong_year_or_date", "source.date"),
        (change("programme.country", "cd"), "wrong_country", "programme.country"),
        (change("programme.code", "C.O.D."), "wrong_label", "programme.code"),
        (change("programme.name.en", float("nan")), "not_a_number", "programme.name.en"),
        (change("colour", "blue"), "unknown_key", ""),
        # one mistake that could set off others
        (change("partners", {}), "wrong_type", "partners"),
        (drop("partners"), "missing_key", ""),
        (drop("structures"), "missing_key", ""),
        (drop("programme"), "missing_key", ""),
        (drop("structures.0.code"), "missing_key", "structures[0]"),
        (change("structures.0.code", 7), "wrong_type", "structures[0].code"),
        (change("structures.0", "GTSE/CPSE"), "wrong_type", "structures[0]"),
    ],
)
def test_one_mistake_is_one_problem(
    document: dict[str, Any], instruments: Instruments, mistake: Change, rule: str, path: str
) -> None:
    mistake(document)
    assert refusal(document, instruments) == [(rule, path)]


def test_a_misspelt_name_is_one_problem_and_its_value_is_read(
    document: dict[str, Any], instruments: Instruments
) -> None:
    wave = document["rounds"][0]
    wave["assesments"] = wave.pop("assessments")
    document["programme"]["name"] = {"en": "Reform", "fra": "Réforme"}
    answers_of_first = wave["assesments"][0]["answers"]
    answers_of_first["C1"] = "Maybe"
    assert refusal(document, instruments) == [
        ("misspelt_key", "programme.name"),
        ("misspelt_key", "rounds[0]"),
        ("unknown_word", PLACE),
    ]


def test_a_renamed_structure_is_one_problem_with_every_place(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["structures"][1]["code"] = "MJC"
    with pytest.raises(Refused) as refused:
        check(document, instruments)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.value, problem.path) == (
        "unknown_reference_often",
        "CMJ",
        "statements[9].structure",
    )
    assert "rounds[0].assessments[1].structure" in problem.text("fr")


def test_two_codes_that_would_share_an_address_are_refused(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["structures"].append(copy.deepcopy(document["structures"][1]) | {"code": "C.M.J."})
    document["structures"].append(copy.deepcopy(document["structures"][1]) | {"code": "???"})
    assert refusal(document, instruments) == [
        ("too_alike", "structures[4].code"),
        ("no_letters", "structures[5].code"),
    ]


def test_publishing_in_an_open_round_is_refused(document: dict[str, Any], instruments: Instruments) -> None:
    document["rounds"][0]["state"] = "open"
    assert {rule for rule, _ in refusal(document, instruments)} == {"published_in_open_round"}


@pytest.mark.parametrize("state", ["open", "closed"])
@pytest.mark.parametrize(
    ("of_file", "of_round", "is_sound"),
    [
        ("entered", None, False),
        ("entered", "entered", False),
        ("invented", "entered", False),
        ("source", "entered", False),
        ("entered", "invented", True),
        ("entered", "source", True),
        ("invented", None, True),
        ("source", None, True),
    ],
)
def test_what_waits_for_the_other_side_is_never_of_a_round_that_people_entered(
    document: dict[str, Any],
    instruments: Instruments,
    of_file: str,
    of_round: str | None,
    is_sound: bool,
    state: str,
) -> None:
    wave = document["rounds"][0] | {"state": state}
    wave["assessments"] = [wave["assessments"][0] | {"state": "sent"}]
    if of_round:
        wave["origin"] = of_round
    document |= {"origin": of_file, "rounds": [wave]}
    if is_sound:
        assert check(document, instruments).rounds[0].assessments[0].state == "sent"
    else:
        assert refusal(document, instruments) == [("sent_in_entered_round", f"{ASSESSMENT}.state")]


def test_what_waits_for_the_other_side_is_of_nobody_who_could_answer_in_the_program(
    document: dict[str, Any], instruments: Instruments
) -> None:
    one = document["rounds"][0]["assessments"][0]
    one["rater"] = "amina@ssr.example".rjust(254, "a")
    assert check(document, instruments), "an export names the raters of published answers so"
    one["state"] = "sent"
    assert refusal(document, instruments) == [("rater_is_person", f"{ASSESSMENT}.rater")]


def test_a_second_file_may_refer_to_what_the_programme_has(
    document: dict[str, Any], instruments: Instruments
) -> None:
    for wave in document["rounds"]:
        wave["assessments"] = wave["assessments"][:1]
    document.update(partners=[], structures=[], statements=[], activities=[])
    known = Known({"cod": KnownProgramme({}, frozenset({"GTSE/CPSE"}))})
    assert check(document, instruments, known=known).rounds[0].assessments[0].structure == "GTSE/CPSE"
    assert refusal(document, instruments) == [("unknown_reference", f"{ASSESSMENT}.structure")]
    other = Known({"abc": KnownProgramme({}, frozenset({"GTSE/CPSE"}))})
    assert refusal(document, instruments, other) == [("unknown_reference", f"{ASSESSMENT}.structure")]


def test_more_rows_than_can_be_read_are_refused_at_once(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["statements"] = [{}] * 20_001
    assert refusal(document, instruments) == [("too_many_rows", "")]
    assert refusal({f"name{i}": 1 for i in range(20_001)}, instruments) == [("too_many_rows", "")]


def test_another_kind_of_document_gets_one_sentence(instruments: Instruments) -> None:
    path = FIXTURES / "instruments" / "partnership-2008.json"
    assert refusal(json.loads(path.read_text(encoding="utf-8")), instruments) == [("wrong_format", "format")]


@pytest.mark.parametrize("junk", [None, True, 7, 1.5, "x", [], [1, 2]])
def test_what_is_no_document_is_refused(junk: object, instruments: Instruments) -> None:
    assert refusal(junk, instruments) == [("wrong_type", "")]


def test_a_script_in_a_name_is_a_text_like_any_other(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["structures"][0]["name"]["en"] = "<script>alert(1)</script>"
    assert check(document, instruments).structures[0].name.en == "<script>alert(1)</script>"


def test_an_answer_keeps_its_words_reasons_and_sources(
    document: dict[str, Any], instruments: Instruments
) -> None:
    answers(document)["C1"] = {
        "verbatim": "  Yes ?",
        "doubt_reason": "old",
        "basis": "First line.\nSecond line.",
        "sources": [SOURCE],
    }
    answers(document)["C2"] = {"verbatim": "n/a", "na_reason": "One partner only"}
    answers(document)["C3"] = ""
    first, second, third, *_ = check(document, instruments).rounds[0].assessments[0].answers
    assert (first.reading.verbatim, first.reading.lo, first.doubt_reason) == ("  Yes ?", 3, "old")
    assert (first.basis, first.sources[0].dated_on) == ("First line.\nSecond line.", date(2008, 1, 10))
    assert (second.reading.status, second.na_reason) == (Status.NOT_APPLICABLE, "One partner only")
    assert third.reading.status is Status.NONE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = [
    "format",
    "notice",
    "programme",
    "programme.code",
    "partners.0",
    "partners.0.code",
    "structures.0.seats",
    "structures.0.seats.0",
    "structures.3.parent",
    "statements.3",
    "rounds",
    "rounds.0.instrument",
    "rounds.0.sides",
    "rounds.0.assessments.0",
    "rounds.0.assessments.0.answers",
    C1,
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), value=JSON)
def test_whatever_stands_anywhere_gives_values_or_sentences(
    instruments: Instruments, path: str, value: object
) -> None:
    document = copy.deepcopy(DRC)
    change(path, value)(document)
    try:
        found = check(document, instruments, "f.json")
    except Refused as refused:
        for problem in refused.problems:
            (problem.line("en") + problem.line("fr")).encode()
    else:
        assert isinstance(found, Fixture)


# --- an analyst's coding, and causes of changes


def coding(document: dict[str, Any], **changed: object) -> dict[str, Any]:
    """The deck with CMJ read by an analyst besides its author."""
    cmj = copy.deepcopy(document["rounds"][0]["assessments"][1])
    document["rounds"][0]["assessments"].append(
        cmj | {"side": "analyst", "rater": "Coded from the text"} | changed
    )
    return document


def linked(document: dict[str, Any], link: str, **changed: object) -> dict[str, Any]:
    change(C1, {"verbatim": "Yes", "sources": [SOURCE | {"link": link} | changed]})(document)
    return document


@pytest.mark.parametrize("link", NO_ADDRESSES)
def test_a_link_that_is_no_address_is_refused_by_its_place(
    document: dict[str, Any], instruments: Instruments, link: str
) -> None:
    ((rule, path),) = refusal(linked(document, link), instruments)
    assert path == f"{PLACE}.sources[0].link"
    assert rule == ("control_character" if any(each in link for each in "\n\t\x7f") else "wrong_link")


@pytest.mark.parametrize(
    ("given", "kept"),
    [*zip(ADDRESSES, ADDRESSES, strict=True), ("http://x.example/é", "http://x.example/%C3%A9")],
)
def test_a_link_is_read_as_browsers_send_it(
    document: dict[str, Any], instruments: Instruments, given: str, kept: str
) -> None:
    read = check(linked(document, given), instruments).rounds[0].assessments[0].answers[0]
    assert [each.link for each in read.sources] == [kept]


def test_a_source_is_as_long_as_one_that_is_entered_and_no_longer(
    document: dict[str, Any], instruments: Instruments
) -> None:
    link = "https://x.example/é".ljust(495, "x")
    assert check(linked(document, link, title="x" * 300), instruments)
    assert refusal(linked(document, f"{link}x"), instruments) == [("too_long", f"{PLACE}.sources[0].link")]
    too_long = linked(document, link, title="x" * 301)
    assert refusal(too_long, instruments) == [("too_long", f"{PLACE}.sources[0].title")]


def test_an_analyst_is_heard_in_a_round_that_asks_the_partners_only(
    document: dict[str, Any], instruments: Instruments
) -> None:
    sides = [one.side for one in check(coding(document), instruments).rounds[0].assessments]
    assert sides == ["partners", "partners", "partners", "analyst"]


def test_an_analyst_is_no_side_that_a_round_can_ask(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["rounds"][0]["sides"] = ["partners", "analyst"]
    assert refusal(document, instruments) == [("wrong_choice", "rounds[0].sides[1]")]


def test_an_analyst_s_coding_is_published(document: dict[str, Any], instruments: Instruments) -> None:
    place = "rounds[0].assessments[3].state"
    assert refusal(coding(document, state="sent"), instruments) == [("analyst_not_published", place)]


def test_an_answer_says_why_it_differs_from_the_one_before(
    document: dict[str, Any], instruments: Instruments
) -> None:
    answers(document)["C1"] = {"verbatim": "Yes", "change_cause": "better_information"}
    found = check(document, instruments).rounds[0].assessments[0].answers
    assert [each.change_cause for each in found[:2]] == ["better_information", ""]
    answers(document)["C1"] = {"verbatim": "Yes", "change_cause": "a whim"}
    place = f"{ASSESSMENT}.answers.C1.change_cause"
    assert refusal(document, instruments) == [("wrong_choice", place)]


# --- days to come


@pytest.mark.parametrize(
    ("section", "value", "rule", "key"),
    [
        (
            "observations",
            {"item": "R1", "status": "observed", "evidence": "Seen.", "observed_on": "2030-01-02"},
            "observed_in_future",
            "observed_on",
        ),
        (
            "contacts",
            {"code": "K", "kind": "call", "state": "held", "on": "2030-01-02", "subject": "x"},
            "held_in_future",
            "on",
        ),
        (
            "commitments",
            {
                "code": "P",
                "text": {"en": "x", "fr": "x"},
                "owner": "DFID",
                "made_on": "2029-01-01",
                "due_on": "2031-01-01",
                "state": "kept",
                "settled_on": "2030-01-02",
                "outcome": "x",
            },
            "settled_in_future",
            "settled_on",
        ),
    ],
)
def test_what_has_happened_lies_not_in_the_future(
    document: dict[str, Any],
    instruments: Instruments,
    section: str,
    value: dict[str, Any],
    rule: str,
    key: str,
) -> None:
    document[section] = [value]
    fixture = check(document, instruments)
    assert still_to_come(fixture, date(2030, 1, 2)) == ()
    (problem,) = still_to_come(fixture, date(2030, 1, 1))
    assert (problem.rule, problem.path, problem.value) == (rule, f"{section}[0].{key}", "2030-01-02")


def test_what_is_planned_may_lie_in_the_future(document: dict[str, Any], instruments: Instruments) -> None:
    planned = {"code": "K", "kind": "call", "state": "planned", "on": "2030-01-02", "subject": "x"}
    document["contacts"] = [planned]
    assert still_to_come(check(document, instruments), date(2020, 1, 1)) == ()


def test_everything_in_the_deck_had_happened_by_its_date(
    document: dict[str, Any], instruments: Instruments
) -> None:
    document["structures"][0] |= {"founded": "2031"}
    document["rounds"][0]["assessments"][0] |= {"sent_on": "2031-01-01"}
    found = still_to_come(check(document, instruments), date(2008, 12, 31))
    assert [problem.path for problem in found] == ["structures[0].founded", f"{ASSESSMENT}.sent_on"]
