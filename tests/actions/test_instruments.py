"""Publishing an instrument: once, whole, and never again otherwise."""

import pytest

from coordination.domain.instruments import fingerprint
from coordination.domain.rules import Rule
from coordination.models import Criterion, Instrument, JournalEntry
from coordination.queries import instruments
from tests import make

pytestmark = pytest.mark.django_db


def test_a_published_instrument_is_stored_with_its_criteria_and_hash() -> None:
    stored = Instrument.objects.get()
    assert (stored.code, stored.version, stored.status) == ("partnership-2008", "2008.1", "published")
    assert stored.content_hash == make.instrument_value().content_hash == fingerprint(stored.content)
    codes = Criterion.objects.filter(instrument=stored).values_list("code", flat=True)
    assert " ".join(codes) == "C1 C2 C3 C4 C5 C6 C7 O1 O2 O3 O4 O5 O6 O7 S1 S2 S3 S4 S5"


def test_what_is_stored_is_what_was_published() -> None:
    assert instruments.value(Instrument.objects.get().pk) == make.instrument_value()


def test_publishing_is_told_to_the_journal(cast: make.Cast) -> None:
    published = make.instruments.publish(
        value=make.changed_instrument(version="2008.2"), by=cast.alain, at=make.AT
    )
    entry = JournalEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.noun, entry.key, entry.by) == (
        "published",
        "instrument",
        "partnership-2008 2008.2",
        cast.alain,
    )
    assert entry.after == {"content_hash": published.content_hash}


def test_the_same_version_again_changes_nothing() -> None:
    before = make.everything()
    assert make.publish_instrument() == Instrument.objects.get()
    assert make.everything() == before


def test_one_changed_word_of_a_published_version_is_refused() -> None:
    with make.refused(Rule.CONFLICT):
        make.publish_instrument(make.one_word_changed())


def test_a_correction_is_a_new_version_beside_the_old_one() -> None:
    make.publish_instrument(make.changed_instrument(version="2008.2"))
    assert [version for _pk, _code, version in instruments.versions()] == ["2008.2", "2008.1"]
    assert Criterion.objects.filter(code="C1").count() == 2
