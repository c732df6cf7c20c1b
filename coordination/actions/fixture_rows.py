"""Storing what a file says between rounds: functions, standards, activities, observations, commitments, contacts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from coordination.actions.activities import ActivityFacts
from coordination.documents.fixture.document import ActivityEntry, CommitmentEntry, ContactEntry, Fixture
from coordination.documents.fixture.facts import Key
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Criterion,
    Function,
    MovedDate,
    Observation,
    Partner,
    Programme,
    Round,
    Standard,
    Structure,
    User,
)
from coordination.queries import activities, commitments, contacts

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """What is new, and what it refers to by natural keys; the programme as a whole stands under the empty code."""

    programme: Programme
    origin: str
    new: frozenset[tuple[str, Key]]
    partners: Mapping[str, Partner]
    structures: Mapping[str, Structure]
    functions: Mapping[str, Function]
    standards: Mapping[str, Standard]
    rounds: Mapping[str, Round]
    criteria: Mapping[tuple[int, str], Criterion]

    def is_new(self, noun: str, *key: str) -> bool:
        """Whether there is no such thing yet."""
        return (noun, key) in self.new

    def structure(self, code: str) -> Structure | None:
        """Return a structure, None where the file names none."""
        return self.structures[code] if code else None


@transaction.atomic
def store(
    *,
    fixture: Fixture,
    new: frozenset[tuple[str, Key]],
    programme: Programme,
    partners: Mapping[str, Partner],
    structures: Mapping[str, Structure],
    by: User | None,
    at: datetime,
) -> None:
    """Store what is ``new``, in bulk; the load that calls this writes the journal."""
    functions, standards = _functions(fixture, new, programme), _standards(fixture, new, programme)
    rounds = {row.label: row for row in Round.objects.filter(programme=programme)}
    asked = Criterion.objects.filter(instrument__in={row.instrument_id for row in rounds.values()})
    rows = _Rows(
        programme=programme,
        origin=fixture.origin,
        new=new,
        partners=partners,
        structures=structures,
        functions=functions,
        standards=standards,
        rounds=rounds,
        criteria={(row.instrument_id, row.code): row for row in asked},
    )
    Activity.objects.bulk_create(
        (_activity(rows, each) for each in fixture.activities if rows.is_new("activity", each.code)),
        batch_size=BATCH,
    )
    _observations(rows, fixture, by, at)
    _contacts(rows, [each for each in fixture.contacts if rows.is_new("contact", each.code)])
    _commitments(rows, [each for each in fixture.commitments if rows.is_new("commitment", each.code)], by)


def _functions(
    fixture: Fixture, new: frozenset[tuple[str, Key]], programme: Programme
) -> dict[str, Function]:
    """Store the new functions, and return all of the programme by code."""
    Function.objects.bulk_create(
        Function(
            programme=programme,
            code=each.code,
            name_en=each.name.en,
            name_fr=each.name.fr,
            sector=each.sector,
            is_planned=each.is_planned,
            origin=each.origin or fixture.origin,
        )
        for each in fixture.functions
        if ("function", (each.code,)) in new
    )
    return {row.code: row for row in Function.objects.filter(programme=programme)}


def _standards(
    fixture: Fixture, new: frozenset[tuple[str, Key]], programme: Programme
) -> dict[str, Standard]:
    """Store the new standards and families of equipment, and return all of the programme by code."""
    Standard.objects.bulk_create(
        Standard(
            programme=programme,
            code=each.code,
            name_en=each.name.en,
            name_fr=each.name.fr,
            kind=each.kind,
            origin=each.origin or fixture.origin,
        )
        for each in fixture.standards
        if ("standard", (each.code,)) in new
    )
    return {row.code: row for row in Standard.objects.filter(programme=programme)}


def _activity(rows: _Rows, each: ActivityEntry) -> Activity:
    facts = ActivityFacts.of_entry(
        each,
        partners=rows.partners,
        functions=rows.functions,
        structures=rows.structures,
        standards=rows.standards,
    )
    row = Activity(
        programme=rows.programme,
        code=each.code,
        quote=each.quote,
        quote_fr=each.quote_fr,
        slide=each.slide,
        origin=each.origin or rows.origin,
        **facts.columns,
    )
    row.folded = activities.folded(row)
    return row


def _observations(rows: _Rows, fixture: Fixture, by: User | None, at: datetime) -> None:
    Observation.objects.bulk_create(
        (
            Observation(
                programme=rows.programme,
                structure=rows.structure(each.structure),
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
    round_ = rows.rounds[each.round] if each.round else None
    row = Commitment(
        programme=rows.programme,
        code=each.code,
        text_en=each.text.en,
        text_fr=each.text.fr,
        owner=rows.partners[each.owner],
        # An answer without a structure is about the programme as a whole.
        structure=rows.structures[each.structure] if each.criterion else rows.structure(each.structure),
        round=round_,
        voice=each.voice,
        criterion=rows.criteria[round_.instrument_id, each.criterion] if round_ else None,
        person=each.person,
        contact=contact,
        made_on=each.made_on,
        due_on=each.due_on,
        state=each.state,
        settled_on=each.settled_on,
        outcome=each.outcome,
        recorded_by=by,
        origin=each.origin or rows.origin,
    )
    row.folded = commitments.folded(row)
    return row


def _contacts(rows: _Rows, new: list[ContactEntry]) -> None:
    """Store contacts without an author: everyone in the programme reads them."""
    made = Contact.objects.bulk_create((_contact(rows, each) for each in new), batch_size=BATCH)
    Contact.partners.through.objects.bulk_create(
        (
            Contact.partners.through(contact_id=row.pk, partner_id=rows.partners[code].pk)
            for row, each in zip(made, new, strict=True)
            for code in each.partners
        ),
        batch_size=BATCH,
    )


def _contact(rows: _Rows, each: ContactEntry) -> Contact:
    row = Contact(
        programme=rows.programme,
        code=each.code,
        kind=each.kind,
        state=each.state,
        on=each.on,
        at=each.at,
        subject=each.subject,
        people=each.people,
        structure=rows.structure(each.structure),
        agreed=each.agreed,
        sharing=Contact.Sharing.ALL,
        origin=each.origin or rows.origin,
    )
    row.folded = contacts.folded(row)
    return row
