"""Each sentence of Compare is that of a claim of its query, in both languages; and is true of its data."""

import re
from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.utils.translation import override

from coordination.models import User
from coordination.presenters import both_views, cells, changes, recommendations, sentences, tables
from coordination.presenters import claims as claims_words
from coordination.presenters import comparison as comparison_words
from coordination.queries import claims, comparison
from coordination.queries.comparison import Scoreboard
from coordination.queries.filters import Filters
from tests import dashboards, make
from tests.dashboards import ClientOf, by_name, findings, read
from tests.pages import Node

LEVELS = ("No", "Not yet", "Partly", "Mostly", "Yes")
YES, MOSTLY, PARTLY = ("Yes",) * 7, ("Mostly",) * 7, ("Partly",) * 7
ADDRESS = "/compare/?round=claims&view=partners"

Sheet = Sequence[str]


def published(**structures: Sheet | list[Sheet]) -> str:
    """A published round in which one assessor, or each of several, answered so; return the page's address."""
    panels = {
        name: (words if isinstance(words, list) and not isinstance(words[0], str) else [words])
        for name, words in structures.items()
    }
    document = make.document(make.DEMO)
    document["structures"] += [
        {"code": name, "name": {"en": name, "fr": name}, "sector": "police"} for name in panels
    ]
    document["rounds"] = [
        document["rounds"][0]
        | {
            "label": "claims",
            "sides": ["partners"],
            "reference_date": "2012-01-31",
            "assessments": [
                {
                    "structure": name,
                    "side": "partners",
                    "rater": f"Assessor {number}",
                    "state": "published",
                    "sent_on": "2012-02-01",
                    "answers": {f"C{at}": _entry(word) for at, word in enumerate(words, 1)},
                }
                for name, sheets in panels.items()
                for number, words in enumerate(sheets, 1)
            ],
        }
    ]
    make.load(document)
    return ADDRESS


def _entry(word: str) -> object:
    return {"verbatim": "n/a", "na_reason": "Outside its mandate."} if word == "n/a" else word


def ladder(count: int) -> dict[str, Sheet]:
    """So many structures at 100, 96, 93 …, each a level lower on one criterion."""
    return {
        f"S{number:02}": tuple(LEVELS[max(0, 4 - (number + 6 - at) // 7)] for at in range(7))
        for number in range(count)
    }


def places(page: Node) -> dict[str, str]:
    """The place of each structure in the matrix."""
    return {name: row[8] for name, row in by_name(page.rows(id="matrix")).items()}


def order(page: Node) -> list[str]:
    """What is said of each pair below the table of pairs."""
    (section,) = [each for each in page.all("section") if each.all("h2", id="order")]
    return [each.text() for listed in section.all("ul", class_="plain-list") for each in listed.all("li")]


def everything(page: Node) -> str:
    return page.one("main").text()


# --- read back


def board(user: User) -> Scoreboard:
    programme = user.memberships.get().programme
    return comparison.scoreboard(Filters(round="claims", voice="partners"), user=user, programme=programme)


def expected(shown: Scoreboard) -> Iterator[tuple[str, str]]:
    """Every sentence that the claims of the query give, with its kind."""
    for each in claims_words.of(claims.claims(shown), shown.criteria):
        yield each.kind, each.text
        if lead := both_views.brief(each):
            yield lead.kind, lead.text
        yield from (("solidity", line) for line in each.solid)
    steps = recommendations.of(shown, claims.steps(shown))
    for drawing in comparison_words.drawings(shown, steps).values():
        yield from ((each.kind, each.text) for each in drawing.sentences if not isinstance(each, str))
    yield from ((step.why.kind, step.why.text) for step in steps)
    yield from ((each.kind, each.text) for each in tables.pairs(shown, claims.shares(shown)).sentences)
    yield from (
        (each.kind, each.text) for each in recommendations.questions(claims.questions(shown), shown.criteria)
    )
    for nothing in (claims.without_steps(shown), claims.without_questions(shown)):
        found = recommendations.nothing(nothing)
        yield from [(found.kind, found.text)] if found else []
    yield from (
        ("answers", line) for line in comparison_words.matrix_in_words(shown, claims.scale_ranges(shown))
    )
    assert shown.round
    for row in shown.rows:
        since = changes.since(row, shown.round)
        yield since.kind, since.text
        yield from (("assessors", cells.note(cell.panel)) for cell in row.card.cells)
        if row.any_weights:
            with_place = comparison_words.place_bound(row.any_weights).text
            yield (
                "place_bound",
                with_place.removeprefix(sentences.said_of(row.structure.code, "").rstrip(".")).rstrip("."),
            )


ROUNDS: Mapping[str, Mapping[str, Sheet | list[Sheet]]] = {
    "ladder": ladder(15),
    "doubts": {
        "A": ("Yes", "Yes", "Yes?", "Yes?", "Yes", "Yes", "Yes"),
        "B": ("Yes", "Most", "Yes", "Broadly", "Most", "Not yet", "Yes"),
        "C": ("?",) * 7,
        "D": ("Mostly?",) * 7,
        "E": ("Mostly?",) * 7,
    },
    "bases": {
        "A": ("Yes",) * 5 + ("No",) * 2,
        "B": ("Mostly",) * 5 + ("n/a",) * 2,
        "C": ("Yes", "Yes", "Yes", "?", "n/a", "n/a", "n/a"),
        "D": ("n/a",) * 7,
    },
    "assessors": {
        "A": [("No",) * 7, PARTLY, YES],
        "B": [YES, ("?", "n/a", "Mostly", "Yes?", "Yes", "Yes", "Yes")],
        "C": MOSTLY,
    },
    "nothing open": {"A": YES, "B": YES},
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ROUNDS)
def test_each_marked_sentence_is_that_of_a_claim_of_the_query(
    name: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, published(**ROUNDS[name]), language)
    with override(language):
        known = set(expected(board(cast.paul)))
    marked = [each for each in page.one("main").walk() if "data-claim" in each.attrs]
    said = {(each.attrs["data-claim"], each.text()) for each in marked}
    assert said <= known, sorted(said - known)
    assert {kind for kind, _text in said} >= {"answers", "score", "answers_by_kind"}


@pytest.mark.parametrize("name", ROUNDS)
def test_no_sentence_about_structures_stands_outside_a_claim(
    name: str, cast: make.Cast, client_of: ClientOf
) -> None:
    main = read(client_of, cast.paul, published(**ROUNDS[name])).one("main")
    lists = [each.one("p").all("span")[-1] for each in main.all(class_="finding") if not each.all("details")]
    lists += [line for chart in main.all("figcaption") for line in chart.all("li")]
    lists += [
        line for section in main.all("section", aria_labelledby="find-out") for line in section.all("li")
    ]
    lists += [line for each in main.all("section") if each.all("h2", id="order") for line in each.all("li")]
    unmarked = [each.text() for each in lists if "data-claim" not in each.attrs]
    assert all(each.startswith("Each bar spans the places") for each in unmarked), unmarked


def test_the_convention_stands_once_under_the_findings(cast: make.Cast, client_of: ClientOf) -> None:
    address = published(A=YES, B=MOSTLY)
    for language in ("en", "fr"):
        page = read(client_of, cast.paul, address, language)
        with override(language):
            assert [each.text() for each in page.all("p", class_="convention")] == [sentences.convention()]
        assert not re.search(r"\bcertain", everything(page).lower())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ROUNDS)
def test_what_heads_the_page_has_at_most_25_words(
    name: str, language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, published(**ROUNDS[name]), language)
    heads = page.one("h1").all("span", class_="headline-part")
    assert heads
    # A sign that French parts from its word by a narrow space is no word.
    assert len(page.one("h1").text().replace("\u202f", "").split()) <= 25


# --- the right sentence for data of which the page once said what was not true


def test_ranks_are_among_all_chosen_and_not_among_the_twelve_drawn(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, published(**ladder(15)))
    assert places(page)["S11"] == "12th"
    assert "S14 scores lowest." in findings(page)
    assert "S11 scores lowest" not in everything(page)


def test_the_first_place_is_shared_with_one_that_is_not_drawn(cast: make.Cast, client_of: ClientOf) -> None:
    structures = {name: ("Partly", *words[1:]) for name, words in ladder(13).items()} | {"A0": YES, "Z": YES}
    page = read(client_of, cast.paul, published(**structures) + "&sort=name")
    assert list(places(page))[-1] == "Z"
    assert findings(page)[0] == "The first place is shared by: A0, Z."
    assert "A0 scores highest" not in everything(page)


def test_scores_on_different_criteria_give_no_rank_word(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(
        client_of, cast.paul, published(A=("Yes",) * 5 + ("No",) * 2, B=("Mostly",) * 5 + ("n/a",) * 2)
    )
    assert findings(page)[:3] == [
        "A is weak (Partly or lower) on: division of labour, government supported.",
        "Scores rest on different criteria, so they give no ranking. Criteria that do not apply: B (2).",
        "A is ahead of B on the 5 criteria that apply to both, however you weigh the criteria.",
    ]
    assert places(page) == {"A": "–", "B": "–"}
    assert "under any weights" not in everything(page)


def test_of_structures_weak_on_as_many_criteria_the_lowest_heads_the_page(
    cast: make.Cast, client_of: ClientOf
) -> None:
    words = {"A": PARTLY, "B": ("No",) * 7, "C": ("Yes", *PARTLY[1:5], "n/a", "n/a")}
    page = read(client_of, cast.paul, published(**words))
    assert findings(page)[0] == "B is weak (Partly or lower) on all 7 criteria."


def test_a_lower_score_can_be_ahead_on_what_applies_to_both(cast: make.Cast, client_of: ClientOf) -> None:
    more = ("Yes", "Yes", "Mostly", "Yes", "Yes", "Yes", "No")
    again = read(
        client_of, cast.paul, published(A=more, B=("Mostly", "Mostly", "Yes", "Yes", "Yes", "Yes", "n/a"))
    )
    assert "scores highest" not in everything(again)
    assert "A is ahead of B under these weights on the 6 criteria that apply to both." in order(again)[0]


def test_where_no_criterion_applies_nothing_is_said_to_be_done(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, published(A=("n/a",) * 7))
    assert [each.text() for each in page.all("p", class_="empty")][::2] == ["No criterion applies."] * 2
    assert findings(page) == ["A cannot be ranked: no criterion applies."]


def test_a_median_is_said_to_be_one_and_nothing_is_unhedged_that_an_assessor_denies(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, published(A=[("No",) * 7, PARTLY, YES], B=MOSTLY, C=PARTLY))
    (row,) = [each for each in page.one("table", id="matrix").all("tr") if each.all("th")[0].text() == "A"]
    assert "median of 3 assessors" in row.text()
    assert row.text().count("assessors differ") == 7
    assert "A: assessors differ on 7 (of 7)." in [each.text() for each in page.all("li")]
    assert "A and B: too close to call (assessors differ)." in order(page) or (
        "B and A: too close to call (assessors differ)." in order(page)
    )
    assert not [each for each in findings(page) if each.startswith("A is weak (")]
    assert any(
        each.startswith("A is weak for most assessors") and "(2 of 3 assessors)" in each
        for each in findings(page)
    )
    assert places(page)["A"] == "1st to 3rd"


def test_a_structure_that_is_weak_on_every_criterion_is_said_to_be_so_without_a_list(
    cast: make.Cast, client_of: ClientOf
) -> None:
    found = findings(read(client_of, cast.paul, published(A=PARTLY, B=YES)))
    assert "A is weak (Partly or lower) on all 7 criteria." in found


def test_firm_and_alike_is_not_said_of_assessors_who_did_not_answer(
    cast: make.Cast, client_of: ClientOf
) -> None:
    answers = [("Yes?", "Yes?", *YES[2:]), ("Yes?", "?", "?", "?", "No", "Yes", "Yes"), YES]
    page = read(client_of, cast.paul, published(A=answers))
    said = everything(page)
    assert "assessors differ" in said
    assert "2 of 3 assessors" in said
    assert "No answer is missing" not in said
    assert "no step follows" not in said


@pytest.mark.parametrize(
    ("other", "note"), [("?", "1 of 2 assessors"), ("Mostly", "assessors differ"), ("Yes", None)]
)
def test_a_cell_says_how_many_answered_and_that_assessors_differ(
    other: str, note: str | None, cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.paul, published(A=[YES, (other, *YES[1:])]))
    notes = [
        each.text()
        for each in page.one("table", id="matrix").all("span", class_="sub")
        if "data-claim" in each.attrs
    ]
    assert notes == ([note] if note else [])


def test_what_can_only_be_level_is_at_most_level(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, published(A=YES, B=(*YES[:6], "Yes?")))
    assert findings(page)[:2] == ["A is first or level with B.", "B is at most level with A."]


def test_what_another_can_reach_is_first_or_level(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(
        client_of, cast.paul, published(A=("Yes", "Yes", *MOSTLY[2:]), B=(*MOSTLY[:5], "Yes?", "Yes?"))
    )
    assert findings(page)[:2] == [
        "A is first or level with B.",
        "A is ahead of or level with B under these weights.",
    ]


WITHOUT_C7 = (20, 20, 20, 20, 10, 10, 0)


def test_ahead_on_a_criterion_without_weight_is_level_under_these_weights(
    cast: make.Cast, client_of: ClientOf
) -> None:
    address = published(A=YES, B=(*YES[:6], "No"))
    entered = f"{address}&weights=entered&w={','.join(map(str, WITHOUT_C7))}&why=Tools+last"
    assert (
        "A and B are level under these weights; A is ahead under every weighting that gives weight to: "
        "government supported. With equal weights: A ahead."
    ) in findings(read(client_of, cast.paul, entered))


def test_each_side_s_recorded_weights_are_in_question(cast: make.Cast, client_of: ClientOf) -> None:
    address = published(A=YES, B=(*YES[:6], "No"))
    make.weigh(make.round_("claims"), "partners", WITHOUT_C7, reason="Tools last.")
    said = findings(read(client_of, cast.paul, address))
    assert said[0] == "A is first or level with B."
    assert any("With the partners' weights: level." in each for each in said)


def test_one_criterion_ahead_is_named(cast: make.Cast, client_of: ClientOf) -> None:
    (said,) = order(read(client_of, cast.paul, published(A=YES, B=(*YES[:6], "Mostly"))))
    assert said.startswith(
        "A is ahead of B and behind on no criterion. It is ahead under every weighting that gives"
    )


def test_the_same_answers_are_said_of_what_applies_to_both(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, published(A=("Yes",) * 5 + ("No",) * 2, B=("Yes",) * 5 + ("n/a",) * 2))
    assert order(page) == ["A and B: same answers on the 5 criteria that apply to both."]


def test_what_answers_would_not_help_is_said(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, published(A=("Yes", "Yes", "Yes", "?", "n/a", "n/a", "n/a")))
    assert findings(page) == [
        "A cannot be ranked: not even with the missing answer: 3 criteria do not apply."
    ]


def test_criteria_without_weight_cannot_be_ranked(cast: make.Cast, client_of: ClientOf) -> None:
    address = published(A=("n/a", *YES[1:]), B=YES)
    page = read(client_of, cast.paul, f"{address}&weights=entered&w=100,0,0,0,0,0,0&why=Strategy+only")
    assert (
        "A cannot be ranked: none of the criteria that apply has weight (with the entered weights)."
    ) in findings(page)


def test_doubts_leave_an_order_open_whatever_the_weights(cast: make.Cast, client_of: ClientOf) -> None:
    page = read(client_of, cast.paul, published(A=("Yes", *["Not yet to Yes"] * 6), B=PARTLY))
    assert [each.split(": ")[1] for each in order(page)] == ["too close to call (doubtful answers)."]


def test_with_forty_structures_the_first_steps_are_about_the_weakest(
    cast: make.Cast, client_of: ClientOf
) -> None:
    address = published(**{f"A{number:02}": YES for number in range(39)}, Z=("No", *YES[1:]))
    page = read(client_of, cast.paul, address)
    first = page.all("li", class_="step")[0]
    assert first.one("strong").text().startswith("Z – ")
    assert first.one("p", class_="sub").text() == "Needs 100 of 100 points to reach Yes."
    assert places(page)["Z"] == "40th"
    assert "40 structures" in " ".join(each.text() for each in page.all(class_="notice"))
    assert page.one("h1").text().startswith("39 structures share the first place.")
    named = ", ".join(f"A{number:02}" for number in range(39))
    assert f"39 structures share the first place: {named}." in findings(page)


def test_one_criterion_is_counted_in_the_singular(cast: make.Cast, client_of: ClientOf) -> None:
    words = ("Yes", "n/a", *YES[2:])
    page = read(client_of, cast.paul, published(A=words, B=YES), "fr")
    assert "sur 1 critères" not in everything(page)
    assert "1 non applicable" in everything(page)


def test_a_score_is_never_rounded_to_an_end_it_does_not_reach(cast: make.Cast, client_of: ClientOf) -> None:
    weights = "&weights=entered&w=1,33,33,33,0,0,0&why=Almost"
    page = read(client_of, cast.paul, published(A=("Mostly", *YES[1:])) + weights)
    assert by_name(page.rows(id="matrix"))["A"][7] == "99.7"


def test_the_counts_of_the_six_kinds_stand_in_table_and_chart(cast: make.Cast, client_of: ClientOf) -> None:
    several = [
        ("Yes", "Yes", "Yes?", "?", "-", "n/a", "Yes"),
        ("?", "Mostly", "Yes?", "?", "-", "n/a", "n/a"),
    ]
    page = read(client_of, cast.paul, published(A=several))
    assert dashboards.table(page, "status")[1] == ["A", "1", "1", "2", "1", "1", "1"]
    said = "A: 1 firm, 1 not sure, assessors differ on 2, 1 not known, 1 without an answer, 1 does not apply (of 7)."
    assert said in dashboards.said(page, "status")
