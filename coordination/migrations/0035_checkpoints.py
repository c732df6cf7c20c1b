"""Where the journal ends is guarded as its entries are: it moves on to an entry that stands, and never back.

It knows what was exported as done; no column changes.
"""

from django.db import migrations, models

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
        ("coordination", "0034_assessors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("saved", "saved"),
                    ("gave place", "gave a place"),
                    ("confirmed", "confirmed"),
                    ("ended", "ended"),
                    ("linked", "gave a link to choose a password"),
                    ("chose language", "chose a language"),
                    ("changed password", "changed the password"),
                    ("signed in", "signed in"),
                    ("limited", "was refused more attempts"),
                    ("added factor", "added a second factor"),
                    ("removed factor", "removed a second factor"),
                    ("renewed codes", "made new recovery codes"),
                    ("used code", "used a recovery code"),
                    ("opened", "opened"),
                    ("closed", "closed"),
                    ("reopened", "reopened"),
                    ("started", "started"),
                    ("answered", "answered"),
                    ("sent", "sent"),
                    ("recalled", "withdrawn"),
                    ("discarded", "discarded"),
                    ("set aside", "set aside"),
                    ("restored", "restored"),
                    ("revealed", "revealed"),
                    ("loaded", "imported"),
                    ("published", "published"),
                    ("weighed", "recorded weights"),
                    ("corrected", "corrected"),
                    ("dismissed", "dismissed"),
                    ("observed", "observed"),
                    ("promised", "promised"),
                    ("settled", "settled"),
                    ("noted", "noted"),
                    ("exported", "exported"),
                    ("archived", "archived"),
                    ("removed", "removed"),
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
