"""Scoring through the browser: tasks, sections, saves on the way, checking, sending, recalling."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext, override

from coordination.actions import memberships
from coordination.domain.assessments import SourceEntry
from coordination.models import (
    Answer,
    Assessment,
    Instrument,
    JournalEntry,
    Membership,
    Operation,
    Source,
    User,
)
from coordination.presenters import marks
from tests import make, pages
from tests.pages import Node

ClientOf = Callable[[User], Client]
JSON = {"HTTP_ACCEPT": "application/json"}
COORDINATION = [f"C{number}" for number in range(1, 8)]
#: What `draft` has from the start.
BEGUN = {"O7": "?"}


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    """Amina's assessment of CMJ in an open two-sided round, begun with “?” at the last criterion of ownership."""
    return make.begin(cast.amina, "CMJ", make.open_round(sides="both"))


@pytest.fixture
def amina(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.amina)


def section(assessment: Assessment, code: str = "coordination") -> str:
    return f"/assessments/{assessment.pk}/{code}/"


def stored(assessment: Assessment) -> dict[str, str]:
    """The answers as written, by criterion."""
    rows = Answer.objects.filter(assessment=assessment).select_related("criterion")
    return {row.criterion.code: row.verbatim for row in rows}


def whole() -> list[Any]:
    """Everything that scoring could change."""
    return [
        list(each.objects.order_by("pk").values())
        for each in (Assessment, Answer, Source, Operation, JournalEntry)
    ]


def speak(person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)


def problems(page: Node) -> list[str]:
    """The sentences beside the fields."""
    return [each.text() for each in page.all(class_="field-problem") if "hidden" not in each.attrs]


# --- tasks and starting


def lines(browser: Client, query: str = "") -> dict[str, Node]:
    """The list of assessments: each line by what it is about."""
    page = pages.read(browser.get(f"/assessments/{query}"))
    found = [line for each in page.all("ul", class_="score-list") for line in each.all("li")]
    return {line.one("strong").text(): line for line in found}


def step(line: Node) -> tuple[str, str]:
    """What the one button of a line says, and where it leads."""
    (button,) = line.all("a", class_="btn")
    return button.text().partition(":")[0], button.attrs["href"]


def test_an_adviser_is_one_step_from_the_first_criterion_of_each_structure(
    cast: make.Cast, amina: Client
) -> None:
    make.open_round(sides="both")
    found = {code: step(line) for code, line in lines(amina).items()}
    asked = {"CCRSS": "ccrss", "CCRSS Defence": "ccrss-defence", "CMJ": "cmj", "GTSE/CPSE": "gtse-cpse"}
    whole = {"The programme as a whole": ("Start", "/assessments/new/march-2011/_programme/success/")}
    assert found == whole | {
        code: ("Start", f"/assessments/new/march-2011/{slug}/coordination/") for code, slug in asked.items()
    }
    assert list(found)[-1] == "The programme as a whole"
    assert amina.get("/assessments/new/march-2011/cmj/coordination/").status_code == 200
    tasks = pages.read(amina.get("/assessments/new/march-2011/cmj/")).one("ol", class_="task-list")
    assert [link.attrs["href"] for link in tasks.all("a")] == [
        f"/assessments/new/march-2011/cmj/{code}/" for code in ("coordination", "ownership")
    ]
    assert not Assessment.objects.filter(rater_user=cast.amina).exists(), "nothing is answered yet"


def test_continuing_leads_to_the_first_criterion_without_an_answer(amina: Client, draft: Assessment) -> None:
    assert step(lines(amina)["CMJ"]) == ("Continue", f"{section(draft)}#C1")
    for code in COORDINATION:
        make.answer(draft, code)
    line = lines(amina)["CMJ"]
    assert step(line) == ("Continue", f"{section(draft, 'ownership')}#O1")
    assert "8 of 14 answered" in line.text()


def test_each_state_has_its_own_word_and_its_one_step_the_most_urgent_first(
    cast: make.Cast, amina: Client
) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CCRSS", round_)
    make.sent(cast.grace, "CCRSS", round_)
    sent = make.sent(cast.amina, "CCRSS Defence", round_)
    complete = make.start(cast.amina, "GTSE/CPSE", round_)
    make.answer_all(complete)
    begun = make.begin(cast.amina, "CMJ", round_)
    found = lines(amina)
    assert {code: step(line) for code, line in found.items()} == {
        "GTSE/CPSE": ("Send", f"/assessments/{complete.pk}/send/"),
        "CMJ": ("Continue", f"{section(begun)}#C1"),
        "The programme as a whole": ("Start", "/assessments/new/march-2011/_programme/success/"),
        "CCRSS Defence": ("See answers", f"/assessments/{sent.pk}/send/"),
        "CCRSS": ("See answers", "/structures/ccrss/march-2011/"),
    }
    assert list(found) == ["GTSE/CPSE", "CMJ", "The programme as a whole", "CCRSS Defence", "CCRSS"]
    words = {code: line.one(class_="tag").text() for code, line in found.items()}
    assert list(words.values()) == ["complete, not sent", "draft", "to do", "sent", "revealed"]
    assert "Waiting for the government." in found["CCRSS Defence"].text()
    head = pages.read(amina.get("/assessments/")).one("section", class_="score-round").text()
    assert "complete, not sent: 1 · draft: 1 · to do: 1 · sent: 1 · revealed: 1" in head
    for line in found.values():
        assert step(line)[1].startswith("/")
        assert amina.get(step(line)[1]).status_code == 200


def test_what_was_left_when_its_round_closed_says_so_and_can_be_read(
    amina: Client, draft: Assessment
) -> None:
    make.close_as_before(draft.round)
    line = lines(amina)["CMJ"]
    assert "not sent before the round closed" in line.text()
    assert amina.get(step(line)[1]).status_code == 200


def test_what_another_assessor_had_revealed_is_not_to_be_begun_any_more(
    cast: make.Cast, amina: Client, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.grace, "CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    dora = make.person("dora")
    make.place(dora, "adviser", "partners")
    assert "CMJ" not in lines(client_of(dora))
    assert "CCRSS" in lines(client_of(dora))


def test_of_rounds_of_one_day_the_last_opened_comes_first(cast: make.Cast, amina: Client) -> None:
    for name in ("A second look", "A third look"):
        make.open_round("partners", name=name)
    listed = pages.read(amina.get("/assessments/")).all("section", class_="score-round")
    heads = [each.one("h2").text() for each in listed]
    assert [head.split(" open")[0] for head in heads[:2]] == ["A third look", "A second look"]


def test_a_list_is_searched_and_a_search_without_a_match_says_so(cast: make.Cast, amina: Client) -> None:
    make.open_round(sides="both")
    assert list(lines(amina, "?q=cmj")) == ["CMJ"]
    page = pages.read(amina.get("/assessments/?q=nothing"))
    assert "No structure matches" in page.one(class_="empty").text()
    assert page.one("input", id="q").attrs["value"] == "nothing"


@pytest.mark.parametrize(
    ("who", "leads_to", "said"),
    [
        ("amina", "/compare/", "No round is open for your side."),
        ("paul", "/rounds/", "Your side has begun nothing in an open round."),
        ("vera", "/compare/", "Advisers score"),
        ("alain", "/compare/", "Advisers score"),
    ],
)
def test_an_empty_list_says_what_to_do_by_role(
    cast: make.Cast, client_of: ClientOf, who: str, leads_to: str, said: str
) -> None:
    person = getattr(cast, who)
    speak(person, "en")
    main = pages.read(client_of(person).get("/assessments/")).one("main")
    assert said in main.one(class_="empty").text()
    assert [link.attrs["href"] for link in main.all("a", class_="btn")] == [leads_to]


@pytest.mark.parametrize("how", ["with the button", "by the script"])
def test_the_first_answer_begins_the_assessment(cast: make.Cast, amina: Client, how: str) -> None:
    make.open_round(sides="both")
    address = "/assessments/new/march-2011/cmj/"
    assert amina.get(f"{address}coordination/").status_code == 200
    answer = {"C1-choice": "4", "C1-version": "0"}
    if how == "with the button":
        response = amina.post(f"{address}coordination/", answer)
        begun = Assessment.objects.get(rater_user=cast.amina)
        assert response["Location"] == section(begun, "ownership")
    else:
        response = amina.post(f"{address}answers/C1/", answer | {"op_id": str(uuid.uuid4())}, **JSON)
        assert response.status_code == 200
        begun = Assessment.objects.get(rater_user=cast.amina)
    assert (begun.structure.code, begun.side, stored(begun)) == ("CMJ", "partners", {"C1": "Yes"})
    assert amina.get(address)["Location"] == f"/assessments/{begun.pk}/"
    assert amina.get(f"{address}ownership/")["Location"] == section(begun, "ownership")
    # The page from before the first answer goes on saving where it stands.
    more = {"C2-choice": "3", "C2-version": "0", "op_id": str(uuid.uuid4())}
    assert amina.post(f"{address}answers/C2/", more, **JSON).status_code == 200
    assert stored(begun) == {"C1": "Yes", "C2": "Mostly"}


def test_nothing_entered_begins_nothing_and_leads_on(amina: Client, cast: make.Cast) -> None:
    make.open_round(sides="both")
    address = "/assessments/new/march-2011/cmj/"
    before = whole()
    assert amina.post(f"{address}coordination/", {"C1-basis": ""})["Location"] == f"{address}ownership/"
    assert amina.post(f"{address}ownership/", {})["Location"] == address
    assert amina.post(f"{address}coordination/", {"list": "1"})["Location"] == address
    assert whole() == before


@pytest.mark.parametrize("path", ["", "coordination/"])
def test_what_cannot_begin_is_told_before_anything_is_typed(
    amina: Client, cast: make.Cast, path: str
) -> None:
    round_ = make.open_round(sides="both")
    make.close_round(round_)
    response = amina.get(f"/assessments/new/march-2011/cmj/{path}")
    assert response.status_code == 409
    assert pages.read(response).one("main").text()


def test_a_round_that_asks_the_other_side_only_is_not_offered(amina: Client, cast: make.Cast) -> None:
    make.open_round(sides="government")
    assert not lines(amina)
    assert amina.get("/assessments/new/march-2011/cmj/coordination/").status_code == 409


def test_a_round_of_another_programme_is_neither_offered_nor_taken(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.open_round(sides="both")
    before = whole()
    nadia = client_of(cast.nadia)
    assert not lines(nadia)
    data = {"C1-choice": "4"}
    assert nadia.post("/assessments/new/march-2011/cmj/coordination/", data).status_code == 404
    assert whole() == before


def test_what_is_begun_waits_on_home_and_on_the_list(amina: Client, draft: Assessment) -> None:
    make.answer(draft, "C1")
    (row,) = [each for each in pages.read(amina.get("/")).all("tr") if "CMJ" in each.text()]
    for one in (row, lines(amina)["CMJ"]):
        assert any(link.attrs["href"].startswith(f"/assessments/{draft.pk}/") for link in one.all("a"))
        assert "2 of 14" in one.text()


def test_a_manager_sees_how_far_the_own_side_is(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    make.answer(draft, "C1")
    assert "2 of 14" in pages.read(client_of(cast.paul).get("/")).one("main").text()
    assert "of 14" not in pages.read(client_of(cast.joseph).get("/")).one("main").text()


# --- one section, without script


def test_a_section_offers_every_level_and_the_two_ways_out_apart(amina: Client, draft: Assessment) -> None:
    page = pages.read(amina.get(section(draft)))
    for code in COORDINATION:
        group = page.one("fieldset", id=code)
        assert group.one("legend").text().endswith(code)
        radios = [each.attrs["value"] for each in group.all("input", name=f"{code}-choice")]
        assert radios == ["4", "3", "2", "1", "0", "unknown", "not_applicable"]
        assert not [each for each in group.all("input", type="radio") if "checked" in each.attrs]
        assert len(group.all(class_="anchor")) == 5
        for name in ("word", "na_reason"):
            field = group.one("input", name=f"{code}-{name}")
            assert group.one("label", for_=field.attrs["id"])


def test_a_section_is_saved_as_a_whole_and_leads_to_the_next(amina: Client, draft: Assessment) -> None:
    data = {f"{code}-choice": "3" for code in COORDINATION}
    response = amina.post(section(draft), data)
    assert response["Location"] == section(draft, "ownership")
    assert stored(draft) == dict.fromkeys(COORDINATION, "Mostly") | BEGUN
    assert (
        amina.post(
            section(draft, "ownership"), {"O1-choice": "0", "O7-choice": "unknown", "O7-version": "1"}
        )["Location"]
        == f"/assessments/{draft.pk}/send/"
    )
    assert amina.post(section(draft), {"list": "1"} | data)["Location"] == f"/assessments/{draft.pk}/"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("origin", ["invented", "source"])
def test_a_round_of_which_a_file_may_bring_the_other_side_says_so_before_anything_is_sent(
    amina: Client, cast: make.Cast, origin: str, language: str
) -> None:
    speak(cast.amina, language)
    document = make.document(make.DEMO)
    make.load(document | {"rounds": [document["rounds"][2] | {"origin": origin}]})
    said = {
        ("invented", "en"): "a file may bring the other side’s answers, invented for the demonstration",
        ("source", "en"): "a file may bring the other side’s answers, transcribed from a source",
        (
            "invented",
            "fr",
        ): "un fichier peut apporter les réponses de l’autre partie, inventées pour la démonstration",
        ("source", "fr"): "un fichier peut apporter les réponses de l’autre partie, transcrites d’une source",
    }[origin, language]
    assert said in pages.read(amina.get("/assessments/")).text()
    mine = make.begin(cast.amina, "CMJ", make.round_("january-2011"))
    for step in ("", "send/"):
        page = pages.read(amina.get(f"/assessments/{mine.pk}/{step}")).text()
        assert said in page
        assert document["notice"][language] not in page  # What Amina answers is nobody's invention.


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_assessment_is_said_to_be_sealed_until_both_sides_read_it(
    amina: Client, cast: make.Cast, language: str
) -> None:
    speak(cast.amina, language)
    document = make.document(make.DEMO)
    make.load(
        document
        | {"rounds": [document["rounds"][2] | {"assessments": [], "sides": ["government", "partners"]}]}
    )
    round_ = make.round_("january-2011")
    with override(language):
        secret = [
            gettext("neither side sees anything of the other's before both have sent"),
            marks.of_files("invented"),
        ]
    mine = make.sent(cast.amina, "CMJ", round_)
    before = pages.read(amina.get(f"/assessments/{mine.pk}/")).text()
    assert [each in before for each in secret] == [True, True]
    make.sent(cast.grace, "CMJ", round_)
    after = pages.read(amina.get(f"/assessments/{mine.pk}/")).text()
    assert [each in after for each in secret] == [False, False]


@pytest.mark.parametrize("link", ["ftp://x.example/y", "http://user:pw@x.example", "javascript:alert(1)"])
def test_a_link_from_before_it_had_to_be_an_address_is_words_and_leads_nowhere(
    amina: Client, draft: Assessment, link: str
) -> None:
    with make.without_triggers():
        make.answer(draft, "C6", sources=[SourceEntry(title="Minutes", kind="document", link=link)])
    page = pages.read(amina.get(f"/assessments/{draft.pk}/send/"))
    assert f"Minutes ({link})" in page.text()
    assert not page.all("a", href=link)
    form = pages.read(amina.get(section(draft))).form("C6-source-0-title")
    assert (form["C6-source-0-title"], form.get("C6-source-0-link", "")) == (f"Minutes ({link})", "")
    assert amina.post(section(draft), form).status_code == 302


def test_what_was_saved_stands_in_the_form_when_the_rater_returns(amina: Client, draft: Assessment) -> None:
    amina.post(
        section(draft),
        {
            "C1-word": "Broadly",
            "C2-choice": "2",
            "C2-doubtful": "on",
            "C3-range_lo": "1",
            "C3-range_hi": "3",
            "C4-choice": "unknown",
            "C5-choice": "not_applicable",
            "C5-na_reason": "Nobody is there.",
            "C6-choice": "0",
            "C6-basis": "Two\nlines <b>",
            "C6-source-0-title": "Minutes",
            "C6-source-0-dated_on": "2011-02-03",
            "C6-source-0-link": "https://example.org/a?b=1&c=2",
        },
    )
    assert (
        stored(draft)
        == {
            "C1": "Broadly",
            "C2": "Partly?",
            "C3": "Not yet to Mostly",
            "C4": "?",
            "C5": "n/a",
            "C6": "No",
        }
        | BEGUN
    )
    form = pages.read(amina.get(section(draft))).form("C1-word")
    assert (form["C1-choice"], form["C1-word"]) == ("3", "Broadly")
    assert (form["C2-choice"], form["C2-doubtful"]) == ("2", "on")
    assert (form["C3-range_lo"], form["C3-range_hi"]) == ("1", "3")
    assert form["C4-choice"] == "unknown"
    assert (form["C5-choice"], form["C5-na_reason"]) == ("not_applicable", "Nobody is there.")
    assert form["C6-basis"].split() == ["Two", "lines", "<b>"]
    assert form["C6-source-0-link"] == "https://example.org/a?b=1&c=2"
    assert "C7-choice" not in form


def test_sending_the_same_page_again_writes_nothing(amina: Client, draft: Assessment) -> None:
    amina.post(section(draft), {f"{code}-word": "Yes?" for code in COORDINATION})
    form = pages.read(amina.get(section(draft))).form("C1-word")
    before = whole()
    assert amina.post(section(draft), form).status_code == 302
    assert whole() == before


@pytest.mark.parametrize(
    ("word", "level", "lo", "hi"),
    [("Most", 3, 3, 3), ("La plupart", 3, 3, 3), ("Yes?", 4, 3, 4), ("Oui ?", 4, 3, 4), ("partly", 2, 2, 2)],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_typed_word_is_understood_and_kept_as_typed(
    language: str, word: str, level: int, lo: int, hi: int, amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    speak(cast.amina, language)
    assert amina.post(section(draft), {"C1-word": word}).status_code == 302
    answer = Answer.objects.get(assessment=draft, criterion__code="C1")
    assert (answer.verbatim, answer.level, answer.lo, answer.hi) == (word, level, lo, hi)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_unknown_word_is_asked_about_and_everything_entered_is_kept(
    language: str, amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    speak(cast.amina, language)
    entered = {
        "C1-word": "Sort of",
        "C2-choice": "2",
        "C2-doubtful": "on",
        "C3-basis": "What was said\nin the meeting",
        "C3-choice": "1",
        "C3-source-0-title": "Minutes <3",
        "C4-choice": "not_applicable",
        "C4-na_reason": "Nobody is there.",
        "C5-range_lo": "1",
        "C5-range_hi": "2",
    }
    response = amina.post(section(draft), entered)
    assert response.status_code == 400
    assert sorted(stored(draft).keys() - {"O7"}) == ["C2", "C3", "C4", "C5"], "it holds back nothing else"
    page = pages.read(response)
    kept = page.form("C1-word")
    assert {name: kept.get(name, "").strip("\n") for name in entered} == entered
    summary = page.one(class_="problem-box")
    (link,) = summary.all("a")
    assert link.attrs["href"] == "#id_C1-word"
    assert "Sort of" in summary.text()
    (said,) = problems(page)
    assert "Sort of" in said
    assert said in page.one("fieldset", id="C1").text()
    field = page.one("input", name="C1-word")
    assert field.attrs["aria-invalid"] == "true"
    assert page.one(id=field.attrs["aria-describedby"]).text() == said


def test_a_doubt_keeps_its_reason(amina: Client, draft: Assessment) -> None:
    reason = make.instrument_value().doubt_reasons[0].code
    amina.post(section(draft), {"C1-choice": "2", "C1-doubtful": "on", "C1-doubt_reason": reason})
    answer = Answer.objects.get(assessment=draft, criterion__code="C1")
    assert (answer.verbatim, answer.lo, answer.hi, answer.certainty, answer.doubt_reason) == (
        "Partly?",
        1,
        3,
        "doubtful",
        reason,
    )


def test_sources_are_kept_in_order(amina: Client, draft: Assessment) -> None:
    amina.post(section(draft), {"C1-choice": "4", "C1-source-0-title": "A", "C1-source-1-title": "B"})
    assert [each.title for each in Source.objects.all().order_by("pk")][-2:] == ["A", "B"]


BAD = {
    "a wrong level": {"C1-choice": "5"},
    "no level": {"C1-choice": "perhaps"},
    "a 400-character word": {"C1-word": "x" * 400},
    "a NUL": {"C1-word": "Yes\x00"},
    "a NUL in a choice": {"C1-choice": "4\x00"},
    "a NUL in the basis": {"C1-choice": "4", "C1-basis": "a\x00b"},
    "a NUL in a source": {"C1-choice": "4", "C1-source-0-title": "a\x00b"},
    "not applicable without a reason": {"C1-choice": "not_applicable"},
    "half a range": {"C1-range_lo": "2"},
    "a range from high to low": {"C1-range_lo": "3", "C1-range_hi": "1"},
    "a range beside another level": {"C1-choice": "0", "C1-range_lo": "2", "C1-range_hi": "3"},
    "a word without end": {"C1-choice": "0", "C1-word": "x" * 400},
    "a source without a title": {"C1-choice": "4", "C1-source-0-link": "https://example.org/m"},
    "a month where a day is asked": {
        "C1-choice": "4",
        "C1-source-0-title": "Memo",
        "C1-source-0-dated_on": "mars 2011",
    },
    "a link by ftp": {
        "C1-choice": "4",
        "C1-source-0-title": "Memo",
        "C1-source-0-link": "ftp://x.example/y",
    },
    "a link with a password": {
        "C1-choice": "4",
        "C1-source-0-title": "Memo",
        "C1-source-0-link": "http://user:pw@x.example",
    },
    "a basis without end": {"C1-choice": "4", "C1-basis": "x" * 4001},
    "a wrong date": {"C1-choice": "4", "C1-source-0-title": "Memo", "C1-source-0-dated_on": "31.2.2011"},
    "a link that is none": {
        "C1-choice": "4",
        "C1-source-0-title": "Memo",
        "C1-source-0-link": "javascript:1",
    },
    "a version that is none": {"C1-choice": "4", "C1-version": "new"},
}


#: What of the answer is left once the detail is refused: its level.
LEFT = {"0": 0, "4": 4}


def left_of(fields: dict[str, str]) -> int | None:
    return None if "C1-version" in fields else LEFT.get(fields.get("C1-choice", ""))


@pytest.mark.knows_no_database
@pytest.mark.parametrize("fields", BAD.values(), ids=BAD)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_refused_detail_is_named_with_a_link_and_holds_back_nothing_else(
    language: str, fields: dict[str, str], amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    speak(cast.amina, language)
    doubt = {"C1-doubtful": "on", "C1-doubt_reason": "hearsay"}
    basis = {} if "C1-basis" in fields else {"C1-basis": "Two interviews."}
    response = amina.post(section(draft), doubt | basis | fields | {"C2-choice": "4"})
    assert response.status_code == 400
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert problems(page.one("fieldset", id="C1"))
    assert not problems(page.one("fieldset", id="C2"))
    assert stored(draft)["C2"] == {"en": "Yes", "fr": "Oui"}[language]
    answer = Answer.objects.filter(assessment=draft, criterion__code="C1").first()
    assert (answer and answer.level) == left_of(fields)
    if answer:
        assert (answer.certainty, answer.doubt_reason) == ("doubtful", "hearsay")
        assert answer.basis == ("Two interviews." if basis else "")
    # The summary has the focus and leads to the field; every link to one that is there and says what is wrong.
    summary = page.one(class_="problem-box")
    assert "autofocus" in summary.attrs
    links = [each.attrs["href"].removeprefix("#") for each in summary.all("a")]
    assert links
    for name in links:
        assert page.one(id=name).attrs["name"].startswith("C1-")
        assert page.one(id=f"{name}-problem").text() in summary.text()
    # All that was typed stands there still.
    kept = page.form("C1-word")
    for name, value in (doubt | basis | fields).items():
        if "\x00" not in value and name != "C1-choice" and name != "C1-version":
            assert kept[name].strip("\n") == value, name


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD)
def test_the_script_is_told_which_detail_is_refused_and_the_rest_is_stored(
    fields: dict[str, str], amina: Client, draft: Assessment
) -> None:
    before, address = whole(), f"/assessments/{draft.pk}/answers/C1/"
    saved = amina.post(address, fields | {"op_id": str(uuid.uuid4())}, **JSON)
    said = saved.json()["fields"]
    assert all(said.values())
    assert said
    if left_of(fields) is None:
        assert saved.status_code == 400
        assert whole() == before
        return
    assert saved.status_code == 200
    assert saved.json()["version"] == 1
    assert Answer.objects.get(assessment=draft, criterion__code="C1").level == left_of(fields)
    good = {"C1-choice": "4", "C1-version": "1", "C1-basis": "Minutes."}
    again = amina.post(address, good | {"op_id": str(uuid.uuid4())}, **JSON)
    assert (again.status_code, again.json()["fields"], again.json()["version"]) == (200, {}, 2)


def test_what_was_saved_beside_a_refused_detail_is_sent_again_without_a_conflict(
    amina: Client, draft: Assessment
) -> None:
    typed = {"C1-choice": "4", "C1-source-0-title": "Memo", "C1-source-0-link": "ftp://x.example/y"}
    page = pages.read(amina.post(section(draft), typed | {"C3-choice": "1"}))
    mended = page.form("C1-word") | {"C1-source-0-link": "https://x.example/y"}
    assert amina.post(section(draft), mended).status_code == 302
    assert [each.link for each in Source.objects.filter(answer__assessment=draft)] == ["https://x.example/y"]
    assert stored(draft).keys() >= {"C1", "C3"}


@pytest.mark.parametrize("how", ["with the button", "by the script"])
def test_a_refused_detail_does_not_keep_an_assessment_from_beginning(
    cast: make.Cast, amina: Client, how: str
) -> None:
    make.open_round(sides="both")
    address, typed = "/assessments/new/march-2011/cmj/", {"C1-choice": "4", "C1-basis": "x" * 4001}
    if how == "with the button":
        page = pages.read(amina.post(f"{address}coordination/", typed))
        row = Assessment.objects.get(rater_user=cast.amina)
        assert page.one("fieldset", id="C1").attrs["data-address"] == f"/assessments/{row.pk}/answers/C1/"
        mended = page.form("C1-word") | {"C1-basis": "Short."}
        assert amina.post(f"{address}coordination/", mended).status_code == 302
    else:
        reply = amina.post(f"{address}answers/C1/", typed | {"op_id": str(uuid.uuid4())}, **JSON).json()
        assert list(reply["fields"]) == ["basis"]
        row = Assessment.objects.get(rater_user=cast.amina)
    assert stored(row) == {"C1": "Yes"}


@pytest.mark.parametrize("word", ["So-so, depends", "No", "n/a", "?", "-"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_words_beside_a_level_are_kept_as_typed_and_the_level_as_chosen(
    language: str, word: str, amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    speak(cast.amina, language)
    typed = {"C1-choice": "2", "C1-word": word, "C1-doubtful": "on", "C1-basis": "Two interviews."}
    assert amina.post(section(draft), typed).status_code == 302
    answer = Answer.objects.get(assessment=draft, criterion__code="C1")
    assert (answer.verbatim, answer.level, answer.lo, answer.hi) == (word, 2, 1, 3)
    assert answer.basis == "Two interviews."
    form = pages.read(amina.get(section(draft))).form("C1-word")
    assert (form["C1-word"], form["C1-choice"]) == (word, "2")


def test_the_previous_answer_of_the_own_side_stands_beside_the_criterion(
    amina: Client, draft: Assessment
) -> None:
    page = pages.read(amina.get(section(draft)))
    assert "Broadly" in page.one("fieldset", id="C4").one(class_="before").text()


def test_why_an_answer_differs_is_kept_by_each_save_and_by_the_form(amina: Client, draft: Assessment) -> None:
    fields = {"C4-choice": "1", "C4-version": "0", "C4-change_cause": "real_change"}
    address = f"/assessments/{draft.pk}/answers/C4/"
    saved = amina.post(address, fields | {"op_id": str(uuid.uuid4())}, **JSON)
    assert saved.status_code == 200
    assert Answer.objects.get(assessment=draft, criterion__code="C4").change_cause == "real_change"
    page = pages.read(amina.get(section(draft)))
    assert "selected" in page.one("fieldset", id="C4").one("option", value="real_change").attrs
    fields |= {"C4-version": "1", "C4-change_cause": "error"}
    assert amina.post(section(draft), fields).status_code == 302
    assert Answer.objects.get(assessment=draft, criterion__code="C4").change_cause == "error"
    fields |= {"C4-version": "2", "C4-change_cause": "a whim", "op_id": str(uuid.uuid4())}
    assert list(amina.post(address, fields, **JSON).json()["fields"]) == ["change_cause"]
    assert Answer.objects.get(assessment=draft, criterion__code="C4").change_cause == "error"


def test_without_an_earlier_answer_nobody_is_asked_why(amina: Client, cast: make.Cast) -> None:
    make.structure("New one")
    first = make.begin(cast.amina, "New one", make.open_round(name="April 2011"))
    assert pages.read(amina.get(section(first))).all("select", name="C4-change_cause") == []


def test_before_sending_changed_answers_without_a_cause_are_listed_and_nothing_is_demanded(
    amina: Client, draft: Assessment
) -> None:
    make.answer(draft, "C1", "Yes")  # as in the deck
    make.answer(draft, "C2", "Mostly")  # the deck's “Most” in another word
    make.answer(draft, "C4", "No")
    make.answer(draft, "C6", "Yes", change_cause="real_change")
    page = pages.read(amina.get(f"/assessments/{draft.pk}/send/"))
    listed = [each.text().split()[0] for each in page.one("div", class_="message").all("li")]
    assert listed == ["C4"]
    draft.refresh_from_db()
    sent = amina.post(
        f"/assessments/{draft.pk}/send/", {"version": str(draft.version), "accept_blanks": "on"}
    )
    assert sent.status_code == 302


# --- correcting


@pytest.fixture
def revealed(cast: make.Cast) -> Assessment:
    """Amina's assessment of CMJ, all Yes, revealed as it was sent: the round asks the partners only."""
    return make.sent(cast.amina, "CMJ", make.open_round("partners"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_manager_corrects_an_answer_and_sees_what_it_said(
    cast: make.Cast, client_of: ClientOf, revealed: Assessment, language: str
) -> None:
    paul = client_of(cast.paul)
    speak(cast.paul, language)
    address = f"/assessments/{revealed.pk}/correct/C3/"
    given = {"C3-choice": "1", "C3-version": "1", "evidence": "<b>Minutes</b> found since."}
    response = paul.post(address, given)
    assert response.status_code == 302
    assert response["Location"] == "/structures/cmj/march-2011/"
    assert Answer.objects.get(assessment=revealed, criterion__code="C3").level == 1
    page = pages.read(paul.get(address))
    assert "<b>Minutes</b> found since." in page.one("section").text()
    assert {"en": "Yes", "fr": "Oui"}[language] in page.one("section").text()


def test_a_correction_over_another_version_shows_both_and_loses_nothing(
    cast: make.Cast, client_of: ClientOf, revealed: Assessment
) -> None:
    paul = client_of(cast.paul)
    make.correct(revealed, "C3", "Partly", by=cast.paul)
    address = f"/assessments/{revealed.pk}/correct/C3/"
    given = {"C3-choice": "1", "C3-version": "1", "evidence": "Minutes found since."}
    response = paul.post(address, given)
    assert response.status_code == 409
    page = pages.read(response)
    assert "Partly" in page.one(class_="conflict").text()
    assert "checked" in page.one("input", name="C3-choice", value="1").attrs
    assert page.one("textarea", name="evidence").text() == "Minutes found since."
    version = page.one("input", name="C3-version").attrs["value"]
    assert paul.post(address, given | {"C3-version": version}).status_code == 302
    assert Answer.objects.get(assessment=revealed, criterion__code="C3").level == 1


# --- what may not be scored


def test_a_sent_assessment_takes_no_answer(amina: Client, draft: Assessment) -> None:
    make.answer_all(draft)
    make.send(draft)
    before = whole()
    for response in (
        amina.post(section(draft), {"C1-choice": "0", "C1-version": "1"}),
        save(amina, draft, "C1", "0", version=1),
    ):
        assert response.status_code == 409
        assert whole() == before
    assert amina.get(section(draft)).status_code == 409


def test_a_closed_round_takes_no_answer(amina: Client, draft: Assessment, cast: make.Cast) -> None:
    make.close_round(draft.round)
    before = whole()
    assert amina.post(section(draft), {"C1-choice": "0"}).status_code == 409
    assert save(amina, draft, "C1", "0").status_code == 409
    assert (
        amina.post(f"/assessments/{draft.pk}/send/", {"version": "1", "accept_blanks": "on"}).status_code
        == 409
    )
    assert whole() == before


def test_a_criterion_of_another_instrument_is_refused(amina: Client, draft: Assessment) -> None:
    before = whole()
    response = save(amina, draft, "Z9", "4")
    assert response.status_code == 404
    assert "Z9" in response.json()["error"]
    amina.post(section(draft), {"Z9-choice": "4", "O1-choice": "4"})
    assert whole() == before, "only the criteria of the section are read"


def test_an_assessment_of_another_programme_does_not_exist_for_its_readers(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    before = whole()
    nadia = client_of(cast.nadia)
    for response in (
        nadia.get(section(draft)),
        nadia.post(section(draft), {"C1-choice": "4"}),
        save(nadia, draft, "C1", "4"),
    ):
        assert response.status_code == 404
    assert whole() == before


def test_who_works_in_two_programmes_scores_in_the_one_they_look_at(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.place(cast.nadia, "adviser", "partners")
    nadia = client_of(cast.nadia)
    draft = make.begin(cast.nadia, "CMJ", make.open_round(sides="both"))
    nadia.post("/programme/", {"programme": "caf"})
    assert nadia.get(section(draft)).status_code == 404
    nadia.post("/programme/", {"programme": "cod"})
    assert nadia.get(section(draft)).status_code == 200


def test_a_rater_who_loses_the_place_loses_the_draft(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    memberships.give_place(
        user=cast.amina, programme=make.cod(), role="viewer", side=None, by=cast.alain, at=make.AT
    )
    amina = client_of(User.objects.get(pk=cast.amina.pk))
    assert amina.get(section(draft)).status_code == 404
    assert save(amina, draft, "C1", "4").status_code == 404


# --- one answer, saved by the script


def save(
    browser: Client,
    assessment: Assessment,
    code: str,
    choice: str,
    *,
    version: int = 0,
    op_id: str = "",
    **more: str,
) -> Any:
    fields = {f"{code}-{name}": value for name, value in more.items()}
    data = {"op_id": op_id or str(uuid.uuid4()), f"{code}-choice": choice, f"{code}-version": str(version)}
    return browser.post(f"/assessments/{assessment.pk}/answers/{code}/", data | fields, **JSON)


def test_a_save_is_acknowledged_with_version_and_time(amina: Client, draft: Assessment) -> None:
    response = save(amina, draft, "C1", "4")
    assert response.status_code == 200
    reply = response.json()
    assert reply["version"] == 1
    assert reply["saved_at"]
    assert reply["said"]
    assert stored(draft) == {"C1": "Yes"} | BEGUN
    assert save(amina, draft, "C1", "3", version=1).json()["version"] == 2


def test_the_same_operation_again_gets_the_same_reply_and_writes_nothing(
    amina: Client, draft: Assessment
) -> None:
    operation = str(uuid.uuid4())
    first = save(amina, draft, "C1", "4", op_id=operation)
    make.answer(draft, "C1", "No")
    before = whole()
    again = save(amina, draft, "C1", "4", op_id=operation)
    assert again.status_code == 200
    assert again.json() == first.json()
    assert whole() == before


def test_an_operation_of_somebody_else_is_refused(amina: Client, draft: Assessment, cast: make.Cast) -> None:
    operation = str(uuid.uuid4())
    other = make.begin(cast.amina, "GTSE/CPSE", draft.round)
    assert save(amina, other, "C1", "4", op_id=operation).status_code == 200
    before = whole()
    assert save(amina, draft, "C1", "4", op_id=operation).status_code == 409
    assert whole() == before


@pytest.mark.parametrize("op_id", ["", "12", "\x00", "x" * 5000])
def test_a_save_without_a_sound_operation_number_is_refused(
    op_id: str, amina: Client, draft: Assessment
) -> None:
    before = whole()
    response = amina.post(f"/assessments/{draft.pk}/answers/C1/", {"op_id": op_id, "C1-choice": "4"}, **JSON)
    assert response.status_code == 400
    assert response.json()["error"]
    assert whole() == before


def test_a_stale_save_shows_what_is_stored_by_whom_and_changes_nothing(
    amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    save(amina, draft, "C1", "4")
    save(amina, draft, "C1", "2", version=1)
    before = whole()
    response = save(amina, draft, "C1", "0", version=1)
    assert response.status_code == 409
    reply = response.json()
    assert (reply["version"], reply["stored"]) == (2, "Partly")
    assert "Partly" in reply["error"]
    assert cast.amina.name in reply["error"]
    assert whole() == before
    assert save(amina, draft, "C1", "0", version=reply["version"]).status_code == 200


def test_the_same_answer_from_two_windows_is_no_conflict(amina: Client, draft: Assessment) -> None:
    save(amina, draft, "C1", "4")
    before = [list(each.objects.order_by("pk").values()) for each in (Answer, JournalEntry)]
    response = save(amina, draft, "C1", "4")
    assert (response.status_code, response.json()["version"]) == (200, 1)
    assert [list(each.objects.order_by("pk").values()) for each in (Answer, JournalEntry)] == before


@pytest.mark.parametrize("accept", [{}, JSON])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_signed_out_a_save_is_answered_401_in_json_and_never_redirected(
    language: str, accept: dict[str, str], draft: Assessment
) -> None:
    before = whole()
    browser = Client(headers={"Accept-Language": language})
    response = browser.post(
        f"/assessments/{draft.pk}/answers/C1/", {"op_id": str(uuid.uuid4()), "C1-choice": "4"}, **accept
    )
    assert response.status_code == 401
    assert response["Content-Type"] == "application/json"
    assert response["Content-Language"] == language
    assert response.json()["error"]
    assert whole() == before


def test_a_save_without_the_forms_key_is_403_in_json(draft: Assessment, cast: make.Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.amina)
    before = whole()
    response = save(browser, draft, "C1", "4")
    assert response.status_code == 403
    assert response["Content-Type"] == "application/json"
    assert whole() == before


def test_refusals_of_a_save_are_json_for_the_script(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    for person in (cast.paul, cast.grace, cast.olga):
        response = save(client_of(person), draft, "C1", "4")
        assert response.status_code in (403, 404)
        assert response["Content-Type"] == "application/json"


# --- a stale section


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_stale_section_shows_both_values_and_keeps_what_was_entered(
    language: str, amina: Client, draft: Assessment, cast: make.Cast
) -> None:
    speak(cast.amina, language)
    make.answer(draft, "C1", "Yes")
    first_window = pages.read(amina.get(section(draft))).form("C1-word")
    save(amina, draft, "C1", "1", version=1, basis="Seen on Monday")
    before = whole()
    mine = {"C1-choice": "0", "C1-basis": "Seen on Friday", "C2-choice": "3", "C2-basis": "New"}
    response = amina.post(section(draft), first_window | mine)
    assert response.status_code == 409
    assert whole() == before, "all or nothing"
    page = pages.read(response)
    kept = page.form("C1-word")
    assert {name: kept[name].strip("\n") for name in mine} == mine
    conflict = page.one("fieldset", id="C1").one(class_="conflict")
    assert stored(draft)["C1"] in conflict.text()
    assert cast.amina.name in conflict.text()
    assert not page.one("fieldset", id="C2").all(class_="conflict")
    assert amina.post(section(draft), kept).status_code == 302, "sent again, mine replaces the stored one"
    answer = Answer.objects.get(assessment=draft, criterion__code="C1")
    assert (answer.level, answer.basis, answer.version) == (0, "Seen on Friday", 3)


# --- checking, sending, recalling


def check_and_send(browser: Client, assessment: Assessment, **more: str) -> HttpResponse:
    """Send what the check page shows."""
    address = f"/assessments/{assessment.pk}/send/"
    form = pages.read(browser.get(address)).form("version")
    response: HttpResponse = browser.post(address, form | more)
    return response


def test_the_check_page_shows_every_answer_and_what_is_missing(amina: Client, draft: Assessment) -> None:
    make.answer(draft, "C1", "Broadly", basis="The minister said so.")
    page = pages.read(amina.get(f"/assessments/{draft.pk}/send/"))
    lines = page.all(class_="answer-line")
    assert len(lines) == 14
    assert "Broadly" in lines[0].text()
    assert "The minister said so." in lines[0].text()
    assert page.one("input", name="accept_blanks")


def test_a_complete_assessment_is_sent_and_locked(amina: Client, draft: Assessment, cast: make.Cast) -> None:
    make.answer_all(draft)
    response = check_and_send(amina, draft)
    assert response["Location"] == f"/assessments/{draft.pk}/"
    draft.refresh_from_db()
    assert (draft.state, draft.sent_by) == ("sent", cast.amina)
    page = pages.read(amina.get(f"/assessments/{draft.pk}/"))
    assert not page.one("ol", class_="task-list").all("a")


def test_blanks_are_sent_only_if_the_rater_says_so(amina: Client, draft: Assessment) -> None:
    make.answer(draft, "C1")
    before = whole()
    assert check_and_send(amina, draft).status_code == 400
    assert whole() == before
    assert check_and_send(amina, draft, accept_blanks="on").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "sent"


def test_what_changed_since_it_was_checked_is_checked_again(amina: Client, draft: Assessment) -> None:
    make.answer_all(draft)
    address = f"/assessments/{draft.pk}/send/"
    form = pages.read(amina.get(address)).form("version")
    make.answer(draft, "C1", "No")
    response = amina.post(address, form)
    assert response.status_code == 409
    draft.refresh_from_db()
    assert draft.state == "draft"
    page = pages.read(response)
    assert page.one(class_="problem-box").text()
    assert "No" in page.all(class_="answer-line")[0].text()
    assert page.form("version")["version"] == str(draft.version)


def test_sending_twice_is_told_and_does_nothing(amina: Client, draft: Assessment) -> None:
    make.answer_all(draft)
    address = f"/assessments/{draft.pk}/send/"
    form = pages.read(amina.get(address)).form("version")
    assert amina.post(address, form).status_code == 302
    before = whole()
    assert amina.post(address, form).status_code == 409
    assert whole() == before


@pytest.mark.parametrize("version", ["", "one", "-1", "\x00", "9" * 30])
def test_a_version_that_is_none_is_refused_with_a_sentence(
    version: str, amina: Client, draft: Assessment
) -> None:
    make.answer_all(draft)
    before = whole()
    response = amina.post(f"/assessments/{draft.pk}/send/", {"version": version})
    assert response.status_code in (400, 409)
    assert pages.read(response).one("main").text()
    assert whole() == before


def test_a_manager_sends_for_the_own_side(cast: make.Cast, client_of: ClientOf, draft: Assessment) -> None:
    make.answer_all(draft)
    assert check_and_send(client_of(cast.paul), draft).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.sent_by) == ("sent", cast.paul)


def test_the_second_side_to_send_reveals_both(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    theirs = make.sent(cast.grace, "CMJ", draft.round, word="Partly")
    assert client_of(cast.amina).get(f"/assessments/{theirs.pk}/").status_code == 404
    make.answer_all(draft)
    check_and_send(client_of(cast.amina), draft)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph):
        for assessment in (draft, theirs):
            assert client_of(person).get(f"/assessments/{assessment.pk}/").status_code == 200
    assert set(Assessment.objects.filter(round=draft.round).values_list("state", flat=True)) == {"revealed"}


def test_what_was_sent_is_recalled_with_a_reason_and_can_be_changed_again(
    amina: Client, draft: Assessment
) -> None:
    make.answer_all(draft)
    make.send(draft)
    response = amina.post(f"/assessments/{draft.pk}/recall/", {"reason": "A figure was wrong."})
    assert response["Location"] == f"/assessments/{draft.pk}/"
    draft.refresh_from_db()
    assert draft.state == "draft"
    last = JournalEntry.objects.order_by("-sequence")[0]
    assert (last.verb, last.after) == ("recalled", {"reason": "A figure was wrong."})
    assert amina.get(section(draft)).status_code == 200


@pytest.mark.parametrize("reason", ["", "   ", "\x00", "x" * 1001])
def test_a_recall_without_a_sound_reason_is_refused_and_the_text_kept(
    reason: str, amina: Client, draft: Assessment
) -> None:
    make.answer_all(draft)
    make.send(draft)
    before = whole()
    response = amina.post(f"/assessments/{draft.pk}/recall/", {"reason": reason})
    assert response.status_code == 400
    page = pages.read(response)
    assert problems(page)
    assert whole() == before


# --- what is waited for, and drafts that get out of the way


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [
        ("en", "Waiting for a second draft on your side.", "Waiting for the government."),
        ("fr", "En attente d’un deuxième brouillon de votre partie.", "En attente du Gouvernement."),
    ],
)
def test_who_has_sent_reads_what_is_waited_for(
    cast: make.Cast, amina: Client, draft: Assessment, language: str, own: str, other: str
) -> None:
    speak(cast.amina, language)
    make.send(draft, accept_blanks=True)
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    second = make.begin(bruno, "CMJ", draft.round)
    for address in (f"/assessments/{draft.pk}/", "/assessments/", "/"):
        text = pages.read(amina.get(address)).one("main").text()
        assert own in text
        assert other not in text
    make.send(second, accept_blanks=True)
    for address in (f"/assessments/{draft.pk}/", "/assessments/", "/"):
        assert other in pages.read(amina.get(address)).one("main").text()


def test_an_author_discards_a_draft_after_a_question(
    cast: make.Cast, amina: Client, draft: Assessment
) -> None:
    detail = pages.read(amina.get(f"/assessments/{draft.pk}/"))
    address = f"/assessments/{draft.pk}/discard/"
    assert detail.all("a", href=address)
    before = whole()
    page = pages.read(amina.get(address))
    assert "1 answer" in page.one("main").text()
    assert not page.all("input", name="reveals")
    assert whole() == before
    assert amina.post(address)["Location"] == "/assessments/"
    assert not Assessment.objects.filter(pk=draft.pk).exists()
    assert amina.get(f"/assessments/{draft.pk}/").status_code == 404


def test_a_manager_sets_a_draft_aside_its_author_is_told_and_it_is_restored(
    cast: make.Cast, client_of: ClientOf, amina: Client, draft: Assessment
) -> None:
    paul = client_of(cast.paul)
    address = f"/assessments/{draft.pk}/set-aside/"
    empty = paul.post(address, {"reason": "  "})
    assert empty.status_code == 400
    assert problems(pages.read(empty))
    assert paul.post(address, {"reason": "<b>On leave</b>"})["Location"] == f"/assessments/{draft.pk}/"
    for place in ("/", "/assessments/", f"/assessments/{draft.pk}/"):
        text = pages.read(amina.get(place)).one("main").text()
        assert "<b>On leave</b>" in text
        assert cast.paul.name in text
    assert amina.get(section(draft)).status_code == 409
    assert amina.post(f"/assessments/{draft.pk}/restore/").status_code == 403
    assert paul.post(f"/assessments/{draft.pk}/restore/").status_code == 302
    assert amina.get(section(draft)).status_code == 200


@pytest.mark.parametrize("step", ["discard", "set-aside"])
def test_where_it_reveals_the_page_says_so_first(
    cast: make.Cast, client_of: ClientOf, draft: Assessment, step: str
) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    make.send(make.begin(bruno, "CMJ", draft.round), accept_blanks=True)
    browser = client_of(cast.amina if step == "discard" else cast.paul)
    address = f"/assessments/{draft.pk}/{step}/"
    assert not pages.read(browser.get(address)).all("input", name="reveals")
    make.sent(cast.grace, "CMJ", draft.round)
    before = whole()
    too_early = browser.post(address, {"reason": "On leave"})
    assert too_early.status_code == 409, "the page had not said that it reveals"
    assert whole() == before
    page = pages.read(too_early)
    assert page.one("input", name="reveals").attrs["value"] == "on"
    assert "Both sides will see" in page.one("main").text()
    assert browser.post(address, {"reveals": "on", "reason": "On leave"}).status_code == 302
    revealed = Assessment.objects.filter(round=draft.round, state="revealed")
    assert set(revealed.values_list("side", flat=True)) == {"government", "partners"}


def test_after_the_reveal_both_sides_read_how_many_drafts_were_set_aside(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    make.send(make.begin(bruno, "CMJ", draft.round), accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    make.set_aside(draft, reveals=True)
    for person in (cast.amina, cast.paul, cast.joseph):
        speak(person, "en")
        card = pages.read(client_of(person).get("/structures/cmj/march-2011/")).one("main").text()
        assert "1 draft set aside before the reveal (partners)." in card
    assert client_of(cast.joseph).get(f"/assessments/{draft.pk}/").status_code == 404


def test_a_raters_name_is_shown_to_the_own_side_only(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    make.answer_all(draft)
    make.send(draft)
    make.sent(cast.grace, "CMJ", draft.round)
    for person, is_named in ((cast.paul, True), (cast.joseph, False)):
        browser = client_of(person)
        for address in (f"/assessments/{draft.pk}/", "/structures/cmj/march-2011/"):
            assert (cast.amina.name in pages.read(browser.get(address)).text()) is is_named, (person, address)
            assert cast.amina.email not in browser.get(address).content.decode()


def test_the_instrument_of_the_round_is_asked(cast: make.Cast, draft: Assessment) -> None:
    assert draft.round.instrument == Instrument.objects.get(version="2008.1")


# --- who reads what their side wrote from a day on only


@pytest.fixture
def limited(cast: make.Cast, draft: Assessment) -> Assessment:
    """The draft, begun before Amina and Paul read what their side writes."""
    later = make.AT + timedelta(days=1)
    Membership.objects.filter(user__in=(cast.amina, cast.paul)).update(
        asked_at=later, confirmed_at=later, reads_since=later
    )
    make.answer(draft, "C1", "Most?", basis="The minister said so.")
    return draft


def test_what_one_may_not_read_is_not_told_by_an_attempt_to_begin_it_again(
    cast: make.Cast, client_of: ClientOf, limited: Assessment
) -> None:
    amina = client_of(cast.amina)
    address = "/assessments/new/march-2011/cmj/"
    before = whole()
    for code, version in (("C1", "0"), ("C1", "1"), ("O7", "0")):
        data = {f"{code}-choice": "0", f"{code}-version": version, "op_id": str(uuid.uuid4())}
        response = amina.post(f"{address}answers/{code}/", data, **JSON)
        assert response.status_code == 404
        assert b"Most" not in response.content
        assert amina.post(f"{address}coordination/", data).status_code == 404
    for path in ("", "coordination/"):
        assert amina.get(f"{address}{path}").status_code in (302, 404)
    assert whole() == before


def test_a_draft_from_before_is_put_out_of_the_way_unread(
    cast: make.Cast, client_of: ClientOf, limited: Assessment
) -> None:
    paul = client_of(cast.paul)
    address = f"/assessments/{limited.pk}/set-aside/"
    page = pages.read(paul.get("/assessments/"))
    assert [each.attrs["href"] for each in page.all("a") if "set-aside" in each.attrs["href"]] == [address]
    asked = pages.read(paul.get(address)).one("main").text()
    assert "closed to you" in asked
    assert "answer" not in asked.replace("each other's answers", "")
    assert cast.amina.name not in asked
    assert paul.get(f"/assessments/{limited.pk}/").status_code == 404
    assert paul.post(address, {"reason": "Nobody finishes it."})["Location"] == "/assessments/"
    limited.refresh_from_db()
    assert limited.state == "set_aside"
    assert paul.get(f"/assessments/{limited.pk}/").status_code == 404


def test_the_author_of_a_draft_from_before_discards_it_unread(
    cast: make.Cast, client_of: ClientOf, limited: Assessment
) -> None:
    amina = client_of(cast.amina)
    assert f"/assessments/{limited.pk}/discard/" in amina.get("/assessments/").content.decode()
    assert amina.post(f"/assessments/{limited.pk}/discard/").status_code == 302
    assert not Assessment.objects.filter(pk=limited.pk).exists()


# --- what cannot be stored any more is not lost


@pytest.mark.parametrize("what", ["set aside", "discarded", "round closed", "begun too late"])
def test_what_was_written_into_a_page_that_takes_no_answer_any_more_is_shown_to_copy_from(
    cast: make.Cast, amina: Client, draft: Assessment, what: str
) -> None:
    address = section(draft)
    if what == "set aside":
        make.set_aside(draft)
    elif what == "discarded":
        make.discard(draft)
    else:
        make.close_round(draft.round)
        if what == "begun too late":
            address = "/assessments/new/march-2011/ccrss/coordination/"
    before = whole()
    written = {
        "C1-choice": "4",
        "C1-basis": "Two <b>lines</b>,\nnot one",
        "C2-word": "So-so",
        "C1-version": "0",
    }
    response = amina.post(address, written)
    assert response.status_code in (404, 409)
    shown = pages.read(response).one("main").text()
    for text in ("Two <b>lines</b>,", "not one", "So-so"):
        assert text in shown
    assert whole() == before


def test_a_page_from_before_the_draft_was_discarded_begins_nothing_by_itself(
    cast: make.Cast, amina: Client
) -> None:
    make.open_round(sides="both")
    first = {"C1-choice": "4", "C1-version": "0", "op_id": str(uuid.uuid4())}
    reply = amina.post("/assessments/new/march-2011/cmj/answers/C1/", first, **JSON).json()
    begun = Assessment.objects.get(rater_user=cast.amina)
    assert reply["address"] == f"/assessments/{begun.pk}/answers/C1/"
    make.discard(begun)
    more = {"C2-choice": "4", "C2-version": "0", "op_id": str(uuid.uuid4())}
    assert amina.post(reply["address"].replace("C1", "C2"), more, **JSON).status_code == 404
    assert not Assessment.objects.filter(rater_user=cast.amina).exists()
