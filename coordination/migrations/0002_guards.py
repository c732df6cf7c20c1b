"""Facts that no column constraint can hold, kept by triggers on both databases.

The journal refuses UPDATE, DELETE and (PostgreSQL) TRUNCATE. A published instrument and its criteria refuse to
change. An answer's criterion is of its round's instrument; an assessment's structure is of its round's programme, and
its side among those asked.
"""

from django.db import migrations

TABLE = "coordination_"

#: name → (table, events, condition under which the row is refused, sentence); {new}/{old} are the row.
RULES = {
    "journal_is_append_only": ("journalentry", ("UPDATE", "DELETE"), "1 = 1", "the journal is append-only"),
    "instrument_is_frozen": (
        "instrument",
        ("UPDATE", "DELETE"),
        "OLD.status = 'published'",
        "a published instrument is frozen",
    ),
    "criterion_is_frozen": (
        "criterion",
        ("UPDATE", "DELETE"),
        f"EXISTS (SELECT 1 FROM {TABLE}instrument i WHERE i.id = OLD.instrument_id AND i.status = 'published')",
        "a published instrument is frozen",
    ),
    "criterion_is_not_added": (
        "criterion",
        ("INSERT", "UPDATE"),
        f"EXISTS (SELECT 1 FROM {TABLE}instrument i WHERE i.id = NEW.instrument_id AND i.status = 'published')",
        "a published instrument is frozen",
    ),
    "answer_of_the_rounds_instrument": (
        "answer",
        ("INSERT", "UPDATE"),
        f"""NOT EXISTS (
            SELECT 1 FROM {TABLE}assessment a
            JOIN {TABLE}round r ON r.id = a.round_id
            JOIN {TABLE}criterion c ON c.instrument_id = r.instrument_id
            WHERE a.id = NEW.assessment_id AND c.id = NEW.criterion_id)""",
        "the criterion is not of the round's instrument",
    ),
    "assessment_of_one_programme": (
        "assessment",
        ("INSERT", "UPDATE"),
        f"""NEW.side NOT IN ('government', 'partners') OR NOT EXISTS (
            SELECT 1 FROM {TABLE}round r
            JOIN {TABLE}structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id AND r.sides IN ('both', NEW.side))""",
        "structure or side does not belong to the round",
    ),
}


def add(apps, schema_editor):
    for name, (table, events, condition, sentence) in RULES.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in events:
                schema_editor.execute(
                    f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE}{table} "
                    f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{_quoted(sentence)}'); END",
                    params=None,
                )
        else:
            _add_postgresql(schema_editor, name, table, events, condition, sentence)


def _add_postgresql(schema_editor, name, table, events, condition, sentence):
    schema_editor.execute(
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{_quoted(sentence)}' USING ERRCODE = 'integrity_constraint_violation';
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
    if name == "journal_is_append_only":
        schema_editor.execute(
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {TABLE}{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            params=None,
        )


def remove(apps, schema_editor):
    for name, (_table, events, _condition, _sentence) in RULES.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in events:
                schema_editor.execute(f"DROP TRIGGER {name}_{event.lower()}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


def _quoted(sentence):
    return sentence.replace("'", "''")


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
