"""The agreed card as a third view: its figures, where it stands beside the two sides, and where nothing changes."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from django.http import QueryDict
from django.test import Client

from coordination.domain.agreed_cards import where_they_differ
from coordination.domain.answers import read as understood
from coordination.domain.lifecycle import is_revealed
from coordination.forms.comparison import FilterForm
from coordination.models import Assessment, Round, Tally, User
from coordination.queries import comparison, reveal, sides
from coordination.queries.comparison import Scoreboard
from tests import make
from tests.dashboards import ask, read, rows_of
from tests.extent import TURN, share_of
from tests.pages import Node
from tests.views.test_addresses import undone
from tests.views.test_secrecy import addresses, pages

ClientOf = Callable[[User], Client]
VIEW = "?round=march-2011&view=agreed"
#: “Mostly” of the government, “Not yet” of the partners: kept as all that either admits, 1 to 3.
HULL = where_they_differ(understood("Mostly"), understood("Not yet"), basis="Each keeps its own view.")
OFFERED = re.compile(rb'\s*<option value="agreed"[^>]*>[^<]*</option>')


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    """Both sides read each other on CMJ: all Mostly of the government, all Partly of the partners."""
    return make.revealed(cast)


def agree(round_: Round) -> Assessment:
    """All Mostly, but for one criterion on which they differ and one that nobody knows."""
    return make.agree("CMJ", round_, C3=HULL, O1="?")


def board(cast: make.Cast, query: str) -> Scoreboard:
    form = FilterForm(QueryDict(query.lstrip("?")))
    assert form.is_valid(), form.errors
    return comparison.scoreboard(form.filters(), user=cast.paul, programme=make.cod())


def table(client_of: ClientOf, person: User, address: str, language: str = "en") -> list[list[str]]:
    """The rows of a file that hold anything."""
    return [row for row in rows_of(ask(client_of, person, address, language).content) if row]


# --- figures


def test_the_agreed_card_has_golden_figures_of_its_own(cast: make.Cast, round_: Round) -> None:
    agree(round_)
    (row,) = board(cast, VIEW).rows
    # Six times Mostly (75), once anything from Not yet (25) to Mostly (75), of seven.
    assert (row.card.composite.low, row.card.composite.high) == (Fraction(475, 7), Fraction(75))
    assert (row.card.composite.base, row.card.raters) == (7, 0)
    assert [(cell.criterion.code, cell.sides_differ) for cell in row.card.cells if cell.sides_differ] == [
        ("C3", True)
    ]
    for side, points in (("government", 75), ("partners", 50)):
        (row,) = board(cast, f"?round=march-2011&view={side}").rows
        assert (row.card.composite.low, row.card.composite.high, row.card.raters) == (points, points, 1)
    (row,) = board(cast, f"{VIEW}&section=ownership").rows
    # Of seven one is not known: it widens the score from 0 to 100 of a seventh, and is never a No.
    assert (row.card.composite.low, row.card.composite.high) == (Fraction(450, 7), Fraction(550, 7))


def test_between_the_sides_nothing_counts_the_agreed_card(cast: make.Cast, round_: Round) -> None:
    form = FilterForm(QueryDict("round=march-2011"))
    assert form.is_valid()
    before, after = (
        sides.board(form.filters(), user=cast.paul, programme=make.cod()) for _ in (None, agree(round_))
    )
    for each in ("compared", "agreed", "by_criterion", "answered", "total"):
        assert getattr(before, each) == getattr(after, each)
    voices = reveal.voices(round_, make.structure("CMJ"))
    assert is_revealed(voices.values())


# --- where it is offered


def choices(page: Node) -> list[str]:
    return [each.attrs["value"] for each in page.one("select", id="f-view").all("option")]


@pytest.mark.parametrize("path", ["/compare/", "/changes/", "/ownership/"])
def test_the_view_is_offered_where_such_a_card_is_to_be_read(
    cast: make.Cast, client_of: ClientOf, round_: Round, path: str
) -> None:
    page = f"{path}?round=march-2011&view=partners"
    assert "agreed" not in choices(read(client_of, cast.paul, page))
    agree(round_)
    for person in (cast.paul, cast.grace):
        assert "agreed" in choices(read(client_of, person, page))
    # A viewer reads it with the rest, once the round is closed; until then not even that there is one.
    assert "agreed" not in choices(read(client_of, cast.vera, f"{path}?round=january-2008&view=partners"))
    make.close_round(round_)
    assert "agreed" in choices(read(client_of, cast.vera, page))
    page_in_view = read(client_of, cast.vera, f"{path}{VIEW}")
    assert page_in_view.form("round", "view")["view"] == "agreed" if path != "/changes/" else True


def test_without_a_round_the_view_shows_the_latest_that_has_a_card(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    agree(round_)
    later = make.revealed(cast, name="May 2011")
    assert board(cast, "?view=agreed").round == board(cast, VIEW).round
    make.agree("CMJ", later)
    shown = board(cast, "?view=agreed").round
    assert shown is not None
    assert shown.label == "may-2011"


def test_a_view_that_has_no_card_says_so(cast: make.Cast, client_of: ClientOf, round_: Round) -> None:
    page = read(client_of, cast.paul, f"/compare/{VIEW}")
    assert "nothing to read as seen by: agreed by both sides" in page.text()
    assert "agreed" in choices(page), "what the address asks for stands in the form"


# --- pages and files


@pytest.mark.parametrize(
    ("language", "differ"), [("en", "recorded as differing"), ("fr", "divergence consignée")]
)
def test_compare_says_where_the_sides_differ(
    cast: make.Cast, client_of: ClientOf, round_: Round, language: str, differ: str
) -> None:
    agree(round_)
    page = read(client_of, cast.paul, f"/compare/{VIEW}", language)
    cells = page.one("table", id="matrix").all("td", class_=None)
    said = [cell.text() for cell in cells if differ in cell.text()]
    assert len(said) == 1
    assert said[0].startswith({"en": "Not yet to Mostly", "fr": "Pas encore à En grande partie"}[language])
    rows = table(client_of, cast.paul, f"/compare/figures.csv{VIEW}", language)
    row = next(each for each in rows if each[0] == "CMJ")
    assert f"({differ})" in row[3]
    assert sum(differ in cell for cell in row) == 1
    # Nobody's assessor, so nothing is said of a number of them.
    assert "assessor" not in page.one("p", class_="quiet", **{"data-about": ""}).text()


def test_the_agreed_answers_stand_beside_the_two_sides_on_the_page_of_the_structure(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    agree(round_)
    for person in (cast.paul, cast.grace, cast.joseph):
        page = read(client_of, person, "/structures/cmj/march-2011/")
        heads = [each.text() for each in page.all("table", class_="answers")[0].one("thead").all("th")]
        assert [each.split(" (")[0] for each in heads[1:5]] == [
            "Government",
            "Difference",
            "Partners",
            "Agreed by both sides",
        ]
        said = page.one("li", id="side-agreed").text()
        assert "agreed on 1 March 2011" in said
        assert "recorded as differing on 1 of 14 criteria" in said
        assert "assessor" not in said
        rest = page.one(id="agreed-C3").text()
        assert "Both sides recorded that they differ: this is all that either of them admitted." in rest
        assert "Each keeps its own view." in rest
        assert "evidence" not in rest.lower(), "of evidence the two sides speak"
        assert "differ" not in page.one(id="agreed-C1").text()


def test_what_was_recorded_on_the_day_is_not_said_of_today(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    agree(round_)
    government = Assessment.objects.get(round=round_, side="government")
    make.correct(government, "C3", "Partly", by=cast.grace)
    page = read(client_of, cast.paul, "/structures/cmj/march-2011/")
    row = next(each.text() for each in page.all("tbody") if each.all(id="agreed-C3"))
    assert "same" in row, "both say Partly now"
    assert "recorded as differing" in row
    for said in (row, page.one(id="agreed-C3").text(), page.one("li", id="side-agreed").text()):
        assert "the sides differ" not in said.lower()
        assert "admits" not in said


def test_its_course_stands_in_the_history_and_in_changes(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    agree(round_)
    make.agree("CMJ", make.revealed(cast, name="May 2011"), "Yes")
    page = read(client_of, cast.paul, "/structures/cmj/history/")
    assert "agreed by both sides" in page.one("h2", id="history-agreed").text()
    rows = table(client_of, cast.paul, "/changes/figures.csv?view=agreed")
    listed = [each for each in rows if each[0] == "CMJ" and len(each) > 10]
    assert [(each[1], each[3], each[4]) for each in listed] == [
        ("March 2011", "67.857143", "75"),
        ("May 2011", "100", "100"),
    ]
    assert "(recorded as differing)" in " ".join(listed[0])


def test_of_the_programme_as_a_whole_it_stands_among_the_success_criteria(
    cast: make.Cast, client_of: ClientOf
) -> None:
    whole = make.whole()
    round_ = make.revealed(cast, whole)
    before = read(client_of, cast.paul, "/success/?round=march-2011")
    make.agree(whole, round_, S1=HULL)
    page = read(client_of, cast.paul, "/success/?round=march-2011")
    assert page.one("h1").text() == before.one("h1").text(), "what heads the page is the two sides'"
    assert "agreed by both sides" in page.one(class_="views-key").text()
    bars = page.one(id="five-bars")
    assert "recorded as differing" in bars.text()
    links = [each.attrs["href"].split("#")[1] for each in bars.all("a", class_="five-evidence")]
    assert {each.split("-")[0] for each in links} == {"government", "partners"}, "it rests on what they named"
    steps = [each.one("section", **{"aria-labelledby": "next"}).text() for each in (before, page)]
    assert steps[0] == steps[1]
    rows = table(client_of, cast.paul, "/success/figures.csv?round=march-2011")
    (row,) = (each for each in rows if "agreed by both sides" in each and each[1].startswith("S1 "))
    assert "(recorded as differing)" in row[3]


def test_it_has_no_page_of_its_own(cast: make.Cast, client_of: ClientOf, round_: Round) -> None:
    card = agree(round_)
    for person in (cast.paul, cast.amina, cast.joseph, cast.vera):
        for rest in ("", "coordination/", "answers/C1/", "answers/C1/correct/", "send/"):
            assert client_of(person).get(f"/assessments/{card.pk}/{rest}").status_code in (404, 405)


# --- where nothing changes

#: Where the agreed card is shown beside the two sides, without being asked for: of its structure alone.
SHOWN = ("/structures/cmj/", "/briefs/cmj", "/meeting-packs/cmj/", "/success/")
#: Where it is told that it was agreed on, or asked to be published.
TOLD = {
    *("/", "/journal/", "/journal/own/", "/publish/march-2011/cmj/"),
    *(f"/journal/{name}.{kind}" for name in ("journal", "own/own-side") for kind in ("csv", "xlsx", "json")),
}


@pytest.mark.takes_long
def test_no_other_page_changes_but_for_the_choice_that_is_offered(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    make.close_round(round_)
    theirs, own = (Assessment.objects.get(round=round_, side=side).pk for side in ("government", "partners"))
    asked = [each for each in addresses(theirs, own) if not each.startswith(SHOWN)]
    assert len(asked) > 100
    asked = share_of(asked, TURN, shares=5)
    # A page's default is for everybody the same, whatever was agreed.
    asked += ["/compare/", "/changes/", "/ownership/", "/two-views/", "/side-by-side/", "/"]
    for person in (cast.paul, cast.vera):
        browser = client_of(person)
        pages(browser, asked[:3])
        before = pages(browser, asked)
        Tally.objects.all().delete()  # of so many files somebody takes in an hour
        with undone():
            make.agree("CMJ", round_, C3=HULL)
            after = pages(browser, asked)
        differing = [
            address
            for address in asked
            if OFFERED.sub(b"", after[address][2]) != before[address][2]
            or after[address][0] != before[address][0]
        ]
        assert set(differing) <= TOLD
        assert any(OFFERED.search(each[2]) for each in after.values())
