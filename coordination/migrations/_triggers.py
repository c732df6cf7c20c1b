"""Guards of the database on both of its kinds: a condition under which a new or changed row is refused.

SQLite rebuilds a table whose columns or checks change, and drops its triggers on the way: a migration that does so
begins with ``put_aside`` and ends with ``put_back``, in one transaction.
"""

from contextlib import contextmanager

TABLE = "coordination_"


def add(schema_editor, name, table, condition, sentence, events=("INSERT", "UPDATE")):
    """Refuse with ``sentence`` a row of ``table`` (without the app's name) for which ``condition`` (SQL) is true."""
    said = sentence.replace("'", "''")
    if schema_editor.connection.vendor == "sqlite":
        for event in events:
            schema_editor.execute(
                f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE}{table} "
                f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{said}'); END",
                params=None,
            )
        return
    schema_editor.execute(
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $body$""",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {TABLE}{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        params=None,
    )


def remove(schema_editor, name, events=("INSERT", "UPDATE")):
    """Take a guard away."""
    if schema_editor.connection.vendor == "sqlite":
        for event in events:
            schema_editor.execute(f"DROP TRIGGER {name}_{event.lower()}", params=None)
    else:
        schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


def put_aside(apps, schema_editor):
    """Remember every trigger of SQLite, and drop it."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(
        "CREATE TEMPORARY TABLE guard AS SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        params=None,
    )
    for name, _sql in _aside(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


def put_back(apps, schema_editor):
    """Make every trigger again that was put aside."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for _name, sql in _aside(schema_editor):
        schema_editor.execute(sql, params=None)
    schema_editor.execute("DROP TABLE guard", params=None)


def _aside(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        return cursor.execute("SELECT name, sql FROM temp.guard").fetchall()


@contextmanager
def lifted(schema_editor, name, table):
    """Let a row of ``table`` be changed although the guard ``name`` refuses UPDATE; it stands again afterwards."""
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(f"ALTER TABLE {TABLE}{table} DISABLE TRIGGER {name}", params=None)
        yield
        schema_editor.execute(f"ALTER TABLE {TABLE}{table} ENABLE TRIGGER {name}", params=None)
        return
    with schema_editor.connection.cursor() as cursor:
        (sql,) = cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name = %s", [f"{name}_update"]
        ).fetchone()
    schema_editor.execute(f"DROP TRIGGER {name}_update", params=None)
    yield
    schema_editor.execute(sql, params=None)
