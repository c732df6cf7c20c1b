"""When a person ended the guided tour of an example."""

from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [("coordination", "0023_last_day")]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="user",
            name="tour_ended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
