"""Home shows how all structures stand and the one next step of each; what waits, what happened, what to talk about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.actions import programmes
from coordination.models import Criterion, Programme, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
STILL_OPEN = "This round is still open; you can read it once it closes."


def main(browser: Client, address: str = "/") -> pages.Node:
    response = browser.get(address)
    assert response.status_code == 200
    return pages.read(response).one("main")


def claims(page: pages.Node, kind: str) -> list[str]:
    return [each.text() for each in page.walk() if each.attrs.get("data-claim") == kind]


def promise(days: int) -> None:
    make.promise(
        "DFID",
        text_en=f"Due in {days}",
        text_fr="À faire",
        due_on=timezone.localdate() + timedelta(days=days),
        at=timezone.now() - timedelta(days=100),
    )


def test_what_is_overdue_is_what_waits(cast: make.Cast, client_of: ClientOf) -> None:
    for days in (-40, -1, 3, 100):
        promise(days)
    for person in (cast.vera, cast.paul):
        page = main(client_of(person))
        todo = page.one("section", aria_labelledby="waiting")
        assert claims(todo, "commitments-due") == ["2 overdue; 1 due within 14 days"]
        assert "Nothing" not in todo.text()
        assert todo.text().index("overdue") < todo.text().index("Compare structures")
        assert "Due in 100" not in todo.text()


def test_who_has_nothing_to_do_is_told_so(cast: make.Cast, client_of: ClientOf) -> None:
    assert "Nothing to do now." in main(client_of(cast.vera)).text()


def test_the_overdue_of_the_other_side_waits_for_nobody_here(cast: make.Cast, client_of: ClientOf) -> None:
    promise(-1)
    assert not claims(main(client_of(cast.grace)), "commitments-due")


def test_what_a_sent_assessment_awaits_is_named(cast: make.Cast, client_of: ClientOf) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    round_ = make.open_round()
    begun = make.begin(bruno, "CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    assert "Waiting for a second draft on your side." in main(client_of(cast.amina)).text()
    make.answer_all(begun)
    make.send(begun)
    assert "Waiting for the government." in main(client_of(cast.amina)).text()


def test_in_a_closed_round_nothing_is_awaited(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    sent = make.sent(cast.amina, "CMJ", round_)
    make.close_round(round_)
    browser = client_of(cast.amina)
    assert "Waiting for" not in main(browser).text()
    said = main(browser, f"/assessments/{sent.pk}/").text()
    assert "the other side does not see these answers" in said
    assert "Waiting for" not in said


@pytest.mark.takes_long
def test_a_viewer_reads_that_an_open_round_can_be_read_once_it_closes_and_then_can(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", round_)
    viewer, side = client_of(cast.vera), client_of(cast.amina)
    card = "/structures/cmj/march-2011/"
    pages_of_round = (
        card,
        "/compare/?round=march-2011&view=partners",
        "/ownership/?round=march-2011&view=partners",
        "/two-views/?round=march-2011",
    )
    for address in pages_of_round:
        assert claims(main(viewer, address), "still-open") == [STILL_OPEN], address
        assert not claims(main(side, address), "still-open"), address
    make.close_round(round_)
    for address in pages_of_round:
        assert not claims(main(viewer, address), "still-open"), address
    assert main(viewer, card).all(id="side-partners")


def test_a_side_reads_whom_an_unread_card_awaits_and_that_a_closed_round_shows_nothing(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    browser, card = client_of(cast.amina), "/structures/cmj/march-2011/"
    assert claims(main(browser, card), "sides-awaited")
    make.close_round(round_)
    for person in (cast.amina, cast.vera):
        assert claims(main(client_of(person), card), "nothing-shown")


def test_without_script_no_page_promises_to_save_by_itself(cast: make.Cast, client_of: ClientOf) -> None:
    begun = make.begin(cast.amina, "CMJ", make.open_round())
    browser = client_of(cast.amina)
    for address in ("/assessments/", f"/assessments/{begun.pk}/", f"/assessments/{begun.pk}/coordination/"):
        said = main(browser, address).text()
        assert "saved soon" not in said
        assert "saved as soon" not in said
    assert "Press Save at the end of the page." in said


def test_what_sending_says_is_what_it_did(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()

    def send(person: User) -> str:
        begun = make.begin(person, "CMJ", round_)
        make.answer_all(begun)
        begun.refresh_from_db()
        browser = client_of(person)
        browser.cookies["language"] = "en"
        User.objects.filter(pk=person.pk).update(language="en")
        response = browser.post(f"/assessments/{begun.pk}/send/", {"version": begun.version}, follow=True)
        return pages.read(response).text()

    assert "Sent. Waiting for the government." in send(cast.amina)
    assert "Sent. Every side asked has sent: both sides now see these answers." in send(cast.grace)


# --- the portfolio


def rows(page: pages.Node) -> dict[str, pages.Node]:
    """The rows of the list by structure."""
    body = page.one("tbody")
    return {each.one("th").one("a").text(): each for each in body.all("tr")}


def button(row: pages.Node) -> str:
    (only,) = [each for each in row.all("a") if "btn" in each.attrs.get("class", "")]
    return only.text()


def test_structures_stand_weakest_first_and_each_has_one_button(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    for person in (cast.amina, cast.joseph, cast.vera, cast.alain):
        found = rows(main(client_of(person)))
        assert list(found) == ["CCRSS", "CMJ", "GTSE/CPSE", "CCRSS Defence"]
        assert all(button(each) for each in found.values())


def test_the_headline_has_at_most_25_words_in_both_languages(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    for person in (cast.amina, cast.grace):
        head = main(client_of(person)).one("h1")
        assert 0 < len(head.text().replace("\u202f", "").split()) <= 25
        assert all("data-claim" in each.attrs for each in head.all("span"))


def test_what_the_bar_counts_is_what_its_parts_list(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    browser = client_of(cast.amina)
    page = main(browser)
    links = [each for each in page.all("a") if "?part=" in each.attrs.get("href", "") and each.all("span")]
    counts = {each.attrs["href"].split("part=")[1]: int(each.all("span")[0].text()) for each in links}
    assert counts == {"strong": 2, "apart": 1, "not-assessed": 1}
    for part, count in counts.items():
        assert len(rows(main(browser, f"/?part={part}"))) == count
    assert "No structure here." in main(browser, "/?part=weak").text()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?part=best", 400),
        ("?part=apart-partners", 400),
        ("?sort=best", 400),
        ("?page=0", 400),
        ("?page=x", 400),
        (f"?q={'x' * 10_000}", 400),
        ("?page=2", 404),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(
    query: str, status: int, cast: make.Cast, client_of: ClientOf
) -> None:
    response = client_of(cast.amina).get(f"/{query}")
    assert response.status_code == status
    assert pages.read(response).one("main").all("p")[0].text()


def test_the_button_is_the_first_step_that_applies(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    round_ = make.round_("january-2011")
    browser = client_of(cast.amina)
    assert button(rows(main(browser))["CMJ"]).startswith("Start")
    begun = make.begin(cast.amina, "CMJ", round_, "Yes", criterion="C1")
    assert button(rows(main(browser))["CMJ"]).startswith("Continue 1 of 14")
    make.answer_all(begun)
    assert button(rows(main(browser))["CMJ"]).startswith("Send")
    assert button(rows(main(client_of(cast.paul)))["CMJ"]).startswith("Send")
    assert button(rows(main(client_of(cast.vera)))["CMJ"]).startswith("See both views")
    assert button(rows(main(client_of(cast.vera)))["CCRSS Defence"]).startswith("See the structure")
    make.send(begun)
    assert not button(rows(main(browser))["CMJ"]).startswith(("Start", "Continue", "Send"))


def test_a_weak_answer_becomes_a_commitment_once(cast: make.Cast, client_of: ClientOf) -> None:
    make.load_demo()
    make.close_round(make.round_("january-2011"))
    browser = client_of(cast.paul)
    row = rows(main(browser))["GTSE/CPSE"]
    (link,) = [each for each in row.all("a") if "btn" in each.attrs.get("class", "")]
    assert link.text().startswith("Turn weak answers into commitments")
    assert browser.get(link.attrs["href"]).status_code == 200
    make.promise(
        structure=make.structure("GTSE/CPSE"),
        round_=make.round_("january-2010"),
        voice="partners",
        criterion=Criterion.objects.get(instrument__code="partnership-2008", code="C4"),
    )
    assert button(rows(main(browser))["GTSE/CPSE"]).startswith("See both views")


def test_of_the_other_side_one_bit_is_told(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    browser = client_of(cast.amina)

    def told() -> list[str]:
        return claims(rows(main(browser))["CMJ"], "progress-other")

    assert told() == ["not yet sent"]
    begun = make.begin(cast.grace, "CMJ", round_)
    assert told() == ["not yet sent"]
    make.answer_all(begun)
    make.send(begun)
    assert told() == ["sent"]
    assert claims(main(client_of(cast.grace)), "progress-round") == [
        "Transmises par votre partie\u202f: 1 sur 4"
    ]


def test_since_the_last_visit_tells_what_was_revealed_and_corrected(cast: make.Cast, client: Client) -> None:
    round_ = make.open_round()

    def look() -> list[str]:
        client.post("/sign-out/")
        client.post("/sign-in/", {"username": cast.amina.email, "password": make.PASSWORD})
        page = main(client)
        return claims(page, "since-revealed") + claims(page, "since-corrected")

    assert look() == []
    assert look() == []
    now = timezone.now()
    begun = make.begin(cast.amina, "CMJ", round_, at=now)
    make.answer_all(begun)
    make.send(begun, at=now)
    theirs = make.begin(cast.grace, "CMJ", round_, at=now)
    make.answer_all(theirs)
    make.send(theirs, at=now)
    assert look() == ["Answers of March 2011 can now be read: CMJ."]
    assert look() == []


def test_what_is_sealed_is_no_news_and_what_is_open_none_to_a_viewer(cast: make.Cast, client: Client) -> None:
    round_ = make.open_round()

    def look(person: User) -> str:
        client.post("/sign-out/")
        client.post("/sign-in/", {"username": person.email, "password": make.PASSWORD})
        return main(client).one("section", aria_labelledby="since").text()

    look(cast.vera), look(cast.grace)
    for person in (cast.amina, cast.grace):
        begun = make.begin(person, "CMJ", round_, at=timezone.now())
        make.answer_all(begun)
        make.send(begun, at=timezone.now())
        if person == cast.amina:
            assert "CMJ" not in look(cast.grace)
    assert "CMJ" not in look(cast.vera)


def test_the_widest_disagreements_stand_with_both_wordings(cast: make.Cast, client_of: ClientOf) -> None:
    round_ = make.open_round()
    for person, word in ((cast.amina, "Not yet"), (cast.grace, "Yes")):
        make.sent(person, "CMJ", round_, word=word)
    talk = main(client_of(cast.paul)).one("section", aria_labelledby="talk")
    said = claims(talk, "criterion_by_sides")
    assert said == ["government 3 levels higher"] * 3
    first = talk.all("li")[0].text()
    assert "CMJ" in first
    assert "Yes" in first
    assert "Not yet" in first


@pytest.mark.takes_long
def test_many_structures_stand_on_pages_and_are_found(cast: make.Cast, client_of: ClientOf) -> None:
    for number in range(30):
        make.structure(f"S{number}")
    browser = client_of(cast.vera)
    page = main(browser)
    assert len(rows(page)) == 10
    assert page.one("nav", aria_label="Order of the list")
    last = rows(main(browser, "/?sort=all&page=4"))
    assert 0 < len(last) <= 10
    assert list(rows(main(browser, "/?sort=all&q=s17"))) == ["S17"]
    assert browser.get("/?sort=all&page=5").status_code == 404


def test_an_empty_programme_says_what_to_do(cast: make.Cast, client_of: ClientOf) -> None:
    empty = programmes.save(
        programme=Programme(
            code="new", country="ML", name_en="New", name_fr="Nouveau", time_zone="Africa/Bamako"
        ),
        by=None,
        at=make.AT,
    )
    person = make.place(make.person("zoe"), "adviser", "partners", programme=empty)
    page = main(client_of(person))
    assert "There is no structure yet." in page.one("h1").text()
    assert [each for each in page.all("a") if each.attrs["href"] == reverse("start-structures")]
