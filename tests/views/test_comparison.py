"""Compare and Over time: the deck's figures, the same on page and in file, for those who may see them."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coordination.models import User
from tests import make, pages
from tests.pages import Node

ClientOf = Callable[[User], Client]

DECK = "/compare/?round=january-2008&voice=partners"
#: The twenty-one answers as the deck has them; the page writes the deck's hyphen as a dash.
ANSWERS = {
    "GTSE/CPSE": ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
    "CMJ": ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
    "CCRSS": ["?", "–", "?", "?", "?", "?", "?"],
}


def ask(client_of: ClientOf, person: User, address: str, language: str = "en") -> HttpResponse:
    User.objects.filter(pk=person.pk).update(language=language)
    response: HttpResponse = client_of(person).get(address)
    return response


def read(client_of: ClientOf, person: User, address: str = DECK, language: str = "en") -> Node:
    response = ask(client_of, person, address, language)
    assert response.status_code == 200
    return pages.read(response)


def matrix(page: Node) -> dict[str, list[str]]:
    """The rows of the matrix by structure."""
    _head, *rows = page.rows(class_="matrix")
    return {row[0]: row[1:] for row in rows}


def opened(response: HttpResponse) -> list[list[str]]:
    """A CSV file as a spreadsheet reads it."""
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def file_rows(response: HttpResponse) -> tuple[list[str], list[list[str]]]:
    """The head of the file's table, and its rows; what stands above the table is left out."""
    rows = opened(response)
    start = next(number for number, row in enumerate(rows) if len(row) > 5)
    return rows[start], rows[start + 1 :]


# --- the deck


@pytest.mark.parametrize(("language", "not_known"), [("en", "not known"), ("fr", "non connu")])
def test_the_deck_stands_with_its_figures_and_its_twenty_one_answers(
    language: str, not_known: str, cast: make.Cast, client_of: ClientOf
) -> None:
    shown = matrix(read(client_of, cast.paul, language=language))
    assert {code: row[:7] for code, row in shown.items()} == ANSWERS
    assert {code: row[7] for code, row in shown.items()} == {
        "GTSE/CPSE": "93–100",
        "CMJ": "79",
        "CCRSS": not_known,
    }


def test_the_strongest_stands_first_and_what_cannot_be_placed_last(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert list(matrix(read(client_of, cast.paul))) == ["GTSE/CPSE", "CMJ", "CCRSS"]


def test_nothing_is_shown_as_a_number_for_what_is_not_known(cast: make.Cast, client_of: ClientOf) -> None:
    row = matrix(read(client_of, cast.paul))["CCRSS"]
    assert not any(character.isdigit() for character in row[7] + row[8])
    assert "50" not in row[7]


def test_each_answer_leads_to_what_it_rests_on(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    page = pages.read(browser.get(DECK))
    links = [link.attrs["href"] for link in page.one("table", class_="matrix").all("a", class_="cell-link")]
    assert len(links) == 21
    assert len(set(links)) == 21
    for link in links:
        address, _, place = link.partition("#")
        assert pages.read(browser.get(address)).one(id=place), link


def test_doubt_is_said_in_words_and_not_by_colour_alone(cast: make.Cast, client_of: ClientOf) -> None:
    table = read(client_of, cast.paul).one("table", class_="matrix")
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


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("round=no-such-round", 404),
        ("round=<script>", 400),
        ("round=" + "a" * 61, 400),
        ("round=%00", 400),
        ("voice=everybody", 400),
        ("voice=%00", 400),
        ("section=secrets", 400),
        ("sector=fishing", 400),
        ("sort=luck", 400),
        ("round=january-2008&sort=-score", 400),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["/compare/", "/compare/figures.csv"])
def test_what_cannot_be_shown_is_said_in_a_sentence(
    path: str, language: str, query: str, status: int, cast: make.Cast, client_of: ClientOf
) -> None:
    response = ask(client_of, cast.paul, f"{path}?{query}", language)
    assert response.status_code == status
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    assert len(page.one("main").text().split()) > 8
    assert not page.all("table")


@pytest.mark.parametrize("query", ["voice=everybody", "section=secrets", "sector=fishing", "voice=%00"])
def test_over_time_too_says_what_it_cannot_show(query: str, cast: make.Cast, client_of: ClientOf) -> None:
    for path in ("/over-time/", "/over-time/figures.csv"):
        assert ask(client_of, cast.paul, f"{path}?{query}").status_code == 400


def test_what_is_not_understood_beside_the_filters_is_ignored(cast: make.Cast, client_of: ClientOf) -> None:
    shown = read(client_of, cast.paul, f"{DECK}&utm=x&page=-1&%00=1&round=january-2008")
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
        assert matrix(read(client_of, person)).keys() == ANSWERS.keys()


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
            ask(client_of, person, address.replace("/?", "/figures.csv?")).content
            for person in (cast.amina, cast.paul, cast.grace, cast.joseph)
        }
        assert len(files) == 1, "the same bytes for everybody"


def test_where_answers_are_invented_the_page_and_the_file_say_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    notice = {"en": "Invented", "fr": "Inventé"}
    for language, word in notice.items():
        address = "/compare/?round=january-2009&voice=partners"
        page = read(client_of, cast.paul, address, language)
        assert any(word in each.text() for each in page.all(class_="notice-invented"))
        written = ask(client_of, cast.paul, address.replace("/?", "/figures.csv?"), language).content.decode()
        assert word in written
        over = read(client_of, cast.paul, "/over-time/?voice=partners", language)
        assert any(word in each.text() for each in over.all(class_="notice-invented"))
        assert word in ask(client_of, cast.paul, "/over-time/figures.csv", language).content.decode()


def test_the_deck_is_marked_as_transcribed_and_not_as_invented(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul)
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
    (link,) = [each.attrs["href"] for each in page.all("a") if "figures.csv" in each.attrs.get("href", "")]
    head, rows = file_rows(ask(client_of, cast.paul, link, language))
    count = len(head) - 7
    shown = matrix(page)
    assert [row[0] for row in rows] == list(shown)
    for row in rows:
        on_page = shown[row[0]]
        assert [("–" if cell == "-" else cell) for cell in row[1 : count + 1]] == on_page[:count]
        assert row[count + 3 : count + 5] == on_page[count : count + 2]
        assert row[-1] == on_page[-1]


def test_the_ends_in_the_file_are_numbers_for_machines_in_both_languages(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for language in ("en", "fr"):
        response = ask(client_of, cast.paul, DECK.replace("/?", "/figures.csv?"), language)
        _head, rows = file_rows(response)
        ends = {row[0]: (row[8], row[9]) for row in rows}
        assert ends == {
            "GTSE/CPSE": ("92.857143", "100"),
            "CMJ": ("78.571429", "78.571429"),
            "CCRSS": ("0", "100"),
        }


def test_the_dash_of_the_deck_stays_a_dash_in_the_file(cast: make.Cast, client_of: ClientOf) -> None:
    _head, rows = file_rows(ask(client_of, cast.paul, DECK.replace("/?", "/figures.csv?")))
    assert [row[1:8] for row in rows if row[0] == "CCRSS"] == [["?", "-", "?", "?", "?", "?", "?"]]


# --- over time


def figure_of(page: Node) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(map(str, page.one("script", id="trend-figure").children)))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_over_time_says_the_same_as_chart_sentences_table_and_file(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, "/over-time/?voice=partners", language)
    chart = figure_of(page)
    words = [trace["text"] for trace in chart["data"] if trace.get("mode") == "text"]
    _head, *rows = page.rows(class_="matrix")
    rounds = 3
    names = [row[0] for row in rows if len(row) == max(map(len, rows))]
    assert [each["text"] for each in chart["layout"]["annotations"]] == names
    by_name = {name: rows[number * rounds : (number + 1) * rounds] for number, name in enumerate(names)}
    figures = {name: [row[-9] for row in rows] for name, rows in by_name.items()}
    assert dict(zip(names, words, strict=True)) == figures
    sentences = [each.text() for each in page.one("figcaption").all("li")]
    for name, sentence in zip(names, sentences, strict=True):
        assert sentence.startswith(name)
        assert all(each in sentence for each in figures[name])
    head, in_file = file_rows(ask(client_of, cast.paul, "/over-time/figures.csv?voice=partners", language))
    assert [(row[0], row[5]) for row in in_file] == [(name, each) for name in names for each in figures[name]]
    assert len(head) == 7 + 7


def test_the_golden_change_is_a_certain_improvement_for_one_structure_only(
    cast: make.Cast, client_of: ClientOf
) -> None:
    document = make.document(make.DEMO)
    document["rounds"] = document["rounds"][:1]
    make.load(document)
    page = read(client_of, cast.paul, "/over-time/?voice=partners")
    lines = [trace for trace in figure_of(page)["data"] if trace.get("mode") == "lines"]
    assert len(lines) == 1
    assert lines[0]["y"] == [550 / 7, 575 / 7]
    said = [each.text() for each in page.one("figcaption").all("li")]
    assert [each.split(":")[0] for each in said if "certain improvement" in each] == ["CMJ"]


def test_an_empty_voice_draws_no_chart(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, "/over-time/?voice=government")
    assert not page.all("script", id="trend-figure")
    assert page.all(class_="empty")


# --- a script in a name

SCRIPT = '=<script>alert("1")</script>&'


@pytest.fixture
def with_a_script_in_its_name(cast: make.Cast) -> None:
    name = {"en": SCRIPT, "fr": f"{SCRIPT} (fr)"}
    document = make.document(make.DEMO)
    document["structures"][1] |= {"code": SCRIPT[:40], "name": name}
    document["structures"][1].pop("seats", None)
    document["rounds"] = document["rounds"][:1]
    document["rounds"][0] |= {"name": name}
    for each in document["rounds"][0]["assessments"]:
        if each["structure"] == "CMJ":
            each["structure"] = SCRIPT[:40]
            each["rater"] = f"{each['rater']} {SCRIPT}"
    make.load(document)


@pytest.mark.usefixtures("with_a_script_in_its_name")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_script_in_a_name_is_text_on_the_page_in_the_chart_and_in_the_file(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    addresses = [
        "/",
        "/compare/?round=january-2009&voice=partners",
        "/over-time/?voice=partners",
        "/structures/",
        "/rounds/",
        "/structures/cmj/",
    ]
    for address in addresses:
        response = ask(client_of, cast.paul, address, language)
        assert b"<script>alert" not in response.content, address
    page = read(client_of, cast.paul, addresses[1], language)
    assert SCRIPT in matrix(page)
    slug = page.one("a", href=next(a.attrs["href"] for a in page.all("a") if a.text() == SCRIPT)).attrs[
        "href"
    ]
    for address in (slug, f"{slug}january-2009/"):
        assert b"<script>alert" not in ask(client_of, cast.paul, address, language).content
    chart = figure_of(read(client_of, cast.paul, addresses[2], language))
    assert "<" not in json.dumps({"data": chart["data"], "titles": chart["layout"]["annotations"]})
    for path in (
        "/compare/figures.csv?round=january-2009&voice=partners",
        "/over-time/figures.csv?voice=partners",
    ):
        _head, rows = file_rows(ask(client_of, cast.paul, path, language))
        cells = {cell for row in rows for cell in row if "script" in cell}
        assert cells
        assert all(cell.startswith("'=") for cell in cells), "a spreadsheet takes none of it for a formula"


def test_a_word_that_is_a_script_is_text_everywhere(cast: make.Cast, client_of: ClientOf) -> None:
    word = "<img src=x onerror=alert(1)>"
    round_ = make.open_round(sides="partners")
    assessment = make.start(cast.amina, "CMJ", round_)
    browser = client_of(cast.amina)
    response = browser.post(
        f"/assessments/{assessment.pk}/coordination/", {"C1-word": word, "C1-choice": "3", "C1-basis": word}
    )
    assert response.status_code == 302
    make.send(assessment, accept_blanks=True)
    for address in (
        "/compare/?round=march-2011",
        "/over-time/",
        "/structures/cmj/",
        "/structures/cmj/march-2011/",
        f"/assessments/{assessment.pk}/send/",
    ):
        response = browser.get(address)
        assert b"<img" not in response.content
        assert b"&lt;img" in response.content, address
