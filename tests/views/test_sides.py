"""Two views: where government and partners differ, what both could accept, and how far raters agree."""

from collections.abc import Mapping, Sequence

import pytest

from coordination.models import User
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, file_of, read
from tests.pages import Node

ADDRESS = "/two-views/?round=march-2011"
#: The golden example: two raters on each side of CMJ.
GOLDEN = {
    "grace": ["Yes", "Most", "Yes", "Yes", "Most", "Partly", "Yes"],
    "gilbert": ["Yes", "Yes?", "Yes", "Broadly", "?", "Not yet", "Yes"],
    "amina": ["Mostly", "Most", "Yes?", "Partly", "Most", "Not yet", "Mostly"],
    "ada": ["Yes", "Most", "Mostly", "Partly", "Partly", "No", "?"],
}
#: The rating matrix of the golden agreement: GTSE/CPSE C1–C7, CMJ C1–C7; n is missing.
RATINGS = {
    "grace": "4444444 4344324",
    "gilbert": "4443444 4443n14",
    "amina": "4432434 3342313",
    "ada": "4433444 433220n",
}
WORDS = {"0": "No", "1": "Not yet", "2": "Partly", "3": "Mostly", "4": "Yes", "n": "?"}


def raters(cast: make.Cast) -> Mapping[str, User]:
    return {
        "grace": cast.grace,
        "gilbert": make.place(make.person("gilbert"), "adviser", "government"),
        "amina": cast.amina,
        "ada": make.place(make.person("ada"), "adviser", "partners"),
    }


def answered(cast: make.Cast, answers: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """A round of both sides in which these people answer these structures, C1, C2 …"""
    people = raters(cast)
    round_ = make.open_round(sides="both")
    started = [
        (make.begin(people[name], code, round_), words)
        for code, by_rater in answers.items()
        for name, words in by_rater.items()
    ]
    for assessment, words in started:
        make.save(assessment, *(make.entry(f"C{n}", word) for n, word in enumerate(words, 1)))
        make.send(assessment, accept_blanks=True)


@pytest.fixture
def golden(cast: make.Cast) -> None:
    answered(cast, {"CMJ": GOLDEN})


def sides(page: Node) -> dict[str, dict[str, list[str]]]:
    """What stands for each structure: government, partners and difference, cell by cell."""
    found: dict[str, dict[str, list[str]]] = {}
    for body in page.all("div", role="region", aria_labelledby="gaps")[0].all("tbody"):
        rows = [
            [cell.text() for cell in row.children if isinstance(cell, Node) and cell.tag == "td"]
            for row in body.all("tr")
        ]
        name = body.all("th")[0].all("a")[0].text()
        # The first cell names the side, with small print on its assessors.
        found[name] = {row[0].split()[0]: row[1:] for row in rows}
    return found


@pytest.mark.usefixtures("golden")
def test_the_golden_gaps_stand_cell_by_cell(cast: make.Cast, client_of: ClientOf) -> None:
    shown = sides(read(client_of, cast.paul, ADDRESS))["CMJ"]
    could = "could be the same, or the Government up to 1 level higher"
    expected = [
        (could, "common ground: Yes"),
        (could, "common ground: Mostly"),
        (could, "common ground: Yes"),
        ("government at least 1 level higher", "no common ground"),
        (could, "(1 of 2 assessors of the Government)", "common ground: Mostly"),
        ("could be the same, or the Government up to 2 levels higher", "common ground: Not yet"),
        ("government 1 level higher", "(1 of 2 assessors of the partners)", "no common ground"),
    ]
    for cell, parts in zip(shown["difference"][:7], expected, strict=True):
        assert all(part in cell for part in parts), (cell, parts)
    assert "government 7–32 points higher on the 7 criteria that both answered" in shown["difference"][7]
    assert shown["government"][7].startswith("79–89")
    assert shown["partners"][7].startswith("57–71")


@pytest.mark.usefixtures("golden")
def test_the_joint_figure_spans_both_sides(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, ADDRESS)
    (joint,) = [
        each.text()
        for each in page.all("span", class_="sub")
        if "criterion by criterion, from the lower" in each.text()
    ]
    assert joint == "criterion by criterion, from the lower to the higher answer: 57–89"


@pytest.mark.usefixtures("golden")
def test_the_finding_names_the_certain_gaps_and_who_is_higher(cast: make.Cast, client_of: ClientOf) -> None:
    assert dashboards.findings(read(client_of, cast.paul, ADDRESS)) == [
        "CMJ: the sides disagree on 2 of the 7 criteria that both answered (government coordinated, government "
        "supported); government higher."
    ]


@pytest.mark.usefixtures("golden")
def test_every_rater_stays_visible(cast: make.Cast, client_of: ClientOf) -> None:
    shown = sides(read(client_of, cast.paul, ADDRESS))["CMJ"]
    assert "Mostly “Most” · Yes?" in shown["government"][1]
    assert "No · Not yet" in shown["partners"][5]


def lines(page: Node) -> dict[str, Node]:
    """The lines of the picture by criterion."""
    rows = page.one("table", class_="level-lines").one("tbody").all("tr")
    return {row.one("span", class_="code").text(): row for row in rows}


@pytest.mark.usefixtures("golden")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_picture_draws_what_the_table_says_the_widest_sure_difference_first(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, ADDRESS, language)
    drawn = lines(page)
    assert list(drawn) == ["C4", "C7", "C1", "C2", "C3", "C5", "C6"]
    difference = sides(page)["CMJ"]["difference" if language == "en" else "différence"]
    for code, line in drawn.items():
        said = line.all("td")[-1].text()
        assert difference[int(code[1]) - 1].startswith(said)
        assert line.one("title").text().endswith(said)
        assert line.one("a").attrs["href"].endswith(f"/structures/cmj/march-2011/#{code}")
        assert len(line.all(class_="mark-link")) == (code in ("C4", "C7"))


def two_structures(cast: make.Cast) -> None:
    """On CMJ the sides differ by one level on one criterion, on CCRSS by two on two."""
    answered(
        cast,
        {
            "CMJ": {"grace": ["Yes"] * 7, "amina": ["Mostly"] + ["Yes"] * 6},
            "CCRSS": {
                "grace": ["Mostly"] * 7,
                "amina": ["Not yet", "Partly to Mostly", "Partly"] + ["Mostly"] * 4,
            },
        },
    )


def drawn_structure(page: Node) -> str:
    return page.one("h2", id="drawn").one("a").text()


def test_the_structure_on_which_the_sides_are_widest_apart_is_drawn(
    cast: make.Cast, client_of: ClientOf
) -> None:
    two_structures(cast)
    page = read(client_of, cast.paul, ADDRESS)
    assert drawn_structure(page) == "CCRSS"
    assert page.form("round", "structure")["structure"] == "ccrss"
    assert dashboards.findings(page)[0].startswith("CCRSS: the sides disagree on 2 of the 7")


def test_another_structure_is_drawn_by_its_name_and_all_stay_beside_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    two_structures(cast)
    page = read(client_of, cast.paul, f"{ADDRESS}&structure=cmj")
    assert drawn_structure(page) == "CMJ"
    assert dashboards.findings(page)[0].startswith("CMJ: the sides disagree on 1 of the 7")
    (beside,) = page.all("table", class_="apart-overview")
    assert [each.text() for each in beside.one("thead").all("a")] == ["CCRSS", "CMJ"]
    assert [each.text() for each in beside.one("thead").all("a") if "aria-current" in each.attrs] == ["CMJ"]


def test_beside_the_picture_stands_by_how_many_levels_a_side_is_higher(
    cast: make.Cast, client_of: ClientOf
) -> None:
    two_structures(cast)
    page = read(client_of, cast.paul, ADDRESS)
    rows = page.one("table", class_="apart-overview").one("tbody").all("tr")
    shown = {
        row.one("span", class_="code").text(): [
            (cell.one("span").text(), cell.one("b").text(), cell.one("a").attrs["href"])
            for cell in row.all("td")
        ]
        for row in rows
    }
    assert shown["C1"] == [
        ("2", "government 2 levels higher", "/structures/ccrss/march-2011/#C1"),
        ("1", "government 1 level higher", "/structures/cmj/march-2011/#C1"),
    ]
    assert shown["C2"][0][:2] == ("unclear", "could be the same, or the Government up to 1 level higher")
    assert shown["C4"][0][:2] == ("same", "same")


def test_a_structure_that_one_side_did_not_answer_is_not_drawn(cast: make.Cast, client_of: ClientOf) -> None:
    answered(cast, {"CMJ": {"grace": ["Yes"] * 7, "amina": ["Yes"] * 7}, "CCRSS": {"amina": ["Yes"] * 7}})
    page = read(client_of, cast.paul, f"{ADDRESS}&structure=ccrss")
    assert drawn_structure(page) == "CMJ"
    assert page.form("round", "structure")["structure"] == "cmj"


@pytest.mark.usefixtures("golden")
def test_the_pack_for_a_meeting_is_of_the_structure_that_is_drawn_with_each_disagreement(
    cast: make.Cast, client_of: ClientOf
) -> None:
    (door,) = (
        each.attrs["href"]
        for each in read(client_of, cast.paul, ADDRESS).all("a")
        if each.text() == "Pack for a meeting"
    )
    pack = read(client_of, cast.paul, door).one("article")
    assert [each.text()[-2:] for each in pack.all("h2") if each.text()[:1].isdigit()] == ["C4", "C7"]
    agenda, *_items = (each for each in pack.all("ol"))
    assert "government at least 1 level higher" in agenda.text()
    assert "“Broadly”" in pack.text()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_file_holds_what_the_page_shows(language: str, cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    address = "/two-views/?round=january-2010"
    page = read(client_of, cast.paul, address, language)
    file = dashboards.opened(ask(client_of, cast.paul, file_of(address), language))
    _head, rows = file.table()
    shown = sides(page)
    assert len(rows) == 3 * len(shown)
    for code, voice, _round, *cells, _assessors in rows:
        on_page = shown[code][voice]
        for cell, other in zip(cells, on_page, strict=True):
            assert cell.replace("-", "–") in other.replace("-", "–"), (code, voice)
    in_file = [list(row) for row in file.parts[1][2:]]
    assert in_file == dashboards.table(page, "agreement")[1:]


def test_the_golden_agreement_stands_with_its_percentages(cast: make.Cast, client_of: ClientOf) -> None:
    answered(
        cast,
        {
            code: {name: [WORDS[each] for each in row.split()[at]] for name, row in RATINGS.items()}
            for at, code in enumerate(("GTSE/CPSE", "CMJ"))
        },
    )
    page = read(client_of, cast.paul, ADDRESS)
    across, everyone, government, partners = (row[:7] for row in dashboards.table(page, "agreement")[1:])
    assert across[:2] == ["one side with the other", "0.42"]
    assert across[3:6] == ["52\u202f%", "92\u202f%", "52"]
    assert everyone[:2] == ["all assessors", "0.50"]
    assert everyone[3:] == ["55\u202f%", "95\u202f%", "78", "not reliable enough"]
    low, high = everyone[2].split(" – ")
    assert float(low) == pytest.approx(0.107, abs=0.05)
    assert float(high) == pytest.approx(0.750, abs=0.05)
    assert (government[1], government[3:6]) == ("0.40", ["69\u202f%", "100\u202f%", "13"])
    assert (partners[1], partners[3:6]) == ("0.71", ["54\u202f%", "100\u202f%", "13"])


def test_where_everybody_gives_the_same_answer_alpha_is_no_number(
    cast: make.Cast, client_of: ClientOf
) -> None:
    answered(cast, {"CMJ": {"grace": ["Yes"] * 7, "amina": ["Yes"] * 7}})
    page = read(client_of, cast.paul, ADDRESS)
    row = dashboards.table(page, "agreement")[1]
    assert row[1] == "–"
    assert row[3] == "100\u202f%"
    assert dashboards.findings(page) == ["The same answers on the 7 criteria that both answered: CMJ."]


def test_what_one_side_knows_and_the_other_does_not_is_counted_apart(
    cast: make.Cast, client_of: ClientOf
) -> None:
    answered(cast, {"CMJ": {"grace": ["Yes", "?"] + ["Yes"] * 5, "amina": ["?", "?"] + ["Yes"] * 5}})
    page = read(client_of, cast.paul, ADDRESS)
    difference = sides(page)["CMJ"]["difference"]
    assert "not known to the partners" in difference[0]
    assert "not known to either side" in difference[1]
    assert "Where both sides sent answers, 1 answer is known from one side only." in dashboards.findings(page)


def test_one_side_alone_is_no_gap(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, "/two-views/?round=january-2008")
    assert dashboards.findings(page) == ["Only the partners have answered in this round: nothing to compare."]
    shown = sides(page)
    assert shown.keys() == {"CCRSS", "CMJ", "GTSE/CPSE"}
    assert {row["government"][0] for row in shown.values()} == {"no answers"}
    assert not page.all("table", class_="level-lines")
    assert not page.all("div", role="region", aria_labelledby="agreement"), "nothing was rated twice"


def dates(page: Node) -> dict[str, str]:
    """The round that each structure is shown at."""
    bodies = page.all("div", role="region", aria_labelledby="gaps")[0].all("tbody")
    heads = [body.all("th")[0] for body in bodies]
    return {
        head.all("a")[0].text(): next(
            each.text() for each in head.all("span") if "data-round" in each.attrs
        ).lower()
        for head in heads
    }


def test_without_a_choice_each_structure_stands_at_its_latest_round_of_both_sides(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"))
    page = read(client_of, cast.paul, "/two-views/")
    assert page.form("round", "section")["round"] == ""
    assert dates(page) == dict.fromkeys(("CCRSS", "CMJ", "GTSE/CPSE"), "january 2010")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_revealed_in_an_open_round_hides_no_other_structure(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    make.revealed(cast, "CMJ", government="Yes", partners="No")
    page = read(client_of, cast.paul, "/two-views/", language)
    new, before = {
        "en": ("march 2011", "january 2010"),
        "fr": ("march 2011 (fr)", "janvier 2010"),
    }[language]
    assert dates(page) == {"CCRSS": before, "CMJ": new, "GTSE/CPSE": before}
    assert drawn_structure(page) == "CMJ"
    assert new in page.one("h2", id="drawn").text().lower()
    (beside,) = page.all("table", class_="apart-overview")
    heads = beside.one("thead").all("th", scope="col")[1:]
    assert [(each.one("a").text(), each.one("span").text().lower()) for each in heads] == [
        ("CCRSS", before),
        ("CMJ", new),
        ("GTSE/CPSE", before),
    ]
    assert {each.attrs["href"].split("#")[0] for each in beside.one("tbody").all("a")} == {
        "/structures/ccrss/january-2010/",
        "/structures/cmj/march-2011/",
        "/structures/gtse-cpse/january-2010/",
    }
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of("/two-views/"), language)).table()
    assert {row[0]: row[2].lower() for row in rows} == dates(page)
    earlier = read(client_of, cast.paul, "/two-views/?round=january-2010", language)
    assert dates(earlier) == dict.fromkeys(dates(page), before)


def test_the_page_finds_the_disagreements_that_home_counts(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.revealed(cast, "CMJ", government="Yes", partners="No")
    (link,) = (
        each
        for each in read(client_of, cast.paul, "/").one("p", class_="home-counts").all("a")
        if each.attrs["href"] == "/two-views/"
    )
    told = dashboards.findings(read(client_of, cast.paul, link.attrs["href"]))
    apart = [each.split(":")[0] for each in told if "the sides disagree on" in each]
    assert "CMJ" in apart
    assert f"{len(apart)} structures" in link.text()


def test_a_structure_that_nobody_answered_is_named_below(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.structure("Prisons")
    (left,) = (
        each
        for each in read(client_of, cast.paul, "/two-views/").all("details")
        if "without an assessment" in each.one("summary").text()
    )
    named = [each.text() for each in left.all("a")]
    assert "Prisons" in named
    assert not {"CCRSS", "CMJ", "GTSE/CPSE"} & set(named)


def test_before_the_reveal_neither_side_sees_a_gap(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    make.begin(cast.grace, "CMJ", round_)
    for person in (cast.amina, cast.grace, cast.paul, cast.joseph, cast.vera):
        page = read(client_of, person, ADDRESS)
        assert not page.all("table")
        assert "Partly" not in page.one("main").text()
        assert client_of(person).get("/meeting-packs/cmj/?round=march-2011").status_code == 404


@pytest.mark.usefixtures("golden")
def test_both_sides_read_the_same(cast: make.Cast, client_of: ClientOf) -> None:
    people = (cast.amina, cast.paul, cast.grace, cast.joseph)
    files = {ask(client_of, person, file_of(ADDRESS)).content for person in people}
    assert len(files) == 1
    assert len({str(sides(read(client_of, person, ADDRESS))) for person in people}) == 1


def test_the_means_by_criterion_are_over_every_structure(cast: make.Cast, client_of: ClientOf) -> None:
    answered(
        cast,
        {
            "CMJ": {"grace": ["Yes"] * 7, "amina": ["Mostly"] * 7},
            "CCRSS": {"grace": ["No"] * 7, "amina": ["No"] + ["Partly"] * 6},
        },
    )
    rows = dashboards.table(read(client_of, cast.paul, ADDRESS), "by-criterion")[1:]
    assert [row[1:] for row in rows] == [
        ["government 0.5 levels higher", "2"],
        *[["partners 0.5 levels higher", "2"]] * 6,
    ]
    chosen = dashboards.table(read(client_of, cast.paul, f"{ADDRESS}&set=cmj"), "by-criterion")[1:]
    assert [row[1:] for row in chosen] == [["government 1 level higher", "1"]] * 7
