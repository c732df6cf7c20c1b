"""What the steps of an assessment have in common: their locks, whether they are allowed, their journal entry.

These are parts of actions: each runs inside the transaction of one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from coordination.actions import journal, saving
from coordination.domain import lifecycle
from coordination.domain.journal import stamp
from coordination.domain.problems import Problem, Refused
from coordination.domain.rules import Rule
from coordination.domain.vocabulary import SIDES
from coordination.models import Assessment, Round, Structure, User
from coordination.models.on_paper import UNSENT_ON_PAPER
from coordination.permissions import ON_DASHBOARDS
from coordination.queries import keyed_in, reveal


def lock(assessment: Assessment) -> Assessment:
    """Lock a stored assessment; raises `Refused` for one that was discarded meanwhile."""
    return _locked(assessment, Q(pk=assessment.pk))


def lock_with_round(assessment: Assessment) -> Assessment:
    """Lock the round, then the assessment: sends of both sides come one after the other, so one of them reveals.

    With it, before the journal as everything is, what is on paper beside it: a reveal waits for who saves its first
    answer, or that person for the reveal, which discards what is still empty.
    """
    saving.lock(Round.objects.all(), assessment.round_id)
    here = Q(round=assessment.round_id, structure=assessment.structure_id)
    return _locked(assessment, here & (Q(pk=assessment.pk) | UNSENT_ON_PAPER))


def _locked(assessment: Assessment, wanted: Q) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(wanted)
    for row in list(rows.select_related("round__programme", "structure").order_by("pk")):
        if row.pk == assessment.pk:
            return row
    raise Refused((Problem(rule=Rule.ASSESSMENT_GONE),))


def require(step: lifecycle.Step, assessment: Assessment) -> None:
    """Raise `Refused` where the assessment, as locked, cannot take the step now."""
    round_ = assessment.round
    allowed = lifecycle.is_allowed(
        step, state=assessment.stage, round_state=round_.state, origin=round_.origin
    )
    if not allowed or assessment.side not in SIDES:
        # Who waited for the closing has the round as it was before.
        is_closed = step not in lifecycle.ONCE_REVEALED and not _is_open(round_)
        raise Refused(
            (
                Problem(
                    rule=Rule.ROUND_CLOSED if is_closed else Rule(f"not_now_{step.value}"), value=round_.label
                ),
            )
        )


def require_version(assessment: Assessment, base_version: int) -> None:
    """Raise `Refused` where the assessment, as locked, was changed since ``base_version`` was checked."""
    if assessment.version != base_version:
        raise Refused((Problem(rule=Rule.CHANGED_SINCE_CHECKED),))


def send(
    locked: Assessment, *, verb: str, by: User, at: datetime, after: Mapping[str, object] | None = None
) -> None:
    """Make a checked draft, as locked with its round, a sent assessment; reveal both sides where that is due."""
    locked.state, locked.sent_at, locked.sent_by = Assessment.State.SENT, at, by
    locked.version += 1
    locked.save(update_fields=["state", "sent_at", "sent_by", "confirmed_alone", "version"])
    record(locked, verb=verb, by=by, at=at, after={**(after or {}), "sent_at": stamp(at)})
    if reveal_if_due(locked.round, locked.structure, by=by, at=at):
        locked.refresh_from_db()


def _is_open(round_: Round) -> bool:
    return Round.objects.filter(pk=round_.pk, state=Round.State.OPEN).exists()


def require_both_revealed(round_: Round, structure: Structure) -> None:
    """Raise `Refused` where not both sides' answers can be read: of one side alone there is nothing to agree on."""
    shown = Assessment.objects.filter(
        round=round_, structure=structure, side__in=SIDES, state__in=ON_DASHBOARDS
    )
    if set(shown.order_by().values_list("side", flat=True)) != set(SIDES):
        raise Refused((Problem(rule=Rule.AGREED_BEFORE_REVEAL, value=structure.code),))


def record(
    assessment: Assessment,
    *,
    verb: str,
    by: User | None,
    at: datetime,
    before: object = None,
    after: object = None,
    sides: Sequence[str] = (),
) -> None:
    """Tell the journal of a step of an assessment; its number ends the key.

    The person takes the step for one of the ``sides``, for the assessment's own where none is named.

    Raises:
        Refused: the person has no place on such a side any more. Places end in line with the journal, so that nothing is
            stored after the end of one.
    """
    journal.record(
        by=by,
        at=at,
        verb=verb,
        noun="assessment",
        key=f"{assessment.round.label} {assessment.structure.code} {assessment.side} {assessment.pk}",
        programme=assessment.round.programme,
        before=before,
        after=after,
        sides=sides or (assessment.side,),
    )


def discard_empty(rows: QuerySet[Assessment], *, at: datetime) -> set[int]:
    """Discard those of these assessments, locked, that are on paper and of which nothing is keyed in; return which.

    It is the doing of nobody in particular: least of all of who sent last, who may be of the other side.
    """
    found = {row.pk: row for row in keyed_in.empty(rows).select_related("round__programme", "structure")}
    for _pk, row in sorted(found.items()):
        record(row, verb="discarded", by=None, at=at, before={"answers": {}})
        row.delete()
    return set(found)


def reveal_if_due(round_: Round, structure: Structure, *, by: User, at: datetime) -> bool:
    """Reveal both sides at once where every side asked has sent and nobody still writes; return whether they were.

    What is empty then, locked with the round, is discarded.
    """
    voices = reveal.voices(round_, structure)
    if not lifecycle.is_due_for_reveal(voices.values(), sides=round_.sides):
        return False
    here = Assessment.objects.filter(round=round_, structure=structure)
    discard_empty(here, at=at)
    revealed = here.filter(state=Assessment.State.SENT)
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
