"""What waits on a device is opened for the person who wrote it, in the place they wrote it in, and stored once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coordination.actions import memberships
from coordination.forms.waiting import person_marks, place_mark
from coordination.models import Answer, Assessment, Contact, Delivery, Membership, User
from tests import device, make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TYPED = "L’audit des casernes, « mot à mot » <b>"
NOTE = "/contacts/add/?kind=call"
FIELDS = (
    ("subject", TYPED),
    ("kind", "call"),
    ("state", "held"),
    ("on", "2011-03-01"),
    ("sharing", "private"),
)


@pytest.fixture
def cast() -> make.Cast:
    return make.cast()


@pytest.fixture
def amina(cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.amina)


def sends(browser: Client, shown: HttpResponse) -> HttpResponse:
    """Press Send."""
    page = pages.read(shown)
    form = page.form_node("operation")
    response: HttpResponse = browser.post(form.attrs["action"], form.posts())
    return response


def contacts() -> list[str]:
    return [each.subject for each in Contact.objects.all()]


def test_it_is_shown_to_who_wrote_it_and_nothing_is_stored_by_looking(cast: make.Cast, amina: Client) -> None:
    shown = device.opens(amina, device.written(cast.amina, NOTE, FIELDS))
    assert shown.status_code == 200
    assert TYPED in pages.read(shown).text()
    assert contacts() == []


def test_it_is_stored_once_however_often_it_is_sent(cast: make.Cast, amina: Client) -> None:
    sealed = device.written(cast.amina, NOTE, FIELDS)
    shown = device.opens(amina, sealed)
    for _time in range(3):
        answer = sends(amina, shown)
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/waiting/"
        assert answer.cookies["stored"].value == str(sealed.number), "the device forgets its copy"
    assert contacts() == [TYPED]
    assert pages.read(device.opens(amina, sealed)).one(name=None, **{"data-stored": ""})


def test_what_is_refused_is_not_counted_as_stored(cast: make.Cast, amina: Client) -> None:
    wrong = [(name, "" if name == "subject" else value) for name, value in FIELDS]
    shown = device.opens(amina, device.written(cast.amina, NOTE, wrong))
    answer = sends(amina, shown)
    assert answer.status_code == 400
    assert "stored" not in answer.cookies
    assert not Delivery.objects.exists()
    # The page shows it again with its number: what is put right there is the same text.
    form = pages.read(answer).form_node("subject")
    again = amina.post(NOTE, form.posts() | {"subject": TYPED})
    assert (again.status_code, again.headers["Location"]) == (302, "/waiting/")
    assert contacts() == [TYPED]


def test_a_form_pressed_twice_on_its_page_is_stored_once_and_leads_to_the_same_page(amina: Client) -> None:
    fields = dict(FIELDS) | {"operation": str(uuid4())}
    first, second = amina.post(NOTE, fields), amina.post(NOTE, fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert contacts() == [TYPED]


def test_the_number_of_somebody_else_is_refused(cast: make.Cast, amina: Client, client_of: ClientOf) -> None:
    fields = dict(FIELDS) | {"operation": str(uuid4())}
    amina.post(NOTE, fields)
    assert client_of(cast.paul).post(NOTE, fields).status_code == 409
    assert contacts() == [TYPED]


@pytest.mark.parametrize("name", ["paul", "grace"])
def test_another_person_neither_sees_nor_gets_it(name: str, cast: make.Cast, client_of: ClientOf) -> None:
    sealed = device.written(cast.amina, NOTE, FIELDS)
    other = getattr(cast, name)
    forged = replace(sealed, person=person_marks(other.pk)[0])
    membership = Membership.objects.get(user=other)
    moved = replace(forged, place=place_mark(other.pk, "cod", membership.side or ""))
    for each in (sealed, forged, moved):
        shown = device.opens(client_of(other), each)
        assert shown.status_code == 200
        assert "casernes" not in shown.content.decode()
        assert 'name="operation"' not in shown.content.decode()


def test_who_changed_side_does_not_deliver_it_to_the_new_one(
    cast: make.Cast, amina: Client, client_of: ClientOf
) -> None:
    sealed = device.written(cast.amina, NOTE, FIELDS)
    make.place(cast.amina, "adviser", "government")
    shown = device.opens(client_of(make.cast().amina), sealed)
    said = pages.read(shown).text()
    assert "Your place has changed" in said
    assert "casernes" not in said


def test_whose_place_has_ended_gets_nothing(cast: make.Cast, client_of: ClientOf) -> None:
    sealed = device.written(cast.amina, NOTE, FIELDS)
    memberships.end_place(place=Membership.objects.get(user=cast.amina), by=None, at=timezone.now())
    refused = device.opens(client_of(make.cast().amina), sealed)
    assert refused.status_code in (302, 403)
    assert "casernes" not in refused.content.decode()


def test_what_was_written_in_another_programme_waits_for_it(cast: make.Cast, client_of: ClientOf) -> None:
    make.place(cast.amina, "adviser", "partners", programme=make.programme("caf"))
    browser = client_of(make.cast().amina)
    sealed = device.seal(
        {"address": NOTE, "fields": [], "said": [["", TYPED]], "after": ""},
        person=person_marks(cast.amina.pk)[0],
        place=place_mark(cast.amina.pk, "caf", "partners"),
    )
    browser.post("/programme/", {"programme": "cod"})
    said = pages.read(device.opens(browser, sealed)).text()
    assert "Another country" in said
    assert "casernes" not in said
    browser.post("/programme/", {"programme": "caf"})
    assert "casernes" in pages.read(device.opens(browser, sealed)).text()


@pytest.mark.parametrize(
    "changed", [{"text": "A" * 400}, {"text": "A" * 70_000}, {"key": "A" * 88}], ids=["text", "length", "key"]
)
def test_what_cannot_be_opened_is_said_to_be(changed: dict[str, str], cast: make.Cast, amina: Client) -> None:
    shown = device.opens(amina, replace(device.written(cast.amina, NOTE, FIELDS), **changed))
    assert shown.status_code == 200
    assert re.search("too long|no longer be opened", pages.read(shown).text())


def test_what_is_no_sealed_text_is_refused(amina: Client) -> None:
    assert amina.post("/waiting/", {"number": "x"}).status_code == 400


# --- answers

SECTION = "/assessments/{}/coordination/"


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    return make.begin(cast.amina, "CMJ", make.open_round())


def answer(draft: Assessment, choice: str, version: int, **about: UUID) -> device.Sealed:
    fields = [("C1-choice", choice), ("C1-basis", TYPED), ("C1-version", str(version))]
    return device.written(draft.rater_user, SECTION.format(draft.pk), fields, **about)


def levels(draft: Assessment) -> list[tuple[str, int | None]]:
    found = Answer.objects.filter(assessment=draft, criterion__code="C1")
    return [(each.basis, each.level) for each in found]


def saves(browser: Client, draft: Assessment, number: UUID, choice: str) -> None:
    data = {"C1-choice": choice, "C1-version": "0", "op_id": str(number)}
    reply = browser.post(f"/assessments/{draft.pk}/answers/C1/", data, headers={"accept": "application/json"})
    assert reply.status_code == 200, reply.content


def test_an_answer_that_waited_is_stored_and_changes_no_other(draft: Assessment, amina: Client) -> None:
    make.save(draft, make.entry("C2", "Yes", basis="Stored before"))
    assert sends(amina, device.opens(amina, answer(draft, "3", 0))).headers["Location"] == "/waiting/"
    assert levels(draft) == [(TYPED, 3)]
    assert Answer.objects.get(assessment=draft, criterion__code="C2").basis == "Stored before"


def test_an_answer_whose_reply_was_lost_is_known_to_be_stored(draft: Assessment, amina: Client) -> None:
    number = uuid4()
    saves(amina, draft, number, "3")
    shown = device.opens(amina, answer(draft, "3", 0, number=number))
    assert "data-stored" in shown.content.decode()


def test_nobody_is_in_conflict_with_their_own_earlier_save(draft: Assessment, amina: Client) -> None:
    before = uuid4()
    saves(amina, draft, before, "4")
    shown = device.opens(amina, answer(draft, "2", 0, after=before))
    assert sends(amina, shown).status_code == 302
    assert levels(draft) == [(TYPED, 2)]


def test_what_somebody_stored_meanwhile_is_shown_beside_it(draft: Assessment, amina: Client) -> None:
    saves(amina, draft, uuid4(), "4")
    conflict = sends(amina, device.opens(amina, answer(draft, "2", 0)))
    assert conflict.status_code == 409
    assert TYPED in pages.read(conflict).text()
    assert levels(draft) == [("", 4)]


def test_an_answer_to_an_assessment_that_is_gone_is_shown_to_copy(draft: Assessment, amina: Client) -> None:
    shown = device.opens(amina, answer(draft, "2", 0))
    make.discard(draft)
    gone = sends(amina, shown)
    assert gone.status_code == 404
    assert TYPED in pages.read(gone).text()


def test_what_is_stored_of_a_section_in_part_stays_stored(draft: Assessment, amina: Client) -> None:
    data = {
        "C1-choice": "3",
        "C1-version": "0",
        "C2-choice": "3",
        "C2-version": "0",
        "C2-source-0-link": "no link",
        "operation": str(uuid4()),
    }
    assert amina.post(SECTION.format(draft.pk), data).status_code == 400
    assert levels(draft) == [("", 3)]
    assert not Delivery.objects.exists()


# --- the page that a device may keep


def test_a_page_to_keep_has_the_questions_and_levels_and_no_answer(draft: Assessment, amina: Client) -> None:
    make.save(draft, make.entry("C1", "Yes", basis="Secret notes of ours"))
    address = SECTION.format(draft.pk)
    whole, kept = amina.get(address), amina.get(f"{address}?blank")
    assert "Secret notes" in whole.content.decode()
    assert whole.headers.get("Without-Answers") is None
    assert kept.headers["Without-Answers"] == "yes"
    page = kept.content.decode()
    assert "Secret notes" not in page
    assert "checked" not in page
    assert set(re.findall(r'name="[A-Z]\d-version"[^>]*?value="(\d+)"', page, re.DOTALL)) == {"0"}
    anchors = re.findall(r'data-anchor="\d">([^<]+)', whole.content.decode())
    assert len(anchors) > 20
    assert re.findall(r'data-anchor="\d">([^<]+)', page) == anchors


def test_a_page_to_keep_says_nothing_of_the_last_round_or_of_dialogues(
    cast: make.Cast, amina: Client
) -> None:
    make.revealed(cast)
    row = make.begin(cast.amina, "CMJ", make.open_round(name="June 2011", reference_on=date(2011, 6, 30)))
    whole, kept = (amina.get(SECTION.format(row.pk) + query).content.decode() for query in ("", "?blank"))
    assert "answer in the last round" in whole
    assert "answer in the last round" not in kept


def test_a_page_to_keep_has_the_same_bytes_whatever_was_answered(draft: Assessment, amina: Client) -> None:
    def kept() -> str:
        page = amina.get(f"{SECTION.format(draft.pk)}?blank").content.decode()
        return re.sub(r'name="(csrfmiddlewaretoken|written_by)" value="[^"]*"', "", page)

    before = kept()
    make.save(draft, make.entry("C1", "Not yet", basis="Seen", na_reason=""))
    assert kept() == before


# --- around it


def test_the_pages_of_the_device_are_open_to_everybody_and_say_nothing_of_anybody(
    cast: make.Cast, amina: Client
) -> None:
    page = amina.get("/offline/").content.decode()
    for word in (cast.amina.name, "adviser", "csrfmiddlewaretoken", "data-key"):
        assert word not in page
    worker = Client().get("/service-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "no-store" in worker.headers["Cache-Control"]
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]


def test_the_key_of_the_server_stands_on_pages_of_who_has_a_place_alone(amina: Client) -> None:
    assert "data-key=" in amina.get("/contacts/").content.decode()
    assert "data-key=" not in Client().get("/sign-in/").content.decode()


def test_before_signing_out_it_is_offered_to_send_or_discard(amina: Client) -> None:
    page = amina.get("/waiting/?leaving").content.decode()
    assert "send or discard what waits" in page
    assert "send or discard" not in amina.get("/waiting/").content.decode()
