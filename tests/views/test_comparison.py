"""Compare: the deck's figures, the same on page, in charts and in the file, for those who may see them."""

from collections.abc import Sequence

import pytest

from tests import dashboards, make, pages
from tests.dashboards import ClientOf, ask, by_name, findings, read
from tests.pages import Node

DECK = "/compare/?round=january-2008&view=partners"
#: The twenty-one answers as the deck has them; the page writes the deck's hyphen as a dash.
#: The deck's answers in the reader's words; what its author wrote in words of his own stands beside them.
ANSWERS = {
    "en": {
        "GTSE/CPSE": ["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
        "CMJ": ["Yes", "Mostly “Most”", "Yes", "Mostly “Broadly”", "Mostly “Most”", "Not yet", "Yes"],
        "CCRSS": ["?", "–", "?", "?", "?", "?", "?"],
    },
    "fr": {
        "GTSE/CPSE": ["Oui", "Oui", "Oui\u202f?", "Oui\u202f?", "Oui", "Oui", "Oui"],
        "CMJ": [
            *("Oui", "En grande partie «\u202fMost\u202f»", "Oui", "En grande partie «\u202fBroadly\u202f»"),
            *("En grande partie «\u202fMost\u202f»", "Pas encore", "Oui"),
        ],
        "CCRSS": ["?", "–", "?", "?", "?", "?", "?"],
    },
}
WEIGHTS = (25, 15, 15, 10, 15, 10, 10)
#: What follows where GTSE/CPSE is ahead of CMJ in the deck.
ALMOST_ANY = (
    "That holds for almost any weights (93\u202f% or more); the reverse can hold for at most 7\u202f%."
)
ENTERED = "&weights=entered&w=25,15,15,10,15,10,10&why=Objectives+first"


def matrix(page: Node) -> dict[str, list[str]]:
    """The rows of the matrix by structure."""
    return by_name(page.rows(id="matrix"))


# --- the deck


@pytest.mark.parametrize(("language", "not_known"), [("en", "not known"), ("fr", "inconnu")])
def test_the_deck_stands_with_its_figures_and_its_twenty_one_answers(
    language: str, not_known: str, cast: make.Cast, client_of: ClientOf
) -> None:
    shown = matrix(read(client_of, cast.paul, DECK, language))
    assert {code: row[:7] for code, row in shown.items()} == ANSWERS[language]
    assert {code: row[7] for code, row in shown.items()} == {
        "GTSE/CPSE": "93–100",
        "CMJ": "79",
        "CCRSS": not_known,
    }


def test_the_strongest_stands_first_and_what_cannot_be_placed_last(
    cast: make.Cast, client_of: ClientOf
) -> None:
    assert list(matrix(read(client_of, cast.paul, DECK))) == ["GTSE/CPSE", "CMJ", "CCRSS"]


def test_nothing_is_shown_as_a_number_for_what_is_not_known(cast: make.Cast, client_of: ClientOf) -> None:
    row = matrix(read(client_of, cast.paul, DECK))["CCRSS"]
    assert not any(character.isdigit() for character in row[7] + row[8])
    assert "50" not in row[7]


@pytest.mark.takes_long
def test_each_answer_leads_to_what_it_rests_on(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.paul)
    page = pages.read(browser.get(DECK))
    links = [link.attrs["href"] for link in page.one("table", id="matrix").all("a", class_="cell-link")]
    assert len(links) == 21
    assert len(set(links)) == 21
    for link in links:
        address, _, place = link.partition("#")
        assert pages.read(browser.get(address)).one(id=place), link


def test_doubt_is_said_in_words_and_not_by_colour_alone(cast: make.Cast, client_of: ClientOf) -> None:
    table = read(client_of, cast.paul, DECK).one("table", id="matrix")
    in_doubt = table.all("span", class_="in-doubt")
    assert len(in_doubt) == 2
    for cell in in_doubt:
        assert cell.text() == "Yes?"
        assert len(cell.text(hidden=True)) > len("Yes?")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_findings_come_in_sentences_before_the_matrix(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    response = ask(client_of, cast.paul, DECK, language)
    said = findings(pages.read(response))
    assert 1 <= len(said) <= 8
    assert any("GTSE/CPSE" in each and "CMJ" in each for each in said)
    assert any("CCRSS" in each for each in said)
    content = response.content.decode()
    assert content.index('class="headline-part"') < content.index("<table")


# --- what may be asked


def test_what_is_not_understood_beside_the_filters_is_ignored(cast: make.Cast, client_of: ClientOf) -> None:
    shown = read(client_of, cast.paul, f"{DECK}&utm=x&%00=1&round=january-2008")
    assert len(matrix(shown)) == 3


def test_a_sector_shows_its_structures_only(cast: make.Cast, client_of: ClientOf) -> None:
    assert list(matrix(read(client_of, cast.paul, f"{DECK}&sector=justice"))) == ["CMJ"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("score", ["GTSE/CPSE", "CMJ", "CCRSS"]),
        ("name", ["CCRSS", "CMJ", "GTSE/CPSE"]),
        ("sector", ["GTSE/CPSE", "CMJ", "CCRSS"]),
    ],
)
def test_the_rows_can_be_sorted(sort: str, order: list[str], cast: make.Cast, client_of: ClientOf) -> None:
    assert list(matrix(read(client_of, cast.paul, f"{DECK}&sort={sort}"))) == order


def test_the_filters_show_what_was_asked(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, f"{DECK}&sort=name&sector=justice")
    assert page.form("round", "view") == {
        "round": "january-2008",
        "view": "partners",
        "section": "coordination",
        "sector": "justice",
        "sort": "name",
        "weights": "equal",
        "w": "",
        "why": "",
        "importance": "",
    }


def test_a_voice_that_was_not_heard_is_said_and_not_shown_as_zero(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, "/compare/?round=january-2008&view=government")
    assert not page.all("table")
    assert page.all(class_="empty")


def test_without_any_round_the_page_says_what_is_missing(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.nadia, "/compare/")
    assert not page.all("table")
    assert page.all(class_="empty")
    assert ask(client_of, cast.nadia, "/compare/figures.csv").status_code == 200


# --- findings, and how solid an order is


def by_importance(codes: str) -> str:
    """The criteria of these codes by name, the most important first."""
    names = {each.code: each.short.en for each in make.instrument_value().section("coordination").criteria}
    return ", ".join(
        f"{names[code][0].lower()}{names[code][1:]}" for code in codes.replace(" ", "").split(",")
    )


def solid(page: Node) -> list[str]:
    """What folds out under the finding about the order."""
    (first,) = [each for each in page.all("details") if "How solid" in each.all("summary")[0].text()]
    return [each.text() for each in first.all("li")]


def test_the_findings_of_the_deck_are_its_golden_verdicts(cast: make.Cast, client_of: ClientOf) -> None:
    assert findings(read(client_of, cast.paul, DECK)) == [
        "GTSE/CPSE scores highest of the 2 that can be ranked.",
        "CMJ is weak (Partly or lower) on: division of labour.",
        f"GTSE/CPSE is ahead of CMJ under these weights. {ALMOST_ANY}",
        "Too little is known to rank it: CCRSS. At least 4 more answers are needed.",
    ]


def test_how_solid_the_order_is_has_its_golden_values(cast: make.Cast, client_of: ClientOf) -> None:
    said = " ".join(solid(read(client_of, cast.paul, DECK)))
    for words in (
        "less than 36\u202f% of the weight, taken from all criteria in proportion, is shifted between criteria",
        "Where half of the weight is shifted in this way, it holds for at least 99\u202f% of the weightings.",
        "effective secretariat up to 45\u202f%",
        "It holds whichever criterion is left out.",
        "It does not depend on how much each level counts.",
        "It holds, or the two are level, if no criterion counts less than the next in this list: "
        f"{by_importance('C1,C2,C3,C4,C5,C6,C7')}.",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("order", "share"),
    [
        ("C3,C1,C2,C4,C5,C6,C7", "holds for at least 50\u202f% of the weightings"),
        ("C3, C4, C1, C7, C2, C5, C6", "holds for at least 11\u202f% of the weightings"),
        ("C1,C2,C3,C4,C5,C6,C7", "It holds, or the two are level, if"),
        ("C6,C1,C2,C3,C4,C5,C7", "It holds if"),
    ],
)
def test_an_order_of_importance_has_its_golden_share(
    order: str, share: str, cast: make.Cast, client_of: ClientOf
) -> None:
    said = solid(read(client_of, cast.paul, f"{DECK}&importance={order}"))
    assert share in said[-1]
    assert by_importance(order) in said[-1]


def test_a_question_stands_with_each_open_answer_of_what_cannot_be_placed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, DECK)
    (asked,) = [each for each in page.all("details") if "questions to ask" in each.all("summary")[0].text()]
    assert len(asked.all("li")) == 7
    criteria = make.instrument_value().section("coordination").criteria
    for line, criterion in zip(asked.all("li"), criteria, strict=True):
        assert line.text().startswith(criterion.short.en)
        assert (criterion.find_out or criterion.ask).en in line.text()  # type: ignore[union-attr]


def test_the_matrix_is_there_in_words_too(cast: make.Cast, client_of: ClientOf) -> None:
    lines = [each.text() for each in read(client_of, cast.paul, DECK).one(class_="in-words").all("li")]
    names = {
        each.code: f"{each.short.en[0].lower()}{each.short.en[1:]}"
        for each in make.instrument_value().section("coordination").criteria
    }

    def on(*codes: str) -> str:
        return ", ".join(names[code] for code in codes)

    assert lines == [
        f"GTSE/CPSE: Yes on {on('C1', 'C2', 'C5', 'C6', 'C7')}; Mostly or Yes on {on('C3', 'C4')}. "
        "However the levels are counted, the score lies between 71 and 100.",
        f"CMJ: Yes on {on('C1', 'C3', 'C7')}; Mostly on {on('C2', 'C4', 'C5')} (written “Most”, “Broadly”); "
        f"Not yet on {on('C6')}. However the levels are counted, the score lies between 43 and 100.",
        f"CCRSS: not known: {on('C1', 'C3', 'C4', 'C5', 'C6', 'C7')}; no answer: {on('C2')}.",
    ]


def test_an_order_is_tried_under_the_entered_weights_too(cast: make.Cast, client_of: ClientOf) -> None:
    assert findings(read(client_of, cast.paul, DECK + ENTERED))[:3] == [
        "GTSE/CPSE scores highest of the 2 that can be ranked.",
        "CMJ is weak (Partly or lower) on: division of labour.",
        f"GTSE/CPSE is ahead of CMJ under these weights. {ALMOST_ANY} With equal weights: GTSE/CPSE ahead.",
    ]
    # With half of the weight on the secretariat, which is in doubt, nobody is first, and the order is no headline.
    doubtful = "&weights=entered&w=8,8,52,8,8,8,8&why=Secretariat"
    said = findings(read(client_of, cast.paul, DECK + doubtful))
    assert said[0] == "CMJ is weak (Partly or lower) on: division of labour."
    assert said[1] == (
        "CMJ and GTSE/CPSE: too close to call under these weights (doubtful answers). "
        "With equal weights: GTSE/CPSE ahead."
    )


# --- pairs


def pairs(page: Node) -> list[list[str]]:
    """The table of pairs, with its small print."""
    return [
        [cell.text() for cell in row.children if isinstance(cell, Node)]
        for row in page.one("table", class_="pairs").all("tr")
    ]


def test_the_table_of_pairs_rounds_outward(cast: make.Cast, client_of: ClientOf) -> None:
    assert pairs(read(client_of, cast.paul, DECK)) == [
        ["ahead of →", "GTSE/CPSE", "CMJ"],
        ["GTSE/CPSE", "–", "at least 93\u202f%"],
        ["CMJ", "at most 7\u202f%", "–"],
    ]


def test_a_share_of_weightings_is_never_called_a_probability(cast: make.Cast, client_of: ClientOf) -> None:
    text = read(client_of, cast.paul, DECK).one("main").text().lower()
    assert "a share of weightings is not a probability" in text
    assert "likely" not in text
    assert "likelihood" not in text
    assert "midpoint" not in text


def answered(cast: make.Cast, **structures: Sequence[str]) -> str:
    """Let Amina answer and send these words on C1, C2 …; return the address of the comparison."""
    round_ = make.open_round(sides="partners")
    for code, words in structures.items():
        assessment = make.start(cast.amina, code, round_)
        entries = [
            make.entry(f"C{n}", word, na_reason="Outside its mandate." if word == "n/a" else "")
            for n, word in enumerate(words, 1)
        ]
        make.save(assessment, *entries)
        make.send(assessment, accept_blanks=True)
    return "/compare/?round=march-2011&view=partners"


def test_what_has_too_few_criteria_in_common_is_not_comparable(cast: make.Cast, client_of: ClientOf) -> None:
    make.structure("ONE")
    make.structure("TWO")
    address = answered(
        cast,
        ONE=["n/a", "n/a", "Yes", "Yes", "Yes", "Yes", "Yes"],
        TWO=["Yes", "Yes", "n/a", "n/a", "Yes", "Yes", "Yes"],
    )
    page = read(client_of, cast.paul, address)
    table = pairs(page)
    assert table[1][2] == table[2][1] == "not comparable"
    assert "ONE and TWO are not comparable: 3 criteria in common, 4 are needed." in findings(page)


def test_the_order_without_the_sixth_criterion_has_its_golden_share(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.structure("GTSE")
    address = answered(
        cast,
        GTSE=["Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"],
        CMJ=["Yes", "Most", "Yes", "Broadly", "Most", "n/a", "Yes"],
    )
    page = read(client_of, cast.paul, address)
    assert pairs(page)[1:] == [
        ["GTSE", "–", "at least 75\u202f%"],
        ["CMJ", "at most 25\u202f%", "–"],
    ]
    assert matrix(page)["CMJ"][7] == "88"


def test_what_is_ahead_on_every_criterion_is_ahead_however_they_are_weighed(
    cast: make.Cast, client_of: ClientOf
) -> None:
    address = answered(cast, CMJ=["Mostly"] * 7, CCRSS=["Partly"] * 7)
    page = read(client_of, cast.paul, address)
    assert {"CMJ scores highest.", "CMJ is ahead of CCRSS, however you weigh the criteria."} < {
        *findings(page)
    }
    assert pairs(page)[1][2] == "100\u202f%"
    assert pairs(page)[2][1] == "never"


def test_too_close_to_call_and_same_answers_are_said_apart(cast: make.Cast, client_of: ClientOf) -> None:
    make.structure("ONE")
    make.structure("TWO")
    address = answered(cast, ONE=["Yes?"] * 7, TWO=["Mostly?"] * 7, CMJ=["No"] * 7, CCRSS=["No"] * 7)
    said = order(read(client_of, cast.paul, address))
    assert "ONE and TWO: too close to call (doubtful answers)." in said
    assert "CCRSS and CMJ: same answers." in said


def order(page: Node) -> list[str]:
    """What is said of each pair, by whether other weights would change it."""
    (section,) = [each for each in page.all("section") if each.all("h2", id="order")]
    return [each.text() for listed in section.all("ul", class_="plain-list") for each in listed.all("li")]


# --- what to do next


def test_the_next_steps_of_the_deck_stand_in_order(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, DECK)
    steps = [(each.one("strong").text(), each.all("p")[-1].text()) for each in page.all("li", class_="step")]
    everything = ", ".join(
        f"{name[0].lower()}{name[1:]}"
        for name in (each.short.en for each in make.instrument_value().section("coordination").criteria)
    )
    assert steps == [
        ("CMJ – division of labour: fix now.", "Needs 75 of 100 points to reach Yes."),
        (
            "CMJ – support from all partners, government coordinated, partners coordinated: improve.",
            "Each needs 25 of 100 points to reach Yes.",
        ),
        (f"CCRSS – {everything}: ask first.", "Each needs at most 100 of 100 points to reach Yes."),
        (
            "GTSE/CPSE – effective secretariat, government coordinated: check.",
            "Each needs at most 25 of 100 points to reach Yes.",
        ),
    ]


def test_what_to_find_out_next_begins_with_what_would_settle_most(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, DECK)
    (section,) = page.all("section", aria_labelledby="find-out")
    lines = [each.text() for each in section.all("li")]
    assert len(lines) == 9, "two doubts of GTSE/CPSE, seven unknown of CCRSS"
    assert lines[0] == (
        "CCRSS – Clear strategy (not known): the score could still vary by 14 points. At its worst it puts CMJ ahead of "
        "CCRSS for at least 29\u202f% of weightings (now 0\u202f%)."
    )
    (secretariat,) = [each for each in lines if each.startswith("GTSE/CPSE – Effective secretariat")]
    assert secretariat == (
        "GTSE/CPSE – Effective secretariat (not sure): the score could still vary by 4 points. At its best "
        "GTSE/CPSE is ahead of or level with CMJ however you weigh the criteria (now ahead for at least "
        "93\u202f% of weightings)."
    )
    (government,) = [each for each in lines if each.startswith("GTSE/CPSE – Government coordinated")]
    assert "at least 96\u202f%" in government, "31/32"


def test_where_nothing_is_open_and_all_is_yes_there_is_nothing_to_do(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, answered(cast, CMJ=["Yes"] * 7))
    empty = [each.text() for each in page.all(class_="empty")]
    assert empty == [
        "Every criterion that applies is firmly answered Yes: no step follows from the answers.",
        "Fewer than two structures can be ranked: there is no order yet.",
        "No answer is missing or doubtful.",
    ]
    assert "shortfall" not in dashboards.addresses(page)
    assert ask(client_of, cast.paul, "/compare/shortfall.json?round=march-2011").status_code == 404


def test_where_nothing_at_all_is_known_no_figure_and_no_place_is_shown(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, answered(cast, CMJ=["?"] * 7, CCRSS=["?", "-"]))
    assert {code: row[7:9] for code, row in matrix(page).items()} == {
        "CCRSS": ["not known", "not ranked"],
        "CMJ": ["not known", "not ranked"],
    }
    assert not page.all("table", class_="pairs")
    assert findings(page) == [
        "Too little is known to rank it: CCRSS. At least 4 more answers are needed.",
        "Too little is known to rank it: CMJ. At least 4 more answers are needed.",
    ]


# --- weights


def test_entered_weights_are_followed_and_their_reason_is_shown(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, DECK + ENTERED)
    assert {code: row[7] for code, row in matrix(page).items()} == {
        "GTSE/CPSE": "94–100",
        "CMJ": "83",
        "CCRSS": "not known",
    }
    text = page.one("main").text()
    assert "entered weights (25, 15, 15, 10, 15, 10, 10)" in text
    assert "Reason for these weights: Objectives first" in text
    assert [each.attrs["value"] for each in page.all("input", name="w")] == [f"{each}" for each in WEIGHTS]
    _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(DECK + ENTERED))).table()
    assert {row[0]: row[8:10] for row in rows} == {
        "GTSE/CPSE": ("93.75", "100"),
        "CMJ": ("82.5", "82.5"),
        "CCRSS": ("0", "100"),
    }


def test_each_sides_recorded_weights_can_be_chosen_and_head_the_findings(
    cast: make.Cast, client_of: ClientOf
) -> None:
    deck = make.round_("january-2008")
    make.weigh(deck, "partners")
    make.weigh(deck, "government", (0, 0, 100, 0, 0, 0, 0), reason="The secretariat.", by=cast.joseph)
    page = read(client_of, cast.paul, DECK)
    assert findings(page)[1] == (
        f"GTSE/CPSE is ahead of CMJ under these weights. {ALMOST_ANY} With the partners' weights: GTSE/CPSE ahead. "
        "With the Government's weights: CMJ ahead or level."
    )
    partners = matrix(read(client_of, cast.paul, f"{DECK}&weights=partners"))
    assert (partners["GTSE/CPSE"][7], partners["CMJ"][7]) == ("94–100", "83")
    government = matrix(read(client_of, cast.paul, f"{DECK}&weights=government"))
    assert (government["GTSE/CPSE"][7], government["CMJ"][7]) == ("75–100", "100")
    assert government["CMJ"][8] == "1st"


def test_only_the_coordination_criteria_are_weighted(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    address = "/compare/?round=january-2009&view=partners&section=ownership"
    plain, weighted = (matrix(read(client_of, cast.paul, each)) for each in (address, address + ENTERED))
    assert plain == weighted


# --- a set, pages, the first twelve


def test_chosen_structures_are_compared_alone(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, f"{DECK}&set=cmj&set=ccrss&set=cmj")
    assert list(matrix(page)) == ["CMJ", "CCRSS"]
    assert matrix(page)["CMJ"][8] == "–", "one that can be ranked alone is neither first nor last"
    assert [each.attrs["value"] for each in page.all("input", name="set") if "checked" in each.attrs] == [
        "cmj",
        "ccrss",
    ]


def many(cast: make.Cast, count: int) -> str:
    """A published round with so many structures, S0 the weakest."""
    document = make.document(make.DEMO)
    levels = ("No", "Not yet", "Partly", "Mostly", "Yes")
    like = document["rounds"][0]
    document["structures"] += [
        {"code": f"S{n}", "name": {"en": f"S{n}", "fr": f"S{n}"}, "sector": "police"} for n in range(count)
    ]
    document["rounds"] = [
        like
        | {
            "label": "many",
            "sides": ["partners"],
            "reference_date": "2012-01-31",
            "assessments": [
                {
                    "structure": f"S{n}",
                    "side": "partners",
                    "rater": "A",
                    "state": "published",
                    "sent_on": "2012-02-01",
                    "answers": {f"C{at}": levels[(n // 5 ** (at % 3)) % 5] for at in range(1, 8)},
                }
                for n in range(count)
            ],
        }
    ]
    make.load(document)
    return "/compare/?round=many&view=partners"


@pytest.mark.takes_long
def test_the_matrix_has_pages_and_the_file_has_all(cast: make.Cast, client_of: ClientOf) -> None:
    address = many(cast, 45)
    first = read(client_of, cast.paul, address)
    second = read(client_of, cast.paul, f"{address}&page=2")
    assert (len(matrix(first)), len(matrix(second))) == (40, 5)
    assert not matrix(first).keys() & matrix(second).keys()
    assert "page 1 of 2 · 45 structures" in first.one("nav", class_="pager").text()
    (following,) = [each.attrs["href"] for each in first.all("a", rel="next")]
    assert matrix(read(client_of, cast.paul, f"/compare/{following}")) == matrix(second)
    (back,) = [each.attrs["href"] for each in second.all("a", rel="prev")]
    assert matrix(read(client_of, cast.paul, f"/compare/{back}")) == matrix(first)
    assert not second.all("a", rel="next")
    _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(address))).table()
    assert [row[0] for row in rows] == [*matrix(first), *matrix(second)]


@pytest.mark.takes_long
def test_a_place_is_the_same_on_whichever_page_it_stands(cast: make.Cast, client_of: ClientOf) -> None:
    address = many(cast, 45)
    shown = matrix(read(client_of, cast.paul, address)) | matrix(
        read(client_of, cast.paul, f"{address}&page=2")
    )
    by_other_order = matrix(read(client_of, cast.paul, f"{address}&sort=name")) | matrix(
        read(client_of, cast.paul, f"{address}&sort=name&page=2")
    )
    assert shown == by_other_order


@pytest.mark.parametrize(
    ("page", "status"), [("0", 400), ("-1", 400), ("9999", 404), ("x", 400), ("1e9", 400)]
)
def test_a_page_that_is_not_there_is_said(
    page: str, status: int, cast: make.Cast, client_of: ClientOf
) -> None:
    assert ask(client_of, cast.paul, f"{DECK}&page={page}").status_code == status


def test_charts_draw_the_first_twelve_and_say_so(cast: make.Cast, client_of: ClientOf) -> None:
    address = many(cast, 45)
    page = read(client_of, cast.paul, address)
    first = list(matrix(page))[:12]
    assert any(
        "The charts below draw the first 12 of 45 structures in this order" in each.text()
        for each in page.all(class_="notice")
    )
    assert [row[0] for row in pairs(page)[1:]] == first
    assert dashboards.addresses(page).keys() == {"intervals", "status", "places", "shortfall"}
    figure = dashboards.figure(client_of, cast.paul, dashboards.addresses(page)["intervals"])
    names = [trace["text"] for trace in figure["data"] if trace.get("mode") == "text"][0]
    assert names == first
    assert len(findings(page)) <= 8


# --- nothing shown is stale


def test_a_corrected_answer_changes_the_share_at_once(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    weak = make.sent(cast.amina, "CMJ", round_, word="Partly")
    make.sent(cast.amina, "CCRSS", round_, word="Partly")
    address = "/compare/?round=march-2011&view=partners"
    for _twice in range(2):
        assert pairs(read(client_of, cast.paul, address))[1][2] == "never"
    make.correct(weak, "C1", "Yes", by=cast.amina)
    after = read(client_of, cast.paul, address)
    assert pairs(after)[1:] == [
        ["CMJ", "–", "100\u202f%"],
        ["CCRSS", "never", "–"],
    ]
    assert [matrix(after)[code][8] for code in ("CMJ", "CCRSS")] == ["1st", "2nd"]
    make.correct(weak, "C2", "No", by=cast.amina)
    assert pairs(read(client_of, cast.paul, address))[1][2] == "at least 50\u202f%at most 50\u202f%"


def test_another_assessment_changes_the_places_at_once(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    address = "/compare/?round=march-2011&view=partners"
    assert matrix(read(client_of, cast.paul, address))["CMJ"][8] == "–"
    make.sent(cast.amina, "CCRSS", round_, word="Mostly")
    assert matrix(read(client_of, cast.paul, address))["CMJ"][8] == "2nd"


def test_other_weights_and_another_programme_take_nothing_from_what_was_asked_before(
    cast: make.Cast, client_of: ClientOf
) -> None:
    read(client_of, cast.paul, DECK)
    assert matrix(read(client_of, cast.paul, DECK + ENTERED))["CMJ"][7] == "83"
    assert matrix(read(client_of, cast.paul, DECK))["CMJ"][7] == "79"
    elsewhere = make.open_round(
        sides="partners",
        programme=make.programme("caf"),
        by=make.place(make.person("manu"), "manager", "partners", programme=make.programme("caf")),
    )
    make.sent(cast.nadia, "CNS", elsewhere, word="No")
    assert {code: row[7] for code, row in matrix(read(client_of, cast.nadia, "/compare/")).items()} == {
        "CNS": "0"
    }
    assert matrix(read(client_of, cast.paul, DECK)).keys() == ANSWERS["en"].keys()


# --- who sees what


def test_viewers_and_administrators_see_only_what_is_published(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    address = "/compare/?round=march-2011&view=partners"
    assert list(matrix(read(client_of, cast.grace, address))) == ["CMJ"]
    for person in (cast.vera, cast.alain):
        page = read(client_of, person, address)
        assert not page.all("table")
        assert "Partly" not in page.one("main").text()
        assert matrix(read(client_of, person, DECK)).keys() == ANSWERS["en"].keys()


def test_before_both_have_sent_the_round_is_heard_by_nobody(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="both"), word="Partly")
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera):
        assert not read(client_of, person, "/compare/?round=march-2011").all("table")


def test_after_both_have_sent_both_sides_see_the_same(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    make.sent(cast.amina, "CMJ", round_, word="Partly")
    make.sent(cast.grace, "CMJ", round_, word="Mostly")
    for voice, figure in (("government", "75"), ("partners", "50")):
        address = f"/compare/?round=march-2011&view={voice}"
        for person in (cast.amina, cast.paul, cast.grace, cast.joseph):
            assert matrix(read(client_of, person, address))["CMJ"][7] == figure
        files = {
            ask(client_of, person, dashboards.file_of(address)).content
            for person in (cast.amina, cast.paul, cast.grace, cast.joseph)
        }
        assert len(files) == 1, "the same bytes for everybody"


def test_the_deck_is_marked_as_transcribed_and_not_as_invented(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, DECK)
    assert page.all(class_="notice")
    assert not page.all(class_="notice-invented")


# --- the file


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", ["", "&sort=name", "&sector=justice", "&section=ownership"])
def test_the_file_holds_the_same_rows_as_the_page(
    query: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    address = f"/compare/?round=january-2009&view=government{query}"
    page = read(client_of, cast.paul, address, language)
    links = {each.attrs["href"] for each in page.all("a") if "figures.csv" in each.attrs.get("href", "")}
    (link,) = links
    assert link == dashboards.file_of(address)
    head, rows = dashboards.opened(ask(client_of, cast.paul, link, language)).table()
    count = len(head) - 9
    shown = matrix(page)
    assert [row[0] for row in rows] == list(shown)
    for row in rows:
        on_page = shown[row[0]]
        assert [("–" if cell == "-" else cell) for cell in row[1 : count + 1]] == on_page[:count]
        assert row[count + 3 : count + 5] == tuple(on_page[count : count + 2])
        assert row[-2] == on_page[-1]


def test_the_ends_in_the_file_are_numbers_as_a_spreadsheet_of_the_language_writes_them(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for language in ("en", "fr"):
        _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(DECK), language)).table()
        ends = {row[0]: (row[8], row[9]) for row in rows}
        point = {"en": ".", "fr": ","}[language]
        assert ends == {
            "GTSE/CPSE": (f"92{point}857143", "100"),
            "CMJ": (f"78{point}571429", f"78{point}571429"),
            "CCRSS": ("0", "100"),
        }


def test_the_dash_of_the_deck_stays_a_dash_in_the_file(cast: make.Cast, client_of: ClientOf) -> None:
    _head, rows = dashboards.opened(ask(client_of, cast.paul, dashboards.file_of(DECK))).table()
    assert [row[1:8] for row in rows if row[0] == "CCRSS"] == [("?", "–", "?", "?", "?", "?", "?")]
