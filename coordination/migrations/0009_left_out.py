"""What may be NULL may be left out when a row is checked; drafts without an answer go.

No table is altered here: PostgreSQL alters none from which rows were taken in the same transaction.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def take_away_empty(apps, schema_editor):
    """From now on an assessment begins with its first answer: what has none would keep both sides waiting."""
    apps.get_model("coordination", "Assessment").objects.filter(state="draft", answers__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0008_verbs"),
    ]

    operations = [
        migrations.RunPython(take_away_empty, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="answer",
            name="certainty",
            field=models.CharField(blank=True, max_length=20, null=True),
        ),
        migrations.AlterField(
            model_name="answer",
            name="hi",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="answer",
            name="level",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="answer",
            name="lo",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="answer",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="correction",
            name="certainty",
            field=models.CharField(blank=True, max_length=20, null=True),
        ),
        migrations.AlterField(
            model_name="correction",
            name="hi",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="correction",
            name="level",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="correction",
            name="lo",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="after",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="before",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AlterField(
            model_name="observation",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="dated_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
