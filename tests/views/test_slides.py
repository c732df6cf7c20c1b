"""Briefs as slides: the words of the page, each finding with its picture, in the reader's language."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from coordination.models import Structure, User
from tests import make, pages, slides

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
COMPARED = "/compare/brief{}?view={}"
#: What slides say besides the brief: two heads, the marks of a scale, and which part of a picture one has.
OWN = {"Method", "Méthode", "Criterion", "Critère", "0", "50", "75", "100"}
COUNT = re.compile(r" \(\d+ (?:of|sur) \d+\)$")


def words(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def on_page(browser: Client, address: str) -> list[str]:
    paper = pages.read(browser.get(address)).one("article")
    return [each.text() for tag in ("h1", "h2", "p", "li", "th", "td", "dt", "dd") for each in paper.all(tag)]


def taken(browser: Client, address: str) -> Any:
    response = browser.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].endswith("presentationml.presentation")
    return slides.opened(response.content)


def all_of(found: Any) -> str:
    return " ".join(" ".join([*slides.paragraphs(each), slides.notes(each)]) for each in found.slides)


def tokens(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def assert_says_the_same(said: list[str], found: Any) -> None:
    """Every text of the page is on the slides or in their notes, and no word of theirs is not on the page."""
    assert len(said) > 40
    whole = words(all_of(found))
    assert [each for each in said if words(each) not in whole] == []
    there = tokens(" ".join(said))
    for slide in found.slides:
        parts = [COUNT.sub("", each) for each in slides.paragraphs(slide, is_whole=False)]
        for each in (*parts, slides.foot(slide)[0], slides.notes(slide)):
            assert each in OWN or tokens(each) <= there, each


@pytest.mark.takes_long
@pytest.mark.parametrize("person", ["paul", "joseph"])
@pytest.mark.parametrize("slug", ["cmj", "ccrss"])
def test_slides_say_what_the_page_says_in_the_readers_language(
    slug: str, person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(getattr(cast, person))
    found = taken(browser, f"/briefs/{slug}.pptx")
    assert_says_the_same(on_page(browser, f"/briefs/{slug}/"), found)
    slides.assert_fits(found)


@pytest.mark.takes_long
@pytest.mark.parametrize("view", ["both", "partners"])
@pytest.mark.parametrize("person", ["paul", "joseph"])
def test_slides_of_a_comparison_say_what_the_page_says(
    view: str, person: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(getattr(cast, person))
    found = taken(browser, COMPARED.format(".pptx", view))
    assert_says_the_same(on_page(browser, COMPARED.format("/", view)), found)
    slides.assert_fits(found)


def test_each_finding_of_a_structure_has_its_picture(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    paper = pages.read(browser.get("/briefs/ccrss/")).one("article")
    findings = [each.text() for each in paper.all(class_="paper-finding")]
    by_title = {slides.title(each): each for each in taken(browser, "/briefs/ccrss.pptx").slides}
    scores, matrix = (by_title[finding] for finding in findings)
    assert "43–57" in slides.alternative(slides.pictures(scores)[0])
    assert slides.rows(matrix)[0] == ["Criterion", "Government", "Partners", "The sides", "Evidence"]
    course = next(
        each for title, each in by_title.items() if title.startswith("Partners: better 14–36 points")
    )
    assert "January 2009 18–25" in slides.alternative(slides.pictures(course)[0])
    assert "January 2009: 18–25" in slides.notes(course)


def test_a_finding_of_a_comparison_shows_the_answers_that_it_rests_on(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load(make.document(make.DRC))
    found = [*taken(client_of(cast.paul), COMPARED.format(".pptx", "partners")).slides]
    by_title = {slides.title(each): each for each in found}
    highest = by_title["GTSE/CPSE scores highest of the 2 that can be ranked."]
    assert slides.alternative(slides.pictures(highest)[0]) == "GTSE/CPSE 93–100, CMJ 79, CCRSS not known"
    weak = slides.rows(by_title["CMJ is weak (Partly or lower) on: division of labour."])
    assert weak[0] == ["Criterion", "CMJ"]
    assert ["C6 Division of labour", "◔\u00a0Not yet"] in weak
    pair = next(each for title, each in by_title.items() if title.startswith("GTSE/CPSE is ahead of CMJ"))
    assert slides.rows(pair)[0] == ["Criterion", "GTSE/CPSE", "CMJ"]
    assert "That holds for almost any weights" in slides.notes(pair)
    steps = slides.rows(by_title["Next steps"])
    assert steps[0] == ["CMJ – division of labour: fix now.", "Needs 75 of 100 points to reach Yes."]


def test_what_both_sides_say_is_shown_of_both(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    for person in (cast.grace, cast.amina):
        make.sent(person, "CMJ", round_, word="No")
        make.sent(person, "CCRSS", round_, word="Yes")
    address = f"{COMPARED.format('.pptx', 'both')}&round={round_.label}"
    found = [*taken(client_of(cast.paul), address).slides]
    by_title = {slides.title(each): each for each in found}
    weak = slides.rows(next(each for title, each in by_title.items() if title.startswith("CMJ is weak")))
    assert weak[0] == ["Criterion", "Government: CMJ", "Partners: CMJ"]
    (picture,) = slides.pictures(by_title["CCRSS scores highest."])
    assert slides.alternative(picture) == (
        "CCRSS Government 100, CCRSS Partners 100, CMJ Government 0, CMJ Partners 0"
    )


def test_what_is_invented_is_marked_on_each_slide_and_what_is_not_is_not(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    browser = client_of(cast.paul)
    mark = "Invented for the demonstration"
    found = taken(browser, "/briefs/cmj.pptx")
    assert all(slides.foot(each)[0].startswith(mark) for each in found.slides)
    round_ = make.open_round()
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_)
    assert mark not in all_of(taken(browser, "/briefs/cmj.pptx"))


def test_of_a_structure_without_answers_the_slides_say_so(cast: make.Cast, client_of: ClientOf) -> None:
    make.structure("Comité 7 " + "W" * 20)
    slug = Structure.objects.get(code__startswith="Comité").slug
    found = taken(client_of(cast.paul), f"/briefs/{slug}.pptx")
    assert slides.title(found.slides[1]) == "No assessment of this structure can be read yet."
    assert slides.pictures(found.slides[1]) == []
    slides.assert_fits(found)


def test_where_everything_is_unknown_nothing_is_drawn_as_known(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, make.structure("CNRS"), make.open_round("partners"), word="?")
    slug = Structure.objects.get(code="CNRS").slug
    found = taken(client_of(cast.paul), f"/briefs/{slug}.pptx")
    (picture,) = slides.pictures(found.slides[1])
    assert slides.alternative(picture) == "Partners not known"
    assert 'prstDash val="dash"' in picture._element.xml
    assert 'srgbClr val="00224E"' not in picture._element.xml


@pytest.mark.takes_long
def test_of_sixty_structures_each_stands_on_one_slide_of_the_matrix(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    for number in range(61):
        name = f"Committee {number:02} for the coordination of much"
        make.sent(cast.amina, make.structure(name[:40].strip()), round_)
    found = taken(client_of(cast.paul), COMPARED.format(".pptx", "partners"))
    title = "Seen by: partners (60 of 61 structures)"
    parts = [each for each in found.slides if slides.title(each).startswith(title)]
    assert slides.title(parts[0]) == f"{title} (1 of {len(parts)})"
    names = [name for each in parts for name in slides.rows(each)[0][1:]]
    assert len(names) == len(set(names)) == 60
    slides.assert_fits(found)


def test_before_the_reveal_nothing_of_the_other_side_is_on_the_slides(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    round_ = make.open_round()
    before = browser.get("/briefs/cmj.pptx").content
    make.sent(cast.grace, "CMJ", round_, word="No")
    assert browser.get("/briefs/cmj.pptx").content == before


@pytest.mark.parametrize(
    ("person", "label"), [("paul", "Slides (PowerPoint)"), ("joseph", "Diapositives (PowerPoint)")]
)
def test_a_brief_offers_its_slides_and_a_pack_for_a_meeting_has_none(
    person: str, label: str, cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(getattr(cast, person))
    make.sent(cast.amina, "CMJ", round_ := make.open_round())
    make.sent(cast.grace, "CMJ", round_, word="No")
    for address, file in (
        ("/briefs/cmj/", "/briefs/cmj.pptx"),
        (COMPARED.format("/", "both"), COMPARED.format(".pptx", "both")),
    ):
        doors = {each.text(): each.attrs["href"] for each in pages.read(browser.get(address)).all("a")}
        assert doors[label] == file
        assert browser.get(file).status_code == 200
    assert label not in pages.read(browser.get("/meeting-packs/cmj/")).text()
