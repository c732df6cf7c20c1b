"""Joint answers that both sides changed after their card was published: what was published, and why it changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from coordination.documents import publications
from coordination.domain.answers import Reading
from coordination.domain.scoring import blank
from coordination.domain.vocabulary import AGREED
from coordination.models import Dissent, JointAnswer, Publication, Round, Structure

#: A round and a structure: the ids of both.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointChange:
    """What stood in the published card, and since when and why another joint answer stands."""

    before: Reading
    reason: str
    stood_at: datetime
    dissents: tuple[Dissent, ...]


def since_published(round_: Round, structure: Structure) -> QuerySet[JointAnswer]:
    """Return the joint answers of a card that stand since after it was published."""
    return _later(JointAnswer.objects.filter(round=round_, structure=structure))


def latest() -> Subquery:
    """Return when the last of them came to stand, within a query of publications."""
    rows = JointAnswer.objects.filter(round=OuterRef("round"), structure=OuterRef("structure"))
    at = _later(rows).annotate(stood_at=Greatest("government_at", "partners_at"))
    return Subquery(at.order_by("-stood_at").values("stood_at")[:1])


def of_cards(cards: Collection[Place]) -> Mapping[Place, Mapping[str, JointChange]]:
    """Return what changed in these published cards, by criterion; one query, three where anything did."""
    if not cards:
        return {}
    here = {"round__in": {each for each, _ in cards}, "structure__in": {each for _, each in cards}}
    rows = _later(JointAnswer.objects.filter(**here))
    changed = list(rows.select_related("criterion").prefetch_related("dissents"))
    if not changed:
        return {}
    said = _published(changed)
    found: dict[Place, dict[str, JointChange]] = {}
    for row in changed:
        place, code = (row.round_id, row.structure_id), row.criterion.code
        found.setdefault(place, {})[code] = JointChange(
            before=said[place].get(code, blank()),
            reason=row.basis,
            stood_at=max(at for at in (row.government_at, row.partners_at) if at),
            dissents=tuple(row.dissents.all()),
        )
    return found


def _published(rows: Sequence[JointAnswer]) -> dict[Place, dict[str, Reading]]:
    """Return what the cards of these rows said as they were published, by criterion."""
    frozen = Publication.objects.filter(
        round__in={row.round_id for row in rows}, structure__in={row.structure_id for row in rows}
    )
    kept = frozen.values_list("round_id", "structure_id", "snapshot")
    return {(round_, structure): _agreed(snapshot) for round_, structure, snapshot in kept}


def _later(rows: QuerySet[JointAnswer]) -> QuerySet[JointAnswer]:
    """Leave those that a side confirmed after their card was published, and that stand."""
    published = Publication.objects.filter(
        round=OuterRef("round"), structure=OuterRef("structure"), published_at__isnull=False
    )
    rows = rows.annotate(published_at=Subquery(published.values("published_at")[:1]))
    later = Q(government_at__gt=F("published_at")) | Q(partners_at__gt=F("published_at"))
    return rows.filter(later, state=JointAnswer.State.STANDING)


def _agreed(snapshot: str) -> dict[str, Reading]:
    """Return what both sides answered together in a published card."""
    return {
        answer.criterion: answer.reading
        for voice in publications.read(snapshot).voices
        if voice.side == AGREED
        for section in voice.sections
        for answer in section.answers
    }
