"""`deploy/roles.sql` on a real PostgreSQL: the application's role runs the program, and cannot touch what guards it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from coordination.actions import archive
from coordination.actions import journal as actions
from coordination.models import JournalEntry, JournalHead, Programme
from coordination.queries import journal, replica
from tests import make
from tests.browser.program import ROOT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]
ROLES = ROOT / "deploy" / "roles.sql"


@pytest.fixture(autouse=True)
def granted(db: None) -> None:
    """Both roles, with what the file gives them: made and taken back with the transaction of the test."""
    make.execute(ROLES.read_text(encoding="utf-8"))


@contextmanager
def role(name: str) -> Iterator[None]:
    """Be this role of the database, which the tests' own, a superuser, may be."""
    make.execute(f"SET LOCAL ROLE {name}")
    yield
    make.execute("RESET ROLE")


def refusal(sql: str) -> str:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        make.execute(sql)
    return str(refused.value)


def test_the_applications_role_runs_what_people_do(cast: make.Cast) -> None:
    with role("ssr_app"):
        round_ = make.open_round()
        draft = make.start(cast.amina, "CMJ", round_)
        make.answer_all(draft, "Partly?")
        make.recall(make.send(draft))
        make.send(draft)
        make.correct(make.sent(cast.grace, "CMJ", round_), "C1", "Mostly", by=cast.joseph)
        make.weigh(round_)
        make.promise()
        make.place(cast.olga, "viewer", None)
        make.load(make.DEMO, by=cast.alain)
        make.close_round(round_)
        assert journal.faults() == []
    assert JournalEntry.objects.filter(verb="revealed").exists()


def test_the_applications_role_may_ask_how_far_the_primary_is_and_the_replica() -> None:
    with role("ssr_app"):
        position, fingerprint = replica._written(connection)
        assert len(fingerprint) == len(JournalHead.objects.get().hash)
        # This server follows nobody, and says so.
        assert not replica._has(connection, (position, fingerprint))


def test_a_replica_is_asked_for_the_end_of_every_line_of_the_journal(cast: make.Cast) -> None:
    draft = make.begin(cast.amina, "CMJ", make.open_round())
    assert actions.part(by=None, at=make.AT)
    _position, before = replica._written(connection)
    with role("ssr_app"):
        make.answer(draft, "C1")
        _position, after = replica._written(connection)
        make.answer(draft, "C2")
    assert replica._written(connection)[1] not in (before, after)
    assert after != before


def test_the_applications_role_removes_an_example_whole(cast: make.Cast) -> None:
    make.weigh(make.open_round())
    with role("ssr_app"):
        archive.remove(programme=make.cod(), typed="cod", by=cast.alain, at=make.AT)
    assert not Programme.objects.filter(code="cod").exists()


JOURNAL = "coordination_journalentry"
FORBIDDEN = {
    "change an entry": f"UPDATE {JOURNAL} SET verb = 'forgot'",
    "remove an entry": f"DELETE FROM {JOURNAL}",
    "replace an entry": f"INSERT INTO {JOURNAL} SELECT * FROM {JOURNAL} ON CONFLICT (sequence)"
    " DO UPDATE SET verb = 'forgot'",
    "empty the journal": f"TRUNCATE {JOURNAL}",
    "empty everything": "TRUNCATE coordination_user CASCADE",
    "remove the end of the journal": "DELETE FROM coordination_journalhead",
    "change recorded weights": "UPDATE coordination_weighting SET reason = 'Another.'",
    "change a correction": "UPDATE coordination_correction SET evidence = 'Another.'",
    "alter the journal": f"ALTER TABLE {JOURNAL} ADD COLUMN more integer",
    "drop the journal": f"DROP TABLE {JOURNAL} CASCADE",
    "give the journal away": f"ALTER TABLE {JOURNAL} OWNER TO ssr_app",
    "rename the journal": f"ALTER TABLE {JOURNAL} RENAME TO former",
    "lift a guard": f"ALTER TABLE {JOURNAL} DISABLE TRIGGER USER",
    "lift all guards": f"ALTER TABLE {JOURNAL} DISABLE TRIGGER ALL",
    "drop a guard": f"DROP TRIGGER journal_is_append_only ON {JOURNAL}",
    "add a guard of its own": f"CREATE TRIGGER more BEFORE INSERT ON {JOURNAL} FOR EACH ROW"
    " EXECUTE FUNCTION journal_is_append_only()",
    "replace what guards": "CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql"
    " AS $body$ BEGIN RETURN NEW; END $body$",
    "drop what guards": "DROP FUNCTION journal_is_append_only() CASCADE",
    "write a rule": f"CREATE RULE more AS ON INSERT TO {JOURNAL} DO INSTEAD NOTHING",
    "work as a replica, without guards": "SET session_replication_role = replica",
    "be the owner": "SET LOCAL ROLE ssr_owner",
    "make a table": "CREATE TABLE more (id integer)",
    "make a role": "CREATE ROLE more SUPERUSER",
    "give itself more": "ALTER ROLE ssr_app SUPERUSER",
    "say that a migration ran": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
}


@pytest.mark.parametrize("sql", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_applications_role_cannot_touch_what_guards_the_journal(sql: str) -> None:
    # As a role that signed in itself: who may be another one by right would keep it.
    make.execute("SET LOCAL SESSION AUTHORIZATION ssr_app")
    said = refusal(sql)
    make.execute("RESET SESSION AUTHORIZATION")
    assert "permission denied" in said or "must be" in said, said


def test_the_applications_role_grants_itself_nothing() -> None:
    with role("ssr_app"):  # to which PostgreSQL answers with a warning
        make.execute(f"GRANT ALL ON {JOURNAL} TO ssr_app")
    with connection.cursor() as cursor:
        for right in ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"):
            cursor.execute("SELECT has_table_privilege('ssr_app', %s, %s)", [JOURNAL, right])
            assert cursor.fetchone() == (False,), right


@pytest.mark.parametrize("sql", [FORBIDDEN["alter the journal"], FORBIDDEN["lift a guard"]])
def test_the_owner_can_what_a_migration_needs(sql: str) -> None:
    with role("ssr_owner"):
        make.execute(sql, "CREATE TABLE more (id integer)")
    with role("ssr_app"):
        make.execute("INSERT INTO more VALUES (1)", "UPDATE more SET id = 2", "DELETE FROM more")


def test_the_file_can_be_run_again(cast: make.Cast) -> None:
    make.execute(ROLES.read_text(encoding="utf-8"))
    with role("ssr_app"):
        make.begin(cast.amina, "CMJ", make.open_round())


def test_every_append_only_table_is_named_in_the_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT event_object_table FROM information_schema.triggers"
            " WHERE trigger_name LIKE '%is_append_only' OR trigger_name = 'journal_end_goes_on'"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    said = ROLES.read_text(encoding="utf-8")
    assert len(guarded) > 5
    assert [name for name in guarded if f"'{name}'" not in said] == []
