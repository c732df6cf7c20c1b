"""Reading writes nothing: of a GET the database is told who was last seen, when a session ends, and who took a file."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.extent import TURN, share_of
from tests.views.test_addresses import PEOPLE, TABLE, Row, Stage, lasting_stage, stage, undone

__all__ = ["lasting_stage", "stage"]

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"(\w+)"', re.IGNORECASE)
#: What a session and the last visit leave, and how often somebody asks for what is limited.
ALWAYS = {"django_session", "coordination_membership", "coordination_tally", "coordination_apitoken"}
#: What is told of a file that is taken: the journal, its end, and how much is to be kept of it.
OF_A_FILE = {"coordination_journalentry", "coordination_journalhead", "coordination_journalline"}
#: Addresses that are no pages: what they do is their own tests' to say.
LEFT_OUT = ("sign-in-back",)
READ = [each for each in TABLE if each.method == "get" and each.name not in LEFT_OUT]


def written(stage_: Stage, row: Row, person: str) -> set[str]:
    """The tables that are written to while this person reads this address."""
    with undone(), CaptureQueriesContext(connection) as found:
        stage_.ask(row, person)
    return {match[1] for each in found if (match := WRITES.match(each["sql"]))}


@pytest.mark.parametrize("row", share_of(READ, TURN, shares=13), ids=str)
def test_nobody_who_reads_changes_anything(row: Row, stage: Stage) -> None:
    for person in (each for each in PEOPLE if row.statuses[each] < 400):
        more = written(stage, row, person) - ALWAYS
        assert not more or (more <= OF_A_FILE and row.statuses[person] == 200), (person, more)


def test_what_is_written_is_seen(stage: Stage) -> None:
    made = [each for each in TABLE if each.name == "contact-add" and each.statuses["amina"] == 302]
    (row,) = made[:1]
    assert "coordination_contact" in written(stage, row, "amina")
