"""Seats: recording who takes part in a structure, and from when until when."""

from datetime import datetime

from django.db import transaction

from coordination.actions import saving, soundness
from coordination.domain.rules import Rule
from coordination.models import Partner, Seat, Structure, User
from coordination.queries import seats


@transaction.atomic
def add(
    *, structure: Structure, partner: Partner, role: str, since: str, until: str, by: User, at: datetime
) -> Seat:
    """Record a seat.

    Raises:
        Refused: the partner is of another programme; the dates fit neither each other nor the life of the
            structure; the partner has this role there already at that time.
    """
    draft = saving.new(Seat(partner=partner, role=role))
    # Its dates as they stand now: somebody may have closed it since it was read.
    draft.row.structure = Structure.everything.select_related("programme").get(pk=structure.pk)
    return _keep(draft, since, until, by, at)


@transaction.atomic
def change(
    *,
    seat: Seat,
    partner: Partner,
    role: str,
    since: str,
    until: str,
    base_version: str,
    by: User,
    at: datetime,
) -> Seat:
    """Change or end a seat; ``base_version`` is what `queries.seats.version` said when it was read.

    Raises:
        Refused: what `add` refuses; another partner for a seat of which the source says whose it is; somebody
            changed the seat since it was read.
    """
    draft = saving.stored(Seat.objects.select_related("structure__programme", "partner"), seat, before=_said)
    row = draft.row
    draft.require_unchanged(now=seats.version(row), base=base_version, name=row.partner.name_en)
    if row.quote and partner.pk != row.partner_id:
        draft.problems.add(Rule.SEAT_OF_SOURCE, "partner", row.partner.name_en)
    row.partner, row.role = partner, role
    return _keep(draft, since, until, by, at)


def _keep(draft: saving.Draft[Seat], since: str, until: str, by: User, at: datetime) -> Seat:
    row, structure = draft.row, draft.row.structure
    draft.require_programme(structure.programme, structure=structure, partner=row.partner)
    row.since, row.until = saving.clean(since), saving.clean(until)
    soundness.seat_dates(draft.problems, row)
    soundness.seat_once(draft.problems, row)
    return draft.keep(
        noun="seat",
        key=f"{structure.code} {row.partner.code} {row.role}",
        programme=structure.programme,
        after=_said,
        by=by,
        at=at,
    )


def _said(row: Seat) -> dict[str, str]:
    return {"partner": row.partner.code, "role": row.role, "since": row.since, "until": row.until}
