"""Adding a photo or a PDF to an answer, and taking it out: what each person gets, and what every refusal says."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from coordination.domain.evidence import LARGEST, MOST_FILES
from coordination.models import Assessment, Contact, EvidenceFile, Observation, User
from coordination.models.evidence import storage
from coordination.queries import withdrawals as records
from tests import make, pages
from tests.evidence import OTHER_FILES, attach, give, pdf, photo
from tests.pages import Node
from tests.risks import observe

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PAGE = "/evidence/march-2011/cmj/C1/"
NOTE = "The minutes of March, page 2"


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    return make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")


@pytest.fixture
def amina(draft: Assessment, cast: make.Cast, client_of: ClientOf) -> Client:
    return client_of(cast.amina)


def said(response: Any) -> str:
    """All that a page says."""
    return pages.read(response).text()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def refused(browser: Client, status: int, why: str, **sent: object) -> None:
    """Send a form that is refused: with a sentence, with what was typed beside the file, and nothing is stored."""
    response = browser.post(PAGE, {"note": NOTE, **sent})
    assert response.status_code == status
    assert why in said(response)
    assert f'value="{NOTE}"' in response.content.decode()
    assert not EvidenceFile.objects.exists()


def test_photo_is_stored_and_comes_out_as_an_attachment_that_does_nothing(amina: Client) -> None:
    response = amina.post(
        PAGE, {"file": upload(photo(), "../../Amina\r\nX: y.html"), "note": NOTE}, follow=True
    )
    assert NOTE in said(response)
    row = EvidenceFile.objects.get()
    found = amina.get(f"/evidence/{row.pk}/")
    assert found.headers["Content-Type"] == "image/jpeg"
    assert found.headers["Content-Disposition"] == f'attachment; filename="evidence-C1-{row.pk.hex[:8]}.jpg"'
    assert found.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Cache-Control"] == "no-store, private"
    assert Image.open(io.BytesIO(found.content)).size == (40, 30)


def test_pdf_is_one_whatever_its_name_and_type(amina: Client) -> None:
    sent = SimpleUploadedFile("run.html", pdf(), content_type="text/html")
    amina.post(PAGE, {"file": sent, "note": ""})
    row = EvidenceFile.objects.get()
    assert amina.get(f"/evidence/{row.pk}/").headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_something_else_is_refused(amina: Client, name: str) -> None:
    refused(amina, 400, "neither a photo", file=upload(OTHER_FILES[name](), name))


def test_nothing_two_at_once_and_an_empty_file_are_refused(amina: Client) -> None:
    refused(amina, 400, "none was sent")
    refused(amina, 400, "one file at a time", file=[upload(photo()), upload(pdf())])
    refused(amina, 400, "The file is empty", file=upload(b""))


def test_too_large_a_file_is_refused_and_what_was_typed_stays(amina: Client) -> None:
    refused(amina, 413, "larger than the 5 MB", file=upload(photo() + b"\0" * LARGEST))


def test_far_too_large_a_file_is_refused_unread(amina: Client) -> None:
    response = amina.post(PAGE, {"file": upload(b"\0" * (LARGEST + 1024 * 1024)), "note": NOTE})
    assert response.status_code == 413
    assert "6 MB" in said(response)


def test_what_has_no_answer_yet_says_so_and_takes_nothing(amina: Client) -> None:
    address = "/evidence/march-2011/cmj/C2/"
    assert "no stored answer yet" in said(amina.get(address))
    assert b'type="file"' not in amina.get(address).content
    assert amina.post(address, {"file": upload(photo())}).status_code == 400
    assert not EvidenceFile.objects.exists()


def test_file_is_told_where_the_answer_is_written_and_read(
    amina: Client, draft: Assessment, cast: make.Cast, client_of: ClientOf
) -> None:
    row = give(draft, note=NOTE)
    address = f"/evidence/{row.pk}/"
    for page in ("coordination/", "send/"):
        response = amina.get(f"/assessments/{draft.pk}/{page}")
        assert address in response.content.decode()
        assert NOTE in said(response)
    assert address.encode() not in amina.get(f"/assessments/{draft.pk}/coordination/?blank").content


def test_other_side_sees_nothing_of_a_file_before_the_reveal_and_reads_it_after(
    draft: Assessment, cast: make.Cast, client_of: ClientOf
) -> None:
    row = give(draft, note=NOTE)
    address, card = f"/evidence/{row.pk}/", "/structures/cmj/march-2011/"
    others = [client_of(each) for each in (cast.grace, cast.joseph, cast.vera, cast.alain)]
    make.sent(cast.grace, "CMJ", draft.round)
    for other in others:
        assert other.get(address).status_code == other.post(f"{address}remove/").status_code == 404
    make.send(draft, accept_blanks=True)
    for other in others[:2]:
        assert other.get(address).content == client_of(cast.amina).get(address).content
        response = other.get(card)
        assert address in response.content.decode()
        assert NOTE in said(response)
        assert other.post(f"{address}remove/").status_code == 403
    for other in others[2:]:
        assert other.get(address).status_code == 404
    assert EvidenceFile.objects.get() == row


def test_files_of_several_assessors_stand_in_an_order_that_does_not_tell_whose_they_are(
    draft: Assessment, cast: make.Cast, client_of: ClientOf
) -> None:
    second = make.begin(
        make.place(make.newcomer("pierre"), "adviser", "partners"), "CMJ", draft.round, criterion="C1"
    )
    rows = [give(draft), give(second, data=pdf()), give(draft, data=photo(70))]
    for each in (draft, second):
        make.send(each, accept_blanks=True)
    make.sent(cast.grace, "CMJ", draft.round)
    page = client_of(cast.grace).get("/structures/cmj/march-2011/").content.decode()
    places = [page.index(f"/evidence/{each.pk}/") for each in sorted(rows, key=lambda row: row.pk)]
    assert places == sorted(places)


def test_author_removes_a_file_until_the_draft_is_sent(amina: Client, draft: Assessment) -> None:
    first, second = give(draft), give(draft, data=pdf())
    response = amina.post(f"/evidence/{first.pk}/remove/", follow=True)
    assert "The file is removed." in said(response)
    assert amina.get(f"/evidence/{first.pk}/").status_code == 404
    make.send(draft, accept_blanks=True)
    assert amina.post(f"/evidence/{second.pk}/remove/").status_code == 409
    assert amina.get(PAGE).status_code == 409


def test_file_that_the_storage_lost_is_not_found(amina: Client, draft: Assessment) -> None:
    row = give(draft)
    storage().delete(row.stored_as)
    assert amina.get(f"/evidence/{row.pk}/").status_code == 404


# --- of a contact, of an observation


def page_of_files(parent: Contact | Observation) -> str:
    return f"/evidence/{'contact' if isinstance(parent, Contact) else 'observation'}/{parent.pk}/"


def read(browser: Client, address: str) -> Node:
    response = browser.get(address)
    assert response.status_code == 200, address
    return pages.read(response)


def test_photo_at_an_observation_is_read_by_everybody_in_the_programme_and_added_by_whoever_recorded_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    seen, where = observe("R1"), "/risks/observe/?item=R1&structure=cmj"
    amina, address = client_of(cast.amina), page_of_files(seen)
    assert read(amina, where).all("a", href=address)
    stored = amina.post(address, {"file": upload(photo()), "note": NOTE}, follow=True)
    assert NOTE in said(stored)
    row = EvidenceFile.objects.get()
    taken = amina.get(f"/evidence/{row.pk}/")
    assert taken.headers["Content-Disposition"] == f'attachment; filename="evidence-R1-{row.pk.hex[:8]}.jpg"'
    for other in map(client_of, (cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain)):
        page = read(other, where)
        assert NOTE in page.text()
        assert not page.all("a", href=address)
        assert other.get(f"/evidence/{row.pk}/").content == taken.content
        assert (
            other.get(address).status_code == other.post(address, {"file": upload(pdf())}).status_code == 403
        )
        assert other.post(f"/evidence/{row.pk}/remove/").status_code == 403
    elsewhere = client_of(cast.nadia)
    assert elsewhere.get(f"/evidence/{row.pk}/").status_code == elsewhere.get(address).status_code == 404
    assert "The file is removed." in said(amina.post(f"/evidence/{row.pk}/remove/", follow=True))
    assert not EvidenceFile.objects.exists()


def test_photo_at_a_contact_is_read_by_whoever_may_read_the_contact_now(
    cast: make.Cast, client_of: ClientOf
) -> None:
    contact = make.contact(cast.amina, subject="The audit")
    amina, address, page = client_of(cast.amina), page_of_files(contact), f"/contacts/{contact.pk}/"
    assert read(amina, page).all("a", href=address)
    amina.post(address, {"file": upload(photo()), "note": NOTE})
    row = EvidenceFile.objects.get()
    file = f"/evidence/{row.pk}/"
    assert "evidence-contact-" in amina.get(file).headers["Content-Disposition"]
    assert NOTE in read(amina, page).text()
    people = ("paul", "grace", "joseph", "vera", "alain")
    readers = {"private": (), "side": ("paul",), "all": people}
    for sharing in ("private", "side", "all", "side", "private"):
        Contact.objects.filter(pk=contact.pk).update(sharing=sharing)
        for name in (*people, "nadia"):
            other = client_of(getattr(cast, name))
            may_read = name in readers[sharing]
            assert other.get(file).status_code == (200 if may_read else 404), (sharing, name)
            assert other.get(address).status_code == (403 if may_read else 404), (sharing, name)
            assert other.post(f"{file}remove/").status_code == (403 if may_read else 404), (sharing, name)
            assert (NOTE in said(other.get(page))) == may_read, (sharing, name)
    assert EvidenceFile.objects.get() == row


def test_file_of_a_contact_is_as_new_as_its_reader_may_read(cast: make.Cast, client_of: ClientOf) -> None:
    """Who came to a side that nobody managed reads of it what is written from then on."""
    row = attach(make.contact(cast.amina, sharing="side"))
    paul = client_of(cast.paul)
    assert paul.get(f"/evidence/{row.pk}/").status_code == 200
    cast.paul.memberships.update(reads_since=timezone.now() + timedelta(minutes=1))
    assert paul.get(f"/evidence/{row.pk}/").status_code == 404


def test_every_adviser_adds_files_to_a_meeting_of_a_structure(cast: make.Cast, client_of: ClientOf) -> None:
    meeting = make.contact(cast.amina, kind="session", structure_="CMJ")
    joseph = client_of(cast.joseph)
    joseph.post(page_of_files(meeting), {"file": upload(pdf()), "note": NOTE})
    row = EvidenceFile.objects.get()
    assert (row.contact, row.kind) == (meeting, "pdf")
    client_of(cast.grace).post(f"/evidence/{row.pk}/remove/")
    assert not EvidenceFile.objects.exists()


def test_contact_that_was_withdrawn_hides_its_file(cast: make.Cast, client_of: ClientOf) -> None:
    contact = make.contact(cast.amina, sharing="all")
    row = attach(contact)
    amina = client_of(cast.amina)
    amina.post(f"/withdrawn/contacts/{contact.pk}/add/", {"reason": "Twice", "shown": records.mark(contact)})
    assert not Contact.objects.exists()
    assert amina.get(f"/evidence/{row.pk}/").status_code == 404
    assert amina.get(page_of_files(contact)).status_code == 404
    assert amina.post(f"/evidence/{row.pk}/remove/").status_code == 404


@pytest.mark.parametrize("name", OTHER_FILES)
def test_what_is_something_else_is_refused_at_an_observation_and_a_contact(
    name: str, cast: make.Cast, client_of: ClientOf
) -> None:
    amina = client_of(cast.amina)
    for parent in (make.contact(cast.amina), observe("R1")):
        response = amina.post(
            page_of_files(parent), {"file": upload(OTHER_FILES[name](), name), "note": NOTE}
        )
        assert response.status_code == 400
        assert "neither a photo" in said(response)
        assert f'value="{NOTE}"' in response.content.decode()
    assert not EvidenceFile.objects.exists()


def test_full_page_takes_no_more_and_says_so(cast: make.Cast, client_of: ClientOf) -> None:
    contact = make.contact(cast.amina)
    for width in range(MOST_FILES):
        attach(contact, data=photo(20 + width))
    response = client_of(cast.amina).get(page_of_files(contact))
    assert "There are 5 files, as many as there may be." in said(response)
    assert b'type="file"' not in response.content


def test_log_of_both_sides_tells_of_a_file_at_an_observation_and_of_none_at_a_private_contact(
    cast: make.Cast, client_of: ClientOf
) -> None:
    attach(observe("R1"))
    attach(make.contact(cast.amina, subject="Quagga"))
    User.objects.update(language="en")
    for person in (cast.grace, cast.joseph, cast.vera, cast.paul):
        text = said(client_of(person).get("/journal/"))
        assert "added a photo or a PDF to an observation" in text
        assert "a meeting or call" not in text
    own_log = said(client_of(cast.amina).get("/journal/own/"))
    assert "added a photo or a PDF to a meeting or call: Quagga" in own_log
    assert "Quagga" not in said(client_of(cast.paul).get("/journal/own/"))


def test_pages_of_a_contact_and_an_observation_say_it_in_french(cast: make.Cast, client_of: ClientOf) -> None:
    amina = client_of(cast.amina)
    contact, seen = make.contact(cast.amina), observe("R1")
    assert "actuellement\u202f: moi seul" in said(amina.get(f"{page_of_files(contact)}?lang=fr"))
    assert "par les deux parties, dès maintenant" in said(amina.get(f"{page_of_files(seen)}?lang=fr"))


def test_page_says_it_in_french(amina: Client) -> None:
    text = said(amina.get(f"{PAGE}?lang=fr"))
    assert "un fichier n’attend pas sur cet appareil" in text
    assert "Photo ou PDF" in text
