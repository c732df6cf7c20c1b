"""A joint answer changed after publishing is marked as corrected, with what was published and why it changed."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from coordination.actions import joint_answers as actions
from coordination.domain.lifecycle import CardState
from coordination.domain.rules import Rule
from coordination.models import JointAnswer, Publication, Round, User
from coordination.queries import journal, publications
from tests import joint_answers, make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
CARD = "/structures/cmj/march-2011/"
LATER = make.AT + timedelta(days=9)


@pytest.fixture
def card(cast: make.Cast) -> Publication:
    """CMJ: agreed on “Mostly” everywhere, and that they differ on O7; published."""
    User.objects.update(language="en")
    round_ = joint_answers.revealed(cast)
    joint_answers.agree(cast, round_)
    make.publish(round_)
    return make.publish(round_, side="government")


def change(cast: make.Cast, round_: Round, code: str, word: str) -> JointAnswer:
    """Let another joint answer stand, as both sides confirm nine days later."""
    row = joint_answers.propose(cast.paul, round_, code, word, basis="The minutes came to light.")
    actions.confirm(joint_answer=row, side="government", by=cast.joseph, at=LATER)
    return row


def text(client: Client, address: str) -> str:
    return pages.read(client.get(address)).one("main").text()


@pytest.mark.parametrize(
    ("code", "word", "old", "new"),
    [("C1", "Not yet", "Mostly", "Not yet"), ("C1", "differ", "Mostly", "Mostly to Yes")],
)
def test_it_is_marked_where_the_card_and_its_publication_are_read(
    cast: make.Cast, client_of: ClientOf, card: Publication, code: str, word: str, old: str, new: str
) -> None:
    change(cast, card.round, code, word)
    for person in (cast.joseph, cast.vera):
        shown = text(client_of(person), f"/published/{card.content_hash}/")
        assert "Corrected since" in shown
        assert f"Published: {old}" in shown
        assert f"Now: {new}" in shown
        assert f"Corrected by both sides together on 10 March 2011; before it said: {old}." in shown
        assert "Reason: The minutes came to light." in shown
        hub = text(client_of(person), CARD)
        assert "corrected on 10 March 2011" in hub
        assert "Corrected by both sides together on 10 March 2011" in hub
    assert publications.state_of(card.round, card.structure, waiting=0) is CardState.CORRECTED
    response = client_of(cast.vera).get(f"/published/{card.content_hash}/card.json")
    assert sha256(response.content).hexdigest() == card.content_hash
    assert not pages.read(client_of(cast.joseph).get(CARD)).all("a", href="/corrections/0/dissent/")
    assert journal.faults() == []


@pytest.mark.takes_long
def test_what_was_agreed_and_changed_before_it_was_published_is_not_corrected(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = joint_answers.revealed(cast)
    joint_answers.agree(cast, round_)
    joint_answers.stand(cast, round_, "C1", "Not yet", basis="The minutes came to light.")
    make.publish(round_)
    row = make.publish(round_, side="government")
    assert "Corrected since" not in text(client_of(cast.vera), f"/published/{row.content_hash}/")
    assert publications.state_of(round_, row.structure, waiting=0) is CardState.PUBLISHED


def test_a_change_that_only_one_side_confirmed_marks_nothing(cast: make.Cast, card: Publication) -> None:
    joint_answers.propose(cast.paul, card.round, "C1", "Not yet", basis="The minutes came to light.")
    assert publications.state_of(card.round, card.structure, waiting=0) is CardState.PUBLISHED


def test_what_was_published_is_changed_with_a_reason_only(cast: make.Cast, card: Publication) -> None:
    with make.refused(Rule.REASON_MISSING):
        joint_answers.propose(cast.paul, card.round, "C1", "Not yet")
    with make.refused(Rule.REASON_MISSING):
        joint_answers.propose(cast.paul, card.round, "C1", "differ")


def test_of_several_changes_the_last_one_stands_beside_what_was_published(
    cast: make.Cast, client_of: ClientOf, card: Publication
) -> None:
    change(cast, card.round, "C1", "Not yet")
    joint_answers.dissent(cast.joseph, change(cast, card.round, "C1", "No"), "We know otherwise.")
    shown = text(client_of(cast.vera), f"/published/{card.content_hash}/")
    assert "Published: Mostly" in shown
    assert "Now: No" in shown
    assert "Now: Not yet" not in shown
    assert "We know otherwise." in shown
