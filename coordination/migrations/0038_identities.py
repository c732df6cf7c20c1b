"""Who somebody is at the sign-in of an organisation of its own."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0037_one_sided_publication"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.CharField(max_length=500)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in of an organisation",
                "verbose_name_plural": "sign-ins of organisations",
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "subject"), name="identity_is_of_one_person"),
                    models.UniqueConstraint(fields=("user", "issuer"), name="identity_once_an_issuer"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("issuer"), 500
                            ),
                            coordination.models.constraints.HasNoNul(models.F("issuer")),
                        ),
                        name="identity_issuer_plain_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("subject"), 255
                            ),
                            coordination.models.constraints.HasNoNul(models.F("subject")),
                        ),
                        name="identity_subject_plain_text",
                    ),
                ],
            },
        ),
    ]
