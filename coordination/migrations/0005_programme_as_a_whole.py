"""Every programme has one row that stands for the programme as a whole, which the success criteria are asked of."""

import unicodedata

from django.db import migrations

SLUG = "_programme"
NAME_EN = "The programme as a whole"
NAME_FR = "Le programme dans son ensemble"


def add(apps, schema_editor):
    """Make the row where there is none, as ``actions.programmes.add_whole`` does."""
    structures = apps.get_model("coordination", "Structure").objects
    for programme in apps.get_model("coordination", "Programme").objects.all():
        there = structures.filter(programme=programme)
        if there.filter(is_programme=True).exists():
            continue
        taken = set(there.values_list("code", flat=True))
        plain = programme.code.upper()[:40]
        numbered = (f"{plain[:36]}-{n}" for n in range(2, 1000))
        code = next(each for each in (plain, *numbered) if each not in taken)
        decomposed = unicodedata.normalize("NFKD", f"{code} {NAME_EN} {NAME_FR}")
        structures.create(
            programme=programme,
            code=code,
            slug=SLUG,
            name_en=NAME_EN,
            name_fr=NAME_FR,
            sector="ssr",
            is_programme=True,
            folded="".join(each for each in decomposed if not unicodedata.combining(each)).casefold(),
        )


def take_away(apps, schema_editor):
    """Take away the rows that nothing refers to; with answers or anything else on them they stay as they are."""
    structure = apps.get_model("coordination", "Structure")
    relations = structure._meta.related_objects
    for row in structure.objects.filter(is_programme=True):
        used = (each.related_model.objects.filter(**{each.field.name: row}).exists() for each in relations)
        if not any(used):
            row.delete()


class Migration(migrations.Migration):
    dependencies = [("coordination", "0004_life")]
    operations = [migrations.RunPython(add, take_away)]
