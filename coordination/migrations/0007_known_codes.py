"""Codes are those there are; a sign, a seat, a relative, a statement are of a structure of their programme.

SQLite rebuilds a table whose checks change and drops its triggers on the way: there every guard is put aside first,
word by word, and put back at the end, in one transaction.
"""

from django.db import migrations, models

TABLE = "coordination_"
ORIGINS = ["source", "invented", "entered"]
SECTORS = ["ssr", "elections", "justice", "defence", "police"]
ROLES = ["chair", "co_chair", "secretariat_lead", "secretariat_funder", "technical_lead", "member"]

#: (table, column) → the codes that may stand there.
CODES = {
    ("activity", "kind"): ["training", "equipment", "advice", "money", "building"],
    ("activity", "request"): ["", "government", "partner", "joint"],
    ("activity", "origin"): ORIGINS,
    ("commitment", "origin"): ORIGINS,
    ("contact", "kind"): ["call", "meeting", "session", "dialogue"],
    ("contact", "state"): ["planned", "held", "cancelled"],
    ("contact", "side"): ["", "government", "partners"],
    ("contact", "origin"): ORIGINS,
    ("function", "sector"): SECTORS,
    ("function", "origin"): ORIGINS,
    ("observation", "origin"): ORIGINS,
    ("partner", "side"): ["national", "international"],
    ("partner", "kind"): ["ministry", "service", "mission", "bilateral", "multilateral", "civil_society"],
    ("partner", "origin"): ORIGINS,
    ("round", "sides"): ["both", "government", "partners"],
    ("round", "state"): ["open", "closed"],
    ("round", "origin"): ORIGINS,
    ("seat", "role"): ROLES,
    ("standard", "origin"): ORIGINS,
    ("structure", "sector"): SECTORS,
}

#: (table, name, what must hold)
CHECKS = (
    ("activity", "activity_is_for_another", ~models.Q(recipient=models.F("partner"))),
    (
        "observation",
        "sign_has_structure",
        ~models.Q(item__in=["U1", "U2", "U3", "W1", "W2", "W3", "W4"]) | models.Q(structure__isnull=False),
    ),
    *(
        (table, f"{table}_{column}_is_known", models.Q(**{f"{column}__in": codes}))
        for (table, column), codes in CODES.items()
    ),
)


def _structure(column, condition):
    """The condition that the row names such a structure."""
    return f"EXISTS (SELECT 1 FROM {TABLE}structure x WHERE x.id = NEW.{column} AND {condition})"


ELSEWHERE = "x.programme_id <> NEW.programme_id"

#: name → (table, condition under which a new or changed row is refused, sentence)
RULES = {
    "structure_of_one_programme": (
        "structure",
        f"{_structure('parent_id', ELSEWHERE)} OR {_structure('predecessor_id', ELSEWHERE)}",
        "parent or predecessor is of another programme",
    ),
    "statement_of_one_programme": (
        "statement",
        _structure("structure_id", ELSEWHERE),
        "the structure is of another programme",
    ),
    "seat_in_a_structure": (
        "seat",
        _structure("structure_id", "x.is_programme"),
        "nobody has a seat in the programme as a whole",
    ),
    "observation_in_a_structure": (
        "observation",
        _structure("structure_id", "x.is_programme"),
        "what is seen in the programme as a whole names no structure",
    ),
    "structure_stays": (
        "structure",
        f"""NEW.is_programme AND (
            EXISTS (SELECT 1 FROM {TABLE}seat s WHERE s.structure_id = NEW.id)
            OR EXISTS (SELECT 1 FROM {TABLE}observation o WHERE o.structure_id = NEW.id))""",
        "a structure with seats or observations is not the programme as a whole",
    ),
    "standard_stays": (
        "standard",
        f"""EXISTS (SELECT 1 FROM {TABLE}activity a
            WHERE a.standard_id = NEW.id AND NEW.kind <> 'standard'
            OR a.equipment_id = NEW.id AND NEW.kind <> 'equipment')""",
        "activities use it as what it was",
    ),
}


def put_aside(apps, schema_editor):
    """Remember every trigger of SQLite, and drop it."""
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(
        "CREATE TEMPORARY TABLE guard AS SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        params=None,
    )
    for name, _sql in _aside(schema_editor):
        schema_editor.execute(f"DROP TRIGGER {name}", params=None)


def put_back(apps, schema_editor):
    """Make every trigger again that was put aside."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for _name, sql in _aside(schema_editor):
        schema_editor.execute(sql, params=None)
    schema_editor.execute("DROP TABLE guard", params=None)


def _aside(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        return cursor.execute("SELECT name, sql FROM temp.guard").fetchall()


def put(apps, schema_editor):
    for name, (table, condition, sentence) in RULES.items():
        if schema_editor.connection.vendor == "sqlite":
            for event in ("INSERT", "UPDATE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {TABLE}{table} "
                    f"FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END",
                    params=None,
                )
            continue
        schema_editor.execute(
            f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN
                IF {condition} THEN
                    RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $body$""",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {TABLE}{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()",
            params=None,
        )


def take_away(apps, schema_editor):
    for name in RULES:
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}", params=None)
        else:
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0006_one_programme")]

    operations = [
        migrations.RunPython(put_aside, put_back),
        migrations.AlterField(
            model_name="contact",
            name="sharing",
            field=models.CharField(
                choices=[("private", "only me"), ("side", "my side"), ("all", "everyone in the programme")],
                default="private",
                max_length=20,
                verbose_name="who may read it",
            ),
        ),
        *(
            migrations.AddConstraint(
                model_name=table, constraint=models.CheckConstraint(condition=condition, name=name)
            )
            for table, name, condition in CHECKS
        ),
        migrations.RunPython(put_back, put_aside),
        migrations.RunPython(put, take_away),
    ]
