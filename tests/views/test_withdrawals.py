"""What is withdrawn is on no page and in no file or calendar, and comes back from its list; undo for ten seconds."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.actions import feeds
from coordination.actions import partners as partner_actions
from coordination.actions.partners import PartnerFacts
from coordination.models import Commitment, Contact, JournalEntry, User, Withdrawable
from coordination.queries import withdrawals
from tests import activities, make, withdrawn
from tests.views import test_addresses

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
#: What the name of each record is known by.
NAMES = ("zanzibari", "zzkubo")
REGISTERS = ("/search/", "/partners/", "/structures/", "/activities/", "/commitments/", "/contacts/")


def form(kind: str, row: Withdrawable) -> str:
    return reverse("record-withdraw", args=[kind, row.pk])


def withdraw(browser: Client, kind: str, row: Withdrawable, **data: str) -> int:
    sent = {"reason": withdrawn.REASON, "shown": withdrawals.mark(row)} | data
    return browser.post(form(kind, row), sent).status_code


def spoken(browser: Client, address: str) -> str:
    return browser.get(address, follow=True).content.decode(errors="replace").lower()


#: Lists of what is withdrawn are where it is to be named, and it stays in history.
LISTS = (
    *("withdrawn-list", "record-withdraw"),
    *("journal-list", "journal-list-csv", "journal-list-xlsx", "journal-list-json"),
    *("journal-own", "journal-own-csv", "journal-own-xlsx", "journal-own-json"),
)


@pytest.mark.takes_long
@pytest.mark.parametrize("who", ["amina", "paul", "vera", "alain"])
def test_a_withdrawn_record_is_named_nowhere_but_in_its_list(cast: make.Cast, who: str) -> None:
    records = {kind: withdrawn.record(kind) for kind in withdrawn.KINDS if kind != "partners"}
    partner = records["seats"].partner
    make.promise(text_en="Kept promise", text_fr="Promesse", contact=records["contacts"])
    make.contact(cast.amina, subject="Somebody", partners=[partner.code], sharing="all")
    make.contact(cast.amina, subject="Our own", structure_=records["structures"])
    for row in (*records.values(), partner):
        withdrawn.withdraw(row, by=cast.amina if row is records["contacts"] else cast.paul)
    stage = test_addresses._stage(cast)
    secret = feeds.make(programme=make.cod(), by=cast.amina, at=make.AT)
    addresses = [
        *(
            stage.address(row)
            for row in test_addresses.TABLE
            if row.method == "get" and row.name not in LISTS
        ),
        f"/calendar/{secret}.ics",
    ]
    browser, named = stage.browsers[who], {}
    for address in addresses:
        said = spoken(browser, address)
        if found := [name for name in NAMES if name in said]:
            named[address] = found
    assert named == {}
    for kind in withdrawn.KINDS:
        assert any(name in spoken(browser, f"/withdrawn/{kind}/") for name in NAMES)


@pytest.mark.takes_long
@pytest.mark.parametrize("word", ["zanzibari", "zzkubo"])
def test_no_search_finds_what_is_withdrawn(cast: make.Cast, client_of: ClientOf, word: str) -> None:
    browser = client_of(cast.amina)
    addresses = [f"{each}?q={word}" for each in REGISTERS]
    records = [withdrawn.record(kind) for kind in withdrawn.KINDS if kind != "partners"]
    found = [browser.get(each).content.decode().lower().count(word) for each in addresses]
    for row in records:
        withdrawn.withdraw(row, by=cast.amina if isinstance(row, Contact) else cast.paul)
    if word == "zanzibari":
        withdrawn.withdraw(activities.partner("Zanzibari Mission"))
    left = [browser.get(each).content.decode().lower().count(word) for each in addresses]
    nothing = [
        browser.get(each.replace(word, "qqqqqq")).content.decode().count("qqqqqq") for each in addresses
    ]
    assert left == nothing
    assert found != left


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_it_is_withdrawn_with_a_reason_listed_and_restored(
    cast: make.Cast, client_of: ClientOf, kind: str
) -> None:
    row = withdrawn.record(kind)
    browser = client_of(cast.amina if kind == "contacts" else cast.paul)
    assert browser.get(form(kind, row)).status_code == 200
    assert withdraw(browser, kind, row, reason=" ") == 400
    assert withdraw(browser, kind, row, shown="as before") == 409
    assert withdraw(browser, kind, row) == 302
    listed = spoken(browser, reverse("withdrawn-list", args=[kind]))
    assert withdrawn.REASON.lower() in listed
    assert browser.get(form(kind, row)).status_code == 404
    assert browser.post(reverse("record-restore", args=[kind, row.pk])).status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()
    assert browser.post(reverse("record-restore", args=[kind, row.pk])).status_code == 404


def test_what_stands_in_the_way_is_said_and_linked(cast: make.Cast, client_of: ClientOf) -> None:
    monuc = activities.partner("MONUC")
    activities.add("MONUC", "Police HQ")
    response = client_of(cast.paul).get(form("partners", monuc))
    assert response.status_code == 409
    said = response.content.decode()
    assert f"/activities/?partner={monuc.pk}" in said
    assert f"/partners/{monuc.pk}/#seats" in said
    assert "<textarea" not in said


def test_a_register_says_how_many_are_withdrawn(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.vera)
    link = 'href="/withdrawn/partners/"'
    assert link not in browser.get("/partners/").content.decode()
    withdrawn.withdraw(withdrawn.record("partners"))
    assert link in browser.get("/partners/").content.decode()


def test_only_the_author_s_side_sees_what_was_kept_to_it(cast: make.Cast, client_of: ClientOf) -> None:
    note = make.contact(cast.amina, subject="Zanzibari note", sharing="side")
    withdrawn.withdraw(note, by=cast.amina)
    assert "zanzibari" in spoken(client_of(cast.paul), "/withdrawn/contacts/")
    assert "zanzibari" not in spoken(client_of(cast.grace), "/withdrawn/contacts/")
    assert "1 withdrawn" not in spoken(client_of(cast.joseph), "/contacts/")
    assert (
        client_of(cast.grace).post(reverse("record-restore", args=["contacts", note.pk])).status_code == 404
    )


# --- undo


@pytest.mark.parametrize("kind", withdrawn.KINDS)
def test_a_withdrawal_is_undone_by_a_plain_form_for_ten_seconds(
    cast: make.Cast, client_of: ClientOf, kind: str
) -> None:
    row = withdrawn.record(kind)
    browser = client_of(cast.amina if kind == "contacts" else cast.paul)
    withdraw(browser, kind, row)
    page = browser.get(reverse("withdrawn-list", args=[kind])).content.decode()
    address = reverse("record-undo", args=[kind, row.pk])
    assert f'action="{address}"' in page
    assert browser.post(address).status_code == 302
    assert type(row).objects.filter(pk=row.pk).exists()


def test_after_ten_seconds_it_is_too_late_and_the_answer_says_how_by_hand(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row = withdrawn.withdraw(withdrawn.record("partners"), at=timezone.now() - timedelta(seconds=11))
    response = client_of(cast.paul).post(reverse("record-undo", args=["partners", row.pk]))
    assert response.status_code == 410
    assert "list of what is withdrawn" in response.content.decode()
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_what_another_person_did_last_is_not_undone(cast: make.Cast, client_of: ClientOf) -> None:
    row = withdrawn.withdraw(withdrawn.record("partners"), by=cast.grace, at=timezone.now())
    response = client_of(cast.paul).post(reverse("record-undo", args=["partners", row.pk]))
    assert response.status_code == 409


def test_restoring_is_undone_with_the_reason_of_before(cast: make.Cast, client_of: ClientOf) -> None:
    row = withdrawn.withdraw(withdrawn.record("partners"), at=timezone.now())
    withdrawn.restore(row, at=timezone.now())
    client_of(cast.paul).post(reverse("record-undo", args=["partners", row.pk]))
    assert type(row).everything.get(pk=row.pk).withdrawn_reason == withdrawn.REASON


def test_undo_is_for_whoever_may_keep_the_record(cast: make.Cast, client_of: ClientOf) -> None:
    row = withdrawn.withdraw(withdrawn.record("structures"), by=cast.amina, at=timezone.now())
    assert client_of(cast.amina).post(reverse("record-undo", args=["structures", row.pk])).status_code == 403
    assert client_of(cast.nadia).post(reverse("record-undo", args=["structures", row.pk])).status_code == 404
    assert client_of(cast.paul).get(reverse("record-undo", args=["structures", row.pk])).status_code == 405


def settle(browser: Client, row: Commitment, **data: str) -> str:
    sent = {
        "state": "kept",
        "settled_on": timezone.localdate().isoformat(),
        "outcome": "The table was written.",
        "base_version": str(row.version),
    } | data
    return browser.post(f"/commitments/{row.pk}/", sent, follow=True).content.decode()


def test_settling_and_editing_a_commitment_are_undone(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = make.promise(), client_of(cast.paul)
    address = reverse("record-undo", args=["commitments", row.pk])
    assert f'action="{address}"' in settle(browser, row)
    assert browser.post(address).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.settled_on, row.outcome) == ("open", None, "")
    before, owner = row.text_en, row.owner
    other = activities.partner("MONUC")
    sent = {
        "text_en": "Another",
        "text_fr": "Autre",
        "owner": str(other.pk),
        "base_version": str(row.version),
    }
    assert (
        f'action="{address}"'
        in browser.post(f"/commitments/{row.pk}/edit/", sent, follow=True).content.decode()
    )
    browser.post(address)
    row.refresh_from_db()
    assert (row.text_en, row.owner) == (before, owner)


def test_a_day_that_moved_is_not_moved_back(cast: make.Cast, client_of: ClientOf) -> None:
    row, browser = make.promise(), client_of(cast.paul)
    later = (row.due_on + timedelta(days=9)).isoformat()
    page = browser.post(
        f"/commitments/{row.pk}/move/",
        {"due_on": later, "reason": "Rains.", "base_version": "1"},
        follow=True,
    ).content.decode()
    address = reverse("record-undo", args=["commitments", row.pk])
    assert f'action="{address}"' not in page
    assert browser.post(address).status_code == 409


# --- commitments


def test_no_outcome_is_chosen_beforehand(cast: make.Cast, client_of: ClientOf) -> None:
    page = client_of(cast.paul).get(f"/commitments/{make.promise().pk}/").content.decode()
    assert 'name="state"' in page
    assert "checked" not in page


def test_a_commitment_is_edited_until_it_is_settled_and_its_page_shows_what_was_said_before(
    cast: make.Cast, client_of: ClientOf
) -> None:
    row, browser = make.promise(text_en="First words.", text_fr="Premiers mots."), client_of(cast.amina)
    assert browser.get(f"/commitments/{row.pk}/edit/").status_code == 200
    sent = {"text_en": "Second words.", "text_fr": "Seconds mots.", "owner": str(row.owner_id)}
    assert browser.post(f"/commitments/{row.pk}/edit/", sent | {"base_version": "7"}).status_code == 400
    assert browser.post(f"/commitments/{row.pk}/edit/", sent | {"base_version": "1"}).status_code == 302
    page = client_of(cast.vera).get(f"/commitments/{row.pk}/").content.decode()
    for said in ("<del>First words.</del>", "<ins>Second words.</ins>", "Amina Adviser"):
        assert said in page
    row.refresh_from_db()
    settle(browser, row)
    assert browser.get(f"/commitments/{row.pk}/edit/").status_code == 409
    assert browser.post(f"/commitments/{row.pk}/edit/", sent | {"base_version": "3"}).status_code == 409
    assert "edit/" not in browser.get(f"/commitments/{row.pk}/").content.decode()
    assert JournalEntry.objects.filter(noun="commitment", key=row.code, verb="saved").count() == 1


def test_contacts_of_others_are_not_withdrawn(cast: make.Cast, client_of: ClientOf) -> None:
    shared: Contact = make.contact(cast.amina, subject="The audit", sharing="all")
    assert client_of(cast.grace).get(form("contacts", shared)).status_code == 403
    assert "record-withdraw" not in client_of(cast.grace).get(f"/contacts/{shared.pk}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "tab"),
    [("partners", "/partners/"), ("seats", "/structures/"), ("contacts", "/contacts/")],
)
def test_the_pages_of_what_is_withdrawn_lead_back_to_their_register(
    cast: make.Cast, client_of: ClientOf, kind: str, tab: str
) -> None:
    page = client_of(cast.vera).get(f"/withdrawn/{kind}/").content.decode()
    assert f'<a href="{tab}"' in page.split("<h1")[0].split("</header>")[1]


# --- merging


def test_a_plan_is_shown_first_and_what_it_says_is_done(cast: make.Cast, client_of: ClientOf) -> None:
    twice, monuc = withdrawn.partner("United Nations Mission"), activities.partner("MONUC")
    activities.add(twice.code, "Police HQ")
    browser, address = client_of(cast.amina), f"/partners/{twice.pk}/merge/"
    page = browser.get(f"{address}?into={monuc.pk}").content.decode()
    shown = re.findall(r'name="shown" value="(\w+)"', page)[0]
    sent = {"into": str(monuc.pk), "shown": shown}
    assert browser.post(address, sent).status_code == 400
    assert browser.post(address, sent | {"reason": "One.", "shown": "0" * 64}).status_code == 409
    assert browser.post(address, sent | {"reason": "One."}).status_code == 302
    assert "United Nations Mission" in browser.get(f"/partners/{monuc.pk}/").content.decode()
    listed = browser.get("/withdrawn/partners/").content.decode()
    assert f'href="/partners/{monuc.pk}/"' in listed
    assert "restore/" not in listed


def test_nobody_merges_into_a_partner_of_another_programme(cast: make.Cast, client_of: ClientOf) -> None:
    other = partner_actions.add(
        programme=make.programme("caf"),
        facts=PartnerFacts(name_en="Elsewhere", name_fr="Ailleurs", kind="mission", side="international"),
        by=cast.paul,
        at=make.AT,
    )
    address = f"/partners/{activities.partner('MONUC').pk}/merge/"
    browser = client_of(cast.paul)
    assert browser.get(f"{address}?into={other.pk}").status_code == 404
    sent = {"into": str(other.pk), "reason": "One.", "shown": "0" * 64}
    assert browser.post(address, sent).status_code == 404


def test_why_two_partners_are_not_one_is_said(cast: make.Cast, client_of: ClientOf) -> None:
    monuc, police = activities.partner("MONUC"), activities.partner("Police HQ")
    response = client_of(cast.paul).get(f"/partners/{monuc.pk}/merge/?into={police.pk}")
    assert response.status_code == 409
    assert "on the other side" in response.content.decode()
