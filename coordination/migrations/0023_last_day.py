"""A round has a last day, until when answers are awaited; rounds of before have none."""

from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0022_follow_up"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="round",
            name="last_on",
            field=models.DateField(blank=True, null=True, verbose_name="last day"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_on__isnull", True), ("last_on__gte", models.F("reference_on")), _connector="OR"
                ),
                name="round_lasts_to_its_date",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
