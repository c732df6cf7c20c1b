"""Published cards and their frozen snapshots, revisions and corrections with a reason, dissent from a correction."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers

FROZEN, RECORDED = "what is published stays as it is", "dissents are append-only"
#: An example that was archived is removed whole, and these rows with it; the round to which the row belongs is given.
STAYS = """NOT EXISTS (
    SELECT 1 FROM coordination_round r JOIN coordination_programme p ON p.id = r.programme_id
    WHERE r.id = ({}) AND p.kind <> 'real' AND p.archived_at IS NOT NULL)"""
OF_CORRECTION = """SELECT a.round_id FROM coordination_assessment a
    JOIN coordination_answer w ON w.assessment_id = a.id
    JOIN coordination_correction c ON c.answer_id = w.id WHERE c.id = OLD.correction_id"""
#: name → table, condition, sentence, events.
GUARDS = {
    "publication_of_one_programme": (
        "publication",
        """NOT EXISTS (SELECT 1 FROM coordination_round r
            JOIN coordination_structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id AND r.sides IN ('both', NEW.sides))""",
        "structure or side does not belong to the round",
        ("INSERT", "UPDATE"),
    ),
    "publication_is_frozen": ("publication", "OLD.published_at IS NOT NULL", FROZEN, ("UPDATE",)),
    "publication_stays": (
        "publication",
        f"OLD.published_at IS NOT NULL AND {STAYS.format('SELECT OLD.round_id')}",
        FROZEN,
        ("DELETE",),
    ),
    "correctiondissent_is_of_other_side": (
        "correctiondissent",
        """NOT EXISTS (SELECT 1 FROM coordination_correction c
            JOIN coordination_answer w ON w.id = c.answer_id
            JOIN coordination_assessment a ON a.id = w.assessment_id
            WHERE c.id = NEW.correction_id AND c.kind = 'correction'
            AND a.side IN ('government', 'partners') AND a.side <> NEW.side)""",
        "a side dissents from a correction of the other",
        ("INSERT",),
    ),
    "correctiondissent_is_append_only": ("correctiondissent", "1 = 1", RECORDED, ("UPDATE",)),
    "correctiondissent_stays": ("correctiondissent", STAYS.format(OF_CORRECTION), RECORDED, ("DELETE",)),
}
#: Tables that nobody empties at a stroke, which only PostgreSQL can.
NOT_EMPTIED = {"publication": FROZEN, "correctiondissent": RECORDED}


def guard(apps, schema_editor):
    for name, (table, condition, said, events) in GUARDS.items():
        _triggers.add(schema_editor, name, table, condition, said, events=events)
    if schema_editor.connection.vendor == "postgresql":
        for table, said in NOT_EMPTIED.items():
            schema_editor.execute(
                f"""CREATE FUNCTION {table}_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $body$
                BEGIN
                    RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
                END $body$""",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {_triggers.TABLE}{table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_not_emptied()",
                params=None,
            )


def unguard(apps, schema_editor):
    for name, (_table, _condition, _said, events) in GUARDS.items():
        _triggers.remove(schema_editor, name, events=events)
    if schema_editor.connection.vendor == "postgresql":
        for table in NOT_EMPTIED:
            schema_editor.execute(f"DROP FUNCTION {table}_is_not_emptied() CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0031_agreement"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="CorrectionDissent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("government", "government"), ("partners", "partners")], max_length=20
                    ),
                ),
                ("reason", models.TextField()),
                ("dissented_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "dissent from a correction",
                "verbose_name_plural": "dissents from corrections",
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sides",
                    models.CharField(
                        choices=[
                            ("both", "government and partners"),
                            ("government", "government only"),
                            ("partners", "partners only"),
                        ],
                        max_length=20,
                    ),
                ),
                ("snapshot", models.TextField(editable=False)),
                ("content_hash", models.CharField(editable=False, max_length=64)),
                ("government_at", models.DateTimeField(blank=True, null=True)),
                ("partners_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published on")),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
            },
        ),
        migrations.RemoveConstraint(
            model_name="correction",
            name="correction_has_evidence",
        ),
        migrations.AddField(
            model_name="correction",
            name="kind",
            field=models.CharField(
                choices=[
                    ("correction", "corrected with new evidence"),
                    ("revision", "revised by its author"),
                ],
                default="correction",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="correction",
            name="evidence",
            field=models.TextField(blank=True),
        ),
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
                    ("added factor", "added a second factor"),
                    ("removed factor", "removed a second factor"),
                    ("renewed codes", "made new recovery codes"),
                    ("used code", "used a recovery code"),
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
                    ("consented", "agreed to publish"),
                    ("took back", "withdrew the consent to publish"),
                    ("revised", "revised"),
                    ("corrected", "corrected"),
                    ("dissented", "dissented"),
                    ("dismissed", "dismissed"),
                    ("observed", "observed"),
                    ("promised", "promised"),
                    ("settled", "settled"),
                    ("noted", "noted"),
                    ("archived", "archived"),
                    ("removed", "removed"),
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("evidence", ""), _negated=True), ("kind", "correction")),
                    models.Q(models.Q(("reason", ""), _negated=True), ("evidence", ""), ("kind", "revision")),
                    _connector="OR",
                ),
                name="correction_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="correction_reason_plain_text",
            ),
        ),
        migrations.AddField(
            model_name="correctiondissent",
            name="correction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dissents",
                to="coordination.correction",
            ),
        ),
        migrations.AddField(
            model_name="correctiondissent",
            name="dissented_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="government_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="partners_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="coordination.round",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="coordination.structure",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctiondissent",
            constraint=models.UniqueConstraint(fields=("correction", "side"), name="correction_dissent_once"),
        ),
        migrations.AddConstraint(
            model_name="correctiondissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="correction_dissent_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="correctiondissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])),
                name="correctiondissent_side_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctiondissent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="correctiondissent_reason_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("round", "structure"), name="publication_once"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(fields=("content_hash",), name="publication_hash_once"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("snapshot", ""), _negated=True), models.Q(("content_hash", ""), _negated=True)
                ),
                name="publication_has_content",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("government_at__isnull", True), ("government_by__isnull", True)),
                    models.Q(("government_at__isnull", False), ("government_by__isnull", False)),
                    _connector="OR",
                ),
                name="publication_government_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partners_at__isnull", True), ("partners_by__isnull", True)),
                    models.Q(("partners_at__isnull", False), ("partners_by__isnull", False)),
                    _connector="OR",
                ),
                name="publication_partners_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", True),
                        ("sides", "both"),
                        models.Q(
                            models.Q(("government_at__isnull", False), ("partners_at__isnull", True)),
                            models.Q(("government_at__isnull", True), ("partners_at__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("published_at__isnull", False),
                        models.Q(
                            models.Q(
                                ("government_at__isnull", False),
                                ("partners_at__isnull", False),
                                ("sides", "both"),
                            ),
                            models.Q(
                                ("government_at__isnull", False),
                                ("partners_at__isnull", True),
                                ("sides", "government"),
                            ),
                            models.Q(
                                ("government_at__isnull", True),
                                ("partners_at__isnull", False),
                                ("sides", "partners"),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="publication_needs_each_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("government_by__isnull", True),
                    ("partners_by__isnull", True),
                    models.Q(("government_by", models.F("partners_by")), _negated=True),
                    _connector="OR",
                ),
                name="publication_by_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("content_hash"), 64
                    ),
                    coordination.models.constraints.HasNoNul(models.F("content_hash")),
                ),
                name="publication_content_hash_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(guard, unguard),
    ]
