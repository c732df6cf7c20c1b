"""Papers: the same on the page, as PDF and as a Word file, in the reader's language."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import docx
import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from coordination.documents import pdf
from coordination.domain.assessments import SourceEntry
from coordination.models import JournalEntry, Round, Structure, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def words(text: str) -> str:
    """The letters and digits alone: a line may break anywhere, and a hyphen come in."""
    return re.sub(r"\W+", "", text).casefold()


COMPARED = "/compare/brief{}?view={}"


def on_page(browser: Client, slug: str) -> list[str]:
    """What stands on the paper of a structure, piece by piece."""
    return pieces(browser, f"/briefs/{slug}/")


def pieces(browser: Client, address: str) -> list[str]:
    paper = pages.read(browser.get(address)).one("article")
    return [
        each.text()
        for tag in ("h1", "h2", "h3", "p", "li", "th", "td", "dt", "dd")
        for each in paper.all(tag)
    ]


def in_pdf(browser: Client, slug: str) -> pypdf.PdfReader:
    return read_pdf(browser, f"/briefs/{slug}.pdf")


def read_pdf(browser: Client, address: str) -> pypdf.PdfReader:
    response = browser.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return pypdf.PdfReader(io.BytesIO(response.content))


def in_word(browser: Client, slug: str) -> "docx.document.Document":
    return read_word(browser, f"/briefs/{slug}.docx")


def read_word(browser: Client, address: str) -> "docx.document.Document":
    response = browser.get(address)
    assert response.status_code == 200
    return docx.Document(io.BytesIO(response.content))


def text_of(document: "docx.document.Document") -> str:
    section = document.sections[0]
    parts = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(each.text for each in parts), *cells])


@pytest.mark.takes_long
@pytest.mark.parametrize("person", ["paul", "joseph"])
@pytest.mark.parametrize("slug", ["cmj", "gtse-cpse", "ccrss"])
def test_page_pdf_and_word_say_the_same_in_the_readers_language(
    slug: str, person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    reader = getattr(cast, person)
    browser = client_of(reader)
    said = on_page(browser, slug)
    assert len(said) > 40
    printed = words(" ".join(page.extract_text() for page in in_pdf(browser, slug).pages))
    assert [each for each in said if words(each) not in printed] == []
    written = words(text_of(in_word(browser, slug)))
    assert [each for each in said if words(each) not in written] == []


@pytest.mark.takes_long
@pytest.mark.parametrize("view", ["both", "partners"])
@pytest.mark.parametrize("person", ["paul", "joseph", "vera"])
def test_a_comparison_says_the_same_on_the_page_as_pdf_and_in_word(
    view: str, person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(getattr(cast, person))
    said = pieces(browser, COMPARED.format("/", view))
    assert len(said) > 40
    printed = words(
        " ".join(each.extract_text() for each in read_pdf(browser, COMPARED.format(".pdf", view)).pages)
    )
    assert [each for each in said if words(each) not in printed] == []
    written = words(text_of(read_word(browser, COMPARED.format(".docx", view))))
    assert [each for each in said if words(each) not in written] == []


def test_a_score_stands_beside_what_it_was_round_by_round(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    scores = pages.read(browser.get("/briefs/cmj/")).one("table", class_="paper-scores")
    drawn = {row.one("th").text(): row.one(class_="paper-course") for row in scores.one("tbody").all("tr")}
    assert drawn["Partners"].text() == "January 2008: 79 · January 2009: 82–86"
    (picture,) = drawn["Partners"].all("svg")
    assert picture.attrs["aria-label"] == "Partners: January 2008: 79 · January 2009: 82–86 · 82–86"
    places = [(float(each.attrs["x"]), float(each.attrs["height"])) for each in picture.all("rect")]
    assert [x for x, _height in places] == [3.0, 58.1, 113.0], "366 of 731 days"
    assert all(height >= 3 for _x, height in places)
    table = in_word(browser, "cmj").tables[0]
    assert [cell.text for cell in table.rows[2].cells][2] == drawn["Partners"].text()


def test_what_counts_as_unchanged_is_said_beside_two_scores_that_differ_by_more(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    scores = pages.read(client_of(cast.paul).get("/briefs/gtse-cpse/")).one("table", class_="paper-scores")
    said = {row.one("th").text(): row.all("td")[-1].text() for row in scores.one("tbody").all("tr")}
    assert said["Partners"] == (
        "worse 7 points since January 2009; counted as unchanged, because the reason given is not a real change: "
        "government coordinated (C4)"
    )


def test_a_first_score_has_no_course(cast: make.Cast, client_of: ClientOf) -> None:
    make.load(make.document(make.DRC))
    said = pages.read(client_of(cast.paul).get("/briefs/cmj/"))
    assert said.one("table", class_="paper-scores")
    assert said.all(class_="paper-course") == []


def test_a_comparison_on_paper_has_the_findings_of_the_page(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    paper = " ".join(pieces(browser, COMPARED.format("/", "partners")))
    page = pages.read(browser.get("/compare/?view=partners"))
    for each in page.one("h1").all("span"):
        if "data-claim" in each.attrs:
            assert each.text() in paper


@pytest.mark.takes_long
def test_of_sixty_structures_and_one_the_paper_says_how_many_it_leaves_out(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    for number in range(61):
        make.sent(cast.amina, make.structure(f"Committee {number:02}"), round_)
    browser = client_of(cast.paul)
    said = pieces(browser, COMPARED.format("/", "partners"))
    assert "Seen by: partners (60 of 61 structures)" in said


def test_the_pdf_can_be_read_aloud_and_says_its_language(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    found = in_pdf(client_of(cast.joseph), "cmj")
    root = found.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert found.metadata
    assert found.metadata.title
    assert found.metadata.title.startswith("CMJ")
    assert len(found.pages) <= 2


def test_the_word_file_has_styles_heads_that_repeat_and_its_language(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    found = in_word(client_of(cast.joseph), "cmj")
    assert {"Title", "Heading 1", "List Bullet"} <= {each.style.name for each in found.paragraphs}
    repeated = [table for table in found.tables if "w:tblHeader" in table.rows[0]._tr.xml]
    assert repeated
    assert found.core_properties.language == "fr"
    assert 'w:val="fr-FR"' in found.styles["Normal"].element.xml


def test_what_is_invented_is_marked_on_each_and_what_is_not_is_not(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    mark = "Invented for the demonstration"
    assert mark in " ".join(on_page(browser, "cmj"))
    assert mark in text_of(in_word(browser, "cmj"))
    round_ = make.open_round()
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_)
    assert mark not in " ".join(on_page(browser, "cmj"))
    assert mark not in text_of(in_word(browser, "cmj"))


def test_of_a_structure_without_answers_the_brief_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    make.structure("Comité 7 " + "W" * 20)
    slug = Structure.objects.get(code__startswith="Comité").slug
    browser = client_of(cast.paul)
    sentence = "No assessment of this structure can be read yet."
    assert sentence in on_page(browser, slug)
    assert not [each for each in on_page(browser, slug) if "could" in each], "no figure is explained"
    assert sentence in text_of(in_word(browser, slug))
    assert words(sentence) in words(in_pdf(browser, slug).pages[0].extract_text())


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (None, "no meeting recorded"),
        (400, "dormant · last on"),
        (10, "active · last on"),
    ],
)
def test_the_brief_says_of_meetings_and_of_what_is_due_what_the_page_says(
    held: int | None, said: str, cast: make.Cast, client_of: ClientOf
) -> None:
    today = timezone.localdate()
    if held is not None:
        make.contact(structure_="CMJ", kind="session", state="held", on=today - timedelta(days=held))
    before = timezone.now() - timedelta(days=50)
    make.promise("DFID", text_en="Late.", structure=make.structure("CMJ"), at=before)
    make.promise("DFID", text_en="In time.", structure=make.structure("CMJ"))
    browser = client_of(cast.paul)
    page = pages.read(browser.get("/structures/cmj/")).one("dl", class_="hub-facts")
    meets, open_ = [each.text() for each in page.all("dd")][2:]
    assert meets.startswith(said)
    assert open_ == "2 commitments, 1 overdue"
    paper = on_page(browser, "cmj")
    assert meets in paper
    assert [each.endswith(", overdue)") for each in paper if each.startswith(("Late.", "In time."))] == [
        True,
        False,
    ]
    in_file = words(text_of(in_word(browser, "cmj")))
    assert words(meets) in in_file
    assert words(next(each for each in paper if each.startswith("Late."))) in in_file


@pytest.mark.takes_long
def test_of_many_commitments_it_says_how_many_more_there_are(cast: make.Cast, client_of: ClientOf) -> None:
    structure = make.structure("CMJ")
    for number in range(45):
        make.promise("DFID", text_en=f"Promise {number:02}.", structure=structure)
    said = on_page(client_of(cast.paul), "cmj")
    assert len([each for each in said if each.startswith("Promise")]) == 6
    assert "and 39 more" in said


def test_before_the_reveal_nothing_of_the_other_side_is_on_the_brief(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    round_ = make.open_round()
    before = on_page(browser, "cmj")
    make.sent(cast.grace, "CMJ", round_, word="No")
    assert on_page(browser, "cmj") == before


def test_each_file_taken_is_journaled(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    in_word(browser, "cmj")
    in_pdf(browser, "cmj")
    taken = JournalEntry.objects.filter(verb="exported").order_by("sequence")
    assert [each.key for each in taken] == ["cmj-en.docx", "cmj-en.pdf"]


def test_where_the_server_cannot_make_pdf_the_page_says_what_else_there_is(
    cast: make.Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "weasyprint", None)
    browser = client_of(cast.paul)
    assert not [each for each in pages.read(browser.get("/briefs/cmj/")).all("a") if each.text() == "PDF"]
    answer = browser.get("/briefs/cmj.pdf", follow=True)
    assert answer.redirect_chain == [("/briefs/cmj/", 302)]
    assert "take the Word file" in pages.read(answer).one("main").text()
    assert not JournalEntry.objects.filter(verb="exported").exists()


@pytest.mark.parametrize("view", ["both", "partners"])
def test_where_nothing_is_assessed_the_paper_says_so(view: str, cast: make.Cast, client_of: ClientOf) -> None:
    said = pieces(client_of(cast.nadia), COMPARED.format("/", view))
    assert "No assessment can be read here yet." in said


# --- the pack for a meeting

PACK = "/meeting-packs/cmj{}"


def apart(cast: make.Cast) -> Round:
    """Both sides on CMJ: Mostly and No on every criterion, of which the government says why on one."""
    round_ = make.open_round()
    own = make.start(cast.grace, "CMJ", round_)
    make.answer_all(own, "Mostly")
    make.answer(own, "C3", "Mostly", basis="The minutes of May name three decisions.")
    source = SourceEntry(kind="document", title="Minutes of 3 May")
    make.answer(own, "C4", "Mostly", basis="Asked twice.", sources=[source])
    make.send(own)
    make.sent(cast.amina, "CMJ", round_, word="No")
    return round_


@pytest.mark.parametrize("person", ["paul", "joseph"])
def test_a_meeting_pack_says_the_same_on_the_page_as_pdf_and_in_word(
    person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    apart(cast)
    browser = client_of(getattr(cast, person))
    said = pieces(browser, PACK.format("/"))
    assert len(said) > 200
    printed = words(" ".join(each.extract_text() for each in read_pdf(browser, PACK.format(".pdf")).pages))
    assert [each for each in said if words(each) not in printed] == []
    written = words(text_of(read_word(browser, PACK.format(".docx"))))
    assert [each for each in said if words(each) not in written] == []


def test_a_point_of_the_agenda_has_one_marker_its_number(cast: make.Cast, client_of: ClientOf) -> None:
    apart(cast)
    browser = client_of(cast.paul)
    paper = pages.read(browser.get(PACK.format("/"))).one("article")
    agenda = paper.one("ol").all("li")
    assert len(agenda) == 14
    printed = read_pdf(browser, PACK.format(".pdf")).pages[0].extract_text().split("Agenda: to talk about")[1]
    assert re.search(r"\b1\.\s+Clear strategy", printed)
    assert "•" not in printed.split("Clear strategy")[0]
    document = read_word(browser, PACK.format(".docx"))
    styles = [each.style.name for each in document.paragraphs if each.text == agenda[0].text() and each.style]
    assert styles == ["List Number"]


def test_a_meeting_pack_has_what_each_wrote_what_the_levels_mean_and_room_to_agree(
    cast: make.Cast, client_of: ClientOf
) -> None:
    apart(cast)
    paper = pages.read(client_of(cast.paul).get(PACK.format("/"))).one("article")
    c3 = make.instrument_value().criterion("C3")
    item = next(each for each in paper.all("section") if each.one("h2").text().endswith(f"{c3.short.en} C3"))
    rows = [[cell.text() for cell in row.all("th") + row.all("td")] for row in item.all("tr")]
    assert rows[0] == ["Level", c3.name.en, "Government", "Partners", "Joint answer"]
    ticked = {row[0]: row[2:] for row in rows[1:]}
    assert ticked == {
        "○ No": ["", "☑", "☐"],
        "◔ Not yet": ["", "", "☐"],
        "◑ Partly": ["", "", "☐"],
        "◕ Mostly": ["☑", "", "☐"],
        "● Yes": ["", "", "☐"],
    }
    assert [row[1] for row in rows[1:]] == [
        each.text.en for each in sorted(c3.anchors, key=lambda a: a.level)
    ]
    text = paper.text()
    assert "Mostly – The minutes of May name three decisions." in text
    assert "Mostly – Asked twice. – Minutes of 3 May" in text
    empty = [cell for cell in paper.all("td") if "paper-room" in cell.attrs.get("class", "")]
    assert len(empty) == 2 * 14


def test_a_meeting_pack_leaves_out_what_the_sides_may_agree_on(cast: make.Cast, client_of: ClientOf) -> None:
    make.revealed(cast, government="Mostly", partners="Mostly?")
    said = pieces(client_of(cast.paul), PACK.format("/"))
    assert "No sure difference between the sides on any criterion." in said
    assert "In their words, and what is agreed" not in said


def test_a_paper_of_which_a_part_is_invented_says_of_how_much(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.round_("january-2011"), word="No")
    for page in ("/briefs/cmj/", PACK.format("/")):
        said = " ".join(pieces(client_of(cast.paul), page))
        assert "1 of 2 assessments invented for the demonstration" in said, page


def test_a_meeting_pack_of_an_earlier_round_has_its_answers_and_its_mark(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    apart(cast)
    latest, earlier = (
        " ".join(pieces(client_of(cast.paul), PACK.format(f"/{query}")))
        for query in ("", "?round=january-2010")
    )
    mark = "Invented for the demonstration"
    assert ("March 2011" in latest, mark in latest) == (True, False)
    assert ("January 2010" in earlier, mark in earlier, "March 2011" in earlier) == (True, True, False)
    address = PACK.format("/?round=january-2010")
    files = [
        each.attrs["href"]
        for each in pages.read(client_of(cast.paul).get(address)).all("a")
        if each.text() == "Word"
    ]
    assert "January 2010" in text_of(read_word(client_of(cast.paul), files[0]))


def test_there_is_no_meeting_pack_before_the_reveal(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    make.sent(cast.grace, "CMJ", round_)
    for end in ("/", ".pdf", ".docx"):
        for person in (cast.paul, cast.joseph, cast.vera):
            assert client_of(person).get(PACK.format(end)).status_code == 404
    make.sent(cast.amina, "CMJ", round_)
    for person, status in ((cast.paul, 200), (cast.joseph, 200), (cast.vera, 404)):
        assert client_of(person).get(PACK.format("/")).status_code == status


# --- the blank form

FORM = "/paper-forms/march-2011/{}{}"


@pytest.mark.parametrize("person", ["amina", "grace"])
def test_the_blank_form_says_the_same_on_the_page_as_pdf_and_in_word(
    person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.open_round(name="March 2011")
    browser = client_of(getattr(cast, person))
    said = pieces(browser, FORM.format("cmj", "/"))
    assert len(said) > 200
    printed = words(
        " ".join(each.extract_text() for each in read_pdf(browser, FORM.format("cmj", ".pdf")).pages)
    )
    assert [each for each in said if words(each) not in printed] == []
    written = words(text_of(read_word(browser, FORM.format("cmj", ".docx"))))
    assert [each for each in said if words(each) not in written] == []


def test_the_blank_form_asks_what_the_screen_asks_with_every_level(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(name="March 2011")
    whole = make.whole()
    book = make.instrument_value()
    for structure in (make.structure("CMJ"), whole):
        paper = pages.read(client_of(cast.amina).get(FORM.format(structure.slug, "/"))).one("article")
        asked = [book.criterion(code) for code in book.codes_asked(is_programme=structure.is_programme)]
        assert [each.text() for each in paper.all("h2")] == [f"{each.code} {each.name.en}" for each in asked]
        text = paper.text()
        assert [a for each in asked for a in each.anchors if a.text.en not in text] == []
    assert round_.label == "march-2011"


def test_the_blank_form_stays_blank_and_is_for_those_who_answer(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(name="March 2011")
    before = pieces(client_of(cast.amina), FORM.format("cmj", "/"))
    make.answer_all(make.start(cast.amina, "CMJ", round_), "Partly")
    assert pieces(client_of(cast.amina), FORM.format("cmj", "/")) == before
    assert client_of(cast.vera).get(FORM.format("cmj", "/")).status_code == 403
    assert client_of(cast.amina).get(FORM.format("no-such", "/")).status_code == 404
    make.close_round(round_)
    assert client_of(cast.amina).get(FORM.format("cmj", "/")).status_code == 404
