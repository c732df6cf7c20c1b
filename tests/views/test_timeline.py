"""Changes: certain changes round by round, two rounds side by side, corrections, raters, versions."""

from copy import deepcopy
from datetime import date

import pytest

from coordination.domain.instruments import InstrumentValue
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.pages import Node

ADDRESS = "/changes/?view=partners"
ENTERED = "&weights=entered&w=25,15,15,10,15,10,10&why=Objectives+first"


def courses(page: Node) -> dict[str, list[str]]:
    """The figures round by round, by structure; the small print names a certain change."""
    rows = page.one("table", class_="courses").all("tr")
    cells = [[_named(cell) for cell in row.children if isinstance(cell, Node)] for row in rows]
    return by_name(cells)


def _named(cell: Node) -> str:
    """A cell's text; of a structure its code, without the name beside it."""
    return cell.one("a").text() if cell.tag == "th" and cell.all("a") else cell.text()


def pairing(page: Node) -> dict[str, list[str]]:
    """Two rounds side by side: what is said of each structure, then each cell."""
    rows = dashboards.table(page, "pair")[1:]
    said = {}
    for row, bare in zip(
        page.all("div", role="region", aria_labelledby="pair")[0].all("tr")[1:], rows, strict=True
    ):
        lines = [
            each.text() for each in row.all("th")[0].all("span", class_="sub") if each.attrs.get("data-claim")
        ]
        said[bare[0]] = [*lines, *(cell.text() for cell in row.all("td"))]
    return said


def lines_of(page: Node) -> int:
    """How many lines the panels draw."""
    return sum(len(each.all("line", class_="mark-line")) for each in dashboards.panels(page))


# --- the demonstration


@pytest.mark.parametrize("language", ["en", "fr"])
def test_chart_sentences_table_and_file_say_the_same(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, ADDRESS, language)
    table = courses(page)
    names = list(table)
    assert names == ["CCRSS", "GTSE/CPSE", "CMJ"]
    bare = {
        row[0]: row[1:-1] for row in page.one("table", class_="courses").all() and page.rows(class_="courses")
    }
    figures = {name: bare[name] for name in names}
    last = [each.one("text", class_="mark-last").text() for each in dashboards.panels(page)]
    assert last == [each[-1] for each in figures.values()]
    for name, sentence in zip(names, dashboards.courses(page), strict=True):
        assert sentence.startswith(name)
        assert all(each in sentence for each in figures[name])
    head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(ADDRESS), language)).table()
    assert [(row[0], row[5]) for row in rows] == [(name, each) for name in names for each in figures[name]]
    assert len(head) == 7 + 7


def test_the_golden_changes_of_2009_are_shown(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&until=january-2009")
    assert courses(page) == {
        "CCRSS": ["not known", "18–25 no clear change"],
        "CMJ": ["79", "82–86 answers are higher (new assessors)"],
        "GTSE/CPSE": ["93–100", "96–100 no clear change"],
    }
    # Another assessor answered in 2009 than the author of the deck, so nothing is called better.
    assert page.one("h1", id="headline").text() == (
        "Answers are higher (new assessors): CMJ; no clear change: CCRSS, GTSE/CPSE – January 2008 → January 2009."
    )
    assert dashboards.courses(page) == [
        "CMJ: January 2008 79; January 2009 82–86 (answers are higher (new assessors)).",
        "CCRSS: January 2008 not known; January 2009 18–25 (no clear change, 7 answers became known).",
        "GTSE/CPSE: January 2008 93–100; January 2009 96–100 (no clear change).",
    ]


def test_the_changes_of_2010_by_the_same_assessors_are_shown(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&since=january-2009&until=january-2010")
    assert courses(page) == {
        "CCRSS": ["18–25", "43–57▲ better"],
        "CMJ": ["82–86", "82–86 no clear change"],
        "GTSE/CPSE": ["96–100", "86▼ worse"],
    }
    assert page.one("h1", id="headline").text() == (
        "Better: CCRSS; worse: GTSE/CPSE; no clear change: CMJ – January 2009 → January 2010."
    )
    shown = pairing(page)
    assert shown["GTSE/CPSE"][0] == (
        "96–100 → 86: worse, −7 points; under every weighting that gives weight to at least one of these: "
        "effective secretariat (C3), partners coordinated (C5); "
        "counted as unchanged, because the reason given is not a real change: government coordinated (C4)."
    )


CMJ_2008 = ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"]
CMJ_2009 = ["Yes", "All", "Yes", "Broadly", "Most", "Partly", "Yes?"]


def test_a_line_stands_only_where_the_scores_bear_the_change(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", date(2009, 6, 30), {"CMJ": CMJ_2008})
    make.answered(cast.amina, "June 2010", date(2010, 6, 30), {"CMJ": CMJ_2009})
    assert lines_of(read(client_of, cast.paul, f"{ADDRESS}&since=june-2009&set=cmj")) == 1
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&until=january-2009")
    assert lines_of(page) == 0, "answers of a new assessor"


def test_two_rounds_stand_side_by_side_with_marks_and_what_changed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&first=january-2008&second=january-2009")
    shown = pairing(page)
    assert shown["CMJ"][:2] == [
        "79 → 82–86: answers are higher (new assessors).",
        "More than half of those who answered are new.",
    ]
    # Six of the seven answers became known by better information, as its assessor says: they count as unchanged.
    assert shown["CCRSS"][0].startswith("not known → 18–25: no clear change, −11 to 11 points")
    assert shown["CCRSS"][0].endswith("7 answers became known, which is no change.")
    assert shown["GTSE/CPSE"][0].startswith("93–100 → 96–100: no clear change, −4 to 4 points; counted as")
    marks = {
        "CMJ": ["same", "really changed", "same", "same", "same", "really changed", "less precise"],
        "CCRSS": ["new information"] * 7,
        "GTSE/CPSE": ["same", "same", "more precise", "same doubt", "same", "same", "same"],
    }
    for code, expected in marks.items():
        for mark, cell in zip(expected, shown[code][-7:], strict=True):
            assert mark in cell, (code, cell)
    assert "Most" in shown["CMJ"][-6]
    assert "All" in shown["CMJ"][-6]


def test_the_file_holds_two_rounds_side_by_side_as_the_page_does(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    address = f"{ADDRESS}&first=january-2008&second=january-2010"
    shown = pairing(read(client_of, cast.paul, address))
    title, head, *rows = dashboards.opened(ask(client_of, cast.paul, file_of(address))).parts[1]
    assert title == ("Two rounds side by side",)
    assert head[1] == "January 2008 – January 2010"
    assert {row[0]: row[1] for row in rows} == {code: cells[0] for code, cells in shown.items()}
    for row in rows:
        for words, cell in zip(row[2:9], shown[row[0]][-7:], strict=True):
            assert words
            assert words.removeprefix("up: ").removeprefix("down: ") in cell


@pytest.mark.parametrize(
    ("query", "labels", "compared"),
    [
        ("", ["January 2008", "January 2009", "January 2010"], ("january-2009", "january-2010")),
        ("&since=january-2009", ["January 2009", "January 2010"], ("january-2009", "january-2010")),
        ("&until=january-2009", ["January 2008", "January 2009"], ("january-2008", "january-2009")),
        (
            "&first=january-2010&second=january-2008",
            ["January 2008", "January 2009", "January 2010"],
            ("january-2008", "january-2010"),
        ),
        (
            "&second=january-2009",
            ["January 2008", "January 2009", "January 2010"],
            ("january-2008", "january-2009"),
        ),
    ],
)
def test_the_range_and_the_two_rounds_can_be_chosen(
    query: str, labels: list[str], compared: tuple[str, str], cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, ADDRESS + query)
    columns = page.one("table", class_="courses").all("th", scope="col")
    head = [link.text() for each in columns for link in each.all("a")]
    assert head == labels
    posted = page.form("first", "second")
    assert (posted["first"], posted["second"]) == compared


def test_the_form_of_two_rounds_keeps_the_rest_of_the_address(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&since=january-2009&sector=justice&set=cmj{ENTERED}")
    posted = page.form("first", "second")
    assert posted["view"] == "partners"
    assert posted["since"] == "january-2009"
    assert posted["sector"] == "justice"
    assert posted["set"] == "cmj"
    assert posted["w"] == "25,15,15,10,15,10,10"


@pytest.mark.parametrize(
    "query", ["&first=january-2011&second=january-2009", "&since=january-2009&first=january-2008"]
)
def test_a_round_that_is_not_among_those_shown_is_not_found(
    query: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    assert ask(client_of, cast.paul, ADDRESS + query).status_code == 404


def test_a_round_beside_itself_is_no_comparison_and_not_called_the_only_one(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&first=january-2009&second=january-2009")
    (said,) = [each.text() for each in page.all(class_="empty")]
    assert "One round so far" not in said
    assert "two" in said


def test_a_range_that_ends_before_it_begins_shows_nothing_and_says_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&since=january-2010&until=january-2008")
    (said,) = [each.text() for each in page.all(class_="empty")]
    assert "round" in said


def test_one_round_is_no_change(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, ADDRESS)
    assert page.one("h1", id="headline").text() == "One round so far: nothing to compare yet."
    assert courses(page) == {"CCRSS": ["not known"], "CMJ": ["79"], "GTSE/CPSE": ["93–100"]}
    assert [each.text() for each in page.all(class_="empty")] == ["One round so far: nothing to compare yet."]


def test_an_empty_voice_draws_no_panel(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, "/changes/?view=government")
    assert not dashboards.panels(page)
    assert page.all(class_="empty")


def test_both_rounds_are_weighed_with_the_same_weights(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.paul, f"{ADDRESS}&until=january-2009{ENTERED}")
    assert courses(page)["CMJ"] == ["83", "86–89 answers are higher (new assessors)"]
    assert "entered weights (25, 15, 15, 10, 15, 10, 10)" in page.one("main").text()
    assert "Objectives first" in page.one("main").text()


# --- reasons


def test_a_stated_cause_stands_beside_the_answer_that_changed(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners", name="June 2008", reference_on=date(2008, 6, 30))
    assessment = make.start(cast.amina, "CMJ", round_)
    words = ["Yes", "Most", "Yes", "Broadly", "Most", "Yes", "No"]
    causes = {6: "real_change", 7: ""}
    make.save(
        assessment,
        *(make.entry(f"C{n}", word, change_cause=causes.get(n, "")) for n, word in enumerate(words, 1)),
    )
    make.send(assessment, accept_blanks=True)
    shown = pairing(read(client_of, cast.paul, ADDRESS))["CMJ"]
    assert "really changed" in shown[-2]
    assert "not explained" in shown[-1]
    assert not any("cause" in cell for cell in shown[-7:-2])


# --- corrections


def test_a_corrected_answer_counts_in_both_rounds_and_is_said(cast: make.Cast, client_of: ClientOf) -> None:
    early = make.sent(
        cast.amina, "CMJ", make.answered(cast.amina, "June 2009", date(2009, 6, 30), {}), word="Partly"
    )
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"), word="Mostly")
    address = f"{ADDRESS}&since=june-2009"
    before = read(client_of, cast.paul, address)
    assert courses(before)["CMJ"] == ["50", "75▲ better"]
    assert not [each for each in before.all(class_="notice") if "corrected" in each.text()]
    assert not before.all("select", name="known")
    for code in (f"C{n}" for n in range(1, 8)):
        make.correct(early, code, "Mostly", by=cast.amina)
    after = read(client_of, cast.paul, address)
    assert courses(after)["CMJ"] == ["75", "75 no clear change"], "a correction is no change"
    assert [each.text() for each in after.all(class_="notice") if "corrected" in each.text()] == [
        "June 2009: 7 answers were corrected after both sides had seen them."
    ]
    published = read(client_of, cast.paul, f"{address}&known=published")
    assert courses(published) == courses(before)
    assert "answers as first published" in published.one("main").text()
    assert published.form("known", "sector", "since", "until")["known"] == "published"
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(f"{address}&known=published"))).table()
    assert [row[5] for row in rows if row[0] == "CMJ"] == ["50", "75"]
    texts = published.all("text", class_="mark-score") + published.all("text", class_="mark-last")
    assert [each.text() for each in texts] == ["50", "75"]


# --- raters


def with_changed_raters(
    first: tuple[int, ...],
    first_words: tuple[str, ...],
    second: tuple[int, ...],
    second_words: tuple[str, ...],
) -> None:
    """CCRSS Defence in two rounds, each by some advisers of the partners, who each use one word throughout."""
    number = 1 + max(*first, *second)
    advisers = [make.place(make.person(f"adviser{n}"), "adviser", "partners") for n in range(number)]
    for name, on, who, words in (
        ("June 2009", date(2009, 6, 30), first, first_words),
        ("June 2010", date(2010, 6, 30), second, second_words),
    ):
        round_ = make.open_round(sides="partners", name=name, reference_on=on)
        started = [make.begin(advisers[each], "CCRSS Defence", round_) for each in who]
        for assessment, word in zip(started, words, strict=True):
            make.answer_all(assessment, word)
            make.send(assessment)


@pytest.mark.takes_long
def test_where_most_raters_changed_it_is_said_and_the_others_are_compared_by_themselves(
    cast: make.Cast, client_of: ClientOf
) -> None:
    partly, no, yes = ("Partly",) * 2, ("No",) * 3, ("Yes",) * 3
    with_changed_raters((0, 1, 2, 3, 4), (*partly, *no), (0, 1, 5, 6, 7), (*partly, *yes))
    shown = pairing(read(client_of, cast.paul, ADDRESS))["CCRSS Defence"]
    # Those who said Partly both times deny that it rose for certain.
    assert shown[0] == (
        "0 (median of 5 assessors) → 100 (median of 5 assessors): no clear change, 0–100 points over the answers of "
        "all assessors; the median rose; assessors differ."
    )
    assert shown[1] == "More than half of those who answered are new."
    assert shown[2] == "Among the assessors of both rounds: no clear change."


def test_one_who_rated_both_times_is_not_shown_alone(cast: make.Cast, client_of: ClientOf) -> None:
    with_changed_raters((0, 1, 2), ("Partly", "No", "No"), (0, 3, 4), ("Partly", "Yes", "Yes"))
    for person in (cast.paul, cast.joseph):
        page = read(client_of, person, ADDRESS)
        assert "More than half of those who answered are new." in page.text()
        assert "Among the assessors of both rounds" not in page.text()


def test_where_the_raters_stayed_nothing_is_said_of_them(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    shown = pairing(read(client_of, cast.paul, f"{ADDRESS}&first=january-2009&second=january-2010"))
    assert not any("assessors" in line for lines in shown.values() for line in lines)


# --- rounds that leave a structure out


def test_a_structure_is_compared_with_its_own_round_before(cast: make.Cast, client_of: ClientOf) -> None:
    make.answered(cast.amina, "June 2009", date(2009, 6, 30), {"GTSE/CPSE": ["Yes"] * 7})
    make.answered(cast.amina, "June 2010", date(2010, 6, 30), {"CMJ": ["Yes"] * 7})
    page = read(client_of, cast.paul, ADDRESS)
    higher = "answers are higher (new assessors)"
    assert courses(page)["CMJ"] == ["79", "–", f"100 {higher}", higher]
    assert (
        page.all(class_="empty")[0].text() == "No structure was assessed in both rounds. Choose two others."
    )


def test_a_structure_that_was_left_out_of_the_round_before_is_not_in_its_first_round(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.answered(cast.amina, "June 2009", date(2009, 6, 30), {"GTSE/CPSE": ["Yes"] * 7})
    make.answered(cast.amina, "June 2010", date(2010, 6, 30), {"CMJ": ["Yes"] * 7})
    address = "/compare/?round=june-2010&view=partners"
    compared = by_name(read(client_of, cast.paul, address).rows(id="matrix"))
    assert compared["CMJ"][-1] == "not assessed in the round before"
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address))).table()
    assert rows[0][-2] == "not assessed in the round before"


# --- another version of the instrument

#: The crosswalk of the golden values: No, Not yet, Partly, Mostly, Yes of the old version.
CROSSWALK = [[0, 1], [0, 1], [1, 3], [3, 4], [3, 4]]


def next_version(**classes: str) -> InstrumentValue:
    """The instrument's next version; criteria are comparable directly unless classed otherwise."""
    content = deepcopy(dict(make.instrument_value().content))
    for section in content["sections"]:
        for criterion in section["criteria"]:
            kind = classes.get(criterion["code"], "direct")
            criterion["comparability"] = kind
            criterion.pop("crosswalk", None)
            if kind == "indirect":
                criterion["crosswalk"] = CROSSWALK
    predecessor = {"code": content["code"], "version": content["version"]}
    return make.changed_instrument(sections=content["sections"], version="2009.1", predecessor=predecessor)


def bridge(cast: make.Cast, words: list[str], value: InstrumentValue) -> str:
    """CMJ in a round of the old version, as in the golden values, and in one of the next; the page of both."""
    old = ["Yes", "Yes", "Partly", "Yes", "Partly", "No", "Yes"]
    make.answered(cast.amina, "June 2009", date(2009, 6, 30), {"CMJ": old})
    newer = make.publish_instrument(value)
    make.answered(cast.amina, "June 2010", date(2010, 6, 30), {"CMJ": words}, instrument=newer)
    return f"{ADDRESS}&set=cmj&since=june-2009"


ALL_INDIRECT = {f"C{n}": "indirect" for n in range(1, 8)}


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (
            ["Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"],
            "no clear change, on the 7 criteria that both questionnaires let compare: 50–82 → 79",
        ),
        (
            ["Yes", "Yes", "Yes", "Yes", "Yes", "Mostly", "Yes"],
            "better, on the 7 criteria that both questionnaires let compare: 50–82 → 96",
        ),
    ],
)
def test_over_versions_a_crosswalk_widens_what_was_answered(
    words: list[str], verdict: str, cast: make.Cast, client_of: ClientOf
) -> None:
    address = bridge(cast, words, next_version(**ALL_INDIRECT))
    page = read(client_of, cast.paul, address)
    assert verdict in pairing(page)["CMJ"][0]
    (said,) = dashboards.courses(page)
    assert f"({verdict})" in said
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(address))).table()
    assert [row[6] for row in rows] == ["first round", verdict]


def test_over_versions_only_what_is_comparable_is_compared_and_counted(
    cast: make.Cast, client_of: ClientOf
) -> None:
    words = ["Yes", "Yes", "Yes", "Yes", "Yes", "Mostly", "Yes"]
    address = bridge(cast, words, next_version(C1="subject_only", C2="new"))
    shown = pairing(read(client_of, cast.paul, address))["CMJ"]
    assert "better, on the 5 criteria that both questionnaires let compare: 60 → 95" in shown[0]
    assert [("not compared" in cell) for cell in shown[-7:]] == [True, True, *[False] * 5]


def test_over_versions_with_too_little_in_common_nothing_is_claimed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    words = ["Yes"] * 7
    address = bridge(cast, words, next_version(C1="new", C2="new", C3="new", C4="subject_only"))
    page = read(client_of, cast.paul, address)
    assert pairing(page)["CMJ"][0] == "71 → 100: too few criteria in common (3 of 7)."
    assert courses(page)["CMJ"] == ["71", "100 too few criteria in common (3 of 7)"]
    assert lines_of(page) == 0


def test_an_instrument_that_is_no_next_version_is_not_compared(cast: make.Cast, client_of: ClientOf) -> None:
    address = bridge(cast, ["Yes"] * 7, make.changed_instrument(version="2009.1"))
    page = read(client_of, cast.paul, address)
    assert pairing(page)["CMJ"][0] == (
        "The questionnaires of the two rounds are not comparable; both answers are shown."
    )
    assert dashboards.courses(page) == [
        "CMJ: June 2009 71; June 2010 100 (not comparable: another questionnaire)."
    ]
    compared = read(client_of, cast.paul, "/compare/?round=june-2010&view=partners")
    assert by_name(compared.rows(id="matrix"))["CMJ"][-1] == "another version of the questionnaire"
    rows = read(client_of, cast.paul, "/structures/cmj/history/").rows()
    assert [row[-1] for row in rows[1:]] == [
        "not comparable: another questionnaire",
        "answers are lower (new assessors)",
        "first round",
    ]
