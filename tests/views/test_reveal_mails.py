"""A reveal is told to both sides by mail, at the same moment; before it no mail says that anybody sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from coordination import mail
from coordination.models import Assessment, User
from tests import make, pages

ClientOf = Callable[[User], Client]
BOTH_SIDES = {"amina", "paul", "grace", "joseph"}


@pytest.fixture(autouse=True)
def told_at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    monkeypatch.setattr(mail, "_later", lambda step: step())


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    """Amina's draft on CMJ in an open round of both sides."""
    return make.begin(cast.amina, "CMJ", make.open_round(sides="both"))


def told() -> dict[str, str]:
    """The texts of the mails, by whom they went to."""
    return {each.to[0].split("@")[0]: str(each.body) for each in outbox.outbox}


def send(browser: Client, assessment: Assessment) -> None:
    address = f"/assessments/{assessment.pk}/send/"
    form = pages.read(browser.get(address)).form("version")
    assert browser.post(address, form | {"accept_blanks": "on"}).status_code == 302


def test_the_second_to_send_lets_both_sides_be_told_each_in_their_language(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    theirs = make.begin(cast.grace, "CMJ", draft.round)
    send(client_of(cast.grace), theirs)
    assert told() == {}, "that one side has sent is no news by mail"
    send(client_of(cast.amina), draft)
    found = told()
    assert set(found) == BOTH_SIDES
    assert "Both sides can now read the answers on" in found["amina"]
    assert "Les deux parties peuvent maintenant lire les réponses" in found["joseph"]
    assert all(f"/structures/cmj/{draft.round.label}/" in each for each in found.values())
    assert not any("Grace" in found[each] for each in BOTH_SIDES - {"grace"})


@pytest.mark.parametrize("step", ["discard", "set-aside"])
def test_a_draft_that_gets_out_of_the_way_and_reveals_tells_them_too(
    cast: make.Cast, client_of: ClientOf, draft: Assessment, step: str
) -> None:
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    make.send(make.begin(bruno, "CMJ", draft.round), accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    browser = client_of(cast.amina if step == "discard" else cast.paul)
    address = f"/assessments/{draft.pk}/{step}/"
    assert browser.post(address, {"reason": "On leave"}).status_code == 409
    assert told() == {}
    assert browser.post(address, {"reveals": "on", "reason": "On leave"}).status_code == 302
    assert set(told()) == BOTH_SIDES | {"bruno"}


def test_a_draft_that_reveals_nothing_is_put_away_in_silence(
    cast: make.Cast, client_of: ClientOf, draft: Assessment
) -> None:
    assert client_of(cast.amina).post(f"/assessments/{draft.pk}/discard/", {}).status_code == 302
    assert told() == {}


@pytest.fixture
def last_draft(cast: make.Cast) -> Assessment:
    """Amina's draft on CMJ in a round that either side closes alone: today is its last day."""
    last_on = timezone.localdate(timezone=make.cod().zone)
    return make.begin(cast.amina, "CMJ", make.open_round(sides="both", last_on=last_on))


def test_a_closing_that_reveals_tells_all_people_of_both_sides_once_and_of_which_structures(
    cast: make.Cast, client_of: ClientOf, last_draft: Assessment
) -> None:
    draft = last_draft
    bruno = make.place(make.person("bruno"), "adviser", "partners")
    make.send(make.begin(bruno, "CMJ", draft.round), accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    make.sent(cast.grace, "CCRSS", draft.round)
    outbox.outbox.clear()
    address = f"/rounds/{draft.round.label}/close/"
    assert client_of(cast.paul).post(address, {"final": "on"}).status_code == 302
    found = told()
    assert set(found) == BOTH_SIDES | {"bruno"}
    assert len(outbox.outbox) == len(found)
    assert "With the closing both sides can read the answers on: CMJ." in found["amina"]
    assert "les deux parties peuvent lire les réponses sur\u202f: CMJ." in found["joseph"]


def test_a_closing_that_reveals_nothing_is_told_to_managers_alone(
    cast: make.Cast, client_of: ClientOf, last_draft: Assessment
) -> None:
    address = f"/rounds/{last_draft.round.label}/close/"
    assert client_of(cast.paul).post(address, {"final": "on"}).status_code == 302
    found = told()
    assert set(found) == {"paul", "joseph"}
    assert not any("can read the answers" in each or "peuvent lire" in each for each in found.values())
