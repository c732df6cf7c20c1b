"""The code of a criterion is a plain code: it stands in addresses, in ids of a page and in headings of tables."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0014_once_a_person"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(coordination.models.constraints.IsPlainCode(models.F("code"))),
                name="criterion_code_is_plain",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="criterion_code_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
