"""One search over everything that the reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import activities, make, pages
from tests.dashboards import ClientOf, ask, read
from tests.pages import Node

KINDS = ("structures", "partners", "activities", "commitments", "contacts")


def found(page: Node) -> dict[str, list[str]]:
    """Return what is found, by kind."""
    sections = [each for each in page.one("main").all("section") if each.attrs["aria-labelledby"] in KINDS]
    return {
        each.attrs["aria-labelledby"]: [item.all("a")[0].text() for item in each.one("ul").all("li")]
        for each in sections
    }


def test_it_finds_structures_and_partners_by_a_part_of_a_word_whatever_case_and_accents(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert found(read(client_of, cast.vera, "/search/?q=cmj"))["structures"] == ["CMJ"]
    assert "CMJ" in found(read(client_of, cast.vera, "/search/?q=MIXED just"))["structures"]
    assert found(read(client_of, cast.vera, "/search/?q=monuc"))["partners"] == ["MONUC"]
    plain = found(read(client_of, cast.vera, "/search/?q=comite"))
    assert plain == found(read(client_of, cast.vera, "/search/?q=COMITÉ"))
    assert plain


def test_it_finds_activities_commitments_and_contacts(cast: make.Cast, client_of: ClientOf) -> None:
    activities.add(name_en="Riot training", place="Bukavu")
    make.promise(text_en="Draw up the table of Bukavu")
    make.contact(cast.amina, subject="Call on Bukavu", sharing="side")
    page = found(read(client_of, cast.amina, "/search/?q=bukavu"))
    assert set(page) == {"activities", "commitments", "contacts"}
    assert page["commitments"] == ["Draw up the table of Bukavu"]
    assert page["contacts"] == ["Call on Bukavu"]


def test_it_finds_nothing_that_the_reader_may_not_see(cast: make.Cast, client_of: ClientOf) -> None:
    make.contact(cast.amina, subject="Zanzibar in private", sharing="private")
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain):
        page = read(client_of, person, "/search/?q=zanzibar")
        assert bool(found(page)) is (person == cast.amina)
        # Neither does the page say how much there is that cannot be read.
        assert ("Zanzibar in private" in page.text()) is (person == cast.amina)


def test_of_each_kind_it_shows_ten_and_leads_to_the_others(cast: make.Cast, client_of: ClientOf) -> None:
    for number in range(12):
        make.contact(cast.amina, subject=f"Kisangani {number}", sharing="side")
    page = read(client_of, cast.amina, "/search/?q=kisangani")
    assert len(found(page)["contacts"]) == 10
    (all_of_them,) = [each for each in page.one("main").all("a") if each.text().startswith("All 12")]
    assert all_of_them.attrs["href"] == "/contacts/?q=kisangani"
    assert "12 matches" in page.one("h1").text()


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%20", "?q=%00"])
def test_without_words_it_says_what_can_be_found(query: str, cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.vera, f"/search/{query}")
    assert not found(page)
    assert "Structures, partners, activities, commitments and contacts" in page.one("main").text()


def test_where_nothing_matches_it_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.vera, "/search/?q=qqqq")
    assert page.one("h1").text() == "Nothing found for “qqqq”"
    assert page.all(class_="empty")


@pytest.mark.parametrize(
    ("length", "said"), [(5_000, "at most 200 characters"), (10_000, "longer than the 6000 characters")]
)
def test_a_search_that_is_too_long_is_refused_in_words(
    length: int, said: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = ask(client_of, cast.vera, f"/search/?q={'x' * length}")
    assert response.status_code == 400
    assert said in pages.read(response).one("main").text()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><b>x', "%", "_", "\\", "'; --", "😀", "é\u0301"]
)
def test_whatever_is_typed_is_text(text: str, cast: make.Cast, client_of: ClientOf) -> None:
    response = client_of(cast.vera).get("/search/", {"q": text})
    assert response.status_code == 200
    page = pages.read(response)
    assert not page.one("main").all("script")
    assert {each.attrs["value"] for each in page.all("input", name="q")} == {text}


@pytest.mark.takes_long
def test_the_number_of_queries_does_not_grow(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/search/?q=c").status_code == 200
        return len(captured)

    make.contact(cast.amina, subject="Call c")
    make.promise(text_en="A commitment c")
    few = queries()
    for number in range(15):
        make.contact(cast.amina, subject=f"Call c {number}")
        make.promise(text_en=f"A commitment c {number}")
    assert queries() == few <= 20
