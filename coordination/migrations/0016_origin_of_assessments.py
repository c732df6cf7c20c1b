"""Where answers come from belongs to an assessment: a round may hold real answers beside invented ones.

What a person of the programme answered is entered; what a file brought comes from where its round does, except what an
export of people's answers names “partners 1”.
"""

from django.db import migrations, models

from coordination.migrations import _triggers

UNSIGNED = r"^(government|partners) [0-9]+$"


def fill(apps, schema_editor):
    assessments = apps.get_model("coordination", "Assessment").objects.using(schema_editor.connection.alias)
    from_files = assessments.filter(rater_user__isnull=True).exclude(rater__regex=UNSIGNED)
    for origin in ("source", "invented"):
        from_files.filter(round__origin=origin).update(origin=origin)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0015_plain_codes")]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="assessment",
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
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("rater_user__isnull", True), ("origin", "entered"), _connector="OR"),
                name="assessment_of_person_is_entered",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["source", "invented", "entered"])),
                name="assessment_origin_is_known",
            ),
        ),
        # Last: PostgreSQL alters no table of which rows are just changed.
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
