"""A commitment is done, not done, or cancelled by agreement; the codes stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coordination", "0016_origin_of_assessments")]

    operations = [
        migrations.AlterField(
            model_name="commitment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("kept", "done"),
                    ("not_kept", "not done"),
                    ("released", "cancelled by agreement"),
                ],
                default="open",
                max_length=20,
                verbose_name="state",
            ),
        ),
    ]
