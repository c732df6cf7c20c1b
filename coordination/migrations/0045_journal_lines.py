"""The journal may be parted: one line that all write in, and one for each programme in which answers are saved.

Nothing is parted here: ``manage.py part_journal`` does it once every server runs the release that knows how.
"""

from django.db import migrations, models

from coordination.migrations import _triggers

NAME = "journal_end_goes_on"
SAID = "the journal is append-only: its end moves on, and never back"
#: As it was; the row is locked by its first writer with what stands before the first entry.
BEFORE = """NEW.sequence < OLD.sequence OR NEW.at < OLD.at
    OR (NEW.sequence = OLD.sequence AND NEW.hash <> OLD.hash)
    OR (NEW.sequence > 0 AND NOT EXISTS (
        SELECT 1 FROM coordination_journalentry e WHERE e.sequence = NEW.sequence AND e.hash = NEW.hash))"""
#: A line stays its programme's, and what parted the journal stays. Of a parted journal the common line takes no saved
#: answer, and follows the lines that went on: so a server that does not know them writes nothing that breaks the chain.
NOW = f"""{BEFORE}
    OR COALESCE(NEW.parted_after, 0) < COALESCE(OLD.parted_after, 0)
    OR (NEW.parted_after <> COALESCE(OLD.parted_after, NEW.sequence))
    OR (NEW.id > 1 AND NEW.sequence > 0 AND NOT EXISTS (
        SELECT 1 FROM coordination_journalentry e WHERE e.sequence = NEW.sequence AND e.programme_id = NEW.id - 1
        AND e.noun = 'assessment' AND e.verb IN ('started', 'answered')))
    OR (NEW.id = 1 AND NEW.sequence > OLD.sequence AND OLD.parted_after IS NOT NULL AND EXISTS (
        SELECT 1 FROM coordination_journalentry e WHERE e.sequence = NEW.sequence
        AND ((e.programme_id IS NOT NULL AND e.noun = 'assessment' AND e.verb IN ('started', 'answered'))
            OR (e.previous_hash = OLD.hash AND EXISTS (
                SELECT 1 FROM coordination_journalhead h WHERE h.id > 1 AND h.sequence > OLD.sequence)))))"""


def guard(schema_editor, condition):
    _triggers.add(schema_editor, NAME, "journalhead", condition, SAID, events=("UPDATE",))
    _triggers.add(schema_editor, f"{NAME}_and_stays", "journalhead", "1 = 1", SAID, events=("DELETE",))
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME}_truncate BEFORE TRUNCATE ON {_triggers.TABLE}journalhead "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_and_stays()",
            params=None,
        )


def unguard(schema_editor):
    _triggers.remove(schema_editor, f"{NAME}_and_stays", events=("DELETE",))
    _triggers.remove(schema_editor, NAME, events=("UPDATE",))


def join(apps):
    """Put the lines together again, where the release before can read them: each entry followed the one before it.

    What was written side by side cannot be one line without being written anew, which nobody may: then there is no way
    back but the backup of before.
    """
    entries, heads = (
        apps.get_model("coordination", name).objects for name in ("JournalEntry", "JournalHead")
    )
    common = heads.filter(pk=1).first()
    if common is None or common.parted_after is None:
        return
    parted = entries.get(sequence=common.parted_after)
    last, hash_, at = parted.sequence, parted.hash, parted.at
    for entry in entries.filter(sequence__gt=last).order_by("sequence").iterator():
        if (entry.sequence, entry.previous_hash) != (last + 1, hash_):
            raise migrations.exceptions.IrreversibleError(
                f"Entry {entry.sequence} of the journal was written beside others: the release before cannot read it. "
                "Restore a backup of before the journal was parted."
            )
        last, hash_, at = entry.sequence, entry.hash, max(at, entry.at)
    heads.exclude(pk=1).delete()
    heads.filter(pk=1).update(sequence=last, hash=hash_, at=at, parted_after=None)


def begin(apps, schema_editor):
    unguard(schema_editor)


def begin_back(apps, schema_editor):
    guard(schema_editor, BEFORE)


def end(apps, schema_editor):
    guard(schema_editor, NOW)


def end_back(apps, schema_editor):
    unguard(schema_editor)
    join(apps)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0044_api_tokens")]

    operations = [
        migrations.RunPython(begin, begin_back),
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(model_name="journalhead", name="journal_has_one_head"),
        migrations.AlterField(
            model_name="journalhead",
            name="id",
            field=models.PositiveBigIntegerField(default=1, primary_key=True, serialize=False),
        ),
        migrations.AddField(
            model_name="journalhead",
            name="parted_after",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="journalhead",
            constraint=models.CheckConstraint(
                condition=models.Q(("id__gte", 1)), name="journal_head_of_a_line"
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(end, end_back),
    ]
