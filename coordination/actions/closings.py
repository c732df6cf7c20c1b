"""Closing and reopening rounds: by one side, or by both, whichever agrees second."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from coordination.actions import journal, reminders, saving, steps
from coordination.domain import lifecycle
from coordination.domain.journal import stamp
from coordination.domain.lifecycle import HeldAssessment
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Consent, NotSubmitted, Round, User
from coordination.models.on_paper import UNSENT_ON_PAPER
from coordination.queries import asked, closings


@transaction.atomic
def close(*, round_: Round, side: str, closes: bool, by: User, at: datetime) -> Round:
    """Agree for a side to close a round, and close it where that is all it takes; a closed round stays as it is.

    Closing sets unsent drafts aside, discards empty ones, reveals each structure that every side asked has sent, and
    tells both sides what was not submitted, all at one moment. ``closes`` is what the person was told: that this closes
    it, or only agrees.

    Raises:
        Refused: the round does not ask this side, or it would close and the person was told otherwise.
    """
    locked = _locked(round_)
    if locked.state == Round.State.CLOSED:
        return locked
    today = at.astimezone(locked.programme.zone).date()
    needed = lifecycle.sides_to_close(sides=locked.sides, side=side, last_on=locked.last_on, today=today)
    if not needed:
        raise Refused((Problem(rule=Rule.ROUND_OF_OTHERS),))
    agreed = closings.agreed(locked)
    if not lifecycle.is_settled(needed, side=side, agreed=agreed):
        _agree(locked, side, Round.State.CLOSED, agreed, by=by, at=at)
        return locked
    if not closes:
        raise Refused((Problem(rule=Rule.ROUND_CLOSES_NOW),))
    _set_drafts_aside(locked, by=by, at=at)
    missing = _reveal(locked, by=by, at=at)
    locked.state = Round.State.CLOSED
    locked.save(update_fields=["state"])
    NotSubmitted.objects.bulk_create(
        NotSubmitted(round=locked, structure_id=structure, side=each, told_at=at)
        for structure, sides in missing.items()
        for each in sides
    )
    reminders.tell_of_closing(round_=locked, by=by, at=at)
    unsent = [[structure, *sides] for structure, sides in missing.items()]
    after = {"state": locked.state, "not_submitted": unsent, "told_at": stamp(at)}
    _end(locked, verb="closed", before=Round.State.OPEN, after=after, by=by, at=at)
    return locked


@transaction.atomic
def reopen(*, round_: Round, side: str, reopens: bool, by: User, at: datetime) -> Round:
    """Agree for a side to open a closed round again, and open it where that is all it takes; an open one stays so.

    ``reopens`` as ``closes`` of `close`.

    Raises:
        Refused: it would open and the person was told otherwise.
    """
    locked = _locked(round_)
    if locked.state == Round.State.OPEN:
        return locked
    needed = lifecycle.sides_to_reopen(side=side, is_revealed=closings.is_revealed(locked))
    agreed = closings.agreed(locked)
    if not lifecycle.is_settled(needed, side=side, agreed=agreed):
        _agree(locked, side, Round.State.OPEN, agreed, by=by, at=at)
        return locked
    if not reopens:
        raise Refused((Problem(rule=Rule.ROUND_REOPENS_NOW),))
    locked.state = Round.State.OPEN
    locked.save(update_fields=["state"])
    NotSubmitted.objects.filter(round=locked).delete()
    _end(locked, verb="reopened", before=Round.State.CLOSED, after={"state": locked.state}, by=by, at=at)
    return locked


@transaction.atomic
def take_back(*, round_: Round, side: str, by: User, at: datetime) -> Round:
    """Take a side's consent back, as any of its managers may until the round has changed.

    Raises:
        Refused: there is none.
    """
    locked = _locked(round_)
    row = Consent.objects.filter(round=locked, side=side).first()
    if row is None:
        raise Refused((Problem(rule=Rule.NO_CONSENT),))
    row.delete()
    journal.record(
        by=by,
        at=at,
        verb="took back",
        noun="round",
        key=locked.label,
        programme=locked.programme,
        before={"side": side, "to": row.to},
    )
    return locked


def _locked(round_: Round) -> Round:
    # Before the journal: so do the steps of its assessments.
    return saving.lock(Round.objects.select_related("programme"), round_.pk)


def _agree(round_: Round, side: str, to: str, agreed: Iterable[str], *, by: User, at: datetime) -> None:
    """Keep a side's consent; one that it has given stands, whoever gave it."""
    if side in agreed:
        return
    Consent.objects.create(round=round_, side=side, to=to, given_at=at, given_by=by)
    journal.record(
        by=by,
        at=at,
        verb="consented",
        noun="round",
        key=round_.label,
        programme=round_.programme,
        after={"side": side, "to": to, "given_at": stamp(at)},
    )


def _end(
    round_: Round, *, verb: str, before: str, after: Mapping[str, object], by: User, at: datetime
) -> None:
    """Let go of the consents, and tell the journal."""
    Consent.objects.filter(round=round_).delete()
    journal.record(
        by=by,
        at=at,
        verb=verb,
        noun="round",
        key=round_.label,
        programme=round_.programme,
        before={"state": before},
        after=after,
    )


def _set_drafts_aside(round_: Round, *, by: User, at: datetime) -> None:
    """Set both sides' drafts aside; waits for who saves or sends, and nobody begins behind the round's lock.

    A draft has an answer from its beginning on (``actions.answers``); one from paper that has none is discarded.
    """
    drafts = Assessment.objects.filter(Q(state=Assessment.State.DRAFT) | UNSENT_ON_PAPER, round=round_)
    locked = drafts.select_for_update(of=("self",), no_key=True).select_related(
        "round__programme", "structure"
    )
    rows = list(locked.order_by("pk"))
    gone = steps.discard_empty(drafts, at=at)
    for row in rows:
        if row.pk in gone or row.state != Assessment.State.DRAFT:
            continue
        row.state, row.set_aside_at, row.set_aside_by = Assessment.State.SET_ASIDE, at, by
        row.set_aside_at_closing = True
        row.version += 1
        row.save()
        after = {"at_closing": True, "version": row.version}
        steps.record(row, verb="set aside", by=by, at=at, after=after, sides=SIDES)


def _reveal(round_: Round, *, by: User, at: datetime) -> dict[int, tuple[str, ...]]:
    """Reveal what every side asked has sent; return the sides that have not, by the structures that were asked."""
    voices: dict[int, list[HeldAssessment]] = {}
    for structure, side, state in Assessment.objects.filter(round=round_).values_list(
        "structure_id", "side", "state"
    ):
        voices.setdefault(structure, []).append(HeldAssessment(side, state))
    missing = {}
    for row in asked.structures(round_).order_by("pk"):
        held = voices.get(row.pk, ())
        sides = lifecycle.missing_sides(held, sides=round_.sides)
        # Of one that is closed itself nobody awaited anything; what one side sent of it still lacks the other.
        if sides and (not row.closed or sides != lifecycle.asked_sides(round_.sides)):
            missing[row.pk] = sides
        if lifecycle.is_due_for_reveal(held, sides=round_.sides):
            steps.reveal_if_due(round_, row, by=by, at=at)
    return missing
