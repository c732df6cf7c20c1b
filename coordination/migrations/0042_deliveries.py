"""Forms that were stored once by their number, whichever way and however often they came."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0041_participations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("op_id", models.UUIDField(primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=2000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="coordination.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "stored form",
                "verbose_name_plural": "stored forms",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("address"), 2000
                            ),
                            coordination.models.constraints.HasNoNul(models.F("address")),
                        ),
                        name="delivery_address_plain_text",
                    )
                ],
            },
        ),
    ]
