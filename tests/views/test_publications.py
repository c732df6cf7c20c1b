"""Publishing through its pages: what is missing, both consents, the published card as a page and a file, corrections."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from coordination import mail
from coordination.documents import publications as documents
from coordination.models import Assessment, JointAnswer, Publication, Round, Structure, User
from coordination.queries import publications
from coordination.views.decorators import PROVED_KEY
from tests import evidence, joint_answers, make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PUBLISH = "/publish/march-2011/cmj/"
CARD = "/structures/cmj/march-2011/"


@pytest.fixture
def agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every criterion has a joint answer, or “differ”, that both sides confirmed."""
    monkeypatch.setattr(publications, "waiting_for_joint", lambda *_of: ())


@pytest.fixture
def both(cast: make.Cast) -> Round:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    make.sent(cast.grace, "CMJ", round_, word="Partly")
    User.objects.update(language="en")
    return round_


@pytest.fixture
def alone(cast: make.Cast) -> Assessment:
    """CMJ in a round that asks the partners only."""
    return make.sent(cast.amina, "CMJ", make.open_round("partners"))


def text(client: Client, address: str) -> str:
    return pages.read(client.get(address)).one("main").text()


def press(client: Client, address: str = PUBLISH) -> Any:
    """Press the button with what the page shows, as a browser would."""
    return client.post(address, {"seen": pages.read(client.get(address)).form("seen")["seen"]})


# --- consents


def test_the_page_says_what_is_missing_until_everything_is_agreed(
    cast: make.Cast, client_of: ClientOf, both: Round
) -> None:
    paul = client_of(cast.paul)
    shown = text(paul, PUBLISH)
    assert "14 of 14 criteria wait for a joint answer." in shown
    assert "Agree to publish" not in shown
    assert paul.post(PUBLISH, {"seen": "0" * 64}).status_code == 409
    assert not Publication.objects.exists()


@pytest.mark.usefixtures("agreed")
def test_the_first_consent_is_shown_to_both_sides_and_the_second_publishes(
    cast: make.Cast, client_of: ClientOf, both: Round
) -> None:
    paul, joseph = client_of(cast.paul), client_of(cast.joseph)
    assert press(paul)["Location"] == PUBLISH
    assert "Withdraw the consent" in text(paul, PUBLISH)
    assert "Partners: agreed to publish on" in text(joseph, PUBLISH)
    for person in (cast.amina, cast.grace, cast.joseph):
        assert "Agreed to publish: partners" in text(client_of(person), CARD)
    done = press(joseph)
    assert done["Location"] == f"/published/{Publication.objects.get().content_hash}/"
    assert set(Assessment.objects.filter(round=both).values_list("state", flat=True)) == {"published"}
    assert joseph.get(PUBLISH)["Location"] == done["Location"]


@pytest.mark.usefixtures("agreed")
def test_a_consent_is_taken_back(cast: make.Cast, client_of: ClientOf, both: Round) -> None:
    paul = client_of(cast.paul)
    press(paul)
    assert paul.post(f"{PUBLISH}back/").status_code == 302
    assert "Agree to publish" in text(paul, PUBLISH)
    assert paul.post(f"{PUBLISH}back/").status_code == 409


@pytest.mark.usefixtures("agreed")
def test_a_consent_to_what_has_changed_is_shown_as_none(
    cast: make.Cast, client_of: ClientOf, both: Round
) -> None:
    press(client_of(cast.paul))
    make.correct(Assessment.objects.get(round=both, side="partners"), "C1", "No", by=cast.paul)
    assert "Partners: has not yet agreed to publish" in text(client_of(cast.joseph), PUBLISH)


def test_to_publish_is_asked_a_new_proof(cast: make.Cast, client_of: ClientOf, alone: Assessment) -> None:
    paul = client_of(cast.paul)
    shown = pages.read(paul.get(PUBLISH)).form("seen")
    session = paul.session
    session[PROVED_KEY] = 0
    session.save()
    assert paul.post(PUBLISH, {"seen": shown["seen"]}).status_code != 302
    assert not Publication.objects.exists()


def test_home_offers_to_publish_where_it_waits_for_the_own_side(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    def steps(person: User) -> list[str]:
        found = pages.read(client_of(person).get("/")).all("a", href=PUBLISH)
        return [each.text(hidden=True) for each in found]

    assert steps(cast.paul) == ["Publish: CMJ"]
    assert steps(cast.amina) == []
    assert steps(cast.joseph) == []
    make.publish(alone.round)
    assert steps(cast.paul) == []


@pytest.mark.takes_long
def test_home_offers_to_publish_what_both_agreed_to_who_has_not_consented_yet(
    cast: make.Cast, client_of: ClientOf, both: Round
) -> None:
    assert not pages.read(client_of(cast.joseph).get("/")).all("a", href=PUBLISH)
    joint_answers.agree(cast, both)
    assert pages.read(client_of(cast.joseph).get("/")).all("a", href=PUBLISH)
    press(client_of(cast.paul))
    assert pages.read(client_of(cast.joseph).get("/")).all("a", href=PUBLISH)
    assert not pages.read(client_of(cast.paul).get("/")).all("a", href=PUBLISH)
    assert not pages.read(client_of(cast.grace).get("/")).all("a", href=PUBLISH)


def test_both_sides_are_told_at_once_each_in_their_language_and_no_answer_is_mailed(
    cast: make.Cast, client_of: ClientOf, alone: Assessment, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    monkeypatch.setattr(mail, "_later", lambda step: step())
    press(client_of(cast.paul))
    told = {each.to[0].split("@")[0]: str(each.body) for each in outbox.outbox}
    assert set(told) == {"amina", "paul", "grace", "joseph"}
    assert "The answers on" in told["amina"]
    assert "Réponses publiées" in told["joseph"]
    assert all(f"/structures/cmj/{alone.round.label}/" in each for each in told.values())
    outbox.outbox.clear()
    fields = {"C1-choice": "1", "C1-version": "1", "evidence": "A letter.", "reason": "It was read wrongly."}
    assert client_of(cast.paul).post(f"/assessments/{alone.pk}/correct/C1/", fields).status_code == 302
    assert {each.to[0].split("@")[0] for each in outbox.outbox} == set(told)
    assert not any("A letter." in str(each.body) for each in outbox.outbox)


def test_home_says_what_was_published_to_whoever_reads_the_programme(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    make.publish(alone.round, at=timezone.now())
    vera = client_of(cast.vera)
    session = vera.session
    session["last_seen"] = (timezone.now() - timedelta(days=1)).isoformat()
    session.save()
    assert "Answers of March 2011 were published: CMJ." in text(vera, "/")


# --- the published card


def test_everybody_of_the_programme_reads_what_is_published_in_an_open_round(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    row = make.publish(alone.round)
    for person in (cast.amina, cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain):
        shown = text(client_of(person), f"/published/{row.content_hash}/")
        assert row.content_hash in shown
        for name in ("Amina", "Paul"):
            assert name not in shown
    assert client_of(cast.nadia).get(f"/published/{row.content_hash}/").status_code == 404


@pytest.mark.usefixtures("agreed")
def test_what_only_one_side_agreed_to_is_no_page(cast: make.Cast, client_of: ClientOf, both: Round) -> None:
    row = make.publish(both)
    for name in ("", "card.json"):
        assert client_of(cast.paul).get(f"/published/{row.content_hash}/{name}").status_code == 404


def test_the_file_has_the_hash_that_the_page_says(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    row = make.publish(alone.round)
    vera = client_of(cast.vera)
    response = vera.get(f"/published/{row.content_hash}/card.json")
    assert sha256(response.content).hexdigest() == row.content_hash
    assert json.loads(response.content)["structure"]["code"] == "CMJ"
    assert 'filename="cmj-march-2011.json"' in response["Content-Disposition"]
    assert "sha256sum cmj-march-2011.json" in text(vera, f"/published/{row.content_hash}/")


def test_the_page_shows_what_was_published_and_not_the_rows_of_today(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    row = make.publish(alone.round)
    Structure.objects.filter(code="CMJ").update(name_en="Renamed", name_fr="Renommée")
    shown = text(client_of(cast.vera), f"/published/{row.content_hash}/")
    assert "Mixed Justice Commission" in shown
    assert "Renamed" not in shown


def test_the_page_names_the_files_that_an_answer_rested_on(cast: make.Cast, client_of: ClientOf) -> None:
    draft = make.start(cast.amina, "CMJ", make.open_round("partners"))
    make.answer_all(draft)
    evidence.give(draft, data=evidence.pdf(), note="The minutes of March")
    make.send(draft)
    row = make.publish(draft.round)
    shown = text(client_of(cast.vera), f"/published/{row.content_hash}/")
    assert re.search(r"PDF \(\d+.bytes\) – The minutes of March", shown)


@pytest.mark.parametrize("word", ["?", "-", "Partly to Yes", "n/a"])
def test_a_correction_is_marked_with_old_and_new_and_changes_nothing_that_was_published(
    cast: make.Cast, client_of: ClientOf, word: str
) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round("partners"))
    make.answer(draft, "C1", word, na_reason="No strategy" if word == "n/a" else "")
    make.send(draft, accept_blanks=True)
    row = make.publish(draft.round)
    later = make.AT + timedelta(days=30)
    correction = make.correct(draft, "C1", "Mostly", by=cast.paul, at=later)
    make.dissent(correction)
    shown = text(client_of(cast.vera), f"/published/{row.content_hash}/")
    for said in ("Corrected since", "Now: Mostly", "Minutes found since.", "The minutes say otherwise."):
        assert said in shown
    assert "Dissent (government)" in shown
    assert "We know otherwise." in shown
    hub = text(client_of(cast.amina), CARD)
    assert "corrected on 31 March 2011" in hub
    response = client_of(cast.vera).get(f"/published/{row.content_hash}/card.json")
    assert sha256(response.content).hexdigest() == row.content_hash


# --- revising, and dissenting


def test_an_author_finds_their_answer_and_revises_it(
    cast: make.Cast, client_of: ClientOf, both: Round
) -> None:
    mine = Assessment.objects.get(round=both, side="partners")
    amina, address = client_of(cast.amina), f"/assessments/{mine.pk}/revise/C1/"
    assert pages.read(amina.get(CARD)).all("a", href=address)
    assert not pages.read(client_of(cast.paul).get(CARD)).all("a", href=address)
    sent = {"C1-choice": "1", "C1-version": "1", "reason": "I misread the minutes."}
    assert amina.post(address, sent)["Location"] == CARD
    for person in (cast.amina, cast.joseph):
        shown = text(client_of(person), CARD)
        assert "the first answer was: Yes" in shown
        assert "I misread the minutes." in shown


def test_the_other_side_finds_a_correction_and_dissents_once(
    cast: make.Cast, client_of: ClientOf, alone: Assessment
) -> None:
    User.objects.update(language="en")
    correction = make.correct(alone, "C1", "No", by=cast.paul)
    address = f"/corrections/{correction.pk}/dissent/"
    joseph = client_of(User.objects.get(pk=cast.joseph.pk))
    assert pages.read(joseph.get(CARD)).all("a", href=address)
    assert not pages.read(client_of(cast.paul).get(CARD)).all("a", href=address)
    assert joseph.post(address, {"reason": "Those minutes were never approved."})["Location"] == CARD
    assert "Those minutes were never approved." in text(client_of(cast.amina), CARD)
    assert not pages.read(joseph.get(CARD)).all("a", href=address)
    assert joseph.post(address, {"reason": "Once more."}).status_code == 400


@pytest.mark.takes_long
def test_a_published_card_says_where_the_sides_differ_and_who_does_not_go_along(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = joint_answers.revealed(cast, partners="Yes", government="Partly")
    joint_answers.agree(cast, round_)
    first = JointAnswer.objects.get(round=round_, criterion__code="C1", state="standing")
    joint_answers.dissent(cast.joseph, first, "The minutes say otherwise.")
    make.publish(round_, side="partners")
    card = make.publish(round_, side="government")
    main = pages.read(client_of(cast.vera).get(f"/published/{card.content_hash}/")).one("main").text()
    assert main.count("Both sides recorded that they differ: this is all that either of them admitted.") == 1
    assert "Dissent of the Government, 1 March 2011: The minutes say otherwise." in main
    agreed_voice = documents.read(card.snapshot).voices[-1]
    last = agreed_voice.answer("O7")
    assert last
    assert last.sides_differ
    assert (last.reading.lo, last.reading.hi) == (2, 4)
