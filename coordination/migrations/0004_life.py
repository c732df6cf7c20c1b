"""Partners' objectives and names, activities, findings, risks, commitments and contacts; and the guards of all that.

SQLite rebuilds a table whose columns or checks change and drops its triggers on the way: as in 0003, every guard is
taken away first and put back at the end, in one transaction.
"""

import unicodedata

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints

TABLE = "coordination_"

#: The guards of 0002, as 0003 found them. name → (table, events, condition under which the row is refused, sentence); {new}/{old} are the row.
BEFORE = {
    "journal_is_append_only": ("journalentry", ("UPDATE", "DELETE"), "1 = 1", "the journal is append-only"),
    "instrument_is_frozen": (
        "instrument",
        ("UPDATE", "DELETE"),
        "OLD.status = 'published'",
        "a published instrument is frozen",
    ),
    "criterion_is_frozen": (
        "criterion",
        ("UPDATE", "DELETE"),
        f"EXISTS (SELECT 1 FROM {TABLE}instrument i WHERE i.id = OLD.instrument_id AND i.status = 'published')",
        "a published instrument is frozen",
    ),
    "criterion_is_not_added": (
        "criterion",
        ("INSERT", "UPDATE"),
        f"EXISTS (SELECT 1 FROM {TABLE}instrument i WHERE i.id = NEW.instrument_id AND i.status = 'published')",
        "a published instrument is frozen",
    ),
    "answer_of_the_rounds_instrument": (
        "answer",
        ("INSERT", "UPDATE"),
        f"""NOT EXISTS (
            SELECT 1 FROM {TABLE}assessment a
            JOIN {TABLE}round r ON r.id = a.round_id
            JOIN {TABLE}criterion c ON c.instrument_id = r.instrument_id
            WHERE a.id = NEW.assessment_id AND c.id = NEW.criterion_id)""",
        "the criterion is not of the round's instrument",
    ),
    "assessment_of_one_programme": (
        "assessment",
        ("INSERT", "UPDATE"),
        f"""NEW.side NOT IN ('government', 'partners') OR NOT EXISTS (
            SELECT 1 FROM {TABLE}round r
            JOIN {TABLE}structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id AND r.sides IN ('both', NEW.side))""",
        "structure or side does not belong to the round",
    ),
}

#: The same, with the analyst's voice among those of an assessment, and what 0003 added.
AFTER = BEFORE | {
    "assessment_of_one_programme": (
        "assessment",
        ("INSERT", "UPDATE"),
        f"""NEW.side NOT IN ('government', 'partners', 'analyst') OR NOT EXISTS (
            SELECT 1 FROM {TABLE}round r
            JOIN {TABLE}structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id
            AND (NEW.side = 'analyst' OR r.sides IN ('both', NEW.side)))""",
        "structure or side does not belong to the round",
    ),
    "weighting_is_append_only": (
        "weighting",
        ("UPDATE", "DELETE"),
        "1 = 1",
        "recorded weights are append-only",
    ),
    "correction_is_append_only": (
        "correction",
        ("UPDATE", "DELETE"),
        "1 = 1",
        "corrections are append-only",
    ),
}

#: How many coordination criteria the round's instrument has.
COUNT = f"""(SELECT COUNT(*) FROM {TABLE}criterion c JOIN {TABLE}round r ON r.instrument_id = c.instrument_id
    WHERE r.id = NEW.round_id AND c.section = 'coordination')"""

#: database → when weights are refused: CASE looks at one thing after the other, so that each may rely on the last.
#: (PL/pgSQL would take the first THEN for the end of its IF: there it stands in parentheses.)
UNSOUND_WEIGHTS = {
    "sqlite": f"""CASE
        WHEN json_type(NEW.weights) <> 'array' THEN 1
        WHEN EXISTS (SELECT 1 FROM json_each(NEW.weights) e
            WHERE e.type <> 'integer' OR e.value < 0 OR e.value > 100) THEN 1
        WHEN json_array_length(NEW.weights) <> {COUNT} THEN 1
        ELSE (SELECT COALESCE(SUM(e.value), 0) FROM json_each(NEW.weights) e) <> 100 END""",
    "postgresql": f"""(CASE
        WHEN jsonb_typeof(NEW.weights) <> 'array' THEN true
        WHEN EXISTS (SELECT 1 FROM jsonb_array_elements(NEW.weights) e
            WHERE jsonb_typeof(e) <> 'number' OR e::text !~ '^[0-9]{{1,3}}$') THEN true
        WHEN jsonb_array_length(NEW.weights) <> {COUNT} THEN true
        ELSE (SELECT COALESCE(SUM(e::text::integer), 0) FROM jsonb_array_elements(NEW.weights) e) <> 100 END)""",
}


def _rules(vendor):
    sentence = "weights are whole numbers that make 100, one for each criterion"
    return AFTER | {"weighting_is_sound": ("weighting", ("INSERT",), UNSOUND_WEIGHTS[vendor], sentence)}


def put_old(apps, schema_editor):
    _add(schema_editor, _rules(schema_editor.connection.vendor))


def take_away_old(apps, schema_editor):
    _remove(schema_editor, _rules(schema_editor.connection.vendor))


def put_new(apps, schema_editor):
    put_old(apps, schema_editor)
    _add(schema_editor, NEW)


def take_away_new(apps, schema_editor):
    _remove(schema_editor, NEW)
    take_away_old(apps, schema_editor)


def _add(schema_editor, rules):
    for name, (table, events, condition, sentence) in rules.items():
        said = sentence.replace("'", "''")
        if schema_editor.connection.vendor == "sqlite":
            for event in events:
                schema_editor.execute(
                    f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE}{table} "
                    f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{said}'); END",
                    params=None,
                )
        else:
            _add_postgresql(schema_editor, name, table, events, condition, said)


def _add_postgresql(schema_editor, name, table, events, condition, said):
    schema_editor.execute(
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF {condition} THEN
                RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $body$""",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {TABLE}{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
        params=None,
    )
    if name.endswith("_is_append_only"):
        schema_editor.execute(
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {TABLE}{table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
            params=None,
        )


def _remove(schema_editor, rules):
    for name, (_table, events, _condition, _sentence) in rules.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in events:
                schema_editor.execute(f"DROP TRIGGER {name}_{event.lower()}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


#: What is new here.
NEW = {
    f"{table}_is_append_only": (table, ("UPDATE", "DELETE"), "1 = 1", f"{nouns} are append-only")
    for table, nouns in (("observation", "observations"), ("dismissal", "dismissals"))
}


def fold_partners(apps, schema_editor):
    """Write the text to search in; a partner with a place in a source comes from it."""
    for row in apps.get_model("coordination", "Partner").objects.all():
        plain = unicodedata.normalize("NFKD", f"{row.code} {row.name_en} {row.name_fr}")
        row.folded = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
        row.origin = "source" if row.slide else "entered"
        row.save(update_fields=["folded", "origin"])


def leave(apps, schema_editor):
    """Nothing to take back: the columns go."""


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0003_records"),
    ]

    operations = [
        migrations.RunPython(take_away_old, put_old),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "training"),
                            ("equipment", "equipment"),
                            ("advice", "advice"),
                            ("money", "money"),
                            ("building", "building"),
                        ],
                        max_length=20,
                        verbose_name="what is given",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("since", models.CharField(blank=True, max_length=10, verbose_name="since (year or date)")),
                ("until", models.CharField(blank=True, max_length=10, verbose_name="until (year or date)")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="value"
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                (
                    "request",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("government", "government"),
                            ("partner", "the partner itself"),
                            ("joint", "agreed together"),
                        ],
                        max_length=20,
                        verbose_name="at whose request",
                    ),
                ),
                (
                    "t1",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No"), ("?", "not known")], max_length=4
                    ),
                ),
                (
                    "t2",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No"), ("?", "not known")], max_length=4
                    ),
                ),
                (
                    "t3",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No"), ("?", "not known")], max_length=4
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("quote", models.CharField(blank=True, max_length=1000, verbose_name="as the source says")),
                (
                    "quote_fr",
                    models.CharField(blank=True, max_length=1000, verbose_name="the same in French"),
                ),
                ("slide", models.CharField(blank=True, max_length=200, verbose_name="place in the source")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("folded", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ("-since", "name_en", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("text_en", models.TextField(verbose_name="what is promised, in English")),
                ("text_fr", models.TextField(verbose_name="what is promised, in French")),
                ("voice", models.CharField(blank=True, max_length=20)),
                ("made_on", models.DateField(verbose_name="promised on")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("kept", "kept"),
                            ("not_kept", "not kept"),
                            ("released", "released by agreement"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "settled_on",
                    models.DateField(blank=True, null=True, verbose_name="delivered or settled on"),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="what was delivered, or why not")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("folded", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ("due_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("meeting", "meeting"),
                            ("session", "meeting of the structure"),
                            ("dialogue", "political dialogue on progress"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("held", "held"), ("cancelled", "cancelled")],
                        default="held",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="time")),
                ("subject", models.CharField(max_length=200, verbose_name="about")),
                ("people", models.CharField(blank=True, max_length=500, verbose_name="with whom")),
                ("agreed", models.TextField(blank=True, verbose_name="what was agreed")),
                (
                    "sharing",
                    models.CharField(
                        choices=[("private", "only me"), ("side", "my side"), ("all", "both sides")],
                        default="private",
                        max_length=20,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("government", "government"), ("partners", "partners")],
                        max_length=20,
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("folded", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("fingerprint", models.CharField(max_length=64)),
                ("reason", models.TextField(verbose_name="reason")),
                ("dismissed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "dismissed finding",
                "verbose_name_plural": "dismissed findings",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
                ("until_on", models.DateField(verbose_name="until")),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ("until_on",),
            },
        ),
        migrations.CreateModel(
            name="Function",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("ssr", "SSR as a whole"),
                            ("elections", "election security"),
                            ("justice", "justice"),
                            ("defence", "defence"),
                            ("police", "police"),
                        ],
                        max_length=20,
                        verbose_name="sector",
                    ),
                ),
                ("is_planned", models.BooleanField(default=True, verbose_name="in the common plan")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "function",
                "verbose_name_plural": "functions",
                "ordering": ("name_en",),
            },
        ),
        migrations.CreateModel(
            name="HabitNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=10)),
                ("week_on", models.DateField()),
                ("is_done", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "habit",
                "verbose_name_plural": "habits",
                "ordering": ("-week_on", "item"),
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=10)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("observed", "observed"),
                            ("warning", "warning"),
                            ("not_seen", "not seen"),
                            ("unknown", "not known"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                ("observed_on", models.DateField(verbose_name="as of")),
                ("recorded_at", models.DateTimeField()),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "observation",
                "verbose_name_plural": "observations",
                "ordering": ("observed_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name_en", models.CharField(max_length=200, verbose_name="name in English")),
                ("name_fr", models.CharField(max_length=200, verbose_name="name in French")),
                (
                    "kind",
                    models.CharField(
                        choices=[("standard", "standard"), ("equipment", "equipment family")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("entered", "entered here"),
                            ("source", "transcribed from a source"),
                            ("invented", "invented for the demonstration"),
                        ],
                        default="entered",
                        max_length=20,
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard or equipment family",
                "verbose_name_plural": "standards and equipment families",
                "ordering": ("name_en",),
            },
        ),
        migrations.AddField(
            model_name="partner",
            name="aim",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ssr", "mostly to help government reform"),
                    ("bilateral", "mostly bilateral objectives"),
                    ("both", "both"),
                ],
                max_length=20,
                verbose_name="bilateral objectives or SSR?",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="folded",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="partner",
            name="objectives_en",
            field=models.TextField(blank=True, verbose_name="stated objectives in English"),
        ),
        migrations.AddField(
            model_name="partner",
            name="objectives_fr",
            field=models.TextField(blank=True, verbose_name="stated objectives in French"),
        ),
        migrations.AddField(
            model_name="partner",
            name="origin",
            field=models.CharField(
                choices=[
                    ("entered", "entered here"),
                    ("source", "transcribed from a source"),
                    ("invented", "invented for the demonstration"),
                ],
                default="entered",
                max_length=20,
                verbose_name="origin",
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="since",
            field=models.CharField(blank=True, max_length=10, verbose_name="since (year or date)"),
        ),
        migrations.AddField(
            model_name="partner",
            name="until",
            field=models.CharField(blank=True, max_length=10, verbose_name="until (year or date)"),
        ),
        migrations.AddField(
            model_name="partner",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="structure",
            name="dormant_after",
            field=models.PositiveSmallIntegerField(
                default=6,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
                verbose_name="dormant after (months without a meeting)",
            ),
        ),
        migrations.AddField(
            model_name="structure",
            name="is_programme",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("saved", "saved"),
                    ("gave place", "gave a place"),
                    ("chose language", "chose a language"),
                    ("changed password", "changed the password"),
                    ("opened", "opened"),
                    ("closed", "closed"),
                    ("reopened", "reopened"),
                    ("started", "started"),
                    ("answered", "answered"),
                    ("sent", "sent"),
                    ("recalled", "recalled"),
                    ("revealed", "revealed"),
                    ("loaded", "loaded"),
                    ("published", "published"),
                    ("weighed", "recorded weights"),
                    ("corrected", "corrected"),
                    ("dismissed", "dismissed"),
                    ("observed", "observed"),
                    ("promised", "promised"),
                    ("settled", "settled"),
                    ("noted", "noted"),
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(fields=("programme", "name_en"), name="partner_name_once"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", ""), ("since", ""), ("since__lte", models.F("until")), _connector="OR"
                ),
                name="partner_since_before_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("aim__in", ["", "ssr", "bilateral", "both"])), name="partner_aim_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("objectives_en"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("objectives_en")),
                ),
                name="partner_objectives_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("objectives_fr"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("objectives_fr")),
                ),
                name="partner_objectives_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("since"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("since")),
                ),
                name="partner_since_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("until"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("until")),
                ),
                name="partner_until_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_programme", True)),
                fields=("programme",),
                name="structure_one_is_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("dormant_after__gte", 1), ("dormant_after__lte", 60)),
                name="structure_dormant_after_months",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="coordination.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="recipient",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="received",
                to="coordination.partner",
                verbose_name="institution that receives it",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="structure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="coordination.structure",
                verbose_name="coordinated through",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="criterion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.criterion",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.partner",
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="round",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.round",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="structure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="coordination.structure",
                verbose_name="structure",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="partners",
            field=models.ManyToManyField(
                blank=True, related_name="contacts", to="coordination.partner", verbose_name="partners"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="structure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="coordination.structure",
                verbose_name="structure",
            ),
        ),
        migrations.AddField(
            model_name="dismissal",
            name="dismissed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dismissal",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dismissals",
                to="coordination.programme",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.programme"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="feeds", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="formername",
            name="partner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_names",
                to="coordination.partner",
                verbose_name="partner",
            ),
        ),
        migrations.AddField(
            model_name="function",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="functions",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="function",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="coordination.function",
                verbose_name="function",
            ),
        ),
        migrations.AddField(
            model_name="habitnote",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="coordination.programme"
            ),
        ),
        migrations.AddField(
            model_name="habitnote",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="habit_notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="coordination.programme",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="structure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="observations",
                to="coordination.structure",
            ),
        ),
        migrations.AddField(
            model_name="standard",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="standards",
                to="coordination.programme",
                verbose_name="programme",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="equipment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="equipped",
                to="coordination.standard",
                verbose_name="equipment family",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="standard",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trained",
                to="coordination.standard",
                verbose_name="standard",
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["programme", "state", "due_on"], name="commitment_due"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="commitment_code_once"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_on__lte", models.F("due_on"))), name="commitment_made_before_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_on__isnull", True), ("state", "open")),
                    models.Q(
                        ("settled_on__isnull", False),
                        ("state__in", ["kept", "not_kept", "released"]),
                        models.Q(("outcome", ""), _negated=True),
                        ("made_on__lte", models.F("settled_on")),
                    ),
                    _connector="OR",
                ),
                name="commitment_settled_with_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("criterion__isnull", True), ("round__isnull", True), ("voice", "")),
                    models.Q(
                        ("criterion__isnull", False),
                        ("round__isnull", False),
                        ("structure__isnull", False),
                        ("voice__in", ["government", "partners", "analyst"]),
                    ),
                    _connector="OR",
                ),
                name="commitment_of_one_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("text_en", ""), _negated=True), models.Q(("text_fr", ""), _negated=True)
                ),
                name="commitment_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 40
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="commitment_code_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("text_en"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("text_en")),
                ),
                name="commitment_text_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("text_fr"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("text_fr")),
                ),
                name="commitment_text_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("outcome"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("outcome")),
                ),
                name="commitment_outcome_plain_text",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["programme", "-on", "-id"], name="contact_listed"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["structure", "kind", "on"], name="contact_of_structure"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="contact_code_once"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "session"), _negated=True),
                    models.Q(("sharing", "all"), ("structure__isnull", False)),
                    _connector="OR",
                ),
                name="contact_session_is_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("author__isnull", False), models.Q(("side", ""), _negated=True)),
                    models.Q(("author__isnull", True), ("sharing", "all"), ("side", "")),
                    _connector="OR",
                ),
                name="contact_author_has_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("sharing__in", ["private", "side", "all"])),
                name="contact_sharing_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 40
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="contact_code_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("subject"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("subject")),
                ),
                name="contact_subject_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("people"), 500
                    ),
                    coordination.models.constraints.HasNoNul(models.F("people")),
                ),
                name="contact_people_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("agreed"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("agreed")),
                ),
                name="contact_agreed_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.UniqueConstraint(
                fields=("programme", "kind", "fingerprint"), name="dismissal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["overlap", "incompatibility", "gap"])),
                name="dismissal_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="dismissal_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="dismissal_reason_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.UniqueConstraint(fields=("user", "programme"), name="feed_once"),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.UniqueConstraint(fields=("partner", "until_on"), name="former_name_once"),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_en"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_en")),
                ),
                name="formername_name_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="formername",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_fr"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_fr")),
                ),
                name="formername_name_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="function",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="function_code_once"),
        ),
        migrations.AddConstraint(
            model_name="function",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 40
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="function_code_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="function",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_en"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_en")),
                ),
                name="function_name_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="function",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_fr"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_fr")),
                ),
                name="function_name_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="habitnote",
            constraint=models.UniqueConstraint(
                fields=("user", "programme", "item", "week_on"), name="habit_note_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="habitnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__in", ["H1", "H2", "H3", "H4", "H5", "H6"])), name="habit_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="habitnote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("note"), 500
                    ),
                    coordination.models.constraints.HasNoNul(models.F("note")),
                ),
                name="habitnote_note_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("item__in", ["R1", "R2", "R3", "R4"]),
                    models.Q(
                        ("item__in", ["U1", "U2", "U3", "W1", "W2", "W3", "W4"]),
                        models.Q(("status", "warning"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="observation_status_fits_item",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["observed", "warning", "not_seen", "unknown"])),
                name="observation_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "unknown"), models.Q(("evidence", ""), _negated=True), _connector="OR"
                ),
                name="observation_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("evidence"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("evidence")),
                ),
                name="observation_evidence_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="standard_code_once"),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["standard", "equipment"])), name="standard_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 40
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="standard_code_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_en"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_en")),
                ),
                name="standard_name_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_fr"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_fr")),
                ),
                name="standard_name_fr_plain_text",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["programme", "recipient", "function"], name="activity_found"),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["programme", "-since", "name_en", "id"], name="activity_listed"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(fields=("programme", "code"), name="activity_code_once"),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until", ""), ("since", ""), ("since__lte", models.F("until")), _connector="OR"
                ),
                name="activity_since_before_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("currency", ""), ("value__isnull", True)),
                    models.Q(
                        ("value__gte", 0), ("value__isnull", False), models.Q(("currency", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="activity_value_with_currency",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("t1__in", ["", "yes", "no", "?"])), name="activity_t1_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("t2__in", ["", "yes", "no", "?"])), name="activity_t2_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("t3__in", ["", "yes", "no", "?"])), name="activity_t3_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("code"), 40
                    ),
                    coordination.models.constraints.HasNoNul(models.F("code")),
                ),
                name="activity_code_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_en"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_en")),
                ),
                name="activity_name_en_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_fr"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name_fr")),
                ),
                name="activity_name_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("place"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("place")),
                ),
                name="activity_place_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("since"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("since")),
                ),
                name="activity_since_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("until"), 10
                    ),
                    coordination.models.constraints.HasNoNul(models.F("until")),
                ),
                name="activity_until_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("currency"), 3
                    ),
                    coordination.models.constraints.HasNoNul(models.F("currency")),
                ),
                name="activity_currency_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("note"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("note")),
                ),
                name="activity_note_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("quote"), 1000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("quote")),
                ),
                name="activity_quote_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("quote_fr"), 1000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("quote_fr")),
                ),
                name="activity_quote_fr_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("slide"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("slide")),
                ),
                name="activity_slide_plain_text",
            ),
        ),
        migrations.RunPython(fold_partners, leave),
        migrations.RunPython(put_new, take_away_new),
    ]
