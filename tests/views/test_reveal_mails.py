"""A reveal is told to both sides by mail, at the same moment; before it no mail says that anybody sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

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
