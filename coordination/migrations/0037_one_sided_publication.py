"""One side alone publishes what a round asked of both only where the other is told that it did not submit it."""

from django.db import migrations

from coordination.migrations import _triggers

NAME, TABLE = "publication_of_one_programme", "publication"
SAID = "structure or side does not belong to the round"
WHERE = """NOT EXISTS (SELECT 1 FROM coordination_round r
            JOIN coordination_structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id AND {sides})"""
BEFORE = "r.sides IN ('both', NEW.sides)"
NOW = """(r.sides = NEW.sides OR r.sides = 'both' AND (NEW.published_at IS NULL OR r.state = 'closed'
            AND EXISTS (SELECT 1 FROM coordination_notsubmitted n
                WHERE n.round_id = r.id AND n.structure_id = s.id AND n.side <> NEW.sides)))"""


def guard(apps, schema_editor):
    _replace(schema_editor, NOW)


def unguard(apps, schema_editor):
    _replace(schema_editor, BEFORE)


def _replace(schema_editor, sides):
    _triggers.remove(schema_editor, NAME)
    _triggers.add(schema_editor, NAME, TABLE, WHERE.format(sides=sides), SAID)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0036_accounts")]

    operations = [migrations.RunPython(guard, unguard)]
