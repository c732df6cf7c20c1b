"""Compare: the deck's figures, the same on page, in charts and in the file, for those who may see them."""

from collections.abc import Sequence
from typing import Any

import pytest

from coordination.models import User
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, by_name, findings, read
from tests.pages import Node

DECK = "/compare/?round=january-2008&voice=partners"
#: The twenty-one answers as the deck has them; the page writes the deck's hyphen as a dash.
ANSWERS = {
    "GTSE/CPSE": ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
    "CMJ": ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
    "CCRSS": ["?", "–", "?", "?", "?", "?", "?"],
}
WEIGHTS = (25, 15, 15, 10, 15, 10, 10)
ENTERED = "&weights=entered&w=25,15,15,10,15,10,10&why=Objectives+first"


def matrix(page: Node) -> dict[str, list[str]]:
    """The rows of the matrix by structure."""
    return by_name(page.rows(id="matrix"))


# --- the deck


@pytest.mark.parametrize(("language", "not_known"), [("en", "not known"), ("fr", "non connu")])
def test_the_deck_stands_with_its_figures_and_its_twenty_one_answers(
    language: str, not_known: str, cast: make.Cast, client_of: ClientOf
) -> None:
    shown = matrix(read(client_of, cast.paul, DECK, language))
    assert {code: row[:7] for code, row in shown.items()} == ANSWERS
    assert {code: row[7] for code, row in shown.items()} == {
        "GTSE/CPSE": "93–100",
        "CMJ": "79",
        "CCRSS": not_known,
    }


def test_the_strongest_stands_first_and_what_cannot_be_placed_last(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert list(matrix(read(client_of, cast.paul, DECK))) == ["GTSE/CPSE", "CMJ", "CCRSS"]


def test_nothing_is_shown_as_a_number_for_what_is_not_known(cast: make.Cast, client_of: ClientOf) -> None:
    row = matrix(read(client_of, cast.paul, DECK))["CCRSS"]
    assert not any(character.isdigit() for character in row[7] + row[8])
    assert "50" not in row[7]


def test_each_answer_leads_to_what_it_rests_on(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    page = pages.read(browser.get(DECK))
    links = [link.attrs["href"] for link in page.one("table", id="matrix").all("a", class_="cell-link")]
    assert len(links) == 21
    assert len(set(links)) == 21
    for link in links:
        address, _, place = link.partition("#")
        assert pages.read(browser.get(address)).one(id=place), link


def test_doubt_is_said_in_words_and_not_by_colour_alone(cast: make.Cast, client_of: ClientOf) -> None:
    table = read(client_of, cast.paul, DECK).one("table", id="matrix")
    in_doubt = table.all("span", class_="in-doubt")
    assert len(in_doubt) == 2
    for cell in in_doubt:
        assert cell.text() == "Yes?"
        assert len(cell.text(hidden=True)) > len("Yes?")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_findings_come_in_sentences_before_the_matrix(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = ask(client_of, cast.paul, DECK, language)
    findings = [each.text() for each in pages.read(response).all(class_="finding")]
    assert 1 <= len(findings) <= 8
    assert any("GTSE/CPSE" in each and "CMJ" in each for each in findings)
    assert any("CCRSS" in each for each in findings)
    content = response.content.decode()
    assert content.index('class="finding"') < content.index("<table")


# --- what may be asked


def test_what_is_not_understood_beside_the_filters_is_ignored(cast: make.Cast, client_of: ClientOf) -> None:
    shown = read(client_of, cast.paul, f"{DECK}&utm=x&%00=1&round=january-2008")
    assert len(matrix(shown)) == 3


def test_a_sector_shows_its_structures_only(cast: make.Cast, client_of: ClientOf) -> None:
    assert list(matrix(read(client_of, cast.paul, f"{DECK}&sector=justice"))) == ["CMJ"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("score", ["GTSE/CPSE", "CMJ", "CCRSS"]),
        ("name", ["CCRSS", "CMJ", "GTSE/CPSE"]),
        ("sector", ["GTSE/CPSE", "CMJ", "CCRSS"]),
    ],
)
def test_the_rows_can_be_sorted(sort: str, order: list[str], cast: make.Cast, client_of: ClientOf) -> None:
    assert list(matrix(read(client_of, cast.paul, f"{DECK}&sort={sort}"))) == order


def test_the_filters_show_what_was_asked(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, f"{DECK}&sort=name&sector=justice")
    assert page.form("round", "voice") == {
        "round": "january-2008",
        "voice": "partners",
        "section": "coordination",
        "sector": "justice",
        "sort": "name",
        "weights": "equal",
        "w": "",
        "why": "",
        "importance": "",
    }


def test_a_voice_that_was_not_heard_is_said_and_not_shown_as_zero(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, "/compare/?round=january-2008&voice=government")
    assert not page.all("table")
    assert page.all(class_="empty")


def test_without_any_round_the_page_says_what_is_missing(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.nadia, "/compare/")
    assert not page.all("table")
    assert page.all(class_="empty")
    assert ask(client_of, cast.nadia, "/compare/figures.csv").status_code == 200


# --- who sees what


def test_viewers_and_administrators_see_only_what_is_published(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    address = "/compare/?round=march-2011&voice=partners"
    assert list(matrix(read(client_of, cast.grace, address))) == ["CMJ"]
    for person in (cast.vera, cast.alain):
        page = read(client_of, person, address)
        assert not page.all("table")
        assert "Partly" not in page.one("main").text()
        assert matrix(read(client_of, person, DECK)).keys() == ANSWERS.keys()


def test_before_both_have_sent_the_round_is_heard_by_nobody(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="both"), word="Partly")
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera):
        assert not read(client_of, person, "/compare/?round=march-2011").all("table")


def test_after_both_have_sent_both_sides_see_the_same(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    make.sent(cast.grace, "CMJ", round_, word="Mostly")
    for voice, figure in (("government", "75"), ("partners", "50")):
        address = f"/compare/?round=march-2011&voice={voice}"
        for person in (cast.amina, cast.paul, cast.grace, cast.joseph):
            assert matrix(read(client_of, person, address))["CMJ"][7] == figure
        files = {
            ask(client_of, person, dashboards.file_of(address)).content
            for person in (cast.amina, cast.paul, cast.grace, cast.joseph)
        }
        assert len(files) == 1, "the same bytes for everybody"


def test_the_deck_is_marked_as_transcribed_and_not_as_invented(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, DECK)
    assert page.all(class_="notice")
    assert not page.all(class_="notice-invented")


# --- the file


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["", "&sort=name", "&sector=justice", "&section=ownership"])
def test_the_file_holds_the_same_rows_as_the_page(
    query: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    address = f"/compare/?round=january-2009&voice=government{query}"
    page = read(client_of, cast.paul, address, language)
    links = {each.attrs["href"] for each in page.all("a") if "figures.csv" in each.attrs.get("href", "")}
    (link,) = links
    assert link == dashboards.file_of(address)
    head, rows = dashboards.opened(ask(client_of, cast.paul, link, language)).table()
    count = len(head) - 9
    shown = matrix(page)
    assert [row[0] for row in rows] == list(shown)
    for row in rows:
        on_page = shown[row[0]]
        assert [("–" if cell == "-" else cell) for cell in row[1 : count + 1]] == on_page[:count]
        assert row[count + 3 : count + 5] == tuple(on_page[count : count + 2])
        assert row[-2] == on_page[-1]


def test_the_ends_in_the_file_are_numbers_for_machines_in_both_languages(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for language in ("en", "fr"):
        _head, rows = dashboards.opened(
            ask(client_of, cast.paul, dashboards.file_of(DECK), language)
        ).table()
        ends = {row[0]: (row[8], row[9]) for row in rows}
        assert ends == {
            "GTSE/CPSE": ("92.857143", "100"),
            "CMJ": ("78.571429", "78.571429"),
            "CCRSS": ("0", "100"),
        }


def test_the_dash_of_the_deck_stays_a_dash_in_the_file(cast: make.Cast, client_of: ClientOf) -> None:
    _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(DECK))).table()
    assert [row[1:8] for row in rows if row[0] == "CCRSS"] == [("?", "-", "?", "?", "?", "?", "?")]


