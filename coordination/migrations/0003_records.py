"""An analyst's voice, weights of the sides, causes of changes, corrections; and the guards of all that.

SQLite rebuilds a table whose columns or checks change and drops its triggers on the way (and refuses to rebuild one
that another table's trigger looks at): every guard is taken away first and put back at the end, in one transaction.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints

TABLE = "coordination_"

#: The guards of 0002. name → (table, events, condition under which the row is refused, sentence); {new}/{old} are the row.
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

#: The same, with the analyst's voice among those of an assessment, and what is new here.
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


def take_away_old(apps, schema_editor):
    _remove(schema_editor, BEFORE)


def put_back_old(apps, schema_editor):
    _add(schema_editor, BEFORE)


def put_new(apps, schema_editor):
    _add(schema_editor, _rules(schema_editor.connection.vendor))


def take_away_new(apps, schema_editor):
    _remove(schema_editor, _rules(schema_editor.connection.vendor))


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


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0002_guards"),
    ]

    operations = [
        migrations.RunPython(take_away_old, put_back_old),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("verbatim", models.CharField(blank=True, max_length=200)),
                ("status", models.CharField(max_length=20)),
                ("level", models.SmallIntegerField(null=True)),
                ("lo", models.SmallIntegerField(null=True)),
                ("hi", models.SmallIntegerField(null=True)),
                ("certainty", models.CharField(max_length=20, null=True)),
                ("evidence", models.TextField()),
                ("corrected_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ("answer", "position"),
            },
        ),
        migrations.CreateModel(
            name="Weighting",
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
                        choices=[("government", "government"), ("partners", "partners")],
                        max_length=20,
                        verbose_name="side",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("weights", models.JSONField(verbose_name="weights")),
                ("reason", models.TextField(verbose_name="reason")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "weights of a side",
                "verbose_name_plural": "weights of the sides",
                "ordering": ("round", "side", "version"),
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="change_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("real_change", "real change"),
                    ("better_information", "better information"),
                    ("another_rater", "another rater"),
                    ("another_instrument", "another instrument"),
                    ("error", "error in the earlier answer"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="side",
            field=models.CharField(
                choices=[
                    ("government", "government"),
                    ("partners", "partners"),
                    ("analyst", "analyst (coded from the text, not by the author)"),
                ],
                max_length=20,
                verbose_name="side",
            ),
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
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "change_cause__in",
                        [
                            "",
                            "real_change",
                            "better_information",
                            "another_rater",
                            "another_instrument",
                            "error",
                        ],
                    )
                ),
                name="answer_change_cause_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "analyst"), _negated=True),
                    models.Q(("rater_user__isnull", True), ("state", "published")),
                    _connector="OR",
                ),
                name="assessment_of_analyst_is_loaded",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="coordination.answer",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="corrected_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="weighting",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="weighting",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="weightings",
                to="coordination.round",
                verbose_name="round",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("answer", "position"), name="correction_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("certainty__isnull", False),
                        ("hi__isnull", False),
                        ("hi__lte", 4),
                        ("lo__gte", 0),
                        ("lo__isnull", False),
                        ("lo__lte", models.F("hi")),
                        ("status", "answered"),
                        models.Q(
                            ("level__isnull", True),
                            models.Q(("level__gte", models.F("lo")), ("level__lte", models.F("hi"))),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("certainty__isnull", True),
                        ("hi", 4),
                        ("hi__isnull", False),
                        ("level__isnull", True),
                        ("lo", 0),
                        ("lo__isnull", False),
                        ("status__in", ["unknown", "none"]),
                    ),
                    models.Q(
                        ("certainty__isnull", True),
                        ("hi__isnull", True),
                        ("level__isnull", True),
                        ("lo__isnull", True),
                        ("status", "not_applicable"),
                    ),
                    _connector="OR",
                ),
                name="correction_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certainty__isnull", True),
                    models.Q(
                        ("certainty", "plain"),
                        ("hi", models.F("level")),
                        ("level__isnull", False),
                        ("lo", models.F("level")),
                    ),
                    models.Q(("certainty", "doubtful"), ("level__isnull", False)),
                    models.Q(("certainty", "range"), ("level__isnull", True), ("lo__lt", models.F("hi"))),
                    _connector="OR",
                ),
                name="correction_certainty",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence", ""), _negated=True), name="correction_has_evidence"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("verbatim"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("verbatim")),
                ),
                name="correction_verbatim_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("evidence"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("evidence")),
                ),
                name="correction_evidence_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="weighting",
            constraint=models.UniqueConstraint(
                fields=("round", "side", "version"), name="weighting_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="weighting",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])), name="weighting_of_a_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="weighting",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="weighting_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="weighting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="weighting_reason_plain_text",
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["round", "side", "state"], name="assessment_heard"),
        ),
        migrations.RunPython(put_new, take_away_new),
    ]
