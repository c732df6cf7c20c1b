"""Photos and PDFs as evidence: kept with a draft, gone with it, told to the journal without what they show."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from coordination.actions import archive, assessments, evidence
from coordination.domain.evidence import MOST_FILES
from coordination.domain.rules import Rule
from coordination.models import Assessment, EvidenceFile, JournalEntry, Programme
from coordination.models.evidence import storage
from coordination.queries import evidence_files, journal
from tests import make
from tests.evidence import give, names_stored, pdf, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _emptied() -> None:
    """Bytes do not go back with the rows of a test."""
    for name in names_stored():
        storage().delete(name)


@pytest.fixture
def draft(cast: make.Cast) -> Assessment:
    return make.begin(cast.amina, "CMJ", make.open_round(), criterion="C1")


def last() -> JournalEntry:
    return JournalEntry.objects.latest("sequence")


def test_file_is_stored_under_a_number_with_its_hash_and_told_without_its_content(draft: Assessment) -> None:
    row = give(draft, note=" The minutes, page 2 ")
    found = evidence_files.content(row)
    assert found is not None
    assert names_stored() == {row.pk.hex}
    assert (row.sha256, row.size) == (hashlib.sha256(found.data).hexdigest(), len(found.data))
    assert row.note == "The minutes, page 2"
    told = last()
    assert (told.verb, told.noun) == ("saved", "assessment")
    assert told.after == {
        "criterion": "C1",
        "file": row.pk.hex,
        "kind": "picture",
        "size": row.size,
        "sha256": row.sha256,
    }
    assert not journal.faults()


def test_same_file_again_is_the_one_that_is_there(draft: Assessment) -> None:
    assert give(draft, note="first") == give(draft, note="second")
    assert len(names_stored()) == EvidenceFile.objects.count() == 1


def test_answer_has_no_more_files_than_it_may(draft: Assessment) -> None:
    for width in range(MOST_FILES):
        give(draft, data=photo(20 + width))
    with make.refused(Rule.EVIDENCE_FULL):
        give(draft, data=pdf())
    assert len(names_stored()) == MOST_FILES
    make.answer(draft, "C2")
    give(draft, "C2", data=pdf())


def test_what_is_not_answered_takes_no_file(draft: Assessment) -> None:
    with make.refused(Rule.EVIDENCE_WITHOUT_ANSWER):
        give(draft, "C2")


def test_what_is_sent_takes_and_loses_no_file(draft: Assessment) -> None:
    row = give(draft)
    make.send(draft, accept_blanks=True)
    with make.refused(Rule.NOT_NOW_SCORE):
        give(draft, data=pdf())
    with make.refused(Rule.NOT_NOW_SCORE):
        evidence.remove(file=row, by=make.rater(draft), at=make.AT)
    assert names_stored() == {row.pk.hex}
    make.recall(draft)
    give(draft, data=pdf())


def test_place_that_ended_adds_nothing(draft: Assessment, cast: make.Cast) -> None:
    with make.refused(Rule.PLACE_ENDED):
        evidence.add(assessment=draft, criterion="C1", data=photo(), note="", by=cast.grace, at=make.AT)
    assert not names_stored()


def test_file_that_is_removed_is_gone_once_that_is_stored(
    draft: Assessment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = give(draft)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(file=row, by=make.rater(draft), at=make.AT)
        assert names_stored() == {row.pk.hex}
    assert not names_stored()
    assert not EvidenceFile.objects.exists()
    assert (last().verb, last().before["sha256"]) == ("removed", row.sha256)
    evidence.remove(file=row, by=make.rater(draft), at=make.AT)
    assert not journal.faults()


def test_answer_that_is_changed_keeps_its_files(draft: Assessment) -> None:
    give(draft)
    make.answer(draft, "C1", "No")
    assert EvidenceFile.objects.count() == 1


def test_files_are_gone_with_a_draft_that_is_discarded_and_stay_with_one_set_aside(
    draft: Assessment, cast: make.Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give(draft)
    make.set_aside(draft)
    assert EvidenceFile.objects.count() == len(names_stored()) == 1
    draft.refresh_from_db()
    assessments.restore(assessment=draft, by=cast.paul, at=make.AT)
    with django_capture_on_commit_callbacks(execute=True):
        make.discard(draft)
    assert not names_stored()
    assert not EvidenceFile.objects.exists()


def test_draft_that_is_not_discarded_after_all_keeps_its_files(
    draft: Assessment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give(draft)

    def discard_and_fail() -> None:
        with transaction.atomic():
            make.discard(draft)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        discard_and_fail()
    assert EvidenceFile.objects.count() == len(names_stored()) == 1


def test_files_are_gone_with_an_example_that_is_removed(
    draft: Assessment, cast: make.Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    give(draft)
    cod = draft.round.programme
    Programme.objects.filter(pk=cod.pk).update(kind=Programme.Kind.EXAMPLE)
    with django_capture_on_commit_callbacks(execute=True):
        archive.remove(programme=cod, typed=cod.code, by=cast.alain, at=make.AT)
    assert not names_stored()


def test_what_belongs_to_nothing_is_cleaned_up_after_a_day(draft: Assessment) -> None:
    row = give(draft)
    storage().save("0" * 32, ContentFile(b"left behind"))
    storage().save("README", ContentFile(b"of somebody else"))
    assert evidence.clean_up(by=None, at=timezone.now()) == 0
    assert evidence.clean_up(by=None, at=timezone.now() + timedelta(days=2)) == 1
    assert names_stored() == {row.pk.hex, "README"}
