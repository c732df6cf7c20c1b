"""Of a person there is one assessment of a structure in a round, whatever their e-mail; of a file, one a name."""

from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0013_places"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_once",
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("round", "structure", "side", "rater_user"), name="assessment_once_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rater_user__isnull", True)),
                fields=("round", "structure", "side", "rater"),
                name="assessment_once",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
