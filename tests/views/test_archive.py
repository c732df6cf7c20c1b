"""An archived programme: every address that writes refuses, whoever asks, and nothing is changed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.utils import timezone

from coordination.actions import archive
from coordination.models import User
from tests import make
from tests.databases import Lasting
from tests.views.test_addresses import TABLE, Row, Stage, _stage, like

MEMBERS = ("amina", "paul", "grace", "joseph", "vera", "alain")
REFUSED = (403, 404, 409)
ABLE = (200, 301, 302, 409)
#: What is no part of what an archived programme keeps, and why.
BESIDE = {
    **dict.fromkeys(
        ("sign-in", "sign-in-second", "sign-out", "password", "password-new", "password-forgotten"),
        "coming in and going out",
    ),
    **dict.fromkeys(
        ("account-again", "account-app", "account-passkey", "account-codes", "account-remove"),
        "the own account",
    ),
    **dict.fromkeys(("token-list", "token-end"), "the own account: an archived programme is read"),
    **dict.fromkeys(("account-sessions", "language", "display", "programme"), "the own account"),
    **dict.fromkeys(
        ("person-confirm", "person-invite", "person-change", "person-email", "person-end", "person-mail"),
        "who may read it is still looked after",
    ),
    **dict.fromkeys(("person-link", "person-factors", "notice-seen", "start-people"), "of its people, too"),
    **dict.fromkeys(("journal-checkpoint", "journal-proof"), "its history is proved, too"),
    "start": "another programme",
    "kept-list": "what waits is only dropped",
    "waiting-list": "what waits is only shown",
    "programme-archive": "it is taken out again",
    "programme-remove": "an example is removed whole, archived or not",
    "tour-end": "the own account",
}


@pytest.fixture(scope="module")
def lasting_archive(lasting: Lasting) -> Stage:
    """The stage of every address, put into the archive; each has been here a moment ago."""
    with lasting():
        stage = _stage(make.cast())
        for person in MEMBERS:
            stage.browsers[person].get("/method/")
        alain = User.objects.get(email="alain@ssr.example")
        archive.archive(programme=make.cod(), by=alain, at=timezone.now())
        return stage


@pytest.fixture
def archived(lasting_archive: Stage, db: None) -> Stage:
    browsers = {name: like(one) for name, one in lasting_archive.browsers.items()}
    return replace(lasting_archive, browsers=browsers)


def writing() -> Iterator[Row]:
    """The rows by which somebody of the programme writes: all that the table of addresses has."""
    for row in TABLE:
        does = row.method == "post" and any(row.statuses[each] in ABLE for each in MEMBERS)
        if does and row.name not in BESIDE:
            yield row


def test_every_exception_is_an_address_that_takes_posts() -> None:
    assert set(BESIDE) <= {row.name for row in TABLE if row.method == "post"}
    assert len({row.name for row in writing()}) > 25, "few are left out"


@pytest.mark.knows_no_database
@pytest.mark.parametrize("row", [*writing()], ids=str)
def test_nothing_is_written_in_an_archived_programme_by_anybody(row: Row, archived: Stage) -> None:
    before = make.everything()
    for person in MEMBERS:
        response = archived.ask(row, person)
        assert response.status_code in REFUSED, (person, response.status_code)
    assert make.everything() == before
