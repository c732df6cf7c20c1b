"""The report of a round: findings, every structure and the evidence, the same on the page, as PDF and in Word."""

import io
from collections.abc import Callable

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.domain.assessments import SourceEntry
from coordination.models import JournalEntry, Round, User
from coordination.queries import round_reports
from tests import evidence, make, pages
from tests.views.test_papers import pieces, text_of, words

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
REPORT = "/rounds/march-2011/report{}"


@pytest.fixture
def reported(cast: make.Cast) -> Round:
    """Both sides on CMJ, each with what it rests on; on CCRSS the partners alone, so that nobody else reads it."""
    round_ = make.open_round()
    own = make.start(cast.grace, "CMJ", round_)
    make.answer_all(own, "Mostly")
    source = SourceEntry(kind="document", title="Minutes of 3 May")
    make.answer(own, "C3", "Mostly", basis="Three decisions in May.", sources=[source])
    evidence.give(own, "C3", note="The signed page")
    make.send(own)
    theirs = make.start(cast.amina, "CMJ", round_)
    make.answer_all(theirs, "No")
    make.answer(theirs, "C4", "No?", basis="Asked twice.", doubt_reason="partial_knowledge")
    make.send(theirs)
    sealed = make.start(cast.amina, "CCRSS", round_)
    make.answer_all(sealed, "Partly")
    make.answer(sealed, "C2", "Partly", basis="Told to us alone.")
    make.send(sealed)
    make.promise("DFID", text_en="Print the minutes.", structure=make.structure("CMJ"))
    return round_


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize("person", ["paul", "joseph"])
def test_the_report_says_the_same_on_the_page_as_pdf_and_in_word(
    person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(getattr(cast, person))
    said = pieces(browser, REPORT.format("/"))
    assert len(said) > 150
    printed = pypdf.PdfReader(io.BytesIO(browser.get(REPORT.format(".pdf")).content))
    on_paper = words(" ".join(each.extract_text() for each in printed.pages))
    assert [each for each in said if words(each) not in on_paper] == []
    written = text_of(docx.Document(io.BytesIO(browser.get(REPORT.format(".docx")).content)))
    assert [each for each in said if words(each) not in words(written)] == []
    taken = JournalEntry.objects.filter(verb="exported").order_by("sequence")
    name = "report" if person == "paul" else "rapport"
    language = "en" if person == "paul" else "fr"
    assert [each.key for each in taken] == [
        f"{name}-march-2011-{language}.{kind}" for kind in ("pdf", "docx")
    ]


@pytest.mark.usefixtures("reported")
def test_it_has_the_findings_the_answers_and_what_they_rest_on(cast: make.Cast, client_of: ClientOf) -> None:
    paper = pages.read(client_of(cast.paul).get(REPORT.format("/"))).one("article")
    assert [each.text() for each in paper.all("h2")] == [
        *("Contents", "The structures compared", "CMJ", "Annex: the evidence behind the answers")
    ]
    contents = {each.attrs["href"]: each.text() for each in paper.one("nav").all("a")}
    named = {f"#{each.attrs['id']}": each.text() for each in paper.all("h2")[1:]}
    assert contents == named
    rows = [[cell.text() for cell in row.all("th") + row.all("td")] for row in paper.all("tr")]
    c3, c4 = (make.instrument_value().criterion(code) for code in ("C3", "C4"))
    rests = [
        row
        for row in rows
        if row[-1] in ("Government", "Partners") and row[0] in (f"{c3.short.en} C3", f"{c4.short.en} C4")
    ]
    assert [(row[1].split(" – ")[0], row[1].split(" – ")[-1], row[2]) for row in rests] == [
        ("Three decisions in May.", "Photo 1: The signed page", "Government"),
        ("Asked twice.", "Asked twice.", "Partners"),
    ]
    assert "Minutes of 3 May" in rests[0][1]
    text = paper.text()
    assert f"{c4.short.en} C4: partners: No?; doubt: " in text
    assert f"{c3.short.en} C3: partners: No; In January 2008: " in text
    assert "Print the minutes." in text


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(("person", "read"), [("joseph", ["CMJ"]), ("grace", ["CMJ"]), ("vera", [])])
def test_nothing_sealed_stands_in_it(
    person: str, read: list[str], cast: make.Cast, client_of: ClientOf
) -> None:
    paper = pages.read(client_of(getattr(cast, person)).get(REPORT.format("/"))).one("article")
    assert "Told to us alone." not in paper.text()
    assert ("Three decisions in May." in paper.text()) == bool(read)
    assert [each.text() for each in paper.all("h2")][2:-1] == read


def test_where_nothing_is_assessed_the_report_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round()
    for person in (cast.paul, cast.vera):
        browser = client_of(person)
        said = "No assessment can be read here yet."
        assert said in pieces(browser, REPORT.format("/"))
        assert said in text_of(docx.Document(io.BytesIO(browser.get(REPORT.format(".docx")).content)))


def test_it_has_the_answers_of_its_round_and_of_none_after_it(
    cast: make.Cast, client_of: ClientOf, reported: Round
) -> None:
    before = pieces(client_of(cast.paul), REPORT.format("/"))
    make.close_round(reported)
    make.open_round(name="March 2012", reference_on=reported.reference_on.replace(year=2012))
    later = make.round_("march-2012")
    make.sent(cast.grace, "CMJ", later, word="Yes")
    make.sent(cast.amina, "CMJ", later, word="Yes")
    assert pieces(client_of(cast.paul), REPORT.format("/")) == before


def test_of_many_structures_it_comes_in_parts_by_as_many_queries(
    cast: make.Cast, client_of: ClientOf, reported: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(cast.paul)
    browser.get(REPORT.format("/"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(REPORT.format("/")).status_code == 200
        return len(queries)

    of_one = asked()
    for code in ("CPSE", "GTSE"):
        structure = make.structure(code)
        make.sent(cast.grace, structure, reported)
        make.sent(cast.amina, structure, reported)
    browser.get(REPORT.format("/"))
    assert asked() <= of_one
    monkeypatch.setattr(round_reports, "IN_PART", 2)
    page = pages.read(browser.get(REPORT.format("/?part=2")))
    assert [each.text() for each in page.one("article").all("h2")][1:-1] == ["GTSE"]
    assert "part 2 of 2, GTSE to GTSE" in page.one("h1").text()
    word = next(each.attrs["href"] for each in page.one("main").all("a") if each.text() == "Word")
    assert "GTSE to GTSE" in text_of(docx.Document(io.BytesIO(browser.get(word).content)))
    assert [browser.get(REPORT.format(f"/?part={part}")).status_code for part in ("3", "0", "x")] == [404] * 3


@pytest.mark.usefixtures("reported")
def test_the_round_and_its_comparison_lead_to_it(cast: make.Cast, client_of: ClientOf) -> None:
    for page in ("/rounds/march-2011/", "/compare/?round=march-2011&view=both"):
        links = [each.attrs.get("href") for each in pages.read(client_of(cast.paul).get(page)).all("a")]
        assert REPORT.format("/") in links, page
