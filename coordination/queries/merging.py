"""What merging one partner into another moves, and what keeps the two apart."""

import hashlib
import json
from dataclasses import dataclass

from django.db.models import Q

from coordination.domain.problems import Problem
from coordination.domain.rules import Rule
from coordination.domain.validation import ProblemList
from coordination.models import Activity, Commitment, Participation, Partner, Seat, User
from coordination.permissions import contacts_visible_to
from coordination.queries import money, participations, withdrawals
from coordination.queries.seats import joined_dates


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """How many of each kind move, how many seats become one with a seat there, and what keeps the two apart.

    Of contacts only those count that the person may read: a plan, and whether it still holds, tells nothing of others.
    ``fingerprint`` binds a confirmation to all of it.
    """

    seats: int
    joined: int
    given: int
    received: int
    parts: int
    money: int
    commitments: int
    contacts: int
    problems: tuple[Problem, ...]
    fingerprint: str


def plan(user: User, partner: Partner, into: Partner) -> MergePlan:
    """Return what merging a partner into another would do; a few queries."""
    seats = list(Seat.objects.filter(partner=partner).order_by("pk"))
    there = list(Seat.objects.filter(partner=into).order_by("pk"))
    counts = {
        "seats": len(seats),
        "joined": sum(joins(each, there) is not None for each in seats),
        "given": Activity.objects.filter(partner=partner).count(),
        "received": Activity.objects.filter(recipient=partner).count(),
        "parts": Participation.objects.filter(participations.named(partner)).count(),
        "money": money.in_sight_of(partner).count(),
        "commitments": Commitment.objects.filter(owner=partner).count(),
        "contacts": contacts_visible_to(user, partner.programme).filter(partners=partner).count(),
    }
    marks = [withdrawals.mark(each) for each in (partner, into, *seats, *there)]
    content = json.dumps([partner.pk, into.pk, counts, marks])
    return MergePlan(
        **counts,
        problems=_apart(partner, into),
        fingerprint=hashlib.sha256(content.encode()).hexdigest(),
    )


def joins(seat: Seat, others: list[Seat]) -> Seat | None:
    """Return the seat in the same structure and role with which this one becomes one; None for none."""
    same = (each for each in others if (each.structure_id, each.role) == (seat.structure_id, seat.role))
    return next((each for each in same if joined_dates(seat, each) is not None), None)


def _apart(partner: Partner, into: Partner) -> tuple[Problem, ...]:
    found = ProblemList()
    if partner.pk == into.pk:
        found.add(Rule.MERGED_WITH_ITSELF, "into", into.name_en)
    elif partner.side != into.side:
        found.add(Rule.MERGED_ACROSS_SIDES, "into", into.name_en)
    between = Activity.everything.filter(
        Q(partner=partner, recipient=into) | Q(partner=into, recipient=partner)
    ).first()
    if between:
        found.add(Rule.SUPPORT_BETWEEN, "into", between.name_en)
    return tuple(found.first)
