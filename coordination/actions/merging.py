"""Merging two partners that turn out to be one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from coordination.actions import journal, saving, withdrawals
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Activity, Commitment, Contact, MoneyLine, Participation, Partner, Seat, User
from coordination.queries import commitments, merging, names, seats
from coordination.queries import withdrawals as records


@transaction.atomic
def merge(*, partner: Partner, into: Partner, reason: str, shown: str, by: User, at: datetime) -> Partner:
    """Move all that a partner has to another one, and withdraw it; return the one that stays.

    What is withdrawn moves too, so that it can be restored. ``shown`` is the plan's fingerprint as it was confirmed.

    Raises:
        Refused: the two are the same, of different sides or programmes, support goes from one to the other, no reason
            is given, one is withdrawn by now, or the plan is not the one that was shown.
    """
    rows = Partner.objects.select_related("programme")
    draft = saving.stored(rows, partner, before=lambda row: {"id": row.pk})
    row, target = draft.row, saving.stored(rows, into, before=lambda row: {}).row
    draft.require_programme(row.programme, into=target)
    draft.problems.close()
    plan = merging.plan(by, row, target)
    if plan.problems:
        raise Refused(plan.problems)
    if plan.fingerprint != shown:
        raise Refused((Problem(rule=Rule.PLAN_CHANGED),))
    _move_seats(row, target, reason, by, at)
    _move_work(row, target)
    _move_contacts(row, target)
    journal.record(
        by=by,
        at=at,
        verb="merged",
        noun="partner",
        key=row.code,
        programme=row.programme,
        before={"id": row.pk},
        after={"id": row.pk, "into": target.code},
    )
    withdrawals.withdraw(record=row, reason=reason, shown=records.mark(row), by=by, at=at)
    Partner.everything.filter(merged_into=row).update(merged_into=target)
    Partner.everything.filter(pk=row.pk).update(merged_into=target)
    target.folded = names.folded(target)
    target.version += 1
    target.save(update_fields=["folded", "version"])
    return target


def _move_seats(row: Partner, target: Partner, reason: str, by: User, at: datetime) -> None:
    """Move the seats; one that overlaps with a seat there is withdrawn, and the other lasts as long as both did."""
    stored = Seat.objects.select_related("structure__programme", "partner")
    for seat in stored.filter(partner=row).order_by("pk"):
        other = merging.joins(seat, list(Seat.objects.filter(partner=target).order_by("pk")))
        if other is None:
            _keep_seat(seat, target, seat.since, seat.until, by, at)
            continue
        since, until = seats.joined_dates(seat, other) or (other.since, other.until)
        withdrawals.withdraw(record=seat, reason=reason, shown=records.mark(seat), by=by, at=at)
        if (since, until) != (other.since, other.until):
            _keep_seat(stored.get(pk=other.pk), target, since, until, by, at)
    Seat.everything.filter(partner=row).update(partner=target)


def _keep_seat(seat: Seat, partner: Partner, since: str, until: str, by: User, at: datetime) -> None:
    draft: saving.Draft[Seat] = saving.Draft(row=seat, before=_seat_said(seat))
    draft.put({"partner": partner, "since": since, "until": until})
    structure = seat.structure
    draft.keep(
        noun="seat",
        key=f"{structure.code} {partner.code} {seat.role}",
        programme=structure.programme,
        after=_seat_said,
        by=by,
        at=at,
    )


def _seat_said(row: Seat) -> dict[str, str]:
    return {"partner": row.partner.code, "role": row.role, "since": row.since, "until": row.until}


def _move_work(row: Partner, target: Partner) -> None:
    """Move activities and commitments; whoever has one of them open in a form is told that it changed."""
    concerned = _unite_parts(row, target)
    paid = MoneyLine.objects.filter(partner=row)
    concerned += [
        pk for pk in paid.order_by().values_list("activity", flat=True).distinct() if pk not in concerned
    ]
    paid.update(partner=target)
    for field in ("partner", "recipient"):
        moved: dict[str, Any] = {field: target, "version": F("version") + 1}
        Activity.everything.filter(**{field: row}).update(**moved)
    Participation.objects.filter(partner=row).update(partner=target)
    Activity.everything.filter(pk__in=concerned).update(version=F("version") + 1)
    for promise in Commitment.everything.filter(owner=row).select_related("structure", "criterion"):
        promise.owner = target
        promise.version += 1
        promise.folded = commitments.folded(promise)
        promise.save(update_fields=["owner", "version", "folded"])


def _unite_parts(row: Partner, target: Partner) -> list[int]:
    """Leave one of two parts that become the same; return the activities in which the partner has a part."""
    concerned = (
        Participation.objects.filter(partner=row).order_by("activity").values_list("activity", flat=True)
    )
    found = list(concerned.distinct())
    there = Participation.objects.filter(partner=target, activity=OuterRef("activity"), role=OuterRef("role"))
    Participation.objects.filter(Exists(there) | _own(target), partner=row).delete()
    Participation.objects.filter(_own(row), partner=target).delete()
    return found


def _own(partner: Partner) -> Q:
    """Build the condition for parts that a partner has in an activity as the one named first."""
    carried_out = Q(role=Participation.Role.IMPLEMENTS, activity__partner=partner)
    return carried_out | Q(role=Participation.Role.RECEIVES, activity__recipient=partner)


def _move_contacts(row: Partner, target: Partner) -> None:
    """Move who took part in contacts, those that only one side may read among them."""
    through: Any = Contact.partners.through
    there = through.objects.filter(partner=target).values("contact")
    through.objects.filter(partner=row, contact__in=there).delete()
    through.objects.filter(partner=row).update(partner=target)
