"""The agreed card is an assessment of no side and of nobody, in rounds that ask both; its answers may say “they differ”."""

from django.db import migrations, models

from coordination.migrations import _triggers

TABLE = "coordination_"
ONE_PROGRAMME = "assessment_of_one_programme"
DIFFERS = "answer_differs_on_agreed_card"


def _of_one_programme(schema_editor, voices):
    """Guard that an assessment is of its round's programme, by a side that is asked, or by both where both are."""
    _triggers.add(
        schema_editor,
        ONE_PROGRAMME,
        "assessment",
        f"""NEW.side NOT IN ({voices}) OR NOT EXISTS (
            SELECT 1 FROM {TABLE}round r
            JOIN {TABLE}structure s ON s.programme_id = r.programme_id
            WHERE r.id = NEW.round_id AND s.id = NEW.structure_id
            AND (NEW.side = 'analyst' OR r.sides IN ('both', NEW.side)))""",
        "structure or side does not belong to the round",
    )


def put_new(apps, schema_editor):
    _triggers.remove(schema_editor, ONE_PROGRAMME)
    _of_one_programme(schema_editor, "'government', 'partners', 'agreed', 'analyst'")
    _triggers.add(
        schema_editor,
        DIFFERS,
        "answer",
        f"""(NEW.differs AND NOT EXISTS (
            SELECT 1 FROM {TABLE}assessment a WHERE a.id = NEW.assessment_id AND a.side = 'agreed'))""",
        "only on the agreed card the sides differ",
    )


def put_old(apps, schema_editor):
    _triggers.remove(schema_editor, DIFFERS)
    _triggers.remove(schema_editor, ONE_PROGRAMME)
    _of_one_programme(schema_editor, "'government', 'partners', 'analyst'")


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0029_verbs"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(
            model_name="commitment",
            name="commitment_of_one_answer",
        ),
        migrations.AddField(
            model_name="answer",
            name="differs",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="side",
            field=models.CharField(
                choices=[
                    ("government", "government"),
                    ("partners", "partners"),
                    ("agreed", "agreed by both sides"),
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
                    ("corrected", "corrected"),
                    ("agreed", "agreed"),
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
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("differs", False),
                    models.Q(("status", "not_applicable"), _negated=True),
                    _connector="OR",
                ),
                name="answer_differs_where_it_applies",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "agreed"), _negated=True),
                    models.Q(
                        ("rater", ""),
                        ("rater_user__isnull", True),
                        ("sent_by__isnull", True),
                        ("state__in", ["revealed", "published"]),
                    ),
                    _connector="OR",
                ),
                name="assessment_agreed_is_of_nobody",
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
                        ("voice__in", ["government", "partners", "agreed", "analyst"]),
                    ),
                    _connector="OR",
                ),
                name="commitment_of_one_answer",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
        migrations.RunPython(put_new, put_old),
    ]
