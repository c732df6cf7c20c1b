"""Places that wait for a confirmation, links to choose a password, notices; what is there counts as confirmed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from coordination.migrations import _triggers

NOW = timezone.now()


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0012_journal_time"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("mail", "mailed"),
                            ("print", "printed"),
                            ("server", "given by whoever runs the server"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("government", "government"), ("partners", "partners")],
                        max_length=20,
                        null=True,
                        blank=True,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True, blank=True)),
            ],
            options={
                "verbose_name": "link to choose a password",
                "verbose_name_plural": "links to choose a password",
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                        choices=[("government", "government"), ("partners", "partners")], max_length=20
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("own", "a place of one's own side, or of none"),
                            ("other", "a place of the other side"),
                        ],
                        max_length=20,
                    ),
                ),
                ("operands", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True, blank=True)),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="asked_at",
            field=models.DateTimeField(default=NOW, editable=False, verbose_name="asked for on"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="asked_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked for by",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="confirmed_at",
            field=models.DateTimeField(
                default=NOW, editable=False, null=True, blank=True, verbose_name="confirmed on"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="confirmed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="confirmed by",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="reads_since",
            field=models.DateTimeField(
                editable=False, null=True, blank=True, verbose_name="reads what was written since"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="session_number",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__gte", models.F("asked_at")), ("confirmed_at__isnull", False)),
                    models.Q(
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                        ("side__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="membership_waits_or_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("user")), _negated=True),
                    _connector="OR",
                ),
                name="membership_confirmed_by_another",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="programme",
            field=models.ForeignKey(
                null=True,
                blank=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="coordination.programme",
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.programme"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("programme__isnull", False),
                        ("way", "print"),
                        models.Q(
                            ("side__isnull", True), ("side__in", ["government", "partners"]), _connector="OR"
                        ),
                    ),
                    models.Q(
                        ("programme__isnull", True), ("side__isnull", True), ("way__in", ["mail", "server"])
                    ),
                    _connector="OR",
                ),
                name="link_printed_in_a_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("used_at__isnull", True), ("used_at__gte", models.F("made_at")), _connector="OR"
                ),
                name="link_made_before_used",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "other"), ("seen_at__isnull", True)),
                fields=("user", "programme", "side"),
                name="notice_of_the_other_side_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "other"), _negated=True), ("operands", {}), _connector="OR"
                ),
                name="notice_of_the_other_side_is_bare",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])), name="notice_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["own", "other"])), name="notice_kind_is_known"
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
