"""Answers on paper: keyed in by an adviser for who has no account, and sent by who confirms them.

Somebody else does, a manager of the same side; only where the side has nobody else, who keyed them in.
"""

from datetime import date, datetime

from django.db import transaction

from coordination.actions import identifiers, saving, steps
from coordination.domain import lifecycle
from coordination.domain.journal import stamp
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Assessment, Round, Structure, User
from coordination.models.constraints import check
from coordination.queries import keyed_in, reveal


@transaction.atomic
def start(
    *, round_: Round, structure: Structure, side: str, rater: str, filled_on: date, by: User, at: datetime
) -> Assessment:
    """Store an empty draft for the answers that ``rater`` of this side wrote on paper.

    The reveal waits for it from its first answer on; it discards what is still empty.

    Raises:
        Refused: the side cannot begin here, or nobody is named, or an account, or one who is here already, or the day
            is to come.
    """
    locked = saving.lock(Round.objects.select_related("programme"), round_.pk)
    if problem := reveal.why_not_begin(locked, structure, side):
        raise Refused((problem,))
    name = " ".join(rater.split())
    if not name or "@" in name:
        raise Refused((Problem(rule=Rule.PAPER_OF_NOBODY, path="rater"),))
    if filled_on > at.astimezone(locked.programme.zone).date():
        raise Refused((Problem(rule=Rule.PAPER_OF_TOMORROW, path="filled_on"),))
    there = Assessment.objects.filter(round=locked, structure=structure, side=side, rater=name)
    if there.filter(rater_user__isnull=True).exists():
        raise Refused((Problem(rule=Rule.PAPER_BEGUN, path="rater", value=name),))
    made = Assessment(
        pk=identifiers.unseen(),
        round=locked,
        structure=structure,
        side=side,
        rater=name,
        keyed_by=by,
        filled_on=filled_on,
        started_at=at,
    )
    check(made, exclude=["rater_user"])
    made.save(force_insert=True)
    after = {"rater": name, "filled_on": filled_on.isoformat(), "started_at": stamp(at)}
    steps.record(made, verb="started", by=by, at=at, after=after)
    return made


def hand_over(*, locked: Assessment, missing: list[str], by: User, at: datetime) -> Assessment:
    """Ask for the confirmation of a checked draft; part of `actions.assessments.submit`, within its transaction."""
    locked.handed_at, locked.returned_reason = at, ""
    locked.version += 1
    locked.save(update_fields=["handed_at", "returned_reason", "version"])
    after = {"not answered": missing, "handed_at": stamp(at)}
    steps.record(locked, verb="handed over", by=by, at=at, after=after)
    return locked


@transaction.atomic
def confirm(*, assessment: Assessment, base_version: int, by: User, at: datetime) -> Assessment:
    """Confirm that the answers say what the paper says, which sends them; reveal both sides where that is due.

    Raises:
        Refused: they do not wait for it, the round is closed, they were changed since ``base_version`` was checked, or
            the person keyed them in and the side has somebody else.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.CONFIRM, locked)
    steps.require_version(locked, base_version)
    locked.confirmed_alone = locked.keyed_by_id == by.pk
    if locked.confirmed_alone and keyed_in.has_another(locked):
        raise Refused((Problem(rule=Rule.PAPER_NEEDS_ANOTHER),))
    after = {"confirmed_alone": locked.confirmed_alone}
    steps.send(locked, verb="confirmed", by=by, at=at, after=after)
    return locked
