"""What is searched is read by the one rule of likeness: hyphens as spaces, apostrophes of one kind, ligatures in two letters.

Backwards nothing changes: the rule before finds less in these texts, until each record is saved again.
"""

from django.db import migrations

from coordination.domain.bilingual import fold

SEARCHED = ("partner", "structure", "activity", "commitment", "contact")
BATCH = 500


def fold_anew(apps, schema_editor):
    for name in SEARCHED:
        model = apps.get_model("coordination", name)
        changed = []
        for row in model._base_manager.only("pk", "folded").order_by("pk").iterator(chunk_size=BATCH):
            now = fold(row.folded)
            if now != row.folded:
                row.folded = now
                changed.append(row)
        model._base_manager.bulk_update(changed, ["folded"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0039_asked_structures"),
    ]

    operations = [
        migrations.RunPython(fold_anew, migrations.RunPython.noop),
    ]
