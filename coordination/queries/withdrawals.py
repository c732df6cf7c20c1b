"""Withdrawn records: which there are, what keeps one in sight, and which save can be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from coordination.domain.bilingual import Text
from coordination.domain.withdrawals import UNDONE, Barrier, InTheWay
from coordination.models import (
    Activity,
    AskedStructure,
    Assessment,
    Commitment,
    Contact,
    Partner,
    Programme,
    Round,
    Seat,
    Structure,
    User,
    Withdrawable,
)
from coordination.permissions import (
    Standing,
    commitments_visible_to,
    contacts_visible_to,
    may_withdraw,
    withdrawn_visible_to,
)
from coordination.queries import money, names, seats, structures
from coordination.queries.paging import Paged, paged

#: By the names of their lists in addresses.
MODELS: Mapping[str, type[Withdrawable]] = {
    "partners": Partner,
    "structures": Structure,
    "seats": Seat,
    "activities": Activity,
    "commitments": Commitment,
    "contacts": Contact,
}
#: What is joined to a row, so that its name is known.
_JOINED: Mapping[type[Withdrawable], tuple[str, ...]] = {
    Seat: ("structure__programme", "partner"),
    Partner: ("programme", "merged_into"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnValue:
    """A withdrawn record: its code (a seat has none), what it is called, when, by whom and why it was withdrawn.

    ``is_undone``: whoever made it took it back at once, and gave no reason.
    """

    id: int
    code: str
    name: Text
    at: datetime
    by: str
    reason: str
    is_undone: bool
    can_restore: bool
    merged_into: tuple[int, Text] | None


def index(
    user: User, programme: Programme, standing: Standing, kind: str, page: int
) -> Paged[WithdrawnValue]:
    """Return one page of the withdrawn records of a kind that the person may read, the latest first; two queries."""
    rows = joined(withdrawn_visible_to(user, programme, MODELS[kind])).select_related("withdrawn_by")
    return paged(rows.order_by("-withdrawn_at", "-pk"), lambda row: _value(row, standing), page)


@dataclass(frozen=True, slots=True)
class WithdrawnCount:
    """So many records of a kind are withdrawn."""

    kind: str
    count: int


def counted(user: User, programme: Programme, kind: str) -> WithdrawnCount:
    """Return how many withdrawn records of a kind the person may read; one query."""
    return WithdrawnCount(kind, withdrawn_visible_to(user, programme, MODELS[kind]).count())


def find(user: User, programme: Programme, kind: str, pk: int, *, is_withdrawn: bool) -> Withdrawable | None:
    """Return a record of a kind, in sight or withdrawn, that the person may read; two queries at most."""
    model = MODELS[kind]
    if is_withdrawn:
        rows: QuerySet[Withdrawable] = withdrawn_visible_to(user, programme, model)
    elif model is Contact:
        rows = contacts_visible_to(user, programme)
    elif model is Commitment:
        rows = commitments_visible_to(user, programme)
    else:
        where = {"structure__programme": programme} if model is Seat else {"programme": programme}
        rows = model._default_manager.filter(**where)
    return joined(rows).filter(pk=pk).first()


def joined(rows: QuerySet[Withdrawable]) -> QuerySet[Withdrawable]:
    """Join what the name of a record needs."""
    return rows.select_related(*_JOINED.get(rows.model, ("programme",)))


def programme_of(row: Withdrawable) -> Programme:
    """Return the programme of a record."""
    if isinstance(row, Seat):
        return row.structure.programme
    assert isinstance(row, Partner | Structure | Activity | Commitment | Contact)
    return row.programme


def noun(row: Withdrawable) -> str:
    """Return what the journal calls such a record."""
    return type(row).__name__.lower()


def key(row: Withdrawable) -> str:
    """Return by which key the journal knows the record."""
    if isinstance(row, Seat):
        return f"{row.structure.code} {row.partner.code} {row.role}"
    assert isinstance(row, Partner | Structure | Activity | Commitment | Contact)
    return row.code


def name(row: Withdrawable) -> Text:
    """Return what a record is called, in both languages."""
    match row:
        case Seat():
            of = names.name(row.partner)
            return Text(f"{row.structure.code} · {of.en}", f"{row.structure.code} · {of.fr}")
        case Commitment():
            return Text(row.text_en, row.text_fr)
        case Contact():
            return Text(row.subject, row.subject)
        case Partner() | Structure() | Activity():
            return Text(row.name_en, row.name_fr)
    raise TypeError(row)


def mark(row: Withdrawable) -> str:
    """Return a mark that changes with the facts of a record, so that nobody withdraws what they have not seen."""
    match row:
        case Seat():
            return seats.version(row)
        case Structure():
            return structures.fingerprint(row)
        case Partner() | Activity() | Commitment() | Contact():
            return str(row.version)
    raise TypeError(row)


def is_read_by_all(row: Withdrawable) -> bool:
    """Whether everybody may read it: of what one side keeps to itself the journal keeps no reason."""
    return not isinstance(row, Contact) or row.sharing == "all"


def in_the_way(row: Withdrawable) -> tuple[InTheWay, ...]:
    """Return what keeps a record in sight; a few queries.

    All of it is what whoever may withdraw the record may read anyway: contacts that are not for everybody are in
    nobody's way, and of answers see `_answers`.
    """
    found = (InTheWay(barrier, number(row)) for barrier, number in _BARRIERS.get(type(row), ()))
    return tuple(each for each in found if each.count)


def _answers(row: Structure) -> int:
    """Count the assessments of a structure that both sides know of: what stands open, and that a side has sent.

    Beside `_open_rounds` this is all there is to ask, and it tells nothing of the other side that is sealed. While a
    round is open, drafts may be there or not: the structure stays in either case. Once every round is closed there are
    no drafts left, and who has sent is the one bit that both sides know. A draft that was set aside and never
    restored is its side's own: it keeps no structure, stays readable for its side, and its refusal would tell the
    other side that there is one.
    """
    states = (Assessment.State.SENT, Assessment.State.REVEALED, Assessment.State.PUBLISHED)
    return Assessment.objects.filter(structure=row, state__in=states).count()


def _open_rounds(row: Structure) -> int:
    """Count the open rounds that ask for every structure."""
    chosen = AskedStructure.objects.filter(round=OuterRef("pk"))
    rows = Round.objects.filter(~Exists(chosen), programme=row.programme_id, state=Round.State.OPEN)
    return rows.count()


def _meetings(row: Structure) -> int:
    return row.contacts.filter(sharing="all").count()


def _parts(row: Partner) -> int:
    """Count the activities in sight in which a partner takes part beside others."""
    return (
        row.participations.filter(activity__withdrawn_at__isnull=True).values("activity").distinct().count()
    )


def _related(relation: str) -> Callable[[Model], int]:
    """Return how to count the records in sight that name one by this relation."""
    return lambda row: getattr(row, relation).count()


_BARRIERS: Mapping[type[Withdrawable], tuple[tuple[Barrier, Callable[[Any], int]], ...]] = {
    Partner: (
        (Barrier.SEATS, _related("seats")),
        (Barrier.GIVEN, _related("activities")),
        (Barrier.RECEIVED, _related("received")),
        (Barrier.TAKES_PART, _parts),
        (Barrier.MONEY, lambda row: money.in_sight_of(row).count()),
        (Barrier.COMMITMENTS, _related("commitments")),
    ),
    Structure: (
        (Barrier.WHOLE, lambda row: int(row.is_programme)),
        (Barrier.ROUNDS, _open_rounds),
        (Barrier.ASKED, _related("asked_in")),
        (Barrier.ANSWERS, _answers),
        (Barrier.SEATS, _related("seats")),
        (Barrier.ACTIVITIES, _related("activities")),
        (Barrier.COMMITMENTS, _related("commitments")),
        (Barrier.MEETINGS, _meetings),
        (Barrier.CHILDREN, _related("children")),
        (Barrier.SUCCESSORS, _related("successors")),
        (Barrier.OBSERVATIONS, _related("observations")),
        (Barrier.STATEMENTS, _related("statements")),
    ),
    Commitment: ((Barrier.SETTLED, lambda row: int(row.state != "open")),),
}


def needed(row: Withdrawable) -> tuple[Withdrawable, ...]:
    """Return what a record names and needs: it is restored once these are in sight."""
    match row:
        case Seat():
            listed: tuple[Withdrawable | None, ...] = (row.structure, row.partner)
        case Activity():
            named = Q(participations__activity=row) | Q(money__activity=row)
            beside = Partner.everything.filter(named).order_by("pk").distinct()
            listed = (row.partner, row.recipient, row.structure, *beside)
        case Commitment():
            listed = (row.owner, row.structure)
        case Structure():
            listed = (row.parent, row.predecessor)
        case Contact():
            listed = (row.structure,) if row.sharing == "all" else ()
        case _:
            listed = ()
    return tuple(each for each in listed if each is not None)


def _value(row: Withdrawable, standing: Standing) -> WithdrawnValue:
    assert row.withdrawn_at is not None, "only withdrawn rows are listed"
    merged = row.merged_into if isinstance(row, Partner) else None
    # Who noted a contact is told to their side alone.
    is_told = not isinstance(row, Contact) or row.side == standing.side
    return WithdrawnValue(
        id=row.pk,
        code="" if isinstance(row, Seat) else key(row),
        name=name(row),
        at=row.withdrawn_at,
        by=str(row.withdrawn_by) if is_told else "",
        reason=row.withdrawn_reason,
        is_undone=row.withdrawn_reason == UNDONE,
        can_restore=may_withdraw(standing, row) and merged is None,
        merged_into=(merged.pk, names.name(merged)) if merged else None,
    )
