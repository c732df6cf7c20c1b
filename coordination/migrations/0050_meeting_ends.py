"""Meetings: until when, as far as it is known."""

from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0049_keyed_in"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="contact",
            name="ends",
            field=models.TimeField(blank=True, null=True, verbose_name="end"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True),
                    models.Q(("at__isnull", False), ("ends__gt", models.F("at"))),
                    _connector="OR",
                ),
                name="contact_ends_after_it_begins",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
