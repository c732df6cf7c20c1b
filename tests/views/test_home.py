"""Home names what waits: what is overdue first, and who or what is awaited; and says when a round can be read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import User
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
    made = make.promise("DFID", text_en=f"Due in {days}", text_fr="À faire")
    made.made_on = timezone.localdate() - timedelta(days=100)
    made.due_on = timezone.localdate() + timedelta(days=days)
    make.administer(item=made, by=None, at=make.AT)


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
        browser.cookies["django_language"] = "en"
        User.objects.filter(pk=person.pk).update(language="en")
        response = browser.post(f"/assessments/{begun.pk}/send/", {"version": begun.version}, follow=True)
        return pages.read(response).text()

    assert "Sent. Waiting for the government." in send(cast.amina)
    assert "Sent. Every side asked has sent: both sides now see these answers." in send(cast.grace)
