"""The pages that close and reopen a round: what they name, what they keep to one side, what they say."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import RoundMail, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
CLOSE, REOPEN, BACK = (f"/rounds/march-2011/{each}/" for each in ("close", "reopen", "take-back"))


@pytest.fixture
def paul(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.paul)


@pytest.fixture
def joseph(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.joseph)


def said(client: Client, address: str) -> str:
    return pages.read(client.get(address)).one("main").text()


def form(client: Client, address: str) -> dict[str, str]:
    """What the page sends when its button is pressed."""
    found = pages.read(client.get(address)).all("input", name="final")
    return {"final": "on"} if found else {}


def test_two_managers_close_a_round_and_both_read_who_agreed(
    cast: make.Cast, paul: Client, joseph: Client
) -> None:
    make.open_round()
    assert "Agree to close it" in said(paul, CLOSE)
    assert paul.post(CLOSE, form(paul, CLOSE)).status_code == 302
    assert "A manager of the partners agreed on" in said(paul, "/rounds/march-2011/")
    assert "Un responsable des partenaires" in said(joseph, "/rounds/march-2011/")
    assert "Un responsable des partenaires" in said(joseph, "/rounds/")
    assert "it now takes a manager of the other side" in said(paul, CLOSE)
    assert joseph.post(CLOSE, form(joseph, CLOSE)).status_code == 302
    assert make.round_("march-2011").state == "closed"


def test_a_page_that_was_overtaken_asks_again(cast: make.Cast, paul: Client, joseph: Client) -> None:
    make.open_round()
    seen = form(joseph, CLOSE)
    paul.post(CLOSE, form(paul, CLOSE))
    response = joseph.post(CLOSE, seen)
    assert response.status_code == 409
    assert make.round_("march-2011").state == "open"
    assert joseph.post(CLOSE, {"final": "on"}).status_code == 302
    assert make.round_("march-2011").state == "closed"


def test_a_consent_is_taken_back_by_its_side_only(cast: make.Cast, paul: Client, joseph: Client) -> None:
    make.open_round()
    paul.post(CLOSE, {})
    assert joseph.post(BACK).status_code == 409
    assert "Reprendre" not in said(joseph, "/rounds/march-2011/")
    assert paul.post(BACK).status_code == 302
    assert "agreed on" not in said(paul, "/rounds/march-2011/")


def test_on_the_last_day_one_manager_closes_alone(cast: make.Cast, joseph: Client) -> None:
    make.open_round(last_on=timezone.localdate(timezone=make.cod().zone))
    assert form(joseph, CLOSE) == {"final": "on"}
    joseph.post(CLOSE, {"final": "on"})
    assert make.round_("march-2011").state == "closed"


def test_a_manager_of_a_side_that_is_not_asked_reads_why(cast: make.Cast, joseph: Client) -> None:
    make.open_round("partners")
    response = joseph.get(CLOSE)
    assert response.status_code == 409
    assert not pages.read(response).all("button", class_="btn-primary")
    assert joseph.post(CLOSE, {"final": "on"}).status_code == 409
    assert make.round_("march-2011").state == "open"


def test_the_page_names_own_drafts_with_their_assessors_and_of_the_other_side_what_is_not_sent(
    cast: make.Cast, paul: Client, joseph: Client
) -> None:
    round_ = make.open_round()
    make.begin(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    make.begin(cast.grace, "CCRSS", round_)
    ours, theirs = said(paul, CLOSE), said(joseph, CLOSE)
    assert "Amina Adviser: draft, 1 of 14" in ours
    assert "Grace" not in ours
    assert "Not yet sent by the other side" in ours
    assert "Grace Conseillère" in theirs
    assert "Amina" not in theirs


def test_the_page_says_what_closing_reveals(cast: make.Cast, paul: Client, client_of: ClientOf) -> None:
    awa = make.place(make.person("awa"), "adviser", "partners")
    round_ = make.open_round()
    make.begin(awa, "CMJ", round_)
    make.sent(cast.amina, "CMJ", round_)
    assert "Closing shows both sides" not in said(paul, CLOSE)
    make.sent(cast.grace, "CMJ", round_)
    assert "Closing shows both sides" in said(paul, CLOSE)


@pytest.mark.parametrize("who", ["amina", "vera", "alain"])
def test_others_are_offered_no_closing(who: str, cast: make.Cast, client_of: ClientOf) -> None:
    make.open_round()
    page = pages.read(client_of(getattr(cast, who)).get("/rounds/march-2011/"))
    assert not page.all("a", href=CLOSE)


def test_what_was_not_submitted_stands_on_the_rounds_pages_on_home_and_on_the_structure(
    cast: make.Cast, paul: Client, joseph: Client
) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.close_round(round_)
    for address in ("/rounds/", "/rounds/march-2011/", "/", "/structures/cmj/"):
        assert "submitted by the government" in said(paul, address), address
        assert "non transmise par le Gouvernement" in said(joseph, address), address


def test_of_many_rounds_the_structure_tells_the_last_and_its_history_all(
    cast: make.Cast, paul: Client
) -> None:
    for number in range(1, 5):
        round_ = make.open_round(name=f"March 201{number}", reference_on=date(2010 + number, 3, 31))
        make.sent(cast.amina, "CMJ", round_)
        make.close_round(round_)
    page, lacks = "/structures/cmj/", "not submitted by the government"
    assert said(paul, page).count(lacks) == 1
    assert f"March 2014: {lacks}" in said(paul, page)
    of_round = said(paul, f"{page}march-2012/")
    assert of_round.count(lacks) == 2, "of the round shown, and of the last"
    assert f"March 2012: {lacks}" in of_round
    history = pages.read(paul.get(f"{page}history/")).one("section", **{"aria-labelledby": "not-submitted"})
    assert [each.text() for each in history.all("li")] == [f"March 201{n}: {lacks}" for n in (4, 3, 2, 1)]


def test_reopening_says_what_it_takes(cast: make.Cast, paul: Client, joseph: Client) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_)
    make.close_round(round_)
    assert "Agree to reopen it" in said(paul, REOPEN)
    paul.post(REOPEN, form(paul, REOPEN))
    assert make.round_("march-2011").state == "closed"
    joseph.post(REOPEN, form(joseph, REOPEN))
    assert make.round_("march-2011").state == "open"


def test_the_author_of_a_draft_set_aside_reads_why_in_their_language(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    drafts = [make.begin(cast.amina, "CMJ", round_), make.begin(cast.grace, "CMJ", round_)]
    make.close_round(round_)
    address = f"/assessments/{drafts[0].pk}/"
    assert "when Paul Manager closed the round before it was sent" in said(client_of(cast.amina), address)
    address = f"/assessments/{drafts[1].pk}/"
    assert "a clos la campagne avant sa transmission" in said(client_of(cast.grace), address)


def test_an_answer_that_comes_after_the_closing_is_kept_and_told_why(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    draft = make.begin(cast.amina, "CMJ", round_)
    make.close_round(round_)
    sent = {"C1-choice": "4", "C1-version": "0", "C1-basis": "As typed under a tree."}
    response = client_of(cast.amina).post(f"/assessments/{draft.pk}/coordination/", sent)
    assert response.status_code == 409
    text = pages.read(response).one("main").text()
    assert "This round is closed." in text
    assert "As typed under a tree." in text
    assert client_of(cast.amina).post(f"/assessments/{draft.pk}/send/", {"version": "2"}).status_code == 409


def test_both_managers_are_mailed_of_the_closing_in_their_language(
    cast: make.Cast, paul: Client, mailoutbox: list[object], settings: object
) -> None:
    make.open_round(last_on=timezone.localdate(timezone=make.cod().zone))
    settings.MAIL_REACHES_PEOPLE = True  # type: ignore[attr-defined]
    paul.post(CLOSE, {"final": "on"})
    found = {mail.to[0]: mail.subject for mail in mailoutbox}  # type: ignore[attr-defined]
    assert found == {
        cast.paul.email: "March 2011 is closed",
        cast.joseph.email: "March 2011 (fr) : campagne close",
    }
    assert not RoundMail.objects.filter(sent_at__isnull=True).exists()
    assert timezone.now() - RoundMail.objects.all()[0].made_at < timedelta(minutes=5)
