"""Where the journal ends is guarded as its entries are: it moves on to an entry that stands, and never back."""

from django.db import migrations

from coordination.migrations import _triggers

NAME = "journal_end_goes_on"
SAID = "the journal is append-only: its end moves on, and never back"
#: The row is locked by its first writer with what stands before the first entry; an entry stands before its end moves.
BACK = """NEW.sequence < OLD.sequence OR NEW.at < OLD.at
    OR (NEW.sequence = OLD.sequence AND NEW.hash <> OLD.hash)
    OR (NEW.sequence > 0 AND NOT EXISTS (
        SELECT 1 FROM coordination_journalentry e WHERE e.sequence = NEW.sequence AND e.hash = NEW.hash))"""


def guard(apps, schema_editor):
    _triggers.add(schema_editor, NAME, "journalhead", BACK, SAID, events=("UPDATE",))
    _triggers.add(schema_editor, f"{NAME}_and_stays", "journalhead", "1 = 1", SAID, events=("DELETE",))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME}_truncate BEFORE TRUNCATE ON {_triggers.TABLE}journalhead "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_and_stays()",
            params=None,
        )


def unguard(apps, schema_editor):
    _triggers.remove(schema_editor, f"{NAME}_and_stays", events=("DELETE",))
    _triggers.remove(schema_editor, NAME, events=("UPDATE",))


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0029_verbs"),
    ]

    operations = [
        migrations.RunPython(guard, unguard),
    ]
