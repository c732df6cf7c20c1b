"""What was done and recorded for good is refused every way of rewriting it, by the database itself, in plain SQL."""

from collections.abc import Mapping
from functools import partial

import pytest
from django.db import connection, transaction

from coordination.actions import journal
from coordination.domain.journal import FIRST
from coordination.models import JournalEntry, JournalHead
from tests import make
from tests.models.test_constraints import Rows, lasting_rows, refusal, rows

__all__ = ["lasting_rows", "rows"]

pytestmark = pytest.mark.django_db
IS_SQLITE = connection.vendor == "sqlite"

#: Table → its key, a column that somebody might want to say otherwise, and a word of the refusal.
GUARDED: Mapping[str, tuple[str, str, str]] = {
    "journalentry": ("sequence", "verb", "append-only"),
    "journalhead": ("id", "hash", "append-only"),
    "weighting": ("id", "reason", "append-only"),
    "correction": ("id", "evidence", "append-only"),
    "observation": ("id", "evidence", "append-only"),
    "dismissal": ("id", "reason", "append-only"),
    "moveddate": ("id", "reason", "append-only"),
    "instrument": ("id", "content_hash", "frozen"),
    "criterion": ("id", "section", "frozen"),
}


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, f"coordination_{table}")
        return [each.name for each in found]


def forged(table: str) -> str:
    """The rows as they stand but for the one column, as a SELECT."""
    column = GUARDED[table][1]
    listed = ", ".join("'forged'" if name == column else name for name in columns(table))
    # `WHERE 1 = 1`: without it SQLite takes ON CONFLICT for a join.
    frozen = " AND status = 'published'" if table == "instrument" else ""
    return f"SELECT {listed} FROM coordination_{table} WHERE 1 = 1{frozen}"


def ways(table: str) -> dict[str, str]:
    """Every way of rewriting a table's rows, as SQL."""
    key, column, _word = GUARDED[table]
    name, into = f"coordination_{table}", f"coordination_{table} ({', '.join(columns(table))})"
    found = {
        "update": f"UPDATE {name} SET {column} = 'forged'",
        "delete": f"DELETE FROM {name}",
        "upsert": f"INSERT INTO {into} {forged(table)} ON CONFLICT ({key}) DO UPDATE SET {column} = 'forged'",
    }
    if IS_SQLITE:
        return found | {
            "insert or replace": f"INSERT OR REPLACE INTO {into} {forged(table)}",
            "replace": f"REPLACE INTO {into} {forged(table)}",
            "update or replace": f"UPDATE OR REPLACE {name} SET {column} = 'forged'",
        }
    return found | {"truncate": f"TRUNCATE {name} CASCADE", "merge": _merge(name, key, column)}


def _merge(name: str, key: str, column: str) -> str:
    return (
        f"MERGE INTO {name} t USING {name} s ON t.{key} = s.{key}"
        f" WHEN MATCHED THEN UPDATE SET {column} = 'forged'"
    )


@pytest.mark.parametrize("table", GUARDED)
def test_what_is_recorded_for_good_is_refused_every_way_of_rewriting_it(rows: Rows, table: str) -> None:
    before = make.everything()
    checked = [] if IS_SQLITE else ["SET CONSTRAINTS ALL IMMEDIATE"]
    for way, sql in ways(table).items():
        said = refusal(partial(make.execute, *checked, sql))
        assert GUARDED[table][2] in said or "append-only" in said, way
    assert make.everything() == before


@pytest.mark.parametrize("table", GUARDED)
def test_every_way_of_rewriting_would_do_it_without_the_guards(rows: Rows, table: str) -> None:
    """What is refused above is refused by the guards, not for a slip in the SQL."""
    for way, sql in ways(table).items():
        if way in ("delete", "truncate"):  # keys of other tables stand in the way as well
            continue
        with make.without_triggers(), transaction.atomic():
            make.execute(sql)
            transaction.set_rollback(True)


HEAD = {
    "back to an entry before": "UPDATE coordination_journalhead SET sequence = sequence - 1, hash ="
    " (SELECT previous_hash FROM coordination_journalentry e WHERE e.sequence = coordination_journalhead.sequence)",
    "back to the beginning": f"UPDATE coordination_journalhead SET sequence = 0, hash = '{FIRST}'",
    "on to where no entry stands": "UPDATE coordination_journalhead SET sequence = sequence + 1",
    "to another hash": f"UPDATE coordination_journalhead SET hash = '{FIRST}'",
    "to a time before": "UPDATE coordination_journalhead SET at = '2001-01-01 00:00:00+00:00'",
}


@pytest.mark.parametrize("sql", HEAD.values(), ids=HEAD)
def test_the_end_of_the_journal_never_goes_back(rows: Rows, sql: str) -> None:
    assert "its end moves on" in refusal(partial(make.execute, sql))


def test_the_end_of_the_journal_goes_on_with_its_entries(cast: make.Cast) -> None:
    before = JournalHead.objects.get().sequence
    make.begin(cast.amina, "CMJ", make.open_round(name="May 2011"))
    assert JournalHead.objects.get().sequence == JournalEntry.objects.count() > before


def test_the_end_of_an_empty_journal_can_be_made() -> None:
    with make.without_triggers():
        make.execute("DELETE FROM coordination_journalhead", "DELETE FROM coordination_journalentry")
    entry = journal.record(by=None, at=make.AT, verb="saved", noun="key", key="x")
    assert (entry.sequence, entry.previous_hash) == (1, FIRST)


@pytest.mark.skipif(not IS_SQLITE, reason="PostgreSQL has no such switch")
def test_sqlite_does_not_let_a_replacement_go_round_the_guards() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
