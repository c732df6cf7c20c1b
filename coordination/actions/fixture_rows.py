"""Storing what a file says between rounds: functions, standards, activities, observations, commitments, contacts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coordination.actions import fixture_columns as columns
from coordination.actions import money, participations
from coordination.actions.fixture_columns import Relatives
from coordination.documents.fixture.document import ActivityEntry, CommitmentEntry, ContactEntry, Fixture
from coordination.documents.fixture.facts import Key
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Function,
    MovedDate,
    Observation,
    Programme,
    Standard,
    User,
)
from coordination.queries import activities, commitments, contacts

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What is new, and what it refers to by natural keys."""

    programme: Programme
    origin: str
    new: frozenset[tuple[str, Key]]
    references: Relatives

    def is_new(self, noun: str, *key: str) -> bool:
        """Whether there is no such thing yet."""
        return (noun, key) in self.new


@transaction.atomic
def store(
    *,
    fixture: Fixture,
    new: frozenset[tuple[str, Key]],
    programme: Programme,
    by: User | None,
    at: datetime,
) -> Relatives:
    """Store what is ``new``, in bulk, and return what the rows of the programme refer to from now on.

    The load that calls this writes the journal.
    """
    _functions(fixture, new, programme)
    _standards(fixture, new, programme)
    rows = _Rows(programme=programme, origin=fixture.origin, new=new, references=Relatives.of(programme))
    _activities(rows, [each for each in fixture.activities if rows.is_new("activity", each.code)])
    _observations(rows, fixture, by, at)
    _contacts(rows, [each for each in fixture.contacts if rows.is_new("contact", each.code)])
    _commitments(rows, [each for each in fixture.commitments if rows.is_new("commitment", each.code)], by)
    return rows.references


def _functions(fixture: Fixture, new: frozenset[tuple[str, Key]], programme: Programme) -> None:
    """Store the new functions."""
    Function.objects.bulk_create(
        Function(programme=programme, code=each.code, **columns.of_function(each, fixture.origin))
        for each in fixture.functions
        if ("function", (each.code,)) in new
    )


def _standards(fixture: Fixture, new: frozenset[tuple[str, Key]], programme: Programme) -> None:
    """Store the new standards and families of equipment."""
    Standard.objects.bulk_create(
        Standard(programme=programme, code=each.code, **columns.of_standard(each, fixture.origin))
        for each in fixture.standards
        if ("standard", (each.code,)) in new
    )


def _activities(rows: _Rows, new: list[ActivityEntry]) -> None:
    """Store activities, who takes part in them, and their lines of money."""
    made = Activity.objects.bulk_create((_activity(rows, each) for each in new), batch_size=BATCH)
    facts = {
        row: columns.of_activity_facts(each, rows.references)
        for row, each in zip(made, new, strict=True)
        if each.participants or each.money
    }
    participations.store({row: each.participants for row, each in facts.items()})
    money.store({row: each.money for row, each in facts.items()})


def _activity(rows: _Rows, each: ActivityEntry) -> Activity:
    facts = columns.of_activity(each, rows.origin, rows.references)
    row = Activity(programme=rows.programme, code=each.code, **facts)
    row.folded = activities.folded(row)
    return row


def _observations(rows: _Rows, fixture: Fixture, by: User | None, at: datetime) -> None:
    Observation.objects.bulk_create(
        (
            Observation(
                programme=rows.programme,
                structure=rows.references.structure(each.structure),
                item=each.item,
                status=each.status,
                evidence=each.evidence,
                observed_on=each.observed_on,
                recorded_at=at,
                recorded_by=by,
                origin=each.origin or rows.origin,
            )
            for each in fixture.observations
            if rows.is_new(
                *("observation", each.structure, each.item),
                *(each.observed_on.isoformat(), each.status, each.evidence),
            )
        ),
        batch_size=BATCH,
    )


def _commitments(rows: _Rows, new: list[CommitmentEntry], by: User | None) -> None:
    """Store commitments, and the days that they were due before; contacts are there already."""
    named = Contact.objects.filter(programme=rows.programme, code__in={each.contact for each in new})
    meetings = {row.code: row for row in named}
    made = Commitment.objects.bulk_create(
        (_commitment(rows, each, meetings.get(each.contact), by) for each in new), batch_size=BATCH
    )
    MovedDate.objects.bulk_create(
        (
            MovedDate(
                commitment=row,
                was_due_on=one.was_due_on,
                moved_on=one.moved_on,
                reason=one.reason,
                recorded_by=by,
            )
            for row, each in zip(made, new, strict=True)
            for one in each.moved
        ),
        batch_size=BATCH,
    )


def _commitment(rows: _Rows, each: CommitmentEntry, contact: Contact | None, by: User | None) -> Commitment:
    facts = columns.of_commitment(each, rows.origin, rows.references, contact)
    row = Commitment(programme=rows.programme, code=each.code, recorded_by=by, **facts)
    row.folded = commitments.folded(row)
    return row


def _contacts(rows: _Rows, new: list[ContactEntry]) -> None:
    """Store contacts without an author: everyone in the programme reads them."""
    made = Contact.objects.bulk_create((_contact(rows, each) for each in new), batch_size=BATCH)
    Contact.partners.through.objects.bulk_create(
        (
            Contact.partners.through(contact_id=row.pk, partner_id=rows.references.partners[code].pk)
            for row, each in zip(made, new, strict=True)
            for code in each.partners
        ),
        batch_size=BATCH,
    )


def _contact(rows: _Rows, each: ContactEntry) -> Contact:
    facts = columns.of_contact(each, rows.origin, rows.references)
    row = Contact(programme=rows.programme, code=each.code, sharing=Contact.Sharing.ALL, **facts)
    row.folded = contacts.folded(row)
    return row
