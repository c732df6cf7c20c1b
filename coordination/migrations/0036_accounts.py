"""Exports are journaled; codes of the first run are counted like all else that is tried."""

from django.db import migrations, models

from coordination.migrations import _triggers


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0035_checkpoints"),
    ]

    operations = [
        migrations.RunPython(_triggers.put_aside, _triggers.put_back),
        migrations.RemoveConstraint(
            model_name="firstrun",
            name="first_run_tries_end",
        ),
        migrations.RemoveConstraint(
            model_name="tally",
            name="tally_what_is_known",
        ),
        migrations.RemoveField(
            model_name="firstrun",
            name="tries",
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
                ],
                max_length=40,
                verbose_name="what was done",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["sign-in", "factor", "link", "invitation", "export", "load", "code"])
                ),
                name="tally_what_is_known",
            ),
        ),
        migrations.RunPython(_triggers.put_back, _triggers.put_aside),
    ]
