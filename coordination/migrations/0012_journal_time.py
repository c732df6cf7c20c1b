"""The end of the journal knows its time, so that no later entry is dated before it."""

from django.db import migrations, models


def fill(apps, schema_editor):
    head = apps.get_model("coordination", "JournalHead").objects.first()
    if head:
        entries = apps.get_model("coordination", "JournalEntry").objects
        head.at = entries.filter(sequence=head.sequence).values_list("at", flat=True).first()
        head.save()


class Migration(migrations.Migration):
    dependencies = [("coordination", "0011_links")]

    operations = [
        migrations.AddField(
            model_name="journalhead", name="at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
