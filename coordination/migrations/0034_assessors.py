"""Who is asked to score, who agreed to close, what was not submitted, and what people are reminded of."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0033_withdrawals"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="Assessor",
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
            ],
            options={
                "verbose_name": "assessor asked",
                "verbose_name_plural": "assessors asked",
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                (
                    "to",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed")],
                        max_length=20,
                        verbose_name="agreed to",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given on")),
            ],
            options={
                "verbose_name": "consent to close or reopen",
                "verbose_name_plural": "consents to close or reopen",
            },
        ),
        migrations.CreateModel(
            name="NotSubmitted",
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
                ("told_at", models.DateTimeField(verbose_name="told on")),
            ],
            options={
                "verbose_name": "structure not submitted",
                "verbose_name_plural": "structures not submitted",
            },
        ),
        migrations.CreateModel(
            name="RoundMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unsent", "what is left to send"),
                            ("asked", "the other side asks"),
                            ("closed", "the round is closed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "mail about a round",
                "verbose_name_plural": "mails about rounds",
            },
        ),
        migrations.CreateModel(
            name="RoundRequest",
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
                (
                    "asked",
                    models.CharField(
                        choices=[("government", "government"), ("partners", "partners")],
                        max_length=20,
                        verbose_name="side asked",
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "request to send",
                "verbose_name_plural": "requests to send",
            },
        ),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_set_aside_is_stamped",
        ),
        migrations.AddField(
            model_name="assessment",
            name="set_aside_at_closing",
            field=models.BooleanField(default=False),
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
                    ("consented", "agreed to close or reopen"),
                    ("took back", "took back the consent"),
                    ("named", "named assessors"),
                    ("reminded", "asked to send"),
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
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(
                                models.Q(("set_aside_reason", ""), _negated=True),
                                ("set_aside_at_closing", False),
                            ),
                            models.Q(("set_aside_at_closing", True), ("set_aside_reason", "")),
                            _connector="OR",
                        ),
                        ("set_aside_at__isnull", False),
                        ("set_aside_by__isnull", False),
                        ("state", "set_aside"),
                    ),
                    models.Q(
                        models.Q(("state", "set_aside"), _negated=True),
                        ("set_aside_at__isnull", True),
                        ("set_aside_at_closing", False),
                        ("set_aside_by__isnull", True),
                        ("set_aside_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="assessment_set_aside_is_stamped",
            ),
        ),
        migrations.AddField(
            model_name="assessor",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessors",
                to="coordination.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="assessor",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="coordination.structure",
                verbose_name="structure",
            ),
        ),
        migrations.AddField(
            model_name="assessor",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assessor",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="coordination.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="notsubmitted",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="not_submitted",
                to="coordination.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="notsubmitted",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.structure"
            ),
        ),
        migrations.AddField(
            model_name="roundmail",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.round"
            ),
        ),
        migrations.AddField(
            model_name="roundmail",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="roundrequest",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="roundrequest",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="coordination.round",
                verbose_name="round",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessor",
            constraint=models.UniqueConstraint(
                fields=("round", "structure", "side", "user"), name="assessor_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessor",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])), name="assessor_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(fields=("round", "side"), name="consent_once_a_side"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])), name="consent_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("to__in", ["open", "closed"])), name="consent_to_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notsubmitted",
            constraint=models.UniqueConstraint(
                fields=("round", "structure", "side"), name="not_submitted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notsubmitted",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])),
                name="notsubmitted_side_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "unsent")),
                fields=("user", "on"),
                name="roundmail_unsent_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundmail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "asked")),
                fields=("user", "round", "kind", "on"),
                name="roundmail_asked_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["unsent", "asked", "closed"])),
                name="roundmail_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundrequest",
            constraint=models.UniqueConstraint(
                fields=("round", "side", "asked", "on"), name="roundrequest_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="roundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])),
                name="roundrequest_side_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked__in", ["government", "partners"])),
                name="roundrequest_asked_is_known",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
