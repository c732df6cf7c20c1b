"""Answers: saved over the version that they were written over. What follows the reveal is `actions.corrections`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.actions import identifiers, rows, saving, steps, to_answer, written
from coordination.domain import lifecycle
from coordination.domain.assessments import GivenAnswer
from coordination.domain.criteria import sections_asked
from coordination.domain.journal import stamp
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.models import Answer, Assessment, Criterion, Operation, Round, User
from coordination.queries import reveal
from coordination.queries.answers import record

#: So long what waits on a device may wait for its reply; rounds are shorter.
REPEATED_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Saved:
    """What is acknowledged: the assessment, the stored version of each answer given, and when."""

    assessment_id: int
    versions: Mapping[str, int]
    saved_at: datetime


class Stale(Exception):
    """Somebody stored another answer meanwhile; ``answers`` are the stored ones, by criterion code."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        super().__init__("stale")
        self.answers = answers


def save(
    *,
    assessment: Assessment,
    entries: Sequence[GivenAnswer],
    op_id: UUID | None = None,
    by: User,
    at: datetime,
) -> Saved:
    """Store the answers of one assessment, all or none, each over the version it was written over.

    An assessment that is not stored yet (``queries.assessments.own``) begins with its first answer. The same
    ``op_id`` again gets the first reply and writes nothing. An answer equal to the stored one is not written again.

    Raises:
        Stale: another version is stored and differs; nothing is changed.
        Refused: the assessment takes no answers or was discarded, or a criterion is not of its instrument or not
            asked of what is assessed; nothing is changed.
    """
    if not entries:
        return Saved(assessment.pk or 0, {}, at)
    try:
        with transaction.atomic():
            return _save(assessment, entries, op_id, by, at)
    except (IntegrityError, Stale, Refused):
        # The same operation came before, or twice at once: it was stored, and its reply stands whatever came since.
        if op_id and (known := _acknowledged(op_id, assessment, by)):
            return known
        raise


@transaction.atomic
def clean_up(*, by: User | None, at: datetime) -> int:
    """Forget the acknowledged saves that no device repeats any more, and return how many.

    What was stored stays. Repeated all the same, one of them meets its own answer, or a conflict: never stored twice.
    """
    removed, _each = Operation.objects.filter(at__lte=at - REPEATED_FOR).delete()
    return removed


def _acknowledged(op_id: UUID, assessment: Assessment, by: User) -> Saved | None:
    operation = Operation.objects.select_related("assessment").filter(pk=op_id).first()
    if operation is None:
        return None
    stored = operation.assessment
    # Of one person there is one assessment of a structure in a round: it may have begun since the page was opened.
    is_same = (stored.round_id, stored.structure_id) == (assessment.round_id, assessment.structure_id)
    if not is_same or operation.by_id != by.pk:
        raise Refused((Problem(rule=Rule.OPERATION_OF_ANOTHER, value=str(op_id)),))
    saved_at = datetime.fromisoformat(operation.reply["saved_at"])
    return Saved(stored.pk, operation.reply["versions"], saved_at)


def _save(
    assessment: Assessment, entries: Sequence[GivenAnswer], op_id: UUID | None, by: User, at: datetime
) -> Saved:
    locked = to_answer.locked(assessment) if assessment.pk else _begin(assessment, by, at)
    steps.require(lifecycle.Step.SCORE, locked)
    codes = [entry.criterion for entry in entries]
    stored, sources = to_answer.stored(locked, codes)
    criteria = _criteria(locked, codes, stored)
    stale: list[str] = []
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    versions: dict[str, int] = {}
    for entry in entries:
        code, facts = entry.criterion, written.record_of(entry)
        old = stored.get(code)
        old_facts = record(old, sources) if old else None
        if old and facts == old_facts:
            versions[code] = old.version
        elif not _is_over(entry, old):
            stale.append(code)
        elif version := written.write(locked, criteria[code], old, entry, by, at, sourced=sources):
            versions[code], before[code], after[code] = version, old_facts, facts
        else:
            stale.append(code)
    if stale:
        raise _stale(locked, stale)
    saved = Saved(locked.pk, versions, at)
    if op_id:
        _acknowledge(saved, op_id, by)
    if after:
        locked.version += 1
        rows.put(locked, "version")
        # Last: all other writers wait from here to the end.
        steps.record(locked, verb="answered", by=by, at=at, before=before, after=after)
    return saved


def _acknowledge(saved: Saved, op_id: UUID, by: User) -> None:
    """Keep the reply for whoever sends the same operation again."""
    reply = {"versions": dict(saved.versions), "saved_at": saved.saved_at.isoformat()}
    Operation.objects.create(
        op_id=op_id, assessment_id=saved.assessment_id, by=by, reply=reply, at=saved.saved_at
    )


def _stale(assessment: Assessment, codes: Sequence[str]) -> Stale:
    """Return what stands there now in place of what was read."""
    now = Answer.objects.filter(assessment=assessment, criterion__code__in=codes)
    return Stale({answer.criterion.code: answer for answer in now.select_related("criterion", "saved_by")})


def _is_over(entry: GivenAnswer, old: Answer | None) -> bool:
    """Whether an answer is written over what is stored; `Refused` where nothing is, and it is over something."""
    if old:
        return old.version == entry.base_version
    if entry.base_version:
        problem = Problem(rule=Rule.STALE_VERSION, path=entry.criterion, value=str(entry.base_version))
        raise Refused((problem,))
    return True


def _begin(blank: Assessment, by: User, at: datetime) -> Assessment:
    """Store the person's assessment, or lock the one that they began in another window."""
    round_ = saving.lock(Round.objects.select_related("programme"), blank.round_id)
    key = {"round": round_, "structure": blank.structure, "side": blank.side}
    mine = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(**key, rater_user=by)
    if begun := mine.select_related("round__programme", "structure").first():
        return begun
    if problem := reveal.why_not_begin(round_, blank.structure, blank.side):
        raise Refused((problem,))
    made = Assessment.objects.create(
        pk=identifiers.unseen(), **key, rater=by.email, rater_user=by, started_at=at
    )
    steps.record(
        made,
        verb="started",
        by=by,
        at=at,
        after={"rater": made.rater, "started_at": stamp(made.started_at)},
    )
    return made


def _criteria(
    assessment: Assessment, codes: Sequence[str], stored: Mapping[str, Answer]
) -> dict[str, Criterion]:
    """Return the criteria of these codes; asks only for those that have no answer yet, at most one query."""
    found = {code: answer.criterion for code, answer in stored.items()}
    if missing := [code for code in codes if code not in found]:
        rows = Criterion.objects.filter(instrument_id=assessment.round.instrument_id, code__in=missing)
        found |= {row.code: row for row in rows}
    _refuse_each([code for code in codes if code not in found], Rule.CRITERION_OF_ANOTHER_INSTRUMENT)
    asked = sections_asked(is_programme=assessment.structure.is_programme)
    _refuse_each([code for code in codes if found[code].section not in asked], Rule.CRITERION_NOT_ASKED)
    return found


def _refuse_each(codes: Sequence[str], rule: Rule) -> None:
    if codes:
        raise Refused(tuple(Problem(rule=rule, path=code, value=code) for code in codes))
