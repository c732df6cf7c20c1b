"""Which structures a round asks about, chosen when it is opened: of its programme, before anybody answers, and for good."""

import django.db.models.deletion
from django.db import migrations, models

from coordination.migrations import _triggers

TABLE = "askedstructure"
KEPT = "what a round asks about is chosen when it is opened"
#: name → (table, condition under which a row is refused, sentence, events)
GUARDS = {
    "askedstructure_of_one_programme": (
        TABLE,
        """NOT EXISTS (SELECT 1 FROM coordination_round r
            JOIN coordination_structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id AND NOT s.is_programme)""",
        "the structure does not belong to the round's programme",
        ("INSERT", "UPDATE"),
    ),
    "askedstructure_at_the_opening": (
        TABLE,
        "EXISTS (SELECT 1 FROM coordination_assessment a WHERE a.round_id = NEW.round_id)",
        KEPT,
        ("INSERT",),
    ),
    "askedstructure_is_append_only": (TABLE, "1 = 1", KEPT, ("UPDATE",)),
    "askedstructure_stays": (
        TABLE,
        # An example that was archived is removed whole, and these rows with it.
        """NOT EXISTS (SELECT 1 FROM coordination_round r
            JOIN coordination_programme p ON p.id = r.programme_id
            WHERE r.id = OLD.round_id AND p.kind <> 'real' AND p.archived_at IS NOT NULL)""",
        KEPT,
        ("DELETE",),
    ),
    "assessment_is_asked": (
        "assessment",
        """(EXISTS (SELECT 1 FROM coordination_askedstructure k WHERE k.round_id = NEW.round_id)
            AND NOT EXISTS (SELECT 1 FROM coordination_askedstructure k
                WHERE k.round_id = NEW.round_id AND k.structure_id = NEW.structure_id)
            AND NOT EXISTS (SELECT 1 FROM coordination_structure s
                WHERE s.id = NEW.structure_id AND s.is_programme))""",
        "the round does not ask about this structure",
        ("INSERT", "UPDATE"),
    ),
}


def guard(apps, schema_editor):
    for name, (table, condition, said, events) in GUARDS.items():
        _triggers.add(schema_editor, name, table, condition, said, events=events)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER askedstructure_is_append_only_truncate BEFORE TRUNCATE ON {_triggers.TABLE}{TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION askedstructure_is_append_only()",
            params=None,
        )


def unguard(apps, schema_editor):
    for name, (_table, _condition, _said, events) in GUARDS.items():
        _triggers.remove(schema_editor, name, events=events)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0038_identities"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedStructure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="coordination.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_in",
                        to="coordination.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure asked",
                "verbose_name_plural": "structures asked",
                "constraints": [
                    models.UniqueConstraint(fields=("round", "structure"), name="asked_structure_once")
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
