"""Reference data: checked, stored, and told to the journal with what was there before."""

import pytest
from django.core.exceptions import ValidationError

from coordination.actions import saving
from coordination.models import JournalEntry, Structure
from tests import make

pytestmark = pytest.mark.django_db
#: A NUL never reaches the database: the check says so, or PostgreSQL's driver, which cannot even ask with one.
NOT_ACCEPTABLE = (ValidationError, ValueError)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def test_a_new_structure_gets_its_address_and_can_be_found_without_accents(cast: make.Cast) -> None:
    item = Structure(
        programme=make.cod(), code="CT/État", name_en="Staff", name_fr="État-major", sector="defence"
    )
    saving.save(item=item, by=cast.alain, at=make.AT)
    stored = Structure.objects.get(code="CT/État")
    assert (stored.slug, stored.folded) == ("ct-etat", "ct/etat staff etat-major")
    entry = last_entry()
    assert (entry.verb, entry.noun, entry.by, entry.programme) == (
        "saved",
        "structure",
        cast.alain,
        make.cod(),
    )
    assert entry.before is None
    assert entry.after["name_fr"] == "État-major"


def test_a_renamed_structure_keeps_its_address(cast: make.Cast) -> None:
    item = make.structure("CMJ")
    item.code, item.name_fr = "CMJ-bis", "Commission mixte de justice (bis)"
    saving.save(item=item, by=cast.alain, at=make.AT)
    stored = Structure.objects.get(pk=item.pk)
    assert (stored.slug, stored.folded[:7]) == ("cmj", "cmj-bis")
    assert (last_entry().before["code"], last_entry().after["code"]) == ("CMJ", "CMJ-bis")


@pytest.mark.parametrize(
    "change",
    [
        {"code": ""},
        {"code": "CMJ"},
        {"code": "x" * 41},
        {"name_fr": ""},
        {"name_en": "x\0y"},
        {"founded": "2008", "closed": "2005"},
    ],
    ids=str,
)
def test_a_structure_that_cannot_be_is_refused_and_nothing_changes(
    cast: make.Cast, change: dict[str, str]
) -> None:
    before = make.everything()
    given = {"code": "NEW", "name_en": "New", "name_fr": "Nouveau", "sector": "police"} | change
    with pytest.raises(NOT_ACCEPTABLE):
        saving.save(item=Structure(programme=make.cod(), **given), by=cast.alain, at=make.AT)
    assert make.everything() == before


def test_a_programme_is_told_too(cast: make.Cast) -> None:
    item, field = make.cod(), "name_en"
    setattr(item, field, "2010")
    saving.save(item=item, by=cast.alain, at=make.AT)
    entry = last_entry()
    assert (entry.noun, entry.after[field]) == ("programme", "2010")
    assert entry.before is not None
    assert entry.before.get(field) != "2010"
