"""Photos and PDFs as evidence: kept with a draft, gone with it, told to the journal without what they show."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from coordination.actions import (
    archive,
    assessments,
    contacts,
    evidence,
    memberships,
    undoing,
    withdrawals,
)
from coordination.actions.contacts import ContactFacts
from coordination.actions.evidence_parents import OfAnswer, Parent
from coordination.domain.evidence import MOST_FILES
from coordination.domain.rules import Rule
from coordination.models import Assessment, Contact, EvidenceFile, JournalEntry, Programme, User
from coordination.models.evidence import storage
from coordination.permissions import standings
from coordination.queries import evidence_files, journal
from coordination.queries import withdrawals as records
from tests import make
from tests.evidence import attach, give, names_stored, pdf, photo
from tests.risks import observe

pytestmark = pytest.mark.django_db
#: Within it, what waits for the end of the transaction is done at its end.
Committed = Callable[[], AbstractContextManager[object]]


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
    assert (told.verb, told.noun) == ("attached", "assessment")
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
        attach(OfAnswer(assessment=draft, criterion="C1"), by=cast.grace)
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


# --- of a contact, of an observation

#: What else than an answer a file may belong to, in the hands of Amina, and what the journal calls it.
OTHERS = ("contact", "observation")


@pytest.fixture
def emptied(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Committed:
    return partial(django_capture_on_commit_callbacks, execute=True)


def written(kind: str, cast: make.Cast) -> Parent:
    if kind == "contact":
        return make.contact(cast.amina, subject="The audit", sharing="all")
    return observe("R1")


@pytest.mark.parametrize("kind", OTHERS)
def test_file_of_a_contact_or_an_observation_is_kept_told_and_removed_as_one_of_an_answer(
    kind: str, cast: make.Cast, emptied: Committed
) -> None:
    parent = written(kind, cast)
    row = attach(parent, note=" The minutes ")
    assert names_stored() == {row.pk.hex}
    assert row.note == "The minutes"
    assert (getattr(row, kind), row.programme, row.answer) == (parent, make.cod(), None)
    told, of_it = last(), JournalEntry.objects.filter(noun=kind).earliest("sequence")
    assert (told.verb, told.noun, told.key) == ("attached", kind, of_it.key)
    assert told.after.items() >= {"file": row.pk.hex, "sha256": row.sha256, "size": row.size}.items()
    assert attach(parent, note="again") == row
    with emptied():
        evidence.remove(file=row, by=cast.amina, at=make.AT)
    assert not names_stored()
    assert (last().verb, last().before) == ("removed", told.after)
    entries = JournalEntry.objects.count()
    evidence.remove(file=row, by=cast.amina, at=make.AT)
    assert JournalEntry.objects.count() == entries
    assert not journal.faults()


@pytest.mark.parametrize("kind", OTHERS)
def test_contact_and_observation_have_no_more_files_than_they_may(kind: str, cast: make.Cast) -> None:
    parent = written(kind, cast)
    for width in range(MOST_FILES):
        attach(parent, data=photo(20 + width))
    with make.refused(Rule.EVIDENCE_FULL):
        attach(parent, data=pdf())
    assert len(names_stored()) == MOST_FILES


@pytest.mark.parametrize("kind", OTHERS)
def test_whose_place_ended_since_adds_and_removes_nothing(kind: str, cast: make.Cast) -> None:
    parent = written(kind, cast)
    row, amina = attach(parent), User.objects.get(pk=cast.amina.pk)
    assert standings(amina)
    memberships.end_place(place=cast.amina.memberships.get(), by=None, at=make.AT)
    with make.refused(Rule.PLACE_ENDED):
        attach(parent, data=pdf(), by=amina)
    with make.refused(Rule.PLACE_ENDED):
        evidence.remove(file=row, by=amina, at=make.AT)
    assert names_stored() == {row.pk.hex}


@pytest.mark.parametrize("kind", OTHERS)
def test_in_an_archived_programme_nothing_is_added_and_removed(kind: str, cast: make.Cast) -> None:
    parent = written(kind, cast)
    row = attach(parent)
    archive.archive(programme=make.cod(), by=cast.alain, at=make.AT)
    with make.refused(Rule.PROGRAMME_ARCHIVED):
        attach(parent, data=pdf())
    with make.refused(Rule.PROGRAMME_ARCHIVED):
        evidence.remove(file=row, by=cast.amina, at=make.AT)
    assert names_stored() == {row.pk.hex}


@pytest.mark.parametrize("sharing", ["private", "side"])
def test_of_a_file_at_a_contact_that_not_everybody_reads_the_journal_keeps_its_number_alone(
    sharing: str, cast: make.Cast
) -> None:
    row = attach(make.contact(cast.amina, sharing=sharing), note="He will resign")
    assert last().after == {"file": row.pk.hex}
    evidence.remove(file=row, by=cast.amina, at=make.AT)
    assert last().before == {"file": row.pk.hex}


def test_contact_that_is_withdrawn_takes_no_file_and_keeps_its_own_for_when_it_is_restored(
    cast: make.Cast, emptied: Committed
) -> None:
    contact = make.contact(cast.amina, subject="The audit", sharing="all")
    row = attach(contact)
    with emptied():
        withdrawals.withdraw(
            record=contact, reason="Twice", shown=records.mark(contact), by=cast.amina, at=make.AT
        )
    with make.refused(Rule.WITHDRAWN):
        attach(contact, data=pdf())
    with make.refused(Rule.WITHDRAWN):
        evidence.remove(file=row, by=cast.amina, at=make.AT)
    assert not can_read(row, cast)
    assert names_stored() == {row.pk.hex}
    withdrawals.restore(record=Contact.everything.get(), by=cast.amina, at=make.AT)
    assert can_read(row, cast)


@pytest.mark.parametrize("kind", OTHERS)
def test_file_is_found_by_nobody_of_another_programme_whichever_they_ask_about(
    kind: str, cast: make.Cast
) -> None:
    row = attach(written(kind, cast))
    for programme in (make.cod(), make.programme("caf")):
        assert evidence_files.find(row.pk, user=cast.nadia, programme=programme) is None
    assert evidence_files.find(row.pk, user=cast.amina, programme=make.programme("caf")) is None
    assert can_read(row, cast)


def can_read(row: EvidenceFile, cast: make.Cast) -> bool:
    return evidence_files.find(row.pk, user=cast.amina, programme=make.cod()) is not None


@pytest.mark.parametrize("sharing", ["all", "private"])
def test_contact_that_was_noted_is_not_undone_once_it_has_a_file(sharing: str, cast: make.Cast) -> None:
    contact = make.contact(cast.amina, subject="The audit", sharing=sharing)
    attach(contact)
    with make.refused(Rule.UNDO_CHANGED):
        undoing.undo(record=contact, by=cast.amina, at=make.AT)


def test_contact_that_is_changed_keeps_its_files(cast: make.Cast) -> None:
    contact = make.contact(cast.amina)
    row = attach(contact)
    facts = ContactFacts(subject="Another", on=contact.on)
    contacts.change(contact=contact, facts=facts, base_version=1, by=cast.amina, at=timezone.now())
    assert EvidenceFile.objects.get() == row


def test_files_of_contacts_and_observations_are_gone_with_an_example_that_is_removed(
    cast: make.Cast, emptied: Committed
) -> None:
    for kind in OTHERS:
        attach(written(kind, cast))
    cod = make.cod()
    Programme.objects.filter(pk=cod.pk).update(kind=Programme.Kind.EXAMPLE)
    with emptied():
        archive.remove(programme=cod, typed=cod.code, by=cast.alain, at=make.AT)
    assert not names_stored()
    assert not EvidenceFile.objects.exists()
