"""Photos and PDFs given as evidence; their bytes lie in a storage of their own."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0046_identifiers"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("picture", "picture"), ("pdf", "pdf")], max_length=20, verbose_name="kind"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="coordination.answer",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence file",
                "verbose_name_plural": "evidence files",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "sha256"), name="evidence_once_an_answer"),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 5242880)),
                        name="evidence_size_is_bounded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("sha256"), 64
                            )
                        ),
                        name="evidence_has_its_hash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["picture", "pdf"])),
                        name="evidencefile_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("sha256"), 64
                            ),
                            coordination.models.constraints.HasNoNul(models.F("sha256")),
                        ),
                        name="evidencefile_sha256_plain_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("note"), 300
                            ),
                            coordination.models.constraints.HasNoNul(models.F("note")),
                        ),
                        name="evidencefile_note_plain_text",
                    ),
                ],
            },
        ),
    ]
