"""Compare with both views in one row: each structure at its latest round, the same on page, in charts and file."""

import re
from typing import Any

import pytest

from coordination.models import Structure
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, findings, read
from tests.pages import Node

YES, PARTLY = ("Yes",) * 7, ("Partly",) * 7
BOTH = "/compare/?view=both"


def rounds(**by_year: dict[str, dict[str, tuple[str, ...]]]) -> str:
    """Published rounds by year: structure, side, and the words on C1, C2 …; return the address of these structures."""
    document = make.document(make.DEMO)
    codes = dict.fromkeys(code for of in by_year.values() for code in of)
    document["structures"] += [
        {"code": code, "name": {"en": code, "fr": code}, "sector": "police"} for code in codes
    ]
    like = document["rounds"][0]
    document["rounds"] = [
        like
        | {
            "label": f"round-{year[1:]}",
            "name": {"en": f"Round {year[1:]}", "fr": f"Campagne {year[1:]}"},
            "sides": ["government", "partners"],
            "reference_date": f"{year[1:]}-01-31",
            "assessments": [
                _assessment(code, side, words, year[1:])
                for code, sides in of.items()
                for side, words in sides.items()
            ],
        }
        for year, of in by_year.items()
    ]
    make.load(document)
    slugs = Structure.objects.filter(code__in=codes).values_list("slug", flat=True)
    return "".join([BOTH, *(f"&set={slug}" for slug in slugs)])


def _assessment(code: str, side: str, words: tuple[str, ...], year: str) -> dict[str, Any]:
    return {
        "structure": code,
        "side": side,
        "rater": f"Assessor of {side}",
        "state": "published",
        "sent_on": f"{year}-02-01",
        "answers": {f"C{at}": _entry(word) for at, word in enumerate(words, 1)},
    }


def _entry(word: str) -> object:
    return {"verbatim": "n/a", "na_reason": "Outside its mandate."} if word == "n/a" else word


def alike(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {"government": words, "partners": words}


def names(page: Node) -> list[str]:
    return [row.one("th").one("a").text() for row in page.one("table", id="matrix").all("tr")[1:]]


def lanes(page: Node, code: str, class_: str) -> list[str]:
    rows = page.one("table", id="matrix").all("tr")[1:]
    row = next(each for each in rows if each.one("th").one("a").text() == code)
    return [each.text() for each in row.one("td", class_=class_).all("span", class_="home-lane")]


def test_each_structure_stands_at_its_latest_round_dated(cast: make.Cast, client_of: ClientOf) -> None:
    address = rounds(y2012={"A": alike(YES), "B": alike(PARTLY)}, y2013={"B": alike(YES)})
    page = read(client_of, cast.paul, address.replace("view=both&", ""))
    assert page.form("sector", "view")["view"] == "both"
    heads = {
        row.one("th").one("a").text(): row.one("th").text()
        for row in page.one("table", id="matrix").all("tr")[1:]
    }
    assert "Round 2012" in heads["A"]
    assert "Round 2013" in heads["B"]
    links = [each.attrs["href"] for each in page.one("table", id="matrix").all("a")]
    assert "/structures/a/round-2012/#C3" in links
    assert "/structures/b/round-2013/#C3" in links
    earlier = read(client_of, cast.paul, f"{address}&round=round-2012")
    assert sorted(names(earlier)) == ["A", "B"]


def test_what_both_say_is_said_once_and_the_rest_with_its_side(cast: make.Cast, client_of: ClientOf) -> None:
    address = rounds(y2012={"A": alike(YES), "B": {"government": YES, "partners": PARTLY}})
    page = read(client_of, cast.paul, address)
    assert len(page.one("h1").text().split()) <= 25
    said = " ".join(each.text() for each in page.all(class_="finding")) + page.one("h1").text()
    assert "Government: A and B: same answers." in said
    assert "Partners: A scores highest." in said
    assert "Partners: B is weak (Partly or lower) on all 7 criteria." in said

    address = rounds(y2013={"C": alike(YES), "D": alike(PARTLY)})
    page = read(client_of, cast.paul, f"{address}&round=round-2013")
    assert "C scores highest." in findings(page)
    heads = [each.text() for each in page.one("h1").all("span", class_="headline-part")]
    assert heads[0] == "C scores highest."
    assert not any(each.startswith(("Government", "Partners")) for each in heads)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_file_has_each_view_as_the_page_has_it(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    address = rounds(
        y2012={"A": alike(PARTLY), "B": alike(PARTLY)},
        y2013={"A": {"government": YES, "partners": PARTLY}, "B": {"government": ("?", *YES[1:])}},
    )
    page = read(client_of, cast.paul, address, language)
    _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(address), language)).table()
    assert [row[0] for row in rows].count("A") == 2
    figures = [
        each.text() for each in page.one("table", id="matrix").all("text") if "mark-number" in each.classes
    ]
    # What is not known has words instead of a number.
    assert figures == [row[13] for row in rows if row[13] not in ("not known", "inconnu")]
    for code in ("A", "B"):
        in_file = [row[14] for row in rows if row[0] == code]
        assert [
            each.split(": ")[-1].split("\u202f: ")[-1] for each in lanes(page, code, "col-place")
        ] == in_file
    changes = [each.text() for each in page.one("table", id="matrix").all("span", class_="mark-change")]
    assert all(any(row[17] in change for change in changes) for row in rows)


def test_lists_are_in_natural_order_and_both_ways(cast: make.Cast, client_of: ClientOf) -> None:
    codes = ("Zongo", "10e", "état-maj", "Dakar", "2e", "Owen", "ÉCO-POL", "Fizi")
    address = rounds(y2012={code: alike(YES) for code in codes})
    order = ["2e", "10e", "Dakar", "ÉCO-POL", "état-maj", "Fizi", "Owen", "Zongo"]
    page = read(client_of, cast.paul, f"{address}&sort=name")
    assert names(page) == order
    head = page.one("table", id="matrix").all("th")[0]
    assert head.attrs["aria-sort"] == "ascending"
    turned = read(client_of, cast.paul, "/compare/" + head.one("a").attrs["href"])
    assert names(turned) == order[::-1]


def test_the_lowest_comes_first_where_it_is_asked_for(cast: make.Cast, client_of: ClientOf) -> None:
    address = rounds(y2012={"A": alike(YES), "B": alike(PARTLY), "C": alike(("?",) * 7)})
    assert names(read(client_of, cast.paul, address)) == ["A", "B", "C"]
    assert names(read(client_of, cast.paul, f"{address}&sort=-score")) == ["B", "A", "C"]


@pytest.mark.takes_long
def test_any_of_many_structures_is_found_and_every_page_reached(cast: make.Cast, client_of: ClientOf) -> None:
    rounds(y2012={f"S{number}": alike(YES) for number in range(90)})
    page = read(client_of, cast.paul, f"{BOTH}&find=s89")
    assert [each.attrs["value"] for each in page.all("input", name="set")] == ["s89"]
    shown = read(client_of, cast.paul, f"{BOTH}&page=2&sort=name")
    links = [each.text() for each in shown.one("nav", class_="pager").all("a")]
    assert links == ["First", "Previous", "Next", "Last"]
    assert ask(client_of, cast.paul, f"{BOTH}&page=4").status_code == 404
    assert ask(client_of, cast.paul, f"{BOTH}&find={'x' * 10_000}").status_code == 400


def test_each_chart_says_what_the_page_says_of_its_view(cast: make.Cast, client_of: ClientOf) -> None:
    address = rounds(y2012={"A": alike(YES), "B": {"government": YES, "partners": PARTLY}})
    page = read(client_of, cast.paul, address)
    found = dashboards.addresses(page)
    assert {"government-intervals", "partners-intervals"} <= found.keys()
    drawn = dashboards.figure(client_of, cast.paul, found["partners-intervals"])
    names_, words = [trace["text"] for trace in drawn["data"] if trace.get("mode") == "text"][:2]
    assert dict(zip(names_, words, strict=True)) == {"A": "100", "B": "50"}
    assert ask(client_of, cast.paul, "/compare/intervals.json?view=both").status_code == 404
    assert len(page.all("table", class_="pairs")) == 2


def shortfall(why: str) -> tuple[int, int]:
    """How many points are missing for Yes, by what a step says: for certain, and possibly more."""
    found = re.search(r"needs (?:at most (\d+)|(\d+)(?: to (\d+))?) of 100 points", why.lower())
    assert found, why
    most, least, upper = found.groups()
    if most:
        return 0, int(most)
    return int(least), int(upper or least) - int(least)


@pytest.mark.parametrize(
    "sides",
    [
        {"government": ("Partly to No", *YES[1:]), "partners": ("Not yet", "Yes", "Partly", *YES[3:])},
        {
            "government": ("Mostly", "?", "No?", *YES[3:]),
            "partners": ("No", "Yes?", "Not yet to Mostly", *YES[3:]),
        },
        {"government": ("No", "Mostly", *YES[2:]), "partners": ("Yes", "Not yet", "Partly", *YES[3:])},
    ],
)
def test_the_steps_of_both_views_stand_in_one_order(
    sides: dict[str, tuple[str, ...]], cast: make.Cast, client_of: ClientOf
) -> None:
    address = rounds(y2012={"A": sides, "B": alike(("Yes", "Mostly", *YES[2:]))})
    page = read(client_of, cast.paul, address)
    said = [each.one("p", class_="sub").text() for each in page.all("li", class_="step")]
    order = [shortfall(each) for each in said]
    assert len(order) > 2
    assert order == sorted(order, reverse=True)
    brief = read(client_of, cast.paul, address.replace("/compare/", "/compare/brief/")).text()
    places = [brief.index(each.one("strong").text()) for each in page.all("li", class_="step")[:4]]
    assert places == sorted(places)


def test_the_steps_end_where_it_is_not_known_what_one_view_asks_next(
    cast: make.Cast, client_of: ClientOf
) -> None:
    weak: dict[str, dict[str, tuple[str, ...]]] = {
        f"A{at:02}": {"government": ("No", *YES[1:])} for at in range(13)
    }
    address = rounds(y2012=weak | {"B": {"government": YES, "partners": ("Mostly", *YES[1:])}})
    leads = [
        each.one("strong").text() for each in read(client_of, cast.paul, address).all("li", class_="step")
    ]
    assert leads == [f"A{at:02} – clear strategy: fix now." for at in range(12)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_where_scores_give_no_place_the_cell_and_a_line_below_say_why(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    address = rounds(
        y2012={
            "A": alike(("Yes",) * 5 + ("No",) * 2),
            "B": {"government": ("Mostly",) * 5 + ("n/a",) * 2, "partners": YES},
        }
    )
    page = read(client_of, cast.paul, address, language)
    why, lead, side = {
        "en": ("scores rest on different criteria", "Scores rest on different criteria", "Government:"),
        "fr": (
            "les scores reposent sur des critères différents",
            "Les scores reposent sur des critères",
            "Gouvernement",
        ),
    }[language]
    table = page.one("table", id="matrix")
    for code in ("A", "B"):
        row = next(each for each in table.all("tr")[1:] if each.one("th").one("a").text() == code)
        government, partners = row.one("td", class_="col-place").all("span", class_="home-lane")
        assert government.attrs["title"] == why
        assert "–" in government.text()
        assert len(government.all("span", class_="visually-hidden")) == 2, "the side, and why"
        assert len(partners.all("span", class_="visually-hidden")) == 1
        assert "title" not in partners.attrs
    said = [each for each in page.all("div", class_="finding") if lead in each.text()]
    (told,) = said
    assert side in told.text()
    assert "B (2)" in told.text()
    folded = page.one("details", id="more")
    assert told not in folded.all("div", class_="finding"), "it stands open, below the table"


def test_where_one_alone_can_be_ranked_the_cell_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, rounds(y2012={"A": alike(YES), "B": alike(("?",) * 7)}))
    row = next(
        each for each in page.one("table", id="matrix").all("tr")[1:] if each.one("th").one("a").text() == "A"
    )
    for lane in row.one("td", class_="col-place").all("span", class_="home-lane"):
        assert lane.attrs["title"] == "no other can be ranked"
    one_view = read(client_of, cast.paul, "/compare/?round=round-2012&view=partners")
    said = [each.text() for each in one_view.one("table", id="matrix").all("span", class_="sub")]
    assert said.count("no other can be ranked") == 1


def test_on_a_telephone_the_place_has_its_name_and_a_mark_stays_with_its_word(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, rounds(y2012={"A": alike(YES), "B": alike(PARTLY)}))
    assert page.all("td", class_="col-place")[0].attrs["data-name"] == "Place"
    (key,) = page.all("p", class_="home-key-cards")
    kept = [each for each in key.all("span", class_="home-key") if each.all("svg")]
    assert [each.text() for each in kept] == ["government", "partners"]
