"""The calendar that a phone reads: made on a page, opened by its secret, rights looked up at each reading."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from coordination.models import Commitment, Contact, Feed, Programme, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def address(client_of: ClientOf) -> Callable[[User], str]:
    """The address of this person's calendar, as the page shows it, without the site."""

    def made(user: User) -> str:
        response = client_of(user).post("/calendar/", {"what": "make"})
        shown = pages.read(response).one("input", id="address").attrs["value"]
        assert shown.startswith("http://testserver/calendar/")
        return shown.removeprefix("http://testserver")

    return made


def read(address: str, **headers: str) -> HttpResponse:
    """What a phone gets, which is not signed in."""
    return Client().get(address, headers=headers)  # type: ignore[arg-type,return-value]


def events(address: str) -> dict[str, Any]:
    """The events of a calendar by their titles."""
    response = read(address)
    assert response.status_code == 200
    return {str(each["summary"]): each for each in Calendar.from_ical(response.content).walk("VEVENT")}


def planned(by: User, subject: str = "The police reform", on: date = TOMORROW, **facts: Any) -> None:
    make.contact(by, subject=subject, on=on, state="planned", **facts)


def test_the_address_is_shown_once(
    cast: make.Cast, client_of: ClientOf, address: Callable[[User], str]
) -> None:
    made = address(cast.amina)
    response = client_of(cast.amina).get("/calendar/")
    assert made not in response.content.decode()
    assert "You have an address, made on" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"


def test_a_browser_may_send_the_form_of_the_page(cast: make.Cast, client_of: ClientOf) -> None:
    # With “no-referrer” it sends “Origin: null”, and the form is taken for one of another site.
    assert client_of(cast.amina).get("/calendar/")["Referrer-Policy"] == "same-origin"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.amina)
    page = pages.read(browser.get("/calendar/"))
    tokens = [each.attrs["value"] for each in page.one("main").all("input", name="csrfmiddlewaretoken")]
    response = browser.post("/calendar/", {"what": "make", "csrfmiddlewaretoken": tokens[0]})
    assert response.status_code == 200


def test_meetings_and_due_days_of_ones_side_stand_in_it(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    when = {"time": time(10, 30), "ends": time(12)}
    planned(cast.amina, "With the inspector", **when, people="The inspector", structure_="CMJ")
    planned(cast.amina, "All day")
    make.promise("Donors", text_en="Fund the secretariat", due_on=TOMORROW)
    make.promise("Ministry", text_en="Write the law", due_on=TOMORROW)
    found = events(address(cast.amina))
    assert set(found) == {"With the inspector", "All day", "Due: Fund the secretariat"}
    meeting = found["With the inspector"]
    # Half past ten in Kinshasa.
    assert (meeting["dtstart"].dt.isoformat()) == f"{TOMORROW.isoformat()}T10:30:00+01:00"
    assert (meeting["dtend"].dt.isoformat()) == f"{TOMORROW.isoformat()}T12:00:00+01:00"
    assert "With: The inspector" in meeting["description"]
    assert "Structure: CMJ" in meeting["description"]
    assert found["All day"]["dtstart"].dt == TOMORROW
    due = found["Due: Fund the secretariat"]
    assert (due["dtstart"].dt, due["transp"]) == (TOMORROW, "TRANSPARENT")
    assert due["url"].startswith("http://testserver/commitments/")


def test_what_is_invented_is_marked_in_its_title(cast: make.Cast, address: Callable[[User], str]) -> None:
    planned(cast.amina, "With the inspector")
    make.promise("Donors", text_en="Fund the secretariat", due_on=TOMORROW)
    Contact.objects.update(origin="invented")
    Commitment.objects.update(origin="invented")
    assert set(events(address(cast.amina))) == {
        "With the inspector · invented for the demonstration",
        "Due: Fund the secretariat · invented for the demonstration",
    }


@pytest.mark.parametrize("zone", ["Nowhere/Atlantis", "../etc", ""])
def test_a_time_zone_that_does_not_exist_breaks_no_calendar(
    cast: make.Cast, address: Callable[[User], str], zone: str
) -> None:
    Programme.objects.filter(code="cod").update(time_zone=zone)
    planned(cast.amina, time=time(10, 30))
    assert events(address(cast.amina))["The police reform"]["dtstart"].dt.astimezone(UTC).hour == 9


def test_the_calendar_speaks_its_readers_language(cast: make.Cast, address: Callable[[User], str]) -> None:
    planned(cast.grace, "La réforme", kind="call")
    make.promise("Ministry", text_en="Write the law", text_fr="Rédiger la loi", due_on=TOMORROW)
    response = read(address(cast.grace), **{"accept-language": "en"})
    text = response.content.decode()
    assert "Rédiger la loi" in text
    assert "Write the law" not in text
    assert "Appel" in text
    assert "Call" not in text
    assert "SUMMARY;LANGUAGE=fr" in text
    assert response["Content-Language"] == "fr"


def test_what_others_keep_to_themselves_what_was_agreed_and_what_is_over_stand_not_in_it(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    planned(cast.grace, "Theirs alone")
    planned(cast.grace, "For both", sharing="all")
    planned(cast.paul, "Of our side", sharing="side")
    make.contact(cast.amina, subject="Held", agreed="A secret deal")
    make.contact(cast.amina, subject="Called off", on=TOMORROW, state="cancelled")
    settled = make.promise("Donors", text_en="Done", due_on=TOMORROW)
    make.settle(settled)
    response = read(address(cast.amina)).content.decode()
    assert set(events(address(cast.amina))) == {"For both", "Of our side"}
    assert "secret deal" not in response


def test_the_calendar_keeps_the_days_of_the_programme(
    cast: make.Cast, address: Callable[[User], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = address(cast.amina)
    planned(cast.amina, "The meeting")
    Programme.objects.filter(code="cod").update(time_zone="Pacific/Kiritimati")
    monkeypatch.setattr(timezone, "now", lambda: datetime.combine(TOMORROW, time(12), UTC))
    assert f"DTSTAMP:{TOMORROW + timedelta(days=1):%Y%m%d}" in read(made).content.decode()


def test_dates_leave_it_after_thirty_days(cast: make.Cast, address: Callable[[User], str]) -> None:
    long_ago = timezone.now() - timedelta(days=60)
    today = timezone.localdate()
    for days in (30, 31):
        on = today - timedelta(days=days)
        make.promise("Donors", text_en=f"{days} days ago", at=long_ago, due_on=on)
    assert set(events(address(cast.amina))) == {"Due: 30 days ago"}


def test_the_same_date_keeps_its_name_and_counts_its_changes(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    planned(cast.amina)
    made = address(cast.amina)
    first, second = events(made), events(made)
    assert first["The police reform"]["uid"] == second["The police reform"]["uid"]
    assert first["The police reform"]["sequence"] == 1


def test_it_is_kept_nowhere_on_the_way_and_told_to_no_other_site(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    response = read(address(cast.amina))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_a_program_may_ask_for_the_head_only_or_for_what_is_new(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    made = address(cast.amina)
    first = read(made)
    head = Client().head(made)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    same = read(made, **{"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    planned(cast.amina)
    assert read(made, **{"if-none-match": first["ETag"]}).status_code == 200
    assert Client().post(made).status_code == 405


@pytest.mark.parametrize("secret", ["x", "a" * 43, "%00", "é", "a" * 3000])
def test_a_wrong_secret_is_not_found(cast: make.Cast, address: Callable[[User], str], secret: str) -> None:
    address(cast.amina)
    assert read(f"/calendar/{secret}.ics").status_code == 404
    assert read(f"/calendar/{Feed.objects.get().fingerprint}.ics").status_code == 404


def test_a_new_address_replaces_the_old_one_and_a_removed_one_is_gone(
    cast: make.Cast, client_of: ClientOf, address: Callable[[User], str]
) -> None:
    old, new = address(cast.amina), address(cast.amina)
    assert (read(old).status_code, read(new).status_code) == (404, 200)
    assert client_of(cast.amina).post("/calendar/", {"what": "remove"}).status_code == 302
    assert read(new).status_code == 404


def test_who_may_no_longer_sign_in_or_left_the_programme_reads_nothing_more(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    addresses = {user: address(user) for user in (cast.amina, cast.paul, cast.grace)}
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    cast.paul.memberships.all().delete()
    make.place(cast.grace, "viewer", None)
    assert [read(each).status_code for each in addresses.values()] == [404, 404, 404]


def test_who_changed_sides_needs_another_address_and_reads_the_dates_of_the_new_one(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    planned(cast.paul, "Of our side", sharing="side")
    made = address(cast.amina)
    assert set(events(made)) == {"Of our side"}
    make.place(cast.amina, "adviser", "government")
    assert read(made).status_code == 404
    assert events(address(make.cast().amina)) == {}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the program writes to its log, as the settings have it."""
    told = StringIO()
    handlers = [each for each in logging.getLogger("django").handlers if type(each) is logging.StreamHandler]
    assert handlers
    before = [each.setStream(told) for each in handlers]
    yield told
    for handler, stream in zip(handlers, before, strict=True):
        if stream is not None:
            handler.setStream(stream)


def test_the_log_does_not_tell_the_secret(
    cast: make.Cast,
    address: Callable[[User], str],
    log: StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = address(cast.amina)
    secret = made.split("/")[-1].removesuffix(".ics")
    Client().post(made)

    def broken(*args: object, **named: object) -> None:
        raise RuntimeError(f"cannot read {made}")

    monkeypatch.setattr("coordination.queries.feeds.dates", broken)
    assert Client(raise_request_exception=False).get(made).status_code == 500
    User.objects.filter(pk=cast.amina.pk).update(is_active=False)
    Client().get(made)
    said = log.getvalue()
    assert "GET /calendar/… 404" in said
    assert "RuntimeError" in said
    assert secret not in said


def test_the_number_of_queries_does_not_grow_with_the_dates(
    cast: make.Cast, address: Callable[[User], str]
) -> None:
    made = address(cast.amina)
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(made)
        counts.append(len(queries))
        for number in range(turn * 5, turn * 5 + 5):
            planned(cast.amina, f"Meeting {number}", structure_="CMJ", partners=["MONUC"])
            make.promise("Donors", text_en=f"Promise {number}")
    assert counts[0] == counts[1] <= 6
