"""Answers on paper through the browser: keyed in, handed over, confirmed or sent back, and read as what they are."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail as outbox
from django.test import Client

from coordination.models import Assessment, User
from tests import make, pages
from tests.views.test_secrecy import KEY

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
FORM = "/paper-forms/march-2011/cmj/answers/"
GIVEN = {"rater": "Colonel Ilunga", "filled_on": "01/03/2011"}


@pytest.fixture
def row(cast: make.Cast, client_of: ClientOf) -> Assessment:
    """Amina has begun to key in what Colonel Ilunga wrote."""
    make.open_round()
    assert client_of(cast.amina).post(FORM, GIVEN).status_code == 302
    return Assessment.objects.get(rater="Colonel Ilunga")


def handed(row: Assessment, client: Client) -> None:
    make.answer_all(row)
    row.refresh_from_db()
    answer = client.post(f"/assessments/{row.pk}/send/", {"version": row.version})
    assert answer.status_code == 302


def text(client: Client, address: str) -> str:
    return pages.read(client.get(address)).one("main").text()


def version(row: Assessment) -> dict[str, Any]:
    return {"version": Assessment.objects.get(pk=row.pk).version}


def test_an_adviser_keys_in_what_somebody_without_an_account_wrote(
    cast: make.Cast, client_of: ClientOf, row: Assessment
) -> None:
    amina = client_of(cast.amina)
    assert row.keyed_by == cast.amina
    answer = amina.post(
        f"/assessments/{row.pk}/answers/C1/",
        {"C1-choice": "2", "C1-version": "0", "op_id": str(uuid4())},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert row.answers.get().criterion.code == "C1"
    said = "Colonel Ilunga, on paper, 1 March 2011, keyed in by Amina Adviser"
    assert said in text(amina, f"/assessments/{row.pk}/")
    assert said in text(amina, "/assessments/")
    # Her own assessment of the structure is still to be begun.
    assert "Nothing is stored before your first answer." in text(amina, "/assessments/new/march-2011/cmj/")
    assert client_of(cast.joseph).get(f"/assessments/{row.pk}/").status_code == 404


def test_what_she_hands_over_waits_for_her_side_s_manager_who_is_told(
    cast: make.Cast, client_of: ClientOf, row: Assessment, settings: Any
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    amina, paul = client_of(cast.amina), client_of(cast.paul)
    handed(row, amina)
    assert [each.to for each in outbox.outbox] == [[cast.paul.email]]
    assert f"/assessments/{row.pk}/send/" in str(outbox.outbox[0].body)
    assert amina.get(f"/assessments/{row.pk}/coordination/").status_code == 409
    assert amina.post(f"/assessments/{row.pk}/confirm/", version(row)).status_code == 409
    assert "Colonel Ilunga: on paper, waits to be confirmed" in text(paul, "/rounds/march-2011/")
    answer = paul.post(f"/assessments/{row.pk}/confirm/", version(row), follow=True)
    assert "Confirmed: the answers are sent." in pages.read(answer).one("main").text()
    row.refresh_from_db()
    assert (row.state, row.sent_by) == ("sent", cast.paul)


def test_sent_back_she_reads_why(
    cast: make.Cast, client_of: ClientOf, row: Assessment, settings: Any
) -> None:
    settings.MAIL_REACHES_PEOPLE = True
    amina, paul = client_of(cast.amina), client_of(cast.paul)
    handed(row, amina)
    assert paul.post(f"/assessments/{row.pk}/recall/", {"reason": "C3 says Partly."}).status_code == 302
    assert [each.to for each in outbox.outbox] == [[cast.paul.email], [cast.amina.email]]
    assert "Partly" not in str(outbox.outbox[1].body)
    assert "Sent back to who keyed it in: C3 says Partly." in text(amina, f"/assessments/{row.pk}/")
    assert amina.get(f"/assessments/{row.pk}/coordination/").status_code == 200


def test_the_other_side_reads_the_answers_and_not_whose_they_are_nor_who_keyed_them_in(
    cast: make.Cast, client_of: ClientOf, row: Assessment
) -> None:
    handed(row, client_of(cast.amina))
    make.sent(cast.grace, "CMJ", row.round)
    assert client_of(cast.paul).post(f"/assessments/{row.pk}/confirm/", version(row)).status_code == 302
    read = text(client_of(cast.joseph), "/structures/cmj/march-2011/")
    assert "nommé à sa propre partie seulement" in read
    assert not [each for each in ("Ilunga", "sur papier", "Amina") if each in read]


def test_the_file_of_the_programme_does_not_name_who_answered_on_paper(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round("partners")
    amina = client_of(cast.amina)
    amina.post(FORM, GIVEN)
    row = Assessment.objects.get(rater="Colonel Ilunga")
    handed(row, amina)
    assert client_of(cast.paul).post(f"/assessments/{row.pk}/confirm/", version(row)).status_code == 302
    make.publish(round_, side="partners")
    file = client_of(cast.alain).get("/load/programme.json")
    (there,) = (each for each in file.json()["rounds"] if each["label"] == "march-2011")
    assert [each["rater"] for each in there["assessments"]] == ["partners 1"]
    assert b"Ilunga" not in file.content


def test_of_an_empty_form_the_reveal_is_said_to_discard_it_and_what_comes_too_late_stays_on_the_page(
    cast: make.Cast, client_of: ClientOf, row: Assessment
) -> None:
    amina = client_of(cast.amina)
    assert "A form of which nothing is keyed in yet holds nothing up" in text(amina, FORM)
    for person in (cast.amina, cast.grace):
        make.sent(person, "CMJ", row.round)
    gone = "This draft was discarded meanwhile. Nothing was stored."
    typed = {"C1-choice": "2", "C1-version": "0", "C1-basis": "The minutes of February."}
    answer = amina.post(f"/assessments/{row.pk}/coordination/", typed)
    assert answer.status_code == 404
    assert gone in pages.read(answer).one("main").text()
    assert "The minutes of February." in pages.read(answer).one("main").text()
    by_script = amina.post(
        f"/assessments/{row.pk}/answers/C1/",
        typed | {"op_id": str(uuid4())},
        headers={"Accept": "application/json"},
    )
    assert (by_script.status_code, by_script.json()["error"]) == (404, gone)
    assert "draft" not in text(client_of(cast.paul), "/rounds/march-2011/")


def test_what_is_restored_without_an_answer_is_not_awaited(
    cast: make.Cast, client_of: ClientOf, row: Assessment
) -> None:
    make.set_aside(row, by=cast.paul)
    answer = client_of(cast.paul).post(f"/assessments/{row.pk}/restore/", follow=True)
    assert "The reveal waits for it from its first answer on." in pages.read(answer).one("main").text()


def test_the_other_side_reads_on_no_page_whether_there_is_an_empty_form(
    cast: make.Cast, client_of: ClientOf
) -> None:
    round_ = make.open_round()
    make.sent(cast.amina, "CMJ", round_)
    joseph, amina = client_of(cast.joseph), client_of(cast.amina)
    read = (
        "/",
        "/rounds/march-2011/",
        "/rounds/march-2011/close/",
        "/journal/",
        "/journal/own/",
        "/assessments/",
    )

    def pages_read() -> list[bytes]:
        return [KEY.sub(b"", joseph.get(address).content) for address in read]

    before = pages_read()
    assert amina.post(FORM, GIVEN).status_code == 302
    assert pages_read() == before
