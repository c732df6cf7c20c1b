"""A draft can be set aside by a manager of its side, with a reason; the guards of SQLite stay as they are."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0009_left_out"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_sent_is_stamped",
        ),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_revealed_is_stamped",
        ),
        migrations.AddField(
            model_name="assessment",
            name="set_aside_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="set_aside_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="set_aside_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("sent", "sent"),
                    ("set_aside", "set aside"),
                    ("revealed", "revealed"),
                    ("published", "published"),
                ],
                default="draft",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("state__in", ["draft", "set_aside"])),
                    models.Q(
                        models.Q(("state__in", ["draft", "set_aside"]), _negated=True),
                        ("sent_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="assessment_sent_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revealed_at__isnull", False), ("state__in", ["revealed", "published"])),
                    models.Q(("revealed_at__isnull", True), ("state__in", ["draft", "sent", "set_aside"])),
                    _connector="OR",
                ),
                name="assessment_revealed_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("set_aside_reason", ""), _negated=True),
                        ("set_aside_at__isnull", False),
                        ("set_aside_by__isnull", False),
                        ("state", "set_aside"),
                    ),
                    models.Q(
                        models.Q(("state", "set_aside"), _negated=True),
                        ("set_aside_at__isnull", True),
                        ("set_aside_by__isnull", True),
                        ("set_aside_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="assessment_set_aside_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("set_aside_reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("set_aside_reason")),
                ),
                name="assessment_set_aside_reason_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
