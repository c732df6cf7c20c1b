"""An answer is shown in the reader's language wherever it stands; what a person typed stands beside it, as typed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from coordination.models import Assessment, Round, User
from tests import make, pages
from tests.dashboards import rows_of

ClientOf = Callable[[User], Client]

#: What Amina's English page stored, and what a French reader reads; C7 she typed herself.
PRESSED = {
    "C1": "Yes",
    "C2": "Mostly?",
    "C3": "Partly to Mostly",
    "C4": "?",
    "C5": "n/a",
    "C6": "No",
    "C7": "Broadly",
}
FRENCH = {
    "C1": "Oui",
    "C2": "En grande partie\u202f?",
    "C3": "Partiellement à En grande partie",
    "C4": "?",
    "C5": "non applicable",
    "C6": "Non",
    "C7": "En grande partie «\u202fBroadly\u202f»",
}
#: Pressed in French for the government, and read in English.
ENGLISH = {"C1": "Not yet", "C2": "Partly?", "C3": "Mostly", "C4": "does not apply"}
ENGLISH_WORD = re.compile(r"\b(?:Yes|Mostly|Partly|Not yet)\b")


def answered(person: User, round_: Round, words: dict[str, str]) -> Assessment:
    draft = make.start(person, "CMJ", round_)
    for code, word in words.items():
        reason = "Nobody works here" if word in ("n/a", "non applicable") else ""
        make.save(draft, make.entry(code, word, na_reason=reason))
    return draft


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    found = make.open_round()
    make.send(answered(cast.amina, found, PRESSED), accept_blanks=True)
    pressed = {
        "C1": "Pas encore",
        "C2": "Partiellement\u202f?",
        "C3": "En grande partie",
        "C4": "non applicable",
    }
    make.send(answered(cast.grace, found, pressed), accept_blanks=True)
    return found


def cells(page: pages.Node) -> list[str]:
    """Every answer shown as a cell, and every one that a structure's page unfolds."""
    unfolded = [each.all("strong")[0] for each in page.walk() if "rest-of-answer" in each.classes]
    return [each.text(hidden=False) for each in (*page.all("span", class_="cell"), *unfolded)]


@pytest.mark.parametrize(
    "address",
    [
        "/compare/?round={label}&view=partners",
        "/structures/cmj/{label}/",
        "/structures/cmj/",
        "/structures/cmj/history/",
        "/two-views/?round={label}",
    ],
)
def test_a_french_page_says_every_answer_in_french(
    address: str, round_: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.joseph).get(address.format(label=round_.label)))
    shown = cells(page)
    assert set(FRENCH.values()) <= set(shown)
    assert [each for each in shown if ENGLISH_WORD.search(each)] == []


def test_an_english_page_says_in_english_what_was_pressed_in_french(
    round_: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    page = pages.read(client_of(cast.paul).get(f"/structures/cmj/{round_.label}/"))
    assert set(ENGLISH.values()) <= set(cells(page))


def test_a_file_for_people_says_answers_in_their_language(
    round_: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.joseph).get(f"/compare/figures.csv?round={round_.label}&view=partners")
    (row,) = [row for row in rows_of(answer.content) if row[:1] == ["CMJ"] and "Non" in row]
    assert set(FRENCH.values()) <= set(row)


def test_the_scoring_page_shows_only_what_was_typed_in_the_field_for_own_words(
    cast: make.Cast, client_of: ClientOf
) -> None:
    draft = answered(cast.amina, make.open_round(), PRESSED)
    page = pages.read(client_of(cast.amina).get(f"/assessments/{draft.pk}/coordination/"))
    typed = {code: page.one("input", name=f"{code}-word").attrs.get("value", "") for code in PRESSED}
    assert {code: word for code, word in typed.items() if word} == {"C7": "Broadly"}


def test_a_conflict_says_the_stored_answer_in_the_language_of_who_meets_it(
    round_: Round, cast: make.Cast, client_of: ClientOf
) -> None:
    later = make.open_round(name="April 2011")
    draft = answered(cast.grace, later, {"C1": "Yes"})
    form = {"C1-choice": "2", "C1-version": "0"}
    answer = client_of(cast.grace).post(f"/assessments/{draft.pk}/coordination/", form)
    assert answer.status_code == 409
    (conflict,) = pages.read(answer).all("div", class_="conflict")
    assert "Oui" in conflict.text()
    assert "Yes" not in conflict.text()
