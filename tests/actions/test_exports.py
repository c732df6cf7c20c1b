"""What left as a file stands in the journal: who took what of which programme, and when."""

import pytest

from coordination.actions import archive, exports
from coordination.models import JournalEntry
from coordination.queries import journal
from tests import make

pytestmark = pytest.mark.django_db


def test_the_journal_says_who_took_what_of_which_programme(cast: make.Cast) -> None:
    exports.note(name="compare-en.csv", programme=make.cod(), by=cast.amina, at=make.AT)
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.verb, entry.noun, entry.key) == ("exported", "export", "compare-en.csv")
    assert (entry.by, entry.programme) == (cast.amina, make.cod())
    assert journal.faults() == []


def test_what_is_read_of_an_archived_programme_is_told_too(cast: make.Cast) -> None:
    archive.archive(programme=make.cod(), by=cast.alain, at=make.AT)
    exports.note(name="compare-en.csv", programme=make.cod(), by=cast.amina, at=make.AT)
    assert JournalEntry.objects.latest("sequence").verb == "exported"
