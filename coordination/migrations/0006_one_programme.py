"""What belongs together is of one programme: seats, activities, commitments, contacts, observations.

The guards of 0002 to 0004 stay; the tables are not touched.
"""

from django.db import migrations

TABLE = "coordination_"


def _elsewhere(table, column, more=""):
    """The condition that the row names a row of ``table`` in another programme (or one that is ``more``)."""
    also = f" OR {more}" if more else ""
    return (
        f"EXISTS (SELECT 1 FROM {TABLE}{table} x WHERE x.id = NEW.{column} "
        f"AND (x.programme_id <> NEW.programme_id{also}))"
    )


#: name → (table, condition under which a new or changed row is refused, sentence)
RULES = {
    "seat_of_one_programme": (
        "seat",
        f"""(SELECT programme_id FROM {TABLE}structure s WHERE s.id = NEW.structure_id)
        <> (SELECT programme_id FROM {TABLE}partner p WHERE p.id = NEW.partner_id)""",
        "partner and structure are of different programmes",
    ),
    "activity_of_one_programme": (
        "activity",
        " OR ".join(
            (
                _elsewhere("partner", "partner_id"),
                _elsewhere("partner", "recipient_id", "x.side <> 'national'"),
                _elsewhere("function", "function_id"),
                _elsewhere("structure", "structure_id"),
                _elsewhere("standard", "standard_id", "x.kind <> 'standard'"),
                _elsewhere("standard", "equipment_id", "x.kind <> 'equipment'"),
            )
        ),
        "what the activity names does not fit it",
    ),
    "commitment_of_one_programme": (
        "commitment",
        " OR ".join(
            (
                _elsewhere("partner", "owner_id"),
                _elsewhere("structure", "structure_id"),
                _elsewhere("round", "round_id"),
                f"""(NEW.criterion_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM {TABLE}round r JOIN {TABLE}criterion c ON c.instrument_id = r.instrument_id
                    WHERE r.id = NEW.round_id AND c.id = NEW.criterion_id))""",
            )
        ),
        "what the commitment names does not fit it",
    ),
    "contact_of_one_programme": (
        "contact",
        _elsewhere("structure", "structure_id"),
        "the structure is of another programme",
    ),
    "contact_partner_of_one_programme": (
        "contact_partners",
        f"""(SELECT programme_id FROM {TABLE}contact c WHERE c.id = NEW.contact_id)
        <> (SELECT programme_id FROM {TABLE}partner p WHERE p.id = NEW.partner_id)""",
        "the partner is of another programme",
    ),
    "observation_of_one_programme": (
        "observation",
        _elsewhere("structure", "structure_id"),
        "the structure is of another programme",
    ),
    "partner_stays": (
        "partner",
        f"""NEW.side <> 'national' AND EXISTS (
            SELECT 1 FROM {TABLE}activity a WHERE a.recipient_id = NEW.id)""",
        "who receives activities is national",
    ),
}

#: What stays in its programme for good: others name it.
STAYING = ("partner", "structure", "round", "function", "standard", "contact")


def put(apps, schema_editor):
    for name, (table, condition, sentence) in RULES.items():
        _add(schema_editor, name, table, ("INSERT", "UPDATE"), condition, sentence)
    for table in STAYING:
        condition = "NEW.programme_id <> OLD.programme_id"
        _add(
            schema_editor,
            f"{table}_keeps_programme",
            table,
            ("UPDATE",),
            condition,
            "it stays in its programme",
        )


def take_away(apps, schema_editor):
    for name in RULES:
        _remove(schema_editor, name, ("INSERT", "UPDATE"))
    for table in STAYING:
        _remove(schema_editor, f"{table}_keeps_programme", ("UPDATE",))


def _add(schema_editor, name, table, events, condition, sentence):
    if schema_editor.connection.vendor == "sqlite":
        for event in events:
            schema_editor.execute(
                f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE}{table} "
                f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
                params=None,
            )
        return
    schema_editor.execute(
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $body$""",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {TABLE}{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        params=None,
    )


def _remove(schema_editor, name, events):
    if schema_editor.connection.vendor == "sqlite":
        for event in events:
            schema_editor.execute(f"DROP TRIGGER {name}_{event.lower()}", params=None)
    else:
        schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0005_programme_as_a_whole")]

    operations = [migrations.RunPython(put, take_away)]
