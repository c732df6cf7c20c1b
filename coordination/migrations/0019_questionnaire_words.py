"""The texts of version 2008.1 are renewed where nobody's answer rests on them; else the new ones come as 2008.2.

A published version never changes once a person has answered it. What shipped files and the demonstration hold
(from a source, or invented) are not a person's answers. The renewal stands in the journal like a publication, so
that ``verify_journal`` follows it. Going back gives the old texts under the same condition; a version 2008.2 stays.
"""

import json
import re
from copy import deepcopy
from functools import reduce
from pathlib import Path

from django.db import migrations
from django.db.models import Q

from coordination.migrations import _journal, _triggers

#: The fingerprints before and after, and each changed place with its text before and after; null where there is none.
WORDS = json.loads(Path(__file__).with_name("0019_questionnaire_words.json").read_text(encoding="utf-8"))
CODE, OLD, NEXT = "partnership-2008", "2008.1", "2008.2"
#: Levels were told apart anew in every criterion: an answer of 2008.1 may stand for its level or one beside it.
CROSSWALK = [[max(0, level - 1), min(4, level + 1)] for level in range(5)]


def forward(apps, schema_editor):
    """Renew the texts, or publish them as the next version."""
    _renew(apps, schema_editor, ("before", "after"), otherwise=_publish_next)


def back(apps, schema_editor):
    """Give the old texts back where nobody has answered the new ones."""
    _renew(apps, schema_editor, ("after", "before"), otherwise=lambda *_: None)


def _renew(apps, schema_editor, way, otherwise):
    here, there = way
    Instrument = apps.get_model("coordination", "Instrument")
    row = Instrument.objects.filter(code=CODE, version=OLD, content_hash=WORDS[here]).first()
    if row is None:
        return
    content = _changed(row.content, here, there)
    if _is_answered(apps, row):
        otherwise(apps, content)
        return
    with _triggers.lifted(schema_editor, "instrument_is_frozen", "instrument"):
        Instrument.objects.filter(pk=row.pk).update(content=content, content_hash=WORDS[there])
    _tell(apps, OLD, {"content_hash": WORDS[here]}, {"content_hash": WORDS[there]})


def _is_answered(apps, row):
    """Whether a person has answered this version: in the program, or in a file of people's answers."""
    persons = Q(assessment__origin="entered") | Q(saved_by__isnull=False)
    return (
        apps.get_model("coordination", "Answer").objects.filter(persons, criterion__instrument=row).exists()
    )


def _changed(content, here, there):
    """Return the content with every changed place as it is ``there``; raises ValueError where a place differs."""
    content = deepcopy(content)
    for change in WORDS["changes"]:
        *steps, name = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", change["path"])]
        place = reduce(lambda found, step: found[step], steps, content)
        found = place.get(name) if isinstance(place, dict) else place[name]
        if found != change[here]:
            raise ValueError(f"{change['path']} is not what version {OLD} says")
        if change[there] is None:
            del place[name]
        else:
            place[name] = change[there]
    content["content_hash"] = WORDS[there]
    if _fingerprint(content) != WORDS[there]:
        raise ValueError(f"version {OLD} is not what its fingerprint says")
    return content


def _publish_next(apps, content):
    """Publish the new texts as the version after the one that people have answered."""
    Instrument, Criterion = (apps.get_model("coordination", name) for name in ("Instrument", "Criterion"))
    if Instrument.objects.filter(code=CODE, version=NEXT).exists():
        return
    content |= {"version": NEXT, "predecessor": {"code": CODE, "version": OLD}}
    listed = [
        (section["code"], criterion) for section in content["sections"] for criterion in section["criteria"]
    ]
    for _section, criterion in listed:
        criterion |= {"comparability": "indirect", "crosswalk": CROSSWALK}
    content["content_hash"] = _fingerprint(content)
    # Criteria go in while it is a draft: once it is published, guards refuse them.
    row = Instrument.objects.create(
        code=CODE, version=NEXT, status="draft", content=content, content_hash=content["content_hash"]
    )
    Criterion.objects.bulk_create(
        Criterion(instrument=row, code=criterion["code"], section=section, position=position)
        for position, (section, criterion) in enumerate(listed)
    )
    Instrument.objects.filter(pk=row.pk).update(status="published")
    _tell(apps, NEXT, None, {"content_hash": row.content_hash})


def _tell(apps, version, before, after):
    _journal.tell(apps, "published", "instrument", f"{CODE} {version}", before, after)


def _fingerprint(content):
    return _journal.sha256(
        _journal.line({key: value for key, value in content.items() if key != "content_hash"})
    )


class Migration(migrations.Migration):
    dependencies = [
        ("coordination", "0018_dates_and_amounts"),
    ]

    operations = [migrations.RunPython(forward, back)]
