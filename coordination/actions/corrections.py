"""Answers that both sides have seen: revised by their author, corrected by their side, and dissent from a correction."""

from datetime import datetime

from django.db import transaction

from coordination.actions import saving, steps, written
from coordination.actions.answers import Stale
from coordination.domain import lifecycle
from coordination.domain.assessments import GivenAnswer
from coordination.domain.journal import stamp
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.written_answers import says_the_same
from coordination.models import Answer, Assessment, Correction, CorrectionDissent, User
from coordination.models.constraints import check
from coordination.queries.answers import of_row, record, sources_of


@transaction.atomic
def revise(*, assessment: Assessment, entry: GivenAnswer, reason: str, by: User, at: datetime) -> Correction:
    """Revise one's own answer once both sides have seen it, before it is published; keep what it said.

    Raises:
        Stale: another version is stored; nothing is changed.
        Refused: it is not revealed, or published already, a source's or an analyst's; there is no such answer; it
            already says this; or no reason is given.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.REVISE, locked)
    if not reason.strip():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="reason"),))
    change = Correction(kind=Correction.Kind.REVISION, reason=saving.clean(reason))
    return _change(locked, entry, change, verb="revised", by=by, at=at)


@transaction.atomic
def correct(
    *, assessment: Assessment, entry: GivenAnswer, evidence: str, reason: str = "", by: User, at: datetime
) -> Correction:
    """Correct an answer that both sides have seen, because of new evidence about that date; keep what it said.

    What is published is corrected with a reason, too: both sides read it beside the snapshot, which stays.

    Raises:
        Stale: another version is stored; nothing is changed.
        Refused: it is not revealed, a source's or an analyst's; there is no such answer; it already says this; or no
            evidence is given, or for what is published no reason.
    """
    locked = steps.lock_with_round(assessment)
    steps.require(lifecycle.Step.CORRECT, locked)
    problems = []
    if not evidence.strip():
        problems.append(Problem(rule=Rule.EVIDENCE_MISSING, path="evidence"))
    if not reason.strip() and locked.state == Assessment.State.PUBLISHED:
        problems.append(Problem(rule=Rule.CORRECTION_WITHOUT_REASON, path="reason"))
    if problems:
        raise Refused(tuple(problems))
    change = Correction(
        kind=Correction.Kind.CORRECTION, evidence=evidence.strip(), reason=saving.clean(reason)
    )
    return _change(locked, entry, change, verb="corrected", by=by, at=at)


def _change(
    locked: Assessment, entry: GivenAnswer, change: Correction, *, verb: str, by: User, at: datetime
) -> Correction:
    """Put the new answer in the place of the stored one, and keep that as ``change``, which says why."""
    rows = Answer.objects.filter(assessment=locked, criterion__code=entry.criterion)
    old = rows.select_related("criterion", "saved_by").first()
    if old is None:
        raise Refused((Problem(rule=Rule.NOTHING_TO_CORRECT, path=entry.criterion, value=entry.criterion),))
    if old.version != entry.base_version:
        raise Stale({entry.criterion: old})
    if says_the_same(entry.reading, of_row(old)):
        raise Refused((Problem(rule=Rule.NOTHING_CORRECTED, path=entry.criterion, value=old.verbatim),))
    before = record(old, sources_of(rows))
    _keep(change, old, by, at)
    written.write(locked, old.criterion, old, entry, by, at, sourced=[old.pk])
    locked.version += 1
    locked.save(update_fields=["version"])
    steps.record(
        locked,
        verb=verb,
        by=by,
        at=at,
        before={"answers": {entry.criterion: before}},
        after={
            "answers": {entry.criterion: written.record_of(entry)},
            "evidence": change.evidence,
            "reason": change.reason,
            "corrected_at": stamp(at),
        },
    )
    return change


def _keep(change: Correction, old: Answer, by: User, at: datetime) -> None:
    """Store what an answer said before it is changed."""
    change.answer = old
    change.position = Correction.objects.filter(answer=old).count()
    change.corrected_at, change.corrected_by = at, by
    for column in ("verbatim", "status", "level", "lo", "hi", "certainty"):
        setattr(change, column, getattr(old, column))
    check(change)
    change.save()


@transaction.atomic
def dissent(*, correction: Correction, side: str, reason: str, by: User, at: datetime) -> CorrectionDissent:
    """Keep what the other side says against a correction, once.

    Raises:
        Refused: it is no correction of the other side but a revision or one's own; this side has dissented already; or
            no reason is given.
    """
    locked = steps.lock_with_round(correction.answer.assessment)
    steps.require(lifecycle.Step.DISSENT, locked)
    if correction.kind != Correction.Kind.CORRECTION or locked.side == side:
        raise Refused((Problem(rule=Rule.NOT_NOW_DISSENT),))
    if CorrectionDissent.objects.filter(correction=correction, side=side).exists():
        raise Refused((Problem(rule=Rule.ALREADY_DISSENTED),))
    if not reason.strip():
        raise Refused((Problem(rule=Rule.REASON_MISSING, path="reason"),))
    made = CorrectionDissent(
        correction=correction, side=side, reason=saving.clean(reason), dissented_at=at, dissented_by=by
    )
    check(made)
    made.save()
    steps.record(
        locked,
        verb="dissented",
        by=by,
        at=at,
        after={
            "criterion": correction.answer.criterion.code,
            "position": correction.position,
            "side": side,
            "reason": made.reason,
            "dissented_at": stamp(at),
        },
        sides=(side,),
    )
    return made
