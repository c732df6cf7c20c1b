"""Seats: recording who takes part in a structure, and from when until when."""

from datetime import datetime

from django.db import transaction

from coordination.actions import journal
from coordination.documents.fixture.structures import read_seat_dates
from coordination.domain.periods import overlap
from coordination.domain.problems import Rule
from coordination.domain.validation import Node, ProblemList
from coordination.models import Partner, Seat, Structure, User
from coordination.models.constraints import check
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
    journal.lock()
    # Its dates as they stand now: somebody may have closed it since it was read.
    structure = Structure.objects.select_related("programme").get(pk=structure.pk)
    return _keep(
        Seat(structure=structure),
        ProblemList(),
        partner=partner,
        role=role,
        dates=(since, until),
        by=by,
        at=at,
    )


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
    journal.lock()
    row = Seat.objects.select_related("structure__programme", "partner").get(pk=seat.pk)
    problems = ProblemList()
    if seats.version(row) != base_version:
        problems.add(Rule.CHANGED_MEANWHILE, "", row.partner.name_en)
    if row.quote and partner.pk != row.partner_id:
        problems.add(Rule.SEAT_OF_SOURCE, "partner", row.partner.name_en)
    return _keep(row, problems, partner=partner, role=role, dates=(since, until), by=by, at=at)


def _keep(
    row: Seat,
    problems: ProblemList,
    *,
    partner: Partner,
    role: str,
    dates: tuple[str, str],
    by: User,
    at: datetime,
) -> Seat:
    structure = row.structure
    if partner.programme_id != structure.programme_id:
        problems.add(Rule.OTHER_PROGRAMME, "partner", partner.code)
    given = {key: text.strip() for key, text in zip(("since", "until"), dates, strict=True) if text.strip()}
    since, until = read_seat_dates(
        Node(problems, "", given), "since", "until", founded=structure.founded, closed=structure.closed
    )
    others = Seat.objects.filter(structure=structure, partner=partner, role=role).exclude(pk=row.pk)
    for other in others:
        if other.since == since or overlap((since, until), (other.since, other.until)):
            problems.add(Rule.SEAT_EXISTS, "", partner.name_en)
            break
    problems.close()
    before = _facts(row) if row.pk else None
    row.partner, row.role, row.since, row.until = partner, role, since, until
    check(row)
    row.save()
    journal.record(
        by=by,
        at=at,
        verb="saved",
        noun="seat",
        key=f"{structure.code} {partner.code} {role}",
        programme=structure.programme,
        before=before,
        after=_facts(row),
    )
    return row


def _facts(row: Seat) -> dict[str, str]:
    return {"partner": row.partner.code, "role": row.role, "since": row.since, "until": row.until}
