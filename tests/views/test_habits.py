"""The page of one's own habits: one week at a time, for nobody else's eyes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.domain.habits import week_of
from coordination.models import HabitNote, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
FIELDS = ("H1-done", "H1-note")


def test_the_six_habits_stand_there_in_the_readers_language(cast: make.Cast, client_of: ClientOf) -> None:
    for user, words in ((cast.amina, "Build trust by delivering"), (cast.grace, "Bâtir la confiance")):
        page = pages.read(client_of(user).get("/habits/"))
        assert len(page.one("main").all("fieldset")) == 6
        assert words in page.one("main").text()


def test_a_week_is_saved_and_shown_again(cast: make.Cast, client_of: ClientOf) -> None:
    browser, week = client_of(cast.amina), week_of(timezone.localdate()).isoformat()
    response = browser.post("/habits/", {"H1-done": "on", "H1-note": "Met the inspector.", "H2-note": ""})
    assert response["Location"] == f"/habits/?week={week}"
    shown = pages.read(browser.get("/habits/")).form(*FIELDS)
    assert (shown["H1-done"], shown["H1-note"]) == ("on", "Met the inspector.")
    assert "H2-done" not in shown


def test_an_earlier_week_is_its_own_and_any_of_its_days_names_it(
    cast: make.Cast, client_of: ClientOf
) -> None:
    browser = client_of(cast.amina)
    browser.post("/habits/?week=2011-03-02", {"H3-note": "Called everybody."})
    assert HabitNote.objects.get().week_on.isoformat() == "2011-02-28"
    assert "Called everybody." in browser.get("/habits/?week=2011-03-06").content.decode()
    assert "Called everybody." not in browser.get("/habits/?week=2011-03-07").content.decode()
    assert "Called everybody." not in browser.get("/habits/").content.decode()


def test_nobody_else_reads_it(cast: make.Cast, client_of: ClientOf) -> None:
    client_of(cast.amina).post("/habits/", {"H1-done": "on", "H1-note": "A secret of mine"})
    for user in (cast.paul, cast.grace, cast.joseph, cast.vera, cast.alain, cast.nadia):
        assert "A secret of mine" not in client_of(user).get("/habits/").content.decode()
    for address in ("/", "/calendar/", "/commitments/"):
        assert "A secret of mine" not in client_of(cast.amina).get(address).content.decode()
    assert HabitNote not in admin.site._registry
    said = client_of(cast.amina).get("/habits/").content.decode()
    assert "Only you read this page" in said


def test_it_stays_on_no_shared_computer(cast: make.Cast, client_of: ClientOf) -> None:
    assert client_of(cast.amina).get("/habits/")["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "week", ["tomorrow", "2011-02-30", "20110228", "2007-12-30", "0001-01-01", "9999-12-31", "2011-02-28\x00"]
)
def test_what_is_no_week_that_has_begun_is_not_found(cast: make.Cast, client_of: ClientOf, week: str) -> None:
    assert client_of(cast.amina).get("/habits/", {"week": week}).status_code == 404


def test_next_week_has_not_begun(cast: make.Cast, client_of: ClientOf) -> None:
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    assert client_of(cast.amina).get("/habits/", {"week": day}).status_code == 404
    assert client_of(cast.amina).post(f"/habits/?week={day}", {"H1-done": "on"}).status_code == 404


@pytest.mark.parametrize("note", ["x" * 501, "a\x00b"])
def test_a_note_that_cannot_be_kept_is_said_so_and_what_was_typed_stays(
    cast: make.Cast, client_of: ClientOf, note: str
) -> None:
    response = client_of(cast.amina).post("/habits/", {"H1-note": note, "H2-note": "This one is fine."})
    assert response.status_code == 400
    assert "This one is fine." in response.content.decode()
    assert not HabitNote.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_weeks(cast: make.Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.amina)
    browser.get("/habits/")
    counts = []
    for _week in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/habits/?week=2011-03-02")
        counts.append(len(queries))
        for day in ("2011-03-02", "2011-03-09", "2011-03-16"):
            browser.post(f"/habits/?week={day}", {f"H{number}-note": "Noted." for number in range(1, 7)})
    assert counts[0] == counts[1] <= 10
