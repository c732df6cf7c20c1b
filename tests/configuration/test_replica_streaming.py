"""Pages of results with a real standby that follows by streaming: fresh, behind, down, silent, and back again."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import with_postgres
from tests.browser import program as programs
from tests.browser.program import Client, Program
from tests.browser.visitors import ADVISER, GOVERNMENT_ADVISER, GOVERNMENT_MANAGER, MANAGER
from tests.extent import PROVES
from tests.standby import QUESTION, Standby, following

pytestmark = [
    pytest.mark.skipif(not PROVES, reason="a standby is made by make prove"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL"),
]
DATABASE = programs.ORIGINAL
#: No page takes longer, whatever became of the standby; and so long it is left alone after a fault.
SECONDS, REST = 12, 10
COMPARE = "/compare/?view=partners"
RESULTS = (
    *(COMPARE, "/changes/?view=partners", "/ownership/?view=partners", "/two-views/", "/success/"),
    *("/compare/intervals.json?view=partners", "/compare/figures.csv?view=partners"),
    *("/two-views/figures.xlsx", "/side-by-side/?set=cmj&set=ccrss"),
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Program, Standby]]:
    """The demonstration as deployed, beside a standby."""
    with with_postgres.server(is_durable=True) as primary:
        programs.make_once(tmp_path, primary, None)
        address, people = programs._named(primary, DATABASE), (tmp_path / programs.PRINTED).read_text()
        environment = programs.environment_of(tmp_path, tmp_path / "static", address)
        with following(primary) as standby:
            environment["DATABASE_REPLICA_URL"] = standby.address(DATABASE)
            with programs.serving(tmp_path, environment) as server:
                yield Program(server.address, programs._people(people), server.log, address), standby


def page(reader: Client, path: str) -> str:
    """The page, which comes in time."""
    began = time.monotonic()
    reply = reader.ask(path)
    assert reply.status == 200, reply.text
    assert time.monotonic() - began < SECONDS
    return reply.text


def is_read_from(standby: Standby, reader: Client, path: str = COMPARE) -> bool:
    """Whether the page was read from the standby, which was asked for its rows, not only how far it is."""
    since = standby.ask("SELECT clock_timestamp()::text")
    page(reader, path)
    last = standby.last_asked(DATABASE, since)
    return last.startswith("SELECT") and QUESTION not in last and "coordination_" in last


def becomes_read_from(standby: Standby, reader: Client, path: str = COMPARE) -> bool:
    """Whether it is, as soon as the standby has everything."""
    end = time.monotonic() + REST + 10
    while time.monotonic() < end:
        if is_read_from(standby, reader, path):
            return True
        time.sleep(0.3)
    return False


def end_place(running: Program, manager: Client, email: str) -> None:
    """Have a manager end the place of somebody of their side."""
    ((place,),) = running.rows(
        "SELECT m.id FROM coordination_membership m JOIN coordination_user u ON u.id = m.user_id"
        f" WHERE u.email = '{email}'"
    )
    shown = manager.ask(f"/people/{place}/").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown))
    reply = manager.ask(f"/people/{place}/end/", hidden | {"reason": "The contract has ended."})
    assert reply.status == 302, reply.text


def test_results_are_read_from_the_standby_only_while_nobody_can_tell(
    served: tuple[Program, Standby],
) -> None:
    running, standby = served
    joseph, pierre, grace, amina = (
        Client(running).sign_in(running.people[each])
        for each in (GOVERNMENT_MANAGER, MANAGER, GOVERNMENT_ADVISER, ADVISER)
    )
    label = joseph.open_round("Standby")
    for path in RESULTS:
        assert becomes_read_from(standby, joseph, path), path
    assert not is_read_from(standby, joseph, "/")

    # Behind: a reveal is seen by both at once, and a place that ended gives no right.
    standby.pause()
    path = f"{COMPARE}&round={label}"
    before = page(joseph, path)
    for each in (grace, amina):
        draft = each.start(label, "cmj")
        assert each.send(draft).status == 302
    file = f"/compare/figures.csv?view=partners&round={label}&lang=en"
    mine, theirs = page(joseph, file), page(pierre, file)
    assert mine == theirs
    assert "CMJ" in mine
    assert page(joseph, path) != before
    assert not is_read_from(standby, joseph, path)
    end_place(running, pierre, running.people[ADVISER].email)
    assert amina.ask(path).status in (302, 403)

    standby.resume()
    assert becomes_read_from(standby, joseph)

    standby.stop()
    page(joseph, COMPARE)
    assert joseph.ask("/readyz").status == 200
    standby.start()
    assert becomes_read_from(standby, joseph)

    with standby.frozen():
        for _ in range(3):
            page(joseph, COMPARE)
            page(joseph, "/")
        assert joseph.ask("/readyz").status == 200
    assert becomes_read_from(standby, joseph)
    assert not re.search(r"answered 50\d", running.said())
