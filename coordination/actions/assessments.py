"""Assessments: sending, recalling, putting drafts out of the way, and revealing both sides at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from coordination.actions import evidence_bytes, keyed_in, steps
from coordination.domain import lifecycle
from coordination.domain.criteria import sections_asked
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import (
    Answer,
    Assessment,
    Criterion,
    EvidenceFile,
    User,
)
from coordination.models.constraints import check
from coordination.queries import reveal
from coordination.queries.answers import records


class Incomplete(Exception):
    """Criteria without an answer, by code; the sender may accept them as not answered."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("incomplete")
        self.missing = tuple(missing)


@transaction.atomic
def submit(
    *, assessment: Assessment, base_version: int, accept_blanks: bool, by: User, at: datetime
) -> Assessment:
    """Send the assessment; when every side asked has sent, reveal all to both in the same transaction.

    Answers keyed in from paper are handed over instead: who confirms them sends them (`actions.keyed_in.confirm`).

    Raises:
        Refused: it is not a draft of an open round, or was changed since ``base_version`` was checked.
        Incomplete: criteria that are asked have no answer and ``accept_blanks`` is false.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.SUBMIT, locked)
    steps.require_version(locked, base_version)
    missing = _missing(locked, accept_blanks)
    if locked.keyed_by_id is not None:
        return keyed_in.hand_over(locked=locked, missing=missing, by=by, at=at)
    steps.send(locked, verb="sent", by=by, at=at, after={"not answered": missing})
    return locked


def _missing(locked: Assessment, accept_blanks: bool) -> list[str]:
    """Return the criteria asked that have no answer, by code."""
    answered = set(Answer.objects.filter(assessment=locked).values_list("criterion__code", flat=True))
    asked = sections_asked(is_programme=locked.structure.is_programme)
    rows = Criterion.objects.filter(instrument_id=locked.round.instrument_id, section__in=asked)
    codes = list(rows.values_list("code", flat=True))
    missing = [code for code in codes if code not in answered]
    if len(missing) == len(codes):
        raise Refused((Problem(rule=Rule.NOTHING_ANSWERED),))
    if missing and not accept_blanks:
        raise Incomplete(missing)
    return missing


@transaction.atomic
def recall(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Take a sent assessment back to draft, with a reason, as long as the other side has not seen it.

    So do answers from paper come back that wait to be confirmed; who keyed them in reads why somebody else did it.

    Raises:
        Refused: it is not sent, or already revealed, or the round is closed, or no reason is given.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.RECALL, locked)
    if not reason.strip():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="reason"),))
    locked.state, locked.sent_at, locked.sent_by = Assessment.State.DRAFT, None, None
    locked.handed_at, locked.confirmed_alone = None, False
    if locked.keyed_by_id not in (None, by.pk):
        locked.returned_reason = reason.strip()
    locked.version += 1
    locked.save(
        update_fields=[
            *("state", "sent_at", "sent_by", "version"),
            *("handed_at", "confirmed_alone", "returned_reason"),
        ]
    )
    steps.record(locked, verb="recalled", by=by, at=at, after={"reason": reason.strip()})
    return locked


@transaction.atomic
def discard(*, assessment: Assessment, reveals: bool, by: User, at: datetime) -> bool:
    """Remove one's own draft with its answers, which the journal keeps; return whether that revealed the others.

    Files that were given as evidence are gone.

    ``reveals`` is what the person was told: that both sides then see each other, which nobody can undo.

    Raises:
        Refused: it is no draft, or it would reveal and the person was told otherwise.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.DISCARD, locked)
    _require_told(locked, reveals)
    answers = records(Answer.objects.filter(assessment=locked)).get(locked.pk, {})
    steps.record(locked, verb="discarded", by=by, at=at, before={"answers": answers})
    evidence_bytes.forget(EvidenceFile.objects.filter(answer__assessment=locked))
    locked.delete()
    return steps.reveal_if_due(locked.round, locked.structure, by=by, at=at)


@transaction.atomic
def set_aside(*, assessment: Assessment, reason: str, reveals: bool, by: User, at: datetime) -> bool:
    """Put a draft of one's side out of the way of the reveal; return whether that revealed the others.

    Its side goes on reading it, and a manager can restore it until the reveal. ``reveals`` as in ``discard``.

    Raises:
        Refused: it is no draft, no reason is given, or it would reveal and the person was told otherwise.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.SET_ASIDE, locked)
    if not reason.strip():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="reason"),))
    _require_told(locked, reveals)
    locked.state, locked.set_aside_at, locked.set_aside_by = Assessment.State.SET_ASIDE, at, by
    locked.set_aside_reason = reason.strip()
    locked.version += 1
    check(locked, exclude=["rater_user"])
    locked.save()
    steps.record(
        locked,
        verb="set aside",
        by=by,
        at=at,
        after={"reason": locked.set_aside_reason, "version": locked.version},
    )
    return steps.reveal_if_due(locked.round, locked.structure, by=by, at=at)


@transaction.atomic
def restore(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Make what was set aside a draft again, as long as neither side sees the other.

    Raises:
        Refused: it is not set aside, the round is closed, or both sides already see each other's answers.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.RESTORE, locked)
    if lifecycle.is_revealed(reveal.voices(locked.round, locked.structure).values()):
        raise Refused((Problem(rule=Rule.ALREADY_REVEALED, value=locked.structure.code),))
    before = {"reason": locked.set_aside_reason}
    locked.state, locked.set_aside_at, locked.set_aside_by = Assessment.State.DRAFT, None, None
    locked.set_aside_reason, locked.set_aside_at_closing = "", False
    locked.version += 1
    locked.save()
    steps.record(locked, verb="restored", by=by, at=at, before=before, after={"version": locked.version})
    return locked


def _require_told(draft: Assessment, reveals: bool) -> None:
    """Refuse to reveal both sides to each other where the person was told that this would not happen."""
    if reveal.reveals_without(draft) and not reveals:
        raise Refused((Problem(rule=Rule.REVEALS_NOW),))
