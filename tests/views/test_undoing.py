"""Undo is offered after a save wherever it can be taken back, by a plain form, and the answer says what became of it."""

import re
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.models import Contact, Seat, Structure, User, Withdrawable
from tests import activities, make, undoing, withdrawn

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
TEXTS = {"name_en": "Zanzibari", "name_fr": "Zanzibarite"}
PROMISE = {"text_en": "Another", "text_fr": "Autre"}

#: By kind: where one is made, and with what.
MADE: Mapping[str, tuple[str, dict[str, str]]] = {
    "partners": ("/partners/add/", {**TEXTS, "kind": "mission", "side": "international"}),
    "structures": ("/facts/add/", {**TEXTS, "code": "CTP", "sector": "police", "dormant_after": "6"}),
    "seats": ("/seats/of/ccrss/", {"role": "secretariat_funder", "since": "2007"}),
    "activities": ("/activities/add/", {**TEXTS, "kind": "advice"}),
    "commitments": ("/commitments/add/", {**PROMISE, "due_on": "2099-12-31"}),
    "contacts": (
        "/contacts/add/",
        {"subject": "A call", "kind": "call", "state": "held", "sharing": "private"},
    ),
}
#: By kind: what is said when one is saved anew.
CHANGED: Mapping[str, dict[str, str]] = {
    "partners": {**TEXTS, "kind": "bilateral", "side": "national"},
    "structures": {**TEXTS, "sector": "justice", "dormant_after": "6"},
    "seats": {"role": "chair", "since": "2008"},
    "activities": {**TEXTS, "kind": "advice"},
    "commitments": PROMISE,
    "contacts": {"subject": "Another", "kind": "call", "state": "held", "sharing": "all"},
}


def edited_at(row: Withdrawable) -> str:
    """Where a record is changed."""
    if isinstance(row, Structure):
        return reverse("structure-edit", args=[row.slug])
    noun = type(row).__name__.lower()
    return reverse("contact-detail" if isinstance(row, Contact) else f"{noun}-edit", args=[row.pk])


def known() -> dict[str, str]:
    """What forms name, by the names of their fields."""
    monuc, police = (str(activities.partner(code).pk) for code in ("MONUC", "Police HQ"))
    return {"partner": monuc, "owner": monuc, "recipient": police, "on": timezone.localdate().isoformat()}


def save(browser: Client, address: str, said: Mapping[str, str]) -> str:
    """Send a form with what it says unseen; return the page that answers."""
    page = browser.get(address).content.decode()
    unseen = re.findall(r'type="hidden" name="(base_version|shown)" value="([^"]*)"', page)
    response = browser.post(address, known() | dict(unseen) | dict(said), follow=True)
    assert response.redirect_chain, response.content.decode()
    return response.content.decode()


def button(page: str) -> str:
    """Where the message leads that offers to undo; empty where none does."""
    return "".join(re.findall(r'action="([^"]+/undo/)"', page))


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_what_was_just_made_can_be_undone_and_says_where_it_is(
    cast: make.Cast, client_of: ClientOf, kind: str
) -> None:
    address, said = MADE[kind]
    browser = client_of(cast.amina)
    offered = button(save(browser, address, said))
    assert f"/withdrawn/{kind}/" in offered
    page = browser.post(offered, follow=True).content.decode()
    for sentence in (
        "Undone: what you recorded is withdrawn. It can be restored from this list.",
        "Undone right after it was recorded.",
    ):
        assert sentence in page
    assert "[undone]" not in page


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_change_can_be_undone(cast: make.Cast, client_of: ClientOf, kind: str) -> None:
    row, browser = undoing.record(kind), client_of(cast.amina)
    before = undoing.stored(row)
    offered = button(save(browser, edited_at(row), CHANGED[kind]))
    assert undoing.stored(row) != before
    assert "Undone: it is as it was before." in browser.post(offered, follow=True).content.decode()
    assert undoing.stored(row) == before


def test_in_french_it_is_said_in_french(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.grace)
    address, said = MADE["partners"]
    page = save(browser, address, said)
    assert "Annuler" in page
    page = browser.post(button(page), follow=True).content.decode()
    assert (
        "Annulé\u202f: ce que vous avez enregistré est retiré et peut être rétabli depuis cette liste."
        in page
    )
    assert "Annulé aussitôt après l’enregistrement." in page


def test_what_somebody_changed_since_is_told_and_stays(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = undoing.record("activities"), client_of(cast.amina)
    offered = button(save(browser, edited_at(row), CHANGED["activities"]))
    save(client_of(cast.grace), edited_at(row), CHANGED["activities"] | {"place": "Goma"})
    response = browser.post(offered)
    assert response.status_code == 409
    assert "Somebody changed this since you saved it" in response.content.decode()


def test_nothing_is_offered_that_would_be_refused(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    renamed = CHANGED["partners"] | {"former_until": "2010-06-30", "side": "international"}
    note = make.contact(cast.amina, sharing="side")
    make.open_round()
    assert not button(save(browser, edited_at(withdrawn.partner()), renamed))
    assert not button(save(browser, edited_at(note), CHANGED["contacts"]))
    assert not button(save(browser, *MADE["structures"]))


def test_an_adviser_undoes_a_structure_of_their_own_and_restores_none(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    offered = button(save(browser, *MADE["structures"]))
    assert [browser.post(offered).status_code for _press in range(2)] == [302, 302]
    made = Structure.everything.get(code="CTP")
    assert browser.post(reverse("record-restore", args=["structures", made.pk])).status_code == 403


def test_the_message_is_a_status_with_a_plain_form_in_it(cast: make.Cast, client_of: ClientOf) -> None:
    page = save(client_of(cast.amina), *MADE["seats"])
    made = Seat.objects.order_by("-pk")[0]
    assert button(page) == reverse("record-undo", args=["seats", made.pk])
    # A form is no status itself: its role would be lost.
    assert re.search(
        r'<div class="message mb-3" role="status">\s*<form method="post" action="[^"]+/undo/"', page
    )
