"""``manage.py part_journal``: once, where programmes would wait for each other."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from coordination.models import JournalHead
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db


def part() -> str:
    out = StringIO()
    call_command("part_journal", stdout=out)
    return out.getvalue()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_journal_is_parted_once(cast: make.Cast) -> None:
    assert part() == "Each programme saves its answers in a line of its own from now on.\n"
    assert JournalHead.objects.get().parted_after
    assert part() == "The journal is parted already.\n"
    assert journal.faults() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_on_sqlite_it_stays_one_line(cast: make.Cast) -> None:
    before = make.everything()
    assert "one writer" in part()
    assert make.everything() == before
