"""What every page knows before it begins: the days of its programme, and which database it is read from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from coordination.models import Programme, User
from coordination.queries import replica
from ssr_assess.postgresql.replica import _is_read, read
from tests import make, pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "today"), [("Africa/Kinshasa", "1 March 2030"), ("Pacific/Kiritimati", "2 March 2030")]
)
def test_today_is_the_day_of_the_programme(
    cast: make.Cast,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    zone: str,
    today: str,
) -> None:
    Programme.objects.filter(code="cod").update(time_zone=zone)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 3, 1, 12, tzinfo=UTC))
    page = pages.read(client_of(cast.amina).get("/contacts/add/"))
    assert page.form("on")["on"] == today
    assert timezone.get_current_timezone_name() == "Africa/Kinshasa"


#: All that may be read from a replica: results, their files and the figures of their charts.
RESULTS = (
    *("/compare/?view=partners", "/changes/?view=partners", "/ownership/?view=partners", "/two-views/"),
    *("/success/", "/side-by-side/", "/compare/intervals.json"),
    "/ownership/plane.json",
    *(
        f"/{page}/figures.{kind}"
        for page in ("compare", "changes", "ownership", "two-views", "success")
        for kind in ("csv", "xlsx", "json")
    ),
)
#: What tells of states, rights and what one may do is the primary's to say.
OTHERS = (
    "/",
    "/score/",
    "/rounds/",
    "/structures/",
    "/structures/cmj/",
    "/people/",
    "/journal/",
    "/contacts/",
)


def counting(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """Count, from now on, what asks whether a replica may be read."""
    asked: list[None] = []

    @contextmanager
    def reading() -> Iterator[None]:
        asked.append(None)
        yield

    monkeypatch.setattr(replica, "reading", reading)
    return asked


@pytest.mark.parametrize("address", [*RESULTS, *OTHERS])
def test_only_results_may_be_read_from_a_replica(
    cast: make.Cast, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked = counting(monkeypatch)
    client_of(cast.joseph).get(address)
    assert len(asked) == (address in RESULTS)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/compare/?view=partners", 200), ("/compare/?view=partners&weights=entered&w=much&why=Because", 400)],
)
def test_a_page_is_made_again_from_the_primary_where_the_replica_fails(
    cast: make.Cast,
    client_of: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    status: int,
) -> None:
    joseph = client_of(cast.joseph)
    expected = joseph.get(address)
    assert expected.status_code == status

    @contextmanager
    def failing() -> Iterator[None]:
        yield
        raise replica.ReplicaFailed

    monkeypatch.setattr(replica, "reading", failing)
    again = joseph.get(address)
    assert again.status_code == status
    assert pages.read(again).text() == pages.read(expected).text()


def test_that_somebody_takes_a_file_is_counted_and_journaled_with_what_the_primary_has(
    cast: make.Cast, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from_replica: list[bool] = []
    monkeypatch.setattr(replica, "reading", lambda: read(from_replica=True))
    for each in ("exports.note", "attempts.require"):
        monkeypatch.setattr(
            f"coordination.views.responses.{each}",
            lambda *_asked, **_more: read_from_replica.append(_is_read.get()),
        )
    assert client_of(cast.joseph).get("/compare/figures.csv").status_code == 200
    assert read_from_replica == [False, False]
