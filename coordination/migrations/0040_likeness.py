"""What is searched is read by the one rule of likeness: hyphens as spaces, apostrophes of one kind, ligatures in two letters.

Backwards nothing changes: the rule before finds less in these texts, until each record is saved again.
"""

from django.db import migrations

SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032\u00b4\u0060\uff07", "'")
    | dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", " ")
)
LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)
SEARCHED = ("partner", "structure", "activity", "commitment", "contact")
BATCH = 500


def fold_anew(apps, schema_editor):
    for name in SEARCHED:
        model = apps.get_model("coordination", name)
        changed = []
        for row in model._base_manager.only("pk", "folded").order_by("pk").iterator(chunk_size=BATCH):
            # Without accents and capitals it is already.
            now = " ".join(row.folded.translate(SIGNS).translate(LETTERS).split())
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
