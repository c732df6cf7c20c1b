"""What one side sent and the other did not submit before the round closed: whose it is to publish, and from when on."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Subquery

from coordination.domain import lifecycle
from coordination.domain.lifecycle import HeldAssessment, OneSided
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, NotSubmitted, Round, Structure, User
from coordination.permissions import Standing, assessments_visible_to
from coordination.queries import closings


def found(round_: Round, structure: Structure, voices: Iterable[HeldAssessment]) -> OneSided | None:
    """Return which side alone sent a structure whose assessments are given; None where that is not so. One query.

    ``round_`` is loaded with its programme, whose time zone the moments are in.
    """
    if round_.state == Round.State.OPEN or round_.sides != Round.Sides.BOTH:
        return None
    zone = round_.programme.zone
    told = {side: at.astimezone(zone) for side, at in closings.told(round_, structure).items()}
    return lifecycle.one_sided(voices, sides=round_.sides, round_state=round_.state, told=told)


def reads_all(round_: Round, structure: Structure, side: str, *, user: User) -> bool:
    """Whether the person reads all that a side sent on a structure: only that can they publish; one query.

    Who was named manager by an administrator does not read what the side wrote before.
    """
    sent = Assessment.objects.filter(
        round=round_, structure=structure, side=side, state=Assessment.State.SENT
    )
    unread = sent.exclude(pk__in=assessments_visible_to(user).filter(side=side).order_by().values("pk"))
    return not unread.exists()


def silent_since(standing: Standing) -> Subquery:
    """Return since when an assessment's other side was silent on its structure: a column, None where it was not."""
    here = {"round": OuterRef("round"), "structure": OuterRef("structure")}
    (other,) = (side for side in SIDES if side != standing.side)
    return Subquery(NotSubmitted.objects.filter(**here, side=other).values("told_at")[:1])


def is_over(since: datetime, at: datetime) -> bool:
    """Whether the time to answer of a side that was silent since then is over."""
    return since <= at - lifecycle.TIME_TO_ANSWER


def publishable(standing: Standing) -> Q:
    """Return which sent assessments of the person's side they may publish once the silent side's time is over.

    Their rows have `silent_since`. One that they do not read keeps the others of its structure back.
    """
    here = {"round": OuterRef("round"), "structure": OuterRef("structure")}
    wanted = Q(
        silent_since__isnull=False,
        state=Assessment.State.SENT,
        side=standing.side,
        round__state=Round.State.CLOSED,
    )
    if standing.reads_since:
        before = {"state": Assessment.State.SENT, "started_at__lt": standing.reads_since}
        unread = Assessment.objects.filter(**here, side=standing.side, **before)
        return Q(~Exists(unread.order_by()), wanted)
    return wanted
