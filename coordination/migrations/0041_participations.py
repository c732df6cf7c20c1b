"""Who else takes part in an activity and as what, how far it is, and when it was planned to run."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers

#: The roles that the row of an activity has a column for.
OWN = (("implements", "partner_id"), ("receives", "recipient_id"))
#: name → (table, condition under which a row is refused, sentence)
GUARDS = {
    "participation_of_one_programme": (
        "participation",
        """(SELECT programme_id FROM coordination_activity a WHERE a.id = NEW.activity_id)
        <> (SELECT programme_id FROM coordination_partner p WHERE p.id = NEW.partner_id)""",
        "the partner is of another programme",
    ),
    "participation_is_another": (
        "participation",
        "EXISTS (SELECT 1 FROM coordination_activity a WHERE a.id = NEW.activity_id AND ("
        + " OR ".join(f"NEW.role = '{role}' AND a.{column} = NEW.partner_id" for role, column in OWN)
        + "))",
        "the partner has this role in the activity already",
    ),
    "activity_names_once": (
        "activity",
        "EXISTS (SELECT 1 FROM coordination_participation p WHERE p.activity_id = NEW.id AND ("
        + " OR ".join(f"p.role = '{role}' AND NEW.{column} = p.partner_id" for role, column in OWN)
        + "))",
        "the partner has this role in the activity already",
    ),
}


def guard(apps, schema_editor):
    for name, each in GUARDS.items():
        _triggers.add(schema_editor, name, *each)


def unguard(apps, schema_editor):
    for name in GUARDS:
        _triggers.remove(schema_editor, name)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0040_likeness"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("funds", "funds it"),
                            ("manages", "manages it"),
                            ("implements", "carries it out too"),
                            ("receives", "receives it too"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share in per cent",
                    ),
                ),
            ],
            options={
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="planned_since",
            field=models.CharField(blank=True, max_length=10, verbose_name="planned from (year or date)"),
        ),
        migrations.AddField(
            model_name="activity",
            name="planned_until",
            field=models.CharField(blank=True, max_length=10, verbose_name="planned until (year or date)"),
        ),
        migrations.AddField(
            model_name="activity",
            name="status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("planned", "planned"),
                    ("running", "running"),
                    ("ended", "ended"),
                    ("suspended", "suspended"),
                    ("cancelled", "cancelled"),
                ],
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_until", ""),
                    ("planned_since", ""),
                    (
                        "planned_since__lte",
                        django.db.models.functions.text.Concat(
                            models.F("planned_until"), models.Value("-99-99"), output_field=models.CharField()
                        ),
                    ),
                    _connector="OR",
                ),
                name="activity_planned_since_before_planned_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["", "planned", "running", "ended", "suspended", "cancelled"])
                ),
                name="activity_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("planned_since"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("planned_since")),
                ),
                name="activity_planned_since_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("planned_until"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("planned_until")),
                ),
                name="activity_planned_until_plain_text",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="participations",
                to="coordination.activity",
                verbose_name="activity",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="coordination.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("activity", "partner", "role"), name="participation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share__isnull", True), models.Q(("share__gt", 0), ("share__lte", 100)), _connector="OR"
                ),
                name="participation_share_is_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["funds", "manages", "implements", "receives"])),
                name="participation_role_is_known",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(guard, unguard),
    ]
