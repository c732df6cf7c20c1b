"""Answers on paper: who keyed them in, whose they are, and that somebody else confirms them before they are sent."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0048_evidence_parents"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.AddField(
            model_name="assessment",
            name="confirmed_alone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="assessment",
            name="filled_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="handed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="keyed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="returned_reason",
            field=models.TextField(blank=True),
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
                    ("handed over", "handed over to be confirmed"),
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
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_alone", False),
                        ("filled_on__isnull", True),
                        ("handed_at__isnull", True),
                        ("keyed_by__isnull", True),
                        ("returned_reason", ""),
                    ),
                    models.Q(
                        models.Q(("rater", ""), _negated=True),
                        ("filled_on__isnull", False),
                        ("keyed_by__isnull", False),
                        ("origin", "entered"),
                        ("rater_user__isnull", True),
                        ("side__in", ("government", "partners")),
                    ),
                    _connector="OR",
                ),
                name="assessment_keyed_in_is_on_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keyed_by__isnull", True),
                    models.Q(("confirmed_alone", False), ("state__in", ["draft", "set_aside"])),
                    models.Q(
                        ("handed_at__isnull", False), ("returned_reason", ""), ("sent_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="assessment_keyed_in_is_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keyed_by__isnull", True),
                    ("sent_by__isnull", True),
                    models.Q(
                        models.Q(("sent_by", models.F("keyed_by")), _negated=True), ("confirmed_alone", False)
                    ),
                    models.Q(("confirmed_alone", True), ("sent_by", models.F("keyed_by"))),
                    _connector="OR",
                ),
                name="assessment_keyed_in_is_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("returned_reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("returned_reason")),
                ),
                name="assessment_returned_reason_plain_text",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
