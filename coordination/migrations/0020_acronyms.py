"""What GTSE and CPSE stand for is told where the structure is that of the shipped file and nobody has written a mandate.

The notice of the deck's round says « partenaires » without « côté ». So a copy filled by an earlier program says the same
as the shipped files, which can be loaded again without a conflict.
"""

import json
from pathlib import Path

from django.db import migrations

from coordination.migrations import _journal

CODE, SLIDE = "GTSE/CPSE", "Examples of coordination structures: GTSE/CPSE"
MANDATE = json.loads(Path(__file__).with_name("0020_acronyms.json").read_text(encoding="utf-8"))
WRITTEN = {"mandate_en": MANDATE["en"], "mandate_fr": MANDATE["fr"]}
EMPTY = {"mandate_en": "", "mandate_fr": ""}
NOTICE = (", du côté des partenaires, en janvier 2008.", ", pour les partenaires, en janvier 2008.")


def forward(apps, schema_editor):
    """Write the mandate where there is none."""
    _write(apps, EMPTY, WRITTEN)
    _notice(apps, *NOTICE)


def back(apps, schema_editor):
    """Take the mandate out where it is as it was written here."""
    _write(apps, WRITTEN, EMPTY)
    _notice(apps, *reversed(NOTICE))


def _write(apps, here, there):
    Structure = apps.get_model("coordination", "Structure")
    for row in Structure.objects.filter(code=CODE, slide=SLIDE, **here).order_by("pk"):
        Structure.objects.filter(pk=row.pk).update(**there)
        before, after = ({"id": str(row.pk), "code": CODE} | words for words in (here, there))
        _journal.tell(apps, "saved", "structure", CODE, before, after, programme=row.programme_id)


def _notice(apps, here, there):
    Round = apps.get_model("coordination", "Round")
    for row in Round.objects.filter(origin="source", notice_fr__contains=here).order_by("pk"):
        Round.objects.filter(pk=row.pk).update(notice_fr=row.notice_fr.replace(here, there))


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0019_questionnaire_words"),
    ]

    operations = [migrations.RunPython(forward, back)]
