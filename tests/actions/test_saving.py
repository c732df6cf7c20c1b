"""One way to keep a record: judged by what stands there now, checked, stored, and told to the journal."""

import pytest
from django.core.exceptions import ValidationError

from coordination.actions import saving
from coordination.domain.bilingual import Text
from coordination.domain.rules import Rule
from coordination.models import JournalEntry, Partner, Structure
from tests import make

pytestmark = pytest.mark.django_db
#: A NUL never reaches the database: the check says so, or PostgreSQL's driver, which cannot even ask with one.
NOT_ACCEPTABLE = (ValidationError, ValueError)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.order_by("-sequence")[0]


def said(row: Structure) -> dict[str, str]:
    return {"code": row.code, "name_fr": row.name_fr}


def keep(draft: saving.Draft[Structure], cast: make.Cast) -> Structure:
    return draft.keep(
        noun="structure", key=draft.row.code, programme=make.cod(), after=said, by=cast.alain, at=make.AT
    )


def test_a_new_record_is_told_to_the_journal_with_nothing_before(cast: make.Cast) -> None:
    row = Structure(
        programme=make.cod(), code="NEW", slug="new", name_en="New", name_fr="Nouveau", sector="police"
    )
    kept = keep(saving.new(row), cast)
    assert Structure.objects.get(code="NEW") == kept
    entry = last_entry()
    assert (entry.verb, entry.noun, entry.key, entry.by) == ("saved", "structure", "NEW", cast.alain)
    assert entry.programme == make.cod()
    assert (entry.before, entry.after) == (None, {"code": "NEW", "name_fr": "Nouveau"})


def test_a_stored_record_is_read_anew_and_told_as_it_was_and_is(cast: make.Cast) -> None:
    seen = make.structure("CMJ")
    Structure.objects.filter(pk=seen.pk).update(name_fr="Commission")
    draft = saving.stored(Structure.objects.all(), seen, before=said)
    assert draft.row.name_fr == "Commission"
    draft.put({"name_fr": "Commission mixte"})
    keep(draft, cast)
    assert Structure.objects.get(pk=seen.pk).name_fr == "Commission mixte"
    assert last_entry().before == {"code": "CMJ", "name_fr": "Commission"}
    assert last_entry().after == {"code": "CMJ", "name_fr": "Commission mixte"}


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
def test_a_record_that_cannot_be_is_refused_and_nothing_changes(
    cast: make.Cast, change: dict[str, str]
) -> None:
    before = make.everything()
    given = {"code": "NEW", "slug": "new", "name_en": "New", "name_fr": "Nouveau", "sector": "police"}
    with pytest.raises(NOT_ACCEPTABLE):
        keep(saving.new(Structure(programme=make.cod(), **given | change)), cast)
    assert make.everything() == before


def test_everything_that_is_wrong_is_said_at_once(cast: make.Cast) -> None:
    draft = saving.stored(Structure.objects.all(), make.structure("CMJ"), before=said)
    with make.refused(Rule.CHANGED_MEANWHILE, Rule.OTHER_PROGRAMME, Rule.NAME_MISSING):
        draft.require_unchanged(now=2, base=1, name="CMJ")
        draft.require_programme(
            make.cod(), parent=make.structure("CNS", programme=make.programme("caf")), partner=None
        )
        draft.problems.add(Rule.NAME_MISSING, "name_en")
        keep(draft, cast)


def test_what_nobody_changed_and_is_of_the_programme_is_no_problem(cast: make.Cast) -> None:
    draft = saving.stored(Structure.objects.all(), make.structure("CMJ"), before=said)
    draft.require_unchanged(now=1, base=1, name="CMJ")
    draft.require_programme(make.cod(), partner=Partner.objects.filter(programme=make.cod()).first())
    assert keep(draft, cast).code == "CMJ"


def test_the_next_code_is_one_that_is_free(cast: make.Cast) -> None:
    rows = Structure.objects.filter(programme=make.cod())
    number = rows.count() + 1
    assert saving.next_code(rows, "S") == f"S-{number}"
    make.structure(f"S-{number + 1}")
    assert saving.next_code(rows, "S") == f"S-{number + 2}"


def test_texts_are_kept_as_a_file_takes_them() -> None:
    assert saving.clean("  E\u0301tat-major\r\nKinshasa ") == "État-major\nKinshasa"
    assert saving.both(" Staff ", "") == Text("Staff", "Staff")
    assert saving.both("", "État-major") == Text("État-major", "État-major")
