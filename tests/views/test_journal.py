"""The pages of the journal: what both sides share, the own side's history, and checkpoints that prove it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from coordination.models import Assessment, JournalEntry, User
from tests import make, pages

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def revealed(cast: make.Cast) -> Assessment:
    round_ = make.open_round()
    mine = make.sent(cast.amina, "CMJ", round_, word="Partly?")
    make.sent(cast.grace, "CMJ", round_, word="Yes")
    make.begin(cast.grace, "CCRSS", round_)
    User.objects.update(language="en")
    return mine


def lines(browser: Client, address: str) -> list[tuple[str, str]]:
    """Who and what, the latest first."""
    table = pages.read(browser.get(address)).one("table", class_="journal")
    return [(row.all("td")[1].text(), row.all("td")[2].text()) for row in table.one("tbody").all("tr")]


def test_what_both_sides_share_is_said_in_words(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf
) -> None:
    found = lines(client_of(cast.paul), "/journal/")
    assert found[:3] == [
        ("both sides", "opened to both sides, at the same moment: CMJ, March 2011"),
        ("adviser · government", "sent an assessment: CMJ, March 2011"),
        ("adviser · government", "changed answers: CMJ, March 2011"),
    ]
    assert not [what for _who, what in found if "CCRSS, March 2011" in what]
    assert lines(client_of(cast.joseph), "/journal/") == found
    User.objects.filter(pk=cast.grace.pk).update(language="fr")
    french = lines(client_of(User.objects.get(pk=cast.grace.pk)), "/journal/")
    assert french[1] == ("conseiller · Gouvernement", "a transmis une évaluation\u202f: CMJ, March 2011 (fr)")


def test_the_own_sides_history_is_told_by_name(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf
) -> None:
    found = lines(client_of(cast.joseph), "/journal/own/?kind=assessment")
    assert found[0] == (cast.grace.name, "changed answers: CCRSS, March 2011")
    assert not [who for who, _what in found if who == cast.amina.name]


@pytest.mark.parametrize("address", ["/journal/journal.csv", "/journal/own/own-side.csv"])
def test_a_file_holds_what_the_page_shows(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf, address: str
) -> None:
    browser = client_of(cast.paul)
    page = lines(browser, address.rpartition("/")[0] + "/?kind=round")
    rows = browser.get(f"{address}?kind=round").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "When,Who,Role,Side,What was done,To what"
    assert len(rows) - 1 == len(page) >= 1
    assert "opened a round,March 2011" in rows[-1]
    assert ("Paul" in rows[-1]) == ("own" in address)


def test_days_are_chosen_and_what_is_not_there_is_said(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf
) -> None:
    browser = client_of(cast.paul)
    assert lines(browser, "/journal/?since=1/1/2001")
    said = pages.read(browser.get("/journal/?since=2999-01-01")).one("p", class_="empty").text()
    assert said == "No entry matches. Choose other days, or all kinds. Show all"


# --- checkpoints


def take(browser: Client) -> bytes:
    response = browser.post("/journal/checkpoint/")
    assert response.status_code == 200
    return response.content


def prove(browser: Client, data: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("checkpoint.json", data)
    response = browser.post("/journal/proof/", {"file": file})
    return response.status_code, pages.read(response).one("main").text()


def test_a_checkpoint_is_downloaded_and_proved(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf
) -> None:
    paul, joseph = client_of(cast.paul), client_of(cast.joseph)
    data = take(paul)
    day = timezone.localtime(timezone.now(), make.cod().zone)
    shown = paul.post("/journal/checkpoint/")
    assert shown["Content-Disposition"] == f'attachment; filename="checkpoint-cod-{day:%Y-%m-%d}.json"'
    assert shown["Content-Type"] == "application/json"
    status, said = prove(joseph, data)
    assert (status, "The history still contains it" in said) == (200, True)
    make.close_round(revealed.round)
    assert take(joseph) == data


def test_a_history_that_was_rewritten_is_said_loudly(
    cast: make.Cast, revealed: Assessment, client_of: ClientOf
) -> None:
    paul = client_of(cast.paul)
    data = take(paul)
    with make.without_triggers():
        JournalEntry.objects.filter(verb="answered").update(at=make.AT - timedelta(days=1))
    response = paul.post("/journal/proof/", {"file": SimpleUploadedFile("checkpoint.json", data)})
    assert (
        pages.read(response).one("div", class_="problem-box").one("h2").text()
        == "The history does not contain it"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: b"", "The file is empty."),
        (lambda data: b"x" * 100_000, "This is not a checkpoint of the journal."),
        (lambda data: data.replace(b'"cod"', b'"caf"'), "of another programme, with the code “caf”"),
        (lambda data: data.replace(b"T00:00", b"T01:00"), "This server has not signed this checkpoint"),
    ],
)
def test_what_proves_nothing_is_refused_at_its_field(
    cast: make.Cast, client_of: ClientOf, change: Callable[[bytes], bytes], said: str
) -> None:
    paul = client_of(cast.paul)
    status, text = prove(paul, change(take(paul)))
    assert status == 400
    assert said in text
    assert "The history" not in text
