"""What the other side did not submit, through the pages: from when on it is published, by whom, what all then read."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from coordination import mail
from coordination.domain import lifecycle
from coordination.models import Membership, NotSubmitted, Publication, Round, User
from coordination.permissions import standing_of
from coordination.queries import home
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
PUBLISH = "/publish/march-2011/cmj/"
CARD = "/structures/cmj/march-2011/"
ROUND = "/rounds/march-2011/"


@pytest.fixture
def round_(cast: make.Cast) -> Round:
    """A round of both sides, closed long ago: CMJ sent by the partners only."""
    User.objects.update(language="en")
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    return make.close_round(round_)


@pytest.fixture
def fresh(cast: make.Cast) -> Round:
    """The same, closed just now."""
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    return make.close_round(round_, at=timezone.now())


def text(client: Client, address: str) -> str:
    return pages.read(client.get(address)).one("main").text()


def seen(client: Client) -> dict[str, str]:
    return {"seen": pages.read(client.get(PUBLISH)).form("seen")["seen"]}


def test_before_seven_days_the_page_says_from_when_on_and_has_no_button(
    cast: make.Cast, client_of: ClientOf, fresh: Round
) -> None:
    paul = client_of(cast.paul)
    shown = pages.read(paul.get(PUBLISH)).one("main")
    assert "The government is told since" in shown.text()
    assert "the partners may publish alone from" in shown.text()
    assert not shown.all("button")
    refused = paul.post(PUBLISH, {"seen": "0" * 64})
    assert refused.status_code == 409
    assert "Your side may publish alone from" in pages.read(refused).one("main").text()
    assert not pages.read(paul.get("/")).all("a", href=PUBLISH), "nothing waits for the own side yet"
    assert pages.read(paul.get(ROUND)).all("a", href=PUBLISH)


def test_home_leads_there_once_the_time_is_over_though_nothing_is_written_in_between(
    cast: make.Cast, round_: Round
) -> None:
    programme = round_.programme
    standing = standing_of(Membership.objects.get(user=cast.paul, programme=programme))
    over = NotSubmitted.objects.get(round=round_, structure__code="CMJ").told_at + lifecycle.TIME_TO_ANSWER

    def offered(at: datetime) -> set[str]:
        shown = home.home(
            home.ListAsked(),
            user=cast.paul,
            programme=programme,
            standing=standing,
            language="en",
            now=at,
            last_seen=None,
        )
        return {each.to_publish for each in shown.steps.values()} - {""}

    before = over - timedelta(seconds=1)
    days = {each.astimezone(programme.zone).date() for each in (before, over)}
    assert len(days) == 1, "what rests on the day is still kept"
    assert not offered(before)
    assert offered(over) == {round_.label}


def test_home_and_the_round_lead_the_manager_of_the_side_that_sent_to_it_and_nobody_else(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    for address in ("/", ROUND):
        for person in (cast.amina, cast.joseph, cast.grace, cast.vera, cast.alain):
            assert not pages.read(client_of(person).get(address)).all("a", href=PUBLISH), (address, person)
        assert pages.read(client_of(cast.paul).get(address)).all("a", href=PUBLISH), address


def test_who_does_not_read_it_finds_no_page_and_an_adviser_may_not_publish(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    for person in (cast.joseph, cast.grace, cast.vera, cast.alain, cast.nadia):
        for method in ("get", "post"):
            answer = getattr(client_of(person), method)(PUBLISH, {"seen": "0" * 64})
            assert answer.status_code in (404, 403) if person == cast.nadia else answer.status_code == 404
    assert client_of(cast.amina).get(PUBLISH).status_code == 403
    assert not Publication.objects.exists()


@pytest.mark.takes_long
def test_published_both_sides_read_it_everywhere_and_who_did_not_submit_it(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    paul, joseph, vera = (client_of(each) for each in (cast.paul, cast.joseph, cast.vera))
    for reader in (joseph, vera):
        assert "hub-voices" not in reader.get(CARD).content.decode()
    assert "with that the government reads it, too" in text(paul, PUBLISH)
    done = paul.post(PUBLISH, seen(paul))
    row = Publication.objects.get()
    assert done["Location"] == f"/published/{row.content_hash}/"
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain):
        shown = text(client_of(person), done["Location"])
        assert "not submitted by the government" in shown
        assert row.content_hash in shown
        assert "hub-voices" in client_of(person).get(CARD).content.decode()
    assert "not submitted by the government" in text(joseph, CARD)
    for address in (
        "/compare/?round=march-2011",
        "/structures/cmj/history/",
        "/two-views/",
        "/changes/",
        "/",
    ):
        assert joseph.get(address, follow=True).status_code == 200, address
    assert joseph.get("/agreement/march-2011/cmj/").status_code == 404, "there is nothing to agree on"
    assert not pages.read(joseph.get(CARD)).all("a", href="/agreement/march-2011/cmj/")


def test_its_answers_stand_in_the_programme_s_file_and_are_read_back(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    make.publish(round_, at=timezone.now())
    found = json.loads(client_of(cast.alain).get("/load/programme.json").content)
    (there,) = (each for each in found["rounds"] if each["label"] == "march-2011")
    assert [(each["structure"], each["side"]) for each in there["assessments"]] == [("CMJ", "partners")]
    found["programme"] |= {"code": "again", "kind": "training"}
    make.load(found)


def test_both_sides_are_told_by_mail_and_in_the_log_that_they_share(
    cast: make.Cast, client_of: ClientOf, round_: Round, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    monkeypatch.setattr(mail, "_later", lambda step: step())
    paul, joseph = client_of(cast.paul), client_of(cast.joseph)
    assert "sent an assessment" not in text(joseph, "/journal/")
    paul.post(PUBLISH, seen(paul))
    assert {each.to[0].split("@")[0] for each in outbox.outbox} == {"amina", "paul", "grace", "joseph"}
    for reader in (paul, joseph):
        assert "published a card: CMJ, March 2011" in text(reader, "/journal/")
        assert "sent an assessment" in text(reader, "/journal/")


def test_home_tells_the_other_side_that_it_was_published(
    cast: make.Cast, client_of: ClientOf, round_: Round
) -> None:
    joseph = client_of(cast.joseph)
    session = joseph.session
    session["last_seen"] = (timezone.now() - timedelta(days=1)).isoformat()
    session.save()
    make.publish(round_, at=timezone.now())
    assert "Answers of March 2011 were published: CMJ." in text(joseph, "/")


def test_before_it_is_published_the_other_side_reads_the_same_whatever_was_answered(
    cast: make.Cast, client_of: ClientOf
) -> None:
    User.objects.update(language="en")
    round_ = make.open_round()
    mine = make.begin(cast.amina, "CMJ", round_)
    make.answer_all(mine, "No")
    make.send(mine)
    make.close_round(round_)
    joseph = client_of(cast.joseph)
    before = {each: text(joseph, each) for each in ("/", ROUND, CARD, "/rounds/")}
    with make.without_triggers():
        mine.answers.update(verbatim="Yes", level=4, lo=4, hi=4)
    assert {each: text(joseph, each) for each in before} == before
