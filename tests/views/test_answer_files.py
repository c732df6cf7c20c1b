"""Answering offline: the template, the check of what comes back, and storing it as if it were answered on its page."""

import io
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from coordination.domain.answers import normalise
from coordination.models import Answer, Assessment, JournalEntry, Structure, User
from coordination.presenters import answer_files as words
from coordination.presenters import planned as planned_rows
from tests import answer_files as files
from tests import make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TWO = {
    ("CMJ", "C1"): {"answer": "Yes"},
    ("CMJ", "C3"): {"answer": "Broadly", "basis": "Minutes of March"},
    ("CCRSS", "C2"): {"range_lo": "Partly", "range_hi": "Yes"},
}

#: The second of them.
OF_FILE = {"assessment__round__label": "march-2011", "criterion__code": "C3"}


@pytest.fixture
def browser(cast: make.Cast, client_of: ClientOf) -> Client:
    """Amina's, adviser of the partners, while a round is open."""
    make.open_round()
    return client_of(cast.amina)


def stored() -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = Answer.objects.filter(assessment__round__label="march-2011").select_related("criterion")
    return {
        (row.assessment.structure.code, row.criterion.code): (row.verbatim, row.status, row.lo, row.hi)
        for row in rows
    }


# --- the template


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_template_has_a_row_for_each_criterion_with_lists_notes_and_protected_labels(
    browser: Client, language: str
) -> None:
    book: Any = load_workbook(io.BytesIO(files.template(browser, language)))
    page = book.worksheets[0]
    at = files.columns_of([cell.value for cell in page[1]])
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert {(row[at["structure"] - 1]) for row in rows} == {
        each.code for each in Structure.objects.filter(programme=make.cod(), closed="")
    }
    assert sum(row[at["structure"] - 1] == "CMJ" for row in rows) == 14
    assert page.protection.sheet
    answer, label = page.cell(2, at["answer"]), page.cell(2, at["criterion"])
    assert (answer.protection.locked, label.protection.locked) == (False, True)
    word = {"en": "Mostly", "fr": "En grande partie"}[language]
    assert word in answer.comment.text
    offered = {str(each.sqref).split("1")[0][0] for each in page.data_validations.dataValidation}
    assert len(offered) == 5
    lists = [cell.value for cell in book.worksheets[1]["A"]] + [
        cell.value for cell in book.worksheets[2]["A"]
    ]
    assert word in lists
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def test_only_who_answers_an_open_round_takes_its_template(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round()
    assert client_of(cast.amina).get(f"{files.PAGE}march-2011.xlsx").status_code == 200
    assert client_of(cast.amina).get(f"{files.PAGE}january-2008.xlsx").status_code == 404
    for person in (cast.paul, cast.joseph, cast.vera, cast.alain):
        assert client_of(person).get(f"{files.PAGE}march-2011.xlsx").status_code == 403
        assert files.check(client_of(person), b"x").status_code == 403


# --- what comes back


def test_a_filled_in_template_is_shown_then_stored_as_if_answered_on_its_page(
    cast: make.Cast, browser: Client
) -> None:
    planned = files.check(browser, files.filled(files.template(browser), TWO))
    assert planned.status_code == 200, files.mistakes(planned)
    said = pages.read(planned).one("section", aria_labelledby="plan").text()
    assert "3 new, 0 changed, 0 unchanged; structures: 2." in said
    assert stored() == {}, "nothing before it is confirmed"
    assert files.confirm(browser, planned).status_code == 302
    assert stored() == {
        ("CMJ", "C1"): ("Yes", "answered", 4, 4),
        ("CMJ", "C3"): ("Broadly", "answered", 3, 3),
        ("CCRSS", "C2"): ("Partly to Yes", "answered", 2, 4),
    }
    assert Answer.objects.get(**OF_FILE).basis == "Minutes of March"
    rows = JournalEntry.objects.filter(noun="assessment", by=cast.amina).order_by("sequence")
    assert [row.verb for row in rows] == ["started", "answered"] * 2
    assert {row.rater_user for row in Assessment.objects.filter(round__label="march-2011")} == {cast.amina}


def test_a_plan_says_how_many_rows_more_there_are_than_it_lists(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planned_rows, "MOST", 2)
    plan = pages.read(files.check(browser, files.filled(files.template(browser), TWO)))
    said = plan.one("section", aria_labelledby="plan").text()
    assert said.count("CMJ, C") == 2
    assert "And 1 more row." in said
    monkeypatch.setattr(planned_rows, "MOST", 3)
    assert (
        "more row"
        not in pages.read(files.check(browser, files.filled(files.template(browser), TWO)))
        .one("section", aria_labelledby="plan")
        .text()
    )


@pytest.mark.takes_long
def test_the_same_file_again_changes_nothing_and_another_answer_is_shown_beside_the_stored(
    browser: Client,
) -> None:
    data = files.filled(files.template(browser), TWO)
    files.confirm(browser, files.check(browser, data))
    again = pages.read(files.check(browser, data))
    assert "0 new, 0 changed, 3 unchanged" in again.one("section", aria_labelledby="plan").text()
    assert not again.all("input", name="plan_hash")
    other = files.filled(files.template(browser), {("CMJ", "C3"): {"answer": "Partly"}})
    planned = files.check(browser, other)
    assert "Mostly “Broadly” → Partly" in pages.read(planned).one("section", aria_labelledby="plan").text()
    files.confirm(browser, planned)
    assert stored()["CMJ", "C3"] == ("Partly", "answered", 2, 2)
    assert Answer.objects.get(**OF_FILE).basis == "Minutes of March", "the file says nothing of it"


@pytest.mark.parametrize(("language", "reader"), [("fr", "en"), ("en", "fr")])
def test_a_template_of_either_language_is_read_by_its_codes_and_words(
    browser: Client, language: str, reader: str
) -> None:
    answers = {
        "fr": {
            ("CMJ", "C1"): {"answer": "En grande partie ", "doubt": "oui"},
            ("CMJ", "C2"): {"answer": "Je ne sais pas"},
        },
        "en": {
            ("CMJ", "C1"): {"answer": " mostly", "doubt": "yes"},
            ("CMJ", "C2"): {"answer": "I do not know"},
        },
    }[language]
    planned = files.check(browser, files.filled(files.template(browser, language), answers), language=reader)
    assert planned.status_code == 200, files.mistakes(planned)
    files.confirm(browser, planned)
    assert {place: row[1:] for place, row in stored().items()} == {
        ("CMJ", "C1"): ("answered", 2, 4),
        ("CMJ", "C2"): ("unknown", 0, 4),
    }


@pytest.mark.parametrize(("language", "mark"), [("en", ","), ("fr", ";")])
def test_a_csv_file_of_the_same_shape_is_read_likewise(browser: Client, language: str, mark: str) -> None:
    made = files.template(browser, language, "csv")
    data = files.filled_csv(made, {("CMJ", "C1"): {"answer": "Oui"}, ("CMJ", "C2"): {"answer": "No"}}, mark)
    planned = files.check(browser, data, "réponses.csv")
    assert planned.status_code == 200, files.mistakes(planned)
    files.confirm(browser, planned)
    assert {place: row[2] for place, row in stored().items()} == {("CMJ", "C1"): 4, ("CMJ", "C2"): 0}


def test_accents_that_are_letters_of_their_own_and_spaces_are_understood(browser: Client) -> None:
    word = unicodedata.normalize("NFD", " En grande partie\u00a0")
    words = unicodedata.normalize("NFD", "plutôt réglé ")
    data = files.filled(files.template(browser), {("CMJ", "C1"): {"answer": word, "words": words}})
    files.confirm(browser, files.check(browser, data))
    assert stored()["CMJ", "C1"] == ("plutôt réglé", "answered", 3, 3)


# --- mistakes

WRONG: list[tuple[tuple[str, str], dict[str, object], str]] = [
    (("CMJ", "C1"), {"answer": "2,5"}, "“2,5” is not one of the levels"),
    (("CMJ", "C2"), {"answer": "Yes", "doubt": "perhaps"}, "“perhaps” is none of what can be chosen"),
    (("CMJ", "C3"), {"answer": "does not apply"}, "Write why it does not apply."),
    (("CMJ", "C4"), {"range_lo": "Yes"}, "A range needs both ends."),
    (("CMJ", "C5"), {"range_lo": "Yes", "range_hi": "No"}, "range"),
    (("CMJ", "C6"), {"answer": "Yes", "doubt_reason": "whim"}, "“whim” is none of what can be chosen"),
    (("CMJ", "C7"), {"basis": "Minutes"}, "Nothing has been answered here."),
    (("CCRSS", "C1"), {"answer": "Yes", "criterion": "C99"}, "“C99” is not a criterion"),
    (("CCRSS", "C2"), {"answer": "Yes", "structure": "XYZ"}, "“XYZ” is none of what can be chosen"),
    (("CCRSS", "C3"), {"answer": "Yes", "round": "may-2020"}, "“may-2020” is no round"),
    (("CCRSS", "C4"), {"answer": "Yes", "programme": "zzz"}, "programme “zzz”"),
    (("CCRSS", "C5"), {"answer": "Yes", "criterion": "C6"}, ""),
    (("CCRSS", "C7"), {"answer": 2.5}, "“2.5” is not one of the levels"),
]


@pytest.mark.each_time
@pytest.mark.parametrize("number", [1, 2, 5, len(WRONG)])
def test_so_many_independent_mistakes_are_so_many_said_with_sheet_row_and_column_in_both_languages(
    browser: Client, number: int
) -> None:
    chosen = WRONG[-number:]
    good = {("GTSE/CPSE", "C1"): {"answer": "Yes"}, ("CCRSS", "C6"): {"answer": "Yes"}}
    data = files.filled(files.template(browser), good | {place: cells for place, cells, _said in chosen})
    refused = files.check(browser, data)
    assert refused.status_code == 400
    found = files.mistakes(refused)
    assert len(found) == number, found
    for (structure, criterion), cells, said in chosen:
        about = f"({cells.get('structure', structure)} {cells.get('criterion', criterion)})"
        assert any(said in each and about in each for each in found), (said, about, found)
    assert all("sheet “Answers”, row " in each and ", column " in each for each in found)
    assert all("feuille «\u202fAnswers\u202f», ligne " in each for each in found)
    assert stored() == {}


def test_at_most_200_mistakes_are_said_and_the_rest_counted(browser: Client) -> None:
    head = b"round,structure,criterion,answer\n"
    data = head + b"".join(b"march-2011,CMJ,X%d,Yes\n" % number for number in range(230))
    refused = files.check(browser, data, "a.csv")
    assert len(files.mistakes(refused)) == 200
    assert "230 problems" in pages.read(refused).one("div", id="problems").text()


# --- what others did meanwhile, and what is sent


def test_what_changed_since_the_plan_was_shown_is_not_overwritten(cast: make.Cast, browser: Client) -> None:
    planned = files.check(browser, files.filled(files.template(browser), TWO))
    draft = make.start(cast.amina, "CMJ", make.round_("march-2011"))
    make.answer(draft, "C1", "No")
    response = files.confirm(browser, planned)
    assert response.status_code == 409
    assert "Something changed since this plan was shown." in files.mistakes(response)[0]
    assert {place: row[0] for place, row in stored().items()} == {("CMJ", "C1"): "No"}


def test_a_plan_is_confirmed_once(browser: Client) -> None:
    planned = files.check(browser, files.filled(files.template(browser), TWO))
    assert files.confirm(browser, planned).status_code == 302
    written = JournalEntry.objects.count()
    assert files.confirm(browser, planned).status_code == 409
    assert JournalEntry.objects.filter(verb="answered").count() == 2
    assert JournalEntry.objects.count() == written


def test_a_changed_confirmation_is_refused(browser: Client) -> None:
    planned = files.check(browser, files.filled(files.template(browser), TWO))
    fields = pages.read(planned).form("plan_hash", "content")
    fields["content"] = fields["content"].replace("Broadly", "No")
    assert browser.post(files.PAGE, fields).status_code == 409
    for broken in ("", "x", "[[1]]", "{}", "[[[]]]", '[["a","b",{}]]', "[" * 5000):
        assert browser.post(files.PAGE, fields | {"content": broken}).status_code in (400, 409)
    assert stored() == {}


def test_a_mistake_in_an_empty_cell_has_its_letter_when_it_is_confirmed_as_when_it_is_checked(
    browser: Client,
) -> None:
    cells = {("CMJ", "C3"): {"answer": "does not apply", "na_reason": "No such office"}}
    data = files.filled(files.template(browser), cells)
    letter = get_column_letter(files.columns_of([*words.heads().values()])["na_reason"])
    fields = pages.read(files.check(browser, data)).form("plan_hash", "content")
    fields["content"] = re.sub(r',"na_reason":\[[^]]+\]', "", fields["content"])
    (said,) = files.mistakes(browser.post(files.PAGE, fields))
    assert f"column {letter} (Why it does not apply) – Write why it does not apply." in said
    assert f"colonne {letter} (" in said
    empty = files.filled(files.template(browser), {("CMJ", "C3"): {"answer": "does not apply"}})
    assert files.mistakes(files.check(browser, empty)) == [said]


@pytest.mark.takes_long
def test_what_is_sent_is_never_touched_and_said_once(cast: make.Cast, browser: Client) -> None:
    data = files.filled(files.template(browser), TWO)
    planned = files.check(browser, data)
    make.sent(cast.amina, "CMJ", make.round_("march-2011"))
    before = stored()
    assert files.confirm(browser, planned).status_code == 409
    (said,) = files.mistakes(files.check(browser, data))
    assert "no longer a draft" in said
    assert stored() == before
    blank = load_workbook(io.BytesIO(files.template(browser)))
    assert "CMJ" not in {row[2].value for row in blank.worksheets[0]}


def test_a_file_reads_and_changes_only_ones_own(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    make.answer(make.start(cast.grace, "CMJ", round_), "C1", "No")
    browser = client_of(cast.amina)
    planned = files.check(browser, files.filled(files.template(browser), TWO))
    assert "3 new, 0 changed" in pages.read(planned).one("main").text()
    files.confirm(browser, planned)
    assert Answer.objects.get(assessment__rater_user=cast.grace).verbatim == "No"


@pytest.mark.parametrize("head", ["Not sure?", "Incertaine\u202f?", "Pas sûr\u202f?", "pas sûr ?"])
def test_the_head_of_a_doubt_is_read_as_templates_say_it_and_as_they_said_it(head: str) -> None:
    assert words.columns()[normalise(head)] == "doubt"
