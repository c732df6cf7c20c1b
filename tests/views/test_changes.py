"""What pages, charts and files say of a change is said by a claim, on its base, and alike everywhere."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from coordination.domain.claims.change import ChangeKind
from coordination.domain.claims.rounds import RoundParts
from coordination.domain.claims.timeline import Course, HeadlineKind
from coordination.domain.instruments import InstrumentValue
from coordination.models import Assessment, User
from coordination.presenters import changes, panels, round_parts, timeline
from coordination.presenters.said import Said
from coordination.queries import structure_history
from coordination.queries import timeline as timelines
from coordination.queries.filters import Filters
from tests import dashboards, make
from tests.dashboards import ClientOf, ask, by_name, file_of, read
from tests.pages import Node

JUNE_2009, JUNE_2010 = date(2009, 6, 30), date(2010, 6, 30)
PAGE = "/changes/?view=partners&since=june-2009"
COMPARE = "/compare/?round=june-2010&view=partners"
YES, NO = ["Yes"] * 7, ["No"] * 7
WITHOUT_C7 = "&weights=entered&w=20,20,20,20,10,10,0&why=Try"
#: A page has one verdict on a structure's step; each of these places says it.
VERDICTS = ("better", "worse")
FRENCH = {"better": "en progrès", "worse": "en recul"}


def two_rounds(person: User, old: dict[str, list[str]], new: dict[str, list[str]], **more: Any) -> None:
    """June 2009 and June 2010 by one assessor, with the reasons given in the second round."""
    make.answered(person, "June 2009", JUNE_2009, old)
    make.answered(person, "June 2010", JUNE_2010, new, **more)


def title(page: Node) -> str:
    return page.one("h1", id="headline").text()


def claims(page: Node) -> list[tuple[str, str]]:
    """The kind and the text of every sentence on figures, in order."""
    return [(each.attrs["data-claim"], each.text()) for each in page.walk() if "data-claim" in each.attrs]


def cells(page: Node, code: str) -> list[str]:
    """What the table says of each round of a structure."""
    names = [name for name, *_cells in page.rows(class_="courses")]
    row = page.one("table", class_="courses").all("tr")[names.index(code)]
    return [each.text() for each in row.all("td")]


def pairing(page: Node) -> list[str]:
    """What is said of the first structure between the two rounds side by side."""
    (region,) = page.all("div", role="region", aria_labelledby="pair")
    _name, *said = region.all("th", scope="row")[0].all("span", class_="sub")
    return [each.text() for each in said]


def lines(client_of: ClientOf, person: User, address: str) -> int:
    """How many lines the panels draw."""
    found = dashboards.panels(read(client_of, person, address))
    return sum(len(each.all("line", class_="mark-line")) for each in found)


def in_file(client_of: ClientOf, person: User, address: str) -> list[str]:
    """What the file says of each step, in order."""
    _head, rows = dashboards.opened(ask(client_of, person, file_of(address))).table()
    return [row[6] for row in rows]


# --- on its base


def test_a_verdict_names_its_base_in_title_table_file_and_wherever_else_it_stands(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 5 of the cases: a line rose from 57 to 94 beside “certain decline”.
    two_rounds(cast.amina, {"CMJ": [*NO[:3], *YES[:4]]}, {"CMJ": [*["n/a"] * 3, *YES[:3], "Mostly"]})
    page = read(client_of, cast.paul, PAGE)
    said = "worse, on the 4 criteria that apply in both rounds: 100 → 94"
    assert title(page) == "Worse: CMJ (4 of 7 criteria) – June 2009 → June 2010."
    assert cells(page, "CMJ") == ["57", f"94▼ {said}"]
    assert dashboards.courses(page) == [f"CMJ: June 2009 57; June 2010 94 ({said})."]
    assert pairing(page)[0].startswith(f"57 → 94: {said}, −6 points")
    assert lines(client_of, cast.paul, PAGE) == 0
    assert in_file(client_of, cast.paul, PAGE) == ["first round", said]
    assert by_name(read(client_of, cast.paul, COMPARE).rows(id="matrix"))["CMJ"][-1] == said
    history = read(client_of, cast.paul, "/structures/cmj/history/").rows()
    assert history[1][-1] == said


def test_one_criterion_in_common_is_too_few_for_a_verdict(cast: make.Cast, client_of: ClientOf) -> None:
    # Line 18: “certain improvement 0 → 100”.
    two_rounds(cast.amina, {"CMJ": [*["n/a"] * 6, "No"]}, {"CMJ": [*["n/a"] * 6, "Yes"]})
    page = read(client_of, cast.paul, PAGE)
    assert title(page) == "Too few criteria in common: CMJ (1 of 7 criteria) – June 2009 → June 2010."
    assert pairing(page)[0].endswith("too few criteria in common (1 of 7).")
    assert not {"better", "worse"} & {kind for kind, _text in claims(page)}
    assert "however you weigh" not in page.one("main").text()
    assert lines(client_of, cast.paul, PAGE) == 0


def test_what_is_corrected_is_said_at_once(cast: make.Cast, client_of: ClientOf) -> None:
    two_rounds(cast.amina, {"CMJ": NO}, {"CMJ": YES})
    assert title(read(client_of, cast.paul, PAGE)).startswith("Better: CMJ")
    old, new = (Assessment.objects.get(round__label=each) for each in ("june-2009", "june-2010"))
    for number in range(1, 8):
        make.correct(old, f"C{number}", "Yes", by=cast.paul)
    assert not title(read(client_of, cast.paul, PAGE)).startswith("Better")
    for number in range(1, 8):
        make.correct(new, f"C{number}", "No", by=cast.paul)
    assert title(read(client_of, cast.paul, PAGE)).startswith("Worse: CMJ")


# --- under which weights


def test_what_changed_without_weight_is_said_with_the_weight_it_lacks(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 17: “no certain change, 0 points; whatever the weights”.
    two_rounds(cast.amina, {"CMJ": [*YES[:6], "No"]}, {"CMJ": YES})
    page = read(client_of, cast.paul, PAGE + WITHOUT_C7)
    assert pairing(page) == [
        "100 → 100: no change under these weights, up under every weighting that gives weight to: "
        "government supported (C7)."
    ]
    assert title(page) == "Up only on criteria without weight: CMJ – June 2009 → June 2010."
    assert claims(read(client_of, cast.paul, PAGE))[0][1].startswith("Better: CMJ")


def test_both_directions_are_named_and_no_other_verdict_is_said_however_you_weigh(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 19.
    two_rounds(cast.amina, {"CMJ": ["No", *YES[:6]]}, {"CMJ": ["Yes", *NO[:3], *YES[:3]]})
    page = read(client_of, cast.paul, PAGE)
    assert pairing(page) == [
        "86 → 57: worse, −29 points; up in at least 12\u202f%, down in at least 87\u202f% of weightings."
    ]


def test_a_verdict_needs_each_sides_recorded_weights_and_every_page_says_the_same(
    cast: make.Cast, client_of: ClientOf
) -> None:
    old, new = {"CMJ": ["No", *YES[:6]]}, {"CMJ": [*YES[:6], "Mostly"]}
    two_rounds(cast.amina, old, new)
    assert pairing(read(client_of, cast.paul, PAGE))[0].startswith("86 → 96: better")
    make.weigh(make.round_("june-2010"), weights=(0, 10, 10, 10, 10, 10, 50))
    page = read(client_of, cast.paul, PAGE)
    assert title(page) == "Mixed: CMJ – June 2009 → June 2010."
    assert pairing(page)[0].startswith(
        "86 → 96: mixed (higher on: clear strategy (C1); lower on: government supported (C7)); "
        "better under equal weights, not under all weights in question; worse under the partners' weights"
    )
    assert lines(client_of, cast.paul, PAGE) == 0
    for address in (COMPARE, "/structures/cmj/history/"):
        kinds = {kind for kind, _text in claims(read(client_of, cast.paul, address))}
        assert "mixed" in kinds
        assert not kinds & {*VERDICTS}


# --- who answered, and why


def of_three(words: tuple[str, str, str], name: str, on: date, people: list[User]) -> None:
    """One round of three assessors of the partners, each with one word throughout."""
    round_ = make.open_round("partners", name=name, reference_on=on)
    begun = [make.begin(each, "CMJ", round_) for each in people]
    for assessment, word in zip(begun, words, strict=True):
        make.answer_all(assessment, word)
        make.send(assessment)


def test_what_one_of_three_assessors_denies_is_not_said_and_the_median_is(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 9: “up, certain improvement”.
    people = [cast.amina, *(make.place(make.person(name), "adviser", "partners") for name in ("bo", "cy"))]
    of_three(("No", "Not yet", "Yes"), "June 2009", JUNE_2009, people)
    of_three(("No", "Partly", "Yes"), "June 2010", JUNE_2010, people)
    page = read(client_of, cast.paul, PAGE)
    said = "no clear change; the median rose; assessors differ"
    assert cells(page, "CMJ") == ["25median of 3 assessors", f"50median of 3 assessors {said}"]
    assert title(page) == "No clear change: CMJ – June 2009 → June 2010."
    assert lines(client_of, cast.paul, PAGE) == 0
    (region,) = page.all("div", role="region", aria_labelledby="pair")
    assert {each.text() for each in region.all("span", class_="mark-reason")} == {"same doubt"}
    assert said in read(client_of, cast.paul, "/structures/cmj/history/").one("main").text()


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("better_information", "better information"),
        ("error", "an error in the earlier answer"),
        ("another_rater", "another assessor"),
        ("another_instrument", "another questionnaire"),
    ],
)
def test_answers_that_are_higher_for_another_reason_are_not_better_and_the_reason_is_named(
    reason: str, words: str, cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 49.
    two_rounds(cast.amina, {"CMJ": ["No", *YES[:6]]}, {"CMJ": YES}, causes={"C1": reason})
    page = read(client_of, cast.paul, PAGE)
    said = f"answers are higher, at least in part because of {words}"
    assert pairing(page) == [f"86 → 100: {said}."]
    assert in_file(client_of, cast.paul, PAGE) == ["first round", said]
    assert lines(client_of, cast.paul, PAGE) == 0
    assert not {*VERDICTS} & {kind for kind, _text in claims(page)}


# --- titles that hold


def test_two_rounds_without_a_structure_in_both_are_not_one_round_so_far(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 27.
    two_rounds(cast.amina, {"CMJ": YES}, {"CCRSS": YES})
    page = read(client_of, cast.paul, PAGE)
    assert title(page) == "No structure was assessed in both rounds."
    assert "One round so far" not in page.one("main").text()


def newer(comparability: str = "", crosswalk: list[list[int]] | None = None) -> InstrumentValue:
    """Another version of the questionnaire: the next one where a comparability is given."""
    content = deepcopy(dict(make.instrument_value().content))
    if not comparability:
        return make.changed_instrument(version="2009.1")
    for criterion in (each for section in content["sections"] for each in section["criteria"]):
        criterion["comparability"] = comparability
        if crosswalk:
            criterion["crosswalk"] = crosswalk
    predecessor = {"code": content["code"], "version": content["version"]}
    return make.changed_instrument(sections=content["sections"], version="2009.1", predecessor=predecessor)


def test_a_mixed_and_an_uncompared_change_are_not_headed_no_change(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Line 28.
    mixed = {"CMJ": ["Yes", "No", *YES[:5]]}, {"CMJ": ["Mostly", "Not yet", *YES[:5]]}
    two_rounds(cast.amina, *mixed)
    assert title(read(client_of, cast.paul, PAGE)) == "Mixed: CMJ – June 2009 → June 2010."
    instrument = make.publish_instrument(newer())
    make.answered(cast.amina, "June 2011", date(2011, 6, 30), {"CMJ": YES}, instrument=instrument)
    page = read(client_of, cast.paul, f"{PAGE}&since=june-2010")
    assert title(page) == "Not comparable: CMJ – June 2010 → June 2011."
    assert pairing(page)[0].startswith("The questionnaires of the two rounds are not comparable")


def test_a_bridge_round_counts_the_pairs_answered_in_both(cast: make.Cast, client_of: ClientOf) -> None:
    # Line 29: 7 of 7 were said to lie inside, of which one was answered in both.
    make.answered(cast.amina, "June 2009", JUNE_2009, {"CMJ": [*["?"] * 6, "Yes"]})
    instrument = make.publish_instrument(newer("indirect", [[0, 1], [0, 2], [1, 3], [2, 4], [3, 4]]))
    make.answered(
        cast.amina, "June 2009 new", JUNE_2009, {"CMJ": ["Yes", *["?"] * 5, "Yes"]}, instrument=instrument
    )
    page = read(client_of, cast.paul, PAGE)
    assert [text for kind, text in claims(page) if kind == "bridge"] == [
        "Bridge round June 2009 / June 2009 new: inside the crosswalk are 1 of 1 pairs answered in both."
    ]


@pytest.mark.takes_long
def test_twenty_rounds_have_a_title_of_one_sentence_and_a_course_of_first_last_and_extremes(
    cast: make.Cast, client_of: ClientOf
) -> None:
    words = ["Partly", "No", "Yes", *["Mostly"] * 16, "Not yet"]
    for number, word in enumerate(words):
        name = f"Round {number:02}"
        make.answered(cast.amina, name, date(2009 + number // 12, 1 + number % 12, 28), {"CMJ": [word] * 7})
    page = read(client_of, cast.paul, "/changes/?view=partners&since=round-00")
    assert title(page) == "Worse: CMJ – Round 00 → Round 19."
    assert dashboards.courses(page) == [
        "CMJ: Round 00 50; Round 19 25; known scores of all 20 rounds from 0 to 100; of 19 steps 1 better, 3 worse; "
        "from first to last: worse."
    ]


@pytest.mark.takes_long
def test_a_title_that_would_be_long_counts_instead_of_naming(cast: make.Cast, client_of: ClientOf) -> None:
    names = [f"Committee on a subject {number}" for number in range(8)]
    for name in names:
        make.structure(name)
    two_rounds(cast.amina, dict.fromkeys(names, NO), dict.fromkeys(names, YES))
    page = read(client_of, cast.paul, PAGE)
    assert len(title(page).split()) <= 25
    assert title(page) == (
        "Better: Committee on a subject 0, Committee on a subject 1, Committee on a subject 2, 5 others "
        "– June 2009 → June 2010."
    )


# --- every structure chosen, drawn or not


def forty(person: User, new: dict[str, list[str]], **more: Any) -> list[str]:
    """40 structures in June 2009 and 2010, of which the twelve that are drawn did not change; the last is Zebra."""
    names = [*(f"S{number:02}" for number in range(39)), "Zebra"]
    for name in names:
        make.structure(name)
    old = dict.fromkeys(names, ["Partly"] * 7)
    two_rounds(person, old, old | new, **more)
    return names


@pytest.mark.takes_long
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_headline_is_of_all_structures_and_the_picture_says_how_many_it_has(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    forty(cast.amina, {"Zebra": YES, "S38": NO})
    page = read(client_of, cast.paul, PAGE, language)
    expected = {
        "en": "Better: Zebra; worse: S38; no clear change: S00, S01, S02, 35 others – June 2009 → June 2010.",
        "fr": "En progrès : Zebra ; en recul : S38 ; pas d’évolution nette : S00, S01, S02, 35 autres "
        "– June 2009 (fr) → June 2010 (fr).",
    }
    assert title(page).replace("\u202f", " ") == expected[language]
    drawn = {"en": "12 of 40 structures are drawn.", "fr": "12 structures sur 40 sont dessinées."}
    assert [text for kind, text in claims(page) if kind == "drawn"] == [drawn[language]]
    assert [each.all("a")[0].text() for each in page.all("h3")[:3]] == ["S38", "Zebra", "S00"]
    assert len(dashboards.panels(page)) == 12
    _title, _head, *ends = dashboards.opened(ask(client_of, cast.paul, file_of(PAGE), language)).parts[2]
    assert len(ends) == 40
    assert {row[0]: row[3] for row in ends}["Zebra"] == {"en": "better", "fr": "en progrès"}[language]


@pytest.mark.takes_long
def test_reasons_and_corrections_are_counted_over_all_structures(
    cast: make.Cast, client_of: ClientOf
) -> None:
    forty(cast.amina, {"Zebra": YES}, causes={"C1": "real_change"})
    address = f"{PAGE}&first=june-2009&second=june-2010"
    page = read(client_of, cast.paul, address)
    assert [text for kind, text in claims(page) if kind == "reasons"] == [
        "Answers that went up, went down or became known, over all structures, by reason: no reason given 6, "
        "real change 1."
    ]
    corrected = Assessment.objects.get(structure__code="Zebra", round__label="june-2009")
    make.correct(corrected, "C2", "Mostly", by=cast.amina)
    assert [text for kind, text in claims(read(client_of, cast.paul, address)) if kind == "corrected"] == [
        "June 2009: 1 answer was corrected after both sides had seen it."
    ]


@pytest.mark.takes_long
def test_structures_that_meet_in_no_two_rounds_shown_are_told_from_none_at_all(
    cast: make.Cast, client_of: ClientOf
) -> None:
    names = forty(cast.amina, {})
    make.answered(cast.amina, "June 2011", date(2011, 6, 30), {"Zebra": YES})
    page = read(client_of, cast.paul, f"{PAGE}&sort=name&first=june-2010&second=june-2011")
    assert "None of the structures in these tables was assessed in both rounds" in page.one("main").text()
    assert title(page).startswith("Better: Zebra; no clear change: ")
    assert len(names) == 40


def test_the_headline_compares_first_with_last_and_the_table_says_both_that_and_each_step(
    cast: make.Cast, client_of: ClientOf
) -> None:
    # Each step may be no change, and the two together are one.
    two_rounds(cast.amina, {"CMJ": ["Partly"] * 7}, {"CMJ": ["Partly to Mostly"] * 7})
    make.answered(cast.amina, "June 2011", date(2011, 6, 30), {"CMJ": ["Mostly"] * 7})
    page = read(client_of, cast.paul, PAGE)
    assert title(page) == "Better: CMJ – June 2009 → June 2011."
    assert "compared with its first one" in page.one("main").text()
    assert cells(page, "CMJ") == ["50", "50–75 no clear change", "75 no clear change", "▲ better"]
    assert dashboards.courses(page) == [
        "CMJ: June 2009 50; June 2010 50–75 (no clear change); June 2011 75 (no clear change); "
        "from first to last: better."
    ]
    assert "compares its first round with its last" in page.one("main").text()
    parts = dashboards.opened(ask(client_of, cast.paul, file_of(PAGE))).parts
    assert ("What", title(page)) in parts[-1]
    assert parts[2][2] == ("CMJ", "June 2009", "June 2011", "better")
    from_before = read(client_of, cast.paul, "/changes/?view=partners&set=cmj")
    assert title(from_before) == "No clear change: CMJ – June 2010 → June 2011."
    assert "compared with its round before" in from_before.one("main").text()
    (panel,) = from_before.all("p", class_="panel-change")
    assert " ".join(panel.text().split()).endswith("no clear change since June 2010")


def test_without_a_choice_it_says_what_home_says_of_the_same_side(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    make.revealed(cast, "CMJ", government="Yes", partners="No")
    said = {}
    for link in read(client_of, cast.paul, "/").one("h1").all("a"):
        if link.attrs["href"].startswith("/changes/"):
            verdict, names = link.text().removesuffix(" (partners).").split(": ")
            said[verdict.lower()] = names.replace(" (partners)", ""), link.attrs["href"]
    assert said.keys() >= {"better", "worse"}
    for verdict in ("better", "worse"):
        names, address = said[verdict]
        assert address == "/changes/?view=partners"
        there = title(read(client_of, cast.paul, address)).lower()
        assert f"{verdict}: {names}".lower() in there
        assert there.endswith(" – round before → last round of each.")


def test_who_comes_from_both_views_goes_on_with_the_same_one_whatever_their_side(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    for page in ("changes", "ownership"):
        leads_to = {
            client_of(person).get(f"/{page}/?view=both&round=january-2010")["Location"]
            for person in (cast.paul, cast.joseph, cast.vera)
        }
        assert leads_to == {f"/{page}/?view=government&round=january-2010"}


def test_who_comes_from_both_views_goes_on_with_whom_is_heard(cast: make.Cast, client_of: ClientOf) -> None:
    asked = client_of(cast.joseph).get("/changes/?view=both")
    assert asked["Location"] == "/changes/?view=partners"


@pytest.mark.parametrize("kind", ["", "figures.csv"])
def test_the_rounds_may_be_named_as_the_page_does(kind: str, cast: make.Cast, client_of: ClientOf) -> None:
    client = client_of(cast.paul)
    moved = client.get(f"/changes/{kind}?view=partners&from=january-2008&to=zz")
    assert moved["Location"] == f"/changes/{kind}?view=partners&since=january-2008&until=zz"
    missing = client.get(moved["Location"])
    assert missing.status_code == 404
    assert "There is no round “zz” in this programme." in missing.content.decode()


def test_points_of_several_assessors_rest_on_all_of_them(cast: make.Cast, client_of: ClientOf) -> None:
    people = [cast.amina, *(make.place(make.person(name), "adviser", "partners") for name in ("bo", "cy"))]
    of_three(("Not yet", "Partly", "Partly"), "June 2009", JUNE_2009, people)
    of_three(("Mostly", "Mostly", "Yes"), "June 2010", JUNE_2010, people)
    assert pairing(read(client_of, cast.paul, PAGE)) == [
        "50 (median of 3 assessors) → 75 (median of 3 assessors): better, 25–75 points over the answers of all "
        "assessors; however you weigh the criteria."
    ]


# --- each sentence is a claim's


def said_of_timeline(person: User) -> set[tuple[str, str]]:
    """Every sentence that the claims of Changes have in the language that is active."""
    line = timelines.timeline(Filters(voice="partners"), user=person, programme=make.cod())
    found = [
        timeline.title(line),
        *timeline.courses(line),
        *(each for each in [timeline.shown(line)] if each),
        *(each for panel in panels.all_drawn(line) for _number, said in panel.key for each in said),
        *(
            Said(part.words.kind, f"{part.count} {part.words}")
            for each in round_parts.bars(line, lambda _round: "")
            for part, _segment in each.bar.parts
        ),
        *(
            Said(panel.change.said.kind, f"{panel.change.said} {panel.change.more}".strip())
            for panel in panels.all_drawn(line)
        ),
        *timeline.corrections(line),
        *timeline.bridges(line),
    ]
    found += [
        changes.short(point.change.claim) for track in line.tracks for point in track.points if point.change
    ]
    found += [changes.short(track.overall.claim) for track in line.tracks if track.overall]
    found += [changes.short(each.claim) for _structure, each in line.overall]
    found += [each for pairing in line.pairings for each in timeline.paired(pairing)]
    counted = timeline.reasons(line)
    return {(each.kind, each.text) for each in [*found, *([counted] if counted else [])]}


def said_of_structure(person: User, code: str) -> set[tuple[str, str]]:
    """Every sentence that the claims of a structure's history have in the language that is active."""
    (structure,) = [
        each.structure
        for each in timelines.timeline(Filters(voice="partners"), user=person, programme=make.cod()).tracks
        if each.structure.code == code
    ]
    heard = structure_history.heard(structure, user=person, programme=make.cod())
    steps = [point.change for voiced in structure_history.history(heard) for point in voiced.track.points]
    return {(each.kind, str(each)) for each in map(changes.verdict, steps)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_about_a_change_is_a_claims_in_both_languages(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    two_rounds(cast.amina, {"CMJ": NO, "CCRSS": YES}, {"CMJ": YES, "CCRSS": [*YES[:6], "n/a"]})
    kinds = {each.value for each in (*ChangeKind, *HeadlineKind)} | {
        *(Course.kind, RoundParts.kind, "bridge", "corrected", "reasons"),
        *("new-assessors", "assessors-of-both", "first-round"),
    }
    page = read(client_of, cast.paul, "/changes/?view=partners", language)
    with override(language):
        expected = said_of_timeline(cast.paul)
    found = claims(page)
    assert {kind for kind, _text in found} <= kinds
    assert set(found) <= expected, set(found) - expected
    assert len(found) > 15
    history = read(client_of, cast.paul, "/structures/cmj/history/", language)
    with override(language):
        expected = said_of_structure(cast.paul, "CMJ")
    found = [each for each in claims(history) if each[0] in kinds]
    assert found
    assert set(found) <= expected, set(found) - expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_title_table_chart_and_file_never_contradict_each_other(
    language: str, cast: make.Cast, client_of: ClientOf
) -> None:
    two_rounds(cast.amina, {"CMJ": NO, "CCRSS": YES}, {"CMJ": YES, "CCRSS": [*YES[:6], "No"]})
    page = read(client_of, cast.paul, PAGE, language)
    better, worse = (FRENCH[each] if language == "fr" else each for each in VERDICTS)
    assert title(page).startswith(better.capitalize())
    assert cells(page, "CMJ")[1].endswith(f"▲ {better}")
    assert cells(page, "CCRSS")[1].endswith(f"▼ {worse}")
    assert lines(client_of, cast.paul, PAGE) == 2
    _head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(PAGE), language)).table()
    assert {(row[0], row[6]) for row in rows if row[1].startswith("June 2010")} == {
        ("CMJ", better),
        ("CCRSS", worse),
    }
    assert "certain" not in " ".join(text for _kind, text in claims(page))
