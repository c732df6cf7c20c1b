"""A period may end in the year or month that it began in, and an amount has up to 18 figures, exact on both databases.

Amounts become whole numbers of hundredths: the column is first made wide enough to hold them.
"""

import django.db.models.functions.text
from django.db import migrations, models

import coordination.models.amounts
from coordination.migrations import _triggers

PERIODS = (
    ("activity", "since", "until"),
    ("partner", "since", "until"),
    ("seat", "since", "until"),
    ("structure", "founded", "closed"),
)


def remove(model, first, last):
    return migrations.RemoveConstraint(model_name=model, name=f"{model}_{first}_before_{last}")


def add(model, first, last):
    last_day = django.db.models.functions.text.Concat(
        models.F(last), models.Value("-99-99"), output_field=models.CharField()
    )
    condition = models.Q((last, ""), (first, ""), (f"{first}__lte", last_day), _connector="OR")
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(condition=condition, name=f"{model}_{first}_before_{last}"),
    )


def to_hundredths(apps, schema_editor):
    _write(schema_editor, "ROUND(value * 100)")


def to_units(apps, schema_editor):
    _write(schema_editor, "value / 100.0")


def _write(schema_editor, value):
    if schema_editor.connection.vendor == "postgresql":
        # Else what is checked only at the end would keep the column from being changed.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(f"UPDATE coordination_activity SET value = {value} WHERE value IS NOT NULL")


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0017_words"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        *(remove(*each) for each in PERIODS),
        *(add(*each) for each in PERIODS),
        migrations.AlterField(
            model_name="activity",
            name="value",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="value"
            ),
        ),
        migrations.RunPython(to_hundredths, to_units),
        migrations.AlterField(
            model_name="activity",
            name="value",
            field=coordination.models.amounts.AmountField(
                blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="value"
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
