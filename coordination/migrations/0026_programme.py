"""What is a programme's own: languages, names of its sides, sectors, areas, what it is for, when it was archived.

More sectors are known, a real programme stays and stays real, and the journal stays as it was when another is removed.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers

STAYS = "a real programme stays"
BOTH = ("UPDATE", "DELETE")
#: What is append-only, where the round stands to which a row belongs, and what is said where it should change.
APPEND_ONLY = {
    "weighting": ("SELECT OLD.round_id", "recorded weights are append-only"),
    "correction": (
        "SELECT a.round_id FROM coordination_assessment a JOIN coordination_answer w ON w.assessment_id = a.id"
        " WHERE w.id = OLD.answer_id",
        "corrections are append-only",
    ),
}


def guard(apps, schema_editor):
    for table, (round_, said) in APPEND_ONLY.items():
        # An example that was archived is removed whole, and these rows with it.
        stays = f"""NOT EXISTS (
            SELECT 1 FROM coordination_round r JOIN coordination_programme p ON p.id = r.programme_id
            WHERE r.id = ({round_}) AND p.kind <> 'real' AND p.archived_at IS NOT NULL)"""
        _triggers.remove(schema_editor, f"{table}_is_append_only", events=BOTH)
        _triggers.add(schema_editor, f"{table}_is_append_only", table, "1 = 1", said, events=("UPDATE",))
        _refuse_truncate(schema_editor, table)
        _triggers.add(schema_editor, f"{table}_stays", table, stays, said, events=("DELETE",))
    _triggers.add(
        schema_editor, "programme_stays", "programme", "OLD.kind = 'real'", STAYS, events=("DELETE",)
    )
    changed = "OLD.kind = 'real' AND NEW.kind IN ('example', 'training')"
    _triggers.add(schema_editor, "programme_stays_real", "programme", changed, STAYS, events=("UPDATE",))


def unguard(apps, schema_editor):
    for table, (_round, said) in APPEND_ONLY.items():
        _triggers.remove(schema_editor, f"{table}_stays", events=("DELETE",))
        _triggers.remove(schema_editor, f"{table}_is_append_only", events=("UPDATE",))
        _triggers.add(schema_editor, f"{table}_is_append_only", table, "1 = 1", said, events=BOTH)
        _refuse_truncate(schema_editor, table)
    _triggers.remove(schema_editor, "programme_stays", events=("DELETE",))
    _triggers.remove(schema_editor, "programme_stays_real", events=("UPDATE",))


def _refuse_truncate(schema_editor, table):
    """Refuse to empty the table at a stroke: the guard of it went with the function that both use."""
    if schema_editor.connection.vendor == "postgresql":
        name = f"{table}_is_append_only"
        schema_editor.execute(
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {_triggers.TABLE}{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            params=None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0025_limits"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(
            model_name="function",
            name="function_sector_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="structure",
            name="structure_sector_is_known",
        ),
        migrations.AddField(
            model_name="programme",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="archived on"),
        ),
        migrations.AddField(
            model_name="programme",
            name="government_en",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="what the government’s side is called, in English"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="government_fr",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="what the government’s side is called, in French"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="kind",
            field=models.CharField(
                choices=[
                    ("real", "a real programme"),
                    ("example", "an example"),
                    ("training", "for training"),
                ],
                default="real",
                max_length=20,
                verbose_name="what it is for",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="languages",
            field=models.CharField(
                choices=[("en fr", "English and French"), ("en", "English only"), ("fr", "French only")],
                default="en fr",
                max_length=5,
                verbose_name="languages",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="partners_en",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="what the partners’ side is called, in English"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="partners_fr",
            field=models.CharField(
                blank=True, max_length=60, verbose_name="what the partners’ side is called, in French"
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="provinces",
            field=models.TextField(blank=True, verbose_name="provinces or areas"),
        ),
        migrations.AddField(
            model_name="programme",
            name="sectors",
            field=models.CharField(blank=True, max_length=200, verbose_name="sectors"),
        ),
        migrations.AlterField(
            model_name="function",
            name="sector",
            field=models.CharField(
                choices=[
                    ("ssr", "SSR as a whole"),
                    ("elections", "election security"),
                    ("justice", "justice"),
                    ("defence", "defence"),
                    ("police", "police"),
                    ("corrections", "prisons"),
                    ("intelligence", "intelligence"),
                    ("borders", "borders and customs"),
                    ("oversight", "oversight and control"),
                ],
                max_length=20,
                verbose_name="sector",
            ),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="coordination.programme",
                verbose_name="programme",
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
                    ("corrected", "corrected"),
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
        migrations.AlterField(
            model_name="structure",
            name="sector",
            field=models.CharField(
                choices=[
                    ("ssr", "SSR as a whole"),
                    ("elections", "election security"),
                    ("justice", "justice"),
                    ("defence", "defence"),
                    ("police", "police"),
                    ("corrections", "prisons"),
                    ("intelligence", "intelligence"),
                    ("borders", "borders and customs"),
                    ("oversight", "oversight and control"),
                ],
                max_length=20,
                verbose_name="sector",
            ),
        ),
        migrations.AddConstraint(
            model_name="function",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sector__in",
                        [
                            "ssr",
                            "elections",
                            "justice",
                            "defence",
                            "police",
                            "corrections",
                            "intelligence",
                            "borders",
                            "oversight",
                        ],
                    )
                ),
                name="function_sector_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages__in", ["en fr", "en", "fr"])),
                name="programme_languages_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["real", "example", "training"])),
                name="programme_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("government_en"), 60
                    ),
                    coordination.models.constraints.HasNoNul(models.F("government_en")),
                ),
                name="programme_government_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("government_fr"), 60
                    ),
                    coordination.models.constraints.HasNoNul(models.F("government_fr")),
                ),
                name="programme_government_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("partners_en"), 60
                    ),
                    coordination.models.constraints.HasNoNul(models.F("partners_en")),
                ),
                name="programme_partners_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("partners_fr"), 60
                    ),
                    coordination.models.constraints.HasNoNul(models.F("partners_fr")),
                ),
                name="programme_partners_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("sectors"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("sectors")),
                ),
                name="programme_sectors_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("provinces"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("provinces")),
                ),
                name="programme_provinces_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "sector__in",
                        [
                            "ssr",
                            "elections",
                            "justice",
                            "defence",
                            "police",
                            "corrections",
                            "intelligence",
                            "borders",
                            "oversight",
                        ],
                    )
                ),
                name="structure_sector_is_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="link", name="link_printed_in_a_programme"),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(way="print", side__isnull=True)
                | models.Q(way="print", programme__isnull=False, side__in=["government", "partners"])
                | models.Q(way__in=["mail", "server"], programme__isnull=True, side__isnull=True),
                name="link_printed_in_a_programme",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(guard, unguard),
    ]
