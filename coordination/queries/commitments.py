"""Commitments: the register by standing, what is due, and what each partner kept."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from coordination.domain.commitments import Record, Standing, record, standing
from coordination.domain.texts import Text
from coordination.models import Commitment, Partner, Programme, User
from coordination.permissions import commitments_visible_to
from coordination.queries.paging import Paged, paged, searched
from coordination.queries.selection import PAGE

#: What can become of a commitment.
OUTCOMES = [each for each in Commitment.State.choices if each[0] != "open"]


@dataclass(frozen=True, slots=True)
class CommitmentValue:
    """One commitment as pages show it; ``standing`` is as of the reader's day."""

    id: int
    code: str
    text: Text
    owner: Text
    owner_side: str
    structure_code: str
    structure_slug: str
    round_label: str
    criterion: str
    voice: str
    made_on: date
    due_on: date
    state: str
    settled_on: date | None
    outcome: str
    version: int
    is_invented: bool
    standing: Standing


def register(
    user: User, programme: Programme, *, today: date, search: str = "", state: str = "", page: int = 1
) -> Paged[CommitmentValue]:
    """Return a page of the commitments that the person may read; two queries."""
    rows = commitments_visible_to(user, programme)
    if state == "overdue":
        rows = rows.filter(state="open", due_on__lt=today)
    elif state:
        rows = rows.filter(state=state)
    return paged(_joined(searched(rows, search)), lambda row: value(row, today), page)


def waiting(
    user: User, programme: Programme, *, side: str | None, until: date, today: date
) -> tuple[CommitmentValue, ...]:
    """Return the open commitments due by ``until``, of the partners of one's side where one has a side."""
    rows = commitments_visible_to(user, programme).filter(state="open", due_on__lte=until)
    if side:
        rows = rows.filter(owner__side="national" if side == "government" else "international")
    return tuple(value(row, today) for row in _joined(rows)[:PAGE])


def records(user: User, programme: Programme, *, today: date) -> tuple[tuple[Text, Record], ...]:
    """Return what each partner kept, by name: counts, in no order of merit; one query."""
    found: dict[tuple[str, str], list[Standing]] = {}
    columns = ("owner__name_en", "owner__name_fr", "state", "due_on", "settled_on")
    rows = commitments_visible_to(user, programme).order_by("owner__name_en", "pk")
    for name_en, name_fr, state, due_on, settled_on in rows.values_list(*columns):
        found.setdefault((name_en, name_fr), []).append(standing(state, due_on, settled_on, today))
    return tuple((Text(*name), record(each)) for name, each in found.items())


def owners(programme: Programme) -> tuple[tuple[int, str, Text], ...]:
    """Return who may promise: id, side and name, national partners first; one query."""
    rows = Partner.objects.filter(programme=programme).order_by("-side", "name_en")
    return tuple((row.pk, row.side, Text(row.name_en, row.name_fr)) for row in rows)


def _joined(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return rows.select_related("owner", "structure", "round", "criterion").order_by("due_on", "pk")


def value(row: Commitment, today: date) -> CommitmentValue:
    """Return the value of a row loaded with owner, structure, round and criterion."""
    return CommitmentValue(
        id=row.pk,
        code=row.code,
        text=Text(row.text_en, row.text_fr),
        owner=Text(row.owner.name_en, row.owner.name_fr),
        owner_side=str(row.owner.get_side_display()),
        structure_code=row.structure.code if row.structure else "",
        structure_slug=row.structure.slug if row.structure else "",
        round_label=row.round.label if row.round else "",
        criterion=row.criterion.code if row.criterion else "",
        voice=row.voice,
        made_on=row.made_on,
        due_on=row.due_on,
        state=row.state,
        settled_on=row.settled_on,
        outcome=row.outcome,
        version=row.version,
        is_invented=row.origin == "invented",
        standing=standing(row.state, row.due_on, row.settled_on, today),
    )
