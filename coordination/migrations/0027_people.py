"""The invitation and last visit of a place, places that ended, mails of a demonstration."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

import coordination.models.constraints
from coordination.migrations import _triggers


def tell_from_before(apps, schema_editor):
    """A place was asked for when its person was invited; who has signed in has come in."""
    places = apps.get_model("coordination", "Membership").objects
    signed_in = apps.get_model("coordination", "User").objects.filter(pk=OuterRef("user"))
    places.update(invited_at=F("asked_at"), seen_at=Subquery(signed_in.values("last_login")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0026_programme"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("adviser", "adviser"),
                            ("manager", "manager"),
                            ("viewer", "viewer"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("government", "government"), ("partners", "partners")],
                        max_length=20,
                        null=True,
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name": "former place",
                "verbose_name_plural": "former places",
            },
        ),
        migrations.CreateModel(
            name="KeptMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=1000)),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "mail of the demonstration",
                "verbose_name_plural": "mails of the demonstration",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="invited_at",
            field=models.DateTimeField(default=timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="invited_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="membership",
            name="seen_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("invited_name"), 120
                    ),
                    coordination.models.constraints.HasNoNul(models.F("invited_name")),
                ),
                name="membership_invited_name_plain_text",
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="coordination.programme"
            ),
        ),
        migrations.AddField(
            model_name="formerplace",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("to"), 1000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("to")),
                ),
                name="kept_mail_to_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("subject"), 300
                    ),
                    coordination.models.constraints.HasNoNul(models.F("subject")),
                ),
                name="kept_mail_subject_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="keptmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("text"), 100000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("text")),
                ),
                name="kept_mail_text_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.UniqueConstraint(fields=("user", "programme"), name="former_place_once"),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("role__in", ["adviser", "manager"]),
                        ("side__in", ["government", "partners"]),
                        ("side__isnull", False),
                    ),
                    models.Q(("role__in", ["viewer", "administrator"]), ("side__isnull", True)),
                    _connector="OR",
                ),
                name="former_place_side_fits_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("email"), 254
                    ),
                    coordination.models.constraints.HasNoNul(models.F("email")),
                ),
                name="former_place_email_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name"), 120
                    ),
                    coordination.models.constraints.HasNoNul(models.F("name")),
                ),
                name="former_place_name_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 300
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="former_place_reason_plain_text",
            ),
        ),
        migrations.RunPython(tell_from_before, migrations.RunPython.noop),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
