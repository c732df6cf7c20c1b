"""Assessments: scoring, sending, recalling, putting drafts out of the way, revealing both sides, correcting."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from coordination.actions import journal, numbers
from coordination.domain import lifecycle
from coordination.domain.assessments import AnswerEntry
from coordination.domain.criteria import SIDES, sections_asked
from coordination.domain.journal import answer_record, stamp
from coordination.domain.problems import Problem, Refused
from coordination.models import (
    Answer,
    Assessment,
    Correction,
    Criterion,
    Operation,
    Round,
    Source,
    Structure,
    User,
)
from coordination.models.constraints import check
from coordination.queries import reveal
from coordination.queries.answers import reading, record, records, sources_of


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


class Incomplete(Exception):
    """Criteria without an answer, by code; the sender may accept them as not answered."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("incomplete")
        self.missing = tuple(missing)


def save_answers(
    *,
    assessment: Assessment,
    entries: Sequence[AnswerEntry],
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
            saved = _save_answers(assessment, entries, by, at)
            if op_id:
                reply = {"versions": dict(saved.versions), "saved_at": saved.saved_at.isoformat()}
                Operation.objects.create(
                    op_id=op_id, assessment_id=saved.assessment_id, by=by, reply=reply, at=at
                )
            return saved
    except (IntegrityError, Stale, Refused):
        # The same operation came before, or twice at once: it was stored, and its reply stands whatever came since.
        if op_id and (known := _acknowledged(op_id, assessment, by)):
            return known
        raise


def _acknowledged(op_id: UUID, assessment: Assessment, by: User) -> Saved | None:
    operation = Operation.objects.select_related("assessment").filter(pk=op_id).first()
    if operation is None:
        return None
    stored = operation.assessment
    # Of one person there is one assessment of a structure in a round: it may have begun since the page was opened.
    is_same = (stored.round_id, stored.structure_id) == (assessment.round_id, assessment.structure_id)
    if not is_same or operation.by_id != by.pk:
        raise Refused((Problem("operation_of_another", value=str(op_id)),))
    saved_at = datetime.fromisoformat(operation.reply["saved_at"])
    return Saved(stored.pk, operation.reply["versions"], saved_at)


def _save_answers(assessment: Assessment, entries: Sequence[AnswerEntry], by: User, at: datetime) -> Saved:
    locked = _lock_own(assessment) if assessment.pk else _begin(assessment, by, at)
    _require(lifecycle.Step.SCORE, locked)
    codes = [entry.criterion for entry in entries]
    rows = Answer.objects.filter(assessment=locked, criterion__code__in=codes)
    sourced = Exists(Source.objects.filter(answer=OuterRef("pk")))
    stored = {
        answer.criterion.code: answer
        for answer in rows.select_related("criterion").annotate(has_sources=sourced)
    }
    criteria = _criteria(locked, codes, stored)
    sources = sources_of(rows) if any(answer.has_sources for answer in stored.values()) else {}
    stale: list[str] = []
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    versions: dict[str, int] = {}
    for entry in entries:
        old = stored.get(entry.criterion)
        facts = _record_of(entry)
        old_facts = record(old, sources) if old else None
        if old and facts == old_facts:
            versions[entry.criterion] = old.version
            continue
        if (old.version if old else 0) != entry.base_version:
            if old:
                stale.append(entry.criterion)
                continue
            raise Refused((Problem("stale_version", path=entry.criterion, value=str(entry.base_version)),))
        has_sources = bool(old and sources.get(old.pk))
        version = _write(locked, criteria[entry.criterion], old, entry, by, at, has_sources=has_sources)
        if version is None:
            stale.append(entry.criterion)
            continue
        versions[entry.criterion] = version
        before[entry.criterion], after[entry.criterion] = old_facts, facts
    if stale:
        now = Answer.objects.filter(assessment=locked, criterion__code__in=stale)
        raise Stale({answer.criterion.code: answer for answer in now.select_related("criterion", "saved_by")})
    if after:
        locked.version += 1
        locked.save(update_fields=["version"])
        _record(locked, verb="answered", by=by, at=at, before=before, after=after)
    return Saved(locked.pk, versions, at)


def _lock_own(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("round__programme", "structure")
    locked = rows.filter(pk=assessment.pk).first()
    if locked is None:
        raise Refused((Problem("assessment_gone"),))
    return locked


def _begin(blank: Assessment, by: User, at: datetime) -> Assessment:
    """Store the person's assessment, or lock the one that they began in another window."""
    round_ = Round.objects.select_for_update().select_related("programme").get(pk=blank.round_id)
    key = {"round": round_, "structure": blank.structure, "side": blank.side}
    mine = Assessment.objects.select_for_update(of=("self",)).filter(**key, rater_user=by)
    if begun := mine.select_related("round__programme", "structure").first():
        return begun
    if problem := reveal.why_not_begin(round_, blank.structure, blank.side):
        raise Refused((problem,))
    made = Assessment.objects.create(pk=numbers.unseen(), **key, rater=by.email, rater_user=by, started_at=at)
    _record(
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
    foreign = [code for code in codes if code not in found]
    if foreign:
        raise Refused(
            tuple(Problem("criterion_of_another_instrument", path=code, value=code) for code in foreign)
        )
    asked = sections_asked(is_programme=assessment.structure.is_programme)
    if strange := [code for code in codes if found[code].section not in asked]:
        raise Refused(tuple(Problem("criterion_not_asked", path=code, value=code) for code in strange))
    return found


def _write(
    assessment: Assessment,
    criterion: Criterion,
    old: Answer | None,
    entry: AnswerEntry,
    by: User | None,
    at: datetime,
    *,
    has_sources: bool,
) -> int | None:
    """Insert the answer, or update it where its version is still the base; None where it is not."""
    given = entry.reading
    fields = {
        "verbatim": given.verbatim,
        "status": given.status.value,
        "level": given.level,
        "lo": given.lo,
        "hi": given.hi,
        "certainty": given.certainty.value if given.certainty else None,
        "doubt_reason": entry.doubt_reason,
        "basis": entry.basis,
        "na_reason": entry.na_reason,
        "change_cause": entry.change_cause,
        "saved_at": at,
        "saved_by": by,
    }
    if old is None:
        answer_id = Answer.objects.create(assessment=assessment, criterion=criterion, version=1, **fields).pk
        version = 1
    else:
        answer_id, version = old.pk, entry.base_version + 1
        if not Answer.objects.filter(pk=old.pk, version=entry.base_version).update(version=version, **fields):
            return None
        if has_sources:
            Source.objects.filter(answer_id=answer_id).delete()
    Source.objects.bulk_create(
        Source(answer_id=answer_id, position=position, **asdict(source))
        for position, source in enumerate(entry.sources)
    )
    return version


@transaction.atomic
def submit(
    *, assessment: Assessment, base_version: int, accept_blanks: bool, by: User, at: datetime
) -> Assessment:
    """Send the assessment; when every side asked has sent, reveal all to both in the same transaction.

    Raises:
        Refused: it is not a draft of an open round, or was changed since ``base_version`` was checked.
        Incomplete: criteria that are asked have no answer and ``accept_blanks`` is false.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.SUBMIT, locked)
    if locked.version != base_version:
        raise Refused((Problem("changed_since_checked"),))
    answered = set(Answer.objects.filter(assessment=locked).values_list("criterion__code", flat=True))
    asked = sections_asked(is_programme=locked.structure.is_programme)
    rows = Criterion.objects.filter(instrument_id=locked.round.instrument_id, section__in=asked)
    codes = list(rows.values_list("code", flat=True))
    missing = [code for code in codes if code not in answered]
    if len(missing) == len(codes):
        raise Refused((Problem("nothing_answered"),))
    if missing and not accept_blanks:
        raise Incomplete(missing)
    locked.state, locked.sent_at, locked.sent_by = Assessment.State.SENT, at, by
    locked.version += 1
    locked.save(update_fields=["state", "sent_at", "sent_by", "version"])
    _record(locked, verb="sent", by=by, at=at, after={"not answered": missing, "sent_at": stamp(at)})
    if _reveal_if_due(locked.round, locked.structure, by, at):
        locked.refresh_from_db()
    return locked


@transaction.atomic
def recall(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Take a sent assessment back to draft, with a reason, as long as the other side has not seen it.

    Raises:
        Refused: it is not sent, or already revealed, or the round is closed, or no reason is given.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.RECALL, locked)
    if not reason.strip():
        raise Refused((Problem("reason_missing", path="reason"),))
    locked.state, locked.sent_at, locked.sent_by = Assessment.State.DRAFT, None, None
    locked.version += 1
    locked.save(update_fields=["state", "sent_at", "sent_by", "version"])
    _record(locked, verb="recalled", by=by, at=at, after={"reason": reason.strip()})
    return locked


@transaction.atomic
def discard(*, assessment: Assessment, reveals: bool, by: User, at: datetime) -> bool:
    """Remove one's own draft with its answers, which the journal keeps; return whether that revealed the others.

    ``reveals`` is what the person was told: that both sides then see each other, which nobody can undo.

    Raises:
        Refused: it is no draft, or it would reveal and the person was told otherwise.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.DISCARD, locked)
    _require_told(locked, reveals)
    answers = records(Answer.objects.filter(assessment=locked)).get(locked.pk, {})
    _record(locked, verb="discarded", by=by, at=at, before={"answers": answers})
    locked.delete()
    return _reveal_if_due(locked.round, locked.structure, by, at)


@transaction.atomic
def set_aside(*, assessment: Assessment, reason: str, reveals: bool, by: User, at: datetime) -> bool:
    """Put a draft of one's side out of the way of the reveal; return whether that revealed the others.

    Its side goes on reading it, and a manager can restore it until the reveal. ``reveals`` as in ``discard``.

    Raises:
        Refused: it is no draft, no reason is given, or it would reveal and the person was told otherwise.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.SET_ASIDE, locked)
    if not reason.strip():
        raise Refused((Problem("reason_missing", path="reason"),))
    _require_told(locked, reveals)
    locked.state, locked.set_aside_at, locked.set_aside_by = Assessment.State.SET_ASIDE, at, by
    locked.set_aside_reason = reason.strip()
    locked.version += 1
    check(locked, exclude=["rater_user"])
    locked.save()
    _record(
        locked,
        verb="set aside",
        by=by,
        at=at,
        after={"reason": locked.set_aside_reason, "version": locked.version},
    )
    return _reveal_if_due(locked.round, locked.structure, by, at)


@transaction.atomic
def restore(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Make what was set aside a draft again, as long as neither side sees the other.

    Raises:
        Refused: it is not set aside, the round is closed, or both sides already see each other's answers.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.RESTORE, locked)
    if lifecycle.is_revealed(reveal.voices(locked.round, locked.structure).values()):
        raise Refused((Problem("already_revealed", value=locked.structure.code),))
    before = {"reason": locked.set_aside_reason}
    locked.state, locked.set_aside_at, locked.set_aside_by = Assessment.State.DRAFT, None, None
    locked.set_aside_reason = ""
    locked.version += 1
    locked.save()
    _record(locked, verb="restored", by=by, at=at, before=before, after={"version": locked.version})
    return locked


@transaction.atomic
def correct(
    *, assessment: Assessment, entry: AnswerEntry, evidence: str, by: User, at: datetime
) -> Correction:
    """Correct an answer that both sides have seen, because of new evidence about that date; keep what it said.

    Raises:
        Stale: another version is stored; nothing is changed.
        Refused: it is not revealed, a source's or an analyst's; there is no such answer; it already says this; or
            no evidence is given.
    """
    locked = _lock(assessment)
    _require(lifecycle.Step.CORRECT, locked)
    if not evidence.strip():
        raise Refused((Problem("evidence_missing", path="evidence"),))
    rows = Answer.objects.filter(assessment=locked, criterion__code=entry.criterion)
    old = rows.select_related("criterion", "saved_by").first()
    if old is None:
        raise Refused((Problem("nothing_to_correct", path=entry.criterion, value=entry.criterion),))
    if old.version != entry.base_version:
        raise Stale({entry.criterion: old})
    if entry.reading == reading(old.verbatim, old.status, old.level, old.lo, old.hi, old.certainty):
        raise Refused((Problem("nothing_corrected", path=entry.criterion, value=old.verbatim),))
    before = record(old, sources_of(rows))
    correction = Correction(
        answer=old,
        position=Correction.objects.filter(answer=old).count(),
        verbatim=old.verbatim,
        status=old.status,
        level=old.level,
        lo=old.lo,
        hi=old.hi,
        certainty=old.certainty,
        evidence=evidence.strip(),
        corrected_at=at,
        corrected_by=by,
    )
    check(correction)
    correction.save()
    _write(locked, old.criterion, old, entry, by, at, has_sources=True)
    locked.version += 1
    locked.save(update_fields=["version"])
    _record(
        locked,
        verb="corrected",
        by=by,
        at=at,
        before={"answers": {entry.criterion: before}},
        after={
            "answers": {entry.criterion: _record_of(entry)},
            "evidence": correction.evidence,
            "corrected_at": stamp(at),
        },
    )
    return correction


def _lock(assessment: Assessment) -> Assessment:
    """Lock the round, then the assessment: sends of both sides come one after the other, so one of them reveals."""
    Round.objects.select_for_update().get(pk=assessment.round_id)
    return _lock_own(assessment)


def _require_told(draft: Assessment, reveals: bool) -> None:
    """Refuse to reveal both sides to each other where the person was told that this would not happen."""
    if reveal.reveals_without(draft) and not reveals:
        raise Refused((Problem("reveals_now"),))


def _reveal_if_due(round_: Round, structure: Structure, by: User, at: datetime) -> bool:
    """Reveal both sides at once where every side asked has sent and nobody still writes; return whether they were."""
    voices = reveal.voices(round_, structure)
    if not lifecycle.is_due_for_reveal(voices.values(), sides=round_.sides):
        return False
    revealed = Assessment.objects.filter(round=round_, structure=structure, state=Assessment.State.SENT)
    revealed.update(state=Assessment.State.REVEALED, revealed_at=at)
    journal.record(
        by=by,
        at=at,
        verb="revealed",
        noun="assessment",
        key=f"{round_.label} {structure.code}",
        programme=round_.programme,
        after={"revealed_at": stamp(at)},
    )
    return True


def _require(step: lifecycle.Step, assessment: Assessment) -> None:
    round_ = assessment.round
    allowed = lifecycle.is_allowed(
        step, state=assessment.state, round_state=round_.state, origin=round_.origin
    )
    if not allowed or assessment.side not in SIDES:
        is_closed = round_.state != Round.State.OPEN and step is not lifecycle.Step.CORRECT
        raise Refused(
            (Problem("round_closed" if is_closed else f"not_now_{step.value}", value=round_.label),)
        )


def _record(
    assessment: Assessment,
    *,
    verb: str,
    by: User | None,
    at: datetime,
    before: object = None,
    after: object = None,
) -> None:
    journal.record(
        by=by,
        at=at,
        verb=verb,
        noun="assessment",
        key=f"{assessment.round.label} {assessment.structure.code} {assessment.side} {assessment.pk}",
        programme=assessment.round.programme,
        before=before,
        after=after,
    )


def _record_of(entry: AnswerEntry) -> dict[str, object]:
    return answer_record(
        entry.reading,
        doubt_reason=entry.doubt_reason,
        basis=entry.basis,
        na_reason=entry.na_reason,
        sources=[(each.title, each.kind, each.dated_on, each.link) for each in entry.sources],
        change_cause=entry.change_cause,
    )
