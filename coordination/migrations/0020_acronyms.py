"""What GTSE and CPSE stand for is told where the structure is that of the shipped file and nobody has written a mandate.

So a copy filled by an earlier program says the same as the file, which can be loaded again without a conflict.
"""

import json
from pathlib import Path

from django.db import migrations

from coordination.migrations import _journal

CODE, SLIDE = "GTSE/CPSE", "Examples of coordination structures: GTSE/CPSE"
MANDATE = json.loads(Path(__file__).with_name("0020_acronyms.json").read_text(encoding="utf-8"))
WRITTEN = {"mandate_en": MANDATE["en"], "mandate_fr": MANDATE["fr"]}
EMPTY = {"mandate_en": "", "mandate_fr": ""}


def forward(apps, schema_editor):
    """Write the mandate where there is none."""
    _write(apps, EMPTY, WRITTEN)


def back(apps, schema_editor):
    """Take the mandate out where it is as it was written here."""
    _write(apps, WRITTEN, EMPTY)


def _write(apps, here, there):
    Structure = apps.get_model("coordination", "Structure")
    for row in Structure.objects.filter(code=CODE, slide=SLIDE, **here).order_by("pk"):
        Structure.objects.filter(pk=row.pk).update(**there)
        before, after = ({"id": str(row.pk), "code": CODE} | words for words in (here, there))
        _journal.tell(apps, "saved", "structure", CODE, before, after, programme=row.programme_id)


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0019_questionnaire_words"),
    ]

    operations = [migrations.RunPython(forward, back)]
