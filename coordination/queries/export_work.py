"""What happened in a programme between its rounds, as the values of a fixture document."""

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter

from django.db.models import QuerySet

from coordination.documents.fixture.document import (
    ActivityEntry,
    CommitmentEntry,
    ContactEntry,
    FunctionEntry,
    MovedEntry,
    ObservationEntry,
    StandardEntry,
)
from coordination.documents.fixture.texts import both, origin_of, sound
from coordination.domain.evidence import FileValue
from coordination.models import (
    Activity,
    Commitment,
    Contact,
    Function,
    MovedDate,
    Observation,
    Programme,
    Standard,
    Structure,
)
from coordination.queries import activities as of_activities
from coordination.queries import evidence_files, money, participations
from coordination.queries.evidence_files import ByParent

#: Databases sort texts each in its own way; a file is the same from both.
by_code = attrgetter("code")
#: Where a programme is only held against a file, what is told of photos and PDFs is nothing to compare.
NO_FILES: ByParent = {}


def functions(programme: Programme) -> tuple[FunctionEntry, ...]:
    """Return all functions by code; one query."""
    rows = Function.objects.filter(programme=programme)
    found = (
        FunctionEntry(
            code=row.code,
            name=both(row.name_en, row.name_fr),
            sector=row.sector,
            is_planned=row.is_planned,
            origin=origin_of(row.origin),
        )
        for row in rows
    )
    return tuple(sorted(found, key=by_code))


def standards(programme: Programme) -> tuple[StandardEntry, ...]:
    """Return all standards and families of equipment by code; one query."""
    rows = Standard.objects.filter(programme=programme)
    found = (
        StandardEntry(
            code=row.code, name=both(row.name_en, row.name_fr), kind=row.kind, origin=origin_of(row.origin)
        )
        for row in rows
    )
    return tuple(sorted(found, key=by_code))


def activities(programme: Programme) -> tuple[ActivityEntry, ...]:
    """Return all activities by code; three queries."""
    joined = ("partner", "recipient", "function", "structure", "standard", "equipment")
    listed = Activity.objects.filter(programme=programme)
    beside, lines = participations.entries(listed), money.entries(listed)
    rows = listed.select_related(*joined).defer("folded", "structure__mandate_en", "structure__mandate_fr")
    # One by one: all of them at once, with all that they refer to, take more room than what is said of them.
    found = (
        of_activities.entry(row, beside.get(row.pk, ()), lines.get(row.pk, ()))
        for row in rows.iterator(chunk_size=2_000)
    )
    return tuple(sorted(found, key=by_code))


def files(programme: Programme, contacts: QuerySet[Contact]) -> Mapping[evidence_files.Kind, ByParent]:
    """Return what is told of the photos and PDFs of these contacts and of all observations; one query."""
    seen = Observation.objects.filter(programme=programme)
    return evidence_files.by_kind(
        {"contact": contacts.order_by().values("pk"), "observation": seen.order_by().values("pk")}
    )


def observations(programme: Programme, files: ByParent = NO_FILES) -> tuple[ObservationEntry, ...]:
    """Return all observations with what is told of their ``files``, oldest first, repeated ones once; one query."""
    rows = Observation.objects.filter(programme=programme).select_related("structure")
    found = (
        ObservationEntry(
            structure=_code(row.structure),
            item=row.item,
            status=row.status,
            evidence=sound(row.evidence, lines=True),
            observed_on=row.observed_on,
            origin=origin_of(row.origin),
            files=_told(files.get(row.pk, ())),
        )
        for row in rows.order_by("observed_on", "pk")
    )
    # The same seen twice says no more than once; the later one counts.
    latest: dict[tuple[object, ...], ObservationEntry] = {}
    for each in found:
        key = (each.structure, each.item, each.status, each.evidence, each.observed_on)
        before = latest.pop(key, each)
        latest[key] = each if before is each else replace(each, files=before.files + each.files)
    return tuple(latest.values())


def commitments(rows: QuerySet[Commitment]) -> tuple[CommitmentEntry, ...]:
    """Return these commitments by code, each with its contact where everyone may read that; two queries."""
    moved: dict[int, list[MovedEntry]] = {}
    for pk, was_due_on, moved_on, reason in MovedDate.objects.filter(
        commitment__in=rows.order_by()
    ).values_list("commitment_id", "was_due_on", "moved_on", "reason"):
        entry = MovedEntry(was_due_on=was_due_on, moved_on=moved_on, reason=sound(reason, lines=True))
        moved.setdefault(pk, []).append(entry)
    found = (
        CommitmentEntry(
            code=row.code,
            text=both(row.text_en, row.text_fr, lines=True),
            owner=row.owner.code,
            made_on=row.made_on,
            due_on=row.due_on,
            structure=_code(row.structure),
            round=row.round.label if row.round else "",
            voice=row.voice,
            criterion=row.criterion.code if row.criterion else "",
            person=sound(row.person),
            contact=_readable(row.contact),
            moved=tuple(moved.get(row.pk, ())),
            state=row.state,
            settled_on=row.settled_on,
            outcome=sound(row.outcome, lines=True),
            origin=origin_of(row.origin),
        )
        for row in rows.select_related("owner", "structure", "round", "criterion", "contact")
    )
    return tuple(sorted(found, key=by_code))


def contacts(rows: QuerySet[Contact], files: ByParent = NO_FILES) -> tuple[ContactEntry, ...]:
    """Return these contacts by code, with what is told of their ``files``; two queries."""
    partners: dict[int, list[str]] = {}
    through = Contact.partners.through.objects.filter(
        contact__in=rows.order_by(), partner__withdrawn_at__isnull=True
    )
    for pk, code in through.values_list("contact_id", "partner__code"):
        partners.setdefault(pk, []).append(code)
    found = (
        ContactEntry(
            code=row.code,
            kind=row.kind,
            state=row.state,
            on=row.on,
            subject=sound(row.subject),
            at=row.at.replace(second=0, microsecond=0) if row.at else None,
            ends=row.ends.replace(second=0, microsecond=0) if row.ends else None,
            people=sound(row.people),
            partners=tuple(sorted(partners.get(row.pk, ()))),
            structure=_code(row.structure),
            agreed=sound(row.agreed, lines=True),
            origin=origin_of(row.origin),
            files=_told(files.get(row.pk, ())),
        )
        for row in rows.select_related("structure").defer("folded")
    )
    return tuple(sorted(found, key=by_code))


def _told(found: tuple[FileValue, ...]) -> tuple[FileValue, ...]:
    return tuple(replace(each, note=sound(each.note)) for each in found)


def _code(structure: Structure | None) -> str:
    """Return the code of a structure; the programme as a whole has none in a file, nor what is withdrawn."""
    is_named = structure and not structure.is_programme and structure.withdrawn_at is None
    return structure.code if structure and is_named else ""


def _readable(contact: Contact | None) -> str:
    """Return the code of a contact that everyone may read."""
    is_read = contact and contact.sharing == "all" and contact.withdrawn_at is None
    return contact.code if contact and is_read else ""
