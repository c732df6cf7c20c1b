"""Photos and PDFs given as evidence: what a page says of each, and the bytes for who may read them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.domain.evidence import MEDIA_TYPES, FileKind, FileValue, name_of
from coordination.models import Answer, EvidenceFile, Programme, User
from coordination.models.evidence import storage
from coordination.permissions import evidence_visible_to

#: The kinds of things that files belong to, by the column that names one.
Kind = Literal["answer", "contact", "observation"]

#: Things of a kind, by their numbers or a query for these; and their files by these.
Parents = Collection[int] | QuerySet[Any, Any]
ByParent = Mapping[int, tuple[FileValue, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """A file to be taken out, under a name that says nothing of whose it is."""

    name: str
    media_type: str
    data: bytes


def value(row: EvidenceFile) -> FileValue:
    """Convert a stored row."""
    return FileValue(id=row.pk, kind=FileKind(row.kind), size=row.size, sha256=row.sha256, note=row.note)


def by_kind(parents: Mapping[Kind, Parents]) -> dict[Kind, ByParent]:
    """Return the files of these things of each kind, which the reader reads, by their ids; one query."""
    wanted = Q(pk__in=[])
    for kind, of_kind in parents.items():
        wanted |= Q(**{f"{kind}__in": of_kind})
    found: dict[Kind, dict[int, list[FileValue]]] = {kind: {} for kind in parents}
    for row in EvidenceFile.objects.filter(wanted).order_by("pk"):
        for kind, by_id in found.items():
            if (parent := getattr(row, f"{kind}_id")) is not None:
                by_id.setdefault(parent, []).append(value(row))
    return {kind: {parent: tuple(files) for parent, files in by_id.items()} for kind, by_id in found.items()}


def by_parent(kind: Kind, parents: Parents) -> ByParent:
    """Return the files of these things of a kind, which the reader reads, by their ids; one query."""
    return by_kind({kind: parents})[kind]


def of_answers(answers: QuerySet[Answer]) -> ByParent:
    """Return the files of these answers, which the reader reads, by answer id; one query."""
    return by_parent("answer", answers.order_by().values("pk"))


def together(files: Iterable[FileValue]) -> tuple[FileValue, ...]:
    """Return the files of several assessors in an order that does not tell whose each is."""
    return tuple(sorted(files, key=lambda each: each.id))


def find(file_id: UUID, *, user: User, programme: Programme) -> EvidenceFile | None:
    """Return a file if the person reads what it belongs to; at most two queries."""
    rows = evidence_visible_to(user, programme).filter(pk=file_id).select_related("contact", "observation")
    return rows.select_related(
        "answer__assessment__round", "answer__assessment__structure", "answer__criterion"
    ).first()


def content(row: EvidenceFile) -> FileContent | None:
    """Return what is stored of a file; None where the storage does not have it."""
    try:
        with storage().open(row.stored_as) as opened:
            data = opened.read()
    except FileNotFoundError:
        return None
    file = value(row)
    name = name_of(file, _belongs_to(row))
    return FileContent(name=name, media_type=MEDIA_TYPES[file.kind], data=data)


def _belongs_to(row: EvidenceFile) -> str:
    """Return a plain code of what a file belongs to: a criterion, a risk or sign, or that it is a contact."""
    if row.answer:
        return row.answer.criterion.code
    return row.observation.item if row.observation else "contact"
