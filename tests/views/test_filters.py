"""What the dashboards share: what they cannot show they say, what is invented they mark, a name is never code."""

import json
from itertools import product
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from tests import dashboards, make, pages
from tests.dashboards import ClientOf, ask, chart_of, file_of, read
from tests.extent import TURN, of_these, share_of

LANGUAGES = ("en", "fr")
PAGES = ("/compare/", "/changes/", "/ownership/", "/two-views/")
#: A chart that a page has with the demonstration's data.
CHARTS = {"/compare/": "intervals", "/ownership/": "plane"}


def beside(page: str) -> tuple[str, ...]:
    """What a page has beside itself: its file, and the figure of a chart if it has one."""
    return file_of(page), *(chart_of(page, CHARTS[page]) for each in CHARTS if each == page)


ADDRESSES = tuple(address for page in PAGES for address in (page, *beside(page)))
REASON = "Objectives first."

#: What no dashboard understands.
UNREADABLE = (
    {"round": "<script>"},
    {"round": "a" * 61},
    {"round": "\x00"},
    {"view": "everybody"},
    {"view": "\x00"},
    {"view": "observer"},
    {"section": "secrets"},
    {"sector": "fishing"},
    {"sort": "luck"},
    {"sort": "strength"},
    {"set": "CMJ'--"},
    {"set": "\x00"},
    {"set": "a" * 61},
    {"page": "0"},
    {"page": "-1"},
    {"page": "x"},
    {"page": "9" * 5000},
    {"since": "<b>"},
    {"until": "a" * 61},
    {"first": "\x00"},
    {"second": "../.."},
    {"known": "tomorrow"},
    {"weights": "mine"},
    {"w": "1" * 201},
    {"w": "\x00"},
    {"why": "x" * 501},
    {"why": "\x00"},
    {"importance": "C1," * 50},
    {"importance": "\x00"},
)
#: What is readable and names what is not there.
MISSING = ({"round": "no-such-round"}, {"set": "no-such-structure"}, {"set": "cns"}, {"page": "9999"})
#: Entered weights that are none, for the pages that follow weights.
NO_WEIGHTS = (
    "",
    "1,2,3",
    "20,20,20,20,20,0,-0,0",
    "10,10,10,10,10,10,10",
    "0,0,0,0,0,0,0",
    "-25,25,20,20,20,20,20",
    "100000000000000000000,0,0,0,0,0,0",
    "1e2,0,0,0,0,0,0",
    "14.3,14.3,14.3,14.3,14.3,14.3,14.2",
    "١٠٠,0,0,0,0,0,0",
    "NaN,0,0,0,0,0,100",
    "100;;;;;;",
)
WEIGHTED = ("/compare/", "/changes/")


def asked(address: str, query: dict[str, str]) -> str:
    """The address with this query."""
    return f"{address}?{urlencode(query)}"


def says_so(client_of: ClientOf, cast: make.Cast, address: str, status: int, language: str) -> str:
    """Check that this address is answered with a sentence in the reader's language; return what is said."""
    response = ask(client_of, cast.paul, address, language)
    assert response.status_code == status, (address, response.status_code)
    page = pages.read(response)
    assert page.one("html").attrs["lang"] == language
    main = page.one("main").text()
    assert len(main.split()) > 8, main
    assert not page.all("table")
    assert "Traceback" not in main
    return main


@pytest.mark.parametrize(("turn", "address"), share_of([*enumerate(ADDRESSES)], TURN, shares=3))
def test_what_cannot_be_read_is_said_in_a_sentence(
    turn: int, address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for number, query in enumerate(UNREADABLE):
        for language in of_these(LANGUAGES, TURN + turn + number):
            says_so(client_of, cast, asked(address, query), 400, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_not_there_is_said_in_a_sentence(
    address: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for query in MISSING:
        # Only Compare has pages, and rounds of Changes are a range.
        if "page" in query and not address.startswith("/compare/"):
            continue
        if "round" in query and address.startswith("/changes/"):
            query = {"since": query["round"]}
        said = says_so(client_of, cast, asked(address, query), 404, language)
        assert next(iter(query.values())) in said


@pytest.mark.takes_long
@pytest.mark.parametrize(("turn", "page"), [*enumerate(WEIGHTED)])
def test_weights_that_are_none_are_said_with_the_reason(
    turn: int, page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    for number, entered in enumerate(NO_WEIGHTS):
        query = {"weights": "entered", "w": entered, "why": REASON}
        for language in of_these(LANGUAGES, TURN + turn + number):
            for address in beside(page):
                says_so(client_of, cast, asked(address, query), 400, language)
            shown = beside_the_fields(ask(client_of, cast.paul, asked(page, query), language))
            assert shown.one("input", name="why").attrs["value"] == REASON


def beside_the_fields(response: HttpResponse) -> pages.Node:
    """Check that the page says in its filters what is wrong and shows itself without it; return the page."""
    assert response.status_code == 400
    page = pages.read(response)
    assert page.all("table"), "the page is there"
    filters = page.one("form", class_="filters")
    summary = filters.one(class_="problem-box")
    assert "autofocus" in summary.attrs
    links = [each.attrs["href"].removeprefix("#") for each in summary.all("a")]
    assert links
    for name in links:
        assert filters.one(id=name)
    return page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "These weights add up to 95; make it 100."),
        ("fr", "Ces poids font 95 au total\u202f; il faut 100."),
    ],
)
@pytest.mark.parametrize("page", WEIGHTED)
def test_weights_that_do_not_add_up_are_kept_and_the_sum_is_said_at_their_fields(
    page: str, language: str, said: str, cast: make.Cast, client_of: ClientOf
) -> None:
    weights = ["20", "20", "20", "20", "10", "5", "0"]
    query = urlencode({"weights": "entered", "w": weights, "why": REASON}, doseq=True)
    shown = beside_the_fields(ask(client_of, cast.paul, f"{page}?{query}", language))
    assert said in shown.one("form", class_="filters").text()
    assert [each.attrs["value"] for each in shown.all("input", name="w")] == weights
    assert shown.one("input", name="why").attrs["value"] == REASON
    assert "checked" in shown.one("input", name="weights", value="entered").attrs


def test_a_weight_that_is_none_is_named_at_its_own_field(cast: make.Cast, client_of: ClientOf) -> None:
    weights = ["20,0", "20.0", "20", "", "10", "12,5", "0"]
    query = urlencode({"weights": "entered", "w": weights, "why": REASON}, doseq=True)
    shown = beside_the_fields(ask(client_of, cast.paul, f"/compare/?{query}", "en"))
    assert shown.one(id="f-w-C4-problem").text().startswith("Write a whole number here")
    assert shown.one(id="f-w-C6-problem").text().startswith("“12,5” is not a whole number.")
    wrong = [each.attrs["id"] for each in shown.all("input", name="w") if "aria-invalid" in each.attrs]
    assert wrong == ["f-w-C4", "f-w-C6"]


@pytest.mark.parametrize("page", WEIGHTED)
def test_weights_written_in_a_field_each_are_used(page: str, cast: make.Cast, client_of: ClientOf) -> None:
    weights = ["20", "20,0", "20.0", "20", "10", "10", "0"]
    query = urlencode({"weights": "entered", "w": weights, "why": REASON}, doseq=True)
    whole = urlencode({"weights": "entered", "w": "20,20,20,20,10,10,0", "why": REASON})
    one, other = (
        pages.read(ask(client_of, cast.paul, f"{page}?{each}", "en")).one("main") for each in (query, whole)
    )
    assert [each.text() for each in one.all("table")] == [each.text() for each in other.all("table")]
    assert [each.attrs["value"] for each in other.all("input", name="w")] == [
        "20",
        "20",
        "20",
        "20",
        "10",
        "10",
        "0",
    ]


@pytest.mark.parametrize("page", WEIGHTED)
def test_entered_weights_need_a_reason(page: str, cast: make.Cast, client_of: ClientOf) -> None:
    query = {"weights": "entered", "w": "25,15,15,10,15,10,10"}
    for why in ({}, {"why": "   "}):
        for address in beside(page):
            assert "reason" in says_so(client_of, cast, asked(address, query | why), 400, "en")
        shown = beside_the_fields(ask(client_of, cast.paul, asked(page, query | why), "en"))
        assert "reason" in shown.one(class_="problem-box").text()
        assert [each.attrs["value"] for each in shown.all("input", name="w")][:2] == ["25", "15"]
    assert ask(client_of, cast.paul, asked(page, query | {"why": REASON})).status_code == 200


@pytest.mark.parametrize(("page", "side"), list(product(WEIGHTED, ("government", "partners"))))
def test_weights_that_a_side_has_not_recorded_are_not_found(
    page: str, side: str, cast: make.Cast, client_of: ClientOf
) -> None:
    for address in (page, *beside(page)):
        assert side in says_so(client_of, cast, asked(address, {"weights": side}), 404, "en")


@pytest.mark.parametrize(
    "importance",
    [
        "X9",
        "C1",
        "C1,C2",
        "C1,C1,C2,C3,C4,C5,C6",
        "C1,C2,C3,C4,C5,C6,C7,C7",
        "O1,O2,O3,O4,O5,O6,O7",
        ",",
        "%,",
    ],
)
def test_an_order_of_importance_names_every_criterion_once(
    importance: str, cast: make.Cast, client_of: ClientOf
) -> None:
    for address in ADDRESSES[:3]:
        response = ask(client_of, cast.paul, asked(address, {"importance": importance}))
        assert response.status_code == (200 if importance == "," else 400), (address, importance)


def test_an_order_of_importance_is_about_the_criteria_shown(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    query = {"round": "january-2009", "section": "ownership", "importance": "C1,C2,C3,C4,C5,C6,C7"}
    assert ask(client_of, cast.paul, asked("/compare/", query)).status_code == 400


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", CHARTS)
def test_a_chart_that_a_page_does_not_have_is_not_found(
    page: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    says_so(client_of, cast, chart_of(page, "no-such-chart"), 404, language)


@pytest.mark.parametrize("address", ADDRESSES)
def test_of_another_programme_nothing_is_there(address: str, cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    for query in ({"set": "cmj"}, {"round": "january-2009"}):
        if "round" in query and address.startswith("/changes/"):
            query = {"until": "january-2009"}
        assert ask(client_of, cast.nadia, asked(address, query)).status_code == 404


# --- where there is little or nothing


@pytest.mark.parametrize("page", PAGES)
def test_without_any_round_a_page_says_what_is_missing(
    page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    shown = read(client_of, cast.nadia, page)
    assert not shown.all("table")
    assert not dashboards.addresses(shown)
    assert [len(each.text().split()) > 8 for each in shown.all(class_="empty")] == [True]
    assert dashboards.opened(ask(client_of, cast.nadia, file_of(page))).parts
    assert all(
        ask(client_of, cast.nadia, each).status_code == 404 for each in beside(page) if each.endswith(".json")
    )


@pytest.mark.parametrize("page", PAGES)
def test_entered_weights_are_no_mistake_where_nothing_is_heard(
    page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    query = {"weights": "entered", "w": "25,15,15,10,15,10,10", "why": REASON}
    assert ask(client_of, cast.nadia, asked(page, query)).status_code == 200
    assert ask(client_of, cast.paul, asked(page, query | {"view": "government"})).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_where_the_other_side_was_not_heard_nothing_is_made_up(
    page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    shown = read(client_of, cast.joseph, f"{page}?view=government")
    if page == "/two-views/":
        assert (
            "Only the partners have answered in this round: nothing to compare." in shown.one("main").text()
        )
        assert dashboards.addresses(shown) == {}
    else:
        assert not shown.all("table", class_="matrix")
        assert shown.all(class_="empty")


@pytest.mark.parametrize("section", ["coordination", "ownership"])
@pytest.mark.parametrize("page", share_of(PAGES, TURN, shares=2))
def test_every_section_can_be_shown_in_both_languages(
    page: str, section: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for language in ("en", "fr"):
        shown = read(client_of, cast.paul, f"{page}?section={section}", language)
        for address in dashboards.addresses(shown).values():
            dashboards.figure(client_of, cast.paul, address, language)
        dashboards.opened(ask(client_of, cast.paul, f"{file_of(page)}?section={section}", language))


# --- what a figure is made of stands beside it


@pytest.mark.parametrize(("language", "word"), [("en", "Invented"), ("fr", "Inventé")])
@pytest.mark.parametrize("page", PAGES)
def test_where_answers_are_invented_the_page_and_the_file_say_so(
    page: str, language: str, word: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    address = f"{page}?round=january-2009&view=partners"
    shown = read(client_of, cast.paul, address, language)
    assert any(word in each.text() for each in shown.all(class_="notice-invented"))
    assert word in ask(client_of, cast.paul, file_of(address), language).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_the_file_names_the_round_of_its_figures(page: str, cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    address = f"{page}?round=january-2009&view=partners"
    assert "January 2009" in ask(client_of, cast.paul, file_of(address)).content.decode()


@pytest.mark.parametrize("page", CHARTS)
def test_charts_are_drawn_from_the_filters_of_the_page(
    page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    query = "round=january-2009&view=partners&sector=justice"
    addresses = dashboards.addresses(read(client_of, cast.paul, f"{page}?{query}"))
    assert addresses
    for address in addresses.values():
        assert address.endswith(f"?{query}")
        figure = json.dumps(dashboards.figure(client_of, cast.paul, address))
        assert "GTSE" not in figure


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


@pytest.mark.takes_long
@pytest.mark.usefixtures("with_a_script_in_its_name")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_script_in_a_name_is_text_on_the_page_in_the_chart_and_in_the_file(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    query = "?round=january-2009&view=partners"
    for address in ("/", "/structures/", "/rounds/", "/structures/cmj/", *(page + query for page in PAGES)):
        response = ask(client_of, cast.paul, address, language)
        assert response.status_code == 200
        assert b"<script>alert" not in response.content, address
    compared = read(client_of, cast.paul, f"/compare/{query}", language)
    rows = dashboards.by_name(compared.rows(id="matrix"))
    assert SCRIPT in rows
    slug = next(link.attrs["href"] for link in compared.all("a") if link.text() == SCRIPT)
    for address in (slug, f"{slug}january-2009/"):
        assert b"<script>alert" not in ask(client_of, cast.paul, address, language).content
    for page in PAGES:
        charts = dashboards.addresses(read(client_of, cast.paul, page + query, language))
        assert bool(charts) == (page in CHARTS)
        for address in charts.values():
            figure = json.dumps(dashboards.figure(client_of, cast.paul, address, language))
            assert "<script" not in figure, address
        response = ask(client_of, cast.paul, file_of(page + query), language)
        _head, found = dashboards.opened(response).table()
        cells = {cell for row in found for cell in row if "<script" in cell and cell.startswith(("=", "'="))}
        assert cells, page
        assert all(cell.startswith("'=") for cell in cells), "a spreadsheet takes none of it for a formula"


def test_a_word_that_is_a_script_is_text_everywhere(cast: make.Cast, client_of: ClientOf) -> None:
    word = "<img src=x onerror=alert(1)>"
    round_ = make.open_round(sides="partners")
    assessment = make.begin(cast.amina, "CMJ", round_)
    browser = client_of(cast.amina)
    response = browser.post(
        f"/assessments/{assessment.pk}/coordination/", {"C1-word": word, "C1-choice": "3", "C1-basis": word}
    )
    assert response.status_code == 302
    make.send(assessment, accept_blanks=True)
    for address in (
        "/compare/?round=march-2011",
        "/changes/",
        "/ownership/?round=march-2011",
        "/two-views/?round=march-2011",
        "/structures/cmj/",
        "/structures/cmj/march-2011/",
        f"/assessments/{assessment.pk}/send/",
    ):
        response = browser.get(address, follow=True)
        assert response.status_code == 200
        assert b"<img" not in response.content
        if (
            address != "/ownership/?round=march-2011"
        ):  # the first coordination criterion is no item of the plane
            assert b"&lt;img" in response.content, address


def test_what_is_entered_in_the_address_is_text_on_the_page(cast: make.Cast, client_of: ClientOf) -> None:
    query = {"weights": "entered", "w": "25,15,15,10,15,10,10", "why": '"><script>alert(1)</script>'}
    for page in PAGES:
        response = ask(client_of, cast.paul, asked(page, query))
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
    for query in ({"round": "<script>alert(1)</script>"}, {"why": "x" * 501 + "<script>alert(1)</script>"}):
        for page in PAGES:
            assert b"<script>alert" not in ask(client_of, cast.paul, asked(page, query)).content
