"""Attempts are counted, and sign-ins journaled."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0024_tour"),
    ]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("saved", "saved"),
                    ("gave place", "gave a place"),
                    ("confirmed", "confirmed"),
                    ("ended", "ended"),
                    ("linked", "gave a link to choose a password"),
                    ("chose language", "chose a language"),
                    ("changed password", "changed the password"),
                    ("signed in", "signed in"),
                    ("limited", "was refused more attempts"),
                    ("opened", "opened"),
                    ("closed", "closed"),
                    ("reopened", "reopened"),
                    ("started", "started"),
                    ("answered", "answered"),
                    ("sent", "sent"),
                    ("recalled", "withdrawn"),
                    ("discarded", "discarded"),
                    ("set aside", "set aside"),
                    ("restored", "restored"),
                    ("revealed", "revealed"),
                    ("loaded", "imported"),
                    ("published", "published"),
                    ("weighed", "recorded weights"),
                    ("corrected", "corrected"),
                    ("dismissed", "dismissed"),
                    ("observed", "observed"),
                    ("promised", "promised"),
                    ("settled", "settled"),
                    ("noted", "noted"),
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20)),
                ("whose", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=64)),
                ("number", models.PositiveIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
                ("is_told", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "count of attempts",
                "verbose_name_plural": "counts of attempts",
                "constraints": [
                    models.UniqueConstraint(fields=("what", "whose", "key"), name="tally_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("what__in", ["sign-in", "factor", "link", "invitation", "export", "load"])
                        ),
                        name="tally_what_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("whose__in", ["account", "address", "device"])),
                        name="tally_whose_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("key"), 64
                            ),
                            coordination.models.constraints.HasNoNul(models.F("key")),
                        ),
                        name="tally_key_plain_text",
                    ),
                ],
            },
        ),
    ]
