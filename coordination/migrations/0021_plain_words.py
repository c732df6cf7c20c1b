"""Labels of models in plain words; no column changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0020_acronyms"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="instrument",
            options={
                "ordering": ("code", "version"),
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
            },
        ),
        migrations.AlterField(
            model_name="answer",
            name="change_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("real_change", "real change"),
                    ("better_information", "better information"),
                    ("another_rater", "another assessor"),
                    ("another_instrument", "another questionnaire"),
                    ("error", "error in the earlier answer"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="rater",
            field=models.CharField(max_length=254, verbose_name="assessor"),
        ),
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
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AlterField(
            model_name="round",
            name="instrument",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="coordination.instrument",
                verbose_name="questionnaire",
            ),
        ),
    ]
