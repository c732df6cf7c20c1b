"""An IATI file: checked, understood, planned, confirmed; a newer one replaces what nobody changed since."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from coordination.models import Activity, JournalEntry, Partner, User
from tests import activities, make, pages
from tests.pages import Node

ClientOf = Callable[[User], Client]
FILE = Path(__file__).parents[1] / "files" / "lake-fund.xml"
FIRST, SECOND = "XX-LF-2009-0117", "XX-LF-2009-0118-with-an-identifier-longer-than-a-code-may-be"


@pytest.fixture
def alain(cast: make.Cast, client_of: ClientOf) -> Client:
    activities.function()
    User.objects.filter(pk=cast.alain.pk).update(language="en")
    return client_of(cast.alain)


def upload(browser: Client, data: bytes, name: str = "lake-fund.xml") -> HttpResponse:
    response: HttpResponse = browser.post("/load/iati/", {"file": SimpleUploadedFile(name, data)})
    return response


def sent(page: Node, **changed: str) -> dict[str, str]:
    """What a browser sends of the form that is shown."""
    return page.form("content") | changed


def confirm(browser: Client, data: bytes, **changed: str) -> HttpResponse:
    page = pages.read(upload(browser, data))
    response: HttpResponse = browser.post("/load/iati/", sent(page, confirm="1", **changed))
    return response


def newer(old: str, new: str) -> bytes:
    text = FILE.read_text(encoding="utf-8")
    assert old in text, f"{old} is there to be changed"
    return text.replace(old, new).encode()


def activity(identifier: str = FIRST) -> Activity:
    return Activity.objects.get(identifier=identifier)


def test_a_file_is_planned_then_stored_as_it_was_shown(alain: Client) -> None:
    page = pages.read(upload(alain, FILE.read_bytes()))
    assert "Hill Country Agency" in page.text()
    assert "contact-info × 1" in page.text()
    assert " 0 unchanged" in page.text(), "the programme is no entry"
    assert "activity – Support to the training of inspectors" in page.text(), "the title, not a code alone"
    assert not Activity.objects.filter(identifier=FIRST).exists()
    assert confirm(alain, FILE.read_bytes()).status_code == 302
    row = activity()
    assert (row.partner.name_en, row.recipient and row.recipient.code) == ("Training Works", "Police HQ")
    assert (row.kind, row.function and row.function.name_en) == ("training", "Riot control")
    assert (row.place, row.since, row.planned_until) == ("Goma; Bukavu", "2006-03-15", "2010-12-31")
    funders = row.participations.filter(role="funds").order_by("partner__name_en")
    assert [each.partner.name_en for each in funders] == ["Fonds des Lacs", "Hill Country Agency (HCA)"]
    assert row.participations.get(role="manages").partner == activities.partner("MONUC")
    assert [each.amount for each in row.money.order_by("amount")] == [
        Decimal("-1200.50"),
        Decimal("250000.00"),
    ]
    assert Partner.objects.get(name_en="Hill Country Agency (HCA)").code == "HCA"
    other = activity(SECOND)
    assert (other.recipient, other.kind, len(other.code)) == (None, "advice", 40)


def test_the_same_file_again_changes_nothing(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    entries = JournalEntry.objects.count()
    page = pages.read(upload(alain, FILE.read_bytes()))
    assert "0 to create, 0 to replace, 0 that differ and stay" in page.text()
    assert "There is nothing to import." in page.text()
    assert JournalEntry.objects.count() == entries


def test_what_a_person_says_of_names_is_planned_and_stored(alain: Client) -> None:
    page = pages.read(upload(alain, FILE.read_bytes()))
    (agency,) = (each.attrs["for"] for each in page.all("label") if "Hill Country" in each.text())
    answers = {agency.removeprefix("id_"): "DFID", "kind": "equipment"}
    again = alain.post("/load/iati/", sent(page, check="1", **answers))
    shown = pages.read(again)
    assert alain.post("/load/iati/", sent(shown, confirm="1")).status_code == 302
    assert not Partner.objects.filter(name_en__startswith="Hill").exists()
    assert activity().participations.filter(role="funds", partner=activities.partner("DFID")).exists()
    assert activity(SECOND).kind == "equipment"
    # What was said once is not asked anew, nor undone by the next file.
    assert "0 to create, 0 to replace" in pages.read(upload(alain, FILE.read_bytes())).text()


def test_answers_that_were_not_planned_are_planned_first_and_not_lost(alain: Client) -> None:
    response = confirm(alain, FILE.read_bytes(), kind="equipment")
    assert response.status_code == 409
    assert not Activity.objects.filter(identifier=FIRST).exists()
    page = pages.read(response)
    assert "Nothing is imported yet." in page.one("div", id="problems").text()
    assert page.form("content")["kind"] == "equipment"
    assert alain.post("/load/iati/", sent(page, confirm="1")).status_code == 302
    assert activity(SECOND).kind == "equipment"


def test_what_was_written_meanwhile_makes_another_plan_which_is_shown(alain: Client) -> None:
    page = pages.read(upload(alain, FILE.read_bytes()))
    confirm(alain, FILE.read_bytes())
    response = alain.post("/load/iati/", sent(page, confirm="1"))
    assert response.status_code == 409
    assert "There is nothing to import." in pages.read(response).text()


def test_an_answer_that_is_none_is_not_stored_and_asked_again(alain: Client) -> None:
    response = confirm(alain, FILE.read_bytes(), kind="nonsense")
    assert response.status_code == 400
    assert not Activity.objects.filter(identifier=FIRST).exists()
    page = pages.read(response)
    assert "nonsense" in page.text(), "what is wrong stands beside its field"
    assert "Nothing is imported yet." not in page.text()


def test_a_newer_file_replaces_what_it_brought_and_shows_the_difference(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    data = newer('iso-date="2006-03-15Z"', 'iso-date="2006-04-01"')
    page = pages.read(upload(alain, data))
    assert "15 March 2006 → 1 April 2006" in page.text()
    assert confirm(alain, data).status_code == 302
    assert (activity().since, activity().version) == ("2006-04-01", 2)


def test_what_somebody_changed_since_stays_and_is_shown(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    row = activity()
    activities.change(row, activities.facts("DFID", identifier=FIRST, note="Put right here."))
    page = pages.read(upload(alain, newer('iso-date="2006-03-15Z"', 'iso-date="2006-04-01"')))
    assert "0 to replace, 1 that differ and stay" in page.text()
    assert activity().note == "Put right here."


def test_what_a_newer_file_says_nothing_of_stays_while_the_rest_is_replaced(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    before = activity()
    text = newer('iso-date="2006-03-15Z"', 'iso-date="2006-04-01"').decode()
    for silent in ("location", "sector", "description", "default-aid-type"):
        text = re.sub(rf"<{silent}\b[^>]*?(/>|>.*?</{silent}>)", "", text, flags=re.DOTALL)
    text = re.sub(
        r"<participating-org [^>]*><narrative[^>]*>Police HQ</narrative></participating-org>", "", text
    )
    assert confirm(alain, text.encode()).status_code == 302
    after = activity()
    assert (after.since, after.version) == ("2006-04-01", 2)
    for name in ("place", "function", "note", "kind", "recipient"):
        assert getattr(after, name), name
        assert getattr(after, name) == getattr(before, name), name


def test_what_there_was_no_room_for_is_counted_and_said(alain: Client) -> None:
    text = newer("Training Works", "Training Works " + "W" * 200).decode()
    text = re.sub(r"(<title>\s*<narrative[^>]*>)[^<]*", rf"\g<1>{'T' * 201}", text, count=1)
    text = text.replace("Lessons for inspectors", "L" * 4001)
    places = "".join(
        f"<location><name><narrative>{number:02} {'P' * 90}</narrative></name></location>"
        for number in range(3)
    )
    text = text.replace("    <location>", f"    {places}\n    <location>", 1)
    said = pages.read(upload(alain, text.encode())).text()
    for each in (
        "1 title was cut at 200 characters.",
        "1 description was cut at 4,000 characters.",
        "1 name of an organisation was cut at 200 characters.",
        "For 2 places there was no room.",
        "1 amount was rounded to two decimals.",
    ):
        assert each in said, each


def test_what_a_newer_file_leaves_out_is_named_and_stays(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    text = FILE.read_text(encoding="utf-8")
    start = text.rindex("  <iati-activity ")
    page = pages.read(upload(alain, (text[:start] + "</iati-activities>").encode()))
    assert "Radios pour les postes" in page.text()
    assert Activity.objects.filter(identifier=SECOND).exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mistake_is_told_with_its_line_in_both_languages(
    alain: Client, cast: make.Cast, language: str
) -> None:
    User.objects.filter(pk=cast.alain.pk).update(language=language)
    response = upload(alain, newer(">250000<", ">2,5<"))
    assert response.status_code == 400
    (told,) = (each.text() for each in pages.read(response).all("li") if "budget/value" in each.text())
    assert "32: iati-activity[1]/budget/value" in told
    assert "“2,5” is no" in told
    assert "«\u202f2,5\u202f» n’est pas" in told


def test_the_register_is_taken_and_read_again_as_the_same(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    response = alain.get("/activities/activities.xml")
    assert response["Content-Type"] == "application/xml"
    assert JournalEntry.objects.order_by("-sequence")[0].noun == "export"
    page = pages.read(upload(alain, response.content, "again.xml"))
    assert "0 to create, 0 to replace, 0 that differ and stay" in page.text()


def test_it_takes_the_filters_of_the_page(alain: Client) -> None:
    confirm(alain, FILE.read_bytes())
    data = alain.get("/activities/activities.xml", {"q": "Radios"}).content
    assert SECOND.encode() in data
    assert FIRST.encode() not in data


@pytest.mark.parametrize("data", [b"\x00", b"<a/>", b"<!DOCTYPE a []><a/>", b"\xff\xfe<\x00", b"{}"])
def test_what_is_no_such_file_is_refused(alain: Client, data: bytes) -> None:
    assert upload(alain, data).status_code == 400
    assert not Activity.objects.exclude(identifier="").exists()
