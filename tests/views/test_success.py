"""Success criteria: five questions about the programme as a whole, as each side answers them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.actions.memberships import give_place
from coordination.domain.answers import read as read_answer
from coordination.domain.assessments import SourceEntry
from coordination.domain.change import CellChange
from coordination.models import Answer, Assessment, Round, User
from coordination.presenters import sentences
from coordination.presenters.answers import in_words
from tests import dashboards, make, pages
from tests.dashboards import ClientOf, ask, file_of, read
from tests.pages import Node

HERE = "/success/"
WORDS = {
    "grace": ["Yes", "Mostly", "Partly", "Not yet", "?"],
    "amina": ["Yes", "Partly", "Partly?", "No", "Yes"],
}


def answered(cast: make.Cast, round_: Round, words: dict[str, list[str]] = WORDS) -> dict[str, Assessment]:
    """Both sides answer the programme as a whole in this round."""
    found = {}
    for name, listed in words.items():
        one = make.start(getattr(cast, name), make.whole(), round_)
        make.save(one, *(make.entry(f"S{number}", word) for number, word in enumerate(listed, 1)))
        found[name] = make.send(one, accept_blanks=True)
    return found


@pytest.fixture
def both(cast: make.Cast) -> dict[str, Assessment]:
    return answered(cast, make.open_round(sides="both"))


def said(page: Node, code: str) -> list[str]:
    """What stands beside one criterion, voice by voice."""
    return [each.text() for each in page.one("article", id=code).one("ul", class_="plain-list").all("li")]


def figures(page: Node, side: str) -> list[str]:
    (section,) = page.all("section", aria_labelledby=f"side-{side}")
    return [each.text() for each in section.all(class_="composite-figure")]


# --- what is asked


def test_the_programme_as_a_whole_has_its_own_entry_and_is_asked_the_success_criteria_only(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.open_round(sides="both")
    amina = client_of(cast.amina)
    entry = pages.read(amina.get("/assessments/")).one("ul", class_="score-list").all("li")[-1]
    assert "The programme as a whole" in entry.text()
    assert "five success criteria" in entry.text()
    assert entry.one("a").attrs["href"] == "/assessments/new/march-2011/_programme/success/"
    address = "/assessments/new/march-2011/_programme/"
    page = pages.read(amina.get(address))
    assert page.one("h1").text().startswith("The programme as a whole")
    tasks = page.one("ol", class_="task-list")
    assert [link.attrs["href"] for link in tasks.all("a")] == [f"{address}success/"]
    assert "0 of 5 answered" in tasks.text()
    response = amina.post(f"{address}success/", {f"S{number}-choice": "4" for number in range(1, 6)})
    begun = Assessment.objects.get(rater_user=cast.amina)
    assert response["Location"] == f"/assessments/{begun.pk}/send/"
    for section in ("coordination", "ownership"):
        assert amina.get(f"/assessments/{begun.pk}/{section}/").status_code == 404


def test_a_structure_is_not_asked_the_success_criteria(cast: make.Cast, client_of: ClientOf) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round())
    amina = client_of(cast.amina)
    assert amina.get(f"/assessments/{draft.pk}/success/").status_code == 404
    assert amina.post(f"/assessments/{draft.pk}/success/", {"S1-choice": "4"}).status_code == 404
    data = {"op_id": "00000000-0000-0000-0000-000000000001", "S1-choice": "4", "S1-version": "0"}
    response = amina.post(
        f"/assessments/{draft.pk}/answers/S1/", data, headers={"Accept": "application/json"}
    )
    assert response.status_code == 404
    assert [answer.criterion.code for answer in draft.answers.all()] == ["O7"]


def test_the_programme_is_in_no_list_of_structures(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    make.sent(cast.amina, "CMJ", make.round_("march-2011"))
    make.sent(cast.grace, "CMJ", make.round_("march-2011"))
    for address in (
        "/structures/",
        "/compare/",
        "/changes/",
        "/ownership/",
        "/two-views/",
        "/structures/?q=programme",
    ):
        found = read(
            client_of, cast.paul, f"{address}?round=march-2011" if address == "/compare/" else address
        )
        assert not [each for each in found.all("a") if "_programme" in each.attrs.get("href", "")], address
        assert "_programme" not in [each.attrs.get("value") for each in found.all("input")]
        assert "COD" not in found.one("main").text().split(), address


def test_a_round_heard_on_the_programme_alone_is_not_heard_on_structures(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    page = read(client_of, cast.paul, "/compare/")
    assert "January 2008" in page.one("main").text()
    assert "March 2011" not in page.one("main").text()


# --- what is shown


def test_each_sides_criteria_stand_below_the_decks_heading_with_both_voices(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    for person in (cast.paul, cast.joseph):
        page = read(client_of, person, HERE)
        heads = [page.one("h2", id=f"side-{side}").text() for side in ("government", "partners")]
        assert heads == [
            "From the government side: what must be in place",
            "From development partners: what must be in place",
        ]
        found = {code: said(page, code) for code in ("S1", "S2", "S3", "S4", "S5")}
        assert [each.split(" Evidence")[0] for each in found["S2"]] == [
            "Government Mostly",
            "Partners Partly",
        ]
        assert found["S3"][1].startswith("Partners Partly?")
        assert "could be: Not yet – Mostly" in found["S3"][1]
        assert found["S5"][0].startswith("Government ?")


def test_the_difference_is_said_in_the_words_of_two_sides(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    page = read(client_of, cast.paul, HERE)
    texts = {code: page.one("article", id=code).text() for code in ("S1", "S2", "S3", "S5")}
    assert "Between the sides: same" in texts["S1"]
    assert "government 1 level higher" in texts["S2"]
    assert "could be the Government up to 1 level higher, or the partners up to 1 level higher" in texts["S3"]
    assert "not known to the Government" in texts["S5"]
    assert (
        "The sides disagree on 2 of the 4 criteria that both answered (government-owned strategy, adequate resources); "
        "government higher." in dashboards.findings(page)
    )


def test_each_side_has_its_own_interval_and_what_is_not_known_is_never_zero(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    page = read(client_of, cast.paul, HERE)
    assert figures(page, "government") == ["75", "58–75"]
    assert figures(page, "partners") == ["not known", "50"]


def test_the_findings_say_what_is_certain_what_is_possible_and_what_is_not_known(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    found = dashboards.findings(read(client_of, cast.paul, HERE))
    assert found[0] == (
        "Both sides: Mostly or Yes on agreed common vision; Partly or lower on adequate resources."
    )
    assert found[1] == (
        "Government: Mostly or Yes on 2 of 5 (agreed common vision, government-owned strategy); Partly or lower on "
        "2 of 5 (difficult choices made, adequate resources); not known on 1 of 5 (united political support)."
    )
    assert "could be one or the other on 1 of 5 (difficult choices made)" in found[2]


def test_each_answer_shows_how_much_evidence_it_rests_on_and_leads_there(
    cast: make.Cast, client_of: ClientOf
) -> None:
    sources = [SourceEntry(title=kind.title(), kind=kind) for kind in ("document", "both")]
    round_ = make.open_round(sides="partners")
    one = make.start(cast.amina, make.whole(), round_)
    make.save(one, make.entry("S1", "Yes", sources=sources), make.entry("S2", "No"), make.entry("S3", "?"))
    make.send(one, accept_blanks=True)
    rows = read(client_of, cast.paul, HERE).one("table", class_="five-bars").all("tr")
    found = {
        row.one("span", class_="code").text(): [
            (each.one(class_="mark-evidence").text(), each.attrs["href"])
            for each in row.all("a", class_="five-evidence")
        ]
        for row in rows
        if row.all("span", class_="code")
    }
    card = "/structures/_programme/march-2011/#partners-"
    assert found["S1"] == [("solid", f"{card}S1")]
    assert found["S2"] == [("thin", f"{card}S2")]
    assert found["S3"] == found["S4"] == []


def test_what_changed_since_the_round_before_is_said_voice_by_voice(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    later = make.open_round(name="June 2011", reference_on=make.date(2011, 6, 30))
    words = {
        "grace": ["Yes", "Mostly", "Yes", "Not yet", "Yes"],
        "amina": ["Partly", "Partly", "?", "No", "Yes"],
    }
    answered(cast, later, words)
    page = read(client_of, cast.paul, HERE)
    found = dashboards.findings(page)
    assert (
        "Government, since March 2011: better: difficult choices made; the answer became known, which is no change: "
        "united political support."
    ) in found
    assert "worse: agreed common vision; no longer known: difficult choices made" in found[-1]
    changed = [each for each in page.all("div", class_="finding") if " since " in each.text()]
    assert {each.attrs["data-claim"] for each in changed} == {"criteria_changed"}
    file = dashboards.opened(ask(client_of, cast.paul, file_of(HERE)))
    assert {each.text() for each in changed} <= {row[1] for row in file.parts[-1]}
    assert "▲ up · March 2011: Partly" in said(page, "S3")[0]
    earlier = read(client_of, cast.paul, f"{HERE}?round=march-2011")
    assert not any("since" in each for each in dashboards.findings(earlier)), "nothing was heard before"


def test_an_answer_opens_to_what_it_rests_on_and_to_what_the_levels_mean(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    page = read(client_of, cast.paul, HERE)
    anchors = page.one("article", id="S1").one("details")
    assert len(anchors.all("li")) == 5
    assert "There is no common text, and none has been decided or begun." in anchors.text()
    links = [each.attrs["href"] for each in page.one("article", id="S1").all("a")]
    assert links[0] == "/structures/_programme/march-2011/#government-S1"
    card = read(client_of, cast.paul, links[0])
    assert card.one("h1").text() == "The programme as a whole · March 2011"
    assert "Yes" in card.one(id="government-S1").text()
    assert client_of(cast.paul).get("/structures/_programme/")["Location"] == HERE


def test_a_commitment_can_be_made_from_a_weak_answer(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    page = read(client_of, cast.paul, HERE)
    (link,) = [
        each.attrs["href"]
        for each in page.one("article", id="S4").all("a")
        if "view=partners" in each.attrs["href"]
    ]
    assert client_of(cast.paul).get(link).status_code == 200
    viewer = read(client_of, cast.vera, HERE)
    assert not [each for each in viewer.all("a") if "commitments/add" in each.attrs["href"]]


def test_the_page_stands_in_french(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    page = read(client_of, cast.joseph, HERE, "fr")
    assert page.one("article", id="S5").one("h3").text().startswith("Un soutien politique commun")
    assert any("Inventé" in each.text() for each in page.all(class_="notice-invented"))


# --- who sees it, and when


def test_neither_side_sees_anything_before_both_have_sent(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round(sides="both")
    answered(cast, round_, {"grace": WORDS["grace"]})
    for person in cast:
        if person in (cast.nadia, cast.olga):
            continue
        page = read(client_of, person, f"{HERE}?round=march-2011")
        assert not page.all("article")
        assert page.all(class_="empty")
    answered(cast, round_, {"amina": WORDS["amina"]})
    assert len(read(client_of, cast.amina, HERE).all("article")) == 5
    assert not read(client_of, cast.vera, HERE).all("article"), "a viewer reads what is published"


def test_where_nothing_is_heard_the_page_says_what_to_do(cast: make.Cast, client_of: ClientOf) -> None:
    def button(person: User) -> list[str]:
        page = read(client_of, person, HERE)
        assert page.one(class_="empty").text()
        return [each.attrs["href"] for each in page.one("main").all("a", class_="btn")]

    assert button(cast.paul) == ["/rounds/"], "no round is open: open one"
    assert button(cast.amina) == []
    make.open_round(sides="partners")
    assert button(cast.amina) == ["/assessments/"], "score it"
    assert button(cast.paul) == button(cast.vera) == []
    assert button(cast.grace) == [], "her side is not asked"


def test_another_programme_sees_its_own_only(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    assert not read(client_of, cast.nadia, HERE).all("article")
    assert client_of(cast.nadia).get(f"{HERE}?round=march-2011").status_code == 404


@pytest.mark.parametrize("value", ["no-such-round", "%00", "a b", "…", "x" * 999])
def test_a_strange_round_is_never_an_error_of_ours(value: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.paul).get(f"{HERE}?round={value}").status_code in (400, 404)
    assert client_of(cast.paul).get(f"{HERE}figures.csv?round={value}").status_code in (400, 404)


@pytest.mark.parametrize("page", ["compare", "changes", "two-views"])
def test_addresses_of_success_criteria_of_structures_lead_here(
    page: str, cast: make.Cast, client_of: ClientOf
) -> None:
    paul = client_of(cast.paul)
    query = "?section=success&round=january-2009&view=partners"
    assert paul.get(reverse(page) + query)["Location"] == f"{HERE}?round=january-2009"
    assert paul.get(reverse(f"{page}-csv") + query)["Location"] == f"{HERE}figures.csv?round=january-2009"


# --- the same figures in the file and from the command


def test_the_file_has_the_answers_of_the_page_and_the_figures_of_the_command(
    cast: make.Cast, client_of: ClientOf
) -> None:
    make.load_demo()
    out = StringIO()
    call_command("score", str(make.DRC), str(make.DEMO), "--change", stdout=out)
    score: dict[str, Any] = json.loads(out.getvalue())
    (wave,) = [each for each in score["rounds"] if each["label"] == "january-2010"]
    head, rows = dashboards.opened(ask(client_of, cast.paul, file_of(f"{HERE}?round=january-2010"))).table()
    assert len(rows) == 10
    for voice in wave["voices"]:
        answers = voice["whole"]["answers"]
        in_file = {row[1][:2]: row[3] for row in rows if row[2] == voice["voice"]}
        assert in_file == {code: in_words(read_answer(each["verbatim"])) for code, each in answers.items()}
        assert set(voice["whole"]["sections"]) == {"success"}
    changes = [
        each
        for each in score["change"]
        if (each["structure"], each["to"]) == (None, "january-2010") and each["voice"] == "partners"
    ]
    (change,) = changes
    marks = {row[1][:2]: row[-1] for row in rows if row[2] == "partners"}
    said = {code: str(sentences.cell_change(CellChange(kind))) for code, kind in change["cells"].items()}
    assert marks == said


def test_the_file_names_its_round_and_is_guarded_against_formulas(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="partners")
    one = make.start(cast.amina, make.whole(), round_)
    make.answer(one, "S1", "Yes")
    make.send(one, accept_blanks=True)
    Answer.objects.filter(assessment=one).update(verbatim="=1+1")
    text = ask(client_of, cast.paul, f"{HERE}figures.csv").content.decode()
    assert "March 2011" in text
    assert "\n=1+1" not in text
    assert ",=1+1" not in text


def test_the_number_of_queries_does_not_grow_with_rounds_and_raters(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    def asked(client: Client) -> int:
        client.get(HERE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HERE).status_code == 200
        return len(queries)

    paul = client_of(cast.paul)
    little = asked(paul)
    ada = make.place(make.person("ada"), "adviser", "partners")
    for month in (6, 9, 12):
        later = make.open_round(name=f"Round {month}", reference_on=make.date(2011, month, 28))
        one = make.start(ada, make.whole(), later)
        make.answer_all(one, "Partly")
        answered(cast, later)
    assert asked(paul) <= max(little, 10)


# --- answers from the time when structures were asked


def test_answers_of_structures_from_before_stay_on_their_card(cast: make.Cast, client_of: ClientOf) -> None:
    old = make.document(make.DEMO)["rounds"][0]
    document = make.document(make.DEMO)
    document["rounds"] = [old | {"label": "old", "assessments": [old["assessments"][0]]}]
    document["rounds"][0]["assessments"][0]["answers"]["S1"] = "Oui"
    make.load(document)
    assert "Yes" in read(client_of, cast.paul, "/structures/gtse-cpse/old/").one(id="government-S1").text()
    assert not read(client_of, cast.paul, f"{HERE}?round=old").all("article"), (
        "never turned into the programme's"
    )


def test_a_draft_with_old_answers_shows_them_and_is_asked_what_is_asked_now(
    cast: make.Cast, client_of: ClientOf
) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round(sides="partners"))
    whole = make.start(cast.amina, make.whole(), draft.round)
    make.answer_all(draft)
    make.answer(whole, "S2", "Partly")
    Answer.objects.filter(assessment=whole).update(assessment=draft)
    page = read(client_of, cast.amina, f"/assessments/{draft.pk}/send/")
    assert "before these criteria were asked of the programme as a whole" in page.one("main").text()
    assert "14 of 14" in read(client_of, cast.amina, "/assessments/").one("main").text()
    assert make.send(draft).state == "revealed", "nothing that is asked is missing"


def test_the_plane_takes_resources_and_support_from_the_programme(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round(sides="partners")
    make.sent(cast.amina, "CMJ", round_, word="Yes")
    address = "/ownership/?round=march-2011&view=partners"
    before = dashboards.by_name(dashboards.table(read(client_of, cast.paul, address), "positions"))["CMJ"]
    assert before[1] == "67–100", "not known, never No"
    make.sent(cast.amina, make.whole(), round_, word="Yes")
    after = dashboards.by_name(dashboards.table(read(client_of, cast.paul, address), "positions"))["CMJ"]
    assert after[1] == "100"
    assert "owned partnership" in read(client_of, cast.paul, "/structures/cmj/history/").one("main").text()


def test_somebody_with_places_in_two_programmes_sees_the_one_chosen(
    cast: make.Cast, client_of: ClientOf, both: dict[str, Assessment]
) -> None:
    give_place(user=cast.paul, programme=make.programme("caf"), role="viewer", side=None, by=None, at=make.AT)
    paul = client_of(cast.paul)
    paul.post("/programme/", {"programme": "caf"})
    assert not pages.read(paul.get(HERE)).all("article")
    paul.post("/programme/", {"programme": "cod"})
    assert len(pages.read(paul.get(HERE)).all("article")) == 5
