"""Copies filled before the acronyms were known get them, where nobody has written a mandate; people may change them."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from coordination.models import JournalEntry, Structure
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db

MIGRATION: Any = import_module("coordination.migrations.0020_acronyms")


def structure() -> Structure:
    return make.structure("GTSE/CPSE")


def test_the_shipped_file_says_what_the_letters_stand_for_and_where_that_is_said() -> None:
    for mandate in (structure().mandate_en, structure().mandate_fr):
        assert "Groupe technique de sécurisation des élections" in mandate
        assert "Comité de pilotage pour la sécurisation des élections" in mandate
        assert "MONUSCO" in mandate
        assert "2015" in mandate
    assert (make.structure("CMJ").mandate_en, make.structure("CCRSS").mandate_en) == ("", "")


def test_a_copy_without_a_mandate_gets_it_and_the_file_loads_again_without_a_conflict() -> None:
    MIGRATION.back(apps, None)
    assert structure().mandate_fr == ""
    assert "du côté des partenaires" in make.round_("january-2008").notice_fr
    MIGRATION.forward(apps, None)
    assert "pour les partenaires" in make.round_("january-2008").notice_fr
    assert {"mandate_en": structure().mandate_en, "mandate_fr": structure().mandate_fr} == MIGRATION.WRITTEN
    assert not make.load(make.DRC).created
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.by, entry.programme) == ("saved", "structure", None, make.cod())
    assert journal.faults() == []


@pytest.mark.parametrize("way", ["forward", "back"])
def test_what_somebody_wrote_stays(way: str) -> None:
    Structure.objects.filter(pk=structure().pk).update(mandate_en="Ours", mandate_fr="")
    getattr(MIGRATION, way)(apps, None)
    assert (structure().mandate_en, structure().mandate_fr) == ("Ours", "")
