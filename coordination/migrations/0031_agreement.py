"""Comments after the reveal, and what both sides answer together; what was said does not change."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import coordination.models.constraints
from coordination.migrations import _triggers

#: What a row says, which stays as it was written: its plain columns, and those that may be empty.
SAID = {
    "comment": (
        ("round_id", "structure_id", "criterion_id", "side", "role", "author_id", "text", "at"),
        (),
        "what was commented stays",
    ),
    "jointanswer": (
        ("round_id", "structure_id", "criterion_id", "differs", "verbatim", "status", "basis")
        + ("proposed_by_id", "proposed_side", "proposed_at"),
        ("level", "lo", "hi"),
        "what was proposed stays",
    ),
    "dissent": (("joint_answer_id", "side", "reason", "by_id", "at"), (), "a dissent stays"),
}


def guard(apps, schema_editor):
    for table, (columns, numbers, said) in SAID.items():
        changed = " OR ".join(
            [f"OLD.{each} <> NEW.{each}" for each in columns]
            + [f"COALESCE(OLD.{each}, -1) <> COALESCE(NEW.{each}, -1)" for each in numbers]
        )
        _triggers.add(schema_editor, f"{table}_stays", table, changed, said, events=("UPDATE",))


def unguard(apps, schema_editor):
    for table in SAID:
        _triggers.remove(schema_editor, f"{table}_stays", events=("UPDATE",))


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0030_agreed_voice"),
    ]

    operations = [
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
                    ("commented", "commented"),
                    ("proposed", "proposed"),
                    ("dissented", "recorded a dissent"),
                    ("agreed", "agreed"),
                    ("withdrawn", "withdrawn"),
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
        migrations.CreateModel(
            name="JointAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("differs", models.BooleanField(default=False)),
                ("verbatim", models.CharField(blank=True, max_length=200)),
                ("status", models.CharField(blank=True, max_length=20)),
                ("level", models.SmallIntegerField(blank=True, null=True)),
                ("lo", models.SmallIntegerField(blank=True, null=True)),
                ("hi", models.SmallIntegerField(blank=True, null=True)),
                ("certainty", models.CharField(blank=True, max_length=20, null=True)),
                ("basis", models.TextField(blank=True, verbose_name="reason")),
                (
                    "proposed_side",
                    models.CharField(
                        choices=[("government", "government"), ("partners", "partners")], max_length=20
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("government_at", models.DateTimeField(blank=True, null=True)),
                ("partners_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("standing", "stands"),
                            ("replaced", "replaced"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_answers",
                        to="coordination.criterion",
                    ),
                ),
                (
                    "government_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partners_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_answers",
                        to="coordination.round",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_answers",
                        to="coordination.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint answer",
                "verbose_name_plural": "joint answers",
                "ordering": ("proposed_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Dissent",
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
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "joint_answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dissents",
                        to="coordination.jointanswer",
                    ),
                ),
            ],
            options={
                "verbose_name": "dissent",
                "verbose_name_plural": "dissents",
                "ordering": ("side",),
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("adviser", "adviser"),
                            ("manager", "manager"),
                            ("viewer", "viewer"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="coordination.criterion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="coordination.round",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="coordination.structure",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["round", "structure"], name="comment_of_card")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                                ("withdrawn_reason", ""),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_withdrawn_is_stamped",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="comment_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["government", "partners"])),
                        name="comment_side_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["adviser", "manager"])), name="comment_role_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("text"), 4000
                            ),
                            coordination.models.constraints.HasNoNul(models.F("text")),
                        ),
                        name="comment_text_plain_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("withdrawn_reason"), 4000
                            ),
                            coordination.models.constraints.HasNoNul(models.F("withdrawn_reason")),
                        ),
                        name="comment_withdrawn_reason_plain_text",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("round", "structure", "criterion"),
                name="joint_answer_proposed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "standing")),
                fields=("round", "structure", "criterion"),
                name="joint_answer_standing_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "standing"),
                        ("government_at__isnull", False),
                        ("partners_at__isnull", False),
                    ),
                    models.Q(
                        ("state__in", ["proposed", "withdrawn"]),
                        models.Q(
                            ("government_at__isnull", False), ("partners_at__isnull", False), _negated=True
                        ),
                    ),
                    ("state", "replaced"),
                    _connector="OR",
                ),
                name="joint_answer_stands_when_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("government_at__isnull", True), ("government_by__isnull", True)),
                    models.Q(("government_at__isnull", False), ("government_by__isnull", False)),
                    _connector="OR",
                ),
                name="joint_answer_government_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partners_at__isnull", True), ("partners_by__isnull", True)),
                    models.Q(("partners_at__isnull", False), ("partners_by__isnull", False)),
                    _connector="OR",
                ),
                name="joint_answer_partners_is_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("certainty__isnull", True),
                        ("differs", True),
                        ("hi__isnull", True),
                        ("level__isnull", True),
                        ("lo__isnull", True),
                        ("status", ""),
                        ("verbatim", ""),
                    ),
                    models.Q(
                        ("differs", False),
                        models.Q(
                            models.Q(
                                ("certainty__isnull", False),
                                ("hi__isnull", False),
                                ("hi__lte", 4),
                                ("lo__gte", 0),
                                ("lo__isnull", False),
                                ("lo__lte", models.F("hi")),
                                ("status", "answered"),
                                models.Q(
                                    ("level__isnull", True),
                                    models.Q(("level__gte", models.F("lo")), ("level__lte", models.F("hi"))),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("certainty__isnull", True),
                                ("hi", 4),
                                ("hi__isnull", False),
                                ("level__isnull", True),
                                ("lo", 0),
                                ("lo__isnull", False),
                                ("status__in", ["unknown", "none"]),
                            ),
                            models.Q(
                                ("certainty__isnull", True),
                                ("hi__isnull", True),
                                ("level__isnull", True),
                                ("lo__isnull", True),
                                ("status", "not_applicable"),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="joint_answer_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certainty__isnull", True),
                    models.Q(
                        ("certainty", "plain"),
                        ("hi", models.F("level")),
                        ("level__isnull", False),
                        ("lo", models.F("level")),
                    ),
                    models.Q(("certainty", "doubtful"), ("level__isnull", False)),
                    models.Q(("certainty", "range"), ("level__isnull", True), ("lo__lt", models.F("hi"))),
                    _connector="OR",
                ),
                name="joint_answer_certainty",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("proposed_side__in", ["government", "partners"])),
                name="joint_answer_proposed_side_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "standing", "replaced", "withdrawn"])),
                name="joint_answer_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("verbatim"), 200
                    ),
                    coordination.models.constraints.HasNoNul(models.F("verbatim")),
                ),
                name="joint_answer_verbatim_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="jointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("basis"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("basis")),
                ),
                name="joint_answer_basis_plain_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.UniqueConstraint(fields=("joint_answer", "side"), name="dissent_once_a_side"),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="dissent_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["government", "partners"])), name="dissent_side_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dissent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 4000
                    ),
                    coordination.models.constraints.HasNoNul(models.F("reason")),
                ),
                name="dissent_reason_plain_text",
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
