"""Lines of money of an activity: budget, committed, disbursed; the value that it has already stays its own."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.amounts
import coordination.models.constraints
from coordination.migrations import _triggers

GUARD = "moneyline_of_one_programme"
OTHER = """NEW.partner_id IS NOT NULL
    AND (SELECT programme_id FROM coordination_activity a WHERE a.id = NEW.activity_id)
    <> (SELECT programme_id FROM coordination_partner p WHERE p.id = NEW.partner_id)"""


def guard(apps, schema_editor):
    _triggers.add(schema_editor, GUARD, "moneyline", OTHER, "the partner is of another programme")


def unguard(apps, schema_editor):
    _triggers.remove(schema_editor, GUARD)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0042_deliveries"),
    ]

    operations = [
        migrations.CreateModel(
            name="MoneyLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("budget", "budget"),
                            ("commitment", "committed"),
                            ("disbursement", "disbursed"),
                        ],
                        max_length=20,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "amount",
                    coordination.models.amounts.AmountField(
                        decimal_places=2, max_digits=18, verbose_name="amount"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("on", models.CharField(blank=True, max_length=10, verbose_name="on (year or date)")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="money",
                        to="coordination.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="money",
                        to="coordination.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of money",
                "verbose_name_plural": "lines of money",
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("currency", ""), _negated=True), name="moneyline_has_currency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["budget", "commitment", "disbursement"])),
                        name="moneyline_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("currency"), 3
                            ),
                            coordination.models.constraints.HasNoNul(models.F("currency")),
                        ),
                        name="moneyline_currency_plain_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("on"), 10
                            ),
                            coordination.models.constraints.HasNoNul(models.F("on")),
                        ),
                        name="moneyline_on_plain_text",
                    ),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
