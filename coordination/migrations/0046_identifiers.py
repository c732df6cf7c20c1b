"""What an activity is called where it was published, where it came from; who receives it need not be known."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0045_journal_lines"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="activity",
            name="identifier",
            field=models.CharField(blank=True, max_length=200, verbose_name="identifier elsewhere"),
        ),
        migrations.AddField(
            model_name="activity",
            name="source",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="file or registry that it came from"
            ),
        ),
        migrations.AlterField(
            model_name="activity",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="received",
                to="coordination.partner",
                verbose_name="institution that receives it",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("identifier", ""), _negated=True),
                fields=("programme", "identifier"),
                name="activity_identifier_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("identifier"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("identifier")),
                ),
                name="activity_identifier_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("source")),
                ),
                name="activity_source_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
