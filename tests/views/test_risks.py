"""The page of risks, and the page on which what was seen of a risk or sign is recorded."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import Observation, User
from tests import make, pages
from tests.pages import Node
from tests.risks import observe

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
R1 = "/risks/observe/?item=R1&structure=cmj"


def read(client_of: ClientOf, person: User, address: str = "/risks/", language: str = "en") -> Node:
    User.objects.filter(pk=person.pk).update(language=language)
    browser = client_of(person)
    browser.cookies["language"] = language
    return pages.read(browser.get(address))


def cells(page: Node) -> dict[str, list[str]]:
    """What stands in the table for R1–R4, by structure, without small print."""
    return {row[0]: [each.rsplit(" ", 1)[0] for each in row[1:]] for row in page.rows()[1:]}


def section(page: Node, risk: str) -> str:
    return page.one("section", aria_labelledby=risk).text()


def test_the_risks_stand_in_the_words_of_the_deck_in_both_languages(
    cast: make.Cast, client_of: ClientOf
) -> None:
    english = read(client_of, cast.vera)
    for risk, words in (
        (
            "R1",
            "Partner government gets confused by different advice – leading to loss of focus and political will",
        ),
        ("R2", "High transaction costs from lots of partners – leaving no time for reform"),
        ("R3", "Duplication – waste of resources"),
        ("R4", "Incompatible equipment or training undermines operational capacity"),
    ):
        assert english.one(id=risk).text() == f"{risk} {words}"
    french = read(client_of, cast.vera, language="fr")
    assert french.one(id="R3").text() == "R3 Doublons\u202f: gaspillage de ressources"
    assert "Duplication – waste of resources" in section(french, "R3")


def test_the_decks_examples_are_quoted_and_said_to_be_placed_by_us(
    cast: make.Cast, client_of: ClientOf
) -> None:
    page = read(client_of, cast.vera)
    assert "too many development partners pushing their ideas" in section(page, "R1")
    assert "TA to Electoral Commission opaque?" in section(page, "R3")
    assert "Public Order training provided to different standards" in section(page, "R4")
    for risk, is_there in (("R1", True), ("R2", False), ("R3", True), ("R4", True)):
        assert ("placing this one here is ours" in section(page, risk)) == is_there


def test_what_nobody_looked_at_is_said_to_be_so_and_the_programme_stands_first(
    cast: make.Cast, client_of: ClientOf
) -> None:
    found = cells(read(client_of, cast.vera))
    assert list(found) == ["the programme as a whole", "CCRSS", "CCRSS Defence", "CMJ", "GTSE/CPSE"]
    assert {word for row in found.values() for word in row} <= {"not looked at yet", "not looked at"}


def test_the_latest_observation_is_shown_with_evidence_day_and_person(
    cast: make.Cast, client_of: ClientOf
) -> None:
    observe("R1", "observed", observed_on=date(2011, 2, 2))
    observe("R1", "warning", observed_on=date(2011, 1, 1), evidence="Recorded later, seen earlier.")
    observe("R4", "not_seen", structure=None, by=cast.joseph)
    page = read(client_of, cast.vera)
    said = section(page, "R1")
    assert "observed · as of 2 February 2011" in said
    assert "Three different advices on the same decree." in said
    assert "recorded by Amina Adviser (partners) on 1 March 2011" in said
    assert "Recorded later" not in said
    assert "recorded by Joseph Directeur (government)" in section(page, "R4")
    assert "Of 4 structures, 1 with the risk observed" in section(page, "R1")


def test_answers_prompt_by_voice_and_never_set_a_status(cast: make.Cast, client_of: ClientOf) -> None:
    said = section(read(client_of, cast.vera), "R4")
    # CMJ, C6: “Not yet” in the deck, by the partners; CCRSS: nothing known.
    assert "Seen by: partners – worth a look – Partly or lower: Division of labour C6 (January 2008)" in said
    assert "Seen by: government" not in said
    assert "CCRSS: Seen by: partners – the answers do not tell – missing or doubtful answers:" in said
    assert not Observation.objects.exists()
    page = read(client_of, cast.vera)
    links = {each.attrs.get("href", "") for each in page.all("a")}
    assert "/structures/cmj/january-2008/#partners-C6" in links
    assert {"/overlaps/?kind=overlap", "/overlaps/?kind=incompatibility", "/overlaps/#load"} <= links


def test_both_sides_are_kept_apart(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_, word="No")
    make.sent(cast.grace, "CMJ", round_, word="Yes")
    page = read(client_of, cast.paul)
    row = next(row for row in page.one("table").all("tr") if "CMJ" in row.text())
    assert "government: answers raise no flag" in row.text()
    assert "partners: worth a look – Partly or lower:" in row.text()


def test_only_answers_that_the_reader_may_read_prompt(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(sides="partners"), word="No")
    seen = {
        person.email: "March 2011" in section(read(client_of, person), "R1")
        for person in (cast.amina, cast.grace, cast.vera, cast.alain)
    }
    assert list(seen.values()) == [True, True, False, False]


def test_an_unrevealed_answer_prompts_nobody(cast: make.Cast, client_of: ClientOf) -> None:
    make.sent(cast.amina, "CMJ", make.open_round(), word="No")
    for person in (cast.amina, cast.grace, cast.vera):
        assert "March 2011" not in section(read(client_of, person), "R1")


def test_structures_are_searched(cast: make.Cast, client_of: ClientOf) -> None:
    assert list(cells(read(client_of, cast.vera, "/risks/?q=cmj"))) == ["the programme as a whole", "CMJ"]
    page = read(client_of, cast.vera, "/risks/?q=nothing")
    assert page.all(class_="empty")


@pytest.mark.takes_long
def test_many_structures_are_paged(cast: make.Cast, client_of: ClientOf) -> None:
    for number in range(45):
        make.structure(f"S{number}")
    assert len(cells(read(client_of, cast.vera))) == 41
    assert len(cells(read(client_of, cast.vera, "/risks/?page=2"))) == 10
    assert len(cells(read(client_of, cast.vera, "/risks/?page=99"))) == 10


def test_another_programme_has_its_own_structures_and_observations(
    cast: make.Cast, client_of: ClientOf
) -> None:
    observe("R1")
    page = read(client_of, cast.nadia)
    assert list(cells(page)) == ["the programme as a whole", "CNS"]
    assert "observed" not in str(cells(page))


# --- recording


def test_what_is_seen_is_recorded_and_what_was_seen_before_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    today = timezone.localdate().isoformat()
    data = {"status": "observed", "evidence": "Two drafts of one decree.", "observed_on": today}
    response = browser.post(R1, data)
    assert (response.status_code, response["Location"]) == (302, R1)
    browser.post(R1, {"status": "not_seen", "evidence": "One draft since.", "observed_on": today})
    listed = pages.read(browser.get(R1)).one("section", aria_labelledby="before").all("li")
    assert ["One draft since." in listed[0].text(), "Two drafts" in listed[1].text()] == [True, True]
    assert len(listed) == 2


def test_the_form_offers_what_the_item_takes_and_today(cast: make.Cast, client_of: ClientOf) -> None:
    for item, offered in (
        ("R1", ["observed", "warning", "not_seen", "unknown"]),
        ("U1", ["observed", "not_seen", "unknown"]),
    ):
        page = read(client_of, cast.grace, f"/risks/observe/?item={item}&structure=cmj", "fr")
        assert [each.attrs["value"] for each in page.all("input", name="status")] == offered
        assert page.form("observed_on")["observed_on"] == timezone.localdate().isoformat()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf
) -> None:
    data = {"status": "warning", "evidence": " ", "observed_on": "2099-01-01"}
    response = client_of(cast.amina).post(R1, data)
    html = response.content.decode()
    assert response.status_code == 400
    assert "Only “not known” needs no evidence." in html
    assert "The day 1 January 2099 is still to come." in html
    assert pages.read(response).form("observed_on")["observed_on"] == "2099-01-01"
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"status": "lost", "evidence": "x", "observed_on": "2011-01-01"},
        {"status": "observed", "evidence": "x\x00y", "observed_on": "2011-01-01"},
        {"status": "observed", "evidence": "x" * 4001, "observed_on": "2011-01-01"},
        {"status": "observed", "evidence": "x", "observed_on": "yesterday"},
        {"status": "observed", "evidence": "x", "observed_on": "0000-00-00"},
    ],
    ids=str,
)
def test_bad_input_is_refused_kindly(data: dict[str, str], cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.amina).post(R1, data).status_code == 400
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?item=R5",
        "?item=C1",
        "?item=%00",
        "?item=U1",
        "?item=R1&structure=no-such",
        "?item=R1&structure=cns",
        "?item=R1&structure=%00x",
        "?item=R1&page=x",
    ],
)
def test_what_is_not_there_is_not_found(query: str, cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.amina).get(f"/risks/observe/{query}").status_code == 404


def test_the_programme_as_a_whole_is_asked_without_a_structure(cast: make.Cast, client_of: ClientOf) -> None:
    whole = make.whole()
    assert client_of(cast.amina).get(f"/risks/observe/?item=R1&structure={whole.slug}").status_code == 404
    assert whole.code not in cells(read(client_of, cast.amina))


def test_who_only_reads_sees_what_was_recorded_and_no_form(cast: make.Cast, client_of: ClientOf) -> None:
    observe("R1")
    page = read(client_of, cast.vera, R1)
    assert "Three different advices" in page.one("main").text()
    assert not page.all("input", name="status")


# --- the matrix


@pytest.mark.parametrize("status", ["observed", "warning", "not_seen", "unknown"])
def test_a_cell_has_a_mark_and_a_word_and_opens_the_evidence(
    cast: make.Cast, client_of: ClientOf, status: str
) -> None:
    observe("R1", status)
    table = read(client_of, cast.vera).one("table", class_="risk-matrix")
    cell = next(row for row in table.all("tr") if row.text().startswith("CMJ")).all("td")[0]
    link = cell.one("a", class_="risk-cell")
    assert link.attrs["href"] == R1
    assert f"risk-{status}" in link.one("svg").attrs["class"]
    word = {"observed": "observed", "warning": "warning", "not_seen": "not seen", "unknown": "not known"}
    assert link.text().startswith(word[status])


def test_the_headline_counts_risks_seen_and_structures_worth_a_look(
    cast: make.Cast, client_of: ClientOf
) -> None:
    observe("R1", "observed")
    observe("R2", "warning", structure=None)
    observe("R3", "not_seen")
    assert read(client_of, cast.vera).one(class_="headline").text() == (
        "2 of 4 risks are observed or warned of; in 1 of 4 structures the answers are worth a look."
    )
