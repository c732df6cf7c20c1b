"""Files out: each one taken is counted and stands in the journal once; one that is refused does not."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from coordination import urls
from coordination.actions import archive
from coordination.domain.limits import LIMITS, Tried, Whose
from coordination.models import JournalEntry, Tally, User
from tests import make, pages

ClientOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
#: By address, the name of the file in English.
FILES = {
    "/compare/figures.csv?view=partners&lang=en": "compare-en.csv",
    "/compare/figures.xlsx?view=partners&lang=en": "compare-en.xlsx",
    "/compare/figures.json?view=partners&lang=en": "compare-en.json",
    "/compare/figures.csv?view=both&lang=en": "compare-en.csv",
    "/compare/figures.xlsx?view=both&lang=en": "compare-en.xlsx",
    "/compare/figures.json?view=both&lang=en": "compare-en.json",
    "/answers/answers.csv?lang=en": "answers-en.csv",
    "/answers/answers.xlsx?lang=en": "answers-en.xlsx",
    "/changes/figures.csv?view=partners&lang=en": "changes-en.csv",
    "/changes/figures.xlsx?view=partners&lang=en": "changes-en.xlsx",
    "/changes/figures.json?view=partners&lang=en": "changes-en.json",
    "/ownership/figures.csv?lang=en": "ownership-partnership-en.csv",
    "/ownership/figures.xlsx?lang=en": "ownership-partnership-en.xlsx",
    "/ownership/figures.json?lang=en": "ownership-partnership-en.json",
    "/two-views/figures.csv?lang=en": "two-views-en.csv",
    "/two-views/figures.xlsx?lang=en": "two-views-en.xlsx",
    "/two-views/figures.json?lang=en": "two-views-en.json",
    "/success/figures.csv?view=partners&lang=en": "success-criteria-en.csv",
    "/success/figures.xlsx?view=partners&lang=en": "success-criteria-en.xlsx",
    "/success/figures.json?view=partners&lang=en": "success-criteria-en.json",
    "/partners/seats.csv?lang=en": "who-sits-where-en.csv",
    "/partners/seats.xlsx?lang=en": "who-sits-where-en.xlsx",
    "/partners/seats.json?lang=en": "who-sits-where-en.json",
    "/partners/functions.csv?lang=en": "who-does-what-where-en.csv",
    "/partners/functions.xlsx?lang=en": "who-does-what-where-en.xlsx",
    "/partners/functions.json?lang=en": "who-does-what-where-en.json",
    "/activities/activities.csv?lang=en": "activities-en.csv",
    "/activities/activities.xlsx?lang=en": "activities-en.xlsx",
    "/activities/activities.json?lang=en": "activities-en.json",
    "/activities/4w.csv?lang=en": "activities-4w-en.csv",
    "/activities/4w.xlsx?lang=en": "activities-4w-en.xlsx",
    "/activities/4w.json?lang=en": "activities-4w-en.json",
    "/records/file/records.xlsx?lang=en": "records-cod-en.xlsx",
    "/records/file/partners.csv?lang=en": "records-cod-en-partners.csv",
    "/overlaps/load.csv?lang=en": "load-en.csv",
    "/overlaps/load.xlsx?lang=en": "load-en.xlsx",
    "/overlaps/load.json?lang=en": "load-en.json",
    "/compare/brief.pdf?view=both&lang=en": "compare-en.pdf",
    "/compare/brief.docx?view=both&lang=en": "compare-en.docx",
    "/compare/brief.pptx?view=both&lang=en": "compare-en.pptx",
    "/briefs/cmj.pdf?lang=en": "cmj-en.pdf",
    "/briefs/cmj.docx?lang=en": "cmj-en.docx",
    "/briefs/cmj.pptx?lang=en": "cmj-en.pptx",
    "/rounds/january-2008/report.docx?lang=en": "report-january-2008-en.docx",
    "/people/people.csv?lang=en": "people-en.csv",
    "/people/people.xlsx?lang=en": "people-en.xlsx",
    "/people/people.json?lang=en": "people-en.json",
    "/journal/journal.csv?lang=en": "journal-en.csv",
    "/journal/journal.xlsx?lang=en": "journal-en.xlsx",
    "/journal/journal.json?lang=en": "journal-en.json",
    "/load/programme.json?lang=en": "cod.json",
}
EACH = pytest.mark.parametrize("address", [*FILES])


def taken() -> list[tuple[Any, ...]]:
    rows = JournalEntry.objects.filter(verb="exported").order_by("sequence")
    return [(row.by, row.programme, row.key) for row in rows]


def full() -> None:
    limit = LIMITS[Tried.EXPORT, Whose.ACCOUNT]
    Tally.objects.filter(what=Tried.EXPORT).update(number=limit.most)


def test_every_address_of_a_file_is_tried_here() -> None:
    files = {
        f"/{each.pattern}"
        for each in urls.urlpatterns
        if str(each.pattern).endswith((".csv", ".json", ".xlsx", ".pdf", ".docx", ".pptx"))
    }
    # The history of a side is taken by its own people: tests/views/test_journal.py.
    kept = {
        "/manifest.json",
        # What can be asked for, and nothing of any programme.
        "/api/v1/openapi.json",
        "/<path:page>/figures.csv",
        "/journal/own/own-side.csv",
        "/journal/own/own-side.xlsx",
        "/journal/own/own-side.json",
    }
    found = {each.split("?")[0] for each in FILES}
    named = {
        each for each in found if each.startswith(("/briefs/", "/rounds/")) or each.endswith("/partners.csv")
    }
    assert {each for each in files if "<" not in each} - kept == found - named
    assert {
        "/records/file/<slug:sheet>.csv",
        *(f"/briefs/<slug:slug>.{each}" for each in ("pdf", "docx", "pptx")),
        *(f"/rounds/<slug:label>/report.{each}" for each in ("pdf", "docx")),
    } <= files


@EACH
def test_a_file_taken_stands_in_the_journal_once_with_who_took_it(
    address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.alain).get(address).status_code == 200
    assert taken() == [(cast.alain, make.cod(), FILES[address])]
    assert Tally.objects.get(what=Tried.EXPORT).number == 1


@EACH
def test_who_only_asks_for_the_headers_takes_nothing(
    address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.alain).head(address).status_code == 200
    assert taken() == []


@EACH
def test_a_file_that_is_refused_is_not_told_as_taken(
    address: str, cast: make.Cast, client_of: ClientOf
) -> None:
    assert client_of(cast.olga).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    alain = client_of(cast.alain)
    alain.get(address)
    full()
    response = alain.get(address)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "exported many files" in pages.read(response).one("main").text()
    assert len(taken()) == 1


def test_each_person_has_a_count_of_their_own(cast: make.Cast, client_of: ClientOf) -> None:
    client_of(cast.alain).get("/two-views/figures.csv")
    full()
    assert client_of(cast.amina).get("/two-views/figures.csv").status_code == 200


def test_the_whole_programme_is_for_administrators_who_proved_again_who_they_are(
    cast: make.Cast, client_of: ClientOf
) -> None:
    for person in (cast.amina, cast.paul, cast.vera):
        assert client_of(person).get("/load/programme.json").status_code == 403
    browser = client_of(cast.alain)
    session = browser.session
    session["proved_at"] = time.time() - 16 * 60
    session.save()
    response = browser.get("/load/programme.json")
    assert (response.status_code, response["Location"][:15]) == (302, "/account/again/")
    assert taken() == []


def test_a_file_of_an_archived_programme_is_told_too(cast: make.Cast, client_of: ClientOf) -> None:
    archive.archive(programme=make.cod(), by=cast.alain, at=make.AT)
    assert client_of(cast.amina).get("/two-views/figures.csv").status_code == 200
    assert taken() == [(cast.amina, make.cod(), "two-views-en.csv")]
