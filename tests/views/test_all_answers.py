"""All answers as a file: those that the API tells one by one, to the same people; in CSV as in the workbook."""

import io
import itertools
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from coordination.domain.assessments import SourceEntry
from coordination.models import JournalEntry, User
from coordination.queries import all_answers
from coordination.views import all_answers as views
from tests import evidence, make, pages
from tests.api.reading import ask, results, token
from tests.dashboards import rows_of
from tests.extent import TURN

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
CSV, XLSX = "/answers/answers.csv", "/answers/answers.xlsx"
#: What a file says of an answer that the API says too, by the places of its columns.
SAME = (0, 2, 4, 6, 8, 9, 12, 13, 14, 15, 16)


def body(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    assert response.streaming, "however much it is, little of it is held"
    found: bytes = response.content  # type: ignore[attr-defined]
    return found


def csv(browser: Client, query: str = "", language: str = "en") -> list[list[str]]:
    return rows_of(body(browser.get(f"{CSV}?lang={language}&{query}")))


def book(browser: Client, query: str = "", language: str = "en") -> Any:
    return load_workbook(io.BytesIO(body(browser.get(f"{XLSX}?lang={language}&{query}"))))


def written(cell: object) -> str:
    """A cell of a workbook as the CSV file has it."""
    if isinstance(cell, datetime):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)


def of_api(person: User, query: str) -> Counter[tuple[str, ...]]:
    """The answers that the API tells, in what they and a file have in common."""
    secret, found = token(person), Counter[tuple[str, ...]]()
    names = {each["label"]: each["name"]["en"] for each in results(secret, "rounds")}
    sides = {"analyst": "analyst (coded from the text, not by the author)", "agreed": "agreed by both sides"}
    for page in itertools.count(1):
        answered = ask(secret, f"assessments?page={page}&limit=200&{query}").json()  # type: ignore[attr-defined]
        for sheet in answered["results"]:
            whose = (
                *(names[sheet["round"]], sheet["structure"] or make.whole().code),
                *(sides.get(sheet["side"], sheet["side"]), sheet["state"], sheet["sent_on"]),
            )
            found.update(
                (
                    *(*whose, each["criterion"], each["written"]),
                    *(written(each[name]) for name in ("level", "lo", "hi", "reason")),
                )
                for each in sheet["answers"]
            )
        if page >= answered["pages"]:
            return found
    raise AssertionError


def bare(cell: str) -> str:
    return cell.removeprefix("'")


@pytest.fixture
def several(cast: make.Cast) -> Any:
    """The demonstration; and a round in which two of the partners and one of the government were revealed."""
    make.load_demo()
    round_ = make.open_round(name="May 2012", reference_on=date(2012, 5, 31))
    make.sent(cast.paul, "CMJ", round_, word="Partly")
    make.sent(cast.amina, "CMJ", round_, word="?")
    make.sent(cast.grace, "CMJ", round_, word="Yes?")
    make.start(cast.amina, "CCRSS", round_)
    make.agree("CMJ", round_)
    return round_


#: A round and the code of a structure, either or none.
FILTERS = [
    *(("", ""), ("january-2010", ""), ("may-2012", ""), ("january-2011", ""), ("", "CMJ"), ("", "whole")),
    *(("january-2009", "CCRSS"), ("may-2012", "CMJ")),
]


def test_the_page_the_api_the_csv_and_the_workbook_say_the_same(
    several: Any, cast: make.Cast, client_of: ClientOf
) -> None:
    chance = Random(TURN)
    for person in (cast.amina, cast.grace, cast.vera):
        browser = client_of(person)
        for round_, code in chance.sample(FILTERS, 2):
            structure = (make.whole() if code == "whole" else make.structure(code)) if code else None
            query = f"round={round_}&structure={structure.slug if structure else ''}"
            expected = of_api(person, f"round={round_}&structure={structure.code if structure else ''}")
            head, *rows = csv(browser, query)
            assert Counter(tuple(bare(row[at]) for at in SAME) for row in rows) == expected, query
            sheet, about = book(browser, query).worksheets
            assert [[written(cell) for cell in row] for row in sheet.values] == [
                [bare(cell) for cell in row] for row in (head, *rows)
            ]
            told = {row[0]: row[1] for row in about.values}
            assert told["Rows"] == len(rows)
            page = pages.read(browser.get(f"/answers/?lang=en&{query}")).one("main").text()
            assert f"{len(rows):,} answers" in page if rows else "No answer of these" in page


def test_several_of_the_other_side_are_left_out_and_ones_own_are_numbered(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    make.sent(cast.paul, "CMJ", round_, word="Partly")
    make.sent(cast.amina, "CMJ", round_, word="No")
    make.sent(cast.grace, "CMJ", round_, word="Yes")
    query = f"round={round_.label}"
    of_partners, of_government = (csv(client_of(each), query)[1:] for each in (cast.amina, cast.grace))
    assert {(row[4], row[5], row[12]) for row in of_partners} == {
        *(("government", "1", "Yes"), ("partners", "1", "No"), ("partners", "2", "Partly")),
    }
    assert {row[4] for row in of_government} == {"government"}
    assert not any("Amina" in cell or "Paul" in cell for row in of_partners for cell in row)


@pytest.mark.parametrize("who", ["amina", "grace", "paul", "vera", "alain"])
def test_what_is_sealed_changes_no_byte_of_page_and_files(
    who: str, cast: make.Cast, client_of: ClientOf
) -> None:
    round_, browser = make.open_round(), client_of(getattr(cast, who))

    def told() -> list[object]:
        page = pages.read(browser.get(f"/answers/?round={round_.label}")).one("main").text()
        return [page, csv(browser), csv(browser, f"round={round_.label}"), book_rows(browser)]

    before = told()
    make.sent(cast.amina, "CMJ", round_, word="No")
    make.begin(cast.grace, "CMJ", round_, "Yes")
    assert told() == before


def book_rows(browser: Client) -> list[list[object]]:
    return [list(row) for row in book(browser).worksheets[0].values]


def test_viewers_read_a_round_once_it_is_closed(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.revealed(cast)
    query = f"round={round_.label}"
    assert len(csv(client_of(cast.amina), query)) > 1
    assert len(csv(client_of(cast.vera), query)) == 1
    make.close_round(round_)
    assert len(csv(client_of(cast.vera), query)) > 1


def test_what_may_no_longer_be_read_while_a_file_is_sent_is_in_no_later_part(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_answers, "AT_ONCE", 1)
    round_ = make.revealed(cast)
    make.close_round(round_)
    asked = f"{CSV}?round={round_.label}"
    (mark, head, *parts) = client_of(cast.vera).get(asked).streaming_content  # type: ignore[attr-defined]
    assert len([each for each in parts if each]) == 2
    sending = client_of(cast.vera).get(asked).streaming_content  # type: ignore[attr-defined]
    assert [next(sending) for _each in range(3)] == [mark, head, parts[0]]
    make.reopen_round(round_)
    assert b"".join(sending) == b""


def test_a_row_says_what_an_answer_rests_on_and_nothing_in_it_is_computed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    partners = make.start(cast.amina, "CMJ", round_)
    make.answer_all(partners, "?")
    source = SourceEntry(
        title="=1+1;@x", kind="document", dated_on=date(2011, 2, 1), link="https://example.org/a"
    )
    make.save(
        partners, make.entry("C1", "Partly to Yes", 1, basis="@sum(1);=2\nsecond line", sources=[source])
    )
    make.save(partners, make.entry("C2", "n/a", 1, na_reason="+who"))
    file = evidence.give(partners, "C1")
    make.send(partners)
    make.sent(cast.grace, "CMJ", round_)
    query = f"round={round_.label}"
    for language, said, origin in (
        ("en", "Partly to Yes", "entered here"),
        ("fr", "Partiellement à Oui", "saisi ici"),
    ):
        head, *rows = csv(client_of(cast.amina), query, language)
        assert len(head) == len({*head}) == 19
        found = {row[9]: row for row in rows if row[4] != rows[0][4]}
        first, second, third = (found[code] for code in ("C1", "C2", "C3"))
        assert (first[7], first[11], first[12], first[13:16]) == (
            origin,
            said,
            "Partly to Yes",
            ["", "2", "4"],
        )
        assert first[16] == "'@sum(1);'=2\nsecond line"
        assert "=1+1;'@x, 2011-02-01, https://example.org/a" in first[17]
        assert file.pk.hex[:8] in first[18]
        assert (second[13:16], second[16]) == (["", "", ""], "'+who")
        assert third[11:16] == ["?", "?", "", "0", "4"], "what is not known admits every level"
        sheet, _about = book(client_of(cast.amina), query, language).worksheets
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}


def test_a_french_file_has_semicolons_and_french_words(cast: make.Cast, client_of: ClientOf) -> None:
    text = body(client_of(cast.amina).get(f"{CSV}?lang=fr")).decode("utf-8-sig")
    assert text.startswith("Campagne;Date de référence;Structure;")
    assert "partenaires" in text
    assert "revealed" not in text


def test_the_language_of_a_file_is_that_of_who_asked_whatever_is_spoken_while_it_is_sent(
    cast: make.Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.amina).get(f"{CSV}?lang=fr")
    with override("en"):
        assert "partenaires" in body(response).decode()


@pytest.mark.parametrize("query", ["round=no-such-round", "structure=no-such-structure", "structure=cns"])
@pytest.mark.parametrize("address", ["/answers/", CSV, XLSX])
def test_what_is_not_there_or_of_another_programme_is_not_found(
    address: str, query: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.amina).get(f"{address}?{query}").status_code == 404


def test_of_more_answers_than_a_workbook_may_have_there_is_the_csv_and_the_page_says_so(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(cast.amina)
    rows = csv(browser)[1:]
    monkeypatch.setattr(views, "MOST_IN_A_WORKBOOK", len(rows))
    assert book(browser)
    monkeypatch.setattr(views, "MOST_IN_A_WORKBOOK", len(rows) - 1)
    before = JournalEntry.objects.count()
    refused = browser.get(XLSX)
    said = f"There are {len(rows)} answers, and an Excel file is made of at most {len(rows) - 1}."
    assert refused.status_code == 400
    assert said in pages.read(refused).one("main").text()
    assert JournalEntry.objects.count() == before
    page = pages.read(browser.get("/answers/")).one("main")
    assert said in page.text()
    assert [each.attrs["href"] for each in page.all("a") if "answers." in each.attrs["href"]] == [CSV]


def test_as_many_queries_are_made_for_each_part_whatever_it_has(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries() -> tuple[int, int]:
        found = all_answers.asked(cast.amina, make.cod())
        assert found
        with CaptureQueriesContext(connection) as made:
            parts = list(found.parts())
        return len(made), len(parts)

    few = queries()
    make.revealed(cast)
    make.revealed(cast, "CCRSS", name="May 2012")
    assert queries() == few == (4, 1)
    monkeypatch.setattr(all_answers, "AT_ONCE", 1)
    made, parts = queries()
    assert parts > 4
    assert made == 1 + 3 * parts


def test_compare_leads_to_it(cast: make.Cast, client_of: ClientOf) -> None:
    page = pages.read(client_of(cast.vera).get("/compare/?view=partners"))
    assert [each for each in page.all("a") if each.attrs.get("href") == "/answers/"]
