"""A photo or a PDF belongs to an answer, a contact or an observation, and to a programme.

What was seen, dismissed or moved goes with an example that is removed whole, as what else is append-only does.
"""

import django.db.models.deletion
from django.db import migrations, models

from coordination.migrations import _triggers

#: What a file belongs to is of its programme: name → (table, condition under which a row is refused, sentence)
GUARDS = {
    "evidence_of_one_programme": (
        "evidencefile",
        """NEW.answer_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM coordination_answer a
            JOIN coordination_assessment s ON s.id = a.assessment_id
            JOIN coordination_round r ON r.id = s.round_id
            WHERE a.id = NEW.answer_id AND r.programme_id = NEW.programme_id)
        OR NEW.contact_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM coordination_contact c
            WHERE c.id = NEW.contact_id AND c.programme_id = NEW.programme_id)
        OR NEW.observation_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM coordination_observation o
            WHERE o.id = NEW.observation_id AND o.programme_id = NEW.programme_id)""",
        "what the file belongs to is of another programme",
    )
}
#: What is append-only: table → its guard, the programme to which a row belongs, and what is said where it should go.
APPEND_ONLY = {
    "observation": ("observation_is_append_only", "OLD.programme_id", "observations are append-only"),
    "dismissal": ("dismissal_is_append_only", "OLD.programme_id", "dismissals are append-only"),
    "moveddate": (
        "moved_date_is_append_only",
        "(SELECT c.programme_id FROM coordination_commitment c WHERE c.id = OLD.commitment_id)",
        "what a commitment was due before is append-only",
    ),
}
BOTH = ("UPDATE", "DELETE")


def guard(apps, schema_editor):
    for name, each in GUARDS.items():
        _triggers.add(schema_editor, name, *each)
    for table, (name, programme, said) in APPEND_ONLY.items():
        stays = f"""NOT EXISTS (
            SELECT 1 FROM coordination_programme p
            WHERE p.id = {programme} AND p.kind <> 'real' AND p.archived_at IS NOT NULL)"""
        _triggers.remove(schema_editor, name, events=BOTH)
        _triggers.add(schema_editor, name, table, "1 = 1", said, events=("UPDATE",))
        _refuse_truncate(schema_editor, name, table)
        _triggers.add(schema_editor, f"{table}_stays", table, stays, said, events=("DELETE",))


def unguard(apps, schema_editor):
    for name in GUARDS:
        _triggers.remove(schema_editor, name)
    for table, (name, _programme, said) in APPEND_ONLY.items():
        _triggers.remove(schema_editor, f"{table}_stays", events=("DELETE",))
        _triggers.remove(schema_editor, name, events=("UPDATE",))
        _triggers.add(schema_editor, name, table, "1 = 1", said, events=BOTH)
        _refuse_truncate(schema_editor, name, table)


def _refuse_truncate(schema_editor, name, table):
    """Refuse to empty the table at a stroke: the guard of it went with the function that both use."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {_triggers.TABLE}{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            params=None,
        )


def name_programmes(apps, schema_editor):
    """Say of which programme each file is: of that of its answer."""
    if schema_editor.connection.vendor == "postgresql":
        # Else what is checked only at the end would keep the column from being changed.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(
        """UPDATE coordination_evidencefile SET programme_id = (
            SELECT r.programme_id FROM coordination_answer a
            JOIN coordination_assessment s ON s.id = a.assessment_id
            JOIN coordination_round r ON r.id = s.round_id
            WHERE a.id = coordination_evidencefile.answer_id)"""
    )


def leave_those_of_answers(apps, schema_editor):
    """Remove the files that only contacts and observations name; their bytes go with the next cleaning up."""
    schema_editor.execute("DELETE FROM coordination_evidencefile WHERE answer_id IS NULL")


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0047_evidence"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="evidencefile",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="coordination.contact",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="observation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="coordination.observation",
            ),
        ),
        migrations.AddField(
            model_name="evidencefile",
            name="programme",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.programme",
            ),
        ),
        migrations.AlterField(
            model_name="evidencefile",
            name="answer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="coordination.answer",
            ),
        ),
        migrations.RunPython(name_programmes, leave_those_of_answers),
        migrations.AlterField(
            model_name="evidencefile",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="coordination.programme",
            ),
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
                    ("consented", "consented"),
                    ("took back", "withdrew the consent"),
                    ("named", "named assessors"),
                    ("reminded", "asked to send"),
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
                    ("revised", "revised"),
                    ("corrected", "corrected"),
                    ("commented", "commented"),
                    ("proposed", "proposed"),
                    ("dissented", "recorded a dissent"),
                    ("agreed", "agreed"),
                    ("withdrawn", "withdrawn"),
                    ("dismissed", "dismissed"),
                    ("observed", "observed"),
                    ("promised", "promised"),
                    ("settled", "settled"),
                    ("merged", "merged"),
                    ("noted", "noted"),
                    ("exported", "exported"),
                    ("archived", "archived"),
                    ("removed", "removed"),
                    ("attached", "attached a file"),
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.UniqueConstraint(fields=("contact", "sha256"), name="evidence_once_a_contact"),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.UniqueConstraint(
                fields=("observation", "sha256"), name="evidence_once_an_observation"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer__isnull", False), ("contact__isnull", True), ("observation__isnull", True)
                    ),
                    models.Q(
                        ("answer__isnull", True), ("contact__isnull", False), ("observation__isnull", True)
                    ),
                    models.Q(
                        ("answer__isnull", True), ("contact__isnull", True), ("observation__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="evidence_of_one_parent",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(guard, unguard),
    ]
