"""Commitments: the list by standing, those due soon, one with the days it was due before, what each partner kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from coordination.domain.bilingual import Text, fold
from coordination.domain.claims.commitments import DueCounted
from coordination.domain.commitments import SOON, CommitmentStanding, Record, by_year, record, standing
from coordination.models import (
    Commitment,
    Membership,
    MovedDate,
    Partner,
    Programme,
    Seat,
    Structure,
    User,
)
from coordination.permissions import (
    Action,
    can,
    commitments_visible_to,
    contacts_visible_to,
    standing_of,
)
from coordination.queries import names, people
from coordination.queries.filters import PAGE
from coordination.queries.paging import Paged, paged, searched
from coordination.queries.seats import held_on

#: What can become of a commitment.
OUTCOMES = [each for each in Commitment.State.choices if each[0] != "open"]

#: What is open comes first, by the day it is due; then what was settled, the latest first.
IS_OPEN = Case(When(Q(state="open"), then=1), default=0)
DUE = Case(When(Q(state="open"), then=F("due_on")))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentValue:
    """One commitment as pages show it; ``standing`` is as of the reader's day, ``moves`` how often its day was moved."""

    id: int
    code: str
    text: Text
    owner_id: int
    owner: Text
    owner_side: str
    person: str
    structure_code: str
    structure_slug: str
    round_label: str
    criterion: str
    voice: str
    made_on: date
    due_on: date
    moves: int
    state: str
    settled_on: date | None
    outcome: str
    version: int
    is_invented: bool
    standing: CommitmentStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedValue:
    """A day that a commitment was due before it was moved: when, why and by whom (nobody: it came with a file)."""

    was_due_on: date
    moved_on: date
    reason: str
    by: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Where a commitment comes from: the contact where it was made, if the reader may read that, and its moved days."""

    contact: tuple[int, str] | None
    moved: tuple[MovedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRecord:
    """What one partner kept, in total and by year due."""

    id: int
    name: Text
    whole: Record
    years: tuple[tuple[int, Record], ...]


def index(
    user: User,
    programme: Programme,
    *,
    today: date,
    search: str = "",
    state: str = "",
    owner: int | None = None,
    page: int = 1,
) -> Paged[CommitmentValue]:
    """Return one page of the commitments the person may read; two queries.

    ``state`` is one of the states, ``overdue`` or ``due`` (soon); empty for all.
    """
    rows = commitments_visible_to(user, programme)
    if state == "overdue":
        rows = rows.filter(state="open", due_on__lt=today)
    elif state == "due":
        rows = rows.filter(state="open", due_on__range=(today, today + SOON))
    elif state:
        rows = rows.filter(state=state)
    if owner is not None:
        rows = rows.filter(owner=owner)
    found = _joined(searched(rows, search, "owner__folded", "structure__folded"))
    return paged(found, lambda row: value(row, today), page)


def find(user: User, programme: Programme, commitment_id: int) -> Commitment | None:
    """Return a commitment that the person may read, loaded for `value`; one query."""
    return _joined(commitments_visible_to(user, programme)).filter(pk=commitment_id).first()


def background(user: User, row: Commitment) -> Background:
    """Return where a commitment comes from, the earliest move first; two queries at most."""
    contact = None
    if row.contact_id is not None:
        known = contacts_visible_to(user, row.programme).filter(pk=row.contact_id)
        contact = known.values_list("pk", "subject").first()
    return Background(
        contact=contact,
        moved=tuple(
            MovedValue(
                was_due_on=each.was_due_on,
                moved_on=each.moved_on,
                reason=each.reason,
                by=people.name(each, "recorded_by"),
            )
            for each in row.moved.select_related("recorded_by").annotate(
                **people.place_left("recorded_by", "commitment__programme")
            )
        ),
    )


def of_contact(
    user: User, programme: Programme, contact_id: int, *, today: date
) -> tuple[CommitmentValue, ...]:
    """Return the commitments made in a contact, as far as the person may read them; one query."""
    rows = commitments_visible_to(user, programme).filter(contact=contact_id)
    return tuple(value(row, today) for row in _joined(rows))


def of_structure(user: User, structure: Structure) -> list[Commitment]:
    """Return the commitments about a structure, loaded for `value`, one more than a page if there are; one query."""
    rows = commitments_visible_to(user, structure.programme).filter(structure=structure)
    return list(_joined(rows)[: PAGE + 1])


def open_by_structure(user: User, programme: Programme, *, today: date) -> dict[str, list[CommitmentValue]]:
    """Return the open commitments about each structure, by its code, the first due first; one query."""
    rows = commitments_visible_to(user, programme).filter(state="open", structure__isnull=False)
    found: dict[str, list[CommitmentValue]] = {}
    for row in _joined(rows):
        each = value(row, today)
        found.setdefault(each.structure_code, []).append(each)
    return found


def waiting(
    user: User, programme: Programme, *, side: str | None, until: date, today: date
) -> tuple[CommitmentValue, ...]:
    """Return the first open commitments due by ``until``, limited to the partners of the person's side, if any."""
    return tuple(value(row, today) for row in _due(user, programme, side, until)[:PAGE])


def due_counts(user: User, programme: Programme, *, side: str | None, until: date, today: date) -> DueCounted:
    """Count what ``waiting`` takes the first of; one query."""
    found = _due(user, programme, side, until).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)), soon=Count("pk", filter=Q(due_on__gte=today))
    )
    return DueCounted(overdue=found["overdue"], soon=found["soon"], days=(until - today).days)


def due(
    user: User, programme: Programme, *, side: str | None, until: date, today: date
) -> tuple[CommitmentValue, ...]:
    """Return every commitment that ``waiting`` takes the first of."""
    return tuple(value(row, today) for row in _due(user, programme, side, until))


def _due(user: User, programme: Programme, side: str | None, until: date) -> QuerySet[Commitment]:
    rows = commitments_visible_to(user, programme).filter(state="open", due_on__lte=until)
    return _joined(owners_side(rows, side))


def owners_side(rows: QuerySet[Commitment], side: str | None) -> QuerySet[Commitment]:
    """Filter by the owners' side; without a side return all."""
    if not side:
        return rows
    return rows.filter(owner__side="national" if side == "government" else "international")


def records(user: User, programme: Programme, language: str, *, today: date) -> tuple[PartnerRecord, ...]:
    """Count what each partner kept, sorted by name and never by merit; one query."""
    found: dict[tuple[int, Text], list[tuple[int, CommitmentStanding]]] = {}
    columns = ("owner_id", "owner__name_en", "owner__name_fr", "state", "due_on", "settled_on")
    rows = commitments_visible_to(user, programme).order_by().values_list(*columns)
    for pk, name_en, name_fr, state, due_on, settled_on in rows:
        dated = found.setdefault((pk, Text(name_en, name_fr)), [])
        dated.append((due_on.year, standing(state, due_on, settled_on, today)))
    kept = [
        PartnerRecord(id=pk, name=name, whole=record(each for _year, each in dated), years=by_year(dated))
        for (pk, name), dated in found.items()
    ]
    return names.alphabetical(kept, language, lambda each: each.name)


def record_of(user: User, partner: Partner, *, today: date) -> Record:
    """Count what one partner kept, among the commitments the person may read; one query."""
    rows = commitments_visible_to(user, partner.programme).filter(owner=partner)
    settled = rows.values_list("state", "due_on", "settled_on")
    return record(standing(*each, today) for each in settled)


def folded(row: Commitment) -> str:
    """Return the text searched: code, texts, the owner's names and who sees to it."""
    owner = f"{row.owner.name_en} {row.owner.name_fr}"
    return fold(f"{row.code} {row.text_en} {row.text_fr} {owner} {row.person}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody reminded of commitments due on their side of a programme; ``name`` is the programme's."""

    user: User
    programme: Programme
    side: str
    name: Text


def recipients() -> tuple[Recipient, ...]:
    """Return who is reminded, in every programme: people who may promise and may sign in; one query."""
    rows = Membership.objects.filter(user__is_active=True, side__isnull=False).select_related(
        "user", "programme"
    )
    return tuple(
        Recipient(
            user=row.user,
            programme=row.programme,
            side=row.side,
            name=Text(row.programme.name_en, row.programme.name_fr),
        )
        for row in rows.order_by("user__email", "programme__code")
        if row.side and can(standing_of(row), Action.COMMIT)
    )


def owners(programme: Programme, language: str) -> tuple[tuple[int, Text], ...]:
    """Return the partners who may promise, national ones first, sorted by name in a language; one query."""
    rows = names.alphabetical(Partner.objects.filter(programme=programme), language, names.name)
    by_side = sorted(rows, key=lambda row: row.side != Partner.Side.NATIONAL)
    return tuple((row.pk, names.name(row)) for row in by_side)


def proposed_owner(structure: Structure, side: str, today: date) -> int | None:
    """Return the partner of a side who chairs, leads or at least sits in the structure now; None for nobody."""
    order = Seat.Role.values
    seats = Seat.objects.filter(held_on(today), structure=structure, partner__side=side)
    found = sorted(seats.values_list("role", "partner_id"), key=lambda each: order.index(each[0]))
    return found[0][1] if found else None


def _joined(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    moves = MovedDate.objects.filter(commitment=OuterRef("pk")).order_by().values("commitment")
    counted = Coalesce(Subquery(moves.annotate(count=Count("pk")).values("count")), 0)
    joined = rows.select_related("programme", "owner", "structure", "round", "criterion")
    return joined.annotate(moves=counted).order_by(
        IS_OPEN.desc(), DUE.asc(nulls_last=True), F("settled_on").desc(nulls_last=True), "pk"
    )


def value(row: Commitment, today: date) -> CommitmentValue:
    """Convert a row as `find` loads it."""
    return CommitmentValue(
        id=row.pk,
        code=row.code,
        text=Text(row.text_en, row.text_fr),
        owner_id=row.owner_id,
        owner=Text(row.owner.name_en, row.owner.name_fr),
        owner_side=str(row.owner.get_side_display()),
        person=row.person,
        structure_code=row.structure.code if row.structure else "",
        structure_slug=row.structure.slug if row.structure else "",
        round_label=row.round.label if row.round else "",
        criterion=row.criterion.code if row.criterion else "",
        voice=row.voice,
        made_on=row.made_on,
        due_on=row.due_on,
        moves=getattr(row, "moves", 0),
        state=row.state,
        settled_on=row.settled_on,
        outcome=row.outcome,
        version=row.version,
        is_invented=row.origin == "invented",
        standing=standing(row.state, row.due_on, row.settled_on, today),
    )


#: A side's answer to a criterion: ids of structure and round, the side, the criterion's code.
AnswerKey = tuple[int, int, str, str]
