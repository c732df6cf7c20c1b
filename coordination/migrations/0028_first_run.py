"""The code of the first run: one row, gone once it is used."""

from django.db import migrations, models
from django.db.models.functions import Length

import coordination.models.constraints


class Migration(migrations.Migration):
    dependencies = [("coordination", "0027_people")]

    operations = [
        migrations.CreateModel(
            name="FirstRun",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("code_hash", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "code of the first run",
                "verbose_name_plural": "codes of the first run",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="first_run_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 10)), name="first_run_tries_end"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.lookups.LessThanOrEqual(Length("code_hash"), 64),
                            coordination.models.constraints.HasNoNul(models.F("code_hash")),
                        ),
                        name="firstrun_code_hash_plain_text",
                    ),
                ],
            },
        ),
    ]
