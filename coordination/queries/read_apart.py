"""The assessments that a program reads one by one, with their answers: what is on dashboards, and never a draft."""

from dataclasses import replace
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.documents.fixture.document import AssessmentEntry
from coordination.domain.vocabulary import VOICES
from coordination.models import Assessment, EvidenceFile, Programme, Round, Structure, User
from coordination.permissions import (
    assessments_visible_by_themselves_to,
    dashboard_assessments,
    evidence_visible_to,
)
from coordination.queries import export


def listed(
    user: User, programme: Programme, *, round_: str = "", structure: str = "", side: str = ""
) -> tuple[tuple[str, AssessmentEntry], ...] | None:
    """Return the revealed and published assessments, each with the label of its round and its origin.

    Several of a side are read by others as the side until they are published, as on the pages: until then these are
    left out for them. None where a filter names what this programme does not have.
    """
    rounds = Round.objects.filter(programme=programme)
    there = Structure.objects.filter(programme=programme)
    if round_ and not (rounds := rounds.filter(label=round_)).exists():
        return None
    if structure and not (there := there.filter(code=structure)).exists():
        return None
    if side and side not in VOICES:
        return None
    rows = told(user).filter(round__in=rounds, structure__in=there)
    if side:
        rows = rows.filter(side=side)
    found = export.rounds(rounds, rows)
    return tuple(
        (each.label, replace(one, origin=one.origin or each.origin))
        for each in found
        for one in each.assessments
    )


def file(file_id: UUID, *, user: User, programme: Programme) -> EvidenceFile | None:
    """Return a file given as evidence of an answer of these assessments; one query."""
    rows = evidence_visible_to(user, programme).filter(
        pk=file_id, answer__assessment__in=told(user).order_by()
    )
    return rows.select_related("answer__criterion").first()


def told(user: User) -> QuerySet[Assessment]:
    """Return the revealed and published assessments that the person may read one by one."""
    apart = assessments_visible_by_themselves_to(user).order_by().values("pk")
    return dashboard_assessments(user).filter(Q(state="published") | Q(pk__in=apart))
