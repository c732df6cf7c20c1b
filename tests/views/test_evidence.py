"""Adding a photo or a PDF to an answer, and taking it out: what each person gets, and what every refusal says."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from coordination.domain.evidence import LARGEST
from coordination.models import Assessment, EvidenceFile, User
from coordination.models.evidence import storage
from tests import make, pages
from tests.evidence import OTHER_FILES, give, pdf, photo

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


def test_page_says_it_in_french(amina: Client) -> None:
    text = said(amina.get(f"{PAGE}?lang=fr"))
    assert "un fichier n’attend pas sur cet appareil" in text
    assert "Photo ou PDF" in text
