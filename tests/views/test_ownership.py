"""Ownership × partnership: what the answers allow, and apart from it what the source says."""

import re
from typing import Any

import pytest

from tests import dashboards, make
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.pages import Node
from tests.rounds import answered

CODING = make.FIXTURES / "drc-ownership-coding.json"
ADDRESS = "/ownership/?round=january-2008&view=analyst"


def positions(page: Node) -> dict[str, list[str]]:
    """Ownership, partnership, quadrant, signs and what the source says, by structure."""
    return by_name(dashboards.table(page, "positions"))


def boxes(figure: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    """Ownership and partnership of what is drawn: points and boxes, from left to right."""
    drawn = [
        (each["x0"], each["x1"], each["y0"], each["y1"])
        for each in figure["layout"]["shapes"]
        if each["type"] == "rect" and each["line"].get("dash")
    ]
    points = [
        (x, x, y, y)
        for trace in figure["data"]
        if trace["mode"] == "markers"
        for x, y in zip(trace["x"], trace["y"], strict=True)
    ]
    return sorted(drawn + points)


@pytest.fixture
def coded(cast: make.Cast) -> None:
    make.load(CODING)


@pytest.mark.usefixtures("coded")
def test_the_coding_of_the_deck_has_its_golden_positions(cast: make.Cast, client_of: ClientOf) -> None:
    shown = positions(read(client_of, cast.paul, ADDRESS))
    assert {code: row[:3] for code, row in shown.items()} == {
        "CCRSS": ["0–89", "0–100", "could be in any of the four quadrants"],
        "CMJ": ["54–100", "54–79", "owned partnership"],
        "FARDC equipment": ["11–100", "0–100", "could be in any of the four quadrants"],
        "GTSE/CPSE": ["75–100", "96–100", "owned partnership"],
    }


@pytest.mark.usefixtures("coded")
def test_only_what_the_answers_place_is_drawn_with_its_golden_ends(
    cast: make.Cast, client_of: ClientOf
) -> None:
    figure = dashboards.figure(client_of, cast.paul, dashboards.chart_of(ADDRESS, "plane"))
    assert boxes(figure) == [
        pytest.approx((375 / 7, 100, 325 / 6, 475 / 6)),
        pytest.approx((75, 100, 575 / 6, 100)),
    ]
    said = dashboards.said(read(client_of, cast.paul, ADDRESS), "plane")
    assert any("CCRSS" in each and "FARDC equipment" in each and "not drawn" in each for each in said)


@pytest.mark.usefixtures("coded")
def test_what_the_source_says_stands_in_a_corner_and_is_no_point(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, ADDRESS)
    row = positions(page)["CCRSS"]
    assert row[3:6] == [
        "the source states 3 of 3",
        "not looked at yet; no source states any",
        "the source says: substitution",
    ]
    figure = dashboards.figure(client_of, cast.paul, dashboards.chart_of(ADDRESS, "plane"))
    corners = [each["text"] for each in figure["layout"]["annotations"]]
    (corner,) = [each for each in corners if "CCRSS" in each]
    assert corner.startswith("Substitution")
    assert row[2] == "could be in any of the four quadrants"


@pytest.mark.usefixtures("coded")
def test_the_headline_says_first_what_is_certain(cast: make.Cast, client_of: ClientOf) -> None:
    assert dashboards.findings(read(client_of, cast.paul, ADDRESS)) == [
        "Owned partnership: CMJ, GTSE/CPSE; could be in several quadrants: CCRSS, FARDC equipment."
    ]


@pytest.mark.usefixtures("coded")
def test_each_ownership_item_is_a_square_that_leads_to_the_answer_and_its_evidence(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, ADDRESS)
    (region,) = page.all("div", role="region", aria_labelledby="items")
    row = next(each for each in region.all("tr") if each.text().startswith("CMJ"))
    links = [each for each in row.all("a") if each.all("svg")]
    assert [each.attrs["href"] for each in links] == [
        f"/structures/cmj/january-2008/#analyst-O{number}" for number in range(1, 8)
    ]
    assert links[0].one("title").text() == "Objectives understood (O1): Partly to Yes, not sure"
    answer = read(client_of, cast.paul, links[0].attrs["href"]).one(id="analyst-O1")
    assert answer.text()


@pytest.mark.usefixtures("coded")
@pytest.mark.parametrize(("language", "words"), [("en", "not by the author"), ("fr", "analyste")])
def test_coded_answers_are_marked_as_an_analysts(
    language: str, words: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, ADDRESS, language)
    assert any(words in each.text() for each in page.all(class_="notice"))
    assert words in ask(client_of, cast.paul, file_of(ADDRESS), language).content.decode()


@pytest.mark.usefixtures("coded")
def test_the_analyst_is_heard_first_where_there_is_a_coding_and_else_the_government(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for person in (cast.joseph, cast.paul):
        page = read(client_of, person, "/ownership/")
        assert page.form("round", "view")["view"] == "analyst"
    make.load_demo()
    for person in (cast.joseph, cast.paul):
        page = read(client_of, person, "/ownership/?round=january-2009")
        assert page.form("round", "view")["view"] == "government"


@pytest.mark.usefixtures("coded")
def test_the_analyst_changes_no_figure_of_either_side(cast: make.Cast, client_of: ClientOf) -> None:
    compared = by_name(read(client_of, cast.paul, "/compare/?round=january-2008").rows(id="matrix"))
    assert (compared["GTSE/CPSE"][7], compared["CMJ"][7]) == ("93–100", "79")


def test_by_the_partners_own_answers_the_deck_places_nobody(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, "/ownership/?round=january-2008&view=partners")
    shown = positions(page)
    assert {code: row[0] for code, row in shown.items()} == dict.fromkeys(shown, "0–100")
    assert dashboards.findings(page) == ["Could be in several quadrants: CCRSS, CMJ, GTSE/CPSE."]
    figure = dashboards.figure(client_of, cast.paul, "/ownership/plane.json?round=january-2008&view=partners")
    assert len(boxes(figure)) == sum(row[2].startswith("could be: ") for row in shown.values())


def test_where_the_source_says_what_the_answers_exclude_there_is_an_alert(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, "/ownership/?round=january-2009&view=partners")
    assert positions(page)["CCRSS"][2] == "neither"
    alerts = [each for each in page.all(class_="sub") if "The source says something else" in each.text()]
    assert len(alerts) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("voice", ["government", "partners", "analyst"])
def test_page_chart_and_file_have_the_same_positions(
    voice: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    make.load(CODING)
    label = "january-2008" if voice == "analyst" else "january-2010"
    address = f"/ownership/?round={label}&view={voice}"
    page = read(client_of, cast.paul, address, language)
    shown = positions(page)
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address), language)).table()
    assert {row[0]: list(row[2:8]) for row in rows} == shown
    items = by_name(dashboards.table(page, "strip"))
    assert {row[0]: [("–" if cell == "-" else cell) for cell in row[8:]] for row in rows} == items
    figure = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["plane"], language)
    words = [text for trace in figure["data"] for text in trace.get("hovertext", ())]
    for code, row in shown.items():
        drawn = f"{code} · {row[0]} × {row[1]}" in words
        assert drawn == (not re.search("quatre|four|,", row[2])), row


def test_what_is_said_without_answers_is_listed_apart(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"))
    page = read(client_of, cast.paul, "/ownership/?round=march-2011&view=partners")
    assert list(positions(page)) == ["CMJ"]
    (section,) = page.all("section", aria_labelledby="said-only")
    assert "CCRSS" in section.text()
    assert "no suitable Congolese available" in section.text()


def test_thin_ownership_is_named_item_by_item(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, "/ownership/?round=january-2009&view=partners")
    lines = [each.text() for each in page.all("li")]
    assert "CMJ: weak on right tools, regular political dialogue." in lines
    assert "GTSE/CPSE: no ownership item is weak, and none is missing." in lines
    assert any(each.startswith("CCRSS: weak on ") and "not known on 1 of 7" in each for each in lines)


def test_where_no_item_applies_nothing_is_placed(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    assessment = make.start(cast.amina, "CMJ", round_)
    whole = make.start(cast.amina, make.whole(), round_)
    items = [f"O{n}" for n in range(1, 8)] + ["C2", "C5", "C6", "C7"]
    for one, codes in ((assessment, items), (whole, ["S4", "S5"])):
        make.save(one, *(make.entry(code, "n/a", na_reason="Not its task.") for code in codes))
        make.send(one, accept_blanks=True)
    address = "/ownership/?round=march-2011&view=partners"
    assert positions(read(client_of, cast.paul, address))["CMJ"][:3] == [
        "no item applies",
        "no item applies",
        "no position: no item applies",
    ]
    assert boxes(dashboards.figure(client_of, cast.paul, dashboards.chart_of(address, "plane"))) == []
    assert ask(client_of, cast.paul, file_of(address)).status_code == 200
    assert ask(client_of, cast.paul, "/structures/cmj/").status_code == 200


def test_one_sides_answers_are_not_the_others(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    found = [
        positions(read(client_of, cast.paul, f"/ownership/?round=january-2009&view={voice}"))
        for voice in ("government", "partners")
    ]
    assert found[0].keys() == found[1].keys()
    assert found[0] != found[1]


# --- each at its latest round


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_revealed_in_an_open_round_hides_no_other_structure(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    make.revealed(cast, "CMJ", government="Yes", partners="No")
    new, before = {
        "en": ("march 2011", "january 2010"),
        "fr": ("march 2011 (fr)", "janvier 2010"),
    }[language]
    page = read(client_of, cast.paul, "/ownership/?view=partners", language)
    assert page.form("round", "view")["round"] == ""
    (squares,) = page.all("div", role="region", aria_labelledby="items")
    shown = {
        row.one("th").one("a").text(): (
            next(each.text() for each in row.all("span") if "data-round" in each.attrs).lower(),
            row.all("td", class_="col-pair")[0].one("a").attrs["href"].split("#")[0],
        )
        for row in squares.one("tbody").all("tr")
    }
    assert shown == {
        "CCRSS": (before, "/structures/ccrss/january-2010/"),
        "CMJ": (new, "/structures/cmj/march-2011/"),
        "GTSE/CPSE": (before, "/structures/gtse-cpse/january-2010/"),
    }
    figure = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["plane"], language)
    words = [text.lower() for trace in figure["data"] for text in trace.get("hovertext", ())]
    assert any(each.startswith("cmj · ") and each.endswith(f" · {new}") for each in words)
    _head, rows = dashboards.opened(
        ask(client_of, cast.paul, file_of("/ownership/?view=partners"), language)
    ).table()
    assert {row[0]: row[1].lower() for row in rows} == {code: name for code, (name, _href) in shown.items()}


def test_each_structure_stands_with_the_programme_as_a_whole_in_its_own_round(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    alone = positions(read(client_of, cast.paul, "/ownership/?view=partners&round=january-2010"))
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.amina, make.whole(), round_, word="No")
    both = positions(read(client_of, cast.paul, "/ownership/?view=partners"))
    of_round = positions(read(client_of, cast.paul, "/ownership/?view=partners&round=march-2011"))
    assert {code: row[:2] for code, row in both.items()} == {
        "CCRSS": alone["CCRSS"][:2],
        "CMJ": of_round["CMJ"][:2],
        "GTSE/CPSE": alone["GTSE/CPSE"][:2],
    }


def test_who_is_left_out_of_a_chosen_round_is_named_below(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"))
    page = read(client_of, cast.paul, "/ownership/?view=partners&round=march-2011")
    (left,) = (
        each for each in page.all("details") if "without an assessment" in each.all("summary")[0].text()
    )
    assert {"/structures/ccrss/", "/structures/gtse-cpse/"} <= {each.attrs["href"] for each in left.all("a")}


# --- many structures


@pytest.fixture
def many(cast: make.Cast) -> str:
    """Forty-five structures answered by the partners: forty of them firmly, five not known."""
    names = [f"S{number}" for number in range(1, 46)]
    for name in names:
        make.structure(name)
    codes = [*(f"O{number}" for number in range(1, 8)), "C2", "C5", "C6", "C7"]
    words = [*["Yes"] * 30, *["No"] * 10, *["?"] * 5]
    round_ = make.open_round(sides="partners")
    whole = {make.whole(): [["Yes", "Yes"]]}
    answered({"partners": whole}, codes=["S4", "S5"], round_=round_)
    sheets = {name: [[word] * 11] for name, word in zip(names, words, strict=True)}
    answered({"partners": sheets}, codes=codes, round_=round_)
    return "/ownership/?round=march-2011&view=partners"


def test_of_more_than_twelve_structures_the_plane_counts_in_place_of_boxes(
    many: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, many)
    assert dashboards.findings(page) == ["Of 45 structures, at least: 30 owned partnership, 10 neither."]
    assert dashboards.said(page, "plane") == [
        "Owned partnership: at least 30, at most 35.",
        "Substitution: at least 0, at most 5.",
        "Ownership without partnership: at least 0, at most 5.",
        "Neither: at least 10, at most 15.",
    ]
    figure = dashboards.figure(client_of, cast.paul, dashboards.chart_of(many, "plane"))
    assert boxes(figure) == []
    assert any("at least 30" in each["text"] for each in figure["layout"]["annotations"])


def test_every_one_of_many_structures_is_reached_by_pages_and_the_counts_are_of_all(
    many: str, cast: make.Cast, client_of: ClientOf
) -> None:
    first, second = read(client_of, cast.paul, many), read(client_of, cast.paul, f"{many}&page=2")
    assert len(positions(first)) == 40
    assert len(positions(second)) == 5
    assert not positions(first).keys() & positions(second).keys()
    assert dashboards.findings(first) == dashboards.findings(second)
    (onward,) = first.all("a", rel="next")
    assert "page=2" in onward.attrs["href"]
    assert ask(client_of, cast.paul, f"{many}&page=3").status_code == 404
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(many))).table()
    assert len(rows) == 45
