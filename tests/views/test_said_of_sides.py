"""What Two views, Success criteria, Ownership × partnership and cards say, sentence by sentence, on real pages.

The numbers of lines are those of sentences.md, the examples of sentences that were once not true.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.utils import translation

from tests import dashboards, make
from tests.dashboards import ClientOf, ask, file_of, read
from tests.pages import Node
from tests.referee import ownership as plane_referee
from tests.referee import sides as sides_referee
from tests.referee import success as success_referee
from tests.referee.both import Case
from tests.rounds import answered

TWO_VIEWS = "/two-views/?round=march-2011"
PLANE = "/ownership/?round=march-2011&view="
SUCCESS = "/success/?round=march-2011"
YES, UNKNOWN, EXCLUDED = ["Yes"] * 7, ["?"] * 7, ["n/a"] * 7
SHEETS = {
    "government": {
        "S1": [
            ["Yes", "Mostly", "Yes?", "Yes", "?", "n/a", "Yes"],
            ["Yes", "Mostly", "Yes", "No", "?", "n/a", "?"],
            ["Yes", "Partly to Mostly", "Yes", "Yes", "-", "n/a", "Yes"],
        ],
        "S2": [["Partly"] * 7],
        "S3": [YES],
    },
    "partners": {
        "S1": [["Partly", "Mostly", "No?", "Partly", "Yes", "No", "-"]],
        "S2": [["Partly"] * 7, ["Partly"] * 7],
        "S3": [EXCLUDED],
    },
}


def claims(page: Node) -> Iterator[tuple[str, str]]:
    """Every sentence about figures on a page, with the kind of its claim."""
    for node in page.all():
        if kind := node.attrs.get("data-claim"):
            yield kind, node.text()


def of_kind(page: Node, kind: str) -> list[str]:
    return [text for found, text in claims(page) if found == kind]


def structures(*names: str) -> None:
    for name in names:
        make.structure(name)


def compared(
    cast: make.Cast, client_of: ClientOf, government: Sequence[Any], partners: Sequence[Any]
) -> Node:
    """The page of one structure on which these assessors, each a sheet of seven words, answered."""
    answered({"government": {"CMJ": government}, "partners": {"CMJ": partners}})
    return read(client_of, cast.paul, TWO_VIEWS)


# --- every sentence of a page is a claim's


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_of_two_views_is_a_claim_s(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    structures("S1", "S2", "S3")
    answered(SHEETS)
    # How a side's assessors stand to one answer is said on every matrix, and held by the referee of Compare.
    page = read(client_of, cast.paul, TWO_VIEWS, language)
    found = [each for each in claims(page) if each[0] != "assessors"]
    case = Case({side: {n: tuple(map(tuple, s)) for n, s in each.items()} for side, each in SHEETS.items()})
    with translation.override(language):
        said = sides_referee.said(case)
    assert found
    assert not [each for each in found if each not in {(one.kind, _spaced(one.text)) for one in said}]
    missing = {one.kind for one in said} - {kind for kind, _text in found}
    assert not missing


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u202f", "\ue000").split()).replace("\ue000", "\u202f")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_of_success_criteria_is_a_claim_s(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    sheets = [["Yes", "n/a", "Partly?", "No", "Mostly"], ["Yes", "n/a", "?", "No", "No"]]
    codes = [f"S{number}" for number in range(1, 6)]
    answered({"government": {}, "partners": {make.whole(): sheets}}, codes=codes)
    page = read(client_of, cast.paul, SUCCESS, language)
    with translation.override(language):
        head, _beside = success_referee.said(sheets)
        together = success_referee.said_together([sheets])
    assert of_kind(page, "criteria_standing") == [_spaced(head)]
    assert of_kind(page, "criteria_together") == [_spaced(together)]
    assert len(of_kind(page, "score_in_words")) == 2
    assert {kind for kind, _text in claims(page)} >= {"criteria_standing", "score_in_words", "who_answered"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_of_the_plane_is_a_claim_s(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    structures("S1", "S2")
    own = ["Yes", "Partly", "n/a", "?", "No", "Mostly?", "Partly"]
    found = {
        "S1": [[*own, "Yes", "Yes", "Partly", "Yes"], [*YES, "Yes", "Yes", "Partly", "?"]],
        "S2": [["Yes"] * 11],
    }
    codes = [*(f"O{number}" for number in range(1, 8)), "C2", "C5", "C6", "C7"]
    answered({"government": {}, "partners": found}, codes=codes)
    page = read(client_of, cast.paul, f"{PLANE}partners", language)
    with translation.override(language):
        # The two items about the programme as a whole are not answered.
        head, positions, thin = plane_referee.said(
            {name: [[*s, "", ""] for s in sheets] for name, sheets in found.items()}
        )
    assert dashboards.findings(page) == of_kind(page, "quadrants_counted") == [_spaced(head)]
    assert of_kind(page, "quadrants") == [_spaced(each) for each in positions]
    assert of_kind(page, "thin_ownership") == [_spaced(each) for each in thin]
    assert {kind for kind, _text in claims(page)} >= {"quadrants_counted", "thin_ownership"}


# --- who has answered


def test_line_20_both_sides_on_different_structures(cast: make.Cast, client_of: ClientOf) -> None:
    document = make.document(make.DEMO)
    (wave,) = [each for each in document["rounds"] if each["label"] == "january-2010"]
    kept = {("government", "CMJ"), ("partners", "GTSE/CPSE")}
    wave["assessments"] = [
        each for each in wave["assessments"] if (each["side"], each.get("structure")) in kept
    ]
    document["rounds"] = [wave]
    make.load(document)
    page = read(client_of, cast.paul, "/two-views/?round=january-2010")
    assert dashboards.findings(page) == ["No structure is answered by both sides."]
    (across,) = of_kind(page, "across_sides")
    assert across.startswith("Too few ratings"), "and not that assessors agree"


def test_line_20_a_structure_answered_by_each_side_in_another_round_is_not_answered_by_both(
    cast: make.Cast, client_of: ClientOf
) -> None:
    document = make.document(make.DEMO)
    kept = {("january-2009", "government", "CMJ"), ("january-2009", "government", "GTSE/CPSE")}
    kept |= {("january-2010", "partners", "CMJ")}
    for wave in document["rounds"]:
        wave["assessments"] = [
            each
            for each in wave["assessments"]
            if (wave["label"], each["side"], each.get("structure")) in kept
        ]
    document["rounds"] = [each for each in document["rounds"] if each["assessments"]]
    make.load(document)
    page = read(client_of, cast.paul, "/two-views/")
    assert dashboards.findings(page) == ["No structure is answered by both sides in these rounds."]


def test_line_20_one_side_alone(cast: make.Cast, client_of: ClientOf) -> None:
    answered({"government": {}, "partners": {"CMJ": [YES]}})
    page = read(client_of, cast.paul, TWO_VIEWS)
    assert dashboards.findings(page) == ["Only the partners have answered in this round: nothing to compare."]
    (across,) = of_kind(page, "across_sides")
    assert across.startswith("Too few ratings")


def test_an_answer_elsewhere_or_an_unknown_is_an_answer(cast: make.Cast, client_of: ClientOf) -> None:
    """The Government wrote “?” only: it has answered, and there is nothing to compare."""
    page = compared(cast, client_of, [UNKNOWN], [YES])
    assert dashboards.findings(page) == [
        "Nothing to compare, as no criterion is answered by both sides: CMJ.",
        "Where both sides sent answers, 7 answers are known from one side only.",
    ]


def test_blanks_alone_are_no_answer(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [["-"] * 7], [YES])
    assert dashboards.findings(page) == ["Only the partners have answered in this round: nothing to compare."]


def test_line_21_the_analyst_alone(cast: make.Cast, client_of: ClientOf) -> None:
    document = make.document(make.FIXTURES / "drc-ownership-coding.json")
    document["rounds"][0] |= {"label": "january-2007", "reference_date": "2007-01-31"}
    make.load(document)
    page = read(client_of, cast.paul, "/two-views/?round=january-2007")
    assert dashboards.findings(page) == ["Neither side has answered: this is the analyst's reading only."]


# --- agreement


@pytest.mark.takes_long
def test_line_22_everyone_gave_the_same_answer(cast: make.Cast, client_of: ClientOf) -> None:
    structures("S1", "S2", "S3", "S4")
    names = {name: [YES, YES] for name in ("S1", "S2", "S3", "S4")}
    answered({"government": names, "partners": names})
    page = read(client_of, cast.paul, TWO_VIEWS)
    assert of_kind(page, "across_sides") == [
        "Everyone gave the same answer (Yes) on the 28 criteria rated on both sides."
    ]
    assert dashboards.table(page, "agreement")[1][5] == "112"


def test_line_23_alpha_can_be_low_although_assessors_agree(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [YES], [YES])
    (said,) = of_kind(page, "one_level")
    assert "alpha can be low then although assessors agree" in said


@pytest.mark.takes_long
def test_line_24_100_per_cent_only_of_all(cast: make.Cast, client_of: ClientOf) -> None:
    names = [f"S{number}" for number in range(1, 31)]
    structures(*names)
    view = ["Yes", "No", "Partly", "Yes", "Mostly", "No", "Yes"]
    sheets = {name: [view] for name in names}
    other = sheets | {"S1": [["Mostly", *view[1:]]]}
    answered({"government": sheets, "partners": other})
    page = read(client_of, cast.paul, TWO_VIEWS)
    across = dashboards.table(page, "agreement")[1]
    assert (across[1], across[3], across[4], across[5]) == ("0.99", "99\u202f%", "100\u202f%", "210")


# --- both sides on criteria


@pytest.mark.parametrize("sheet", [UNKNOWN, EXCLUDED])
def test_line_35_nothing_to_compare(sheet: list[str], cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [sheet], [sheet])
    assert dashboards.findings(page) == [
        "Nothing to compare, as no criterion is answered by both sides: CMJ."
    ]


def test_line_36_no_answer_is_not_not_known(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [["-", "?", *YES[2:]]], [YES])
    assert of_kind(page, "criterion_by_sides")[:2] == [
        "no answer of the Government",
        "not known to the Government",
    ]


@pytest.mark.takes_long
def test_line_43_parts_of_levels_are_never_said_to_be_less_than_they_are(
    cast: make.Cast, client_of: ClientOf
) -> None:
    names = [f"S{number}" for number in range(1, 13)]
    structures(*names)
    gap = {"S1": "Mostly", "S2": "Mostly", "S3": "Mostly?"}
    ours = {name: [[gap.get(name, "Partly"), *YES[1:]]] for name in names}
    theirs = {name: [["Partly", *YES[1:]]] for name in names}
    answered({"government": ours, "partners": theirs})
    rows = dashboards.table(read(client_of, cast.paul, TWO_VIEWS), "by-criterion")
    assert rows[1][1:] == ["government 0.1 to 0.4 levels higher", "12"]


def test_line_46_the_higher_side_is_named_without_a_sign(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [YES], [["Not yet", "Not yet?", *YES[2:]]])
    assert of_kind(page, "criterion_by_sides")[:2] == [
        "government 3 levels higher",
        "government at least 2 levels higher",
    ]
    assert "\u2212" not in page.one("main").text()


def test_line_47_a_mean_names_its_base(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [["Yes", "Yes", "Yes", "Yes", "?", "?", "n/a"]], [["Mostly"] * 7])
    said = "government 25 points higher on the 4 criteria that both answered"
    assert of_kind(page, "points_apart") == [said, said], "beside the picture and in the table"


def test_where_the_sides_disagree_on_all_that_both_answered_it_is_said_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = compared(cast, client_of, [["Yes", "Yes", "Yes", "Yes", "?", "?", "n/a"]], [["Partly"] * 7])
    assert dashboards.findings(page)[0].startswith(
        "CMJ: the sides disagree on all 4 criteria that both answered ("
    )
    assert "In 1 place one side only says “does not apply”." in dashboards.findings(page)


@pytest.mark.takes_long
@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (["Yes", "Mostly", "Mostly", "Mostly", "Mostly", "Partly", "Partly", "Partly"], "about 0.8 levels"),
        (["Mostly"] * 4 + ["Partly"] * 4, "0.5 levels"),
        (["Mostly"] * 8, "1 level"),
    ],
)
def test_hundredths_of_a_level_are_not_said(
    ours: list[str], said: str, cast: make.Cast, client_of: ClientOf
) -> None:
    names = [f"S{number}" for number in range(1, 9)]
    structures(*names)
    governments = {name: [[word, *YES[1:]]] for name, word in zip(names, ours, strict=True)}
    answered({"government": governments, "partners": dict.fromkeys(names, [["Partly", *YES[1:]]])})
    rows = dashboards.table(read(client_of, cast.paul, TWO_VIEWS), "by-criterion")
    assert rows[1][1:] == [f"government {said} higher", "8"]


# --- all structures chosen, drawn or not


@pytest.mark.takes_long
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sides_are_counted_over_all_structures_and_the_widest_apart_is_named_wherever_it_stands(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    names = [*(f"S{number:02}" for number in range(39)), "Zebra"]
    structures(*names)
    ours = dict.fromkeys(names, [["Mostly", *YES[1:]]]) | {"Zebra": [["No"] * 7], "S38": [YES]}
    answered({"government": ours, "partners": dict.fromkeys(names, [YES])})
    page = read(client_of, cast.paul, TWO_VIEWS, language)
    count, drawn, *_others = dashboards.findings(page)
    assert (
        count
        == {
            "en": "The sides disagree on at least one criterion in 39 of the 40 structures that both answered.",
            "fr": "Les parties divergent sur au moins un critère pour 39 des 40 structures auxquelles toutes deux ont "
            "répondu.",
        }[language]
    )
    assert drawn.startswith("Zebra")
    assert "S38" in dashboards.findings(page)[-1]
    assert len(dashboards.findings(page)) == 1 + 6 + 1
    rows = dashboards.table(page, "by-criterion")[1:]
    assert [row[2] for row in rows] == ["40"] * 7
    assert of_kind(page, "drawn") == [
        {"en": "12 of 40 structures are drawn.", "fr": "12 structures sur 40 sont dessinées."}[language]
    ]
    file = dashboards.opened(ask(client_of, cast.paul, file_of(TWO_VIEWS), language))
    assert [list(row) for row in file.parts[2][2:]] == [list(row) for row in rows]
    assert {*dashboards.findings(page)} <= {_spaced(each) for each in file.told()}


@pytest.mark.takes_long
def test_both_sides_on_a_structure_that_is_not_drawn_have_both_answered(
    cast: make.Cast, client_of: ClientOf
) -> None:
    names = [f"S{number:02}" for number in range(39)]
    structures(*names, "Zebra")
    government = dict.fromkeys(names[:20], [YES]) | {"Zebra": [YES]}
    partners = dict.fromkeys(names[20:], [YES]) | {"Zebra": [YES]}
    answered({"government": government, "partners": partners})
    page = read(client_of, cast.paul, TWO_VIEWS)
    assert dashboards.findings(page) == ["The same answers on the 7 criteria that both answered: Zebra."]
    assert of_kind(page, "drawn") == []
    assert dashboards.table(page, "by-criterion")[1][1:] == ["no difference", "1"]


# --- several assessors of a side


def test_line_8_three_who_differ_leave_nothing_unhedged(cast: make.Cast, client_of: ClientOf) -> None:
    page = compared(cast, client_of, [["No"] * 7, ["Partly"] * 7, YES], [["No"] * 7])
    assert of_kind(page, "side_assessors") == ["median of 3 assessors; assessors differ on 7 of 7"]
    assert set(of_kind(page, "criterion_by_sides")) == {
        "could be the same, or the Government up to 4 levels higher"
    }
    assert dashboards.findings(page) == [
        "No sure difference between the sides on the 7 criteria that both answered: CMJ."
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ["Yes", "?"], "firm; 1 of 2 assessors answered (not known to 1); evidence ●○○ thin", id="line 10"
        ),
        pytest.param(["Yes", "Mostly"], "assessors differ; 2 assessors; evidence ●○○ thin", id="line 11"),
        pytest.param(["Yes"], "firm; evidence ●○○ thin", id="line 53"),
        pytest.param(
            ["Yes?", "?", "No"],
            "assessors differ; 2 of 3 assessors answered (not known to 1); evidence ●○○ thin",
            id="line 7",
        ),
        pytest.param(["Yes", "Yes?"], "not sure; 2 assessors; evidence ●○○ thin", id="a doubt"),
        pytest.param(["-"], "no answer", id="line 36"),
        pytest.param(["n/a", "n/a"], "does not apply; 2 assessors", id="not applicable"),
    ],
)
def test_a_card_says_of_what_kind_an_answer_is(
    words: list[str], said: str, cast: make.Cast, client_of: ClientOf
) -> None:
    answered({"government": {}, "partners": {"CMJ": [[word] for word in words]}}, codes=["C1"])
    page = read(client_of, cast.paul, "/structures/cmj/march-2011/")
    assert of_kind(page.one(id="partners-C1"), "answer_on_card") == [said]


# --- success criteria


def success(cast: make.Cast, client_of: ClientOf, *sheets: list[str]) -> Node:
    codes = [f"S{number}" for number in range(1, 6)]
    answered({"government": {}, "partners": {make.whole(): sheets}}, codes=codes)
    return read(client_of, cast.paul, SUCCESS)


def test_line_6_no_criterion_applies(cast: make.Cast, client_of: ClientOf) -> None:
    page = success(cast, client_of, ["n/a"] * 5)
    assert dashboards.findings(page) == [
        "Partners: no criterion is known to be Mostly or Yes, and none Partly or lower.",
        "Partners: no criterion applies.",
        "Only the partners have answered on the programme as a whole.",
    ]
    (section,) = page.all("section", aria_labelledby="next")
    assert "No criterion applies" in section.text()


def test_line_42_what_is_left_out_of_the_counts_is_named(cast: make.Cast, client_of: ClientOf) -> None:
    page = success(cast, client_of, ["Yes", "Yes", "n/a", "Yes", "?"])
    assert dashboards.findings(page)[1] == (
        "Partners: Mostly or Yes on 3 of 4 (agreed common vision, government-owned strategy, adequate resources); not "
        "known on 1 of 4 (united political support); does not apply: difficult choices made."
    )


def test_success_criteria_rest_on_what_no_assessor_denies(cast: make.Cast, client_of: ClientOf) -> None:
    page = success(cast, client_of, ["Yes"] * 5, ["Yes"] * 5, ["No"] * 5)
    head, first, *_others = dashboards.findings(page)
    assert head == "Partners: no criterion is known to be Mostly or Yes, and none Partly or lower."
    assert first.startswith("Partners: could be one or the other on 5 of 5")
    assert "assessors differ on: " in first
    assert all("median of 3 assessors" in each for each in of_kind(page, "score_in_words"))
    assert not any(word in each for each in of_kind(page, "score_in_words") for word in ("strong", "weak"))


# --- the plane


def plane(cast: make.Cast, client_of: ClientOf, own: Sequence[str], part: Sequence[str]) -> Node:
    """The plane of one structure: a word for each assessor on all ownership items, and on those of partnership."""
    codes = [*(f"O{number}" for number in range(1, 8)), "C2", "C5", "C6", "C7"]
    sheets = [[one] * 7 + [other] * 4 for one, other in zip(own, part, strict=True)]
    round_ = make.open_round(sides="partners")
    whole = {make.whole(): [[other] * 2 for other in part]}
    answered({"partners": whole}, codes=["S4", "S5"], round_=round_)
    answered({"partners": {"CMJ": sheets}}, codes=codes, round_=round_)
    return read(client_of, cast.paul, f"{PLANE}partners")


def test_line_41_no_item_applies(cast: make.Cast, client_of: ClientOf) -> None:
    page = plane(cast, client_of, ["n/a"], ["Yes"])
    assert of_kind(page, "thin_ownership") == ["CMJ: no item applies."]
    assert dashboards.findings(page) == ["No structure has a position: no item applies."]
    assert "no position: no item applies" in of_kind(page, "quadrants")


def test_line_48_50_counts_as_the_upper_half_and_the_page_says_so(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = plane(cast, client_of, ["Partly"], ["Partly to Mostly"])
    assert dashboards.findings(page)[0] == "Owned partnership: CMJ."
    assert "50 counts as the upper half" in page.one("main").text()
    method = read(client_of, cast.paul, "/method/").one("section", id="plane").text()
    assert "50 counts as the upper half" in method


def test_a_quadrant_that_one_assessor_denies_is_not_named_alone(cast: make.Cast, client_of: ClientOf) -> None:
    page = plane(cast, client_of, ["Yes", "Yes", "No"], ["Yes", "Yes", "Yes"])
    assert dashboards.findings(page) == ["Could be in several quadrants: CMJ."]
    assert of_kind(page, "quadrants") == ["could be: owned partnership or substitution"]
    assert "all that 3 assessors allow" in page.one("main").text()


# --- pages and files say the same


@pytest.mark.parametrize("address", [TWO_VIEWS, SUCCESS, f"{PLANE}partners"])
def test_the_file_says_what_heads_the_page(address: str, cast: make.Cast, client_of: ClientOf) -> None:
    if address == SUCCESS:
        success(cast, client_of, ["Yes", "?", "No", "Yes", "n/a"])
    elif address == TWO_VIEWS:
        compared(cast, client_of, [YES], [UNKNOWN])
    else:
        plane(cast, client_of, ["Yes"], ["No"])
    page = read(client_of, cast.paul, address)
    text = ask(client_of, cast.paul, file_of(address)).content.decode()
    assert all(each.replace('"', '""') in text for each in dashboards.findings(page)[:1])
