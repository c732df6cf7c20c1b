"""A commitment has a person in charge and may come from a contact; its day moves with a reason that stays."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers

TABLE = "coordination_"
MOVED = ("UPDATE", "DELETE")


def add(apps, schema_editor):
    _triggers.add(
        schema_editor,
        "moved_date_is_append_only",
        "moveddate",
        "1 = 1",
        "what a commitment was due before is append-only",
        MOVED,
    )
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER moved_date_is_append_only_truncate BEFORE TRUNCATE ON {TABLE}moveddate "
            "FOR EACH STATEMENT EXECUTE FUNCTION moved_date_is_append_only()",
            params=None,
        )
    _triggers.add(
        schema_editor,
        "commitment_moved_with_reason",
        "commitment",
        f"""(NEW.due_on <> OLD.due_on AND NOT EXISTS (
            SELECT 1 FROM {TABLE}moveddate m WHERE m.commitment_id = NEW.id AND m.was_due_on = OLD.due_on))""",
        "the day of a commitment moves with a reason",
        ("UPDATE",),
    )
    _triggers.add(
        schema_editor,
        "commitment_from_contact_of_its_programme",
        "commitment",
        f"""EXISTS (SELECT 1 FROM {TABLE}contact c
            WHERE c.id = NEW.contact_id AND c.programme_id <> NEW.programme_id)""",
        "the contact is of another programme",
    )


def remove(apps, schema_editor):
    _triggers.remove(schema_editor, "commitment_from_contact_of_its_programme")
    _triggers.remove(schema_editor, "commitment_moved_with_reason", ("UPDATE",))
    _triggers.remove(schema_editor, "moved_date_is_append_only", MOVED)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0021_plain_words"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="MovedDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_due_on", models.DateField()),
                ("reason", models.TextField()),
                ("moved_on", models.DateField()),
            ],
            options={
                "verbose_name": "moved date",
                "verbose_name_plural": "moved dates",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.contact",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="person",
            field=models.CharField(blank=True, max_length=200, verbose_name="person in charge"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("person"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("person")),
                ),
                name="commitment_person_plain_text",
            ),
        ),
        migrations.AddField(
            model_name="moveddate",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved",
                to="coordination.commitment",
            ),
        ),
        migrations.AddField(
            model_name="moveddate",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="moveddate",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="moveddate_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="moveddate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="moveddate_reason_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(add, remove),
    ]
