"""The disk of a SQLite is full while people save: they are told so, nothing acknowledged is lost, and it goes on."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases
from tests.browser.program import Client, Program
from tests.browser.test_kill_storm import shared_by_the_run
from tests.browser.visitors import ADVISER, MANAGER
from tests.extent import IS_ON_SERVER, PROVES
from tests.trial import storm
from tests.trial.load import Load, lost
from tests.trial.stage import people_at_work

#: As many pages as there may be, read anew for each request: what a disk is to SQLite.
LIMITED = """
from pathlib import Path

class HasADisk:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from django.db import connection

        if not request.path.endswith("z"):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count = " + Path({file!r}).read_text())
        return self.get_response(request)

MIDDLEWARE = ["settings_of_this_run.HasADisk", *MIDDLEWARE]
"""
ROOM, MORE = 1_000_000, 30
PATIENCE = 60


def settled(what: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.2)


def told(program: Program, adviser: Client, draft: int) -> None:
    """Whoever saves is told, and whoever reads goes on reading; the program is up."""
    reply = adviser.save(draft, "C2", choice="3")
    said = json.loads(reply.text)
    assert reply.status == 503
    assert "database" in said["error"]
    assert said["reference"] in program.said()
    assert [adviser.ask(path).status for path in ("/structures/cmj/", "/readyz", "/healthz")] == [200] * 3


@pytest.mark.skipif(not PROVES or IS_ON_SERVER, reason="of SQLite, at each proof")
def test_a_full_disk_is_said_loses_nothing_and_once_there_is_room_all_goes_on(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, database: databases.Copy
) -> None:
    disk = tmp_path / "pages"
    disk.write_text(str(ROOM))
    setting = LIMITED.format(file=str(disk))
    shared = shared_by_the_run(tmp_path_factory)
    with storm.place(tmp_path / "program", shared, "", setting, empty=database.empty) as where:
        program = where.program
        manager, adviser = (Client(program).sign_in(program.people[who]) for who in (MANAGER, ADVISER))
        draft = adviser.start(manager.open_round("Full disk"), "cmj")
        savers, readers = people_at_work(program)
        load = Load(savers, readers)

        def stored() -> int:
            return sum(each.acknowledgements for each in savers)

        with load.at_work():
            settled(lambda: stored() > len(savers))
            [(pages,)] = program.rows("PRAGMA page_count")
            disk.write_text(str(pages + MORE))
            settled(lambda: load.tally().failed["503"] > 0)
            settled(lambda: load.tally().failed["503"] >= len(savers))
            before, told_at = stored(), len(program.said())
            load.tally()
            told(program, adviser, draft)
            time.sleep(3)
            full = load.tally()
            assert stored() == before
            assert set(full.failed) == {"503"}
            disk.write_text(str(ROOM))
            settled(lambda: stored() > before + 2 * len(savers))
            load.tally()
            settled(lambda: len(load.tally().seconds) > 0)
            time.sleep(2)
            again = load.tally()
        assert again.failed == {}
        assert adviser.save(draft, "C2", choice="3").status == 200
        assert lost(program, savers) == []
        storm.programs.manage(where.environment, "verify_journal")
        assert "answered 500" not in program.said()[told_at:]
        print(f"{before} saves before, {full.failed['503']} told that the disk is full, {stored()} in all")
